"""Comparing arms over an ensemble of parameter sets, so that not knowing parameters counts too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from experiments.arms import Arm, policy_arms
from experiments.calibration.parameter_sets import Ensemble, with_values
from experiments.pairs import PairResult, Progress, run_pairs
from experiments.simulator import simulator
from sim.parameters import Scenario

__all__ = ["compare_over_ensemble"]


def compare_over_ensemble(
    scenario: Scenario,
    ensemble: Ensemble,
    arms: Sequence[str] | None = None,
    pairs: int = 2,
    treated: float | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Run the first two arms with the values of each member.

    Parameters
    ----------
    scenario
        The market; the members' values take the place of its own.
    ensemble
        Parameter sets.
    arms
        Two policies; by default the first two of the scenario.
    pairs
        Markets per member; every member sees other seeds.
    treated
        Share of firms that follow an arm's policy; by default the scenario's.
    threads, progress
        As for `experiments.comparison.compare`.

    Returns
    -------
    pandas.DataFrame
        One row per member and pair: member, pair, seed, first and second (NPV per treated firm in
        each arm, EUR) and difference.
    """
    names = list(arms or scenario.comparison.arms)[:2]
    share = scenario.comparison.treated if treated is None else treated
    rows = []
    for number in range(len(ensemble)):
        seed = scenario.run.seed + number * pairs
        seeded = with_values(scenario, {**ensemble.member(number), "run.seed": seed})
        chosen = tuple(replace(arm, scenario=seeded) for arm in policy_arms(seeded, names))
        for result in run_pairs(simulator(), chosen, pairs, share, threads):
            rows.append({"member": number, **_row(result, chosen)})
        if progress is not None:
            progress(number + 1, len(ensemble))
    return pd.DataFrame(rows)


def _row(result: PairResult, arms: Sequence[Arm]) -> dict[str, float]:
    means = []
    for columns in result.firms[: len(arms)]:
        treated = np.asarray(columns["treated"], dtype=bool)
        means.append(float(np.asarray(columns["npv"])[treated].mean()))
    first, second = means
    return {
        "pair": result.pair,
        "seed": result.seed,
        "first": first,
        "second": second,
        "difference": first - second,
    }
