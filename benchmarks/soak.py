"""Whether memory stays flat while sweeps and classroom sessions go on and on.

``python benchmarks/soak.py [--minutes 60] [--json]``. One process sweeps a small study into a
fresh folder, opens its results, and answers visitors of the classroom's page over the network
(other settings and other luck each round, recordings, a replay and a stream of futures), round
after round. Resident memory and open files are read after each. The slope is that of a line
through the last four fifths of the rounds; the first fifth fills caches. On a busy machine the page
may give a run up for want of time, and says so; that is counted, and any other refusal ends it all.
"""

from __future__ import annotations

import json
import tempfile
import time
import urllib.error
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
GIVEN_UP = 503
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
    given_up = 0
    start = time.perf_counter()
    with served(Setting(seed=1)) as address:
        while len(memory) < LEAST_ROUNDS or time.perf_counter() - start < 60 * minutes:
            given_up += one_round(address, len(memory))
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
        Result("answers given up for want of time", given_up, ""),
    ]


def one_round(address: str, number: int) -> int:
    """Sweep a study of its own, and let a class of three visit the page.

    Returns how many answers the page gave up for want of time.
    """
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "study.toml"
        file.write_text(STUDY.format(seed=1 + number), encoding="utf-8")
        sweep(load_study(file), Path(name) / "out", threads=2)
        open_results(Path(name) / "out").summary()
    settings = [{"case": case, "seed": 1 + number} for case in CASES]
    questions: list[tuple[str, object]] = [("api/recording", setting) for setting in settings]
    replay = {"setting": settings[-1], "kept": {"month": number % 60}}
    questions += [("api/replay", replay), ("api/worlds", settings[-1])]
    return sum(not answered(address + path, content) for path, content in questions)


def answered(url: str, content: object) -> bool:
    """Send a request as the page does, and tell whether it was answered in time."""
    request = urllib.request.Request(url, data=json.dumps(content).encode())
    try:
        with urllib.request.urlopen(request, timeout=600) as answer:
            return len(answer.read()) > 0
    except urllib.error.HTTPError as error:
        if error.code != GIVEN_UP:
            raise
        return False


if __name__ == "__main__":
    run_as_script(__doc__, measure, minutes=60)
