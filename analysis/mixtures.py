"""Not knowing which of several worlds one is in: the mixture of all of them."""

from __future__ import annotations

import pandas as pd

from analysis.statistics import estimate_mean

__all__ = ["unknown_which"]


def unknown_which(
    differences: pd.DataFrame, design: pd.DataFrame, worlds: str, name: str = "unknown which"
) -> pd.DataFrame:
    """Return the cells of a firm that is in one of several worlds and cannot know in which.

    Each is as likely as another. Each market counts in every world and the mean over them is the
    market's value: what a draw of one world per market would give on average, with less noise.

    Parameters
    ----------
    differences
        One row per cell and pair: cell, pair, difference, as from ``StudyResults.differences``.
    design
        One row per cell: cell and a column per factor.
    worlds
        Factor that tells worlds apart; rows of other worlds than those meant are left out before.
    name
        Name of the mixture.

    Returns
    -------
    pandas.DataFrame
        As from ``StudyResults.summary``, one row per combination of the other factors, without
        ``cell``.

    Raises
    ------
    ValueError
        When a market was not run in every world.
    """
    others = [factor for factor in design.columns if factor not in ("cell", worlds)]
    table = differences.merge(design, on="cell")
    counts = table.groupby([*others, "pair"], sort=False)["difference"].count()
    if (counts != design[worlds].nunique()).any():
        raise ValueError("a market was not run in every world")
    per_market = table.groupby([*others, "pair"], sort=False)["difference"].mean().reset_index()
    rows = []
    for values, some in per_market.groupby(others, sort=False):
        estimate = estimate_mean(some["difference"])
        rows.append(
            {
                worlds: name,
                **dict(zip(others, values, strict=True)),
                "pairs": len(some),
                "difference": estimate.difference,
                "low": estimate.low,
                "high": estimate.high,
            }
        )
    return pd.DataFrame(rows)
