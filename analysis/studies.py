"""What the analysis of a study needs to know of it: tables and what the factors are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.identity import RunIdentity
from analysis.statistics import estimate_mean

__all__ = ["StudyFactor", "StudyTables", "cell_estimates", "pair_values"]


@dataclass(frozen=True)
class StudyFactor:
    """A factor: its column of the design, unit and meaning; ``base`` is its value when unchanged.

    ``numeric`` tells a number from a choice between names.
    """

    name: str
    unit: str
    meaning: str
    numeric: bool
    base: float | str | None = None

    @property
    def label(self) -> str:
        """Short name for charts: the last two parts of a dotted name, in words."""
        return " ".join(self.name.split(".")[-2:]).replace("_", " ")

    @property
    def title(self) -> str:
        """Name with unit, for an axis."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True)
class StudyTables:
    """A study as it was run.

    Attributes
    ----------
    identity
        What was run, and how to repeat it.
    kind
        Kind of design: list, factorial, one_at_a_time, latin_hypercube, sobol_sequence, sobol or
        morris.
    factors
        In the order of the design's columns.
    design
        One row per cell: cell, and a column per factor.
    sample
        For sampled designs the drawn shares 0..1, shape (cells, factors).
    differences
        Paired differences of the outcome: cell, pair, difference; first arm less second.
    outcome, unit
        Name and unit of the outcome.
    levels
        Levels of a Morris design.
    second_order
        Whether a Sobol design has the cells for indices of pairs of factors.
    """

    identity: RunIdentity
    kind: str
    factors: tuple[StudyFactor, ...]
    design: pd.DataFrame
    sample: NDArray[np.float64] | None
    differences: pd.DataFrame
    outcome: str = "npv"
    unit: str = "EUR"
    levels: int = 4
    second_order: bool = False

    @property
    def arms(self) -> tuple[str, str]:
        """The two arms that are compared."""
        return self.identity.arms[0], self.identity.arms[1]


def pair_values(study: StudyTables) -> list[NDArray[np.float64]]:
    """Return the paired differences of every cell, in the order of the design.

    Raises
    ------
    ValueError
        If a cell has none.
    """
    ordered = study.differences.sort_values(["cell", "pair"])
    by_cell = {
        cell: rows["difference"].to_numpy(dtype=np.float64)
        for cell, rows in ordered.groupby("cell")
    }
    missing = [int(cell) for cell in study.design["cell"] if cell not in by_cell]
    if missing:
        raise ValueError(
            f"{len(missing)} of {len(study.design)} cells have no pair yet, the first is cell "
            f"{missing[0]}; the study must have run to its end."
        )
    return [by_cell[cell] for cell in study.design["cell"]]


def cell_estimates(study: StudyTables) -> pd.DataFrame:
    """Return the design with the mean paired difference of every cell and its 95 % interval.

    Returns
    -------
    pandas.DataFrame
        Columns of the design, and difference, low, high, n, sign (1 where the first arm pays, -1
        where it does not, 0 where the interval holds zero).
    """
    table = study.design.copy()
    estimates = [estimate_mean(values) for values in pair_values(study)]
    for name in ("difference", "low", "high", "n"):
        table[name] = [getattr(item, name) for item in estimates]
    table["sign"] = [
        int(np.sign(item.difference)) if item.excludes_zero else 0 for item in estimates
    ]
    return table
