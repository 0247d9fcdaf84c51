"""What one small run costs beyond its compiled work: one firm for ten years.

``python benchmarks/small_run.py [--firms 1] [--months 120] [--repeats 300] [--json]``. The compiled
work is timed within the run, by a clock around each compiled call; the rest is Python.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any
from unittest.mock import patch

from benchmark_output import Result, run_as_script

from sim import simulation, world
from sim.parameters import Scenario
from sim.scenario_files import load_scenario

# What is compiled and called from Python in the course of a run.
COMPILED_CALLS = (
    (simulation, "run_months"),
    (world, "found_entities"),
    (world, "draw_headcounts"),
    (world, "draw_catalogue"),
    (world, "draw_tickets"),
    (world, "redraw_people"),
)


class Clock:
    """Adds up the time spent in the functions that it wraps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with its time added to the clock."""

        def timed(*arguments: Any) -> Any:
            start = time.perf_counter()
            result = function(*arguments)
            self.seconds += time.perf_counter() - start
            return result

        return timed


def run(scenario: Scenario) -> None:
    """Run one market from nothing to its outcomes."""
    prepared = simulation.prepare(scenario, scenario.run.seed)
    arm = simulation.fork(prepared, scenario, "aligned", 1.0)
    simulation.advance(arm, scenario.run.months)
    simulation.firm_outcomes(arm)
    simulation.group_series(arm)


def split(scenario: Scenario) -> tuple[float, float]:
    """Return the seconds of a whole run, and those of them in compiled calls."""
    clock = Clock()
    patches = [
        patch.object(module, name, clock.around(getattr(module, name)))
        for module, name in COMPILED_CALLS
    ]
    for one in patches:
        one.start()
    start = time.perf_counter()
    run(scenario)
    total = time.perf_counter() - start
    for one in patches:
        one.stop()
    return total, clock.seconds


def measure(firms: int = 1, months: int = 120, repeats: int = 300) -> list[Result]:
    """Measure small runs one after the other."""
    scenario = load_scenario("default", [f"firms.count={firms}", f"run.months={months}"]).scenario
    run(scenario)
    totals, compiled = zip(*(split(scenario) for _ in range(repeats)), strict=True)
    beyond = median(total - part for total, part in zip(totals, compiled, strict=True))
    size = f"{firms} firm, {months} months"
    return [
        Result("one small run", median(totals) * 1e3, "ms", size),
        Result("compiled work in it", median(compiled) * 1e3, "ms"),
        Result("beyond its compiled work", beyond * 1e3, "ms", "less than 1 is asked for"),
    ]


if __name__ == "__main__":
    run_as_script(__doc__, measure, firms=1, months=120, repeats=300)
