from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from experiments.command_line.application import invoke

FAKE_MODEL_FILE = Path(__file__).parent.parent / "experiments" / "fake_model.py"


class Result(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def load_fake_model() -> ModuleType:
    if "fake_model" not in sys.modules:
        spec = importlib.util.spec_from_file_location("fake_model", FAKE_MODEL_FILE)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["fake_model"] = module
        spec.loader.exec_module(module)
    return sys.modules["fake_model"]


@pytest.fixture(autouse=True)
def fake_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run everything on a model of a few lines, in an empty folder."""
    monkeypatch.setattr("experiments.comparison.simulator", lambda: load_fake_model().FAKE_MODEL)
    monkeypatch.setattr(
        "experiments.sweeping.blocks.simulator", lambda: load_fake_model().FAKE_MODEL
    )
    monkeypatch.setattr("experiments.single_run.simulator", lambda: load_fake_model().FAKE_MODEL)
    monkeypatch.setattr("experiments.reproducing.simulator", lambda: load_fake_model().FAKE_MODEL)
    monkeypatch.setattr("sim.compilation.compilation_needed", lambda: False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def smbsim(capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run a command as in a pipe and return its exit code and what it printed."""

    def run(*arguments: str) -> Result:
        capfd.readouterr()
        code = invoke(arguments)
        captured = capfd.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def forbid_running(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make any attempt to run a market an error."""

    def refuse(*_: object) -> None:
        raise AssertionError("a market was run although the command must be refused before")

    monkeypatch.setattr("experiments.comparison.run_pairs", refuse)
    monkeypatch.setattr("experiments.single_run.simulator", refuse)
