"""The numbers in the README's table are what its commands print."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (.+\?) \| (`smbsim .+) \| (.+) \|$", re.MULTILINE)
COMMAND = re.compile(r"`smbsim (compare[^`]*)`")
NUMBER = re.compile(r"\d[\d,.]*\d")


def stated() -> list[tuple[list[list[str]], list[str]]]:
    """Read the commands and the numbers of each row of the table."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [
        ([shlex.split(command) for command in COMMAND.findall(typed)], NUMBER.findall(answer))
        for _question, typed, answer in ROW.findall(text)
    ]


def printed(commands: list[list[str]]) -> str:
    """Return all that the commands print."""
    text = ""
    for arguments in commands:
        result = subprocess.run(
            [sys.executable, "-m", "experiments.command_line", *arguments],
            cwd=ROOT, capture_output=True, text=True, timeout=600, check=True,
        )  # fmt: skip
        text += result.stdout
    return text


def is_printed(number: str, text: str) -> bool:
    """Whether a number stands in the text, and not as part of a longer one."""
    return re.search(rf"(?<![\d,.]){re.escape(number)}(?!\d|[,.]\d)", text) is not None


def assert_stated_numbers_are_printed(commands: list[list[str]], numbers: list[str]) -> None:
    text = printed(commands)
    assert [number for number in numbers if not is_printed(number, text)] == []


def test_the_table_is_found() -> None:
    assert len(stated()) == 8
    assert all(commands and numbers for commands, numbers in stated())


def test_numbers_of_the_default_comparison_are_what_it_prints() -> None:
    rows = [row for row in stated() if row[0] == [["compare"]]]
    assert len(rows) == 3
    assert_stated_numbers_are_printed([["compare"]], [number for row in rows for number in row[1]])


@pytest.mark.study
@pytest.mark.parametrize("row", [row for row in stated() if row[0] != [["compare"]]])
def test_numbers_of_other_commands_are_what_they_print(
    row: tuple[list[list[str]], list[str]],
) -> None:
    assert_stated_numbers_are_printed(*row)
