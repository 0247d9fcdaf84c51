"""From the columns of single runs to the two tables of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.arms import Arm
from experiments.pairs import PairResult
from experiments.simulator import Columns
from sim.outcomes import CHANNELS, OUTCOMES, SERIES

__all__ = ["ANY_GROUP", "firm_table", "series_rows", "series_table"]

ANY_GROUP = "any"
"""Group of a firm where arms have populations of their own, so that its policy differs by arm."""

_VALUES = [item.name for item in OUTCOMES] + [f"channel_{item.name}" for item in CHANNELS]


def firm_table(results: Sequence[PairResult], arms: Sequence[Arm]) -> pd.DataFrame:
    """Return one row per pair, arm and firm.

    Columns: pair, seed, arm, firm, treated, group (policy before the fork), headcount, one per
    outcome in its unit, and ``channel_<name>`` in EUR.
    """
    runs = [(result, row) for result in results for row in range(len(arms))]
    columns: list[Columns] = [result.firms[row] for result, row in runs]
    counts = [len(one["treated"]) for one in columns]
    table: dict[str, NDArray[np.generic]] = {
        "pair": np.repeat([result.pair for result, _ in runs], counts),
        "seed": np.repeat([result.seed for result, _ in runs], counts),
        "arm": np.repeat(np.array([arms[row].name for _, row in runs], dtype=object), counts),
        "firm": np.concatenate([np.arange(count) for count in counts]),
    }
    for name in ("treated", "group", "headcount", *_VALUES):
        table[name] = np.concatenate([one[name] for one in columns])
    if any(arm.policy is None for arm in arms):
        table["group"] = np.full(sum(counts), ANY_GROUP, dtype=object)
    frame = pd.DataFrame(table)
    return frame.astype({"arm": str, "group": str})


def series_rows(columns: Columns) -> pd.DataFrame:
    """Return one row per group of firms (untreated, treated) and month of one run."""
    months = len(next(iter(columns.values())))
    frames: list[pd.DataFrame] = []
    for group, treated in enumerate((False, True)):
        values = {item.name: columns[item.name][:, group] for item in SERIES}
        frame = pd.DataFrame({"treated": treated, "month": np.arange(1, months + 1), **values})
        if not frame[list(values)].isna().all(axis=None):
            frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def series_table(results: Sequence[PairResult], arms: Sequence[Arm]) -> pd.DataFrame:
    """Return one row per pair, arm, group of firms and month; a group without firms has no rows.

    Columns: pair, arm, treated, month (from 1, after the fork), and one per monthly series.
    """
    frames: list[pd.DataFrame] = []
    for result in results:
        for arm, columns in zip(arms, result.series, strict=True):
            frame = series_rows(columns)
            frame.insert(0, "pair", result.pair)
            frame.insert(1, "arm", arm.name)
            frames.append(frame)
    return pd.concat(frames, ignore_index=True).astype({"arm": str})
