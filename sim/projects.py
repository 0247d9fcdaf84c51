"""Departments carry projects: plan, pilot, implementation, overruns, going live."""

from __future__ import annotations

import math

from sim.accounts import (
    ADVISERS,
    DEBIASING,
    DISRUPTION,
    EMPLOYEES,
    EXIT,
    LINKS,
    PLANNING,
    PROCESS_WORK,
    SETUP,
    TRAINING,
    pay,
)
from sim.compilation import rule
from sim.employees import introduce
from sim.events import OVER_BUDGET, TROUBLE, WENT_LIVE, record
from sim.luck import normal, stream, uniform_at
from sim.options import replaced_by
from sim.perception import planned_links
from sim.purposes import TROUBLE as TROUBLE_LUCK
from sim.purposes import WORK
from sim.settlement import cause_of, pay_from, pay_vendor
from sim.status import ANALYSED, EMPTY, IMPLEMENTING, LIVE, PILOTED
from sim.systems import lock_in_cost, unlinked_departments
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, Row, Table

__all__ = ["carry_projects", "clear_system", "end_project", "go_live", "plan_project", "set_load"]


@rule
def vendor_quote(systems: Table, departments: Table, products: Table, row: int, p: Row) -> float:
    """Return the vendor's quote for setting a system up, EUR."""
    seats = departments.headcount[row // SLOTS]
    return p.products_setup_fixed + products.setup[systems.product[row]] * seats


@rule
def plan_project(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    policies: Table,
    managers: Table,
    ledger: Table,
    measures: Table,
    market: Table,
    row: int,
    product: int,
    parameters: Table,
) -> None:
    """Turn a choice into a plan: work, duration and cost as truly needed and as foreseen.

    A project without a plan leaves work out (links, data, processes) that has to be done all the
    same; the planning fallacy shortens what is planned, a reference class corrects it. A roll-out
    in stages takes more work in all.

    Columns changed: systems; ledger; departments.purse, track; measures.started.
    """
    p = parameters[0]
    department, month = row // SLOTS, market.month[0]
    firm, seats = department // DEPARTMENTS, departments.headcount[department]
    planning = max(policies.implementation_planning[department], policies.foresight[department])
    fallacy = managers.planning_fallacy[department] * (1.0 - policies.reference_class[department])
    fallacy *= 1.0 - policies.foresight[department]
    size = math.sqrt(math.sqrt(seats / 5.0))
    base = p.projects_duration * (0.5 + products.complexity[product]) * size
    base *= 1.25 - 0.5 * firms.reconfiguring[firm]
    spread = p.projects_duration_spread
    luck = normal(stream(market.seed[0], WORK, month), departments.identity[department], product)
    systems.product[row] = product
    systems.status[row] = ANALYSED
    systems.since[row] = month
    systems.decided[row] = month
    systems.due[row] = month + int(math.floor(planning * p.projects_planning_months + 0.5))
    systems.base_work[row] = base
    unforeseen = 1.0 + p.projects_unforeseen_work * (1.0 - planning)
    extra_stages = int(math.floor(policies.staging[department] * p.projects_stages + 0.5))
    systems.stages[row], systems.stage[row] = 1 + extra_stages, 0
    unforeseen *= 1.0 + p.projects_stage_work * extra_stages
    systems.embedded[row] = 0.0
    systems.work[row] = base * unforeseen * math.exp(spread * luck - 0.5 * spread * spread)
    systems.planned_work[row] = base * (1.0 - fallacy)
    systems.done[row], systems.spent[row] = 0.0, 0.0
    systems.links[row], systems.escalated[row], systems.over_budget[row] = 0, 0, 0
    systems.valued[row], systems.judged[row], systems.on_plan[row] = 0, 0, 0
    gap = max(products.complexity[product] - departments.maturity[department], 0.0)
    care = max(policies.gap_assessment[department], policies.foresight[department])
    systems.process_gain[row] = care * p.projects_process_work * gap
    quote = vendor_quote(systems, departments, products, row, p)
    systems.planned_cost[row] = quote * (1.0 - fallacy)
    cost = policies.implementation_planning[department] * p.practice_costs_planning_share * quote
    paid = pay(ledger, firm, ADVISERS, PLANNING, cost)
    hours = policies.kill_criteria[department] * p.practice_costs_kill_criteria_hours
    hours += policies.reference_class[department] * p.practice_costs_reference_class_hours
    paid += pay(ledger, firm, EMPLOYEES, DEBIASING, hours * p.economy_management_hour_cost)
    pay_from(departments, systems, row, paid, p)
    measures.started[firm] += 1


@rule
def clear_system(
    systems: Table, firms: Table, employees: Table, departments: Table, row: int
) -> None:
    """Empty a slot: nothing is installed there, nobody uses it, nothing is linked to it.

    Columns changed: systems; firms.changed; employees.usage, belief, proficiency.
    """
    department, slot = row // SLOTS, row % SLOTS
    firm = row // SYSTEMS_PER_FIRM
    position = row - firm * SYSTEMS_PER_FIRM
    for other in range(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM):
        systems.links[other] &= ~(1 << position)
    systems.status[row] = EMPTY
    systems.product[row] = -1
    systems.links[row] = 0
    systems.usage[row], systems.active[row] = 0.0, 0.0
    systems.value[row], systems.believed[row] = 0.0, 0.0
    first = departments.first_employee[department]
    for employee in range(first, first + departments.headcount[department]):
        employees.usage[employee, slot] = 0.0
        employees.proficiency[employee, slot] = 0.0
    firms.changed[firm] = 1


@rule
def end_project(systems: Table, measures: Table, firm: int, row: int, completed: bool) -> float:
    """Count a project that ended and by how much its cost overran the plan."""
    # A project that is free by plan cannot overrun its plan by a share of it.
    planned = systems.planned_cost[row]
    overrun = systems.spent[row] / planned - 1.0 if planned > 0.0 else 0.0
    if completed:
        measures.completed[firm] += 1
    else:
        overrun = max(overrun, 0.0)
        measures.abandoned[firm] += 1
    measures.ended[firm] += 1
    measures.overrun[firm] += overrun
    if systems.escalated[row] > 0:
        measures.escalated_ended[firm] += 1
        measures.escalated_overrun[firm] += overrun
    return overrun


@rule
def make_links(systems: Table, products: Table, firm: int, row: int, links: int) -> None:
    """Link a system to others of the firm, in both directions."""
    position = row - firm * SYSTEMS_PER_FIRM
    for other in range(SYSTEMS_PER_FIRM):
        if (links >> other) & 1 and other != position:
            systems.links[row] |= 1 << other
            systems.links[firm * SYSTEMS_PER_FIRM + other] |= 1 << position


@rule
def _retire_old(
    systems: Table,
    firms: Table,
    employees: Table,
    departments: Table,
    products: Table,
    ledger: Table,
    measures: Table,
    market: Table,
    old: int,
    p: Row,
) -> None:
    """Retire the system that a new one replaces and pay for leaving it."""
    department, firm = old // SLOTS, old // SYSTEMS_PER_FIRM
    cost = p.projects_exit_cost * vendor_quote(systems, departments, products, old, p)
    cost += lock_in_cost(systems, departments, products, old, market.month[0], p)
    paid = pay(ledger, firm, ADVISERS, cause_of(systems, old, EXIT), cost)
    departments.purse[department] -= paid
    clear_system(systems, firms, employees, departments, old)
    measures.retired[firm] += 1


@rule
def go_live(
    systems: Table,
    departments: Table,
    employees: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    ledger: Table,
    measures: Table,
    market: Table,
    row: int,
    p: Row,
    parameters: Table,
) -> None:
    """Put a system into service: links and process work of the plan, training, first beliefs.

    Carrying a change through is practice: the firm's ability to reconfigure grows with it
    (Zollo & Winter 2002).

    Columns changed: systems, departments.maturity, fatigue, purse, track; employees; ledger;
    measures; firms.changed, reconfiguring.
    """
    department, slot = row // SLOTS, row % SLOTS
    firm, function = department // DEPARTMENTS, department % DEPARTMENTS
    product, seats = systems.product[row], departments.headcount[department]
    planning = max(policies.implementation_planning[department], policies.foresight[department])
    links, cost = planned_links(
        systems, departments, products, firm, function, product, planning, p
    )
    systems.spent[row] += pay_vendor(
        ledger, vendors, products.vendor[product], firm, cause_of(systems, row, LINKS), cost
    )
    systems.planned_cost[row] += cost
    gain = systems.process_gain[row]
    work = pay(ledger, firm, ADVISERS, PROCESS_WORK, gain * p.projects_process_cost * seats)
    training = policies.change_management[department]
    taught = pay(
        ledger, firm, ADVISERS, TRAINING, training * p.practice_costs_training_cost * seats
    )
    pay_from(departments, systems, row, cost + work + taught, p)
    departments.maturity[department] = min(departments.maturity[department] + gain, 1.0)
    departments.fatigue[department] = min(departments.fatigue[department] + 0.3, 1.0)
    end_project(systems, measures, firm, row, True)
    late = market.month[0] - systems.since[row] > 1.2 * systems.planned_work[row] + 1.0
    dear = systems.spent[row] > 1.2 * systems.planned_cost[row]
    systems.on_plan[row] = 0 if late or dear else 1
    old = replaced_by(systems, products, policies, department, product)
    if old >= 0:
        _retire_old(
            systems, firms, employees, departments, products, ledger, measures, market, old, p
        )
        links &= live_positions(systems, firm)
    systems.status[row] = LIVE
    systems.since[row] = market.month[0]
    make_links(systems, products, firm, row, links)
    attention = market.attention[0, products.category[product]]
    introduce(
        employees, departments, market, department, slot, product, attention, training, parameters
    )
    firms.changed[firm] = 1
    missing = 1.0 - firms.reconfiguring[firm]
    firms.reconfiguring[firm] += p.firms_reconfiguring_learning * missing


@rule
def live_positions(systems: Table, firm: int) -> int:
    """Return the positions of a firm's live systems as bits."""
    live = 0
    for position in range(SYSTEMS_PER_FIRM):
        if systems.status[firm * SYSTEMS_PER_FIRM + position] == LIVE:
            live |= 1 << position
    return live


@rule
def _implement(
    systems: Table,
    departments: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    ledger: Table,
    market: Table,
    events: Table,
    key: int,
    row: int,
    p: Row,
) -> None:
    """Do a month of a project: progress, trouble, cost, staff hours.

    Columns changed: systems.work, done, spent, over_budget; ledger; departments.purse, track.
    """
    department, slot = row // SLOTS, row % SLOTS
    firm, function = department // DEPARTMENTS, department % DEPARTMENTS
    who, seats = departments.identity[department] * 4 + slot, departments.headcount[department]
    if uniform_at(key, who, 0) < p.projects_trouble_hazard:
        extra = 2.0 * p.projects_trouble_size * uniform_at(key, who, 1) * systems.base_work[row]
        systems.work[row] += extra
        event = record(events, market, TROUBLE, firm, function, slot, systems.product[row])
        if event >= 0:
            events.actual[event] = extra
    step = min(1.0, systems.work[row] - systems.done[row])
    systems.done[row] += step
    quote = vendor_quote(systems, departments, products, row, p)
    cost = quote * step / systems.base_work[row]
    vendor = products.vendor[systems.product[row]]
    paid = pay_vendor(ledger, vendors, vendor, firm, cause_of(systems, row, SETUP), cost)
    systems.spent[row] += paid
    hours = p.projects_project_hours * seats
    pay(ledger, firm, EMPLOYEES, cause_of(systems, row, DISRUPTION), hours * p.economy_hour_cost)
    hours = policies.change_management[department] * p.practice_costs_communication_hours
    paid += pay(ledger, firm, EMPLOYEES, TRAINING, hours * p.economy_hour_cost)
    pay_from(departments, systems, row, paid, p)
    if systems.over_budget[row] == 0 and systems.spent[row] > 1.1 * systems.planned_cost[row]:
        systems.over_budget[row] = 1
        event = record(events, market, OVER_BUDGET, firm, function, slot, systems.product[row])
        if event >= 0:
            events.planned[event] = systems.planned_cost[row]
            events.actual[event] = systems.spent[row]


@rule
def carry_projects(
    systems: Table,
    departments: Table,
    employees: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    ledger: Table,
    measures: Table,
    market: Table,
    events: Table,
    parameters: Table,
    firm: int,
) -> None:
    """Let every project of a firm live a month: planned, piloted, implemented, live.

    Columns changed: systems, departments, employees, ledger, measures, events.
    """
    p = parameters[0]
    month = market.month[0]
    key = stream(market.seed[0], TROUBLE_LUCK, month)
    for row in range(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM):
        department = row // SLOTS
        function = department % DEPARTMENTS
        if systems.status[row] == ANALYSED and systems.due[row] <= month:
            care = max(policies.adaptivity[department], policies.probing[department])
            pilot = int(math.floor(care * p.projects_pilot_months + 0.5))
            if policies.foresight[department] >= 0.5 or systems.rival[row] < 0:
                pilot = 0
            systems.status[row] = PILOTED if pilot > 0 else IMPLEMENTING
            systems.since[row], systems.due[row] = month, month + pilot
        if systems.status[row] == PILOTED:
            seats = p.projects_pilot_seats * departments.headcount[department]
            product = systems.product[row]
            cost = products.price[product] * seats
            cause = cause_of(systems, row, SETUP)
            paid = pay_vendor(ledger, vendors, products.vendor[product], firm, cause, cost)
            pay_from(departments, systems, row, paid, p)
            if systems.rival[row] > 0:
                rival = systems.rival[row] - 1
                cost = products.price[rival] * seats
                paid = pay_vendor(ledger, vendors, products.vendor[rival], firm, cause, cost)
                pay_from(departments, systems, row, paid, p)
        elif systems.status[row] == IMPLEMENTING:
            _implement(
                systems,
                departments,
                products,
                vendors,
                policies,
                ledger,
                market,
                events,
                key,
                row,
                p,
            )
            if systems.done[row] >= systems.work[row]:
                go_live(
                    systems, departments, employees, firms, products, vendors, policies, ledger,
                    measures, market, row, p, parameters,
                )  # fmt: skip
                product = systems.product[row]
                event = record(events, market, WENT_LIVE, firm, function, row % SLOTS, product)
                if event >= 0:
                    events.planned[event] = systems.planned_cost[row]
                    events.actual[event] = systems.spent[row]
                    events.detail[event] = unlinked_departments(
                        systems, departments, firm, function, systems.links[row]
                    )


@rule
def set_load(departments: Table, systems: Table, parameters: Table, firm: int) -> None:
    """Set the load of a firm's projects and let fatigue fade; processes mature with use, or decay.

    Columns changed: departments.load, fatigue, maturity.
    """
    p = parameters[0]
    keep = math.pow(0.5, 1.0 / p.employees_fatigue_half_life)
    for department in range(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS):
        running, use = 0, 0.0
        for slot in range(SLOTS):
            row = department * SLOTS + slot
            if systems.status[row] == IMPLEMENTING:
                running += 1
            if systems.status[row] == LIVE:
                use = max(use, systems.usage[row])
        departments.load[department] = running / SLOTS
        departments.fatigue[department] = min(
            departments.fatigue[department] * keep + 0.03 * running, 1.0
        )
        maturity = departments.maturity[department]
        gained = p.projects_maturity_from_use * use * (1.0 - maturity)
        lost = p.projects_maturity_decay * (1.0 - use) * maturity
        departments.maturity[department] = maturity + gained - lost
