"""Each dependency has a reason, and each is pinned for installing again."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)
REASON = re.compile(r"^- (\*\*.+?\*\*): ", re.MULTILINE)
NAME = re.compile(r"\*\*([\w-]+)\*\*")
EXTRAS = ("calibration", "dask", "test", "docs", "dev")
LOCKS = {"requirements.lock": ("calibration", "dask", "test"), "requirements-dev.lock": EXTRAS}
RELEASE_LOCK = "requirements-release.lock"
ALL_LOCKS = (*LOCKS, RELEASE_LOCK)


def required(*extras: str) -> dict[str, Requirement]:
    """Return what pyproject.toml asks for, by name, without the project itself."""
    project = declared()["project"]
    lines = list(project["dependencies"])
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return {name: item for name, item in by_name(lines).items() if name != project["name"]}


def declared() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def by_name(lines: list[str]) -> dict[str, Requirement]:
    """Return requirements by their name."""
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}


def required_in(lock: str) -> dict[str, Requirement]:
    """Return what a lock has to pin."""
    if lock == RELEASE_LOCK:
        return by_name(declared()["dependency-groups"]["release"])
    return required(*LOCKS[lock])


def pins(lock: str) -> dict[str, set[str]]:
    """Return the versions that a lock pins for each name; there may be one for each system."""
    found: dict[str, set[str]] = {}
    for name, version in PINNED.findall((ROOT / lock).read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def test_every_dependency_has_its_reason_and_every_reason_a_dependency() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    listed = [name for names in REASON.findall(text) for name in NAME.findall(names)]
    reasons = [canonicalize_name(name) for name in listed]
    assert sorted(reasons) == sorted({**required(*EXTRAS), **required_in(RELEASE_LOCK)})


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_lock_pins_every_dependency_within_its_bounds(lock: str) -> None:
    found = pins(lock)
    for name, requirement in required_in(lock).items():
        assert found.get(name), f"{lock} does not pin {name}; CONTRIBUTING.md says how to lock"
        assert all(requirement.specifier.contains(version) for version in found[name]), name


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\w)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_small_lock_agrees_with_the_large_one() -> None:
    small, large = (pins(lock) for lock in LOCKS)
    assert all(versions <= large.get(name, set()) for name, versions in small.items())


def test_lock_for_releases_pins_what_it_shares_as_the_others_do() -> None:
    release, tools = pins(RELEASE_LOCK), pins("requirements-dev.lock")
    shared = set(release) & set(tools)
    assert "jsonschema" in shared
    assert {name: release[name] for name in shared} == {name: tools[name] for name in shared}


@pytest.mark.parametrize("lock", LOCKS)
def test_nothing_that_slows_the_drawing_of_charts_is_installed_with_us(lock: str) -> None:
    """With this checker of formats, `jsonschema`, and so Altair, takes two seconds to import."""
    assert "rfc3987-syntax" in pins(RELEASE_LOCK)
    assert "rfc3987-syntax" not in pins(lock)
