"""What a fit asks of the model: markets with some parameter values, and how far they are off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.patterns import CALIBRATE, Fact, facts
from experiments.calibration.observing import Observation, observe_patterns
from experiments.calibration.parameter_sets import with_values
from sim.parameters import Scenario

__all__ = ["Progress", "Simulate", "distances", "market_simulator", "simulate_sets"]

Simulate = Callable[[Mapping[str, float], int], Mapping[str, float]]
"""From parameter values and the number of the run to the quantities of the facts."""

Progress = Callable[[int, int], None]
"""Told after each run how many of how many are done."""

FAR = 100.0  # half bands; a quantity that is not defined is this far from its fact


def distances(quantities: pd.DataFrame, targets: Mapping[str, Fact]) -> NDArray[np.float64]:
    """Return how far each row is from the facts: that of the fact that it misses most.

    Counted in half bands from the middle of the band, so that 1 or less is within all bands. A mean
    over facts would let a set make up for a fact that it misses wholly by hitting the others well.
    """
    gaps = [
        np.abs(quantities[name].to_numpy() - fact.middle) / fact.half_width
        for name, fact in targets.items()
    ]
    found: NDArray[np.float64] = np.minimum(np.nan_to_num(gaps, nan=FAR), FAR).max(axis=0)
    return found


def market_simulator(scenario: Scenario, observation: Observation) -> Simulate:
    """Return a function that runs markets with parameter values and counts the fitted quantities.

    Each run sees markets of other seeds, so that a fit does not hang on the luck of a few.
    """
    sized = observation.of(scenario)
    names = tuple(facts(CALIBRATE))

    def simulate(values: Mapping[str, float], run: int) -> Mapping[str, float]:
        seed = scenario.run.seed + run * observation.markets
        return observe_patterns(with_values(sized, values), observation, names, seed)

    return simulate


def simulate_sets(
    sets: pd.DataFrame,
    simulate: Simulate,
    first: int,
    names: list[str],
    told: Callable[[], None],
    threads: int = 1,
) -> pd.DataFrame:
    """Run each parameter set (row) once, runs numbered from ``first``; return the quantities.

    ``threads`` sets are run at a time; that changes no result.
    """
    columns, found = list(sets.columns), list[Mapping[str, float]]()
    values = [dict(zip(columns, row, strict=True)) for row in sets.to_numpy(float).tolist()]
    with ThreadPoolExecutor(threads) as pool:
        for quantities in pool.map(simulate, values, range(first, first + len(sets))):
            found.append(quantities)
            told()
    return pd.DataFrame(found, columns=names, index=sets.index)
