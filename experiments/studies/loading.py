"""From a name or a path to a checked study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from experiments.studies.declaration import SAMPLED, Design, Replication
from experiments.studies.designs import MOST_CELLS, draw_design, number_of_cells
from experiments.studies.factors import Factor
from experiments.studies.idle_overrides import idle_overrides
from experiments.studies.reading_factors import read_factors
from experiments.studies.reading_worlds import Worlds, read_worlds
from experiments.studies.recipe import Recipe, changed
from experiments.studies.remarks import remarks
from experiments.studies.sheet import Sheet
from experiments.studies.study import Study
from sim.outcomes import OUTCOMES, SERIES
from sim.parameters.consistency import contradictions
from sim.scenario_files import Problem, ScenarioError, shipped_scenarios
from sim.scenario_files.key_lines import KeyPath
from sim.scenario_files.merging import Merged
from sim.scenario_files.overriding import apply_overrides, read_key
from sim.scenario_files.problems import did_you_mean, dotted, nearest, spell
from sim.scenario_files.shipped import STUDIES, display_name, shipped_folder
from sim.scenario_files.toml_text import TomlFile, read_toml

__all__ = [
    "TOP_KEYS",
    "find_study",
    "is_study",
    "load_study",
    "names_study",
    "read_study",
    "shipped_studies",
]

TOP_KEYS = (
    "title",
    "question",
    "description",
    "scenario",
    "set",
    "arms",
    "design",
    "factors",
    "replication",
    "outcomes",
    "series",
)
"""Keys at the top of a study file."""

_ONLY_IN_STUDIES = ("scenario", "set", "arms", "design", "factors", "replication")
_OUTCOME_NAMES = tuple(item.name for item in OUTCOMES)
_SERIES_NAMES = tuple(item.name for item in SERIES)
_MOST_PROBLEMS_OF_CELLS = 3


@cache
def shipped_studies() -> tuple[str, ...]:
    """Return the bare names of the study files that ship, such as "studies/turbulence"."""
    folder = shipped_folder()
    found = (path.relative_to(folder).with_suffix("") for path in folder.glob(f"{STUDIES}/*.toml"))
    return tuple(sorted(name.as_posix() for name in found))


def find_study(name_or_path: str | Path) -> Path:
    """Return the file that a path, or the bare name of a study that ships, stands for.

    Raises
    ------
    ScenarioError
        When there is no such file, with the most similar name.
    """
    text = str(name_or_path)
    if not text.strip():
        raise ScenarioError([Problem("STUDY", "the name of the study is empty")])
    if text in shipped_studies():
        return shipped_folder() / f"{text}.toml"
    try:
        path = Path(text).expanduser().resolve()
        if path.exists():
            return path
    except (OSError, RuntimeError, ValueError) as error:
        message = f"this is not the name of a file ({getattr(error, 'strerror', None) or error})"
        raise ScenarioError([Problem(spell(text), message)]) from None
    like = nearest(text.removesuffix(".toml"), shipped_studies())
    message = f"there is no such file, nor does a study of this name ship{did_you_mean(like)}"
    raise ScenarioError([Problem(text, message, found=text, nearest=like)])


def names_study(name: str) -> bool:
    """Tell whether a name or a path stands for a study; what cannot be read does not."""
    if name in shipped_studies():
        return True
    if name in shipped_scenarios():
        return False
    try:
        return is_study(read_toml(find_study(name), name).values)
    except ScenarioError:
        return False


def is_study(values: Mapping[str, Any]) -> bool:
    """Tell whether the values of a file are those of a study and not of a scenario."""
    return any(key in values for key in _ONLY_IN_STUDIES)


def load_study(name_or_path: str | Path, overrides: Sequence[str] = ()) -> Study:
    """Load and check a study.

    Parameters
    ----------
    name_or_path
        A TOML file, or the bare name of a study that ships, such as "studies/turbulence".
    overrides
        Values on top of the file's, each ``KEY=VALUE`` with a dotted key of the study, such as
        ``replication.pairs=5``, or of the scenario, such as ``firms.count=20``.

    Raises
    ------
    ScenarioError
        When anything is wrong, with all problems at once; also when an override would change
        nothing, because a factor sets the same in every cell.
    """
    path = find_study(name_or_path)
    file = read_toml(path, display_name(path))
    merged = Merged(values=file.values)
    apply_overrides(merged, [_of_the_study(override) for override in overrides])
    study = read_study(TomlFile(file.name, merged.values, file.lines), path, path.stem)
    problems = idle_overrides(study, merged.origins)
    if problems:
        raise ScenarioError(problems)
    return study


def _of_the_study(override: str) -> str:
    """Spell a value for the scenario as one for the study's table ``set``."""
    first = override.partition("=")[0].partition(".")[0].strip()
    return override if first in TOP_KEYS else f"set.{override}"


def read_study(file: TomlFile, path: Path | None, name: str) -> Study:
    """Check the values of a study; see :func:`load_study`.

    Parameters
    ----------
    file
        Values, where each stands, and the name of the file for messages.
    path
        The file; paths in it start at its folder. None for the current folder.
    name
        Name of the study.
    """
    folder = Path.cwd() if path is None else path.parent
    sheet = Sheet(file.name, folder, file.values, file.lines)
    _check_top(sheet)
    texts = {key: sheet.text(key) for key in ("title", "question", "description")}
    outcomes = sheet.names("outcomes", _OUTCOME_NAMES, "an outcome") or ("npv",)
    series = sheet.names("series", _SERIES_NAMES, "a monthly series")
    before = len(sheet.problems)
    design = sheet.part(Design, "design")
    design_is_sound = len(sheet.problems) == before
    replication = sheet.part(Replication, "replication")
    worlds = read_worlds(sheet)
    factors = read_factors(sheet, worlds, design)
    design = _with_flat_cells(sheet, design, factors)
    if design_is_sound:
        _check_design(sheet, design, factors)
    replication = _with_pairs(sheet, replication, worlds, outcomes)
    sheet.check()
    recipe = Recipe(tuple(merged.values for merged in worlds.merged), worlds.arms, factors)
    table, sample = draw_design(design, factors)
    study = Study(
        name, path, texts["title"] or name, texts["question"], texts["description"], recipe,
        design, replication, outcomes, series, table, sample,
        (*worlds.notes, *remarks(design, worlds.arms)), _scenario(sheet.values),
    )  # fmt: skip
    _check_cells(sheet, study)
    sheet.check()
    return study


def _scenario(values: Mapping[str, Any]) -> str:
    """Return what the study is about, as the file names it: its scenario, or those of its arms."""
    own = values.get("scenario", "default")
    arms = values.get("arms")
    tables = arms.values() if isinstance(arms, dict) else [{}]
    named = [table.get("scenario", own) for table in tables]
    told = [name if isinstance(name, str) else "as the study file has it" for name in named]
    changed_too = ", changed by [set]" if values.get("set") else ""
    return ", ".join(dict.fromkeys(told)) + changed_too


def _check_top(sheet: Sheet) -> None:
    for key in sheet.values:
        if key in TOP_KEYS:
            continue
        message = f"{dotted((key,))} is not a key of a study"
        if key == "extends":
            message += '; a study names its scenario: scenario = "..."'
            sheet.complain((key,), message)
        elif read_key(key) and nearest(key, TOP_KEYS) is None and _is_scenario_key(key):
            sheet.complain((key,), f"{message}; in a study write set.{key}")
        else:
            sheet.complain((key,), message, nearest(key, TOP_KEYS))


def _is_scenario_key(key: str) -> bool:
    from sim.parameters import Scenario

    return key.split(".")[0] in Scenario.model_fields


def _with_flat_cells(sheet: Sheet, design: Design, factors: Sequence[Factor]) -> Design:
    """Spell the names in the cells of a list as those of factors, and check labels."""
    by_name = {factor.name: factor for factor in factors}
    rows: list[dict[str, Any]] = []
    for number, cell in enumerate(design.cells):
        flat = _flat_cell(cell, ())
        for name, value in flat.items():
            factor = by_name.get(name)
            if factor is None or not factor.labels or value in (*factor.labels, factor.base):
                continue
            path: KeyPath = ("design", "cells", number, *(read_key(name) or (name,)))
            listed = ", ".join(map(str, factor.labels))
            sheet.refuse(path, value, listed, nearest(str(value), map(str, factor.labels)))
        rows.append(flat)
    return design.model_copy(update={"cells": rows})


def _flat_cell(cell: Mapping[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in cell.items():
        path = (*above, *(read_key(key) or (key,)))
        if isinstance(value, dict):
            found |= _flat_cell(value, path)
        else:
            found[dotted(path)] = value
    return found


def _check_design(sheet: Sheet, design: Design, factors: Sequence[Factor]) -> None:
    kind = design.kind
    place = ("design", "kind")
    if kind != "list" and not sheet.values.get("factors"):
        sheet.complain(place, f"a {kind} design needs factors; there are none under [factors]")
    if kind == "list" and "factors" in sheet.values and not design.cells:
        sheet.complain(
            ("factors",), "there are factors but no design; say which: [design] kind = ..."
        )
    if kind != "list" and design.cells:
        sheet.complain(("design", "cells"), f"design.cells belong to a list, not to {kind}")
    if kind in SAMPLED and design.size is None:
        sheet.complain(place, f"a {kind} design needs a size: [design] size = 100")
    if kind not in SAMPLED and design.size is not None:
        sheet.complain(("design", "size"), f"a {kind} design has no size; it has levels")
    if kind == "morris" and design.levels is not None and design.levels % 2:
        sheet.refuse(("design", "levels"), design.levels, "an even number in a morris design")
    if kind == "morris" and len(factors) < 2 and factors:
        sheet.complain(place, "a morris design needs at least two factors")
    if kind != "list" and factors and not sheet.problems:
        count = number_of_cells(design, factors)
        if count > MOST_CELLS:
            sheet.complain(
                place, f"this design has {count:,} cells; allowed is {MOST_CELLS:,} at most"
            )


def _with_pairs(
    sheet: Sheet, replication: Replication, worlds: Worlds, outcomes: Sequence[str]
) -> Replication:
    """Fill in what the rule of replication leaves open, and refuse what it contradicts."""
    place = ("replication",)
    if replication.half_width is not None and replication.relative_half_width is not None:
        sheet.complain(place, "give half_width or relative_half_width, not both")
    if replication.sequential and replication.pairs is not None:
        sheet.complain(place, "give pairs, or a half-width with a cap, not both")
    if replication.cap < replication.first:
        message = f"replication.cap is {replication.cap}, below first, which is {replication.first}"
        sheet.complain((*place, "cap"), message)
    outcome = replication.outcome
    if outcome is not None and outcome not in _OUTCOME_NAMES:
        message = f"replication.outcome names {spell(outcome)}, which is not an outcome"
        sheet.complain((*place, "outcome"), message, nearest(outcome, _OUTCOME_NAMES))
    if not replication.sequential:
        pairs = replication.pairs or worlds.scenarios[0].comparison.pairs
        return replication.model_copy(update={"pairs": pairs})
    return replication.model_copy(update={"outcome": outcome or outcomes[0]})


def _check_cells(sheet: Sheet, study: Study) -> None:
    """Refuse cells whose values contradict each other although each is allowed."""
    recipe = study.recipe
    if not study.factors:
        return
    found: dict[str, None] = {}
    for cell, values in enumerate(study.all_values()):
        for message in _contradictions(recipe, values):
            found.setdefault(f"{message} (first in cell {cell})")
        if len(found) > _MOST_PROBLEMS_OF_CELLS:
            break
    for message in list(found)[:_MOST_PROBLEMS_OF_CELLS]:
        sheet.complain(("factors",), f"a cell of the design is impossible: {message}")


def _contradictions(recipe: Recipe, values: Sequence[Any]) -> list[str]:
    from sim.parameters import Scenario
    from sim.parameters.scenario import REPORTED_ELSEWHERE

    changes: dict[str, Any] = {}
    for factor, value in zip(recipe.factors, values, strict=True):
        if factor.arm is None:
            changes |= factor.sets(value)
    messages: list[str] = []
    for world in recipe.worlds:
        try:
            scenario = Scenario.model_validate(
                changed(world, changes), context={REPORTED_ELSEWHERE: True}
            )
        except ValidationError as error:
            messages += [
                f"{dotted(item['loc'])} is {spell(item['input'])}" for item in error.errors()
            ]
            continue
        messages += [item.message for item in contradictions(scenario)]
    return list(dict.fromkeys(messages))
