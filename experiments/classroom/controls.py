"""What the page can set: sliders and presets, read from the declarations of parameters."""

from __future__ import annotations

from typing import Any

from experiments.classroom.cases import CASES, REGIMES
from experiments.classroom.settings import Setting, declarations

__all__ = ["FIRST_CONTROLS", "catalogue"]

FIRST_CONTROLS = ("practices.fit_evaluation", "practices.monitoring", "managers.sunk_cost")
"""The three sliders that are seen at first; all others stand behind "more"."""


def catalogue() -> dict[str, Any]:
    """Return cases, regimes, policies with their practices, and the declaration of each slider."""
    policies = Setting().base().policies
    return {
        "cases": [_case(name) for name in CASES],
        "regimes": list(REGIMES),
        "policies": {name: policy.model_dump() for name, policy in policies.items()},
        "biases": Setting().base().biases.model_dump(),
        "first": list(FIRST_CONTROLS),
        "controls": [
            {
                "key": key,
                "low": item.low,
                "high": item.high,
                "default": item.default,
                "unit": item.unit,
                "meaning": item.meaning,
                "source": item.source,
                "neutral": item.neutral,
            }
            for key, item in declarations().items()
        ],
    }


def _case(name: str) -> dict[str, Any]:
    scenario = Setting(case=name).base()
    case = scenario.case
    return {
        "name": name,
        "scenario": CASES[name].scenario,
        "overrides": list(CASES[name].overrides),
        "scale": CASES[name].scale,
        "months": scenario.run.months,
        "firm": case.firm_name if case is not None else None,
        "firms": scenario.firms.count,
    }
