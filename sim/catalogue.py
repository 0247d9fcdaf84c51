"""Every key of a scenario file in one table: range, default, unit, source, meaning.

The table is read from the declarations in :mod:`sim.parameters`; nothing is declared here. Keys
that a file may repeat under names of its own are listed once: ``policies.NAME.buying``,
``mix.NAME``, ``overrides[].policy``.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sim.parameters.declaration import Section, parameter_info
from sim.parameters.scenario import Scenario

__all__ = ["PURE_NUMBERS", "Entry", "child_names", "entries", "entry_at", "is_table"]

PURE_NUMBERS = frozenset(
    {
        "cosine",
        "exponent",
        "index",
        "log share",
        "log units",
        "logit",
        "ratio",
        "seed",
        "share",
        "standardised",
        "utility",
        "weight",
        "z score",
    }
)
"""Units that name a kind of pure number and are left out after a value."""

_KINDS: dict[Any, str] = {int: "whole number", float: "number", str: "text"}
_WORDS: dict[str, str] = {
    "text": "text in quotes",
    "list of texts": 'a list of two texts or more, such as ["aligned", "misaligned"]',
    "table of numbers": "a table of numbers, such as { monitoring = 0.5 }",
}
_ALIASES: dict[str, str] = {
    "practices": "policies.NAME",
    "managers": "biases.managers",
    "employees": "biases.employees",
}


@dataclass(frozen=True)
class Entry:
    """One key of a scenario file.

    ``kind`` is "number", "whole number", "text", "one of", "list of texts", or "table of numbers";
    ``low`` and ``high`` are the closed range in ``unit``; ``neutral`` is the value that removes the
    mechanism exactly. What does not apply is None, or empty.
    """

    name: str
    kind: str
    default: Any
    meaning: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    neutral: float | None = None
    source: str = ""
    choices: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        """The allowed values in words, without the unit: "0 to 1", "growth, retention or ..."."""
        if self.low is not None and self.high is not None:
            return f"{_plain(self.low)} to {_plain(self.high)}"
        if self.low is not None:
            return f"{_plain(self.low)} or more"
        if self.choices:
            return ", ".join(self.choices[:-1]) + f" or {self.choices[-1]}"
        return ""

    @property
    def allowed(self) -> str:
        """The allowed values in words with the unit: "0 to 6 1/year"."""
        if self.choices:
            return self.range
        if self.low is None:
            return _WORDS[self.kind]
        unit = "" if self.unit in PURE_NUMBERS or not self.unit else f" {self.unit}"
        return f"{self.range}{unit}"


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:g}"


@cache
def entries() -> tuple[Entry, ...]:
    """Return the whole table, in the order of declaration."""
    return tuple(_section_entries(Scenario, ""))


def entry_at(path: Sequence[str | int]) -> Entry | None:
    """Return the entry for a concrete path such as ``("policies", "aligned", "buying")``."""
    return _by_name().get(_generic(path))


def is_table(path: Sequence[str | int]) -> bool:
    """Tell whether the path is a table that holds further keys."""
    return _generic(path) in _tables()


def child_names(path: Sequence[str | int]) -> list[str]:
    """List the key names allowed in the table at ``path``; empty where the user chooses them."""
    start = _generic((*path, "?")).removesuffix("?")
    names = {
        name[len(start) :].split(".")[0].removesuffix("[]")
        for name in _by_name()
        if name.startswith(start)
    }
    return sorted(names - {"NAME", ""})


@cache
def _by_name() -> dict[str, Entry]:
    return {entry.name: entry for entry in entries()}


@cache
def _tables() -> frozenset[str]:
    names = {""}
    for entry in entries():
        parts = entry.name.split(".")
        for length in range(1, len(parts)):
            names.add(".".join(parts[:length]))
    return frozenset(names)


def _generic(path: Sequence[str | int]) -> str:
    """Spell a concrete path as the table of entries does."""
    parts: list[str] = []
    for part in path:
        if isinstance(part, int):
            if parts:
                parts[-1] += "[]"
        elif parts in (["policies"], ["mix"]):
            parts.append("NAME")
        else:
            parts.append(part)
    if len(parts) > 2 and parts[0] == "overrides[]" and parts[1] in _ALIASES:
        parts[:2] = _ALIASES[parts[1]].split(".")
    return ".".join(parts)


def _section_entries(section: type[Section], prefix: str) -> Iterator[Entry]:
    for name, field in section.model_fields.items():
        yield from _field_entries(f"{prefix}{name}", field)


def _field_entries(name: str, field: FieldInfo) -> Iterator[Entry]:
    kind = _without_none(field.annotation)
    if isinstance(kind, type) and issubclass(kind, Section):
        yield from _section_entries(kind, f"{name}.")
    elif get_origin(kind) is list and _is_section(get_args(kind)[0]):
        yield from _section_entries(get_args(kind)[0], f"{name}[].")
    elif get_origin(kind) is dict and _is_section(get_args(kind)[1]):
        yield from _section_entries(get_args(kind)[1], f"{name}.NAME.")
    elif isinstance(field.json_schema_extra, dict) and "unit" in field.json_schema_extra:
        info = parameter_info(name, field)
        yield Entry(
            name,
            _KINDS[info.kind],
            info.default,
            info.meaning,
            info.low,
            info.high,
            info.unit,
            info.neutral,
            info.source,
        )
    else:
        yield from _plain_entries(name, kind, field)


def _plain_entries(name: str, kind: Any, field: FieldInfo) -> Iterator[Entry]:
    default = None if field.default is PydanticUndefined else field.default
    meaning = field.description or ""
    choices = tuple(get_args(kind)) if get_origin(kind) is Literal else ()
    if get_origin(kind) is not dict:
        spelled = "one of" if choices else _KINDS.get(kind, "list of texts")
        yield Entry(name, spelled, default, meaning, choices=choices)
    elif name.split(".")[-1] in _ALIASES:
        yield Entry(name, "table of numbers", default, meaning)
    elif get_origin(get_args(kind)[0]) is Literal:
        for key in get_args(get_args(kind)[0]):
            yield Entry(f"{name}.{key}", "number", None, meaning, 0, 1, "index")
    else:
        yield Entry(f"{name}.NAME", "number", None, meaning, 0, unit="share")


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        (only,) = (item for item in get_args(kind) if item is not type(None))
        return only
    return kind
