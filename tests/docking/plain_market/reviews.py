"""Reviews of projects and live systems: continue, fix or retire; escalation is recorded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from plain_market.accounts import pay
from plain_market.events import record
from plain_market.luck import normal, stream
from plain_market.options import true_benefit, true_factor
from plain_market.perception import planned_links
from plain_market.projects import (
    clear_system,
    end_project,
    make_links,
    plan_project,
    vendor_quote,
)
from plain_market.settlement import cause_of, pay_vendor
from plain_market.systems import lock_in_cost, missing_links
from plain_market.value import running_cost, system_value
from sim.accounts import (
    ADVISERS,
    DEBIASING,
    EMPLOYEES,
    EXIT,
    LINKS,
    PROCESS_WORK,
    REVIEWS,
    TRAINING,
)
from sim.events import ABANDONED, ESCALATED, FIXED, PILOT_STOPPED, RETIRED
from sim.parameters import GOALS
from sim.purposes import ATTRIBUTION, REVIEW
from sim.status import IMPLEMENTING, LIVE, PILOTED

if TYPE_CHECKING:
    from plain_market.agents import Department
    from plain_market.model import PlainMarket
    from plain_market.things import Product, System

__all__ = ["review_interval", "review_systems"]

USE, PROCESS, LINK = range(3)
OVER_BUDGET, REVIEWED = 1, 2


class Prospect(NamedTuple):
    """What going on truly means: benefit and cost in EUR per month, and what is left to spend."""

    benefit: float
    cost: float
    left: float


def review_interval(monitoring: float, model: PlainMarket) -> int:
    """Return the months between reviews: from the longest to the shortest with monitoring."""
    rules = model.market_scenario.decisions
    ratio = rules.review_shortest / rules.review_longest
    return max(int(rules.review_longest * math.pow(ratio, monitoring) + 0.5), 1)


def review_systems(department: Department, model: PlainMarket) -> None:
    """Review what is due in a department."""
    key = stream(model.market.seed, REVIEW, model.market.month)
    for system in department.systems:
        if _is_due(system, department, model):
            _review(system, department, key, model)


def stages_done(system: System) -> int:
    """Return how many stages of a roll-out are done."""
    return int(system.done / system.work * system.stages)


def _is_due(system: System, department: Department, model: PlainMarket) -> bool:
    """Tell whether a system is reviewed this month.

    A pilot or a stage of a roll-out ended, money ran out, or it is time.
    """
    month = model.market.month
    if system.status == PILOTED:
        return system.due <= month
    if system.status not in (IMPLEMENTING, LIVE):
        return False
    if system.status == IMPLEMENTING and system.over_budget == OVER_BUDGET:
        return True
    staged = system.status == IMPLEMENTING and system.stages > 1
    if staged and stages_done(system) > system.stage:
        return True
    age = month - system.since
    patience = model.market_scenario.decisions.exploration_patience
    if system.exploring == 1 and system.status == LIVE and age < patience:
        return False
    return age > 0 and age % review_interval(department.policy.monitoring, model) == 0


def _review(system: System, department: Department, key: Any, model: PlainMarket) -> None:
    """Review a system: believe, decide, go on, fix or stop.

    An unbiased reviewer who knew the truth would stop when remaining benefit is below remaining
    cost, exit included. Going on in that case is recorded as escalation (Keil, Mann & Rai 2000).
    """
    prospect = _true_prospect(system, department, model)
    _pay_review(department, model)
    shown = measured_benefit(department, system.product, prospect.benefit, model)
    _update_belief(system, department, prospect.benefit, shown, key, model)
    if system.status == IMPLEMENTING:
        system.stage = max(stages_done(system), system.stage)
    exit_cost = 0.0
    if system.status == LIVE:
        exit_cost = model.market_scenario.projects.exit_cost * vendor_quote(
            department, system.product, model
        )
        exit_cost += lock_in_cost(system, department, model)
    if _takes_rival(system, department, prospect, key, model):
        return
    if not _goes_on(system, department, prospect, exit_cost, model):
        _stop(system, department, prospect.benefit, exit_cost, model)
        return
    if system.over_budget == OVER_BUDGET:
        system.over_budget = REVIEWED
    net = model.market_scenario.decisions.review_horizon * (prospect.benefit - prospect.cost)
    if net - prospect.left < -exit_cost:
        _note_escalation(system, department, prospect, model)
    elif system.escalated == 1:
        system.escalated = 2
    if system.status == PILOTED:
        system.status = IMPLEMENTING
        system.since = model.market.month
    elif system.status == LIVE and department.policy.monitoring > 0.0:
        _fix(system, department, shown, model)


def _true_prospect(system: System, department: Department, model: PlainMarket) -> Prospect:
    """Return the true monthly benefit, monthly cost and remaining project cost of going on."""
    if system.status == LIVE:
        cost = running_cost(system, department, model)
        return Prospect(system_value(system, department), cost, 0.0)
    left = (system.work - system.done) / system.base_work
    return _project_prospect(system, system.product, system.process_gain, left, department, model)


def _project_prospect(
    system: System,
    product: Product,
    gain: float,
    left: float,
    department: Department,
    model: PlainMarket,
) -> Prospect:
    """Return what introducing a product truly means, ``left`` being the share of work to do."""
    seats, rules = department.headcount, model.market_scenario.projects
    planning = department.policy.implementation_planning
    links, link_cost = planned_links(department, product, planning, model)
    factor = true_factor(department, product, system, links, gain, model)
    benefit = true_benefit(department, product, system, factor)
    price = product.price * product.vendor.price_level
    missing = missing_links(department, links)
    manual = missing * rules.manual_hours * seats * model.market_scenario.economy.hour_cost
    quote = vendor_quote(department, product, model)
    work = gain * rules.process_cost * seats
    return Prospect(benefit, price * seats + manual, quote * left + link_cost + work)


def _pay_review(department: Department, model: PlainMarket) -> None:
    """Pay for a review: leaders' hours as far as one monitors, and an outsider where asked."""
    policy, costs, firm = department.policy, model.market_scenario.practice_costs, department.firm
    hours = policy.monitoring * costs.review_hours
    hour_cost = model.market_scenario.economy.management_hour_cost
    paid = pay(firm, EMPLOYEES, REVIEWS, hours * hour_cost)
    paid += pay(firm, ADVISERS, DEBIASING, policy.independent_review * costs.independent_review)
    department.purse -= paid


def measured_benefit(
    department: Department, product: Product, benefit: float, model: PlainMarket
) -> float:
    """Return the benefit that a firm's KPIs would show at best, EUR per month.

    What no KPI is kept for is not seen, and results are attributed to a system with an error that
    lasts.
    """
    share = _measured_share(department, product)
    deviation, error = model.market_scenario.decisions.attribution_error, 1.0
    if deviation > 0.0:
        key = stream(model.market.seed, ATTRIBUTION, 0)
        luck = normal(key, department.identity, product.row)
        error = math.exp(deviation * luck - 0.5 * deviation * deviation)
    return benefit * share * error


def _measured_share(department: Department, product: Product) -> float:
    """Return the share of a product's benefit that lies in what KPIs are kept for."""
    policy, firm = department.policy, department.firm
    kept = [
        policy.kpi_revenue,
        policy.kpi_satisfaction,
        policy.kpi_savings,
        policy.kpi_cycle_time,
    ]
    if kept == [1.0] * len(GOALS):
        return 1.0
    shown, total = 0.0, 0.0
    for goal in range(len(GOALS)):
        part = firm.worth[goal] * firm.reward[goal]
        part *= department.need[goal] * product.capability[goal]
        shown += kept[goal] * part
        total += part
    return shown / total if total > 0.0 else 1.0


def _update_belief(
    system: System,
    department: Department,
    benefit: float,
    shown: float,
    key: Any,
    model: PlainMarket,
) -> None:
    """Move the believed benefit towards the evidence, as far as one measures.

    Contrary evidence is discounted by confirmation bias, unless others look at it too.
    """
    policy, who = department.policy, department.identity * 4 + system.slot
    weight, known = policy.monitoring, policy.foresight
    deviation = model.market_scenario.decisions.review_noise * (1.0 - weight)
    observed = shown * math.exp(deviation * normal(key, who, 0) - 0.5 * deviation * deviation)
    stage_done = system.status == IMPLEMENTING and system.stages > 1 and stages_done(system) > 0
    if system.status == PILOTED or stage_done:  # trying informs better than any report
        weight = max(weight, 0.8)
        observed = shown * math.exp(0.2 * normal(key, who, 1) - 0.02)
    if observed < system.believed:
        blind = department.manager.confirmation * (1.0 - policy.independent_review)
        weight *= 1.0 - blind * (1.0 - policy.devils_advocate)
    believed = system.believed + weight * (observed - system.believed)
    system.believed = known * benefit + (1.0 - known) * believed


def _goes_on(
    system: System,
    department: Department,
    prospect: Prospect,
    exit_cost: float,
    model: PlainMarket,
) -> bool:
    """Decide whether to go on: expected remaining benefit against remaining cost.

    Stopping books the sunk cost as a loss: loss aversion times the salience of what was spent
    (Thaler 1980). Stopping rules set in advance and outside reviewers take that weight away.
    """
    rules, policy, manager = model.market_scenario.decisions, department.policy, department.manager
    licence = system.product.price * system.product.vendor.price_level * department.headcount
    cost = licence + policy.monitoring * (prospect.cost - licence)
    unit = rules.utility_unit * department.headcount
    known = 1.0 - policy.foresight
    unruled = known * (1.0 - policy.kill_criteria)
    aversion = 1.0 + (manager.loss_aversion - 1.0) * unruled
    salience = manager.sunk_cost * unruled * (1.0 - policy.independent_review)
    fallacy = manager.planning_fallacy * (1.0 - policy.reference_class)
    remaining = prospect.left * (1.0 - fallacy * known)
    net = rules.review_horizon * (system.believed - cost) - remaining
    going = net / unit + manager.status_quo * known
    return going >= -(exit_cost + aversion * salience * system.spent) / unit


def _stop(
    system: System, department: Department, benefit: float, exit_cost: float, model: PlainMarket
) -> None:
    """Stop a project or retire a live system."""
    firm = department.firm
    kind = ABANDONED
    if system.status == LIVE:
        kind = RETIRED
        firm.measures.retired += 1
        system.product.vendor.blamed += 1
    elif system.status == PILOTED:
        kind = PILOT_STOPPED
    else:
        end_project(system, firm, completed=False)
    department.purse -= pay(firm, ADVISERS, cause_of(system, EXIT), exit_cost)
    event = record(model, kind, firm, department.function, system.slot, system.product)
    if event is not None:
        event.perceived = system.believed
        event.true = benefit
        event.actual = system.spent
    clear_system(system, department)


def _takes_rival(
    system: System, department: Department, prospect: Prospect, key: Any, model: PlainMarket
) -> bool:
    """Take the product piloted beside, when its pilot showed more; tell whether it was taken."""
    if system.status != PILOTED or system.rival <= 0:
        return False
    rules, policy, rival = (
        model.market_scenario.decisions,
        department.policy,
        model.products[system.rival - 1],
    )
    seen = _seen_cost(system.product, prospect, department)
    net = rules.review_horizon * (system.believed - seen) - prospect.left
    gap = max(rival.complexity - department.maturity, 0.0)
    care = max(policy.gap_assessment, policy.foresight)
    gain = care * model.market_scenario.projects.process_work * gap
    other = _project_prospect(system, rival, gain, 1.0, department, model)
    who = department.identity * 4 + system.slot
    believed = measured_benefit(department, rival, other.benefit, model)
    believed *= math.exp(0.2 * normal(key, who, 2) - 0.02)
    seen = _seen_cost(rival, other, department)
    if rules.review_horizon * (believed - seen) - other.left <= max(net, 0.0):
        return False
    _stop(system, department, prospect.benefit, 0.0, model)
    rival.vendor.sold += department.headcount
    system.believed = believed
    plan_project(system, rival, model)
    system.rival = -1
    return True


def _seen_cost(product: Product, prospect: Prospect, department: Department) -> float:
    """Return the monthly cost that a reviewer sees: licences, the rest as far as one measures."""
    licence = product.price * product.vendor.price_level * department.headcount
    return licence + department.policy.monitoring * (prospect.cost - licence)


def _note_escalation(
    system: System, department: Department, prospect: Prospect, model: PlainMarket
) -> None:
    """Record that a system is continued although its true expectation is negative."""
    if system.escalated == 1:
        return
    firm = department.firm
    system.escalated = 1
    firm.measures.escalations += 1
    event = record(model, ESCALATED, firm, department.function, system.slot, system.product)
    if event is not None:
        event.perceived = system.believed
        event.true = prospect.benefit
        event.planned = prospect.cost
        event.actual = prospect.left


def _fix(system: System, department: Department, shown: float, model: PlainMarket) -> None:
    """Repair the weakest factor of a live system when measuring shows that it pays."""
    rules, projects, seats = (
        model.market_scenario.decisions,
        model.market_scenario.projects,
        department.headcount,
    )
    factors = [system.usage, system.readiness, system.integration]
    weakest = factors.index(min(factors))
    gap = max(system.product.complexity - department.maturity, 0.0)
    links, link_cost = planned_links(department, system.product, 1.0, model)
    cost = model.market_scenario.practice_costs.training_cost * seats * rules.fix_step
    if weakest == PROCESS:
        cost = gap * rules.fix_step * projects.process_cost * seats
    elif weakest == LINK:
        cost = link_cost
    shortfall = (1.0 - factors[weakest]) * rules.fix_step
    gained = shown * shortfall / max(factors[weakest], 0.05) * rules.review_horizon
    if shortfall < 0.02 or gained * department.policy.monitoring <= cost or department.purse < cost:
        return
    firm = department.firm
    if weakest == PROCESS:
        paid = pay(firm, ADVISERS, cause_of(system, PROCESS_WORK), cost)
        department.maturity += gap * rules.fix_step
    elif weakest == LINK:
        paid = pay_vendor(system.product.vendor, firm, cause_of(system, LINKS), cost)
        make_links(system, links)
        firm.changed = 1
    else:
        paid = pay(firm, ADVISERS, cause_of(system, TRAINING), cost)
        _train(system, department, rules.fix_step)
    department.purse -= paid
    event = record(model, FIXED, firm, department.function, system.slot, system.product)
    if event is not None:
        event.detail = weakest
        event.actual = paid


def _train(system: System, department: Department, step: float) -> None:
    """Train a department's people on a system: they learn, and come to believe in it."""
    for employee in department.employees:
        left = 1.0 - employee.proficiency[system.slot]
        employee.proficiency[system.slot] += step * 0.5 * left
        doubt = 1.0 - employee.belief[system.slot]
        employee.belief[system.slot] += step * 0.25 * doubt
