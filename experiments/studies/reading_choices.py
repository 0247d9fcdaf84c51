"""Reading factors that choose: whole policies, scenarios that are laid over, bundles of values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from experiments.studies.factors import UNCHANGED, Factor, Value
from experiments.studies.reading_worlds import Worlds, check_changes, find_file
from experiments.studies.recipe import StudyArm, changed
from experiments.studies.sheet import Sheet
from sim.parameters import Scenario
from sim.scenario_files.key_lines import KeyPath
from sim.scenario_files.merging import Merged, add_file
from sim.scenario_files.overriding import read_key
from sim.scenario_files.problems import dotted, nearest, spell
from sim.scenario_files.shipped import shipped_folder

__all__ = [
    "flat_changes",
    "policy_factor",
    "read_labels",
    "read_policies",
    "read_scenarios",
    "read_sets",
]

_NOT_OF_THE_WORLD = ("title", "question", "description", "comparison")


def read_labels(sheet: Sheet, path: KeyPath, value: Any) -> tuple[Value, ...]:
    """Read the values that a factor chooses from; none where they are wrong."""
    if not isinstance(value, list) or len(value) < sheet.fewest_choices:
        sheet.refuse(path, value, "a list of at least two values")
        return ()
    if not (
        all(isinstance(item, str) for item in value)
        or all(isinstance(item, int | float) and not isinstance(item, bool) for item in value)
    ):
        sheet.complain(path, f"{dotted(path)} must hold numbers only, or texts only")
        return ()
    if len(set(value)) < len(value):
        sheet.complain(path, f"{dotted(path)} holds a value twice")
        return ()
    if any(isinstance(item, float) and not math.isfinite(item) for item in value):
        sheet.complain(path, f"{dotted(path)} holds a number that is not finite")
        return ()
    return tuple(value)


def read_policies(
    sheet: Sheet, worlds: Worlds, name: str, path: KeyPath, value: Mapping[str, Any]
) -> Factor | None:
    """Read a factor that chooses the policy of an arm."""
    arm = _arm(sheet, worlds, name, path)
    if arm is None:
        return None
    here = (*path, "choices")
    labels = read_labels(sheet, here, value.get("choices"))
    places: dict[Value, KeyPath] = {label: (*here, row) for row, label in enumerate(labels)}
    return policy_factor(sheet, worlds, name, path, places) if labels else None


def policy_factor(
    sheet: Sheet, worlds: Worlds, name: str, path: KeyPath, places: Mapping[Value, KeyPath]
) -> Factor | None:
    """Return the factor of an arm's policy.

    Parameters
    ----------
    sheet, worlds
        The study as it is being read.
    name, path
        Name of the factor, and where it stands.
    places
        The policies, and where each is named.
    """
    arm = _arm(sheet, worlds, name, path)
    if arm is None:
        return None
    policies = worlds.scenarios[arm.world].policies
    for label, place in places.items():
        if label not in policies:
            message = f"{name} names {spell(label)}, which is not a policy"
            sheet.complain(place, message, nearest(str(label), policies))
    return Factor(
        name,
        labels=tuple(places),
        changes=tuple({} for _ in places),
        arm=arm.name,
        meaning=f"policy of the arm {arm.name}",
        base=arm.policy or UNCHANGED,
    )


def _arm(sheet: Sheet, worlds: Worlds, name: str, path: KeyPath) -> StudyArm | None:
    keys = read_key(name) or ()
    arms = {arm.name: arm for arm in worlds.arms}
    if len(keys) != 3 or keys[2] != "policy":
        sheet.complain(path, f"{name} is not a factor; an arm's is arms.NAME.policy")
        return None
    if keys[1] not in arms:
        sheet.complain(path, f"{name}: there is no arm {spell(keys[1])}", nearest(keys[1], arms))
        return None
    return arms[keys[1]]


def read_scenarios(
    sheet: Sheet, worlds: Worlds, name: str, path: KeyPath, value: Any
) -> Factor | None:
    """Read a factor that lays one of several scenarios over the study's."""
    here = (*path, "scenarios")
    named = value
    if isinstance(value, list):
        named = {item.split("/")[-1].removesuffix(".toml"): item for item in value if
                 isinstance(item, str)}  # fmt: skip
    fewest = sheet.fewest_choices
    if not isinstance(named, dict) or len(named) < fewest or len(named) < len(value):
        sheet.refuse(here, value, "a list of at least two different scenarios")
        return None
    changes = {label: _fragment(sheet, worlds, here, item) for label, item in named.items()}
    return _bundle(sheet, worlds, name, path, changes, "scenario that is laid over the study's")


def _fragment(sheet: Sheet, worlds: Worlds, path: KeyPath, name: Any) -> dict[str, Any]:
    """Return what a scenario says beyond what the study's own and the default say."""
    fragment = Merged()
    folder = shipped_folder()
    common = [folder / f"{item}.toml" for item in ("default", "policies")]
    fragment.files += [*worlds.files, *(item for item in common if item not in worlds.files)]
    file = find_file(sheet, path, name)
    if file in fragment.files:
        return {}
    add_file(file, fragment)
    return {key: item for key, item in fragment.values.items() if key not in _NOT_OF_THE_WORLD}


def read_sets(sheet: Sheet, worlds: Worlds, name: str, path: KeyPath, value: Any) -> Factor | None:
    """Read a factor of which each choice sets several parameters."""
    here = (*path, "sets")
    if not isinstance(value, dict) or len(value) < sheet.fewest_choices:
        sheet.refuse(here, value, "at least two tables, such as { calm = {...}, wild = {...} }")
        return None
    changes = {label: sheet.table((*here, label), item) for label, item in value.items()}
    return _bundle(sheet, worlds, name, path, changes, "bundle of values")


def _bundle(
    sheet: Sheet,
    worlds: Worlds,
    name: str,
    path: KeyPath,
    changes: Mapping[str, dict[str, Any]],
    meaning: str,
) -> Factor | None:
    before = len(sheet.problems)
    for label, change in changes.items():
        check_changes(sheet, worlds, (*path, "sets", label), change)
    if UNCHANGED in changes:
        message = f'"{UNCHANGED}" stands for the unchanged scenario; give {name} another name'
        sheet.complain(path, message)
    flat = {label: flat_changes(change) for label, change in changes.items()}
    base = UNCHANGED
    if len(sheet.problems) == before:
        base = next((label for label in flat if _changes_nothing(worlds, flat[label])), UNCHANGED)
    return Factor(
        name, labels=tuple(flat), changes=tuple(flat.values()), meaning=meaning, base=base
    )


def _changes_nothing(worlds: Worlds, changes: Mapping[str, Any]) -> bool:
    """Tell whether scenarios in which these values are set are what they were before."""
    return all(
        Scenario.model_validate(changed(merged.values, changes)) == scenario
        for merged, scenario in zip(worlds.merged, worlds.scenarios, strict=True)
    )


def flat_changes(values: Mapping[str, Any], above: tuple[str, ...] = ()) -> dict[str, Any]:
    """Spell nested tables as dotted names; ``mix`` stays whole."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        path = (*above, *(read_key(key) or (key,)))
        if isinstance(value, dict) and value and path != ("mix",):
            found |= flat_changes(value, path)
        else:
            found[dotted(path)] = value
    return found
