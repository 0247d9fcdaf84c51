"""The prior: which parameters are uncertain, and within which range each of them is believed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.files import OutputError
from sim.parameters import Scenario
from sim.parameters.declaration import section_parameters
from sim.scenario_files.problems import did_you_mean, nearest
from sim.scenario_files.shipped import shipped_folder

__all__ = ["Uncertain", "read_prior", "shipped_prior"]


@dataclass(frozen=True)
class Uncertain:
    """A parameter with the range within which any value is believed equally likely, and why."""

    name: str
    low: float
    high: float
    why: str


def shipped_prior() -> list[Uncertain]:
    """Return the prior that ships: `scenarios/calibration/prior.csv`."""
    return read_prior(shipped_folder() / "calibration" / "prior.csv")


def read_prior(path: Path) -> list[Uncertain]:
    """Read a prior: one row per parameter with low, high and why.

    Raises
    ------
    OutputError
        When the file cannot be read, a name is no parameter, or a range goes beyond what the
        parameter allows; the message names file and line.
    """
    try:
        table = pd.read_csv(path)
        rows = [Uncertain(*row) for row in table[["parameter", "low", "high", "why"]].to_numpy()]
    except (OSError, ValueError, KeyError) as error:
        raise OutputError(f"{path} cannot be read as a prior: {error}") from None
    declared = {item.name: item for item in section_parameters(Scenario)}
    for line, item in enumerate(rows, start=2):
        if item.name not in declared:
            hint = did_you_mean(nearest(item.name, declared))
            raise OutputError(f"{path}, line {line}: {item.name} is not a parameter{hint}")
        allowed = declared[item.name]
        if not allowed.low <= item.low < item.high <= allowed.high:
            raise OutputError(
                f"{path}, line {line}: {item.name} is to lie between {item.low:g} and "
                f"{item.high:g}; allowed is {allowed.low:g} to {allowed.high:g}, low below high"
            )
    return rows
