"""A model of a few lines with the shape of the real one, so that running and printing are tested.

Firms have the same luck in every arm; an arm adds a hundred euros per unit of practice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.simulator import Columns, Simulator
from sim.outcomes import CHANNELS, OUTCOMES, SERIES
from sim.parameters import PRACTICES, Scenario

__all__ = ["FAKE_MODEL"]


@dataclass
class FakeWorld:
    scenario: Scenario
    seed: int
    treated: NDArray[np.bool_]
    arm: str | None = None
    months: int = 0


def prepare(scenario: Scenario, seed: int) -> FakeWorld:
    return FakeWorld(scenario, seed, np.zeros(scenario.firms.count, dtype=bool))


def fork(world: FakeWorld, scenario: Scenario, arm: str | None, treated: float) -> FakeWorld:
    count = scenario.firms.count
    chosen = np.zeros(count, dtype=bool)
    chosen[np.random.default_rng(world.seed).permutation(count)[: round(treated * count)]] = True
    chosen[0] |= scenario.case is not None
    return FakeWorld(scenario, world.seed, chosen, arm)


def advance(world: FakeWorld, months: int) -> None:
    world.months += months


def gain(world: FakeWorld) -> float:
    if world.arm is None:
        return 0.0
    policy = world.scenario.policies[world.arm]
    return 100.0 * sum(getattr(policy, practice) for practice in PRACTICES)


def firm_outcomes(world: FakeWorld) -> Columns:
    count = world.scenario.firms.count
    luck = np.random.default_rng(world.seed + 1)
    columns: dict[str, NDArray[np.generic]] = {
        item.name: luck.random(count) + world.treated * gain(world) for item in OUTCOMES
    }
    for channel in CHANNELS:
        columns[f"channel_{channel.name}"] = np.zeros(count)
    columns["channel_market"] = columns["npv"]
    columns["treated"] = world.treated
    columns["headcount"] = luck.integers(10, 60, count)
    columns["group"] = luck.integers(0, len(world.scenario.policies), count)
    return columns


def group_series(world: FakeWorld) -> Columns:
    months = np.arange(1.0, world.months + 1)
    groups = [
        np.full(world.months, np.nan) if not member.any() else months + number * gain(world)
        for number, member in enumerate((~world.treated, world.treated))
    ]
    return {item.name: np.column_stack(groups) for item in SERIES}


def policy_names(scenario: Scenario) -> list[str]:
    return sorted(scenario.policies)


def story(world: FakeWorld, scenario: Scenario, firm: int) -> list[str]:
    return [f"month {world.months}: firm {firm} followed {world.arm}"]


FAKE_MODEL = Simulator(prepare, fork, advance, firm_outcomes, group_series, policy_names, story)
