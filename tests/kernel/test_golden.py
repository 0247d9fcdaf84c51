"""The numbers of the model change only on purpose, and not with the version of Python."""

from __future__ import annotations

import json
from typing import Any

import pytest
from make_golden import COMMAND, GOLDEN, golden_numbers, scenarios

HINT = f"if the model's numbers are meant to change, run `{COMMAND}` and say so in the changelog"


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    if not GOLDEN.exists():
        pytest.fail(f"{GOLDEN.name} is missing; run `{COMMAND}` once")
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return golden_numbers()


@pytest.mark.parametrize("name", sorted(scenarios()))
def test_outcomes_are_the_golden_ones(
    name: str, kept: dict[str, Any], found: dict[str, Any]
) -> None:
    old, new = kept.get(name, {}).get("outcomes", {}), found[name]["outcomes"]
    changed = {key: (old.get(key), new[key]) for key in new if old.get(key) != new[key]}
    if changed:
        key, (before, now) = next(iter(changed.items()))
        pytest.fail(
            f"{len(changed)} outcomes of the {name} market differ from {GOLDEN.name}, such as "
            f"{key}: {before} before, {now} now; {HINT}"
        )


@pytest.mark.parametrize("name", sorted(scenarios()))
def test_tables_are_the_golden_ones(name: str, kept: dict[str, Any], found: dict[str, Any]) -> None:
    if kept.get(name, {}).get("tables") != found[name]["tables"]:
        pytest.fail(f"the tables of the {name} market differ from {GOLDEN.name}; {HINT}")
