"""The model's numbers change only on purpose, with a model version and a word in the changelog."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from golden_numbers import (
    COMMAND,
    changed_numbers,
    file_of,
    golden_numbers,
    golden_text,
    scenarios,
)

from sim.version import MODEL_CHANGES, MODEL_VERSION

ROOT = Path(__file__).parents[2]
HINT = (
    "if they are meant to, add a model version to MODEL_CHANGES in sim/version.py, the same "
    f'sentence under "Numbers" in CHANGELOG.md, and run `{COMMAND}`'
)


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    path = file_of(MODEL_VERSION)
    if not path.exists():
        pytest.fail(f"{path.name} is missing; run `{COMMAND}` once")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", scenarios())
def test_numbers_of_a_scenario_are_the_golden_ones(name: str, kept: dict[str, Any]) -> None:
    assert name in kept["numbers"], f"no golden numbers of {name} yet; run `{COMMAND}`"
    changed = changed_numbers({name: kept["numbers"][name]}, golden_numbers((name,)))
    assert changed == [], f"numbers of {name} differ from model version {MODEL_VERSION}; {HINT}"


def test_golden_file_is_that_of_its_model_version(kept: dict[str, Any]) -> None:
    assert kept["model_version"] == MODEL_VERSION


def test_golden_file_is_written_as_it_was_read(kept: dict[str, Any]) -> None:
    assert json.loads(golden_text(kept["numbers"]))["numbers"] == kept["numbers"]


def test_model_versions_count_up() -> None:
    assert list(MODEL_CHANGES) == [str(number + 1) for number in range(len(MODEL_CHANGES))]


def test_every_model_version_is_named_under_numbers_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    numbers = " ".join(re.findall(r"^### Numbers$(.*?)(?=^##|\Z)", changelog, re.M | re.S))
    said = " ".join(numbers.split())
    missing = [
        version
        for version, reason in MODEL_CHANGES.items()
        if f"**Model version {version}**: {reason}." not in said
    ]
    assert missing == [], "say the sentences of MODEL_CHANGES under Numbers in CHANGELOG.md"


def test_changelog_names_no_model_version_that_does_not_exist() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    named = re.findall(r"\*\*Model version (\w+)\*\*", changelog)
    assert sorted(named, key=int) == list(MODEL_CHANGES)


def committed(path: Path) -> list[dict[str, Any]]:
    """Return the contents that a file has had in the commits up to now."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("needs git and a clone of the repository")
    name = path.relative_to(ROOT).as_posix()

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout

    commits = git("log", "--format=%H", "--diff-filter=AM", "--", name).split()
    return [json.loads(git("show", f"{commit}:{name}")) for commit in commits]


def test_golden_numbers_of_a_model_version_were_never_changed(kept: dict[str, Any]) -> None:
    """Whoever writes other numbers over a committed file has to raise the model version."""
    for before in committed(file_of(MODEL_VERSION)):
        changed = changed_numbers(before["numbers"], kept["numbers"])
        assert changed == [], f"golden numbers of model version {MODEL_VERSION} changed; {HINT}"


def test_another_number_is_a_change_and_an_added_one_is_not() -> None:
    old = {"default": {"aligned": {"npv": [1.0, 2.0]}}}
    assert changed_numbers(old, {"default": {"aligned": {"npv": [1.0, 2.0], "new": [1.0]}}}) == []
    assert changed_numbers(old, {"default": {"aligned": {"npv": [1.0, 2.1]}}}) == [
        "default, aligned: npv"
    ]
