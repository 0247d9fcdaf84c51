from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fake_model import FAKE_MODEL


@pytest.fixture(autouse=True)
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run everything on a model of a few lines."""
    monkeypatch.setattr("experiments.comparison.simulator", lambda: FAKE_MODEL)
    monkeypatch.setattr("experiments.sweeping.blocks.simulator", lambda: FAKE_MODEL)
    monkeypatch.setattr("experiments.single_run.simulator", lambda: FAKE_MODEL)
    monkeypatch.setattr("experiments.reproducing.simulator", lambda: FAKE_MODEL)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write many small parts, in many small tasks, however few runs there are."""
    monkeypatch.setattr("experiments.sweeping.running._PART_UNITS", 8)
    monkeypatch.setattr("experiments.sweeping.running._MOST_UNITS_OF_A_TASK", 2)
