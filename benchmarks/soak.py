"""Whether memory stays flat while sweeps and classroom sessions go on and on.

``python benchmarks/soak.py [--minutes 60] [--json]``. One process sweeps a small study into a
fresh folder, opens its results, and answers visitors of the classroom's page over the network
(other settings and other luck each round, recordings, a replay and a stream of futures), round
after round. Resident memory and open files are read after each. The slope is that of a line
through the last four fifths of the rounds; the first fifth fills caches.
"""

from __future__ import annotations

import json
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
from benchmark_output import Result, run_as_script
from classroom_page import served
from scipy.stats import linregress

from experiments import open_results, sweep
from experiments.classroom.settings import Setting
from experiments.studies import load_study

LEAST_ROUNDS = 5
CASES = ("default", "shop", "crm")
STUDY = """\
scenario = "default"
arms = ["aligned", "misaligned"]
[set]
firms.count = 20
run.months = 12
run.warmup = 6
run.seed = {seed}
[design]
kind = "latin_hypercube"
size = 6
[factors]
market.turbulence = {{ low = 0, high = 2 }}
[replication]
pairs = 2
"""


def measure(minutes: int = 60) -> list[Result]:
    """Go on for some minutes, five rounds at least, and fit a line to memory."""
    process = psutil.Process()
    hours: list[float] = []
    memory: list[float] = []
    start = time.perf_counter()
    with served(Setting(seed=1)) as address:
        while len(memory) < LEAST_ROUNDS or time.perf_counter() - start < 60 * minutes:
            one_round(address, len(memory))
            hours.append((time.perf_counter() - start) / 3600)
            memory.append(process.memory_info().rss / 2**20)
        files = process.num_fds() if hasattr(process, "num_fds") else 0
    settled = len(memory) // 5
    line = linregress(hours[settled:], memory[settled:])
    width = 1.96 * line.stderr
    remark = f"95 % interval {line.slope - width:,.1f} to {line.slope + width:,.1f}"
    return [
        Result("rounds of a sweep and a class", len(memory), ""),
        Result("time", hours[-1] * 60, "minutes"),
        Result("memory when caches were full", memory[settled], "MB"),
        Result("memory at the end", memory[-1], "MB"),
        Result("most memory", max(memory), "MB"),
        Result("slope", line.slope, "MB/hour", remark),
        Result("slope", line.slope * (hours[-1] / len(hours)) * 1024, "KB/round"),
        Result("open files at the end", files, ""),
    ]


def one_round(address: str, number: int) -> None:
    """Sweep a study of its own, and let a class of three visit the page."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "study.toml"
        file.write_text(STUDY.format(seed=1 + number), encoding="utf-8")
        sweep(load_study(file), Path(name) / "out", threads=2)
        open_results(Path(name) / "out").summary()
    for case in CASES:
        setting = {"case": case, "seed": 1 + number}
        ask(address + "api/recording", setting)
    ask(address + "api/replay", {"setting": setting, "kept": {"month": number % 60}})
    ask(address + "api/worlds", setting)


def ask(url: str, content: object) -> int:
    """Send a request as the page does, and return how many bytes came back."""
    request = urllib.request.Request(url, data=json.dumps(content).encode())
    with urllib.request.urlopen(request, timeout=600) as answer:
        return len(answer.read())


if __name__ == "__main__":
    run_as_script(__doc__, measure, minutes=60)
