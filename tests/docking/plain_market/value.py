"""How value comes about. Nothing here reads a policy, a practice or a bias.

Capabilities are computed at five levels, from what the systems owned could do to what they do, each
with one shortfall more. The differences between levels carry the accounting channels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plain_market.agents import PARTS
from plain_market.sums import added
from sim.parameters import GOALS
from sim.status import LIVE

if TYPE_CHECKING:
    from plain_market.agents import Department, Firm
    from plain_market.model import PlainMarket
    from plain_market.things import System

__all__ = [
    "EFFICIENCY",
    "INTEGRATION_PART",
    "realise_value",
    "running_cost",
    "system_value",
]

RETENTION = GOALS.index("retention")
EFFICIENCY = GOALS.index("efficiency")  # saves labour; the other goals win customers

BEST, MISSED, WRONG, LOW_USE, PROCESS, INTERPLAY_PART, INTEGRATION_PART = range(PARTS)

LEVELS = 5  # owned; used; ready; with interplay; integrated (= true)
OWNED, INTEGRATED = 0, LEVELS - 1


def live_systems(department: Department) -> list[System]:
    """Return the systems in service in a department."""
    return [system for system in department.systems if system.status == LIVE]


def _contributions(system: System, goal: int) -> list[float]:
    """Return what a live system contributes to a goal at each level; the last is the truth."""
    product = system.product
    owned = product.capability[goal] * product.reliability
    used = owned * system.usage
    ready = min(used * system.readiness * system.growth, 1.0)
    with_interplay = min(ready * system.interplay * system.partner_fit, 1.0)
    integrated = with_interplay * system.integration
    return [owned, used, ready, with_interplay, integrated]


def _capabilities(firm: Firm) -> list[list[float]]:
    """Return the capability of a firm at each level per goal, and note true contributions.

    Contributions of several systems of a department to one goal saturate.
    """
    levels = [[0.0] * len(GOALS) for _ in range(LEVELS)]
    for goal in range(len(GOALS)):
        for department in firm.departments:
            rest = [1.0] * LEVELS
            for system in live_systems(department):
                contributions = _contributions(system, goal)
                for level in range(LEVELS):
                    rest[level] *= 1.0 - contributions[level]
                system.contribution[goal] = contributions[INTEGRATED]
            for level in range(LEVELS):
                levels[level][goal] += department.need[goal] * (1.0 - rest[level])
    return levels


def _split_performance(firm: Firm, levels: list[list[float]]) -> None:
    """Split performance into what the best affordable portfolio would give and each shortfall.

    The parts of a firm, for customers and in labour, add up to its true performance.
    """
    best_goal = firm.reward.index(max(firm.reward))
    # All that is owned, if it served the goal that is rewarded most.
    ideal = added(levels[OWNED]) * firm.reward[best_goal]
    ideal_efficiency = ideal if best_goal == EFFICIENCY else 0.0
    ideal_customer = ideal - ideal_efficiency
    firm.customer_parts = [0.0] * PARTS
    firm.efficiency_parts = [0.0] * PARTS
    firm.customer_parts[BEST] = firm.best_customer
    firm.efficiency_parts[BEST] = firm.best_efficiency
    firm.customer_parts[MISSED] = ideal_customer - firm.best_customer
    firm.efficiency_parts[MISSED] = ideal_efficiency - firm.best_efficiency
    firm.customer_parts[WRONG] = -ideal_customer
    firm.efficiency_parts[WRONG] = -ideal_efficiency
    firm.performance = 0.0
    for goal, reward in enumerate(firm.reward):
        parts = firm.efficiency_parts if goal == EFFICIENCY else firm.customer_parts
        owned, used, ready, with_interplay, integrated = (level[goal] for level in levels)
        parts[WRONG] += reward * owned
        parts[LOW_USE] += reward * (used - owned)
        parts[PROCESS] += reward * (ready - used)
        parts[INTERPLAY_PART] += reward * (with_interplay - ready)
        parts[INTEGRATION_PART] += reward * (integrated - with_interplay)
        firm.performance += reward * integrated
    firm.capability = list(levels[INTEGRATED])


def system_value(system: System, department: Department) -> float:
    """Return the marginal benefit of a live system in EUR per month, before its running cost."""
    firm, value = department.firm, 0.0
    for goal in range(len(GOALS)):
        rest = 1.0
        for other in live_systems(department):
            if other is not system:
                rest *= 1.0 - other.contribution[goal]
        rewarded = firm.worth[goal] * firm.reward[goal]
        value += rewarded * department.need[goal] * system.contribution[goal] * rest
    return value


def running_cost(system: System, department: Department, model: PlainMarket) -> float:
    """Return what a live system costs in a month: licences, manual work, errors; EUR."""
    rules, economy, product = (
        model.market_scenario.projects,
        model.market_scenario.economy,
        system.product,
    )
    seats = department.headcount
    licence = product.price * product.vendor.price_level * seats
    missing = system.unlinked * system.usage
    manual = missing * rules.manual_hours * seats * economy.hour_cost
    margin = department.firm.revenue * (1.0 - economy.variable_cost)
    departments = len(department.firm.departments)
    sensitivity = model.market_scenario.market.error_sensitivity
    errors = missing * rules.error_rate / departments * sensitivity * margin
    return licence + manual + errors


def realise_value(firm: Firm, model: PlainMarket) -> None:
    """Turn a firm's systems in use into capability, performance, errors and satisfaction."""
    _split_performance(firm, _capabilities(firm))
    errors = 0.0
    for department in firm.departments:
        for system in live_systems(department):
            errors += model.market_scenario.projects.error_rate * system.unlinked * system.usage
            cost = running_cost(system, department, model)
            system.value = system_value(system, department) - cost
    firm.errors = errors / len(firm.departments)
    satisfied = 0.6 + 0.5 * firm.capability[RETENTION] - firm.errors
    firm.satisfaction = min(max(satisfied, 0.0), 1.0)
