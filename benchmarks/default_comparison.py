"""The main job: compilation, compute time and peak memory of the default comparison.

``python benchmarks/default_comparison.py [--pairs 50] [--threads 2] [--json]``.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time

from benchmark_output import Result, run_as_script

COMPILE = """
import time
from sim.scenario_files import load_scenario
from sim.simulation import prepare
scenario = load_scenario("default", ["firms.count=2", "run.warmup=1"]).scenario
start = time.perf_counter()
prepare(scenario, 1)
print(time.perf_counter() - start)
"""


def measure_compilation() -> list[float]:
    """Return seconds to compile the model into an empty cache folder, and to load it from there."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"SMBSIM_CACHE": folder}
        command = [sys.executable, "-c", COMPILE]
        return [
            float(
                subprocess.run(
                    command, env=environment, check=True, capture_output=True, text=True
                ).stdout
            )
            for _ in range(2)
        ]


def measure_comparison(pairs: int, threads: int) -> float:
    """Return seconds to compute the default comparison, compilation apart."""
    from experiments.comparison import compare
    from sim.scenario_files import load_scenario

    scenario = load_scenario("default").scenario
    compare(load_scenario("default", ["firms.count=10", "run.months=1"]).scenario, pairs=1)
    start = time.perf_counter()
    compare(scenario, pairs=pairs, threads=threads)
    return time.perf_counter() - start


def measure(pairs: int = 50, threads: int = 2) -> list[Result]:
    """Measure compilation, then the comparison."""
    first, loaded = measure_compilation()
    seconds = measure_comparison(pairs, threads)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    runs = f"{2 * pairs} market runs on {threads} threads"
    return [
        Result("compilation into an empty cache", first, "s"),
        Result("loading compiled rules from the cache", loaded, "s"),
        Result("default comparison", seconds, "s", f"{runs}; less than 15 is asked for"),
        Result("peak memory", peak, "MB", "less than 1,000 is asked for"),
    ]


if __name__ == "__main__":
    run_as_script(__doc__, measure, pairs=50, threads=2)
