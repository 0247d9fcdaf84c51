"""Which policy a firm follows, what it says for each department, and who is treated."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from plain_market.luck import stream, uniform
from plain_market.people import draw_employee, draw_manager
from sim.parameters import FUNCTIONS, Scenario
from sim.parameters.declaration import Section
from sim.purposes import TREATED

if TYPE_CHECKING:
    from plain_market.agents import Firm
    from plain_market.model import PlainMarket

__all__ = ["draw_lots", "policy_names", "set_policies", "treat"]

AnySection = TypeVar("AnySection", bound=Section)


def policy_names(scenario: Scenario) -> list[str]:
    """Return the policies of a scenario in the order in which ``firm.group`` numbers them."""
    return sorted(scenario.policies)


def in_force(
    values: AnySection, scenario: Scenario, policy: str, function: str, table: str
) -> AnySection:
    """Return practices or biases as they hold in a department, after the scenario's overrides.

    ``table`` is the part of an override that counts: "practices", "managers" or "employees".
    """
    changes: dict[str, float] = {}
    for override in scenario.overrides:
        if override.policy in (None, policy) and override.function in (None, function):
            changes |= getattr(override, table)
    return values.model_copy(update=changes)


def set_policies(firm: Firm, model: PlainMarket) -> None:
    """Write what the firm's policy means for each department: practices and mean biases."""
    scenario, biases = model.market_scenario, model.market_scenario.biases
    name = policy_names(scenario)[firm.policy]
    for department, function in zip(firm.departments, FUNCTIONS, strict=True):
        practices = scenario.policies[name]
        department.policy = in_force(practices, scenario, name, function, "practices")
        department.manager_biases = in_force(biases.managers, scenario, name, function, "managers")
        department.employee_biases = in_force(
            biases.employees, scenario, name, function, "employees"
        )


def draw_lots(model: PlainMarket, purpose: int) -> list[Firm]:
    """Return the firms in an order by luck."""
    key = stream(model.market.seed, purpose, 0)
    return sorted(model.firms, key=lambda firm: uniform(key, firm.identity))


def treat(model: PlainMarket, arm: str | None, share: float) -> None:
    """Let a share of the firms follow the policy of an arm: the same firms whatever the arm.

    The focal firm of a case is always treated. With ``arm`` None, nobody's policy changes.
    """
    count = math.floor(share * len(model.firms) + 0.5)
    for place, firm in enumerate(draw_lots(model, TREATED)):
        firm.treated = 1 if place < count else 0
    if model.market_scenario.case is not None:
        model.firms[0].treated = 1
    if arm is None:
        return
    for firm in model.firms:
        if firm.treated == 1:
            firm.policy = policy_names(model.market_scenario).index(arm)
            set_policies(firm, model)
            _redraw_people(firm, model)


def _redraw_people(firm: Firm, model: PlainMarket) -> None:
    """Draw the biases of a firm's people again after a change of policy; the luck is the same.

    Only scenarios that give a policy biases of its own change anything here.
    """
    for department in firm.departments:
        draw_manager(department, model)
        for employee in department.employees:
            draw_employee(employee, model)
