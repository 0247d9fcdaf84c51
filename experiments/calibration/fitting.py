"""History matching: which parameter values can give markets like the facts, and which cannot.

Wave by wave (Craig, Goldstein, Seheult & Smith 1997; Vernon, Goldstein & Bower 2010) a design of
parameter sets is run, a quadratic emulator (Bayesian ridge regression) is fitted to each quantity,
and what it says to be implausible is left out of the next wave's design. After the last wave those
sets are kept that were *run* and came closest to all facts; they are the ensemble. The distance of
a run is the root of the mean square, over facts, of how many half bands a quantity lies from the
middle of its band, so that a distance below 1 is within the bands on the whole.

Facts marked *validate* are never read here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from analysis.patterns import CALIBRATE, Fact, facts
from experiments.calibration.observing import Observation, observe_patterns
from experiments.calibration.parameter_sets import Ensemble, with_values
from experiments.calibration.prior import Uncertain
from sim.parameters import Scenario

__all__ = ["Effort", "Fit", "distances", "fit", "market_simulator"]

Numbers = NDArray[np.float64]

Simulate = Callable[[Mapping[str, float], int], Mapping[str, float]]
"""From parameter values and the number of the run to the quantities of the facts."""

Progress = Callable[[int, int], None]
"""Told after each run how many of how many are done."""

CANDIDATES_PER_RUN = 200
FAR = 100.0  # half bands; a quantity that is not defined is this far from its fact


@dataclass(frozen=True)
class Effort:
    """How much is spent.

    ``runs`` are spread evenly over ``waves``; the closest runs, at most ``members``, are kept.
    """

    waves: int = 5
    runs: int = 10_000
    members: int = 200
    seed: int = 1


@dataclass(frozen=True)
class Fit:
    """The result: the ensemble, and every run that was made.

    ``runs`` has one row per run: wave, distance, a column per parameter and one per fact.
    """

    ensemble: Ensemble
    runs: pd.DataFrame

    def members(self) -> pd.DataFrame:
        """Return the runs that are the ensemble, the closest first."""
        return self.runs.nsmallest(len(self.ensemble), "distance")


def distances(quantities: pd.DataFrame, targets: Mapping[str, Fact]) -> Numbers:
    """Return each row's distance to the middles of the facts' bands, in half bands."""
    gaps = [
        (quantities[name].to_numpy() - fact.middle) / fact.half_width
        for name, fact in targets.items()
    ]
    squares = np.nan_to_num(np.square(gaps), nan=FAR * FAR, posinf=FAR * FAR)
    found: Numbers = np.sqrt(np.minimum(squares, FAR * FAR).mean(axis=0))
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


def fit(
    prior: Sequence[Uncertain],
    simulate: Simulate,
    targets: Mapping[str, Fact],
    effort: Effort,
    progress: Progress | None = None,
) -> Fit:
    """Find the parameter sets that agree with the targets.

    The same effort (with its seed) gives the same ensemble.

    Parameters
    ----------
    prior
        Uncertain parameters, each uniform in its range.
    simulate
        The model; see `market_simulator`.
    targets
        The facts to meet.
    effort
        How much to spend.
    progress
        Told after each run.
    """
    names = [item.name for item in prior]
    low = np.array([item.low for item in prior])
    high = np.array([item.high for item in prior])
    per_wave = math.ceil(effort.runs / effort.waves)
    done: list[pd.DataFrame] = []
    for wave in range(effort.waves):
        unit = _design(wave, per_wave, done, names, (low, high), targets, effort)
        table = pd.DataFrame(low + unit * (high - low), columns=names)
        found: list[dict[str, float]] = []
        for place in range(per_wave):
            values = dict(zip(names, table.iloc[place], strict=True))
            found.append(dict(simulate(values, wave * per_wave + place)))
            if progress is not None:
                progress(wave * per_wave + len(found), per_wave * effort.waves)
        quantities = pd.DataFrame(found)[list(targets)]
        table.insert(0, "distance", distances(quantities, targets))
        table.insert(0, "wave", wave + 1)
        done.append(pd.concat([table, quantities], axis=1))
    runs = pd.concat(done, ignore_index=True)
    kept = runs.nsmallest(effort.members, "distance")[names].reset_index(drop=True)
    return Fit(Ensemble(kept, np.full(len(kept), 1.0 / len(kept))), runs)


def _design(
    wave: int,
    size: int,
    done: Sequence[pd.DataFrame],
    names: list[str],
    bounds: tuple[Numbers, Numbers],
    targets: Mapping[str, Fact],
    effort: Effort,
) -> Numbers:
    """Return the parameter sets of a wave in the unit cube: all of it at first, then what is left.

    From the second wave on, many candidates are drawn; those are run that the emulators say to be
    closest, with some of their uncertainty taken in, so that what is not known is looked at too.
    """
    sampler = qmc.LatinHypercube(len(names), rng=np.random.default_rng([effort.seed, wave]))
    if wave == 0:
        return sampler.random(size)
    low, high = bounds
    before = pd.concat(done, ignore_index=True)
    points = (before[names].to_numpy() - low) / (high - low)
    candidates = _candidates(points, before["distance"].to_numpy(), size, effort.seed, wave)
    implausible = np.zeros(len(candidates))
    for name, fact in targets.items():
        mean, deviation = _emulate(points, before[name].to_numpy(), candidates)
        gap = (mean - fact.middle) / np.sqrt(fact.half_width**2 + deviation**2)
        implausible += np.square(gap)
    closest = np.argsort(implausible, kind="stable")[: 4 * size]
    luck = np.random.default_rng([effort.seed, wave, 1])
    chosen: Numbers = candidates[luck.choice(closest, size, replace=False)]
    return chosen


def _candidates(points: Numbers, far: Numbers, size: int, seed: int, wave: int) -> Numbers:
    """Draw candidates: half of them anywhere, half between and around the closest runs."""
    luck = np.random.default_rng([seed, wave, 2])
    count = size * CANDIDATES_PER_RUN // 2
    anywhere = qmc.LatinHypercube(points.shape[1], rng=luck).random(count)
    best = points[np.argsort(far, kind="stable")[: max(20, len(points) // 20)]]
    first, second = (best[luck.integers(len(best), size=count)] for _ in range(2))
    mixed = np.where(luck.random(first.shape) < 0.5, first, second)
    moved = np.abs(mixed + luck.normal(0.0, 0.1, mixed.shape))
    around = 1.0 - np.abs(1.0 - moved)  # what leaves the cube is mirrored back into it
    return np.concatenate([anywhere, around])


def _emulate(points: Numbers, values: Numbers, candidates: Numbers) -> tuple[Numbers, Numbers]:
    """Predict a quantity, and its deviation, at candidates from the runs that were made."""
    from sklearn.linear_model import BayesianRidge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures, StandardScaler

    known = np.isfinite(values)
    model = make_pipeline(PolynomialFeatures(2), StandardScaler(), BayesianRidge())
    model.fit(points[known], values[known])
    means, deviations = [], []
    for part in np.array_split(candidates, max(1, len(candidates) // 50_000)):
        mean, deviation = model.predict(part, return_std=True)
        means.append(mean)
        deviations.append(deviation)
    return np.concatenate(means), np.concatenate(deviations)
