"""Designs: from factors to the table of cells.

SciPy draws Latin hypercubes and Sobol sequences, SALib the samples of Sobol indices and of Morris
screening; nothing of that is home-made.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.studies.declaration import Design
from experiments.studies.factors import Factor, Value

__all__ = ["MOST_CELLS", "draw_design", "number_of_cells"]

MOST_CELLS = 1_000_000
"""Most cells of a study."""

_FACTORIAL_LEVELS = 3
_LEVELS_AROUND_BASE = 2
_MORRIS_LEVELS = 4

Shares = NDArray[np.float64]


def number_of_cells(design: Design, factors: Sequence[Factor]) -> int:
    """Return the number of cells of a design without drawing it."""
    size, count = design.size or 0, len(factors)
    if design.kind == "list":
        return max(1, len(design.cells))
    if design.kind == "factorial":
        levels = design.levels or _FACTORIAL_LEVELS
        return int(np.prod([len(factor.spread(levels)) for factor in factors], dtype=float))
    if design.kind == "one_at_a_time":
        return 1 + sum(len(_others(factor, design)) for factor in factors)
    if design.kind == "sobol":
        return size * (2 * count + 2 if design.second_order else count + 2)
    return size * (count + 1) if design.kind == "morris" else size


def draw_design(
    design: Design, factors: Sequence[Factor]
) -> tuple[pd.DataFrame, NDArray[np.float64] | None]:
    """Return the table of cells, and the drawn shares where the design is sampled.

    Returns
    -------
    design : pandas.DataFrame
        ``cell`` from 0, and one column per factor.
    sample : array or None
        Shares 0..1 of each factor's way from lowest to highest, shape (cells, factors).
    """
    if design.kind == "list":
        return _table(factors, _listed(design, factors)), None
    if design.kind == "factorial":
        levels = design.levels or _FACTORIAL_LEVELS
        rows = itertools.product(*(factor.spread(levels) for factor in factors))
        return _table(factors, list(rows)), None
    if design.kind == "one_at_a_time":
        return _table(factors, _one_at_a_time(design, factors)), None
    sample = _SAMPLERS[design.kind](design, len(factors))
    rows_of_values = [
        tuple(factor.at(float(share)) for factor, share in zip(factors, row, strict=True))
        for row in sample
    ]
    return _table(factors, rows_of_values), sample


def _table(factors: Sequence[Factor], rows: Sequence[Sequence[Value]]) -> pd.DataFrame:
    columns: dict[str, Any] = {"cell": np.arange(len(rows), dtype=np.int64)}
    for place, factor in enumerate(factors):
        values = [row[place] for row in rows]
        kinds = {type(value) for value in values}
        if kinds <= {int, float} and float in kinds:
            values = [float(value) for value in values]
        elif len(kinds) > 1:
            values = [str(value) for value in values]
        columns[factor.name] = values
    return pd.DataFrame(columns)


def _listed(design: Design, factors: Sequence[Factor]) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    for cell in design.cells or [{}]:
        values: list[Any] = [cell.get(factor.name, factor.base) for factor in factors]
        rows.append(tuple(values))
    return rows


def _others(factor: Factor, design: Design) -> list[Value]:
    """Return the values at which a factor is tried while all others stay as they are."""
    values = factor.spread(design.levels or _LEVELS_AROUND_BASE)
    return [value for value in values if value != factor.base]


def _one_at_a_time(design: Design, factors: Sequence[Factor]) -> list[tuple[Value, ...]]:
    base: tuple[Any, ...] = tuple(factor.base for factor in factors)
    rows = [base]
    for place, factor in enumerate(factors):
        rows += [(*base[:place], value, *base[place + 1 :]) for value in _others(factor, design)]
    return rows


def _latin_hypercube(design: Design, count: int) -> Shares:
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube(d=count, rng=np.random.default_rng(design.seed))
    return sampler.random(design.size or 1)


def _sobol_sequence(design: Design, count: int) -> Shares:
    from scipy.stats import qmc

    sampler = qmc.Sobol(d=count, rng=np.random.default_rng(design.seed))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # sizes that are no power of two are noted
        return sampler.random(design.size or 1)


def _problem(count: int) -> dict[str, Any]:
    names = [f"factor {number}" for number in range(count)]
    return {"num_vars": count, "names": names, "bounds": [[0.0, 1.0]] * count}


def _sobol(design: Design, count: int) -> Shares:
    from SALib.sample import sobol

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return np.asarray(
            sobol.sample(
                _problem(count),
                design.size or 1,
                calc_second_order=design.second_order,
                seed=design.seed,
            )
        )


def _morris(design: Design, count: int) -> Shares:
    from SALib.sample import morris

    levels = design.levels or _MORRIS_LEVELS
    return np.asarray(
        morris.sample(_problem(count), design.size or 1, num_levels=levels, seed=design.seed)
    )


_SAMPLERS: dict[str, Callable[[Design, int], Shares]] = {
    "latin_hypercube": _latin_hypercube,
    "sobol_sequence": _sobol_sequence,
    "sobol": _sobol,
    "morris": _morris,
}
