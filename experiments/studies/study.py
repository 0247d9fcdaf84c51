"""A study: arms, factors, a design of cells and a rule of replication, all checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.studies.declaration import Design, Replication
from experiments.studies.factors import Factor, Value
from experiments.studies.recipe import Recipe
from sim.scenario_files.shipped import display_name

__all__ = ["Study"]


@dataclass(frozen=True)
class Study:
    """A study as it is run.

    Attributes
    ----------
    name, path
        What the study is called, and the file that it was read from.
    recipe
        Arms, factors and worlds.
    design_table
        One row per cell: ``cell`` and one column per factor.
    sample
        For sampled designs the drawn shares 0..1, shape (cells, factors); otherwise None.
    outcomes
        Outcomes of interest, the first of which is the main one.
    series
        Monthly series that are kept.
    notes
        What a reader of the results should know.
    scenario
        What the study is about, as its file names it.
    """

    name: str
    path: Path | None
    title: str
    question: str
    description: str
    recipe: Recipe
    design: Design
    replication: Replication
    outcomes: tuple[str, ...]
    series: tuple[str, ...]
    design_table: pd.DataFrame
    sample: NDArray[np.float64] | None = None
    notes: tuple[str, ...] = ()
    scenario: str = "default"

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What differs between cells."""
        return self.recipe.factors

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms; differences are the first less another."""
        return tuple(arm.name for arm in self.recipe.arms)

    @property
    def cells(self) -> int:
        """Number of cells."""
        return len(self.design_table)

    @property
    def source(self) -> str:
        """The file as the user knows it."""
        return self.name if self.path is None else display_name(self.path)

    def values(self, cell: int) -> tuple[Value, ...]:
        """Return the values of a cell's factors, as plain Python values."""
        columns = (self.design_table[factor.name].iloc[cell] for factor in self.factors)
        return tuple(item.item() if isinstance(item, np.generic) else item for item in columns)

    def all_values(self) -> list[tuple[Value, ...]]:
        """Return :meth:`values` of every cell."""
        columns = [self.design_table[factor.name].tolist() for factor in self.factors]
        return list(zip(*columns, strict=True)) if columns else [()] * self.cells

    def problem(self) -> dict[str, Any]:
        """Return the factors as SALib names them: ``num_vars``, ``names``, ``bounds``.

        Bounds are 0 and 1: the analysis is told the drawn shares (``sample``), in which each
        factor counts from its lowest to its highest value.
        """
        names = [factor.name for factor in self.factors]
        return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
