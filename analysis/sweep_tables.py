"""From the paired differences of a sweep to one row per cell, all cells judged together."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inference import SIGNIFICANCE, false_discovery
from analysis.statistics import CONFIDENCE

__all__ = ["AHEAD", "BEHIND", "UNCLEAR", "sweep_cells", "thinned_cells"]

AHEAD, BEHIND, UNCLEAR = "ahead", "behind", "not clear"
MOST_DOTS = 600


def sweep_cells(design: pd.DataFrame, differences: pd.DataFrame) -> pd.DataFrame:
    """Judge every cell of a design.

    Parameters
    ----------
    design
        One row per cell: ``cell`` and one column per factor.
    differences
        Columns cell, pair, difference, as from a study's results.

    Returns
    -------
    pandas.DataFrame
        The design with difference (mean over pairs), low, high (95 % t interval of each cell by
        itself), n, p (paired t test), discovery (p adjusted for all cells by the false discovery
        rate) and verdict (``ahead``, ``behind`` or ``not clear`` at 5 % false discoveries). Cells
        with fewer than two pairs have no interval and are not clear.
    """
    grouped = differences.groupby("cell")["difference"]
    table = pd.DataFrame({"difference": grouped.mean(), "n": grouped.count()})
    error = (grouped.std(ddof=1) / np.sqrt(table["n"])).to_numpy(dtype=np.float64)
    degrees = (table["n"] - 1).where(table["n"] > 1).to_numpy(dtype=np.float64)
    half = stats.t.ppf(0.5 + CONFIDENCE / 2.0, degrees) * error
    table["low"], table["high"] = table["difference"] - half, table["difference"] + half
    size = table["difference"].abs().to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(size == 0.0, 0.0, size / error)
    table["p"] = 2.0 * stats.t.sf(statistic, degrees)
    table["discovery"] = false_discovery(table["p"].to_numpy())
    claimed = table["discovery"] < SIGNIFICANCE
    table["verdict"] = np.select(
        [claimed & (table["difference"] > 0.0), claimed & (table["difference"] < 0.0)],
        [AHEAD, BEHIND],
        UNCLEAR,
    )
    return design.merge(table.reset_index(), on="cell", how="inner")


def thinned_cells(cells: pd.DataFrame, most: int = MOST_DOTS) -> pd.DataFrame:
    """Keep at most so many cells for a chart: every k-th by difference, the ends included."""
    if len(cells) <= most:
        return cells
    places = np.unique(np.linspace(0, len(cells) - 1, most).round().astype(int))
    return cells.sort_values("difference", kind="stable").iloc[places]
