"""Reading which scenario a study is about, and its arms."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.arms import ArmsError, different_keys, scenario_arms
from experiments.studies.recipe import StudyArm
from experiments.studies.sheet import Sheet
from sim.parameters import Scenario
from sim.scenario_files import ScenarioError, shipped_scenarios
from sim.scenario_files.checking import check_values
from sim.scenario_files.key_lines import KeyPath
from sim.scenario_files.merging import Merged, add_file
from sim.scenario_files.overriding import put_at, read_key
from sim.scenario_files.problems import dotted, nearest, spell
from sim.scenario_files.shipped import shipped_folder

__all__ = ["Worlds", "check_changes", "find_file", "laid_over", "read_worlds"]

_ARM_KEYS = ("policy", "scenario", "set")


@dataclass(frozen=True)
class Worlds:
    """The scenarios of a study, each checked, and the arms that live in them."""

    merged: tuple[Merged, ...]
    scenarios: tuple[Scenario, ...]
    arms: tuple[StudyArm, ...]
    notes: tuple[str, ...] = ()

    @property
    def files(self) -> list[Path]:
        """Files that the first scenario was read from."""
        return self.merged[0].files


def read_worlds(sheet: Sheet) -> Worlds:
    """Read ``scenario``, ``set`` and ``arms``.

    Raises
    ------
    ScenarioError
        When there is no scenario to go on with; other problems are added to the sheet.
    """
    base = _world(sheet, ("scenario",), sheet.values.get("scenario", "default"))
    base, scenario = _with_table_over(sheet, base, ("set",), sheet.values.get("set"))
    arms = sheet.values.get("arms", list(scenario.comparison.arms))
    if isinstance(arms, list):
        return _policies(sheet, base, scenario, arms)
    if isinstance(arms, dict):
        return _tables(sheet, base, scenario, arms)
    sheet.refuse(("arms",), arms, 'a list of policies, or tables ([arms.NAME] policy = "...")')
    return Worlds((base,), (scenario,), ())


def _policies(sheet: Sheet, base: Merged, scenario: Scenario, names: list[Any]) -> Worlds:
    for row, name in enumerate(names):
        _check_policy(sheet, ("arms", row), name, scenario)
        if name in names[:row]:
            sheet.complain(("arms", row), f"arms names {spell(name)} more than once")
    _refuse_few(sheet, names)
    # Arms that are wrong are kept by their names: factors are read, and judged, all the same.
    arms = tuple(StudyArm(name, 0, name) for name in names if isinstance(name, str))
    return Worlds((base,), (scenario,), arms)


def _tables(sheet: Sheet, base: Merged, scenario: Scenario, tables: dict[str, Any]) -> Worlds:
    before = len(sheet.problems)
    worlds, scenarios, arms = [base], [scenario], []
    for name, value in tables.items():
        path: KeyPath = ("arms", name)
        table = sheet.table(path, value)
        sheet.known_keys(path, table, _ARM_KEYS)
        number, own = 0, scenario
        if "scenario" in table or "set" in table:
            merged = copy.deepcopy(base)
            if "scenario" in table:
                merged = _world(sheet, (*path, "scenario"), table["scenario"])
                _lay_table_over(sheet, merged, ("set",), sheet.values.get("set"))
            merged, own = _with_table_over(sheet, merged, (*path, "set"), table.get("set"))
            number = len(worlds)
            worlds.append(merged)
            scenarios.append(own)
        policy = table.get("policy", None if "scenario" in table else name)
        if policy is not None and (policy is not False):
            where = (*path, "policy") if "policy" in table else path
            _check_policy(sheet, where, policy, own)
        known = isinstance(policy, str) and policy
        arms.append(StudyArm(name, number, policy if known else None))
    _refuse_few(sheet, list(tables))
    if len(sheet.problems) > before:
        return Worlds((base,), (scenario,), tuple(StudyArm(a.name, 0, a.policy) for a in arms))
    used = sorted({arm.world for arm in arms})
    renumbered = tuple(StudyArm(arm.name, used.index(arm.world), arm.policy) for arm in arms)
    chosen = tuple(scenarios[number] for number in used)
    notes = _check_pairing(sheet, renumbered, chosen)
    return Worlds(tuple(worlds[number] for number in used), chosen, renumbered, notes)


def _check_policy(sheet: Sheet, path: KeyPath, name: object, scenario: Scenario) -> None:
    if not isinstance(name, str):
        sheet.refuse(path, name, "the name of a policy in quotes")
    elif name not in scenario.policies:
        place = "arms" if isinstance(path[-1], int) else dotted(path)
        message = f"{place} names {spell(name)}, which is not a policy"
        sheet.complain(path, message, nearest(name, scenario.policies))


def _refuse_few(sheet: Sheet, names: list[Any]) -> None:
    if len(names) < 2:
        only = f"only {spell(names[0])} is given" if names else "none is given"
        sheet.complain(("arms",), f"a study compares at least two arms; {only}")


def _check_pairing(
    sheet: Sheet, arms: tuple[StudyArm, ...], scenarios: tuple[Scenario, ...]
) -> tuple[str, ...]:
    """Refuse arms whose firms cannot be paired; return a remark where their worlds differ."""
    before = len(sheet.problems)
    named = {arm.name: scenarios[arm.world] for arm in arms}
    try:
        scenario_arms(named)
    except ArmsError as error:
        sheet.complain(("arms",), str(error))
    (first, own), *others = named.items()
    keys: list[str] = []
    for name, other in others:
        keys += different_keys(own, other)
        if own.comparison.treated != other.comparison.treated:
            sheet.complain(
                ("arms", name),
                f"comparison.treated differs between {first} and {name}, so that firms cannot "
                "be paired",
            )
    sheet.check(before)
    if not keys:
        return ()
    listed = ", ".join(dict.fromkeys(keys))
    return (f"The worlds of the arms differ, and differences include that: {listed}.",)


def find_file(sheet: Sheet, path: KeyPath, name: object) -> Path:
    """Return the file of a scenario: one that ships, or a path from the study file's folder.

    Raises
    ------
    ScenarioError
        When there is no such scenario.
    """
    if isinstance(name, str) and name in shipped_scenarios():
        return shipped_folder() / f"{name}.toml"
    if isinstance(name, str) and name.endswith(".toml"):
        try:
            file = (sheet.folder / name).expanduser().resolve()
            if file.is_file():
                return file
        except (OSError, RuntimeError, ValueError):
            pass
        sheet.complain(path, f"{dotted(path)}: there is no file {spell(name)}")
    elif isinstance(name, str):
        like = nearest(name, shipped_scenarios())
        sheet.complain(path, f"{dotted(path)}: no scenario named {spell(name)} ships", like)
    else:
        allowed = "the name of a scenario that ships, or a path ending in .toml"
        sheet.refuse(path, name, allowed)
    sheet.check()
    raise AssertionError("unreachable: a problem was added")


def _world(sheet: Sheet, path: KeyPath, value: object) -> Merged:
    """Return the values of a scenario that is named, or that stands in the study file itself."""
    merged = Merged()
    if not isinstance(value, dict):
        add_file(find_file(sheet, path, value), merged)
        return merged
    extends = value.get("extends", [])
    for name in [extends] if isinstance(extends, str) else extends:
        add_file(find_file(sheet, (*path, "extends"), name), merged)
    own = {key: item for key, item in value.items() if key != "extends"}
    _lay_table_over(sheet, merged, path, own)
    return merged


def _lay_table_over(sheet: Sheet, merged: Merged, path: KeyPath, value: object) -> None:
    for key, item in sheet.table(path, value).items():
        laid_over(sheet, merged, key, item, (*path, key))


def laid_over(sheet: Sheet, merged: Merged, name: str, value: Any, path: KeyPath) -> None:
    """Set a value by its dotted name, on top of those of a scenario.

    ``path`` is where the value stands in the study file.
    """
    keys = read_key(name)
    if keys is None:
        sheet.complain(path, f"{spell(name)} is not the dotted name of a parameter")
        return
    _put(sheet, merged, keys, value, path)


def check_changes(sheet: Sheet, worlds: Worlds, path: KeyPath, changes: Mapping[str, Any]) -> None:
    """Complain about what is wrong with scenarios in which these values are set."""
    for merged in worlds.merged:
        trial = copy.deepcopy(merged)
        for name, value in changes.items():
            laid_over(sheet, trial, name, value, path)
        try:
            check_values(trial, sheet.name)
        except ScenarioError as error:
            sheet.take(error.problems)


def _put(sheet: Sheet, merged: Merged, keys: tuple[str, ...], value: Any, path: KeyPath) -> None:
    if isinstance(value, dict) and keys != ("mix",) and value:
        for key, item in value.items():
            below = read_key(key) if keys else None
            _put(sheet, merged, (*keys, *(below or (key,))), item, (*path, key))
        return
    problem = put_at(merged, keys, value, sheet.origin(path))
    if problem is not None:
        sheet.take([problem])


def _with_table_over(
    sheet: Sheet, below: Merged, path: KeyPath, value: object
) -> tuple[Merged, Scenario]:
    """Lay a table of values over a scenario; where that is wrong, go on with what is below."""
    before = len(sheet.problems)
    merged = copy.deepcopy(below)
    _lay_table_over(sheet, merged, path, value)
    try:
        scenario = check_values(merged, sheet.name)
    except ScenarioError as error:
        sheet.take(error.problems)
    else:
        if len(sheet.problems) == before:
            return merged, scenario
    return below, _checked(sheet, below)


def _checked(sheet: Sheet, merged: Merged) -> Scenario:
    try:
        return check_values(merged, sheet.name)
    except ScenarioError as error:
        sheet.take(error.problems)
        sheet.check()
        raise
