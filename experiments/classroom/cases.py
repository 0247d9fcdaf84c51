"""Where a lesson can start: the cases of the classroom and the scenario behind each."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CASES", "CLASS_FUTURES", "REGIMES", "ClassroomCase"]

CLASS_FUTURES = 40
"""Paired futures of each position of the class page's sliders, unless asked otherwise."""


class ClassroomCase(NamedTuple):
    """A starting point: a scenario that ships, what keeps its market small, and how far to guess.

    ``scale`` is the lead in EUR up to which the page lets people draw their guess.
    """

    scenario: str
    overrides: tuple[str, ...]
    scale: int


CASES: dict[str, ClassroomCase] = {
    "default": ClassroomCase("default", ("firms.count=10", "comparison.treated=0.3"), 600_000),
    "shop": ClassroomCase("shop_without_stock", (), 150_000),
    "crm": ClassroomCase("crm_without_process", (), 150_000),
}

REGIMES = ("clear", "complicated", "complex", "chaotic", "disorder")
