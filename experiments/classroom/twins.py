"""Two twins on the same luck: run each arm of a setting, changing course where it says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from experiments.classroom.settings import ARM_NAMES, Setting

if TYPE_CHECKING:
    from sim.parameters import Scenario
    from sim.tables import World

__all__ = ["Plan", "Watch", "plan", "prepare_market", "run_arm", "treated_firms"]

Watch = Callable[["World"], None]
"""Shown the world at the fork and after every month."""


@dataclass(frozen=True)
class Plan:
    """What a setting comes to: the scenario that both twins start in, and each twin's course.

    ``courses`` holds for each arm the months after which it changes, with the scenario that then
    holds for it.
    """

    scenario: Scenario
    courses: tuple[tuple[tuple[int, Scenario], ...], ...]


def plan(setting: Setting) -> Plan:
    """Work out the scenarios of a setting, once for however many markets."""
    courses = tuple(
        tuple((month, setting.scenario(arm, month)) for month in setting.change_months(arm))
        for arm in range(len(ARM_NAMES))
    )
    return Plan(setting.scenario(), courses)


def prepare_market(planned: Plan, seed: int) -> World:
    """Build the market of a plan and let it live up to the month at which the twins part."""
    from sim.simulation import prepare

    return prepare(planned.scenario, seed)


def run_arm(prepared: World, planned: Plan, arm: int, watch: Watch | None = None) -> World:
    """Let one twin live to the end of its run, from the month of parting.

    Parameters
    ----------
    prepared
        The market at the month of parting; it is not changed.
    planned
        What the twins do, and what they change in mid-run.
    arm
        0 or 1.
    watch
        Called at the parting and after every month.
    """
    from sim.simulation import fork

    scenario = planned.scenario
    world = fork(prepared, scenario, ARM_NAMES[arm], scenario.comparison.treated)
    if watch is not None:
        watch(world)
    month = 0
    for stop, changed in planned.courses[arm]:
        _live(world, stop - month, watch)
        _change_course(world, changed, arm)
        month = stop
    _live(world, scenario.run.months - month, watch)
    return world


def _live(world: World, months: int, watch: Watch | None) -> None:
    from sim.simulation import advance

    if watch is None:
        advance(world, months)
        return
    for _ in range(months):
        advance(world, 1)
        watch(world)


def _change_course(world: World, scenario: Scenario, arm: int) -> None:
    """Give the treated firms what a scenario says for an arm; luck stays as it is.

    People's biases are drawn again from the same luck, so a change to what already holds changes
    not a bit.
    """
    from sim.world import build_world, treat

    world.bias_means[:] = build_world(scenario, int(world.market.seed[0])).bias_means
    treat(world, scenario, ARM_NAMES[arm], scenario.comparison.treated)


def treated_firms(world: World) -> list[int]:
    """Return the rows of the firms that follow the arm."""
    return [int(row) for row in np.flatnonzero(world.firms.treated)]
