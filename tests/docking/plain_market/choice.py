"""A purchase decision: search, weigh, choose by logit, "nothing" always on the list."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from plain_market.accounts import pay
from plain_market.budgets import kept_apart
from plain_market.events import record
from plain_market.luck import gumbel, stream, uniform, uniform_at
from plain_market.options import DecisionLuck, Option, weigh, write_shortlist
from plain_market.perception import analysis_months, seen_weights
from plain_market.projects import plan_project
from plain_market.strategy import manned
from plain_market.value import live_systems
from sim.accounts import ADVISERS, ANALYSIS, CASH, DEBIASING, EMPLOYEES, INVOLVEMENT
from sim.events import CHOSEN, NOTHING_CHOSEN, SEARCH_BEGAN
from sim.parameters import CATEGORIES, FUNCTIONS
from sim.purposes import EXPLORATION, IMPULSE, OCCASION
from sim.status import EMPTY, PILOTED, PROPOSED

if TYPE_CHECKING:
    from plain_market.agents import Department
    from plain_market.model import PlainMarket
    from plain_market.things import System

__all__ = ["begin_search", "finish_searches", "value_of"]

CATEGORIES_OF_A_FUNCTION = len(CATEGORIES) // len(FUNCTIONS)
NOTHING = 4095  # where the luck of buying nothing is addressed


def value_of(gain: float, loss: float, loss_aversion: float, curvature: float) -> float:
    """Return the prospect-theory value of a gain and a loss, both at least 0.

    ``gain^alpha - lambda x loss^beta`` with alpha = beta (Tversky & Kahneman 1992); with lambda and
    alpha 1 it is the plain difference.
    """
    if curvature == 1.0:
        return gain - loss_aversion * loss
    return math.pow(gain, curvature) - loss_aversion * math.pow(loss, curvature)


def begin_search(department: Department, model: PlainMarket) -> None:
    """Let a department with a free slot take up an occasion to look for a system.

    Analysis and involving people take months; an occasion on the track for emerging products is
    drawn with the share that the policy reserves for them.
    """
    if department.headcount == 0:
        return
    market, policy, who = model.market, department.policy, department.identity
    occasions = stream(market.seed, OCCASION, market.month)
    chance = 1.0 - math.exp(-model.market_scenario.decisions.occasion_rate / 12.0)
    wished = _has_wish(department, model)
    if not (uniform(occasions, who) < chance * policy.buying or wished):
        return
    empty = [system for system in department.systems if system.status == EMPTY]
    if not empty:
        return
    system, costs = empty[0], model.market_scenario.practice_costs
    delay = policy.ecosystem * costs.ecosystem_months
    delay += policy.involvement * costs.involvement_months
    delay *= 1.0 - policy.foresight
    months = analysis_months(department, model) + delay
    explores = uniform(stream(market.seed, EXPLORATION, market.month), who) < policy.exploration
    system.status = PROPOSED
    system.product = None
    system.since = market.month
    system.due = market.month + math.floor(months + 0.5)
    system.exploring = 1 if explores and not wished else 0
    system.wished = market.wish_category if wished else -1
    record(model, SEARCH_BEGAN, department.firm, department.function, system.slot)


def _has_wish(department: Department, model: PlainMarket) -> bool:
    """Tell whether this is the department of the focal firm whose wish opens a teaching case."""
    market, firm = model.market, department.firm
    if market.wish_category < 0 or firm is not model.firms[0] or market.month != market.fork_month:
        return False
    return department.function == market.wish_category // CATEGORIES_OF_A_FUNCTION


def finish_searches(department: Department, model: PlainMarket) -> None:
    """Let searches whose analysis is done end in a choice, and the choice in a project."""
    for system in department.systems:
        if system.status == PROPOSED and system.due <= model.market.month:
            _decide(system, department, model)


def _decide(system: System, department: Department, model: PlainMarket) -> None:
    """Decide what to put into a slot, or that nothing comes into it."""
    luck = DecisionLuck.of_month(model)
    _pay_search(department, model)
    options = write_shortlist(department, system, luck, model)
    for option in options:
        weigh(option, department, system, luck, model)
    limit = spendable(department, system.exploring == 1, model)
    if department.firm.account.balance[CASH] < 0:
        limit = 0.0
    affordable = [option for option in options if option.outlay <= limit]
    chosen = _choose(options, affordable, department, system, luck, model)
    if chosen is None:
        system.status = EMPTY
        record(model, NOTHING_CHOSEN, department.firm, department.function, system.slot)
        return
    _record_choice(chosen, options, system, department, model)
    chosen.product.vendor.sold += department.headcount
    system.believed = chosen.benefit
    system.rival = _find_rival(chosen, affordable, department, model)
    plan_project(system, chosen.product, model)


def _pay_search(department: Department, model: PlainMarket) -> None:
    """Pay for the analysis and for the people who took part in it."""
    policy, firm, costs = department.policy, department.firm, model.market_scenario.practice_costs
    economy = model.market_scenario.economy
    months = analysis_months(department, model)
    months += (1.0 - policy.foresight) * policy.ecosystem * costs.ecosystem_months
    paid = pay(firm, ADVISERS, ANALYSIS, months * model.market_scenario.projects.analysis_cost)
    hours = policy.involvement * costs.involvement_hours * department.headcount
    paid += pay(firm, EMPLOYEES, INVOLVEMENT, hours * economy.hour_cost)
    hours = policy.devils_advocate * costs.devils_advocate_hours
    paid += pay(firm, EMPLOYEES, DEBIASING, hours * economy.management_hour_cost)
    department.purse -= paid


def _less_licences(money: float, department: Department, systems: list[System]) -> float:
    """Return money less a year's licences of some of a department's systems."""
    for system in systems:
        if system.status >= PILOTED:
            price = system.product.price * system.product.vendor.price_level
            money -= 12.0 * price * department.headcount
    return money


def spendable(department: Department, exploring: bool, model: PlainMarket) -> float:
    """Return what a department may commit for the coming year, in EUR.

    Its purse and the year's budget less the licences it pays already; with one portfolio for the
    firm also what the other departments can spare. What is kept apart for emerging products is for
    searches on that track, and nothing else is.
    """
    firm, total, own = department.firm, 0.0, 0.0
    people = manned(firm)
    budget = model.market_scenario.firms.technology_budget
    grant = budget * firm.revenue / len(people)
    kept = kept_apart(department, grant, model)
    if exploring and kept > 0.0:
        on_track = [system for system in department.systems if system.exploring == 1]
        return _less_licences(department.track + 12.0 * kept, department, on_track)
    for other in people:
        kept = kept_apart(other, grant, model)
        spare = other.purse
        spare += 12.0 * budget * firm.revenue / len(people) - 12.0 * kept
        usual = [system for system in other.systems if kept == 0.0 or system.exploring == 0]
        spare = _less_licences(spare, other, usual)
        total += spare
        if other is department:
            own = spare
    shared = department.policy.governance
    return (1.0 - shared) * own + shared * total


def _best(
    affordable: list[Option],
    department: Department,
    system: System,
    luck: DecisionLuck,
    model: PlainMarket,
) -> Option | None:
    """Return the option of highest utility, or None for nothing (logit by Gumbel draws)."""
    rules, manager, who = model.market_scenario.decisions, department.manager, department.identity
    known = 1.0 - department.policy.foresight
    unit = rules.utility_unit * department.headcount
    aversion = 1.0 + (manager.loss_aversion - 1.0) * known
    curvature = 1.0 + (manager.curvature - 1.0) * known
    later = 1.0 - manager.present_bias * known
    temperature = rules.noise * known
    best, utility = None, -math.inf
    if system.wished < 0:  # else what to buy is open, that something is bought is not
        utility = manager.status_quo * known + temperature * gumbel(luck.choice, who, NOTHING)
    for option in affordable:
        gain = later * rules.horizon * option.benefit / unit
        worth = value_of(gain, option.cost / unit, aversion, curvature)
        worth += temperature * gumbel(luck.choice, who, option.product.row)
        if worth > utility:
            best, utility = option, worth
    return best


def _choose(
    options: list[Option],
    affordable: list[Option],
    department: Department,
    system: System,
    luck: DecisionLuck,
    model: PlainMarket,
) -> Option | None:
    """Return the option taken, None for nothing: by lot, on impulse, by precedent, or weighed."""
    policy, who = department.policy, department.identity
    impulse = stream(model.market.seed, IMPULSE, model.market.month)
    if uniform(luck.lottery, who) < policy.randomness:
        return _draw_lot(affordable, department, luck)
    if uniform_at(impulse, who, 0) < policy.impulse:
        first = options[0] if options else None
        return first if first in affordable else None
    if uniform_at(impulse, who, 1) < policy.precedent:
        told = {option: reported_benefit(department, option, model) for option in options}
        if any(benefit is not None for benefit in told.values()):
            return _follow_precedent(affordable, told, department, model)
    return _best(affordable, department, system, luck, model)


def reported_benefit(department: Department, option: Option, model: PlainMarket) -> float | None:
    """Return what peers who work with a product say it brings, EUR per seat and month."""
    total, seats = 0.0, 0
    for peer in department.firm.peers:
        if peer is not None:
            of_peer = peer.departments[department.function]
            for system in live_systems(of_peer):
                if system.product is option.product:
                    total += system.believed
                    seats += of_peer.headcount
    if seats == 0 or total < 0.0:
        return None
    return total / seats


def _follow_precedent(
    affordable: list[Option],
    told: dict[Option, float | None],
    department: Department,
    model: PlainMarket,
) -> Option | None:
    """Return what paid most for peers, and would pay here, by what they say."""
    best, most = None, 0.0
    for option in affordable:
        benefit = told[option]
        if benefit is None:
            continue
        net = model.market_scenario.decisions.horizon * benefit * department.headcount - option.cost
        if net > most:
            best, most = option, net
            option.benefit = benefit * department.headcount
    return best


def _find_rival(
    chosen: Option, affordable: list[Option], department: Department, model: PlainMarket
) -> int:
    """Return the product to pilot beside the chosen one, counted from 1; 0 when there is none."""
    if department.policy.probing < 0.5:
        return 0
    horizon = model.market_scenario.decisions.horizon
    others = [option for option in affordable if option is not chosen]
    best = max(others, key=lambda one: horizon * one.benefit - one.cost, default=None)
    return best.product.row + 1 if best is not None else 0


def _draw_lot(
    affordable: list[Option], department: Department, luck: DecisionLuck
) -> Option | None:
    """Return an affordable option, or None for nothing, each with the same chance."""
    ticket = int(uniform_at(luck.lottery, department.identity, 1) * (len(affordable) + 1))
    return affordable[ticket] if ticket < len(affordable) else None


def _record_choice(
    chosen: Option,
    options: list[Option],
    system: System,
    department: Department,
    model: PlainMarket,
) -> None:
    """Record a choice with what was perceived, what was true and how many were truly better."""
    event = record(model, CHOSEN, department.firm, department.function, system.slot, chosen.product)
    if event is None:
        return
    event.shortlisted = len(options)
    event.better = sum(option.true_benefit > chosen.true_benefit for option in options)
    event.detail = _loudest(chosen, department, model)
    event.perceived = chosen.benefit
    event.true = chosen.true_benefit
    event.planned = chosen.cost


def _loudest(option: Option, department: Department, model: PlainMarket) -> int:
    """Return the number of what counted most: fit, features, popularity or pitch."""
    weights = seen_weights(department, model.market.attention[option.product.category])
    heard = [
        weights.fit * 0.5,
        weights.features * option.rich,
        weights.popularity * option.popular,
        weights.pitch * option.loud,
    ]
    return heard.index(max(heard))
