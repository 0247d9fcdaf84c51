"""Running some pairs of a study and reducing each to a few rows, as plain arrays.

This is what a worker does, be it a thread, a process or a machine of a cluster. No table is built
for a single run: the rows of many pairs are collected and turned into one table at once.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.arms import Arm
from experiments.pairs import PairResult, run_pair
from experiments.simulator import Columns, simulator
from experiments.studies.factors import Value
from experiments.studies.recipe import Recipe
from sim.outcomes import CHANNELS, OUTCOMES

__all__ = ["GROUPS", "VALUE_COLUMNS", "Block", "Failure", "Unit", "run_units", "treated_share"]

GROUPS = ("treated", "untreated", "all")
"""Groups of firms, in the order of their rows."""

VALUE_COLUMNS = (
    *(item.name for item in OUTCOMES),
    *(f"channel_{item.name}" for item in CHANNELS),
)
"""Columns of means over firms."""

_ENVIRONMENT_FAILS = (MemoryError, OSError, ImportError)


class Unit(NamedTuple):
    """One pair of one cell: its place in the study's sequence, and the cell's values."""

    position: int
    cell: int
    pair: int
    values: tuple[Value, ...]


class Failure(NamedTuple):
    """A pair that failed and would fail again: where, with which seed, and why."""

    position: int
    cell: int
    pair: int
    seed: int
    error: str


@dataclass(frozen=True)
class Block:
    """The rows of some pairs, column by column.

    ``keys`` has the columns position, cell, pair, seed, arm (number), group (number in `GROUPS`),
    firms and headcount (people in them) as whole numbers, shape (rows, 8); ``values`` the means
    of `VALUE_COLUMNS` over those firms, shape (rows, columns). ``series_keys`` has position, cell,
    pair, arm, group, month; ``series`` the monthly means. ``seconds`` is what the work took.
    """

    units: int
    keys: NDArray[np.int64]
    values: NDArray[np.float64]
    series_keys: NDArray[np.int64]
    series: NDArray[np.float64]
    failures: tuple[Failure, ...]
    seconds: float


def treated_share(arms: Sequence[Arm]) -> float:
    """Return the share of firms that count as treated: all of them where nobody changes policy."""
    if all(arm.policy is None for arm in arms):
        return 1.0
    return arms[0].scenario.comparison.treated


def run_units(recipe: Recipe, series: tuple[str, ...], units: Sequence[Unit]) -> Block:
    """Run pairs one after another.

    A pair that fails inside the model is recorded with its error, since it would fail again;
    failures of the machine, such as a want of memory, are raised.
    """
    start = time.perf_counter()
    keys: list[list[int]] = []
    values: list[list[float]] = []
    months: list[NDArray[np.int64]] = []
    courses: list[NDArray[np.float64]] = []
    failures: list[Failure] = []
    for unit in units:
        seed = -1
        try:
            arms = recipe.build(unit.values)
            seed = arms[0].scenario.run.seed + unit.pair
            result = run_pair(simulator(), arms, unit.pair, treated_share(arms))
        except _ENVIRONMENT_FAILS:
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            failures.append(Failure(unit.position, unit.cell, unit.pair, seed, reason))
            continue
        _reduce(unit, result, keys, values)
        if series:
            _keep_series(unit, result, series, months, courses)
    return Block(
        len(units),
        np.array(keys, dtype=np.int64).reshape(-1, 8),
        np.array(values, dtype=np.float64).reshape(-1, len(VALUE_COLUMNS)),
        np.concatenate(months) if months else np.empty((0, 6), dtype=np.int64),
        np.concatenate(courses) if courses else np.empty((0, len(series))),
        tuple(failures),
        time.perf_counter() - start,
    )


def _reduce(
    unit: Unit, result: PairResult, keys: list[list[int]], values: list[list[float]]
) -> None:
    """Add one row per arm and group of firms; a group without firms has no row."""
    for arm, columns in enumerate(result.firms):
        treated = np.asarray(columns["treated"], dtype=bool)
        everybody = np.ones(len(treated), dtype=bool)
        for group, member in enumerate((treated, ~treated, everybody)):
            firms = int(member.sum())
            if firms == 0:
                continue
            people = int(np.asarray(columns["headcount"])[member].sum())
            place = [unit.position, unit.cell, unit.pair, result.seed]
            keys.append([*place, arm, group, firms, people])
            values.append([_mean(columns, name, member) for name in VALUE_COLUMNS])


def _mean(columns: Columns, name: str, member: NDArray[np.bool_]) -> float:
    """Return the mean over the firms for which a value is defined; NaN where there are none.

    The sum is exactly rounded, so that its bits depend neither on the order of firms nor on how
    wide the processor adds.
    """
    chosen = np.asarray(columns[name], dtype=np.float64)[member]
    finite = chosen[np.isfinite(chosen)].tolist()
    return math.fsum(finite) / len(finite) if finite else math.nan


def _keep_series(
    unit: Unit,
    result: PairResult,
    names: tuple[str, ...],
    keys: list[NDArray[np.int64]],
    values: list[NDArray[np.float64]],
) -> None:
    """Add one row per arm, group (treated, untreated) and month."""
    for arm, columns in enumerate(result.series):
        for group, column in ((0, 1), (1, 0)):
            course = np.column_stack([columns[name][:, column] for name in names])
            if not np.isfinite(np.asarray(columns["profit"])[:, column]).any():
                continue
            rows = np.empty((len(course), 6), dtype=np.int64)
            rows[:, :5] = (unit.position, unit.cell, unit.pair, arm, group)
            rows[:, 5] = np.arange(1, len(course) + 1)
            keys.append(rows)
            values.append(course.astype(np.float64))
