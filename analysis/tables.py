"""The two tables a comparison is computed from, and the check that they are what they should be."""

from __future__ import annotations

import pandas as pd

from sim.outcomes import CHANNELS, OUTCOMES, SERIES

__all__ = [
    "CHANNEL_COLUMNS",
    "FIRM_KEYS",
    "OUTCOME_COLUMNS",
    "SERIES_COLUMNS",
    "SERIES_KEYS",
    "check_firms",
    "check_series",
]

FIRM_KEYS = ("pair", "seed", "arm", "firm", "treated", "group", "headcount")
SERIES_KEYS = ("pair", "arm", "treated", "month")
OUTCOME_COLUMNS = tuple(outcome.name for outcome in OUTCOMES)
CHANNEL_COLUMNS = tuple(f"channel_{channel.name}" for channel in CHANNELS)
SERIES_COLUMNS = tuple(column.name for column in SERIES)


def check_firms(firms: pd.DataFrame, arms: tuple[str, ...]) -> None:
    """Refuse a table of firms that cannot be compared.

    Parameters
    ----------
    firms
        One row per pair, arm and firm, with `FIRM_KEYS`, `OUTCOME_COLUMNS`, `CHANNEL_COLUMNS`.
    arms
        Arms that must be present.

    Raises
    ------
    ValueError
        Says which columns or arms are missing, or which key is given twice.
    """
    _require_columns("firms", firms, (*FIRM_KEYS, *OUTCOME_COLUMNS, *CHANNEL_COLUMNS))
    _require_arms("firms", firms, arms)
    _require_unique("firms", firms, ("pair", "arm", "firm"))
    if not bool(firms["treated"].any()):
        raise ValueError("The table of firms has no treated firm, so there is nothing to compare.")
    if bool((firms["headcount"] < 1).any()):
        raise ValueError("The table of firms has a firm with a headcount below 1.")


def check_series(series: pd.DataFrame, arms: tuple[str, ...]) -> None:
    """Refuse a table of monthly series that lacks a column or an arm, or repeats a month.

    Raises
    ------
    ValueError
        Says which columns or arms are missing, or which key is given twice.
    """
    _require_columns("series", series, (*SERIES_KEYS, *SERIES_COLUMNS))
    _require_arms("series", series, arms)
    _require_unique("series", series, SERIES_KEYS)


def _require_columns(name: str, table: pd.DataFrame, columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"The table of {name} lacks the columns {', '.join(missing)}.")


def _require_arms(name: str, table: pd.DataFrame, arms: tuple[str, ...]) -> None:
    found = set(table["arm"].unique())
    missing = [arm for arm in arms if arm not in found]
    if missing:
        raise ValueError(f"The table of {name} has no rows of the arms {', '.join(missing)}.")


def _require_unique(name: str, table: pd.DataFrame, keys: tuple[str, ...]) -> None:
    repeated = table.duplicated(list(keys))
    if bool(repeated.any()):
        first = table.loc[repeated, list(keys)].iloc[0]
        where = ", ".join(f"{key} {first[key]}" for key in keys)
        raise ValueError(f"The table of {name} has more than one row for {where}.")
