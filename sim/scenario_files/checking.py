"""Checking joined values against the declaration of parameters, all problems at once."""

from __future__ import annotations

import copy
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.catalogue import child_names, entries, entry_at, is_table
from sim.parameters import EmployeeBiases, ManagerBiases, Policy, Scenario, Section
from sim.parameters.consistency import Contradiction, contradictions
from sim.parameters.scenario import REPORTED_ELSEWHERE
from sim.scenario_files.key_lines import KeyPath
from sim.scenario_files.merging import Merged
from sim.scenario_files.problems import (
    Problem,
    ScenarioError,
    did_you_mean,
    dotted,
    nearest,
    spell,
)
from sim.scenario_files.shipped import display_name

__all__ = ["check_values"]

_LENIENT = {REPORTED_ELSEWHERE: True}
_OVERRIDE_TABLES: tuple[tuple[str, type[Section]], ...] = (
    ("practices", Policy),
    ("managers", ManagerBiases),
    ("employees", EmployeeBiases),
)


def check_values(merged: Merged, source: str) -> Scenario:
    """Return the scenario that the values describe.

    Parameters
    ----------
    merged
        Joined values of all files and overrides.
    source
        Name of the file that was asked for; it stands in for a place where there is none.

    Raises
    ------
    ScenarioError
        With all problems: unknown keys, wrong types, values out of range, contradictions.
    """
    errors = _errors(merged.values)
    problems = [_problem(error, merged, source) for error in errors]
    sound = _without(merged.values, [_path(error) for error in errors])
    try:
        scenario = Scenario.model_validate(sound, strict=True, context=_LENIENT)
    except ValidationError:
        raise ScenarioError(_in_order(problems, merged)) from None
    problems += _contradiction_problems(scenario, merged, source)
    if problems:
        raise ScenarioError(_in_order(problems, merged))
    return scenario


def _in_order(problems: list[Problem], merged: Merged) -> list[Problem]:
    """Sort problems by file, in order of reading, and by line."""
    files = [display_name(path) for path in merged.files]
    order = {name: row for row, name in enumerate(files)}
    return sorted(problems, key=lambda item: (order.get(item.file, len(files)), item.line or 0))


def _errors(values: dict[str, Any]) -> list[ErrorDetails]:
    """List what is wrong with single values, the tables of ``overrides`` included."""
    found: list[ErrorDetails] = []
    rows = values.get("overrides")
    for row, override in enumerate(rows if isinstance(rows, list) else []):
        for name, section in _OVERRIDE_TABLES:
            table = override.get(name) if isinstance(override, dict) else None
            if not isinstance(table, dict):
                continue
            try:
                section.model_validate(table, strict=True)
            except ValidationError as error:
                for detail in error.errors(include_url=False):
                    found.append({**detail, "loc": ("overrides", row, name, *detail["loc"])})
    try:
        Scenario.model_validate(values, strict=True, context=_LENIENT)
    except ValidationError as error:
        found += error.errors(include_url=False)
    return found


def _path(error: ErrorDetails) -> KeyPath:
    """Return the path of a key in the file; the validator marks keys of tables in its own way."""
    return tuple(part for part in error["loc"] if part != "[key]")


def _without(values: dict[str, Any], paths: list[KeyPath]) -> dict[str, Any]:
    """Copy the values and leave out what is wrong; policies and shares keep their names."""
    sound = copy.deepcopy(values)
    for path in sorted(paths, key=lambda path: [str(part) for part in path], reverse=True):
        if path[:2] == ("case", "systems"):
            path = ("case", "systems")
        node: Any = sound
        for part in path[:-1]:
            node = node.get(part) if isinstance(node, dict) else _element(node, part)
        if isinstance(node, dict) and path[:1] == ("policies",) and len(path) == 2:
            node[path[-1]] = {}
        elif isinstance(node, dict) and path[:1] == ("mix",) and len(path) == 2:
            node[path[-1]] = 1.0
        elif isinstance(node, dict):
            node.pop(path[-1], None)
        elif isinstance(node, list) and path[:2] == ("comparison", "arms"):
            sound["comparison"].pop("arms", None)
        elif isinstance(node, list):
            node[int(path[-1])] = {}
    return sound


def _element(node: Any, part: str | int) -> Any:
    return node[part] if isinstance(node, list) and isinstance(part, int) else None


def _problem(error: ErrorDetails, merged: Merged, source: str) -> Problem:
    """Turn one finding of the validator into a sentence with its place."""
    path = _path(error)
    origin = merged.origin(path, source)
    key = dotted(path)
    if error["type"] == "extra_forbidden" or "[key]" in error["loc"]:
        like = _nearest_key(path)
        message = f"{key} is not a parameter{did_you_mean(like)}"
        return Problem(origin.file, message, origin.line, key, nearest=like)
    allowed = _allowed(path, error)
    if error["type"] == "missing":
        message = f"{key} is missing; allowed is {allowed}"
        return Problem(origin.file, message, origin.line, key, allowed=allowed)
    found = spell(error["input"])
    entry = entry_at(path)
    like = None
    if entry is not None and entry.choices and isinstance(error["input"], str):
        like = nearest(error["input"], entry.choices)
    message = f"{key} is {found}; allowed is {allowed}{did_you_mean(like)}"
    return Problem(origin.file, message, origin.line, key, found, allowed, like)


def _allowed(path: KeyPath, error: ErrorDetails) -> str:
    """Say in words what may stand at a path."""
    entry = entry_at(path)
    if entry is not None:
        wrong_type = error["type"].startswith(("int", "float")) and entry.low is not None
        return f"a {entry.kind}, {entry.allowed}" if wrong_type else entry.allowed
    if error["type"] == "string_type":
        return "text in quotes"
    if is_table(path) and not isinstance(path[-1], int):
        name = dotted(path)
        return f"a list of tables ([[{name}]])" if name == "overrides" else f"a table ([{name}])"
    return "a table" if error["type"].startswith(("model", "dict")) else "a list of tables"


def _nearest_key(path: KeyPath) -> str | None:
    """Find the key that was probably meant: beside it, elsewhere, or spelt alike as a whole."""
    table, name = path[:-1], str(path[-1])
    beside = nearest(name, child_names(table))
    if beside is not None:
        return dotted((*table, beside))
    numbers = [entry.name for entry in entries() if "NAME" not in entry.name]
    namesakes = [other for other in numbers if other.rsplit(".", 1)[-1] == name.lower()]
    if namesakes:
        return min(namesakes, key=len)
    return nearest(dotted(path), numbers, cutoff=0.75)


def _contradiction_problems(scenario: Scenario, merged: Merged, source: str) -> list[Problem]:
    if not scenario.policies:
        message = 'there are no policies; begin the file with: extends = "default"'
        return [Problem(source, message, key="policies")]
    return [_contradiction(item, scenario, merged, source) for item in contradictions(scenario)]


def _contradiction(item: Contradiction, scenario: Scenario, merged: Merged, source: str) -> Problem:
    path = next((key for key in item.keys if key in merged.origins), item.keys[0])
    origin = merged.origin(path, source)
    like = nearest(item.unknown, scenario.policies) if item.unknown else None
    message = f"{item.message}{did_you_mean(like)}"
    return Problem(
        origin.file, message, origin.line, dotted(path), found=item.unknown, nearest=like
    )
