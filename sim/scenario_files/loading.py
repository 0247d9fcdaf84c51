"""From a name or a path to a checked scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.parameters import Scenario
from sim.scenario_files.checking import check_values
from sim.scenario_files.merging import Merged, Origin, merge_files
from sim.scenario_files.overriding import apply_overrides
from sim.scenario_files.problems import Problem, did_you_mean, dotted, nearest
from sim.scenario_files.shipped import display_name, find_scenario, shipped_folder
from sim.scenario_files.toml_text import read_toml

__all__ = ["LoadedScenario", "load_scenario"]


@dataclass(frozen=True)
class LoadedScenario:
    """A checked scenario and where it comes from.

    ``name`` is the file's name without its ending (with its folder for one that ships);
    ``source`` is the file as the user knows it; ``path`` is the file; ``resolved`` are the values
    of all files and overrides together, as plain data; ``origins`` says by dotted key where each
    value stands; ``notes`` are remarks that do not stand in the way of a run.
    """

    scenario: Scenario
    name: str
    source: str
    path: Path
    resolved: Mapping[str, Any]
    origins: Mapping[str, Origin]
    notes: tuple[str, ...]


def load_scenario(name_or_path: str | Path, overrides: Sequence[str] = ()) -> LoadedScenario:
    """Load, join and check a scenario.

    Parameters
    ----------
    name_or_path
        A TOML file, or the bare name of a scenario that ships, such as "default" or
        "regimes/complex".
    overrides
        Values on top of the file's, each ``KEY=VALUE`` with a dotted key.

    Raises
    ------
    ScenarioError
        When anything is wrong, with all problems of the values at once.
    """
    path = find_scenario(name_or_path)
    source = display_name(path)
    merged = merge_files(path)
    apply_overrides(merged, overrides)
    scenario = check_values(merged, source)
    return LoadedScenario(
        scenario=scenario,
        name=_short_name(path),
        source=source,
        path=path,
        resolved=merged.values,
        origins={dotted(key): origin for key, origin in merged.origins.items()},
        notes=tuple(_notes(scenario, merged, source)),
    )


def _short_name(path: Path) -> str:
    folder = shipped_folder()
    if path.is_relative_to(folder):
        return path.relative_to(folder).with_suffix("").as_posix()
    return path.stem


def _notes(scenario: Scenario, merged: Merged, source: str) -> list[str]:
    """Remark on new policies that nobody follows and whose names look like slips of the pen."""
    shipped = read_toml(shipped_folder() / "policies.toml", "policies").values["policies"]
    used = {*scenario.comparison.arms, *scenario.mix}
    used |= {item.policy for item in scenario.overrides if item.policy is not None}
    notes: list[str] = []
    for name in scenario.policies.keys() - shipped.keys() - used:
        like = nearest(name, shipped, cutoff=0.8)
        if like is not None:
            origin = merged.origin(("policies", name), source)
            key = dotted(("policies", name))
            message = f"nobody follows {key}{did_you_mean(f'policies.{like}')}"
            notes.append(str(Problem(origin.file, message, origin.line, key)))
    return sorted(notes)
