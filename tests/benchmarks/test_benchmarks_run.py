"""Every benchmark runs, on a size that takes no time; what it measures is not tested."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
SMALL = {
    "classroom_page": ["--count", "2", "--repeats", "1"],
    "cold_start": ["--repeats", "1"],
    "default_comparison": ["--pairs", "1", "--threads", "1"],
    "employee_rule": ["--repeats", "2", "--firms", "5"],
    "growth": ["--largest", "30", "--months", "2"],
    "large_market": ["--firms", "30", "--size", "10", "--years", "1"],
    "plain_version": ["--firms", "2", "--months", "2", "--repeats", "1"],
    "small_run": ["--months", "2", "--repeats", "2"],
    "soak": ["--minutes", "0"],
    "threads": ["--threads", "2", "--markets", "2", "--repeats", "1"],
}
NOT_ALONE = {"__main__", "benchmark_output", "year_by_year"}
SWEEPS = "sweeps"  # prints sentences, not a table of figures
# These compile the model into an empty cache, which takes most of a minute.
COMPILING = {"cold_start", "default_comparison"}


def test_every_benchmark_is_tried_here() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} - NOT_ALONE == {*SMALL, SWEEPS}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.study] if name in COMPILING else []) for name in SMALL],
)
def test_a_benchmark_gives_figures(name: str) -> None:
    command = [sys.executable, str(FOLDER / f"{name}.py"), *SMALL[name], "--json"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["results"]


def test_the_cost_of_sweeping_is_measured() -> None:
    sizes = ["overhead", "--rounds", "1", "--pairs", "1", "--months", "3"]
    command = [sys.executable, str(FOLDER / f"{SWEEPS}.py"), *sizes]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr
    assert "%" in result.stdout


def test_the_rule_in_c_gives_the_bits_of_the_model() -> None:
    command = [sys.executable, str(FOLDER / "employee_rule.py"), *SMALL["employee_rule"], "--json"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    figures = {item["name"]: item for item in json.loads(result.stdout)["results"]}
    if "C compiler" in figures:
        pytest.skip(figures["C compiler"]["remark"])
    assert figures["same bits from both"]["value"] == 1.0
