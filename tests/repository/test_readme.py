"""What README and docs tell a reader to type works when typed."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.scenario_files import shipped_scenarios

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCUMENTS = (README, *sorted((ROOT / "docs").rglob("*.md")))
COMMANDS = (
    "run", "compare", "moved", "plan", "sweep", "report", "attribute", "explain", "diff", "check",
    "params", "schema", "new", "reproduce", "doctor", "classroom", "calibrate", "validate",
    "robustness",
)  # fmt: skip

FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"^(?:\.venv/bin/|uv run )?smbsim (.*)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")

# A reader waits for these; a test need not. The last of an option given twice counts.
SMALL = {
    "compare": ["--firms", "10", "--months", "12", "--pairs", "2"],
    "attribute": ["--firms", "10", "--months", "12"],
}


class Document(NamedTuple):
    """The commands and the Python examples of one file, in the order of the text."""

    path: Path
    commands: list[list[str]]
    examples: list[str]


def read(path: Path) -> Document:
    """Collect what the fenced blocks of a file tell a reader to type."""
    commands: list[list[str]] = []
    examples: list[str] = []
    for language, block in FENCED.findall(path.read_text(encoding="utf-8")):
        text = block.replace("\\\n", " ")
        if language == "console":  # what is typed stands behind a prompt; the rest is output
            text = "\n".join(line[2:] for line in text.splitlines() if line.startswith("$ "))
        if language in ("bash", "console"):
            commands += [shlex.split(line, comments=True) for line in TYPED.findall(text)]
        if language == "python":
            examples.append(block)
    return Document(path, commands, examples)


def name_of(document: Document) -> str:
    return document.path.relative_to(ROOT).as_posix()


READ = [read(path) for path in DOCUMENTS]


def python(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    places = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "docking")])
    environment = {**os.environ, "PYTHONPATH": places, "PYTHONWARNINGS": "error"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def assert_opens_and_stops(typed: list[str], folder: Path) -> None:
    """Start a server, read where it is open, and stop it as Ctrl-C does."""
    command = [sys.executable, "-m", "experiments.command_line", *typed, "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, "--no-browser"], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            assert "is open at http://127.0.0.1:" in server.stdout.readline()
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=300)
        finally:
            server.kill()
    assert server.returncode == 130


@pytest.mark.parametrize("document", [read for read in READ if read.commands], ids=name_of)
def test_documented_commands_succeed_in_an_empty_folder(document: Document, tmp_path: Path) -> None:
    for typed in document.commands:
        if typed[0] == "classroom":
            assert_opens_and_stops(typed, tmp_path)
            continue
        arguments = [*typed, *SMALL.get(typed[0], ())]
        result = python(["-m", "experiments.command_line", *arguments], tmp_path)
        assert result.returncode == 0, f"smbsim {shlex.join(typed)}\n{result.stderr}"


@pytest.mark.parametrize("document", [read for read in READ if read.examples], ids=name_of)
def test_documented_python_runs_without_a_warning(document: Document, tmp_path: Path) -> None:
    for example in document.examples:
        result = python(["-c", example], tmp_path)
        assert result.returncode == 0, f"{example}\n{result.stderr}"


def test_readme_shows_every_command_and_the_library() -> None:
    readme = read(README)
    assert {typed[0] for typed in readme.commands} == set(COMMANDS)
    assert readme.examples


@pytest.mark.parametrize(
    "ending", ["smbsim compare --out results/default", ".venv/bin/pytest -n auto"]
)
def test_quick_start_is_one_line_each(ending: str) -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    start = "python3 -m venv .venv && .venv/bin/pip install "
    assert [line for line in lines if line.startswith(start) and line.endswith(ending)]


def test_readme_names_every_scenario_that_ships() -> None:
    text = README.read_text(encoding="utf-8")
    missing = [name for name in shipped_scenarios() if f"`{name}`" not in text]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_within_the_repository_lead_somewhere(path: Path) -> None:
    targets = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if ":" not in link]
    missing = [target for target in targets if not (path.parent / target).exists()]
    assert missing == []
