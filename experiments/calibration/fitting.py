"""History matching: which parameter values can give markets like the facts, and which cannot.

Wave by wave (Craig, Goldstein, Seheult & Smith 1997; Vernon, Goldstein & Bower 2010) a design of
parameter sets is run, a quadratic emulator (Bayesian ridge regression) is fitted to each quantity,
and what it says to be implausible is left out of the next wave's design. A set is as implausible
as the fact that it misses most. After the last wave the closest sets are run again on new markets,
and by these runs alone the ensemble is chosen (`running_again`).

Facts marked *validate* are never read here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from analysis.patterns import Fact
from experiments.calibration.parameter_sets import Ensemble
from experiments.calibration.prior import Uncertain
from experiments.calibration.running_again import chosen_again, runs_again
from experiments.calibration.simulating import Progress, Simulate, distances, simulate_sets

__all__ = ["Effort", "Fit", "fit"]

Numbers = NDArray[np.float64]

CANDIDATES_PER_RUN = 200


@dataclass(frozen=True)
class Effort:
    """How much is spent.

    ``runs`` are spread evenly over ``waves``; then ``members`` sets are kept of those that are run
    again in so many ``rounds``. ``threads`` sets are run at a time; that changes no result.
    """

    waves: int = 6
    runs: int = 12_000
    members: int = 200
    rounds: int = 3
    seed: int = 1
    threads: int = 2

    @property
    def per_wave(self) -> int:
        """Runs of a wave."""
        return math.ceil(self.runs / self.waves)

    @property
    def all_runs(self) -> int:
        """Runs of all waves and rounds together, at most."""
        return self.waves * self.per_wave + runs_again(self.members, self.rounds)


@dataclass(frozen=True)
class Fit:
    """The result: the ensemble, and every run that was made to find it.

    ``members`` has one row per member, the closest first: new runs, distance, a column per
    parameter and one per fact, all by the new runs alone. ``runs`` has one row per run of a wave:
    wave, distance, and the same columns.
    """

    members: pd.DataFrame
    runs: pd.DataFrame
    ensemble: Ensemble


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
        The model; see `experiments.calibration.simulating.market_simulator`.
    targets
        The facts to meet.
    effort
        How much to spend.
    progress
        Told after each run.
    """
    told = _Counter(effort.all_runs, progress)
    runs = _waves(prior, simulate, targets, effort, told)
    names = [item.name for item in prior]
    order = runs["distance"].sort_values(kind="stable").index
    members = chosen_again(
        runs.loc[order, names], simulate, targets, effort.members, effort.rounds, len(runs), told,
        effort.threads,
    )  # fmt: skip
    weights = np.full(len(members), 1.0 / len(members))
    return Fit(members, runs, Ensemble(members[names], weights))


class _Counter:
    """Counts runs and says so."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.total, self.progress, self.done = total, progress, 0

    def __call__(self) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.total)


def _waves(
    prior: Sequence[Uncertain],
    simulate: Simulate,
    targets: Mapping[str, Fact],
    effort: Effort,
    told: _Counter,
) -> pd.DataFrame:
    names = [item.name for item in prior]
    low = np.array([item.low for item in prior])
    high = np.array([item.high for item in prior])
    done: list[pd.DataFrame] = []
    for wave in range(effort.waves):
        unit = _design(wave, effort.per_wave, done, names, (low, high), targets, effort)
        sets = pd.DataFrame(low + unit * (high - low), columns=names)
        first = wave * effort.per_wave
        quantities = simulate_sets(sets, simulate, first, list(targets), told, effort.threads)
        sets.insert(0, "distance", distances(quantities, targets))
        sets.insert(0, "wave", wave + 1)
        done.append(pd.concat([sets, quantities], axis=1))
    return pd.concat(done, ignore_index=True)


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
        gap = np.abs(mean - fact.middle) / np.sqrt(fact.half_width**2 + deviation**2)
        implausible = np.maximum(implausible, gap)
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
