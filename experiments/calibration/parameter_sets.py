"""Sets of parameter values by dotted names: put into a scenario, read and written as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from experiments.files import OutputError, replaced_at_once
from sim.parameters import Scenario
from sim.parameters.declaration import ParameterInfo, section_parameters
from sim.scenario_files.problems import spell
from sim.scenario_files.shipped import shipped_folder

__all__ = [
    "Ensemble",
    "read_ensemble",
    "shipped_ensemble",
    "shipped_members",
    "with_values",
    "write_ensemble",
]

WEIGHT = "weight"


@dataclass(frozen=True)
class Ensemble:
    """Sets of parameter values that agree with the facts about equally well.

    ``parameters`` has one row per member and one column per parameter (dotted name); ``weights``
    add up to 1.
    """

    parameters: pd.DataFrame
    weights: np.ndarray[Any, np.dtype[np.float64]]

    def __len__(self) -> int:
        return len(self.parameters)

    def member(self, number: int) -> dict[str, float]:
        """Return the values of one member by parameter name."""
        row = self.parameters.iloc[number]
        return {str(name): float(row[name]) for name in self.parameters.columns}

    def thinned(self, members: int, seed: int = 1) -> Ensemble:
        """Return members drawn by their weights (systematic resampling), all of equal weight."""
        start = np.random.default_rng(seed).random()
        places = (start + np.arange(members)) / members
        rows = np.searchsorted(np.cumsum(self.weights), places).clip(max=len(self) - 1)
        values = self.parameters.iloc[rows].reset_index(drop=True)
        return Ensemble(values, np.full(members, 1.0 / members))


def _declared() -> dict[str, ParameterInfo]:
    return {item.name: item for item in section_parameters(Scenario)}


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return a scenario in which the named parameters have these values.

    Raises
    ------
    ValueError
        When a name is no parameter or a value is out of its range.
    """
    content = scenario.model_dump()
    declared = _declared()
    for name, value in values.items():
        *sections, last = name.split(".")
        place = content
        for section in sections:
            place = place[section]
        place[last] = round(value) if declared[name].kind is int else value
    return Scenario.model_validate(content)


def shipped_ensemble() -> Ensemble:
    """Return the posterior ensemble that ships: `scenarios/calibration/posterior.csv`."""
    return read_ensemble(shipped_folder() / "calibration" / "posterior.csv")


def shipped_members(members: int) -> Ensemble:
    """Return so many different members of the shipped ensemble.

    Raises
    ------
    OutputError
        When it has fewer: sets that come twice would be counted as if they were others.
    """
    ensemble = shipped_ensemble()
    if members > len(ensemble):
        raise OutputError(
            f"{members} parameter sets are asked for, and the ensemble that ships has "
            f"{len(ensemble)}; ask for {len(ensemble)} at most"
        )
    return ensemble.thinned(members)


def read_ensemble(path: Path) -> Ensemble:
    """Read an ensemble: a column per parameter and one of weights.

    Raises
    ------
    OutputError
        When the file cannot be read, or holds something else than parameters and weights.
    """
    try:
        table = pd.read_csv(path, comment="#")
    except (OSError, ValueError, OverflowError) as error:
        reason = "".join(sign if sign.isprintable() else " " for sign in str(error))
        raise OutputError(f"{path} cannot be read as an ensemble: {reason}") from None
    unknown = [name for name in table.columns if name != WEIGHT and name not in _declared()]
    if WEIGHT not in table or unknown:
        what = (
            f"{spell(str(unknown[0]))} is not a parameter"
            if unknown
            else f"the column {WEIGHT} is missing"
        )
        raise OutputError(f"{path} is not an ensemble: {what}")
    if not all(map(is_numeric_dtype, table.dtypes)) or not np.isfinite(table).all(axis=None):
        raise OutputError(f"{path} is not an ensemble: every value must be a finite number")
    weights = table.pop(WEIGHT).to_numpy(dtype=np.float64)
    if not (weights >= 0.0).all() or not 0.0 < weights.sum() < np.inf:
        raise OutputError(f"{path} is not an ensemble: weights must be 0 or more, and some not 0")
    return Ensemble(table, weights / weights.sum())


def write_ensemble(ensemble: Ensemble, path: Path, remark: str) -> None:
    """Write an ensemble as CSV under a remark that says where it comes from."""
    table = ensemble.parameters.assign(**{WEIGHT: ensemble.weights})
    lines = "".join(f"# {line}\n" for line in remark.splitlines())
    with replaced_at_once(path) as temporary:
        text = lines + table.to_csv(index=False, float_format="%.6g", lineterminator="\n")
        temporary.write_text(text, encoding="utf-8", newline="\n")
