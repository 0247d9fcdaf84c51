"""Values on top of a study's that no cell would take, because a factor sets them everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.studies.factors import Factor
from experiments.studies.study import Study
from sim.scenario_files import Problem
from sim.scenario_files.key_lines import KeyPath
from sim.scenario_files.overriding import SET
from sim.scenario_files.problems import dotted

__all__ = ["idle_overrides"]


def idle_overrides(study: Study, paths: Iterable[KeyPath]) -> list[Problem]:
    """Return a problem for each value that would change nothing in any cell.

    Parameters
    ----------
    study
        The study with these values on top.
    paths
        Where each stands in the study file, such as ``("set", "market", "turbulence")``.
    """
    found = []
    for path in paths:
        name = dotted(path[1:] if path[0] == "set" else path)
        for factor in study.factors:
            if name in _always_set(factor) and _in_every_cell(study, factor):
                there = "the cells" if study.design.kind == "list" else f"factors.{factor.name}"
                message = (
                    f"{name} would change nothing, since the factor {factor.name} sets it in every "
                    f"cell of this study; change {there} instead"
                )
                found.append(Problem(SET, message, key=name))
    return found


def _always_set(factor: Factor) -> set[str]:
    """Return what is set whatever value the factor takes, by dotted name."""
    if factor.arm is not None or factor.numeric:
        return {factor.name}
    return set.intersection(*(set(change) for change in factor.changes))


def _in_every_cell(study: Study, factor: Factor) -> bool:
    """Tell whether no cell takes the factor's value from the study's scenario."""
    if study.design.kind == "list":
        return all(factor.name in cell for cell in study.design.cells)
    return study.design.kind != "one_at_a_time"
