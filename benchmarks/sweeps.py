"""Measure what sweeping costs beside the model itself, and show that kills change nothing.

``python benchmarks/sweeps.py overhead`` compares the throughput of a sweep of small runs with that
of the bare rules in a loop, on one thread each. ``memory`` runs a study of 100 000 runs on a
stand-in for the model (what is measured is the machinery of sweeping, which does not know the
model) and prints the peak memory of the process. ``kills`` runs 200 cells x 2 arms x 20 seeds of
markets of 20 firms once without a break and once with three SIGKILLs at random moments, and
compares all data files byte for byte. Times on a shared machine are rough; compare ratios.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

OVERHEAD = """\
scenario = "default"
arms = ["aligned", "misaligned"]
[set]
firms.count = 20
run.months = {months}
[design]
kind = "latin_hypercube"
size = 20
[factors]
market.turbulence = {{ low = 0, high = 2 }}
biases.managers.hype = {{}}
[replication]
pairs = {pairs}
"""

MEMORY = OVERHEAD.replace("size = 20", "size = 500").replace("firms.count = 20", "firms.count = 5")

KILLS = """\
scenario = "default"
arms = ["aligned", "misaligned"]
series = ["cumulative_npv"]
[set]
firms.count = 20
run.months = {months}
[design]
kind = "latin_hypercube"
size = {cells}
[factors]
market.turbulence = {{ low = 0, high = 2 }}
biases.managers.hype = {{}}
[replication]
pairs = 20
"""


def write(folder: Path, text: str) -> Path:
    """Write a study file."""
    path = folder / "study.toml"
    path.write_text(text, encoding="utf-8")
    return path


def overhead(pairs: int, months: int, rounds: int) -> None:
    """Compare the bare rules in a loop with a sweep of the same runs, turn by turn."""
    from experiments.studies import load_study
    from experiments.sweeping import sweep
    from sim.simulation import advance, firm_outcomes, fork, prepare

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study = load_study(write(folder, OVERHEAD.format(pairs=pairs, months=months)))
        arms_of_cells = [study.recipe.build(values) for values in study.all_values()]

        def bare() -> float:
            start = time.process_time()
            for pair in range(pairs):
                for arms in arms_of_cells:
                    scenario = arms[0].scenario
                    world = prepare(scenario, scenario.run.seed + pair)
                    for arm in arms:
                        treated = fork(world, scenario, arm.policy, scenario.comparison.treated)
                        advance(treated, scenario.run.months)
                        firm_outcomes(treated)
            return time.process_time() - start

        def swept(number: int) -> float:
            start = time.process_time()
            sweep(study, folder / f"out-{number}", threads=1)
            return time.process_time() - start

        bare()
        swept(-1)
        ratios = []
        for number in range(rounds):
            loop, whole = bare(), swept(number)
            ratios.append(loop / whole)
            runs = 2 * pairs * study.cells
            print(
                f"{runs} runs: bare loop {runs / loop:7.1f} per CPU second, sweep "
                f"{runs / whole:7.1f}, ratio {loop / whole:.2f}",
                flush=True,
            )
        print(
            f"throughput of a sweep against the bare loop: {sorted(ratios)[len(ratios) // 2]:.0%}"
        )


def memory(pairs: int) -> None:
    """Run 100 000 runs on a stand-in and print the peak memory of this process."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "experiments"))
    from fake_model import FAKE_MODEL

    from experiments.studies import load_study
    from experiments.sweeping import blocks, sweep

    kept: dict[tuple[int, int], Any] = {}

    def outcomes(world: Any) -> Any:
        key = (world.seed, hash(world.arm))
        if key not in kept:
            kept[key] = FAKE_MODEL.firm_outcomes(world)
        return kept[key]

    model = replace(FAKE_MODEL, firm_outcomes=outcomes)
    blocks.simulator = lambda: model
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study = load_study(write(folder, MEMORY.format(pairs=pairs, months=1)))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.perf_counter()
        sweep(study, folder / "out", threads=2)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        runs = 2 * pairs * study.cells
        print(f"{runs} runs in {seconds:.0f} s: {before:.0f} MB before, {peak:.0f} MB at the peak")


def digests(folder: Path) -> dict[str, str]:
    """Return a hash of each data file; the manifest tells of time and machine."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("manifest.json", ".lock")
    }


def written(folder: Path) -> set[str]:
    """Return the names of parts and pieces that are there."""
    return {path.name for kind in ("pending", "runs") for path in (folder / kind).glob("*")}


def kills(cells: int, months: int) -> None:
    """Kill a study three times at random moments and compare it with one that was left alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = write(folder, KILLS.format(cells=cells, months=months))
        command = [sys.executable, "-m", "experiments.command_line", "sweep", str(file), "--quiet"]

        def run(out: str) -> subprocess.Popen[bytes]:
            return subprocess.Popen([*command, "--out", str(folder / out)])

        start = time.perf_counter()
        assert run("straight").wait() == 0
        whole = time.perf_counter() - start
        print(f"without a break: {whole:.0f} s", flush=True)
        for _ in range(3):
            before = written(folder / "killed")
            process = run("killed")
            while written(folder / "killed") == before:  # loading the rules is no moment to kill
                time.sleep(0.05)
            time.sleep(random.uniform(0.0, 0.2) * whole)
            process.kill()
            process.wait()
            pieces = len(list((folder / "killed" / "pending").glob("*")))
            parts = len(list((folder / "killed" / "runs").glob("*")))
            print(f"killed with {parts} parts and {pieces} pieces", flush=True)
        assert run("killed").wait() == 0
        same = digests(folder / "straight") == digests(folder / "killed")
        print(
            f"{len(digests(folder / 'straight'))} data files: {'same' if same else 'OTHER'} bytes"
        )
        sys.exit(0 if same else 1)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["overhead", "memory", "kills"])
    parser.add_argument("--pairs", type=int)
    parser.add_argument("--cells", type=int, default=200)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    if arguments.what == "overhead":
        overhead(arguments.pairs or 4, arguments.months, arguments.rounds)
    elif arguments.what == "memory":
        memory(arguments.pairs or 100)
    else:
        kills(arguments.cells, arguments.months)


if __name__ == "__main__":
    main()
