"""What capability is worth, and the best affordable portfolio: yardsticks that read no policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plain_market.agents import SLOTS
from plain_market.value import EFFICIENCY
from sim.parameters import GOALS

if TYPE_CHECKING:
    from plain_market.agents import Firm
    from plain_market.model import PlainMarket
    from plain_market.things import Product

__all__ = ["set_best_portfolio", "set_worth"]


def set_worth(firm: Firm, model: PlainMarket) -> None:
    """Set what one unit of rewarded capability is worth to a firm, EUR per month.

    Efficiency saves wages; the other goals win customers, at the contribution margin.
    """
    economy = model.market_scenario.economy
    margin = firm.revenue * (1.0 - economy.variable_cost)
    firm.worth = [margin * model.market_scenario.market.demand_sensitivity for _ in GOALS]
    firm.worth[EFFICIENCY] = economy.wage * firm.headcount * economy.labour_saving


def set_best_portfolio(firm: Firm, model: PlainMarket) -> None:
    """Find, once a year, what the budget could buy at best: fully used, ready and integrated.

    The best product by net value is taken as long as the money lasts.
    """
    if model.market.month % 12 != 0:
        return
    # The part of each need that nothing taken serves yet, per department and goal.
    rest = [[1.0] * len(GOALS) for _ in firm.departments]
    taken = [0] * len(firm.departments)
    spare = model.market_scenario.firms.technology_budget * firm.base_revenue
    for _ in range(len(firm.departments) * SLOTS):
        product, cost = _best_purchase(firm, rest, taken, spare, model)
        if product is None:
            break
        spare -= cost
        taken[product.function] += 1
        for goal in range(len(GOALS)):
            part = product.capability[goal] * product.reliability
            rest[product.function][goal] *= 1.0 - part
    firm.best_customer, firm.best_efficiency = 0.0, 0.0
    for goal, reward in enumerate(firm.reward):
        capability = 0.0
        for department in firm.departments:
            capability += department.need[goal] * (1.0 - rest[department.function][goal])
        if goal == EFFICIENCY:
            firm.best_efficiency += reward * capability
        else:
            firm.best_customer += reward * capability


def _best_purchase(
    firm: Firm, rest: list[list[float]], taken: list[int], spare: float, model: PlainMarket
) -> tuple[Product | None, float]:
    """Return the product that adds most net value, and its monthly cost; None when none pays."""
    best, best_net, best_cost = None, 0.0, 0.0
    for product in model.products:
        department = firm.departments[product.function]
        seats = department.headcount
        full = taken[product.function] >= SLOTS
        if product.launch > model.market.month or seats == 0 or full:
            continue
        setup = model.market_scenario.products.setup_fixed + product.setup * seats
        licence = product.price * product.vendor.price_level * seats
        cost = licence + setup / model.market_scenario.decisions.horizon
        if cost > spare:
            continue
        value = 0.0
        for goal in range(len(GOALS)):
            part = product.capability[goal] * product.reliability
            rewarded = firm.worth[goal] * firm.reward[goal]
            value += rewarded * department.need[goal] * part * rest[product.function][goal]
        if value - cost > best_net:
            best, best_net, best_cost = product, value - cost, cost
    return best, best_cost
