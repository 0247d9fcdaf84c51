"""Mechanisms at their neutral values leave the bits that the model gave before they existed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kernel_worlds import consequences, live, market
from make_before_mechanisms import BEFORE, COMMAND, column_hashes, kept_scenario

from sim.parameters import ParameterInfo, Policy, Scenario, section_parameters
from sim.parameters.policies import HABITS

KEPT: dict[str, Any] = json.loads(BEFORE.read_text(encoding="utf-8"))
STRENGTHS = (
    "decisions.attribution_error",
    "decisions.exploration_budget",
    "firms.sensing_learning",
    "firms.seizing_learning",
    "firms.reconfiguring_learning",
    "firms.ability_fading",
    "market.partner_flow",
    "products.standard",
    "projects.appreciation",
    "vendors.lock_in",
    "vendors.harvesting",
)
PARAMETERS: dict[str, ParameterInfo] = {info.name: info for info in section_parameters(Scenario)}
FIELDS: dict[str, ParameterInfo] = {info.name: info for info in section_parameters(Policy)}


@pytest.mark.parametrize("name", sorted(KEPT))
def test_at_neutral_values_every_column_has_the_bits_of_before(name: str) -> None:
    found = column_hashes(kept_scenario(KEPT[name]["scenario"]))
    before: dict[str, str] = KEPT[name]["columns"]
    assert len(before) > 150
    changed = [column for column in before if found.get(column) != before[column]]
    assert changed == [], f"a rule changed; if on purpose, run `{COMMAND}`"


@pytest.mark.parametrize("name", STRENGTHS)
def test_the_default_of_a_strength_is_its_neutral_value(name: str) -> None:
    assert PARAMETERS[name].neutral == PARAMETERS[name].default == 0.0


@pytest.mark.parametrize("name", HABITS)
def test_the_default_of_a_habit_is_its_neutral_value(name: str) -> None:
    assert FIELDS[name].neutral == FIELDS[name].default


IDLE = {
    "practice_costs.coherence_hours": 200.0,
    "projects.stages": 9.0,
    "projects.stage_work": 0.9,
    "projects.appreciation_months": 3.0,
}


@pytest.mark.parametrize("name", sorted(IDLE))
def test_what_belongs_to_a_mechanism_that_is_off_does_nothing(name: str) -> None:
    assert consequences(live(market({name: IDLE[name]}))) == consequences(live(market()))
