"""The golden numbers: what each scenario that ships gives in a few small markets.

Each model version has a file, ``model_<version>.json``, that stays as it is once it is committed.
``smbsim moved tests/golden/model_1.json tests/golden/model_2.json`` says what a version changed.
"""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from experiments.arms import policy_arms
from sim.outcomes import OUTCOMES, SERIES
from sim.parameters import Scenario
from sim.scenario_files import load_scenario, shipped_scenarios
from sim.simulation import advance, firm_outcomes, fork, group_series, prepare
from sim.tables import World
from sim.version import MODEL_VERSION, PACKAGE_VERSION, source_hash

__all__ = ["COMMAND", "changed_numbers", "file_of", "golden_numbers", "golden_text", "scenarios"]

COMMAND = "python tests/golden/write_golden.py"
SEEDS = (1, 2, 3, 4)
SMALL = ("firms.count=15", "run.warmup=12", "run.months=24")
TREATED = 0.4
DIGITS = 10  # what a number is kept to, and compared to

Numbers = dict[str, dict[str, dict[str, list[float | None]]]]


def file_of(version: str) -> Path:
    """Return the file that keeps the numbers of a model version."""
    return Path(__file__).parent / f"model_{version}.json"


def scenarios() -> tuple[str, ...]:
    """Return the scenarios whose numbers are kept: all that ship and are about a market."""
    found = []
    for name in shipped_scenarios():
        if name == "policies" or name.startswith(("studies/", "calibration/")):
            continue
        found.append(name)
    return tuple(found)


def _rounded(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def _means(world: World) -> Iterator[tuple[str, float]]:
    """Return means over treated firms, and of monthly series over months."""
    treated = world.firms.treated == 1
    outcomes, series = firm_outcomes(world), group_series(world)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # what nobody had is no number
        for outcome in OUTCOMES:
            yield outcome.name, float(np.nanmean(outcomes[outcome.name][treated]))
        for column in SERIES:
            yield f"monthly {column.name}", float(np.nanmean(series[column.name][:, 1]))


def scenario_numbers(scenario: Scenario) -> dict[str, dict[str, list[float | None]]]:
    """Return for each arm the numbers of each seed."""
    arms = policy_arms(scenario, None)
    found: dict[str, dict[str, list[float | None]]] = {arm.name: {} for arm in arms}
    for seed in SEEDS:
        prepared = prepare(scenario, seed)
        for arm in arms:
            world = fork(prepared, scenario, arm.policy, TREATED)
            advance(world, scenario.run.months)
            for name, value in _means(world):
                found[arm.name].setdefault(name, []).append(_rounded(value))
    return found


def golden_numbers(names: tuple[str, ...]) -> Numbers:
    """Return the numbers of the named scenarios, each small."""
    return {name: scenario_numbers(load_scenario(name, SMALL).scenario) for name in names}


def golden_text(numbers: Numbers) -> str:
    """Return the file of this version of the model: JSON, a line per number."""
    head = {
        "model_version": MODEL_VERSION,
        "version": PACKAGE_VERSION,
        "sources_hash": source_hash(),
        "seeds": list(SEEDS),
        "settings": list(SMALL),
    }
    first = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    scenarios = [
        f"    {json.dumps(scenario)}: {{\n" + ",\n".join(map(_arm_text, arms.items())) + "\n    }"
        for scenario, arms in numbers.items()
    ]
    body = '  "numbers": {\n' + ",\n".join(scenarios) + "\n  }"
    return "{\n" + ",\n".join([*first, body]) + "\n}\n"


def _arm_text(arm: tuple[str, dict[str, list[float | None]]]) -> str:
    name, numbers = arm
    lines = [f"        {json.dumps(key)}: {json.dumps(values)}" for key, values in numbers.items()]
    return f"      {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n      }"


def changed_numbers(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Name the numbers that both have and in which they differ; what is added is no change."""
    return [
        f"{scenario}, {arm}: {name}"
        for scenario, arms in old.items()
        for arm, numbers in arms.items()
        for name, values in numbers.items()
        if new.get(scenario, {}).get(arm, {}).get(name, values) != values
    ]
