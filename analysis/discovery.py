"""Scenario discovery: boxes in the space of factors in which something happens most of the time.

The patient rule induction method (PRIM) begins with all cells and peels off, again and again, that
thin slice along one factor whose loss leaves the highest share of cells of interest. A box is
judged by *density* (share of its cells that are of interest) and *coverage* (share of all cells of
interest that lie in it): one is bought with the other, and the reader is shown the whole path.

Sources: Friedman & Fisher 1999, Statistics and Computing 9; Bryant & Lempert 2010, Technological
Forecasting & Social Change 77 (scenario discovery, quasi-p values).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

__all__ = ["Box", "Limit", "Peeling", "discover", "peel"]

PEELED = 0.05
"""Share of a box's cells that one step takes off."""

SMALLEST = 0.05
"""Smallest share of all cells that a box may hold."""

DENSE = 0.8
"""Density that a box is asked for, where any box reaches it."""

SURE = 0.05
"""Largest quasi-p value at which a limit counts."""

Cells = NDArray[np.bool_]


@dataclass(frozen=True)
class Limit:
    """What a box asks of one factor: a range, or some of its names.

    ``quasi_p`` is the chance that the density would be reached without this limit by luck, by a
    binomial test; large values say that the limit may be an accident.
    """

    factor: str
    low: float | None
    high: float | None
    names: tuple[str, ...]
    quasi_p: float


@dataclass(frozen=True)
class Box:
    """A box with its limits; ``mass`` is the share of all cells in it, ``cells`` their number."""

    limits: tuple[Limit, ...]
    density: float
    coverage: float
    mass: float
    cells: int


@dataclass(frozen=True)
class Peeling:
    """The path of a peeling and the box that was taken from it.

    Attributes
    ----------
    base
        Share of cells of interest among all cells.
    path
        One row per step: density, coverage, mass, limits (number of factors with a limit).
    box
        The box taken; None where there are no cells of interest, or no box is denser than all.
    """

    base: float
    path: pd.DataFrame
    box: Box | None


def peel(factors: pd.DataFrame, interesting: Cells) -> list[Cells]:
    """Return the boxes of a peeling, as sets of cells, from all cells to the smallest box.

    Parameters
    ----------
    factors
        One column per factor, numbers or names; one row per cell.
    interesting
        Which cells are of interest.
    """
    inside = np.ones(len(factors), dtype=bool)
    boxes = [inside]
    smallest = max(1.0, SMALLEST * len(factors))
    columns = {str(name): factors[name].to_numpy() for name in factors.columns}
    while True:
        options = [
            kept
            for column in columns.values()
            for kept in _slices_off(column, inside)
            if smallest <= kept.sum() < inside.sum()
        ]
        if not options or interesting[inside].all():
            return boxes
        # Per cell lost, as in the lenient criterion of the original: names may cost many cells.
        before, size = interesting[inside].mean(), inside.sum()
        gains = [(interesting[k].mean() - before) / (size - k.sum()) for k in options]
        inside = options[int(np.argmax(gains))]
        boxes.append(inside)


def _slices_off(column: NDArray[Any], inside: Cells) -> list[Cells]:
    """Return what is left of a box when a slice is taken off a factor at either end."""
    values = column[inside]
    if column.dtype.kind in "OUSb":
        return [inside & (column != name) for name in pd.unique(values)]
    low, high = np.quantile(values, [PEELED, 1.0 - PEELED], method="median_unbiased")
    left = [inside & (column > values.min()), inside & (column < values.max())]
    thick = [inside & (column >= low), inside & (column <= high)]
    # Where many cells share the outermost value a quantile takes nothing off: take that value.
    return [t if t.sum() < inside.sum() else thin for t, thin in zip(thick, left, strict=True)]


def discover(factors: pd.DataFrame, interesting: Cells) -> Peeling:
    """Find a box in which most cells are of interest.

    Parameters
    ----------
    factors, interesting
        As for :func:`peel`.
    """
    flags = np.asarray(interesting, dtype=bool)
    boxes = peel(factors, flags) if flags.any() else [np.ones(len(flags), dtype=bool)]
    path = pd.DataFrame(
        [
            {
                "density": float(flags[box].mean()),
                "coverage": float(flags[box].sum() / max(1, flags.sum())),
                "mass": float(box.mean()),
                "limits": len(_limits(factors, flags, box)),
            }
            for box in boxes
        ]
    )
    base = float(flags.mean())
    return Peeling(base, path, _chosen(factors, flags, boxes, path))


def _chosen(
    factors: pd.DataFrame, flags: Cells, boxes: Sequence[Cells], path: pd.DataFrame
) -> Box | None:
    """Take the box that is best at density and coverage together among the dense ones.

    Together is their harmonic mean. Limits that may be accidents are dropped.
    """
    base = float(flags.mean())
    if base == 0.0 or path["density"].max() <= base:
        return None
    target = min(DENSE, float(path["density"].max()))
    together = 2.0 / (1.0 / path["density"] + 1.0 / path["coverage"].clip(lower=1e-9))
    row = int(together.where(path["density"] >= target - 1e-12, -1.0).argmax())
    limits = [item for item in _limits(factors, flags, boxes[row]) if item.quasi_p <= SURE]
    inside = np.ones(len(flags), dtype=bool)
    for limit in limits:
        inside &= _holds(factors[limit.factor], limit)
    if not limits:
        return None
    return Box(
        tuple(sorted(limits, key=lambda item: item.quasi_p)),
        float(flags[inside].mean()),
        float(flags[inside].sum() / flags.sum()),
        float(inside.mean()),
        int(inside.sum()),
    )


def _limits(factors: pd.DataFrame, flags: Cells, box: Cells) -> list[Limit]:
    """Return the factors that a box restricts, each with its quasi-p value."""
    plain = [_limit(str(name), factors[name], box) for name in factors.columns]
    limits = [item for item in plain if item is not None]
    found = []
    for limit in limits:
        without = np.ones(len(flags), dtype=bool)
        for other in limits:
            if other is not limit:
                without &= _holds(factors[other.factor], other)
        chance = float(flags[without].mean())
        p = float(stats.binom.sf(flags[box].sum() - 1, int(box.sum()), chance))
        found.append(Limit(limit.factor, limit.low, limit.high, limit.names, p))
    return found


def _limit(name: str, column: pd.Series[Any], box: Cells) -> Limit | None:
    values, kept = column.to_numpy(), column.to_numpy()[box]
    if values.dtype.kind in "OUSb":
        names = tuple(str(item) for item in pd.unique(kept))
        return None if len(names) == column.nunique() else Limit(name, None, None, names, 1.0)
    low = float(kept.min()) if kept.min() > values.min() else None
    high = float(kept.max()) if kept.max() < values.max() else None
    return None if low is None and high is None else Limit(name, low, high, (), 1.0)


def _holds(column: pd.Series[Any], limit: Limit) -> Cells:
    values = column.to_numpy()
    if limit.names:
        return np.isin(values.astype(str), limit.names)
    inside = np.ones(len(values), dtype=bool)
    if limit.low is not None:
        inside &= values >= limit.low
    if limit.high is not None:
        inside &= values <= limit.high
    return inside
