"""The best affordable portfolio: the yardstick of missed opportunity. Reads no policy."""

from __future__ import annotations

from sim.compilation import rule
from sim.tables import DEPARTMENTS, GOAL_COUNT, SLOTS, Row, Table
from sim.value import EFFICIENCY

__all__ = ["next_department", "set_best_portfolio"]


@rule
def _find_best(
    scratch: Table,
    firms: Table,
    departments: Table,
    products: Table,
    vendors: Table,
    firm: int,
    function: int,
    spare: float,
    market: Table,
    p: Row,
) -> None:
    """Find a department's best next purchase, its net value and cost; -1 when none pays.

    Columns changed: scratch.best, best_net, best_cost.
    """
    department = firm * DEPARTMENTS + function
    seats = departments.headcount[department]
    scratch.best[0, function], scratch.best_net[0, function] = -1, 0.0
    if seats == 0 or scratch.taken[0, function] >= SLOTS:
        return
    for product in range(len(products)):
        if products.function[product] != function or products.launch[product] > market.month[0]:
            continue
        price = products.price[product] * vendors.price_level[products.vendor[product]]
        setup = p.products_setup_fixed + products.setup[product] * seats
        cost = price * seats + setup / p.decisions_horizon
        value = 0.0
        for goal in range(GOAL_COUNT):
            part = products.capability[product, goal] * products.reliability[product]
            rewarded = firms.worth[firm, goal] * firms.reward[firm, goal]
            need = departments.need[department, goal]
            value += rewarded * need * part * scratch.portfolio[0, function, goal]
        if value - cost > scratch.best_net[0, function] and cost <= spare:
            scratch.best[0, function], scratch.best_net[0, function] = product, value - cost
            scratch.best_cost[0, function] = cost


@rule
def _comes_before(scratch: Table, one: int, other: int) -> bool:
    """Tell whether a department's best purchase has more net value, or as much and comes first."""
    more = scratch.best_net[0, one] - scratch.best_net[0, other]
    return more > 0.0 or (more == 0.0 and scratch.best[0, one] < scratch.best[0, other])


@rule
def next_department(scratch: Table) -> int:
    """Return the department whose best purchase has the greatest net value, -1 when none pays.

    Of equal ones that of the product which comes first.
    """
    chosen = -1
    for function in range(DEPARTMENTS):
        pays = scratch.best[0, function] >= 0
        if pays and (chosen < 0 or _comes_before(scratch, function, chosen)):
            chosen = function
    return chosen


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

    Greedy by net value; contributions saturate as in :mod:`sim.value`. A purchase changes what is
    best for its own department, and for those whose best the rest of the budget cannot pay for.

    Columns changed: firms.best_customer, best_efficiency.
    """
    p = parameters[0]
    if market.month[0] % 12 != 0:
        return
    rest = scratch.portfolio[0]
    for firm in range(first, last):
        spare = p.firms_technology_budget * firms.base_revenue[firm]
        for function in range(DEPARTMENTS):
            scratch.taken[0, function] = 0
            for goal in range(GOAL_COUNT):
                rest[function, goal] = 1.0
            _find_best(
                scratch, firms, departments, products, vendors, firm, function, spare, market, p
            )
        for _ in range(DEPARTMENTS * SLOTS):
            chosen = next_department(scratch)
            if chosen < 0:
                break
            product = scratch.best[0, chosen]
            spare -= scratch.best_cost[0, chosen]
            scratch.taken[0, chosen] += 1
            for goal in range(GOAL_COUNT):
                part = products.capability[product, goal] * products.reliability[product]
                rest[chosen, goal] *= 1.0 - part
            for function in range(DEPARTMENTS):
                unpaid = scratch.best[0, function] >= 0 and scratch.best_cost[0, function] > spare
                if function == chosen or unpaid:
                    _find_best(
                        scratch, firms, departments, products, vendors, firm, function, spare,
                        market, p,
                    )  # fmt: skip
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
