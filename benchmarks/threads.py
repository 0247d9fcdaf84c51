"""How much two threads bring: the same markets on one thread and on several.

``python benchmarks/threads.py [--threads 2] [--markets 40] [--repeats 3] [--json]``. Compiled rules
release the interpreter lock, so markets run side by side.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median

from benchmark_output import Result, run_as_script
from plain_version import run_model

from experiments.pairs import default_threads
from sim.parameters import Scenario
from sim.scenario_files import load_scenario


def seconds(scenario: Scenario, markets: int, threads: int) -> float:
    """Return the time of all markets on some threads."""
    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(partial(run_model, scenario), range(1, markets + 1)))
    return time.perf_counter() - start


def measure(threads: int = 2, markets: int = 40, repeats: int = 3) -> list[Result]:
    """Measure one and several threads in turn."""
    scenario = load_scenario("default").scenario
    seconds(scenario, 2, threads)
    ratios, alone, together = [], [], []
    for _ in range(repeats):
        alone.append(seconds(scenario, markets, 1))
        together.append(seconds(scenario, markets, threads))
        ratios.append(alone[-1] / together[-1])
    size = f"{markets} markets of {scenario.firms.count} firms"
    processors = f"{default_threads()} processors; on two, at least 1.8 is asked for"
    return [
        Result("on one thread", median(alone), "s", size),
        Result(f"on {threads} threads", median(together), "s"),
        Result(f"{threads} threads against one", median(ratios), "times", processors),
    ]


if __name__ == "__main__":
    run_as_script(__doc__, measure, threads=2, markets=40, repeats=3)
