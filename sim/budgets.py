"""Technology budgets: what departments are granted, may spend, and pay for standing practices."""

from __future__ import annotations

from sim.accounts import EMPLOYEES, GOVERNANCE, LEADERSHIP, MONITORING, STRATEGY, pay
from sim.compilation import rule
from sim.status import LIVE, PILOTED
from sim.tables import DEPARTMENTS, SLOTS, Row, Table

__all__ = ["grant_budgets", "kept_apart", "pay_practices", "spendable"]


@rule
def kept_apart(policies: Table, department: int, grant: float, p: Row) -> float:
    """Return how much of a department's monthly grant goes to its track of emerging products, EUR.

    Exploring units that compete with the main business for the same money lose (O'Reilly & Tushman
    2004).
    """
    return p.decisions_exploration_budget * policies.exploration[department] * grant


@rule
def _grant_track(departments: Table, department: int, kept: float, carry_over: float) -> None:
    """Add what is kept apart to the track; where nothing is, the purse inherits what is left."""
    if kept > 0.0:
        departments.track[department] = min(departments.track[department] + kept, carry_over * kept)
    elif departments.track[department] != 0.0:
        departments.purse[department] += departments.track[department]
        departments.track[department] = 0.0


@rule
def grant_budgets(
    firms: Table, departments: Table, policies: Table, parameters: Table, first: int, last: int
) -> None:
    """Grant each department its share of the month's budget; one portfolio evens purses out.

    What is kept apart for emerging products is shared with nobody.

    Columns changed: departments.purse, track.
    """
    p = parameters[0]
    for firm in range(first, last):
        present, total = 0, 0.0
        grant = p.firms_technology_budget * firms.revenue[firm]
        for row in range(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS):
            if departments.headcount[row] > 0:
                present += 1
        for row in range(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS):
            if departments.headcount[row] > 0:
                kept = kept_apart(policies, row, grant / present, p)
                _grant_track(departments, row, kept, p.decisions_carry_over)
                limit = p.decisions_carry_over * grant / present - p.decisions_carry_over * kept
                purse = departments.purse[row] + grant / present - kept
                departments.purse[row] = min(purse, limit)
                total += departments.purse[row]
        for row in range(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS):
            if departments.headcount[row] > 0:
                shared = policies.governance[row]
                own = departments.purse[row]
                departments.purse[row] = (1.0 - shared) * own + shared * total / present


@rule
def pay_practices(
    firms: Table,
    departments: Table,
    systems: Table,
    policies: Table,
    ledger: Table,
    parameters: Table,
    first: int,
    last: int,
) -> None:
    """Pay for practices that cost something every month, whatever is bought.

    Columns changed: ledger; departments.purse.
    """
    p = parameters[0]
    lead_hour, hour = p.economy_management_hour_cost, p.economy_hour_cost
    for firm in range(first, last):
        present = 0
        for row in range(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS):
            if departments.headcount[row] > 0:
                present += 1
        for row in range(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS):
            if departments.headcount[row] == 0:
                continue
            live = 0
            for slot in range(SLOTS):
                if systems.status[row * SLOTS + slot] == LIVE:
                    live += 1
            hours = policies.leadership[row] * p.practice_costs_leadership_hours / present
            paid = pay(ledger, firm, EMPLOYEES, LEADERSHIP, hours * lead_hour)
            hours = (
                policies.goal_clarity[row] * p.practice_costs_goal_clarity_hours / 12.0 / present
            )
            hours += policies.exploration[row] * p.practice_costs_exploration_hours / present
            paid += pay(ledger, firm, EMPLOYEES, STRATEGY, hours * lead_hour)
            hours = policies.governance[row] * p.practice_costs_governance_hours
            paid += pay(ledger, firm, EMPLOYEES, GOVERNANCE, hours * hour)
            hours = policies.monitoring[row] * p.practice_costs_monitoring_hours * live
            paid += pay(ledger, firm, EMPLOYEES, MONITORING, hours * hour)
            departments.purse[row] -= paid


@rule
def _less_licences(
    money: float,
    systems: Table,
    departments: Table,
    products: Table,
    vendors: Table,
    department: int,
    apart: bool,
    exploring: int,
) -> float:
    """Return money less a year's licences: of all systems, or of those on or off the track."""
    for row in range(department * SLOTS, (department + 1) * SLOTS):
        if systems.status[row] < PILOTED or (apart and systems.exploring[row] != exploring):
            continue
        product = systems.product[row]
        price = products.price[product] * vendors.price_level[products.vendor[product]]
        money -= 12.0 * price * departments.headcount[department]
    return money


@rule
def spendable(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    firm: int,
    department: int,
    exploring: bool,
    p: Row,
) -> float:
    """Return what a department may commit for the coming year, in EUR.

    Its purse and the year's budget less the licences it pays already; with one portfolio for the
    firm also what the other departments can spare. What is kept apart for emerging products is for
    searches on that track, and nothing else is.
    """
    total, own = 0.0, 0.0
    present = 0
    for function in range(DEPARTMENTS):
        if departments.headcount[firm * DEPARTMENTS + function] > 0:
            present += 1
    grant = p.firms_technology_budget * firms.revenue[firm] / present
    kept = kept_apart(policies, department, grant, p)
    if exploring and kept > 0.0:
        track = departments.track[department] + 12.0 * kept
        return _less_licences(track, systems, departments, products, vendors, department, True, 1)
    for function in range(DEPARTMENTS):
        other = firm * DEPARTMENTS + function
        if departments.headcount[other] == 0:
            continue
        kept = kept_apart(policies, other, grant, p)
        spare = departments.purse[other]
        spare += 12.0 * p.firms_technology_budget * firms.revenue[firm] / present - 12.0 * kept
        spare = _less_licences(spare, systems, departments, products, vendors, other, kept > 0.0, 0)
        total += spare
        if other == department:
            own = spare
    shared = policies.governance[department]
    return (1.0 - shared) * own + shared * total
