"""Running a study over an ensemble of parameter sets, so that not knowing parameters counts too."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import asdict, fields, replace
from functools import reduce
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.ensembles import EnsembleEstimate, estimate_over_ensemble
from experiments.calibration.parameter_sets import Ensemble, with_values
from experiments.files import OutputError
from experiments.pairs import Progress
from experiments.reports import MEMBER
from experiments.studies import Study
from experiments.studies.declaration import Replication
from experiments.sweeping import sweep
from sim.parameters import Scenario
from sim.scenario_files import load_scenario

__all__ = ["cell_estimate", "estimate_cells", "first_seed", "sweep_over_ensemble"]


def sweep_over_ensemble(
    study: Study,
    ensemble: Ensemble,
    folder: Path,
    pairs: int = 2,
    threads: int | None = None,
    processes: int | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> pd.DataFrame:
    """Run a study once with the values of each member; see `estimate_cells` for what it shows.

    What the study varies, or sets to another value than the default market, keeps the study's
    values; all else in the ensemble takes the member's. Every cell gets the same number of pairs,
    also where the study asks for a tight enough interval.

    Parameters
    ----------
    study
        A study, as from `experiments.studies.load_study`.
    ensemble
        Parameter sets.
    folder
        Each member is swept into a folder of its own in it, and gone on with if it was stopped.
    pairs
        Markets of each cell per member; every member sees other seeds.
    threads, processes, command
        As for `experiments.sweeping.sweep`.
    progress
        Called with the numbers of members done and planned.

    Returns
    -------
    pandas.DataFrame
        One row per cell, member and pair: cell, the factors, member, pair and difference of the
        study's main outcome, first arm less second.

    Raises
    ------
    OutputError, SweepStopped
        As for `experiments.sweeping.sweep`; and OutputError when pairs failed, whose lack would
        leave members with different numbers of markets.
    """
    seed = first_seed(study)
    tables = []
    for number in range(len(ensemble)):
        own = folder / f"{MEMBER}{number:03d}"
        member = with_member(study, ensemble.member(number), seed + number * pairs, pairs)
        results = sweep(
            member, own, threads=threads, processes=processes,
            command=command,
        )  # fmt: skip
        if len(results.failures):
            raise OutputError(
                f"{own}: {len(results.failures)} pairs failed; its manifest.json lists them, "
                "and no estimate is made without them"
            )
        table = results.differences(study.outcomes[0]).merge(results.design, on="cell")
        tables.append(table.assign(member=number))
        if progress is not None:
            progress(number + 1, len(ensemble))
    return pd.concat(tables, ignore_index=True)


def with_member(study: Study, values: Mapping[str, float], first_seed: int, pairs: int) -> Study:
    """Return a study whose worlds have a member's values where those of the default market were."""
    usual = load_scenario("default").scenario
    worlds = [Scenario.model_validate(world) for world in study.recipe.worlds]
    taken = {
        key: value
        for key, value in values.items()
        if all(read(world, key) == read(usual, key) for world in worlds)
    }
    values_of = {**taken, "run.seed": first_seed}
    told = tuple(with_values(world, values_of).model_dump() for world in worlds)
    recipe = replace(study.recipe, worlds=told)
    return replace(study, recipe=recipe, replication=Replication(pairs=pairs))


def first_seed(study: Study) -> int:
    """Return the seed of the first market of a study."""
    return Scenario.model_validate(study.recipe.worlds[0]).run.seed


def read(scenario: Scenario, name: str) -> float:
    """Return the value of a parameter by its dotted name."""
    value: Any = reduce(getattr, name.split("."), scenario)
    return float(value)


def estimate_cells(differences: pd.DataFrame) -> pd.DataFrame:
    """Estimate each cell over the ensemble.

    Parameters
    ----------
    differences
        As from `sweep_over_ensemble`.

    Returns
    -------
    pandas.DataFrame
        One row per cell: cell, the factors, and what `analysis.ensembles.EnsembleEstimate` holds.
    """
    measured = ["member", "pair", "difference"]
    factors = [name for name in differences.columns if name not in measured]
    rows = []
    for _, cell in differences.groupby("cell", sort=True):
        about = {name: cell[name].iloc[0] for name in factors}
        rows.append({**about, **asdict(estimate_over_ensemble(cell))})
    return pd.DataFrame(rows)


def cell_estimate(row: Mapping[Hashable, Any]) -> EnsembleEstimate:
    """Return the estimate in a row of `estimate_cells`."""
    return EnsembleEstimate(**{item.name: row[item.name] for item in fields(EnsembleEstimate)})
