"""Values given on the command line: ``--set market.turbulence=0.5``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

from sim.catalogue import entry_at
from sim.scenario_files.key_lines import KeyPath
from sim.scenario_files.merging import Merged, Origin, put
from sim.scenario_files.problems import Problem, ScenarioError, dotted, spell

__all__ = ["SET", "apply_overrides", "put_at", "read_key"]

SET = "--set"
"""What stands for the file in messages about values given on the command line."""


def apply_overrides(merged: Merged, overrides: Sequence[str]) -> None:
    """Set values by their dotted names on top of those of the files.

    Each override is ``KEY=VALUE``. The value is read as TOML; a bare word is text, and a list may
    be given as words with commas: ``comparison.arms=aligned,misaligned``.

    Raises
    ------
    ScenarioError
        When an override is not of this form; whether the value is allowed is checked later.
    """
    problems: list[Problem] = []
    for override in overrides:
        key, equals, text = override.partition("=")
        path = read_key(key.strip())
        if not equals or path is None:
            message = (
                f"{spell(override)} is not of the form KEY=VALUE, such as market.turbulence=0.5"
            )
            problems.append(Problem(SET, message, found=override))
            continue
        problem = put_at(merged, path, _read_value(path, text.strip()), Origin(SET, None))
        if problem is not None:
            problems.append(problem)
    if problems:
        raise ScenarioError(problems)


def read_key(key: str) -> tuple[str, ...] | None:
    """Read a dotted key, with quotes where names need them; None where it is not one."""
    if not key or "\n" in key or "#" in key:
        return None
    try:
        node: Any = tomllib.loads(f"{key} = 0")
    except (ValueError, RecursionError):
        return None
    path: list[str] = []
    while isinstance(node, dict):
        if len(node) != 1:
            return None
        ((part, node),) = node.items()
        path.append(part)
    return tuple(path)


def _read_value(path: KeyPath, text: str) -> Any:
    """Read a value as TOML, or else as the text that it is."""
    entry = entry_at(path)
    is_list = entry is not None and entry.kind == "list of texts"
    try:
        read = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        read = {}
    value = read["value"] if list(read) == ["value"] else text
    if is_list and isinstance(value, str):
        return [word.strip() for word in value.split(",")]
    if entry is not None and entry.kind in ("text", "one of") and not isinstance(value, str):
        return text
    return value


def put_at(merged: Merged, path: KeyPath, value: Any, origin: Origin) -> Problem | None:
    """Set the value at a path, making the tables on the way.

    Parameters
    ----------
    merged
        Values to change.
    path
        Names of the tables and of the key.
    value
        A value, or a table that is merged key by key.
    origin
        Where the value stands, for messages about it.

    Returns
    -------
    Problem or None
        What is wrong, where the way leads through a value that is no table.
    """
    node: Any = merged.values
    for length, part in enumerate(path[:-1], 1):
        if part not in node:
            node[part] = {}
            merged.origins[path[:length]] = origin
        node = node[part]
        if not isinstance(node, dict):
            name = dotted(path[:length])
            message = f"{dotted(path)} is not a parameter; {name} is not a table of parameters"
            return Problem(origin.file, message, origin.line, key=dotted(path))
    last = path[-1]
    assert isinstance(last, str)
    if isinstance(value, dict) and isinstance(node.get(last), dict) and path != ("mix",):
        for key, item in value.items():
            put_at(merged, (*path, key), item, origin)
    else:
        put(node, last, value, path, origin.file, {}, merged)
        for key in [key for key in merged.origins if key[: len(path)] == path]:
            merged.origins[key] = origin
    return None
