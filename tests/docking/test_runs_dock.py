"""Whole runs: the plain market and the tables give the same bits from foundation to end.

What always runs: small markets of each shipped policy, each regime and both teaching cases, and a
middle one with a treated arm. All policies in all regimes with several seeds take some minutes::

    pytest tests/docking/test_runs_dock.py -m study
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from from_tables import differing
from plain_market.model import PlainMarket

from sim.events import EVENT_KINDS
from sim.parameters import Scenario
from sim.scenario_files import load_scenario
from sim.scenario_files.shipped import shipped_scenarios
from sim.simulation import advance, firm_outcomes, fork, group_series, prepare
from sim.tables import World
from sim.world import build_world

REGIMES = [name for name in shipped_scenarios() if name.startswith("regimes/")]
CASES = [name for name in shipped_scenarios() if load_scenario(name).scenario.case is not None]
POLICIES = sorted(load_scenario("default").scenario.policies)

# Much is bought, used and stopped in little time.
LIVELY = ("decisions.occasion_rate=4", "firms.technology_budget=0.07", "market.turbulence=1")
SMALL = ("firms.count=5", "run.warmup=6", "run.months=18")
OVERRIDDEN = {
    "overrides": [
        {"function": "sales", "practices": {"monitoring": 1.0, "independent_review": 0.5}},
        {"policy": "aligned", "managers": {"loss_aversion": 3.0}, "employees": {"hype": 0.9}},
    ]
}


def small(name: str, *settings: str) -> Scenario:
    """Return a shipped scenario with few firms, few months and lively departments."""
    return load_scenario(name, (*SMALL, *LIVELY, *settings)).scenario


def only(policy: str, scenario: Scenario) -> Scenario:
    """Return a scenario in which all firms follow one policy."""
    return Scenario.model_validate(scenario.model_dump() | {"mix": {policy: 1.0}})


def same_numbers(one: Any, other: Any) -> bool:
    """Tell whether two arrays hold the same numbers, NaN in the same places."""
    return np.array_equal(np.asarray(one, dtype=float), np.asarray(other, dtype=float), True)


def run_both(
    scenario: Scenario, seed: int = 1, arm: str | None = None, treated: float = 0.4
) -> tuple[World, PlainMarket]:
    """Run a market twice, as tables and as objects, from its foundation to its end."""
    world = fork(prepare(scenario, seed), scenario, arm, treated)
    advance(world, scenario.run.months)
    model = PlainMarket(scenario, seed, arm, treated)
    while model.running:
        model.step()
    return world, model


def assert_docked(world: World, model: PlainMarket) -> None:
    """Assert that all columns, the series and the outcomes of all firms are the same."""
    assert differing(world, model) == []
    collected = model.datacollector.get_model_vars_dataframe()
    for name, months in group_series(world).items():
        for group, label in enumerate(("untreated", "treated")):
            assert same_numbers(collected[f"{name}_{label}"], months[:, group]), name
    outcomes = model.outcomes()
    for name, values in firm_outcomes(world).items():
        assert same_numbers([found[name] for found in outcomes], values), name


@pytest.mark.parametrize("name", [name for name in shipped_scenarios() if name != "policies"])
def test_every_shipped_scenario_is_founded_the_same(name: str) -> None:
    scenario = load_scenario(name, ("firms.count=31",)).scenario
    model = PlainMarket(scenario, 3, prepare=False)
    model.found()
    assert differing(build_world(scenario, 3), model) == []


@pytest.mark.parametrize(
    "settings",
    [
        ("firms.count=1",),
        ("firms.count=2", "firms.departments=1", "vendors.count=2"),
        ("firms.departments=3", "firms.peers=0", "firms.partners=0", "employees.colleagues=0"),
        ("products.heterogeneity=0", "vendors.hype=0", "market.reward_concentration=0"),
    ],
)
def test_unusual_markets_are_founded_the_same(settings: tuple[str, ...]) -> None:
    scenario = load_scenario("default", ("firms.count=9", *settings)).scenario
    model = PlainMarket(scenario, 2, prepare=False)
    model.found()
    assert differing(build_world(scenario, 2), model) == []


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_gives_the_same_run(policy: str) -> None:
    assert_docked(*run_both(only(policy, small("default"))))


@pytest.mark.parametrize("regime", REGIMES)
def test_every_regime_gives_the_same_run(regime: str) -> None:
    assert_docked(*run_both(small(regime), seed=2, arm="aligned"))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("arm", [None, "aligned", "misaligned"])
def test_every_teaching_case_gives_the_same_run(case: str, arm: str | None) -> None:
    settings = ("firms.count=4", "run.warmup=12", "run.months=24")
    assert_docked(*run_both(load_scenario(case, settings).scenario, 1, arm, treated=0.0))


@pytest.mark.parametrize("arm", [None, "aligned"])
def test_values_for_some_departments_give_the_same_run(arm: str | None) -> None:
    scenario = Scenario.model_validate(small("default").model_dump() | OVERRIDDEN)
    assert_docked(*run_both(scenario, 4, arm))


def test_firms_without_some_departments_give_the_same_run() -> None:
    assert_docked(*run_both(small("default", "firms.departments=2"), 5, "dual_track"))


def test_a_middle_market_gives_the_same_run_and_sees_every_kind_of_event() -> None:
    settings = ("firms.count=60", "run.warmup=12", "run.months=48", "products.emerging_hazard=1")
    scenario = load_scenario("regimes/disorder", (*settings, *LIVELY)).scenario
    world, model = run_both(scenario, 6, "agile_probe", 0.3)
    assert_docked(world, model)
    assert {EVENT_KINDS[event.kind] for event in model.events} == set(EVENT_KINDS)


@pytest.mark.study
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_in_every_regime_gives_the_same_run(
    policy: str, regime: str, seed: int
) -> None:
    settings = ("firms.count=12", "run.warmup=12", "run.months=60")
    scenario = only("misaligned", load_scenario(regime, settings).scenario)
    assert_docked(*run_both(scenario, seed, policy, treated=0.5))
