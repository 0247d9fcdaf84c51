"""Means over the firms of a class, when markets hold unequal numbers of them.

Each firm counts alike: the estimate is the sum over all firms by their number, a ratio of two sums
over markets. Averaging the means of markets instead would give a market with one firm of the class
the weight of one with ten, and would not add up to the mean over all classes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from analysis.statistics import Estimate, estimate_mean

__all__ = ["estimate_ratio"]


def estimate_ratio(sums: ArrayLike, counts: ArrayLike) -> Estimate:
    """Estimate the sum of ``sums`` over that of ``counts``, with a 95 % interval over markets.

    Parameters
    ----------
    sums
        One sum over firms per market, shape (markets,).
    counts
        Number of these firms, or their share of the market's, same shape. Markets without any are
        left out; ``n`` of the result says how many remain.

    Returns
    -------
    Estimate
        That of `analysis.statistics.estimate_mean` over the jackknife's pseudo-values, centred on
        the ratio; with equal counts it is that of the means of markets.

    Notes
    -----
    The jackknife of a ratio leaves out one market at a time (Cochran 1977, Sampling Techniques,
    section 6.17). Unlike the linearisation of section 6.4 it gives a market that holds many of the
    firms its full leverage, and so is not too narrow with few markets.
    """
    counts = np.asarray(counts, dtype=np.float64)
    held = counts > 0.0
    counts, sums = counts[held], np.asarray(sums, dtype=np.float64)[held]
    if len(counts) < 2 or np.ptp(counts) == 0.0:
        return estimate_mean(sums / counts)
    ratio = sums.sum() / counts.sum()
    moved = (len(counts) - 1) * (sums - ratio * counts) / (counts.sum() - counts)
    return estimate_mean(ratio + moved - moved.mean())
