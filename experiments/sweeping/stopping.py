"""When a cell has been run often enough: looks at a paired interval, with an honest error rate.

A cell is looked at after certain numbers of pairs that are fixed beforehand. At each look the
Student interval of the mean paired difference is computed; if it is narrow enough the cell stops
and that interval is its result. Looking several times and stopping when the spread happens to look
small makes intervals too narrow; therefore each look uses a higher level of confidence, chosen such
that the interval at the moment of stopping covers the truth with the stated probability at least,
whatever the spread of the differences. The level is found by simulation under normal differences
for a range of spreads; a study of the coverage stands in tests/experiments/test_stopping.py.

A few values of a skewed distribution give an interval that is too narrow and in the wrong place.
Therefore no look stops before there are more pairs than 25 times the squared skewness found, which
is 10 to 13 pairs where differences are normal, and some sixty where they are exponential.

Source: the rule for skewed values: Cochran 1977, Sampling Techniques, section 2.15. The
undercoverage of purely sequential intervals: Starr 1966, Annals of Mathematical Statistics 37;
Anscombe 1952. Fixed looks: as in group-sequential designs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from experiments.studies.declaration import Replication

__all__ = ["Look", "StoppingRule", "stopping_rule"]

_GROWTH = 1.5
_PATHS = 20_000
_SEED = 20_190_402
_SPREADS = 24
_HIGHEST_LEVEL = 0.99999
_PAIRS_PER_SQUARED_SKEWNESS = 25
_ROUNDING = 1e-6

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Look:
    """What one look at a cell found: its pairs, mean difference, half-width, and whether it stops.

    ``target`` is the half-width to reach, in the outcome's unit. ``least`` is the number of pairs
    that there must be more of because the differences are skewed.
    """

    pairs: int
    mean: float
    half_width: float
    target: float
    least: float = 0.0

    @property
    def reached(self) -> bool:
        """Whether the interval is narrow enough, and to be trusted however skewed the values."""
        return self.half_width <= self.target and self.pairs > self.least


@dataclass(frozen=True)
class StoppingRule:
    """A rule with its looks and the level of confidence at each, found once and then kept.

    ``looks`` are numbers of pairs, the last of which is the cap; ``level`` is the confidence level
    of each look, ``confidence`` what holds for the interval at the moment of stopping.
    """

    outcome: str
    half_width: float | None
    relative_half_width: float | None
    confidence: float
    looks: tuple[int, ...]
    level: float

    def look(self, differences: Values) -> Look:
        """Look at the paired differences of one cell, shape (pairs,).

        Values that are not finite (an outcome that is undefined for all firms of a market) are
        left out; with fewer than two values there is no interval, so the cell goes on.
        """
        values = differences[np.isfinite(differences)]
        count = len(values)
        if count < 2:
            return Look(len(differences), math.nan, math.inf, self._target(math.nan))
        mean = math.fsum(values.tolist()) / count
        deviations = values - mean
        squares = math.fsum((deviations**2).tolist())
        half = _quantile(self.level, count - 1) * math.sqrt(squares / (count - 1) / count)
        target = self._target(mean)
        spread = half > _ROUNDING * target  # else values differ by rounding alone
        skewness = _skewness(deviations, squares) if spread else 0.0
        least = _PAIRS_PER_SQUARED_SKEWNESS * skewness**2
        return Look(len(differences), mean, half, target, least)

    def _target(self, mean: float) -> float:
        if self.half_width is not None:
            return self.half_width
        assert self.relative_half_width is not None
        return self.relative_half_width * abs(mean) if math.isfinite(mean) else 0.0

    def sentence(self) -> str:
        """Say what the rule is, for manifests and reports."""
        target = (
            f"{self.half_width:g} (unit of {self.outcome})"
            if self.half_width is not None
            else f"{100 * (self.relative_half_width or 0):g} % of the difference"
        )
        return (
            f"Each cell is run until the half-width of the interval of the paired difference in "
            f"{self.outcome} is at most {target}, looked at after "
            f"{', '.join(map(str, self.looks))} pairs, and there are more than "
            f"{_PAIRS_PER_SQUARED_SKEWNESS} pairs per squared skewness. Each look uses a level of "
            f"{100 * self.level:.2f} %, so that the interval at the moment of stopping covers with "
            f"{100 * self.confidence:g} % whatever the spread, for normal differences and for each "
            "cell by itself."
        )


@cache
def _quantile(level: float, freedom: int) -> float:
    """Return how many standard errors an interval of this level reaches (Student)."""
    return float(stats.t.ppf(0.5 + level / 2, freedom))


def _skewness(deviations: Values, squares: float) -> float:
    """Return the adjusted skewness of values, from their deviations from the mean.

    It is 0 for fewer than three values, and for equal ones. That of SciPy, a hundred times slower,
    is what the tests compare it with.
    """
    count = len(deviations)
    if count < 3 or squares == 0.0:
        return 0.0
    plain = math.fsum((deviations**3).tolist()) / count / (squares / count) ** 1.5
    return plain * math.sqrt(count * (count - 1)) / (count - 2)


def stopping_rule(replication: Replication) -> StoppingRule:
    """Return the rule that a study file asks for, with its looks and their level."""
    assert replication.outcome is not None
    looks = _looks(replication.first, replication.cap)
    relative = replication.relative_half_width
    return StoppingRule(
        replication.outcome,
        replication.half_width,
        relative,
        replication.confidence,
        looks,
        _level(looks, replication.confidence, relative),
    )


def _looks(first: int, cap: int) -> tuple[int, ...]:
    """Return the numbers of pairs at which a cell is looked at: each half as many again."""
    looks = [first]
    while looks[-1] < cap:
        looks.append(min(cap, math.ceil(looks[-1] * _GROWTH)))
    return tuple(looks)


@cache
def _level(looks: tuple[int, ...], confidence: float, relative: float | None) -> float:
    """Find the level of each look at which the worst coverage over spreads is as stated."""
    if len(looks) == 1:
        return confidence
    means, deviations = _paths(looks)
    low, high = confidence, _HIGHEST_LEVEL
    for _ in range(16):
        middle = 1 - math.sqrt((1 - low) * (1 - high))  # equal steps of the error's logarithm
        if _worst_coverage(looks, means, deviations, middle, relative) < confidence:
            low = middle
        else:
            high = middle
    return round(high, 6)


def _paths(looks: tuple[int, ...]) -> tuple[Values, Values]:
    """Simulate running means and deviations of standard normal values, shape (paths, looks)."""
    random = np.random.default_rng(_SEED)
    count = np.zeros(_PATHS)
    total, squares = np.zeros(_PATHS), np.zeros(_PATHS)
    means, deviations = [], []
    for before, now in zip((0, *looks), looks, strict=False):
        added = now - before
        mean = random.standard_normal(_PATHS) / math.sqrt(added)
        within = random.chisquare(added - 1, _PATHS) if added > 1 else np.zeros(_PATHS)
        shift = mean - np.divide(total, count, out=np.zeros(_PATHS), where=count > 0)
        squares += within + shift**2 * count * added / np.maximum(count + added, 1)
        total += added * mean
        count += added
        means.append(total / count)
        deviations.append(np.sqrt(squares / (count - 1)))
    return np.column_stack(means), np.column_stack(deviations)


def _worst_coverage(
    looks: tuple[int, ...], means: Values, deviations: Values, level: float, relative: float | None
) -> float:
    """Return the lowest coverage over a range of spreads of the differences."""
    numbers = np.array(looks, dtype=float)
    half = stats.t.ppf(0.5 + level / 2, numbers - 1) * deviations / np.sqrt(numbers)
    narrowest = 0.25 * math.sqrt(looks[0])
    widest = 1.5 * math.sqrt(looks[-1])
    worst = 1.0
    for spread in np.geomspace(narrowest / 4, widest, _SPREADS):
        # In units of the standard deviation: the width to reach, or the true mean it is a share of.
        if relative is None:
            stops = half <= 1.0 / spread
            misses = np.abs(means) > half
        else:
            truth = 1.0 / (relative * spread)
            stops = half <= relative * np.abs(means + truth)
            misses = np.abs(means) > half
        stops[:, -1] = True
        first = np.argmax(stops, axis=1)
        worst = min(worst, 1 - float(misses[np.arange(len(first)), first].mean()))
    return worst
