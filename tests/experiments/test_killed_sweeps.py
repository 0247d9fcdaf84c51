"""A study that is killed without warning goes on to the same bytes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_study import STUDY, data_files

ROOT = Path(__file__).parents[2]

# The command line as it is, on the model of a few lines, each run of which takes a moment.
SLOWED = f"""
import sys, time
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests" / "experiments")!r}]
from dataclasses import replace
from fake_model import FAKE_MODEL, advance
import sim.compilation
import experiments.sweeping.blocks as blocks
import experiments.sweeping.running as running
from experiments.command_line.application import invoke
def slowly(world, months):
    time.sleep(0.01)
    advance(world, months)
blocks.simulator = lambda: replace(FAKE_MODEL, advance=slowly)
sim.compilation.compilation_needed = lambda: False
running._PART_UNITS = 10
running._TASK_SECONDS = 0.05
sys.exit(invoke(sys.argv[1:]))
"""


def smbsim(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SLOWED, *arguments],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )  # fmt: skip


def wait_for_some(folder: Path, process: subprocess.Popen[str], count: int) -> None:
    """Wait until so many pieces or parts are there."""
    while process.poll() is None:
        there = [*folder.glob("out/pending/*.arrow"), *folder.glob("out/runs/*.parquet")]
        if len(there) >= count:
            return
        time.sleep(0.005)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(STUDY.replace("pairs = 6", "pairs = 12"))
    return tmp_path


def test_a_study_killed_at_three_random_moments_ends_in_the_same_bytes(folder: Path) -> None:
    straight = smbsim(folder, "sweep", "small.toml", "--out", "straight", "--quiet")
    _, messages = straight.communicate(timeout=300)
    assert straight.returncode == 0, messages
    moments = random.Random(20_190_401)
    for number in range(3):
        process = smbsim(folder, "sweep", "small.toml", "--out", "out")
        wait_for_some(folder, process, 1 + 2 * number)
        time.sleep(moments.uniform(0.0, 0.1))
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    last = smbsim(folder, "sweep", "small.toml", "--out", "out")
    _, messages = last.communicate(timeout=300)
    assert last.returncode == 0, messages
    assert data_files(folder / "out") == data_files(folder / "straight")


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_cleanly_and_says_how_to_go_on(
    folder: Path, wish: signal.Signals
) -> None:
    process = smbsim(folder, "sweep", "small.toml", "--out", "out")
    wait_for_some(folder, process, 2)
    process.send_signal(wish)
    output, messages = process.communicate(timeout=60)
    assert process.returncode == 130
    assert output == ""
    assert "of 72 pairs are done and kept. To go on: smbsim sweep small.toml --out out" in messages
    assert "Traceback" not in messages
