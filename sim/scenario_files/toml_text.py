"""Reading one TOML file: its values, the line of each key, and clear words when it is not TOML."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from sim.scenario_files.key_lines import KeyLines, key_lines
from sim.scenario_files.problems import Problem, ScenarioError, spell

__all__ = ["LARGEST_FILE", "TomlFile", "parse_toml", "read_toml"]

LARGEST_FILE = 1_000_000
"""Largest size of a scenario file, in bytes."""

_DEEPEST = 32
_POSITION = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_LONGEST_REASON = 1_000


class TomlFile(NamedTuple):
    """The values of one file and the line of each key."""

    name: str
    values: dict[str, Any]
    lines: KeyLines


def read_toml(path: Path, name: str) -> TomlFile:
    """Read a TOML file.

    Parameters
    ----------
    path
        The file.
    name
        The file as the user knows it, for messages.

    Raises
    ------
    ScenarioError
        When the file cannot be read, is too large, is not UTF-8, or is not TOML.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise ScenarioError([Problem(name, "there is no such file")]) from None
    except IsADirectoryError:
        raise ScenarioError([Problem(name, "this is a folder, not a scenario file")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([Problem(name, f"the file cannot be read: {reason}")]) from None
    return parse_toml(data, name)


def parse_toml(data: bytes, name: str) -> TomlFile:
    """Parse the bytes of a TOML file; see :func:`read_toml`."""
    if len(data) > LARGEST_FILE:
        raise ScenarioError([Problem(name, "the file is larger than 1 MB; a scenario is not")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "the text is not UTF-8; save the file as UTF-8"
        raise ScenarioError([Problem(name, message, line)]) from None
    text = text.replace("\r\n", "\n")
    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise ScenarioError([Problem(name, "lists or tables are nested too deeply")]) from None
    except ValueError as error:
        raise ScenarioError([_syntax_problem(name, text, str(error))]) from None
    if _depth_exceeds(values, _DEEPEST):
        raise ScenarioError([Problem(name, "lists or tables are nested too deeply")])
    return TomlFile(name, values, key_lines(text))


def _depth_exceeds(value: object, limit: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    if limit == 0:
        return True
    items = value.values() if isinstance(value, dict) else value
    return any(_depth_exceeds(item, limit - 1) for item in items)


def _syntax_problem(name: str, text: str, error: str) -> Problem:
    """Turn a message of the parser into a sentence with a line and, where possible, advice."""
    lines = text.split("\n")
    position = _POSITION.search(error[-_LONGEST_REASON:])
    line = None
    if position is not None:
        last = next((n for n in range(len(lines), 0, -1) if lines[n - 1].strip()), 1)
        line = int(position.group(1) or last)
    content = lines[line - 1] if line is not None and line <= len(lines) else ""
    reason = error.removesuffix(position.group() if position else "")[:_LONGEST_REASON]
    repeated = _repeated_key(reason, content)
    if repeated is not None:
        return Problem(name, f"{repeated} is given twice", line, repeated)
    if "4300 digits" in reason:
        return Problem(name, "a number has thousands of digits")
    reason = reason[:1].lower() + reason[1:]
    return Problem(name, f"this is not valid TOML: {reason}{_advice(content)}", line)


def _repeated_key(reason: str, content: str) -> str | None:
    declared = re.match(r"Cannot (?:declare|mutate.*?) \((.*?),?\) twice", reason)
    if declared is not None:
        return "[" + declared.group(1).replace("'", "").replace(", ", ".") + "]"
    in_table = re.match(r"Duplicate inline table key (.*)", reason)
    if in_table is not None:
        return in_table.group(1).strip("'\"")
    pair = _key_and_value(content)
    if reason.startswith("Cannot overwrite a value") and pair is not None:
        return pair[0]
    return None


def _key_and_value(content: str) -> tuple[str, str] | None:
    """Return both sides of a line ``key = value  # remark``; None where it is no such line."""
    left, sign, right = content.partition("=")
    key = left.strip()
    if not sign or not key or "[" in key or "#" in key:
        return None
    return key, right.partition("#")[0].strip()


def _advice(content: str) -> str:
    """Guess what a person meant by a line that is not TOML."""
    if any(quote in content for quote in "\u201c\u201d\u2018\u2019"):
        return '; use straight quotes: "'
    if content.count('"') % 2 == 1:
        return '; a text that begins with " has to end with it on the same line'
    pair = _key_and_value(content)
    if pair is None:
        return ""
    key, value = pair
    if value in ("True", "False"):
        return f"; write {value.lower()}"
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+", value):
        return f"; write {value.replace(',', '')} without commas; decimals take a point"
    if re.fullmatch(r"[-+]?\d+,\d+", value):
        return f"; write {value.replace(',', '.')} with a point"
    percent = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", value)
    if percent is not None:
        return f"; write a share: {float(percent.group(1)) / 100:g}"
    if re.fullmatch(r"[-+]?\.\d+", value):
        return f"; write {value.replace('.', '0.')}"
    if re.fullmatch(r"[^\W\d][\w .-]*", value):
        return f"; text needs quotes: {key} = {spell(value)}"
    if value == "":
        return f"; {key} has no value"
    return ""
