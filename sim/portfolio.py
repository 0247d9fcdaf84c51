"""The best affordable portfolio: the yardstick of missed opportunity. Reads no policy."""

from __future__ import annotations

from sim.compilation import rule
from sim.tables import DEPARTMENTS, GOAL_COUNT, SLOTS, Array, Row, Table
from sim.value import EFFICIENCY

__all__ = ["set_best_portfolio"]


@rule
def _find_best(
    rest: Array,
    taken: Array,
    firms: Table,
    departments: Table,
    products: Table,
    vendors: Table,
    firm: int,
    spare: float,
    market: Table,
    p: Row,
) -> tuple[int, float, float]:
    """Return product, net value and cost of the best next purchase, or -1 when none pays."""
    best, best_net, best_cost = -1, 0.0, 0.0
    for product in range(len(products)):
        function = products.function[product]
        department = firm * DEPARTMENTS + function
        seats = departments.headcount[department]
        if products.launch[product] > market.month[0] or seats == 0 or taken[function] >= SLOTS:
            continue
        price = products.price[product] * vendors.price_level[products.vendor[product]]
        setup = p.products_setup_fixed + products.setup[product] * seats
        cost = price * seats + setup / p.decisions_horizon
        if cost > spare:
            continue
        value = 0.0
        for goal in range(GOAL_COUNT):
            part = products.capability[product, goal] * products.reliability[product]
            rewarded = firms.worth[firm, goal] * firms.reward[firm, goal]
            need = departments.need[department, goal]
            value += rewarded * need * part * rest[function, goal]
        if value - cost > best_net:
            best, best_net, best_cost = product, value - cost, cost
    return best, best_net, best_cost


@rule
def set_best_portfolio(
    firms: Table,
    departments: Table,
    products: Table,
    vendors: Table,
    market: Table,
    scratch: Table,
    parameters: Table,
    first: int,
    last: int,
) -> None:
    """Find, once a year, what the budget could buy at best: fully used, ready and integrated.

    Greedy by net value; contributions saturate as in :mod:`sim.value`.

    Columns changed: firms.best_customer, best_efficiency.
    """
    p = parameters[0]
    if market.month[0] % 12 != 0:
        return
    rest = scratch.portfolio[0]
    taken = scratch.taken[0]
    for firm in range(first, last):
        for function in range(DEPARTMENTS):
            taken[function] = 0
            for goal in range(GOAL_COUNT):
                rest[function, goal] = 1.0
        spare = p.firms_technology_budget * firms.base_revenue[firm]
        for _ in range(DEPARTMENTS * SLOTS):
            product, _, cost = _find_best(
                rest, taken, firms, departments, products, vendors, firm, spare, market, p
            )
            if product < 0:
                break
            spare -= cost
            function = products.function[product]
            taken[function] += 1
            for goal in range(GOAL_COUNT):
                part = products.capability[product, goal] * products.reliability[product]
                rest[function, goal] *= 1.0 - part
        customer, efficiency = 0.0, 0.0
        for goal in range(GOAL_COUNT):
            capability = 0.0
            for function in range(DEPARTMENTS):
                need = departments.need[firm * DEPARTMENTS + function, goal]
                capability += need * (1.0 - rest[function, goal])
            if goal == EFFICIENCY:
                efficiency += firms.reward[firm, goal] * capability
            else:
                customer += firms.reward[firm, goal] * capability
        firms.best_customer[firm] = customer
        firms.best_efficiency[firm] = efficiency
