"""A study that is killed without warning goes on to the same bytes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_study import STUDY, data_files

ROOT = Path(__file__).parents[2]
PAIRS = 12  # their seeds are 1 to 12

# The command line as it is, on the model of a few lines, each run of which takes a moment. Where
# `ENDLESS` is set, runs of the last pair wait until the study is asked to stop: however slow the
# machine, it cannot be over before.
SLOWED = f"""
import os, sys, threading, time
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests" / "experiments")!r}]
from dataclasses import replace
from fake_model import FAKE_MODEL, advance
import sim.compilation
import experiments.sweeping.blocks as blocks
import experiments.sweeping.running as running
from experiments.command_line.application import invoke
wind_up = running._wind_up
stopping = threading.Event()
def slowly(world, months):
    time.sleep(0.01)
    if os.environ.get("ENDLESS") and world.seed == {PAIRS}:
        stopping.wait()
    advance(world, months)
def stop(work):
    stopping.set()
    wind_up(work)
running._wind_up = stop
blocks.simulator = lambda: replace(FAKE_MODEL, advance=slowly)
sim.compilation.compilation_needed = lambda: False
running._PART_UNITS = 10
running._TASK_SECONDS = 0.05
sys.exit(invoke(sys.argv[1:]))
"""


@contextmanager
def smbsim(folder: Path, *arguments: str, endless: bool = False) -> Iterator[subprocess.Popen[str]]:
    """Run a command in a process that is gone at the end, whatever a test finds."""
    with subprocess.Popen(
        [sys.executable, "-c", SLOWED, *arguments],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONWARNINGS": "error", "ENDLESS": "1" if endless else ""},
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def sweep_to_its_end(folder: Path, out: str) -> None:
    with smbsim(folder, "sweep", "small.toml", "--out", out, "--quiet") as process:
        _, messages = process.communicate(timeout=300)
    assert process.returncode == 0, messages


def wait_for_some(folder: Path, process: subprocess.Popen[str], count: int) -> None:
    """Wait until so many pieces or parts are there."""
    while process.poll() is None:
        there = [*folder.glob("out/pending/*.arrow"), *folder.glob("out/runs/*.parquet")]
        if len(there) >= count:
            return
        time.sleep(0.005)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(STUDY.replace("pairs = 6", f"pairs = {PAIRS}"))
    return tmp_path


def test_a_study_killed_at_three_random_moments_ends_in_the_same_bytes(folder: Path) -> None:
    sweep_to_its_end(folder, "straight")
    moments = random.Random(20_190_401)
    for number in range(3):
        with smbsim(folder, "sweep", "small.toml", "--out", "out", endless=True) as process:
            wait_for_some(folder, process, 1 + 2 * number)
            time.sleep(moments.uniform(0.0, 0.1))
            process.kill()
            _, messages = process.communicate(timeout=300)
        assert process.returncode == -signal.SIGKILL, messages
    sweep_to_its_end(folder, "out")
    assert data_files(folder / "out") == data_files(folder / "straight")


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_cleanly_and_says_how_to_go_on(
    folder: Path, wish: signal.Signals
) -> None:
    with smbsim(folder, "sweep", "small.toml", "--out", "out", endless=True) as process:
        wait_for_some(folder, process, 2)
        process.send_signal(wish)
        output, messages = process.communicate(timeout=300)
    assert process.returncode == 130
    assert output == ""
    assert "of 72 pairs are done and kept. To go on: smbsim sweep small.toml --out out" in messages
    assert "Traceback" not in messages
