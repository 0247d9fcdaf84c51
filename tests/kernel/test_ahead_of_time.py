"""Compiling before the first run: for the right types, and without leaving a process behind."""

from __future__ import annotations

import subprocess
from typing import Any

import numba
import pytest

from sim import ahead_of_time, month
from sim.parameters import Scenario
from sim.world import build_world


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Second processes that were begun; each would go on until it is ended."""
    processes: list[subprocess.Popen[bytes]] = []
    original = subprocess.Popen

    def begin(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        forever = [command[0], "-c", "import sys; sys.stdin.read()"]
        processes.append(original(forever, **{**options, "stdin": subprocess.PIPE}))
        return processes[-1]

    monkeypatch.setattr(ahead_of_time, "compilation_needed", lambda: True)
    monkeypatch.setattr(ahead_of_time.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(ahead_of_time.subprocess, "Popen", begin)
    return processes


def test_what_is_compiled_ahead_is_what_a_run_calls(small_scenario: Scenario) -> None:
    real, empty = build_world(small_scenario, 1), ahead_of_time._empty_world()
    assert numba.typeof(empty) == numba.typeof(real)


def test_an_interruption_ends_the_second_process(
    begun: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ahead_of_time, "_compile", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ahead_of_time.compile_ahead()
    (process,) = begun
    assert process.poll() is not None
    assert process.stdin is not None
    process.stdin.close()


def test_all_that_a_month_calls_is_compiled_ahead(
    begun: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = []

    def note(rule: Any, *_: object) -> None:
        compiled.append(rule.__name__)
        if rule is ahead_of_time.OVER_BLOCKS_OF_FIRMS[-1]:  # the last one before waiting
            begun[0].stdin.close()  # type: ignore[union-attr]

    monkeypatch.setattr(ahead_of_time, "_compile", note)
    ahead_of_time.compile_ahead()
    assert compiled[0] == "found_entities"
    assert compiled[-1] == "run_months"
    beside = {rule.__name__ for rule in ahead_of_time.COMPILED_BESIDE}
    assert set(compiled[1:-1]) | beside == called_in_a_month()


def called_in_a_month() -> set[str]:
    """Names of the rules of ``sim.month`` that running a month calls."""
    code = getattr(month.run_months, "py_func", month.run_months).__code__
    return {name for name in code.co_names if callable(getattr(month, name, None))}


def test_one_processor_compiles_when_it_runs(
    begun: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead_of_time.os, "cpu_count", lambda: 1)
    ahead_of_time.compile_ahead()
    assert not begun
