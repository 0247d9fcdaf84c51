"""No file of the repository knows the machine it was written on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Written so that no expression finds itself.
REGISTRY = re.compile(r"pypi[.]org|python[h]osted[.]org|index-url[ =]+\w|/simp[l]e/")
MACHINE_PATH = re.compile(
    r"(?<![\w.~<>/])/(?:home|Users|root|work|mnt|workspace)/\w|[A-Z]:\\Users\\|[.]py[e]nv/"
)
INDEX_VARIABLES = (
    "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL",
    "UV_EXTRA_INDEX_URL",
)  # fmt: skip


def tracked_files() -> list[Path]:
    """Return the files that git tracks, or skip where the sources are no clone."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("needs git and a clone of the repository")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file()]


def places(pattern: re.Pattern[str]) -> list[str]:
    """Return file, line number and finding for all text that a pattern matches."""
    found = []
    for path in tracked_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, start=1):
            if match := pattern.search(line):
                name = path.relative_to(ROOT).as_posix()
                found.append(f"{name}, line {number}: {match[0]}")
    return found


def hosts_of_this_machine() -> set[str]:
    """Return the hosts of the package registries that pip and uv are set to use here."""
    settings = [os.environ.get(name, "") for name in INDEX_VARIABLES]
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    text = " ".join([*settings, listed.stdout])
    return set(re.findall(r"https?://(?:[^/@\s']*@)?([^/\s']+)", text))


def test_no_tracked_file_names_a_package_registry() -> None:
    assert places(REGISTRY) == []


def test_no_tracked_file_names_the_registry_in_use_here() -> None:
    named = [
        place for host in hosts_of_this_machine() for place in places(re.compile(re.escape(host)))
    ]
    assert named == []


def test_no_tracked_file_names_a_path_of_somebodys_machine() -> None:
    assert places(MACHINE_PATH) == []


@pytest.mark.parametrize(
    "text", ["/ho" + "me/ann/sim", "/Us" + "ers/ann/sim", "C:" + r"\Users\ann", "~/.py" + "env/bin"]
)
def test_a_path_of_a_machine_is_recognised(text: str) -> None:
    assert MACHINE_PATH.search(f"open('{text}')")


@pytest.mark.parametrize("text", ["docs/work/plan", "EUR/month", "results/default", "tests/root/a"])
def test_a_path_within_the_repository_is_allowed(text: str) -> None:
    assert not MACHINE_PATH.search(text)
