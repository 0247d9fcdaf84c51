"""Departments carry projects: plan, pilot, implementation, overruns, going live."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from plain_market.accounts import pay
from plain_market.agents import SLOTS
from plain_market.employees import introduce
from plain_market.events import record
from plain_market.luck import normal, stream, uniform_at
from plain_market.options import replaced_by
from plain_market.perception import planned_links
from plain_market.settlement import cause_of, pay_from, pay_vendor
from plain_market.systems import lock_in_cost, unlinked_departments
from plain_market.value import live_systems
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
)
from sim.events import OVER_BUDGET, TROUBLE, WENT_LIVE
from sim.purposes import TROUBLE as TROUBLE_LUCK
from sim.purposes import WORK
from sim.status import ANALYSED, EMPTY, IMPLEMENTING, LIVE, PILOTED

if TYPE_CHECKING:
    from plain_market.agents import Department, Firm
    from plain_market.model import PlainMarket
    from plain_market.things import Product, System

__all__ = [
    "carry_projects",
    "clear_system",
    "end_project",
    "go_live",
    "make_links",
    "plan_project",
    "set_load",
    "vendor_quote",
]


def vendor_quote(department: Department, product: Product, model: PlainMarket) -> float:
    """Return the vendor's quote for setting a product up in a department, EUR."""
    return model.market_scenario.products.setup_fixed + product.setup * department.headcount


def plan_project(system: System, product: Product, model: PlainMarket) -> None:
    """Turn a choice into a plan: work, duration and cost as truly needed and as foreseen.

    A project without a plan leaves work out (links, data, processes) that has to be done all the
    same; the planning fallacy shortens what is planned, a reference class corrects it.
    """
    rules, department, month = model.market_scenario.projects, system.department, model.market.month
    policy = department.policy
    planning = max(policy.implementation_planning, policy.foresight)
    fallacy = department.manager.planning_fallacy * (1.0 - policy.reference_class)
    fallacy *= 1.0 - policy.foresight
    system.product = product
    system.status = ANALYSED
    system.since = system.decided = month
    system.due = month + math.floor(planning * rules.planning_months + 0.5)
    base = _base_work(department, product, model)
    luck = normal(stream(model.market.seed, WORK, month), department.identity, product.row)
    spread = rules.duration_spread
    unforeseen = 1.0 + rules.unforeseen_work * (1.0 - planning)
    extra_stages = math.floor(policy.staging * rules.stages + 0.5)
    unforeseen *= 1.0 + rules.stage_work * extra_stages
    system.stages, system.stage = 1 + extra_stages, 0
    system.embedded = 0.0
    system.base_work = base
    system.work = base * unforeseen * math.exp(spread * luck - 0.5 * spread * spread)
    system.planned_work = base * (1.0 - fallacy)
    system.done = system.spent = 0.0
    system.links = set()
    system.escalated = system.over_budget = 0
    system.valued = system.judged = system.on_plan = 0
    gap = max(product.complexity - department.maturity, 0.0)
    care = max(policy.gap_assessment, policy.foresight)
    system.process_gain = care * rules.process_work * gap
    quote = vendor_quote(department, product, model)
    system.planned_cost = quote * (1.0 - fallacy)
    _pay_planning(system, department, quote, model)
    department.firm.measures.started += 1


def _base_work(department: Department, product: Product, model: PlainMarket) -> float:
    """Return the months of work that a project of this size and complexity is quoted for."""
    size = math.sqrt(math.sqrt(department.headcount / 5.0))
    base = model.market_scenario.projects.duration * (0.5 + product.complexity) * size
    return base * (1.25 - 0.5 * department.firm.reconfiguring)


def _pay_planning(system: System, department: Department, quote: float, model: PlainMarket) -> None:
    """Pay for the plan, for rules for stopping and for looking at comparable projects."""
    costs, policy, firm = model.market_scenario.practice_costs, department.policy, department.firm
    cost = policy.implementation_planning * costs.planning_share * quote
    paid = pay(firm, ADVISERS, PLANNING, cost)
    hours = policy.kill_criteria * costs.kill_criteria_hours
    hours += policy.reference_class * costs.reference_class_hours
    hour = model.market_scenario.economy.management_hour_cost
    paid += pay(firm, EMPLOYEES, DEBIASING, hours * hour)
    pay_from(system, department, paid, model)


def clear_system(system: System, department: Department) -> None:
    """Empty a slot: nothing is installed there, nobody uses it, nothing is linked to it."""
    for other in department.firm.departments:
        for linked in other.systems:
            linked.links.discard(system)
    system.status = EMPTY
    system.product = None
    system.links = set()
    system.usage = system.active = 0.0
    system.value = system.believed = 0.0
    for employee in department.employees:
        employee.usage[system.slot] = 0.0
        employee.proficiency[system.slot] = 0.0
    department.firm.changed = 1


def end_project(system: System, firm: Firm, completed: bool) -> None:
    """Count a project that ended and by how much its cost overran the plan."""
    measures = firm.measures
    # A project that is free by plan cannot overrun its plan by a share of it.
    overrun = system.spent / system.planned_cost - 1.0 if system.planned_cost > 0.0 else 0.0
    if completed:
        measures.completed += 1
    else:
        overrun = max(overrun, 0.0)
        measures.abandoned += 1
    measures.ended += 1
    measures.overrun += overrun
    if system.escalated > 0:
        measures.escalated_ended += 1
        measures.escalated_overrun += overrun


def make_links(system: System, links: set[System]) -> None:
    """Link a system to others of the firm, in both directions."""
    for other in links - {system}:
        system.links.add(other)
        other.links.add(system)


def _retire(old: System, department: Department, model: PlainMarket) -> None:
    """Retire the system that a new one replaces and pay for leaving it."""
    quote = vendor_quote(department, old.product, model)
    cost = model.market_scenario.projects.exit_cost * quote
    cost += lock_in_cost(old, department, model)
    department.purse -= pay(department.firm, ADVISERS, cause_of(old, EXIT), cost)
    clear_system(old, department)
    department.firm.measures.retired += 1


def go_live(system: System, department: Department, model: PlainMarket) -> None:
    """Put a system into service: links and process work of the plan, training, first beliefs."""
    product, firm, policy = system.product, department.firm, department.policy
    planning = max(policy.implementation_planning, policy.foresight)
    links, cost = planned_links(department, product, planning, model)
    _pay_going_live(system, department, cost, model)
    department.maturity = min(department.maturity + system.process_gain, 1.0)
    department.fatigue = min(department.fatigue + 0.3, 1.0)
    end_project(system, firm, completed=True)
    late = model.market.month - system.since > 1.2 * system.planned_work + 1.0
    dear = system.spent > 1.2 * system.planned_cost
    system.on_plan = 0 if late or dear else 1
    old = replaced_by(department, product)
    if old is not None:
        _retire(old, department, model)
        links.discard(old)
    system.status = LIVE
    system.since = model.market.month
    make_links(system, links)
    fashion = model.market.attention[product.category]
    introduce(system, department, fashion, policy.change_management, model)
    firm.changed = 1
    learning = model.market_scenario.firms.reconfiguring_learning
    firm.reconfiguring += learning * (1.0 - firm.reconfiguring)


def _pay_going_live(
    system: System, department: Department, links_cost: float, model: PlainMarket
) -> None:
    """Pay for links, process work and training when a system goes live."""
    product, firm, seats = system.product, department.firm, department.headcount
    cause = cause_of(system, LINKS)
    system.spent += pay_vendor(product.vendor, firm, cause, links_cost)
    system.planned_cost += links_cost
    work = system.process_gain * model.market_scenario.projects.process_cost * seats
    work = pay(firm, ADVISERS, PROCESS_WORK, work)
    training = department.policy.change_management
    taught = training * model.market_scenario.practice_costs.training_cost * seats
    taught = pay(firm, ADVISERS, TRAINING, taught)
    pay_from(system, department, links_cost + work + taught, model)


def _implement(system: System, department: Department, model: PlainMarket) -> None:
    """Do a month of a project: trouble, progress, its cost, and a word when money runs out."""
    _meet_trouble(system, department, model)
    step = min(1.0, system.work - system.done)
    system.done += step
    _pay_month(system, department, step, model)
    if system.over_budget == 0 and system.spent > 1.1 * system.planned_cost:
        system.over_budget = 1
        event = record(
            model, OVER_BUDGET, department.firm, department.function, system.slot, system.product
        )
        if event is not None:
            event.planned, event.actual = system.planned_cost, system.spent


def _meet_trouble(system: System, department: Department, model: PlainMarket) -> None:
    """Let a project meet trouble by luck, which adds work."""
    rules, who = model.market_scenario.projects, department.identity * 4 + system.slot
    key = stream(model.market.seed, TROUBLE_LUCK, model.market.month)
    if uniform_at(key, who, 0) < rules.trouble_hazard:
        extra = 2.0 * rules.trouble_size * uniform_at(key, who, 1) * system.base_work
        system.work += extra
        event = record(
            model, TROUBLE, department.firm, department.function, system.slot, system.product
        )
        if event is not None:
            event.actual = extra


def _pay_month(system: System, department: Department, step: float, model: PlainMarket) -> None:
    """Pay the vendor for the month's progress, staff for their hours, and communication."""
    firm, hour = department.firm, model.market_scenario.economy.hour_cost
    cost = vendor_quote(department, system.product, model) * step / system.base_work
    paid = pay_vendor(system.product.vendor, firm, cause_of(system, SETUP), cost)
    system.spent += paid
    hours = model.market_scenario.projects.project_hours * department.headcount
    pay(firm, EMPLOYEES, cause_of(system, DISRUPTION), hours * hour)
    communicated = department.policy.change_management
    hours = communicated * model.market_scenario.practice_costs.communication_hours
    paid += pay(firm, EMPLOYEES, TRAINING, hours * hour)
    pay_from(system, department, paid, model)


def _begin(system: System, department: Department, model: PlainMarket) -> None:
    """Begin what was planned: with a pilot as far as the policy adapts or probes, else at once."""
    care = max(department.policy.adaptivity, department.policy.probing)
    pilot = math.floor(care * model.market_scenario.projects.pilot_months + 0.5)
    if department.policy.foresight >= 0.5 or system.rival < 0:
        pilot = 0
    system.status = PILOTED if pilot > 0 else IMPLEMENTING
    system.since, system.due = model.market.month, model.market.month + pilot


def _pay_pilot(system: System, department: Department, model: PlainMarket) -> None:
    """Pay a month of a pilot for a part of the seats."""
    seats = model.market_scenario.projects.pilot_seats * department.headcount
    cost = system.product.price * seats
    vendor, cause = system.product.vendor, cause_of(system, SETUP)
    paid = pay_vendor(vendor, department.firm, cause, cost)
    pay_from(system, department, paid, model)
    if system.rival > 0:
        rival = model.products[system.rival - 1]
        cost = rival.price * seats
        paid = pay_vendor(rival.vendor, department.firm, cause, cost)
        pay_from(system, department, paid, model)


def carry_projects(department: Department, model: PlainMarket) -> None:
    """Let every project of a department live a month: planned, piloted, implemented, live."""
    for system in department.systems:
        if system.status == ANALYSED and system.due <= model.market.month:
            _begin(system, department, model)
        if system.status == PILOTED:
            _pay_pilot(system, department, model)
        elif system.status == IMPLEMENTING:
            _implement(system, department, model)
            if system.done >= system.work:
                go_live(system, department, model)
                _record_going_live(system, department, model)


def _record_going_live(system: System, department: Department, model: PlainMarket) -> None:
    """Record that a system went live, and the departments it should be linked to and is not."""
    event = record(
        model, WENT_LIVE, department.firm, department.function, system.slot, system.product
    )
    if event is not None:
        event.planned, event.actual = system.planned_cost, system.spent
        unlinked = unlinked_departments(department, system.links)
        event.detail = sum(1 << other.function for other in unlinked)  # as bits


def set_load(department: Department, model: PlainMarket) -> None:
    """Set the load of projects and let fatigue fade; processes mature with use, or decay."""
    keep = math.pow(0.5, 1.0 / model.market_scenario.employees.fatigue_half_life)
    running = sum(system.status == IMPLEMENTING for system in department.systems)
    use = max([0.0, *(system.usage for system in live_systems(department))])
    department.load = running / SLOTS
    department.fatigue = min(department.fatigue * keep + 0.03 * running, 1.0)
    rules, maturity = model.market_scenario.projects, department.maturity
    gained = rules.maturity_from_use * use * (1.0 - maturity)
    lost = rules.maturity_decay * (1.0 - use) * maturity
    department.maturity = maturity + gained - lost
