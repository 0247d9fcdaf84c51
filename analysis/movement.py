"""Which numbers moved between two versions of the model, beyond what luck would do.

Both versions meet the same luck: a seed is the same market in each. So each number is compared seed
by seed, and the mean of these paired differences is held against their spread. A change of a rule
shifts a few decisions, and those shift others; a number that only shakes is *within noise*, one
whose mean has gone elsewhere has *moved*. Many numbers are looked at together, so the share of
false alarms among all that are called moved is kept below 5 % (Benjamini & Hochberg 1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.statistics import CONFIDENCE, Estimate, estimate_mean

__all__ = ["Movement", "State", "movements"]

ROUNDING = 1e-9
"""Spread of differences, against the largest, below which they count as equal."""


class State(StrEnum):
    """What became of a number."""

    SAME = "same"
    NOISE = "within noise"
    MOVED = "moved"
    UNKNOWN = "one seed only"
    GONE = "gone"
    ADDED = "added"


@dataclass(frozen=True)
class Movement:
    """One number in two versions.

    ``before`` and ``now`` are means over the seeds that both have; ``change`` is the mean of now
    less before with its paired interval, in the number's unit.
    """

    number: str
    before: float
    now: float
    change: Estimate
    state: State


def movements(before: pd.DataFrame, now: pd.DataFrame) -> list[Movement]:
    """Compare the numbers of two versions, seed by seed.

    Parameters
    ----------
    before, now
        Columns ``number`` (name), ``seed`` and ``value``; one row per number and seed.

    Returns
    -------
    list of Movement
        In the order of ``before``, then what was added.
    """
    old, new = (_by_number(table) for table in (before, now))
    found = [_movement(name, values, new.get(name)) for name, values in old.items()]
    found += [
        Movement(name, np.nan, float(values.mean()), estimate_mean([]), State.ADDED)
        for name, values in new.items()
        if name not in old
    ]
    return _judged(found)


def _by_number(table: pd.DataFrame) -> dict[str, pd.Series[float]]:
    return {
        str(name): rows.set_index("seed")["value"]
        for name, rows in table.groupby("number", sort=False)
    }


@dataclass(frozen=True)
class _Undecided(Movement):
    """A number that differs, with the chance to differ that much if its mean stayed."""

    chance: float = 1.0


def _movement(name: str, old: pd.Series[float], new: pd.Series[float] | None) -> Movement:
    if new is None:
        return Movement(name, float(old.mean()), np.nan, estimate_mean([]), State.GONE)
    first, second = old.align(new, join="inner")
    one = first.to_numpy(dtype=np.float64)
    two = second.to_numpy(dtype=np.float64)
    means = float(first.mean()), float(second.mean())
    if np.array_equal(one, two, equal_nan=True):
        return Movement(name, *means, estimate_mean(np.zeros(len(one))), State.SAME)
    differences = (two - one)[np.isfinite(two - one)]
    change = estimate_mean(differences)
    if len(differences) < 2:
        return Movement(name, *means, change, State.UNKNOWN)
    return _Undecided(name, *means, change, State.NOISE, chance=_chance(differences))


def _chance(differences: NDArray[np.float64]) -> float:
    """Return the p value of a mean of zero; differences without a spread have none by luck."""
    largest = float(np.abs(differences).max())
    if float(np.ptp(differences)) <= ROUNDING * largest:
        return 0.0 if largest > 0.0 else 1.0
    return float(stats.ttest_1samp(differences, 0.0).pvalue)


def _judged(found: list[Movement]) -> list[Movement]:
    """Call those moved whose chance is small among all numbers that were compared."""
    if not found:
        return found
    chances = [item.chance if isinstance(item, _Undecided) else 1.0 for item in found]
    judged = []
    for item, chance in zip(found, stats.false_discovery_control(chances), strict=True):
        state = item.state
        if isinstance(item, _Undecided):
            state = State.MOVED if chance < 1.0 - CONFIDENCE else State.NOISE
        judged.append(Movement(item.number, item.before, item.now, item.change, state))
    return judged
