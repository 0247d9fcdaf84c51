"""No parameter, bias or field of a policy is a name without a mechanism.

Each is moved away from its value in a lively market. What counts as a change is money or a measured
quantity: that a column repeats a parameter which nothing reads would not be enough.
"""

from __future__ import annotations

import math
from typing import Any

import pytest
from kernel_worlds import LIVELY, SOMEWHAT, consequences, live, market

from sim.parameters import ParameterInfo, Policy, Scenario, section_parameters
from sim.parameters.scenario import Case

NOT_READ_BY_A_MARKET = {
    "run.seed": "a market gets its own seed as an argument; pairs count up from this one",
    "comparison.pairs": "how many markets are run, not what happens in one",
    "comparison.treated": "handed to the fork, not read by a market",
}

# Far enough to matter: months are rounded, a purse must fill up, few products are nearly closed.
FIELD_FAR_ENOUGH = {"probing": 0.9, "staging": 0.5}

FAR_ENOUGH = {
    "projects.pilot_months": 6.0,
    "projects.planning_months": 3.0,
    "decisions.carry_over": 3.0,
    "projects.link_openness": 0.5,
}

# What a habit costs or how far it goes shows only where somebody has the habit.
TOGETHER_WITH = {
    "practice_costs.coherence_hours": {"policies.somewhat.coherence": 0.5},
    "projects.stages": {"policies.somewhat.staging": 1.0},
    "projects.stage_work": {"policies.somewhat.staging": 1.0},
    "projects.appreciation_months": {"projects.appreciation": 0.5},
}

PARAMETERS = {info.name: info for info in section_parameters(Scenario)}
FIELDS = {info.name: info for info in section_parameters(Policy)}


def _elsewhere(info: ParameterInfo, value: float) -> float:
    """Return another allowed value, not far away where there is room."""
    step = max(0.5 * abs(value), 0.1 * min(info.high - info.low, 10.0))
    if info.kind is int:
        step = max(math.floor(step), 1)
    found = value + step if value + step <= info.high else value - step
    found = info.kind(min(max(found, info.low), info.high))
    assert found != value
    return found


def _value(scenario: Scenario, name: str) -> float:
    found: Any = scenario
    for part in name.split("."):
        found = getattr(found, part)
    return float(found)


@pytest.fixture(scope="module")
def usual() -> str:
    return consequences(live(market()))


ACTING = sorted(PARAMETERS.keys() - NOT_READ_BY_A_MARKET.keys())


@pytest.mark.parametrize("name", ACTING)
def test_every_parameter_changes_what_a_market_comes_to(name: str, usual: str) -> None:
    value = FAR_ENOUGH.get(name) or _elsewhere(PARAMETERS[name], _value(market(), name))
    assert value != _value(market(), name)
    other = TOGETHER_WITH.get(name)
    before = consequences(live(market(other))) if other else usual
    assert consequences(live(market({**(other or {}), name: value}))) != before


@pytest.mark.parametrize("name", sorted(NOT_READ_BY_A_MARKET))
def test_what_is_said_not_to_be_read_by_a_market_is_not(name: str, usual: str) -> None:
    value = _elsewhere(PARAMETERS[name], _value(market(), name))
    assert consequences(live(market({name: value}))) == usual


def test_the_seed_given_to_a_market_changes_everything(usual: str) -> None:
    assert consequences(live(market(), seed=2)) != usual


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_field_of_a_policy_changes_what_a_market_comes_to(name: str, usual: str) -> None:
    value = FIELD_FAR_ENOUGH.get(name) or _elsewhere(FIELDS[name], SOMEWHAT[name])
    assert consequences(live(market({f"policies.somewhat.{name}": value}))) != usual


@pytest.mark.parametrize(
    "override",
    [
        {"practices": {"monitoring": 0.9}},
        {"managers": {"loss_aversion": 4.0}},
        {"employees": {"status_quo": 0.9}},
        {"policy": "careless", "practices": {"goal_clarity": 0.9}},
        {"function": "service", "employees": {"hype": 0.9}},
    ],
)
def test_overrides_for_some_firms_or_departments_act(override: dict[str, Any], usual: str) -> None:
    assert consequences(live(market({"overrides": [override]}))) != usual


CASE: dict[str, Any] = {
    "headcount": 12,
    "wish": "inventory",
    "goal": "growth",
    "maturity": {"sales": 0.5},
    "systems": [{"category": "web_store", "openness": 0.3, "usage": 0.7}],
}


@pytest.mark.parametrize(
    "other",
    [
        {"headcount": 20},
        {"wish": "crm"},
        {"wish": None},
        {"goal": "efficiency"},
        {"goal": None},
        {"maturity": {"sales": 0.1}},
        {"maturity": {"sales": 0.5, "operations": 0.9}},
        {"systems": []},
        {"systems": [{"category": "web_store", "openness": 0.9, "usage": 0.7}]},
        {"systems": [{"category": "web_store", "openness": 0.3, "usage": 0.2}]},
        {"systems": [{"category": "help_desk", "openness": 0.3, "usage": 0.7}]},
    ],
)
def test_every_word_of_a_case_acts(other: dict[str, Any]) -> None:
    told = {**LIVELY, "firms.count": 5}
    one = live(market({"case": CASE}, told))
    assert consequences(one) != consequences(live(market({"case": CASE | other}, told)))


def test_the_case_of_these_tests_uses_every_word_but_its_name() -> None:
    assert set(CASE) == set(Case.model_fields) - {"firm_name"}
