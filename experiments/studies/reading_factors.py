"""Reading the factors of a study, under ``factors`` or in the cells of a list."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from experiments.studies.declaration import Design
from experiments.studies.factors import UNCHANGED, Factor, Value
from experiments.studies.reading_choices import (
    flat_changes,
    policy_factor,
    read_labels,
    read_policies,
    read_scenarios,
    read_sets,
)
from experiments.studies.reading_worlds import Worlds, check_changes
from experiments.studies.sheet import Sheet
from sim.catalogue import child_names, entry_at, is_table
from sim.parameters import Scenario
from sim.scenario_files.key_lines import KeyPath
from sim.scenario_files.overriding import read_key
from sim.scenario_files.problems import dotted, nearest, spell

__all__ = ["FACTOR_KEYS", "read_factors"]

FACTOR_KEYS = ("low", "high", "scale", "levels", "choices", "scenarios", "sets")

_SCALES = ("linear", "log")
_RESERVED = ("cell", "pair", "seed", "arm", "group", "firms", "headcount", "month")
_NO_FACTORS = ("title", "question", "description", "comparison.arms", "comparison.pairs")
_FORMS = (
    "a table such as { low = 0, high = 1 }, { choices = [1, 2] }, { scenarios = [...] } or "
    "{ sets = {...} }"
)


def read_factors(sheet: Sheet, worlds: Worlds, design: Design) -> tuple[Factor, ...]:
    """Read ``factors``, or what the cells of a list vary, and check every value they may take."""
    found: list[Factor] = []
    for name, path, value in _declared(sheet):
        for factor in _read(sheet, worlds, name, path, value):
            if any(factor.name == other.name for other in found):
                sheet.complain(path, f"the factor {spell(factor.name)} is given twice")
            found.append(factor)
    if design.kind == "list" and isinstance(sheet.values.get("design"), dict):
        found += _read_cells(sheet, worlds, design, {factor.name for factor in found})
    for factor in found:
        _refuse_overridden(sheet, factor)
    return tuple(found)


def _declared(sheet: Sheet) -> Iterator[tuple[str, KeyPath, Any]]:
    yield from _flat(sheet.table(("factors",), sheet.values.get("factors")), (), ("factors",))


def _flat(
    table: Mapping[str, Any], names: tuple[str, ...], path: KeyPath
) -> Iterator[tuple[str, KeyPath, Any]]:
    """Read dotted names, whether they are written as tables or in quotes."""
    for key, value in table.items():
        inner = isinstance(value, dict) and value and not set(value) & set(FACTOR_KEYS)
        stem = key.removesuffix(".*")
        parts = (*names, *(read_key(stem) or (stem,)), *(("*",) if stem != key else ()))
        if inner:
            yield from _flat(value, parts, (*path, key))
        else:
            yield dotted(parts), (*path, key), value


def _read(sheet: Sheet, worlds: Worlds, name: str, path: KeyPath, value: Any) -> Iterator[Factor]:
    """Read one entry, which is one factor or, with ``*``, all parameters of a table."""
    if isinstance(value, list):
        value = {"choices": value}
    if not isinstance(value, dict):
        sheet.refuse(path, value, _FORMS)
        return
    sheet.known_keys(path, value, FACTOR_KEYS)
    if name in _RESERVED or name in _NO_FACTORS:
        sheet.complain(path, f"{name} cannot be a factor")
        return
    forms = [key for key in ("choices", "scenarios", "sets") if key in value]
    if len(forms) > 1 or (forms and {"low", "high"} & set(value)):
        given = " and ".join(key for key in FACTOR_KEYS if key in value)
        sheet.complain(path, f"{dotted(path)} gives {given}; give one kind of values")
        return
    if forms == ["scenarios"]:
        factor = read_scenarios(sheet, worlds, name, path, value["scenarios"])
    elif forms == ["sets"]:
        factor = read_sets(sheet, worlds, name, path, value["sets"])
    elif name.startswith("arms."):
        factor = read_policies(sheet, worlds, name, path, value)
    elif name.endswith('"*"'):
        yield from _all_of(sheet, worlds, name, path, value)
        return
    else:
        factor = _parameter(sheet, worlds, name, path, value)
    if factor is not None:
        yield factor


def _all_of(
    sheet: Sheet, worlds: Worlds, name: str, path: KeyPath, value: Mapping[str, Any]
) -> Iterator[Factor]:
    keys = read_key(name) or ()
    names = list(_numbers_below(keys[:-1]))
    if not names:
        sheet.complain(path, f"{dotted(keys[:-1])} is not a table of parameters")
    if {"low", "high", "choices"} & set(value):
        sheet.complain(path, f"{dotted(path)} stands for many parameters, each with its own range")
        return
    for one in names:
        factor = _parameter(sheet, worlds, one, path, value)
        if factor is not None:
            yield factor


def _numbers_below(path: KeyPath) -> Iterator[str]:
    for child in child_names(path):
        below = (*path, child)
        entry = entry_at(below)
        if entry is not None and entry.low is not None and entry.high is not None:
            yield dotted(below)
        elif is_table(below):
            yield from _numbers_below(below)


def _parameter(
    sheet: Sheet, worlds: Worlds, name: str, path: KeyPath, value: Mapping[str, Any]
) -> Factor | None:
    keys = read_key(name)
    if keys is None:
        sheet.complain(path, f"{spell(name)} is not the dotted name of a parameter")
        return None
    base = _value_at(worlds.scenarios[0], keys)
    entry = entry_at(keys)
    meaning = entry.meaning if entry else ""
    unit = entry.unit if entry else ""
    if "choices" in value:
        labels = read_labels(sheet, (*path, "choices"), value["choices"])
        if not labels:
            return None
        factor = _choice(worlds, name, labels)
    else:
        low = _number(sheet, (*path, "low"), value.get("low", entry.low if entry else None))
        high = _number(sheet, (*path, "high"), value.get("high", entry.high if entry else None))
        if low is None or high is None:
            check_changes(sheet, worlds, path, {name: 0})
            sheet.complain(path, f"{name} has no range of its own; give low and high") if (
                entry is not None
            ) else None
            return None
        whole = entry is not None and entry.kind == "whole number"
        factor = Factor(
            name, low, high, value.get("scale") == "log", whole,
            _levels(sheet, path, value), unit=unit, meaning=meaning,
            base=base if isinstance(base, int | float) else low,
        )  # fmt: skip
        if not _sound_range(sheet, path, value, factor):
            return None
    if not _known(sheet, worlds, path, factor):
        return None
    return factor


def _sound_range(sheet: Sheet, path: KeyPath, value: Mapping[str, Any], factor: Factor) -> bool:
    before = len(sheet.problems)
    scale = value.get("scale", "linear")
    if scale not in _SCALES:
        like = nearest(scale, _SCALES) if isinstance(scale, str) else None
        sheet.refuse((*path, "scale"), scale, "linear or log", like)
    if factor.low >= factor.high:
        message = f"{factor.name} goes from {factor.low:g} to {factor.high:g}; low must be below"
        sheet.complain(path, message)
    if scale == "log" and factor.low <= 0:
        message = f"{factor.name} starts at {factor.low:g}; a log scale needs low above 0"
        sheet.complain(path, message)
    if factor.whole and not (float(factor.low).is_integer() and float(factor.high).is_integer()):
        sheet.complain(path, f"{factor.name} is a whole number; so must low and high be")
    return len(sheet.problems) == before


def _known(sheet: Sheet, worlds: Worlds, path: KeyPath, factor: Factor) -> bool:
    """Check the values at both ends, or every choice, as if they stood in a scenario file."""
    before = len(sheet.problems)
    if factor.numeric:
        ends = [int(end) if factor.whole else end for end in (factor.low, factor.high)]
        for key, end in zip(("low", "high"), ends, strict=True):
            check_changes(sheet, worlds, (*path, key), {factor.name: end})
    else:
        for change in factor.changes:
            check_changes(sheet, worlds, path, change)
    return len(sheet.problems) == before


def _number(sheet: Sheet, path: KeyPath, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        sheet.refuse(path, value, "a number")
        return None
    return value


def _levels(sheet: Sheet, path: KeyPath, value: Mapping[str, Any]) -> int | None:
    levels = value.get("levels")
    if levels is None:
        return None
    if isinstance(levels, bool) or not isinstance(levels, int) or not 2 <= levels <= 1_000:
        sheet.refuse((*path, "levels"), levels, "a whole number, 2 to 1000")
        return None
    return levels


def _read_cells(sheet: Sheet, worlds: Worlds, design: Design, known: set[str]) -> Iterator[Factor]:
    """Read what the cells of a list vary and ``factors`` does not declare."""
    values: dict[str, dict[Value, KeyPath]] = {}
    for row, cell in enumerate(design.cells):
        for name, path, value in _flat(cell, (), ("design", "cells", row)):
            if not isinstance(value, str | int | float) or isinstance(value, bool):
                sheet.refuse(path, value, "a number or a text")
            elif name not in known:
                values.setdefault(name, {})[value] = path
    for name, places in values.items():
        before = len(sheet.problems)
        if name.startswith("arms."):
            factor = policy_factor(sheet, worlds, name, next(iter(places.values())), places)
            if factor is not None:
                yield factor
            continue
        for value, path in places.items():
            check_changes(sheet, worlds, path, {name: value})
        if len(sheet.problems) == before:
            yield _choice(worlds, name, tuple(places))


def _choice(worlds: Worlds, name: str, labels: tuple[Value, ...]) -> Factor:
    """Return the factor of a parameter that takes one of several values."""
    keys = read_key(name) or ()
    entry, base = entry_at(keys), _value_at(worlds.scenarios[0], keys)
    return Factor(
        name,
        labels=labels,
        changes=tuple({name: label} for label in labels),
        unit=entry.unit if entry else "",
        meaning=entry.meaning if entry else "",
        base=base if isinstance(base, str | int | float) else UNCHANGED,
    )


def _refuse_overridden(sheet: Sheet, factor: Factor) -> None:
    """Refuse a factor that would undo what tells two arms apart."""
    arms = sheet.values.get("arms")
    names = {name for change in factor.changes for name in change} or {factor.name}
    for arm, table in arms.items() if isinstance(arms, dict) else ():
        own = table.get("set") if isinstance(table, dict) else None
        for name in sorted(names & set(flat_changes(own))) if isinstance(own, dict) else ():
            message = f"{name} is set by the arm {spell(arm)} and by the factor {factor.name}"
            sheet.complain(("arms", arm, "set"), message)


def _value_at(scenario: Scenario, path: KeyPath) -> Any:
    node: Any = scenario.model_dump(mode="json")
    for part in path:
        node = node.get(part) if isinstance(node, dict) else None
    return node
