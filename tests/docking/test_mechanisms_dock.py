"""Mechanisms that the default market leaves out follow the same rules in both models."""

from __future__ import annotations

import numpy as np
import pytest
from from_tables import differing
from plain_market.model import PlainMarket

from sim.parameters import Scenario
from sim.parameters.policies import HABITS
from sim.scenario_files import load_scenario
from sim.simulation import advance, fork, prepare

BUSY = (
    "firms.count=10",
    "run.warmup=6",
    "run.months=30",
    "decisions.occasion_rate=5",
    "firms.technology_budget=0.08",
)

MECHANISMS = (
    "decisions.attribution_error=0.5",
    "decisions.exploration_patience=6",
    "decisions.exploration_budget=0.6",
    "firms.sensing_learning=0.2",
    "firms.seizing_learning=0.3",
    "firms.reconfiguring_learning=0.2",
    "firms.ability_fading=0.3",
    "market.partner_flow=0.3",
    "projects.appreciation=0.5",
    "vendors.lock_in=0.3",
    "vendors.harvesting=0.1",
    "products.standard=0.4",
)


def assert_docks(scenario: Scenario, seed: int, arm: str) -> None:
    world = fork(prepare(scenario, seed), scenario, arm, 0.6)
    advance(world, scenario.run.months)
    model = PlainMarket(scenario, seed, arm, 0.6)
    while model.running:
        model.step()
    assert differing(world, model) == []


@pytest.mark.parametrize("setting", MECHANISMS)
def test_each_mechanism_gives_the_same_run(setting: str) -> None:
    assert_docks(load_scenario("default", [*BUSY, setting]).scenario, 7, "agile_probe")


@pytest.mark.parametrize("number", range(6))
def test_habits_at_random_with_all_mechanisms_give_the_same_run(number: int) -> None:
    luck = np.random.default_rng(number)
    arm = str(luck.choice(["aligned", "agile_probe", "dual_track", "misaligned"]))
    habits = [
        f"policies.{policy}.{habit}={luck.uniform():.3f}"
        for policy in sorted({arm, "vendor_led"})
        for habit in HABITS
    ]
    scenario = load_scenario("default", [*BUSY, *MECHANISMS, *habits]).scenario
    assert_docks(scenario, number, arm)
