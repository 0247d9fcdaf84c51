"""How long a user waits for the command line: help, the first run ever, every later run.

``python benchmarks/cold_start.py [--repeats 5] [--json]``. Each command is a process of its own;
the first run compiles the rules into an empty cache.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from statistics import median

from benchmark_output import Result, run_as_script

COMMAND = [sys.executable, "-m", "experiments.command_line"]
SMALL_RUN = ["run", "default", "--firms", "5", "--months", "12", "--quiet"]


def seconds(arguments: list[str], cache: str) -> float:
    """Return the time of one command."""
    start = time.perf_counter()
    subprocess.run(
        COMMAND + arguments,
        env=os.environ | {"SMBSIM_CACHE": cache},
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - start


def measure(repeats: int = 5) -> list[Result]:
    """Measure help, and a small run before and after compilation."""
    with tempfile.TemporaryDirectory() as cache:
        helps = [seconds(["--help"], cache) for _ in range(repeats)]
        first = seconds(SMALL_RUN, cache)
        later = [seconds(SMALL_RUN, cache) for _ in range(repeats)]
    return [
        Result("smbsim --help", median(helps), "s", "less than 0.5 is asked for"),
        Result("first small run, with compilation", first, "s"),
        Result("later small runs", median(later), "s"),
    ]


if __name__ == "__main__":
    run_as_script(__doc__, measure, repeats=5)
