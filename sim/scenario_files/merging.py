"""Joining a file with the files that it extends, and remembering where each value stands."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sim.scenario_files.key_lines import KeyLines, KeyPath
from sim.scenario_files.problems import Problem, ScenarioError
from sim.scenario_files.shipped import display_name, find_extended
from sim.scenario_files.toml_text import TomlFile, read_toml

__all__ = ["Merged", "Origin", "add_file", "merge_files", "put"]

_DEEPEST_CHAIN = 16
_MOST_FILES = 64
_REPLACED_WHOLE: frozenset[KeyPath] = frozenset({("mix",)})


class Origin(NamedTuple):
    """Where a value stands: the file as the user knows it and the line, if it has one."""

    file: str
    line: int | None


@dataclass
class Merged:
    """Values of all files together, where each stands, and the files in order of reading."""

    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[KeyPath, Origin] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)

    def origin(self, path: KeyPath, otherwise: str) -> Origin:
        """Return where a key stands, or the closest table around it, or just the file."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.origins:
                return self.origins[path[:length]]
        return Origin(otherwise, None)


def merge_files(path: Path) -> Merged:
    """Read a file and, before it, all that it extends; later values win.

    Tables are merged key by key; ``mix`` and lists are replaced as a whole. A file that is reached
    on several ways counts once, at its first place, so ``extends = ["aligned", "regimes/complex"]``
    does not bring the default back on top of ``aligned``.

    Raises
    ------
    ScenarioError
        When a file cannot be read, or ``extends`` is wrong, runs in a circle or leads too far.
    """
    merged = Merged()
    add_file(path.resolve(), merged)
    return merged


def add_file(path: Path, merged: Merged, chain: tuple[Path, ...] = ()) -> None:
    """Lay a file, and before it those of what it extends that are not there yet, over the values.

    ``chain`` are the files that extend it, the first one first.
    """
    file = read_toml(path, display_name(path))
    extends = _extended_files(file, path)
    for line, name, base in extends:
        _refuse_endless(base, (*chain, path), Origin(file.name, line), name, merged)
        if base not in merged.files:
            add_file(base, merged, (*chain, path))
    merged.files.append(path)
    values = {key: value for key, value in file.values.items() if key != "extends"}
    _merge(merged.values, values, (), file, merged)


def _extended_files(file: TomlFile, path: Path) -> list[tuple[int | None, str, Path]]:
    extends = file.values.get("extends", [])
    names = [extends] if isinstance(extends, str) else extends
    whole = file.lines.get(("extends",))
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        message = 'extends is wrong; allowed is a name or a list of names, such as "default"'
        raise ScenarioError([Problem(file.name, message, whole, "extends")])
    found: list[tuple[int | None, str, Path]] = []
    problems: list[Problem] = []
    for row, name in enumerate(names):
        line = file.lines.get(("extends", row), whole)
        base = find_extended(name, path)
        if isinstance(base, str):
            problems.append(Problem(file.name, f"extends: {base}", line, "extends", found=name))
        else:
            found.append((line, name, base))
    if problems:
        raise ScenarioError(problems)
    return found


def _refuse_endless(
    base: Path, chain: tuple[Path, ...], origin: Origin, name: str, merged: Merged
) -> None:
    if base in chain:
        circle = [*chain[chain.index(base) :], base]
        words = " extends ".join(display_name(item) for item in circle)
        message = f"extends runs in a circle: {words}"
    elif len(chain) >= _DEEPEST_CHAIN:
        message = f"extends is more than {_DEEPEST_CHAIN} files deep"
    elif len(merged.files) >= _MOST_FILES:
        message = f"extends reaches more than {_MOST_FILES} files"
    else:
        return
    raise ScenarioError([Problem(origin.file, message, origin.line, "extends", found=name)])


def _merge(
    into: dict[str, Any], values: dict[str, Any], path: KeyPath, file: TomlFile, merged: Merged
) -> None:
    for key, value in values.items():
        here = (*path, key)
        mergeable = isinstance(value, dict) and here not in _REPLACED_WHOLE
        if mergeable and isinstance(into.get(key), dict):
            merged.origins[here] = Origin(file.name, file.lines.get(here))
            _merge(into[key], value, here, file, merged)
        else:
            put(into, key, value, here, file.name, file.lines, merged)


def put(
    into: dict[str, Any],
    key: str,
    value: Any,
    path: KeyPath,
    file: str,
    lines: KeyLines,
    merged: Merged,
) -> None:
    """Set one value, forget where the old one and its parts stood, and remember the new places."""
    for old in [old for old in merged.origins if old[: len(path)] == path]:
        del merged.origins[old]
    into[key] = copy.deepcopy(value)
    _remember(value, path, file, lines, merged)


def _remember(value: Any, path: KeyPath, file: str, lines: KeyLines, merged: Merged) -> None:
    merged.origins[path] = Origin(file, lines.get(path))
    if isinstance(value, dict):
        for key, item in value.items():
            _remember(item, (*path, key), file, lines, merged)
    elif isinstance(value, list):
        for row, item in enumerate(value):
            _remember(item, (*path, row), file, lines, merged)
