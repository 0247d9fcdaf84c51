from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario_files import ScenarioError, load_scenario


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write a scenario file into an empty folder, which becomes the current one."""
    monkeypatch.chdir(tmp_path)

    def write_file(content: str | bytes, name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def complaints(write: Callable[..., Path]) -> Callable[..., list[str]]:
    """Load a file's text and return the sentences with which it is refused."""

    def refuse(content: str | bytes, *overrides: str) -> list[str]:
        with pytest.raises(ScenarioError) as caught:
            load_scenario(write(content), overrides)
        return [str(problem) for problem in caught.value.problems]

    return refuse
