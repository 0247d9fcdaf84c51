"""Reviews of projects and live systems: continue, fix or retire; escalation is recorded."""

from __future__ import annotations

import math

from sim.accounts import (
    ADVISERS,
    DEBIASING,
    EMPLOYEES,
    EXIT,
    LINKS,
    PROCESS_WORK,
    REVIEWS,
    TRAINING,
    pay,
)
from sim.compilation import rule
from sim.events import ABANDONED, ESCALATED, FIXED, PILOT_STOPPED, RETIRED, record
from sim.indicators import measured_benefit
from sim.luck import normal, stream
from sim.perception import planned_links
from sim.projects import clear_system, end_project, make_links, plan_project, vendor_quote
from sim.prospects import project_prospect, true_prospect
from sim.purposes import REVIEW
from sim.settlement import cause_of, pay_vendor
from sim.status import IMPLEMENTING, LIVE, PILOTED
from sim.systems import lock_in_cost
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, Row, Table

__all__ = ["review_interval", "review_systems"]

USE, PROCESS, LINK = range(3)


@rule
def review_interval(monitoring: float, p: Row) -> int:
    """Return the months between reviews: from the longest to the shortest with monitoring."""
    ratio = p.decisions_review_shortest / p.decisions_review_longest
    return max(int(p.decisions_review_longest * math.pow(ratio, monitoring) + 0.5), 1)


@rule
def stages_done(systems: Table, row: int) -> int:
    """Return how many stages of a roll-out are done."""
    return int(systems.done[row] / systems.work[row] * systems.stages[row])


@rule
def _is_due(systems: Table, policies: Table, row: int, month: int, p: Row) -> bool:
    """Tell whether a system is reviewed this month.

    A pilot or a stage of a roll-out ended, money ran out, or it is time.
    """
    department, status = row // SLOTS, systems.status[row]
    if status == PILOTED:
        return systems.due[row] <= month
    if status != IMPLEMENTING and status != LIVE:
        return False
    if status == IMPLEMENTING and systems.over_budget[row] == 1:
        return True
    staged = status == IMPLEMENTING and systems.stages[row] > 1
    if staged and stages_done(systems, row) > systems.stage[row]:
        return True
    age = month - systems.since[row]
    if systems.exploring[row] == 1 and status == LIVE and age < p.decisions_exploration_patience:
        return False  # the track for emerging products has its own patience
    return age > 0 and age % review_interval(policies.monitoring[department], p) == 0


@rule
def _update_belief(
    systems: Table,
    policies: Table,
    managers: Table,
    row: int,
    benefit: float,
    shown: float,
    key: int,
    who: int,
    p: Row,
) -> None:
    """Move the believed benefit towards the evidence, as far as one measures.

    ``shown`` is what KPIs make of the true benefit. A pilot, or a stage that has gone live, informs
    better than any report.

    Contrary evidence is discounted by confirmation bias, unless others look at it too.
    """
    department = row // SLOTS
    measured = policies.monitoring[department]
    known = policies.foresight[department]
    deviation = p.decisions_review_noise * (1.0 - measured)
    observed = shown * math.exp(deviation * normal(key, who, 0) - 0.5 * deviation * deviation)
    weight = measured
    tried = systems.status[row] == IMPLEMENTING and stages_done(systems, row) > 0
    if systems.status[row] == PILOTED or (tried and systems.stages[row] > 1):
        weight, observed = max(measured, 0.8), shown * math.exp(0.2 * normal(key, who, 1) - 0.02)
    if observed < systems.believed[row]:
        blind = managers.confirmation[department] * (1.0 - policies.independent_review[department])
        weight *= 1.0 - blind * (1.0 - policies.devils_advocate[department])
    believed = systems.believed[row] + weight * (observed - systems.believed[row])
    systems.believed[row] = known * benefit + (1.0 - known) * believed


@rule
def _goes_on(
    systems: Table,
    policies: Table,
    managers: Table,
    departments: Table,
    row: int,
    cost: float,
    left: float,
    exit_cost: float,
    p: Row,
) -> bool:
    """Decide whether to go on: expected remaining benefit against remaining cost.

    Stopping books the sunk cost as a loss: loss aversion times the salience of what was spent
    (Thaler 1980). Stopping rules set in advance and outside reviewers take that weight away.
    """
    department = row // SLOTS
    unit = p.decisions_utility_unit * departments.headcount[department]
    known = 1.0 - policies.foresight[department]
    rules = known * (1.0 - policies.kill_criteria[department])
    aversion = 1.0 + (managers.loss_aversion[department] - 1.0) * rules
    salience = managers.sunk_cost[department] * rules
    salience *= 1.0 - policies.independent_review[department]
    fallacy = managers.planning_fallacy[department] * (1.0 - policies.reference_class[department])
    remaining = left * (1.0 - fallacy * known)
    net = p.decisions_review_horizon * (systems.believed[row] - cost) - remaining
    going = net / unit + managers.status_quo[department] * known
    return going >= -(exit_cost + aversion * salience * systems.spent[row]) / unit


@rule
def _fix(
    systems: Table,
    departments: Table,
    employees: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    ledger: Table,
    market: Table,
    events: Table,
    row: int,
    shown: float,
    p: Row,
) -> None:
    """Repair the weakest factor of a live system when measuring shows that it pays.

    Columns changed: departments.maturity, purse; employees.proficiency, belief; systems.links.
    """
    department, slot = row // SLOTS, row % SLOTS
    firm, function = department // DEPARTMENTS, department % DEPARTMENTS
    seats, product = departments.headcount[department], systems.product[row]
    factors = (systems.usage[row], systems.readiness[row], systems.integration[row])
    weakest = USE
    if factors[PROCESS] < factors[weakest]:
        weakest = PROCESS
    if factors[LINK] < factors[weakest]:
        weakest = LINK
    shortfall = (1.0 - factors[weakest]) * p.decisions_fix_step
    gap = max(products.complexity[product] - departments.maturity[department], 0.0)
    links, link_cost = planned_links(
        systems, departments, products, firm, function, product, 1.0, p
    )
    cost = p.practice_costs_training_cost * seats * p.decisions_fix_step
    if weakest == PROCESS:
        cost = gap * p.decisions_fix_step * p.projects_process_cost * seats
    elif weakest == LINK:
        cost = link_cost
    gained = shown * shortfall / max(factors[weakest], 0.05) * p.decisions_review_horizon
    if shortfall < 0.02 or gained * policies.monitoring[department] <= cost:
        return
    if departments.purse[department] < cost:
        return
    if weakest == PROCESS:
        paid = pay(ledger, firm, ADVISERS, cause_of(systems, row, PROCESS_WORK), cost)
        departments.maturity[department] += gap * p.decisions_fix_step
    elif weakest == LINK:
        cause = cause_of(systems, row, LINKS)
        paid = pay_vendor(ledger, vendors, products.vendor[product], firm, cause, cost)
        make_links(systems, products, firm, row, links)
        firms.changed[firm] = 1
    else:
        paid = pay(ledger, firm, ADVISERS, cause_of(systems, row, TRAINING), cost)
        first = departments.first_employee[department]
        for employee in range(first, first + seats):
            left = 1.0 - employees.proficiency[employee, slot]
            employees.proficiency[employee, slot] += p.decisions_fix_step * 0.5 * left
            doubt = 1.0 - employees.belief[employee, slot]
            employees.belief[employee, slot] += p.decisions_fix_step * 0.25 * doubt
    departments.purse[department] -= paid
    event = record(events, market, FIXED, firm, function, slot, product)
    if event >= 0:
        events.detail[event], events.actual[event] = weakest, paid


@rule
def _stop(
    systems: Table,
    departments: Table,
    employees: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    ledger: Table,
    measures: Table,
    market: Table,
    events: Table,
    row: int,
    benefit: float,
    exit_cost: float,
) -> None:
    """Stop a project or retire a live system."""
    department, slot = row // SLOTS, row % SLOTS
    firm, function = department // DEPARTMENTS, department % DEPARTMENTS
    kind = ABANDONED
    if systems.status[row] == LIVE:
        kind = RETIRED
        measures.retired[firm] += 1
        vendors.blamed[products.vendor[systems.product[row]]] += 1
    else:
        if systems.status[row] == PILOTED:
            kind = PILOT_STOPPED
        else:
            end_project(systems, measures, firm, row, False)
    cause = cause_of(systems, row, EXIT)
    departments.purse[department] -= pay(ledger, firm, ADVISERS, cause, exit_cost)
    event = record(events, market, kind, firm, function, slot, systems.product[row])
    if event >= 0:
        events.perceived[event], events.true[event] = systems.believed[row], benefit
        events.actual[event] = systems.spent[row]
    clear_system(systems, firms, employees, departments, row)


@rule
def _switch_to_rival(
    systems: Table,
    departments: Table,
    employees: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    managers: Table,
    ledger: Table,
    measures: Table,
    market: Table,
    events: Table,
    row: int,
    benefit: float,
    net: float,
    key: int,
    who: int,
    parameters: Table,
) -> bool:
    """Take the product piloted beside, when its pilot showed more; tell whether it was taken.

    ``net`` is what going on with the first seems to bring. The rival was no one's choice, so its
    evidence is taken as it is; its own plan follows, without another pilot.
    """
    p = parameters[0]
    department, rival = row // SLOTS, systems.rival[row] - 1
    seats = departments.headcount[department]
    gap = max(products.complexity[rival] - departments.maturity[department], 0.0)
    care = max(policies.gap_assessment[department], policies.foresight[department])
    true, cost, left = project_prospect(
        systems, departments, firms, products, vendors, policies, market, row, rival,
        care * p.projects_process_work * gap, 1.0, p,
    )  # fmt: skip
    shown = measured_benefit(
        departments, firms, products, policies, market, department, rival, true, p
    )
    believed = shown * math.exp(0.2 * normal(key, who, 2) - 0.02)
    price = products.price[rival] * vendors.price_level[products.vendor[rival]]
    seen = price * seats + policies.monitoring[department] * (cost - price * seats)
    if p.decisions_review_horizon * (believed - seen) - left <= max(net, 0.0):
        return False
    _stop(
        systems, departments, employees, firms, products, vendors, ledger, measures, market, events,
        row, benefit, 0.0,
    )  # fmt: skip
    vendors.sold[products.vendor[rival]] += seats
    systems.believed[row] = believed
    plan_project(
        systems, departments, firms, products, policies, managers, ledger, measures, market, row,
        rival, parameters,
    )  # fmt: skip
    systems.rival[row] = -1
    return True


@rule
def _note_escalation(
    systems: Table,
    measures: Table,
    market: Table,
    events: Table,
    row: int,
    benefit: float,
    cost: float,
    left: float,
) -> None:
    """Record that a system is continued although its true expectation is negative."""
    department, slot = row // SLOTS, row % SLOTS
    firm, function = department // DEPARTMENTS, department % DEPARTMENTS
    if systems.escalated[row] == 1:
        return
    systems.escalated[row] = 1
    measures.escalations[firm] += 1
    event = record(events, market, ESCALATED, firm, function, slot, systems.product[row])
    if event >= 0:
        events.perceived[event], events.true[event] = systems.believed[row], benefit
        events.planned[event], events.actual[event] = cost, left


@rule
def _pay_review(
    ledger: Table, departments: Table, policies: Table, department: int, p: Row
) -> None:
    """Pay for a review: leaders' hours as far as one monitors, and an outsider where asked."""
    firm = department // DEPARTMENTS
    hours = policies.monitoring[department] * p.practice_costs_review_hours
    paid = pay(ledger, firm, EMPLOYEES, REVIEWS, hours * p.economy_management_hour_cost)
    outside = policies.independent_review[department] * p.practice_costs_independent_review
    paid += pay(ledger, firm, ADVISERS, DEBIASING, outside)
    departments.purse[department] -= paid


@rule
def review_systems(
    systems: Table,
    departments: Table,
    employees: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    managers: Table,
    ledger: Table,
    measures: Table,
    market: Table,
    events: Table,
    parameters: Table,
    first: int,
    last: int,
) -> None:
    """Review what is due: believe, decide, go on, fix or stop.

    An unbiased reviewer who knew the truth would stop when remaining benefit is below remaining
    cost, exit included. Going on in that case is recorded as escalation (Keil, Mann & Rai 2000).

    Columns changed: systems, departments, employees, ledger, measures, events.
    """
    p = parameters[0]
    key = stream(market.seed[0], REVIEW, market.month[0])
    for row in range(first * SYSTEMS_PER_FIRM, last * SYSTEMS_PER_FIRM):
        if not _is_due(systems, policies, row, market.month[0], p):
            continue
        department = row // SLOTS
        who = departments.identity[department] * 4 + row % SLOTS
        benefit, cost, left = true_prospect(
            systems, departments, firms, products, vendors, policies, market, row, p, parameters
        )
        _pay_review(ledger, departments, policies, department, p)
        product = systems.product[row]
        shown = measured_benefit(
            departments, firms, products, policies, market, department, product, benefit, p
        )
        _update_belief(systems, policies, managers, row, benefit, shown, key, who, p)
        if systems.status[row] == IMPLEMENTING:
            systems.stage[row] = max(stages_done(systems, row), systems.stage[row])
        exit_cost = 0.0
        if systems.status[row] == LIVE:
            exit_cost = p.projects_exit_cost * vendor_quote(systems, departments, products, row, p)
            exit_cost += lock_in_cost(systems, departments, products, row, market.month[0], p)
        price = products.price[product] * vendors.price_level[products.vendor[product]]
        licence = price * departments.headcount[department]
        seen = licence + policies.monitoring[department] * (cost - licence)
        if systems.status[row] == PILOTED and systems.rival[row] > 0:
            net = p.decisions_review_horizon * (systems.believed[row] - seen) - left
            if _switch_to_rival(
                systems, departments, employees, firms, products, vendors, policies, managers,
                ledger, measures, market, events, row, benefit, net, key, who, parameters,
            ):  # fmt: skip
                continue
        if not _goes_on(systems, policies, managers, departments, row, seen, left, exit_cost, p):
            _stop(
                systems, departments, employees, firms, products, vendors, ledger, measures, market,
                events, row, benefit, exit_cost,
            )  # fmt: skip
            continue
        if systems.over_budget[row] == 1:
            systems.over_budget[row] = 2
        if p.decisions_review_horizon * (benefit - cost) - left < -exit_cost:
            _note_escalation(systems, measures, market, events, row, benefit, cost, left)
        elif systems.escalated[row] == 1:
            systems.escalated[row] = 2
        if systems.status[row] == PILOTED:
            systems.status[row] = IMPLEMENTING
            systems.since[row] = market.month[0]
        elif systems.status[row] == LIVE and policies.monitoring[department] > 0.0:
            _fix(
                systems, departments, employees, firms, products, vendors, policies, ledger, market,
                events, row, shown, p,
            )  # fmt: skip
