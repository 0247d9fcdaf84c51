"""A purchase decision: search, weigh, choose by logit, "nothing" always on the list."""

from __future__ import annotations

import math

from sim.accounts import ADVISERS, ANALYSIS, CASH, DEBIASING, EMPLOYEES, INVOLVEMENT, pay
from sim.budgets import spendable
from sim.compilation import rule
from sim.events import CHOSEN, NOTHING_CHOSEN, SEARCH_BEGAN, record
from sim.luck import gumbel, stream, uniform, uniform_at
from sim.options import weigh_option, write_shortlist
from sim.perception import analysis_months, seen_weights
from sim.projects import plan_project
from sim.purposes import (
    ASSESSMENT,
    CHOICE,
    EXPLORATION,
    IMPULSE,
    LOTTERY,
    OCCASION,
    PITCH,
    SALIENCE,
)
from sim.status import EMPTY, LIVE, PROPOSED
from sim.tables import DEPARTMENTS, PEERS_MAX, SLOTS, SYSTEMS_PER_FIRM, Row, Table

__all__ = ["begin_searches", "finish_searches", "value_of"]


@rule
def value_of(gain: float, loss: float, loss_aversion: float, curvature: float) -> float:
    """Return the prospect-theory value of a gain and a loss, both at least 0.

    ``gain^alpha - lambda x loss^beta`` with alpha = beta (Tversky & Kahneman 1992); with lambda and
    alpha 1 it is the plain difference.
    """
    if curvature == 1.0:
        return gain - loss_aversion * loss
    return math.pow(gain, curvature) - loss_aversion * math.pow(loss, curvature)


@rule
def begin_searches(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    policies: Table,
    managers: Table,
    ledger: Table,
    market: Table,
    events: Table,
    parameters: Table,
    first: int,
    last: int,
) -> None:
    """Let departments with a free slot take up an occasion to look for a system.

    Analysis and involving people take months; an occasion on the track for emerging products is
    drawn with the share that the policy reserves for them.

    Columns changed: systems.status, since, due, exploring; ledger; departments.purse.
    """
    p = parameters[0]
    month = market.month[0]
    occasions = stream(market.seed[0], OCCASION, month)
    tracks = stream(market.seed[0], EXPLORATION, month)
    chance = 1.0 - math.exp(-p.decisions_occasion_rate / 12.0)
    for department in range(first * DEPARTMENTS, last * DEPARTMENTS):
        if departments.headcount[department] == 0:
            continue
        who, firm = departments.identity[department], department // DEPARTMENTS
        wished = market.wish_category[0] >= 0 and firm == 0 and month == market.fork_month[0]
        wished = wished and department == market.wish_category[0] // 2
        ticket = uniform(occasions, who)
        if ticket >= chance and not wished:
            continue  # whatever the policy, of which no more need be read
        follows = ticket < chance * policies.buying[department]
        if not (follows or wished):
            continue
        for slot in range(SLOTS):
            row = department * SLOTS + slot
            if systems.status[row] != EMPTY:
                continue
            months = analysis_months(policies, managers, department, p)
            delay = policies.ecosystem[department] * p.practice_costs_ecosystem_months
            delay += policies.involvement[department] * p.practice_costs_involvement_months
            delay *= 1.0 - policies.foresight[department]
            systems.status[row] = PROPOSED
            systems.product[row] = -1
            systems.since[row] = month
            systems.due[row] = month + int(math.floor(months + delay + 0.5))
            explores = uniform(tracks, who) < policies.exploration[department]
            systems.exploring[row] = 1 if explores and not wished else 0
            systems.wished[row] = market.wish_category[0] if wished else -1
            record(events, market, SEARCH_BEGAN, firm, department % DEPARTMENTS, slot, -1)
            break


@rule
def _pay_search(
    ledger: Table, departments: Table, policies: Table, managers: Table, department: int, p: Row
) -> None:
    """Pay for the analysis and for the people who took part in it."""
    firm, seats = department // DEPARTMENTS, departments.headcount[department]
    months = analysis_months(policies, managers, department, p)
    known = 1.0 - policies.foresight[department]
    months += known * policies.ecosystem[department] * p.practice_costs_ecosystem_months
    paid = pay(ledger, firm, ADVISERS, ANALYSIS, months * p.projects_analysis_cost)
    hours = policies.involvement[department] * p.practice_costs_involvement_hours * seats
    paid += pay(ledger, firm, EMPLOYEES, INVOLVEMENT, hours * p.economy_hour_cost)
    hours = policies.devils_advocate[department] * p.practice_costs_devils_advocate_hours
    paid += pay(ledger, firm, EMPLOYEES, DEBIASING, hours * p.economy_management_hour_cost)
    departments.purse[department] -= paid


@rule
def _best_utility(
    scratch: Table,
    departments: Table,
    policies: Table,
    managers: Table,
    department: int,
    count: int,
    wished: bool,
    limit: float,
    keys: tuple[int, int, int, int, int],
    p: Row,
) -> int:
    """Return the place of the chosen option, or -1 for nothing (logit by Gumbel draws)."""
    who, seats = departments.identity[department], departments.headcount[department]
    known = 1.0 - policies.foresight[department]
    unit = p.decisions_utility_unit * seats
    aversion = 1.0 + (managers.loss_aversion[department] - 1.0) * known
    curvature = 1.0 + (managers.curvature[department] - 1.0) * known
    later = 1.0 - managers.present_bias[department] * known
    temperature = p.decisions_noise * known
    best = -1
    utility = managers.status_quo[department] * known + temperature * gumbel(keys[3], who, 4095)
    if wished:
        utility = -math.inf  # what to buy is open, that something is bought is not
    for place in range(count):
        if scratch.outlay[0, place] > limit:
            continue
        gain = later * p.decisions_horizon * scratch.benefit[0, place] / unit
        worth = value_of(gain, scratch.cost[0, place] / unit, aversion, curvature)
        worth += temperature * gumbel(keys[3], who, scratch.product[0, place])
        if worth > utility:
            best, utility = place, worth
    return best


@rule
def _draw_lot(
    scratch: Table, departments: Table, department: int, count: int, limit: float, key: int
) -> int:
    """Return an affordable place, or -1 for nothing, each with the same chance."""
    affordable = 0
    for place in range(count):
        if scratch.outlay[0, place] <= limit:
            affordable += 1
    ticket = int(uniform_at(key, departments.identity[department], 1) * (affordable + 1))
    for place in range(count):
        if scratch.outlay[0, place] <= limit:
            if ticket == 0:
                return place
            ticket -= 1
    return -1


@rule
def reported_benefit(
    firms: Table, departments: Table, systems: Table, firm: int, function: int, product: int
) -> float:
    """Return what peers who work with a product say it brings, EUR per seat and month, -1 if none.

    They tell what they believe, which is as true as they measure.
    """
    total, seats = 0.0, 0
    for place in range(PEERS_MAX):
        peer = firms.peers[firm, place]
        if peer < 0:
            continue
        for slot in range(SLOTS):
            row = peer * SYSTEMS_PER_FIRM + function * SLOTS + slot
            if systems.status[row] == LIVE and systems.product[row] == product:
                total += systems.believed[row]
                seats += departments.headcount[row // SLOTS]
    return total / seats if seats > 0 else -1.0


@rule
def _follow_precedent(
    scratch: Table,
    systems: Table,
    departments: Table,
    firms: Table,
    department: int,
    count: int,
    limit: float,
    p: Row,
) -> int:
    """Return the place of what paid most for peers, -1 when it paid none, -2 without precedent.

    Categorise: the case is taken to be one of a known kind, and what worked there is done here;
    what peers say is not checked against one's own goals.
    """
    firm, function = department // DEPARTMENTS, department % DEPARTMENTS
    seats = departments.headcount[department]
    best, most, known = -1, 0.0, False
    for place in range(count):
        product = scratch.product[0, place]
        told = reported_benefit(firms, departments, systems, firm, function, product)
        if told < 0.0:
            continue
        known = True
        net = p.decisions_horizon * told * seats - scratch.cost[0, place]
        if scratch.outlay[0, place] <= limit and net > most:
            best, most = place, net
            scratch.benefit[0, place] = told * seats
    return best if known else -2


@rule
def _decide(
    scratch: Table,
    systems: Table,
    departments: Table,
    firms: Table,
    policies: Table,
    managers: Table,
    department: int,
    row: int,
    count: int,
    limit: float,
    keys: tuple[int, int, int, int, int],
    impulse: int,
    p: Row,
) -> int:
    """Return the place of the chosen option, -1 for nothing.

    It is found by lot, on impulse, by precedent, or by weighing what is on the list.
    Of the four ways of deciding in Snowden & Boone 2007, acting takes what strikes the eye first,
    categorising what paid for peers, analysing weighs, and probing weighs and then tries. They
    differ in what is looked at and how long it takes, not in any bonus.
    """
    who = departments.identity[department]
    if uniform(keys[4], who) < policies.randomness[department]:
        return _draw_lot(scratch, departments, department, count, limit, keys[4])
    if uniform_at(impulse, who, 0) < policies.impulse[department]:
        return 0 if count > 0 and scratch.outlay[0, 0] <= limit else -1
    if uniform_at(impulse, who, 1) < policies.precedent[department]:
        place = _follow_precedent(scratch, systems, departments, firms, department, count, limit, p)
        if place > -2:
            return place
    wished = systems.wished[row] >= 0
    return _best_utility(
        scratch, departments, policies, managers, department, count, wished, limit, keys, p
    )


@rule
def find_rival(
    scratch: Table, policies: Table, department: int, chosen: int, count: int, limit: float, p: Row
) -> int:
    """Return the product to pilot beside the chosen one, counted from 1; 0 when there is none.

    Who probes tries the two options that look best, side by side ("safe to fail").
    """
    if policies.probing[department] < 0.5:
        return 0
    best, most = -1, 0.0
    for place in range(count):
        if place == chosen or scratch.outlay[0, place] > limit:
            continue
        net = p.decisions_horizon * scratch.benefit[0, place] - scratch.cost[0, place]
        if best < 0 or net > most:
            best, most = place, net
    return scratch.product[0, best] + 1 if best >= 0 else 0


@rule
def _record_choice(
    events: Table,
    market: Table,
    scratch: Table,
    products: Table,
    policies: Table,
    managers: Table,
    firm: int,
    department: int,
    slot: int,
    place: int,
    count: int,
) -> None:
    """Record a choice with what was perceived, what was true and how many were truly better."""
    product = scratch.product[0, place]
    row = record(events, market, CHOSEN, firm, department % DEPARTMENTS, slot, product)
    if row < 0:
        return
    better = 0
    for other in range(count):
        if scratch.true_benefit[0, other] > scratch.true_benefit[0, place]:
            better += 1
    events.shortlisted[row], events.better[row] = count, better
    fashion = market.attention[0, products.category[product]]
    weights = seen_weights(policies, managers, department, fashion)
    loudest, loud = 0, weights[0] * 0.5
    for cue in range(3):
        if weights[cue + 1] * scratch.cue[0, place, cue] > loud:
            loudest, loud = cue + 1, weights[cue + 1] * scratch.cue[0, place, cue]
    events.detail[row] = loudest
    events.perceived[row] = scratch.benefit[0, place]
    events.true[row] = scratch.true_benefit[0, place]
    events.planned[row] = scratch.cost[0, place]


@rule
def finish_searches(
    scratch: Table,
    systems: Table,
    departments: Table,
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
    """Let searches whose analysis is done end in a choice, and the choice in a project.

    Columns changed: systems, ledger, departments.purse, track, vendors.sold, measures, events,
    scratch.
    """
    p = parameters[0]
    month, seed = market.month[0], market.seed[0]
    keys = (
        stream(seed, SALIENCE, month),
        stream(seed, ASSESSMENT, month),
        stream(seed, PITCH, month),
        stream(seed, CHOICE, month),
        stream(seed, LOTTERY, month),
    )
    impulse = stream(seed, IMPULSE, month)
    for row in range(first * SYSTEMS_PER_FIRM, last * SYSTEMS_PER_FIRM):
        if systems.status[row] != PROPOSED or systems.due[row] > month:
            continue
        department, slot = row // SLOTS, row % SLOTS
        firm, function = department // DEPARTMENTS, department % DEPARTMENTS
        _pay_search(ledger, departments, policies, managers, department, p)
        exploring = systems.exploring[row] == 1
        count = write_shortlist(
            scratch, systems, departments, firms, products, vendors, policies, managers, market,
            firm, function, systems.wished[row], exploring, keys, p,
        )  # fmt: skip
        months = analysis_months(policies, managers, department, p)
        for place in range(count):
            weigh_option(
                scratch, systems, departments, firms, products, vendors, policies, managers,
                market, department, place, months, exploring, keys, p,
            )  # fmt: skip
        limit = spendable(
            systems, departments, firms, products, vendors, policies, firm, department,
            exploring, p,
        )  # fmt: skip
        if ledger.balance[firm, CASH] < 0:
            limit = 0.0
        place = _decide(
            scratch, systems, departments, firms, policies, managers, department, row, count, limit,
            keys, impulse, p,
        )  # fmt: skip
        if place < 0:
            systems.status[row] = EMPTY
            record(events, market, NOTHING_CHOSEN, firm, function, slot, -1)
            continue
        _record_choice(
            events,
            market,
            scratch,
            products,
            policies,
            managers,
            firm,
            department,
            slot,
            place,
            count,
        )
        product = scratch.product[0, place]
        vendors.sold[products.vendor[product]] += departments.headcount[department]
        systems.believed[row] = scratch.benefit[0, place]
        systems.rival[row] = find_rival(scratch, policies, department, place, count, limit, p)
        plan_project(
            systems, departments, firms, products, policies, managers, ledger, measures, market,
            row, product, parameters,
        )  # fmt: skip
