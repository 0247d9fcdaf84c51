"""How much faster the model is than the same model written plainly with Mesa agents.

``python benchmarks/plain_version.py [--firms 100] [--months 120] [--repeats 3] [--json]``. Both run
the same market with the same seed on one thread, set-up and warm-up included, in turn; the plain
version is `tests/docking/plain_market`. Compiled rules are loaded before.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmark_output import Result, run_as_script

from sim.parameters import Scenario
from sim.scenario_files import load_scenario
from sim.simulation import advance, firm_outcomes, fork, group_series, prepare

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "docking"))


def run_model(scenario: Scenario, seed: int) -> float:
    """Run one market in the model and return the mean net present value of its firms."""
    world = fork(prepare(scenario, seed), scenario, "aligned", 0.2)
    advance(world, scenario.run.months)
    group_series(world)
    return float(firm_outcomes(world)["npv"].mean())


def run_plain(scenario: Scenario, seed: int) -> float:
    """Run the same market in the plain version."""
    from plain_market.model import PlainMarket

    model = PlainMarket(scenario, seed, "aligned", 0.2)
    while model.running:
        model.step()
    return sum(firm.measures.npv for firm in model.firms) / len(model.firms)


def timed(
    function: Callable[[Scenario, int], float], scenario: Scenario, seed: int
) -> tuple[float, float]:
    """Return the seconds of a call and what it gave."""
    start = time.perf_counter()
    value = function(scenario, seed)
    return time.perf_counter() - start, value


def measure(firms: int = 100, months: int = 120, repeats: int = 3) -> list[Result]:
    """Measure both in turn."""
    scenario = load_scenario("default", [f"firms.count={firms}", f"run.months={months}"]).scenario
    run_model(load_scenario("default", ["firms.count=2", "run.months=1"]).scenario, 1)
    ratios, model_times, plain_times = [], [], []
    for seed in range(1, repeats + 1):
        model, expected = timed(run_model, scenario, seed)
        plain, found = timed(run_plain, scenario, seed)
        if abs(found - expected) > 1e-9 * abs(expected):
            raise AssertionError(f"the two versions differ: {found} and {expected}")
        ratios.append(plain / model)
        model_times.append(model)
        plain_times.append(plain)
    market = f"{firms} firms, {months} months after the warm-up"
    return [
        Result("model, one market", median(model_times), "s", market),
        Result("plain version, the same market", median(plain_times), "s"),
        Result("model against plain version", median(ratios), "times", "at least 60 is asked for"),
    ]


if __name__ == "__main__":
    run_as_script(__doc__, measure, firms=100, months=120, repeats=3)
