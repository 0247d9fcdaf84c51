"""Technology budgets of departments, and the standing cost of practices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plain_market.accounts import pay
from plain_market.strategy import manned
from plain_market.sums import added
from plain_market.value import live_systems
from sim.accounts import EMPLOYEES, GOVERNANCE, LEADERSHIP, MONITORING, STRATEGY

if TYPE_CHECKING:
    from plain_market.agents import Department, Firm
    from plain_market.model import PlainMarket

__all__ = ["grant_budgets", "kept_apart", "pay_practices"]


def kept_apart(department: Department, grant: float, model: PlainMarket) -> float:
    """Return how much of a department's monthly grant goes to its track of emerging products."""
    return (
        model.market_scenario.decisions.exploration_budget * department.policy.exploration * grant
    )


def grant_budgets(firm: Firm, model: PlainMarket) -> None:
    """Grant each department its share of the month's budget; one portfolio evens purses out.

    What is kept apart for emerging products is shared with nobody.
    """
    people = manned(firm)
    grant = model.market_scenario.firms.technology_budget * firm.revenue
    months = model.market_scenario.decisions.carry_over
    for department in people:
        kept = kept_apart(department, grant / len(people), model)
        if kept > 0.0:
            department.track = min(department.track + kept, months * kept)
        else:  # without a track the purse has what is left of one
            department.purse += department.track
            department.track = 0.0
        limit = months * grant / len(people) - months * kept
        department.purse = min(department.purse + grant / len(people) - kept, limit)
    total = added(department.purse for department in people)
    for department in people:
        shared = department.policy.governance
        own = (1.0 - shared) * department.purse
        department.purse = own + shared * total / len(people)


def pay_practices(firm: Firm, model: PlainMarket) -> None:
    """Pay for practices that cost something every month, whatever is bought."""
    costs, economy = model.market_scenario.practice_costs, model.market_scenario.economy
    lead_hour, hour = economy.management_hour_cost, economy.hour_cost
    people = manned(firm)
    for department in people:
        policy = department.policy
        hours = policy.leadership * costs.leadership_hours / len(people)
        paid = pay(firm, EMPLOYEES, LEADERSHIP, hours * lead_hour)
        hours = policy.goal_clarity * costs.goal_clarity_hours / 12.0 / len(people)
        hours += policy.exploration * costs.exploration_hours / len(people)
        paid += pay(firm, EMPLOYEES, STRATEGY, hours * lead_hour)
        hours = policy.governance * costs.governance_hours
        paid += pay(firm, EMPLOYEES, GOVERNANCE, hours * hour)
        hours = policy.monitoring * costs.monitoring_hours * len(live_systems(department))
        paid += pay(firm, EMPLOYEES, MONITORING, hours * hour)
        department.purse -= paid
