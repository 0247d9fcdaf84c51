"""Intervals for the mean of paired differences, one value per market.

Markets are the independent units; firms of one market compete with each other and are not. So
every estimate here takes one number per pair.

Which interval: Student's t, unless the values are clearly skewed (absolute sample skewness above
``SKEWED``) and there are at least ``BOOTSTRAP_PAIRS`` of them; then the bias-corrected accelerated
(BCa) bootstrap, whose limits need not be symmetric. With fewer pairs the bootstrap is *not* used:
over five normal values a nominal 95 % BCa interval covers only about 85 %, Student's t 95 %.
Few and skewed values are marked ``skewed`` instead, so that a reader is warned.

Sources: Efron 1987 (BCa); Cohen 1988 (effect size, power).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

__all__ = [
    "BOOTSTRAP_PAIRS",
    "CONFIDENCE",
    "POWER",
    "SKEWED",
    "Estimate",
    "bootstrap_interval",
    "cohen_d",
    "detectable_difference",
    "estimate_mean",
    "student_interval",
]

CONFIDENCE = 0.95
"""Confidence level of every interval."""

POWER = 0.80
"""Power at which the smallest detectable difference is stated."""

SKEWED = 1.0
"""Absolute sample skewness above which a normal-theory interval is doubted."""

BOOTSTRAP_PAIRS = 20
"""Fewest pairs with which the bootstrap is used."""

RESAMPLES = 9999
BOOTSTRAP_SEED = 20_190_401
RESAMPLED_VALUES_AT_ONCE = 2_000_000

Values = NDArray[np.float64]
NAN = float("nan")


@dataclass(frozen=True)
class Estimate:
    """A mean over pairs with its interval.

    ``difference``, ``low`` and ``high`` carry the unit of the values. ``method`` is ``"t"``,
    ``"bca"``, ``"exact"`` (all values equal) or ``"none"`` (fewer than two pairs: no interval).
    ``effect_size`` is Cohen's d of the pairs; ``detectable`` the smallest true difference found
    with 80 % power. Whatever is undefined is NaN.
    """

    difference: float
    low: float
    high: float
    n: int
    method: str
    standard_error: float
    effect_size: float
    detectable: float
    skewed: bool

    @property
    def has_interval(self) -> bool:
        """Whether an interval could be computed."""
        return not math.isnan(self.low)

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        return self.has_interval and (self.low > 0.0 or self.high < 0.0)


def estimate_mean(values: ArrayLike) -> Estimate:
    """Estimate the mean of one value per pair, with a 95 % interval.

    Parameters
    ----------
    values
        One number per pair, shape (pairs,). Values that are not finite are left out; ``n`` of the
        result says how many remain.

    Returns
    -------
    Estimate
        Without any value all numbers are NaN and ``n`` is 0. With one value there is no interval.
        With values all equal the interval has no width; all zero gives exactly 0.0.
    """
    kept = np.asarray(values, dtype=np.float64)
    kept = kept[np.isfinite(kept)]
    n = int(kept.size)
    if n == 0:
        return Estimate(NAN, NAN, NAN, 0, "none", NAN, NAN, NAN, False)
    if n == 1:
        return Estimate(float(kept[0]), NAN, NAN, 1, "none", NAN, NAN, NAN, False)
    if is_constant(kept):
        value = float(kept[0])
        effect = 0.0 if value == 0.0 else NAN
        return Estimate(value, value, value, n, "exact", 0.0, effect, 0.0, False)
    skewed = n >= 3 and abs(float(stats.skew(kept))) > SKEWED
    bootstrap = skewed and n >= BOOTSTRAP_PAIRS
    low, high = bootstrap_interval(kept) if bootstrap else student_interval(kept)
    deviation = float(kept.std(ddof=1))
    return Estimate(
        difference=float(kept.mean()),
        low=low,
        high=high,
        n=n,
        method="bca" if bootstrap else "t",
        standard_error=deviation / math.sqrt(n),
        effect_size=cohen_d(kept),
        detectable=detectable_difference(deviation, n),
        skewed=skewed,
    )


def is_constant(values: Values) -> bool:
    """Whether the values are equal up to rounding, so that no spread can be estimated.

    Rounding of a mean over many firms may leave differences in the last digits; a skewness
    computed from those would be noise.
    """
    spread = float(np.ptp(values))
    return spread <= 1e-12 * float(np.abs(values).max())


def student_interval(values: Values) -> tuple[float, float]:
    """Student's t interval of the mean; needs at least two values that are not all equal."""
    n = values.size
    error = float(values.std(ddof=1)) / math.sqrt(n)
    half = float(stats.t.ppf(0.5 + CONFIDENCE / 2.0, n - 1)) * error
    mean = float(values.mean())
    return mean - half, mean + half


def bootstrap_interval(values: Values) -> tuple[float, float]:
    """BCa bootstrap interval of the mean, the same for the same values.

    Values are sorted first, so the interval does not depend on the order of pairs either.
    """
    batch = max(1, RESAMPLED_VALUES_AT_ONCE // values.size)
    result = stats.bootstrap(
        (np.sort(values),),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=CONFIDENCE,
        method="BCa",
        batch=batch,
        rng=np.random.default_rng(BOOTSTRAP_SEED),
    )
    return float(result.confidence_interval.low), float(result.confidence_interval.high)


def cohen_d(values: Values) -> float:
    """Return the mean of the paired differences in standard deviations of those differences."""
    return float(values.mean()) / float(values.std(ddof=1))


def detectable_difference(deviation: float, n: int) -> float:
    """Smallest true mean that a two-sided 5 % t test of ``n`` pairs finds with 80 % power.

    Parameters
    ----------
    deviation
        Standard deviation of the paired differences.
    n
        Number of pairs, at least 2.

    Returns
    -------
    float
        In the unit of ``deviation``.
    """
    degrees = n - 1
    critical = float(stats.t.ppf(0.5 + CONFIDENCE / 2.0, degrees))

    def missing_power(noncentrality: float) -> float:
        # The chance to reject on the wrong side is negligible where the power is 80 %.
        return float(stats.nct.sf(critical, degrees, noncentrality)) - POWER

    upper = 4.0 * (critical + 1.0)
    return float(optimize.brentq(missing_power, 0.0, upper)) * deviation / math.sqrt(n)
