"""What the answer hangs on: Sobol indices and Morris effects, and the noise they stand above.

A simulation answers with noise: the mean difference of a cell would be another with other markets.
An index is therefore shown with an interval that holds both the draw of cells and the draw of
markets, and beside a *noise floor*: the index of a factor that does nothing but deal the luck
anew. What does not stand above its floor is not claimed. Where a cell has a single pair, how far
luck moves it is unknown; the floor is unknown too, and nothing is claimed.

Sources: Saltelli et al. 2010, Computer Physics Communications 181 (Sobol); Morris 1991,
Technometrics 33, and Campolongo, Cariboni & Saltelli 2007, Environmental Modelling & Software 22
(mu*); both as SALib computes them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.studies import StudyTables, pair_values

__all__ = ["Index", "Sensitivity", "morris_effects", "sobol_indices"]

RESAMPLES = 200
SEED = 20_190_402

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Index:
    """One index of one factor with its 95 % interval, and the floor of noise below it.

    ``claimed`` says whether the whole interval lies above the floor. What cannot be known is NaN:
    the floor where a cell has one pair, the interval where the design has one block.
    """

    factor: str
    label: str
    value: float
    low: float
    high: float
    floor: float

    @property
    def claimed(self) -> bool:
        """Whether the index stands clear above the noise; never where that is unknown."""
        return self.low > self.floor  # a comparison with NaN is false


@dataclass(frozen=True)
class Sensitivity:
    """Indices of all factors, the largest first.

    For Sobol ``main`` are total indices (share of variance that would remain if all but the factor
    were known) and ``other`` first-order ones (share that knowing the factor alone removes). For
    Morris ``main`` is mu* (mean size of the change when the factor takes a step over the range, in
    the unit of the outcome) and ``other`` sigma (its spread: interaction or curvature).
    """

    kind: str
    main: tuple[Index, ...]
    other: tuple[Index, ...]

    @property
    def floor_known(self) -> bool:
        """Whether the noise could be measured, which takes two pairs in each cell."""
        return not math.isnan(self.main[0].floor)

    @property
    def has_interval(self) -> bool:
        """Whether indices have intervals, which takes two blocks (trajectories) of cells."""
        return not math.isnan(self.main[0].low)

    @property
    def floor_in_sight(self) -> bool:
        """Whether the main floor is one that an index can reach; a share reaches no more than 1."""
        return self.floor_known and not (self.kind == "sobol" and self.main[0].floor > 1.0)


def sobol_indices(study: StudyTables) -> Sensitivity:
    """Compute total and first-order Sobol indices of the mean paired difference.

    Parameters
    ----------
    study
        A study with a design of kind sobol.

    Raises
    ------
    ValueError
        If all cells have the same mean, or cells are missing.
    """
    from SALib.analyze import sobol

    count = len(study.factors)
    block = 2 * count + 2 if study.second_order else count + 2
    cells = pair_values(study)

    def analyse(means: Values, _: Values) -> tuple[Values, Values]:
        found = sobol.analyze(
            _problem(study), means, calc_second_order=study.second_order, num_resamples=2, seed=1
        )
        return np.asarray(found["ST"]), np.asarray(found["S1"])

    point, draws = _bootstrap(study, cells, block, analyse)
    floors = _sobol_floors(cells, block)
    return _summary("sobol", study, point, draws, floors)


def morris_effects(study: StudyTables) -> Sensitivity:
    """Compute mu* and sigma of the elementary effects on the mean paired difference.

    Parameters
    ----------
    study
        A study with a design of kind morris.
    """
    from SALib.analyze import morris

    cells = pair_values(study)
    block = len(study.factors) + 1

    def analyse(means: Values, sample: Values) -> tuple[Values, Values]:
        alone = len(means) == block
        if alone:  # one trajectory has no spread; taken twice, its mu* is found without a warning
            means, sample = np.tile(means, 2), np.tile(sample, (2, 1))
        found = morris.analyze(
            _problem(study), sample, means, num_levels=study.levels, num_resamples=2, seed=1
        )
        sigma = np.asarray(found["sigma"], dtype=float)
        size = np.asarray(found["mu_star"], dtype=float)
        return size, np.full_like(sigma, math.nan) if alone else sigma

    point, draws = _bootstrap(study, cells, block, analyse)
    return _summary("morris", study, point, draws, _morris_floors(study, cells))


def _problem(study: StudyTables) -> dict[str, Any]:
    names = [factor.name for factor in study.factors]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _bootstrap(
    study: StudyTables,
    cells: list[Values],
    block: int,
    analyse: Callable[[Values, Values], tuple[Values, Values]],
) -> tuple[tuple[Values, Values], tuple[Values, Values]]:
    """Return the indices, and what they are when blocks of cells and markets are drawn anew."""
    sample = np.zeros((len(cells), 0)) if study.sample is None else study.sample
    means = np.array([values.mean() for values in cells])
    if np.ptp(means) == 0.0:
        raise ValueError("All cells have the same mean difference, so no factor can matter.")
    blocks = np.arange(len(cells)).reshape(-1, block)
    rng = np.random.default_rng(SEED)
    most = max(len(values) for values in cells)
    drawn = []
    for _ in range(RESAMPLES):
        luck = _averaged(cells, _same_markets(rng.random(most)))
        rows = blocks[rng.integers(len(blocks), size=len(blocks))].ravel()
        if np.ptp(luck[rows]) > 0.0:
            drawn.append(analyse(luck[rows], sample[rows]))
    draws = tuple(np.array([item[place] for item in drawn]) for place in (0, 1))
    if len(blocks) == 1:  # drawing one block anew draws no other cells, which is no interval
        draws = tuple(np.full_like(table, math.nan) for table in draws)
    return analyse(means, sample), (draws[0], draws[1])


def _same_markets(markets: Values) -> Callable[[int, int], NDArray[np.int64]]:
    """Draw the same pairs for all cells that have as many."""
    return lambda count, _: (markets[:count] * count).astype(np.int64)


def _averaged(cells: list[Values], draw: Callable[[int, int], NDArray[np.int64]]) -> Values:
    """Return the mean of each cell over pairs that ``draw`` chooses.

    Cells with as many pairs are averaged together; ``draw`` is told how many pairs and how many
    cells, and returns rows for all of them or, of shape (cells, pairs), for each.
    """
    counts = np.array([len(values) for values in cells])
    found = np.empty(len(cells))
    for count in np.unique(counts):
        alike = np.flatnonzero(counts == count)
        table = np.array([cells[place] for place in alike])
        rows = np.broadcast_to(draw(int(count), len(alike)), table.shape)
        found[alike] = np.take_along_axis(table, rows, axis=1).mean(axis=1)
    return found


def _dealt_anew(cells: list[Values], rng: np.random.Generator) -> Values:
    """Return how the mean of each cell would be off with other markets, each cell by itself.

    Drawing from n values spreads too little by (n - 1) / n, which is put right. One value says
    nothing of what another market would have given: NaN.
    """
    means = np.array([values.mean() for values in cells])
    wider = np.array([math.sqrt(len(v) / (len(v) - 1)) if len(v) > 1 else math.nan for v in cells])
    drawn = _averaged(cells, lambda count, alike: rng.integers(count, size=(alike, count)))
    return (drawn - means) * wider


def _sobol_floors(cells: list[Values], block: int) -> tuple[float, float]:
    """Return the 95 % quantile of both indices of a factor that only deals the luck anew."""
    rng = np.random.default_rng(SEED + 1)
    means = np.array([values.mean() for values in cells])
    a, b = means[::block], means[block - 1 :: block]
    variance = float(np.var(np.concatenate([a, b])))
    total, first = [], []
    for _ in range(RESAMPLES):
        change = (_dealt_anew(cells, rng) - _dealt_anew(cells, rng))[::block]
        total.append(0.5 * float(np.mean(change**2)) / variance)
        covariance = float(np.mean((b - b.mean()) * change)) if len(b) > 1 else math.nan
        first.append(abs(covariance) / variance)
    return float(np.quantile(total, 0.95)), float(np.quantile(first, 0.95))


def _morris_floors(study: StudyTables, cells: list[Values]) -> tuple[float, float]:
    """Return the 95 % quantile of mu* and sigma of a factor that only deals the luck anew."""
    step = study.levels / (2.0 * (study.levels - 1.0))
    rng = np.random.default_rng(SEED + 1)
    block = len(study.factors) + 1
    size, spread = [], []
    for _ in range(RESAMPLES):
        effects = (_dealt_anew(cells, rng) - _dealt_anew(cells, rng))[::block] / step
        size.append(float(np.abs(effects).mean()))
        spread.append(float(effects.std(ddof=1)) if len(effects) > 1 else math.nan)
    return float(np.quantile(size, 0.95)), float(np.quantile(spread, 0.95))


def _summary(
    kind: str,
    study: StudyTables,
    point: tuple[Values, Values],
    draws: tuple[Values, Values],
    floors: tuple[float, float],
) -> Sensitivity:
    order = np.argsort(-point[0], kind="stable")
    found = []
    for place in (0, 1):
        low, high = np.quantile(draws[place], [0.025, 0.975], axis=0)
        found.append(
            tuple(
                Index(
                    study.factors[row].name,
                    study.factors[row].label,
                    float(point[place][row]),
                    float(low[row]),
                    float(high[row]),
                    floors[place],
                )
                for row in order
            )
        )
    return Sensitivity(kind, found[0], found[1])
