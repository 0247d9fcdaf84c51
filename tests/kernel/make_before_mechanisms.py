"""Write what the kernel gave before a group of mechanisms existed, to hold it to that for ever.

``python tests/kernel/make_before_mechanisms.py`` writes ``before_mechanisms.json``: two scenarios
with all their values, and a hash of every column at the end. It was written by the model without
strategic coherence, ways of deciding, stages, KPIs, learning of abilities, lock-in, flows between
partners, standards and appreciation. Write it again only when *another* rule changes on purpose,
with all of those at their neutral values.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kernel_worlds import all_columns, column_digest, live_arm
from make_golden import scenarios

from sim.parameters import Scenario
from sim.simulation import prepare

BEFORE = Path(__file__).parent / "before_mechanisms.json"
COMMAND = "python tests/kernel/make_before_mechanisms.py"
NO_STATE = ("scratch", "bias_means", "parameters")
LENGTH = 16


def column_hashes(scenario: Scenario) -> dict[str, str]:
    """Return a short hash of every column of state at the end of an arm of a scenario."""
    world = live_arm(prepare(scenario, 1), scenario, "aligned")
    columns = all_columns(world, without=NO_STATE)
    return {name: column_digest(values)[:LENGTH] for name, values in columns.items()}


def kept_scenario(values: dict[str, Any]) -> Scenario:
    """Return a scenario as it was kept; parameters that came later have their defaults."""
    return Scenario.model_validate(values)


if __name__ == "__main__":
    before = json.loads(BEFORE.read_text(encoding="utf-8")) if BEFORE.exists() else {}
    # What is kept stays as it was written, without parameters that came later.
    values = {name: of["scenario"] for name, of in before.items()} or {
        name: scenario.model_dump(mode="json") for name, scenario in scenarios().items()
    }
    kept = {}
    for name, content in values.items():
        found = column_hashes(kept_scenario(content))
        columns = before[name]["columns"] if name in before else found
        kept[name] = {"scenario": content, "columns": {column: found[column] for column in columns}}
    BEFORE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {BEFORE}")
