"""What may be claimed: many comparisons at once, nothing found, too few pairs.

All of it works on the paired t statistic, one value per market, since markets are the independent
units (firms of one market compete; a test over firms would claim far too much).

Sources: Holm 1979 (step-down family-wise error); Benjamini & Hochberg 1995 (false discoveries);
Schuirmann 1987 (two one-sided tests of equivalence); Cohen 1988 (power).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from analysis.statistics import CONFIDENCE, POWER, Estimate, detectable_difference

__all__ = [
    "MOST_PAIRS",
    "equivalence_margin",
    "false_discovery",
    "holm",
    "pairs_needed",
    "two_sided_p",
]

SIGNIFICANCE = 1.0 - CONFIDENCE
MOST_PAIRS = 1_000_000
"""More pairs than this are never asked for: the difference is then as good as none."""


def two_sided_p(estimate: Estimate) -> float:
    """Return the p value of the paired t test of no difference.

    Returns
    -------
    float
        NaN with fewer than two pairs; where all pairs agree exactly, 1 for no difference, else 0.
    """
    if estimate.n < 2:
        return math.nan
    if estimate.standard_error == 0.0:
        return 1.0 if estimate.difference == 0.0 else 0.0
    statistic = abs(estimate.difference) / estimate.standard_error
    return float(2.0 * stats.t.sf(statistic, estimate.n - 1))


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Adjust p values so that one false claim among all of them has 5 % chance at most.

    Parameters
    ----------
    p_values
        One p value per comparison; NaN (not tested) stays NaN and is not counted.

    Returns
    -------
    numpy.ndarray
        Adjusted p values in the order given; a comparison is claimed where they are below 0.05.
    """
    values = np.asarray(p_values, dtype=np.float64)
    result = np.full(values.shape, np.nan)
    tested = np.flatnonzero(np.isfinite(values))
    order = tested[np.argsort(values[tested], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    result[order] = np.minimum(1.0, np.maximum.accumulate(values[order] * factors))
    return result


def false_discovery(p_values: ArrayLike) -> NDArray[np.float64]:
    """Adjust the p values of a sweep so that 5 % of what is claimed is false, on average.

    Parameters and result as for `holm`; less strict, for the many cells of a sweep.
    """
    values = np.asarray(p_values, dtype=np.float64)
    result = np.full(values.shape, np.nan)
    tested = np.isfinite(values)
    if tested.any():
        result[tested] = stats.false_discovery_control(values[tested], method="bh")
    return result


def equivalence_margin(estimate: Estimate) -> float:
    """Return the smallest margin within which two arms are shown to be equivalent.

    Two one-sided tests at 5 % reject every true difference beyond it on either side: it is the
    outer limit of the 90 % t interval. Nobody needs to choose a margin beforehand; a reader
    compares it with what matters to them.

    Returns
    -------
    float
        In the unit of the difference; NaN with fewer than two pairs.
    """
    if estimate.n < 2:
        return math.nan
    critical = float(stats.t.ppf(CONFIDENCE, estimate.n - 1))
    return abs(estimate.difference) + critical * estimate.standard_error


def pairs_needed(estimate: Estimate, difference: float) -> int | None:
    """Return how many pairs find a true difference four times in five.

    Parameters
    ----------
    estimate
        Gives the standard deviation of the paired differences.
    difference
        True difference to be found, same unit.

    Returns
    -------
    int or None
        At least 2; None where it cannot be told, or would be more than `MOST_PAIRS`.
    """
    if estimate.n < 2 or estimate.standard_error == 0.0 or difference == 0.0:
        return None
    deviation = estimate.standard_error * math.sqrt(estimate.n)
    normal = stats.norm.ppf(1.0 - SIGNIFICANCE / 2.0) + stats.norm.ppf(POWER)
    guess = (float(normal) * deviation / abs(difference)) ** 2
    if guess > MOST_PAIRS:
        return None
    pairs = max(2, math.floor(guess))  # the normal approximation asks for a few too few
    while detectable_difference(deviation, pairs) > abs(difference):
        pairs += 1
    return pairs
