"""How long and how large the markets of a study's cells are, where factors decide it."""

from __future__ import annotations

from typing import Any

from experiments.studies.factors import Factor
from experiments.studies.study import Study
from sim.parameters import Scenario

__all__ = ["cell_extents"]

_EXTENTS = {
    "months": "run.months",
    "firms": "firms.count",
    "treated_share": "comparison.treated",
}


def cell_extents(study: Study) -> dict[str, tuple[float, float]]:
    """Return lowest and highest of what a report says about the size of all runs.

    Returns
    -------
    dict
        By ``months``, ``firms`` and ``treated_share`` the lowest and the highest value of any cell;
        only those that a factor sets.
    """
    found: dict[str, tuple[float, float]] = {}
    everyone = all(arm.policy is None for arm in study.recipe.arms)
    for name, key in _EXTENTS.items():
        factors = [factor for factor in study.factors if _sets(factor, key)]
        if factors and not (everyone and name == "treated_share"):
            values = _values(study, factors, key)
            found[name] = (min(values), max(values))
    return found


def _sets(factor: Factor, key: str) -> bool:
    return any(key in change for change in factor.changes) or (
        factor.numeric and factor.name == key
    )


def _values(study: Study, factors: list[Factor], key: str) -> list[float]:
    """Return the values of a parameter in all cells, each combination of factors once."""
    own = _value(Scenario.model_validate(study.recipe.worlds[0]), key)
    columns = [study.design_table[factor.name].tolist() for factor in factors]
    found = []
    for row in dict.fromkeys(zip(*columns, strict=True)):
        changes: dict[str, Any] = {}
        for factor, value in zip(factors, row, strict=True):
            changes |= factor.sets(value)
        found.append(float(changes.get(key, own)))
    return found


def _value(scenario: Scenario, key: str) -> Any:
    node: Any = scenario
    for part in key.split("."):
        node = getattr(node, part)
    return node
