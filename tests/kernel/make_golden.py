"""Write the golden numbers of the kernel. Run it when the numbers of the model are meant to change.

``python tests/kernel/make_golden.py`` from the root of the project writes ``golden.json``, which
``test_golden.py`` compares with what the kernel gives on each supported version of Python.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from kernel_worlds import digest, live_arm, market

from sim.outcomes import OUTCOMES
from sim.parameters import Scenario
from sim.scenario_files import load_scenario
from sim.simulation import firm_outcomes, prepare

GOLDEN = Path(__file__).parent / "golden.json"
COMMAND = "python tests/kernel/make_golden.py"


def scenarios() -> dict[str, Scenario]:
    """Return the scenarios whose numbers are kept: the default market, and one full of events."""
    small = ("firms.count=20", "run.warmup=12", "run.months=48")
    return {
        "default": load_scenario("default", small).scenario,
        "lively": market(),
    }


def golden_numbers() -> dict[str, Any]:
    """Return the hash of all tables and the mean outcomes of every scenario."""
    found: dict[str, Any] = {}
    for name, scenario in scenarios().items():
        world = live_arm(prepare(scenario, 1), scenario, "aligned")
        outcomes = firm_outcomes(world)
        means = {item.name: float(np.nanmean(outcomes[item.name])) for item in OUTCOMES}
        found[name] = {"tables": digest(world), "outcomes": means}
    return found


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(golden_numbers(), indent=2) + "\n", encoding="utf-8")
    print(f"wrote {GOLDEN}")
