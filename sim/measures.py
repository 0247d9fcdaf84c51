"""What is measured each month: the truth as the researcher sees it, and what firms believe."""

from __future__ import annotations

import math

from sim.accounts import FIRST_TECHNOLOGY_CAUSE
from sim.channels import CHANNEL_OF_CAUSE, add_channels, profit_of
from sim.compilation import rule
from sim.status import IMPLEMENTING, LIVE, PILOTED
from sim.tables import DEPARTMENTS, GOAL_COUNT, SLOTS, SYSTEMS_PER_FIRM, Array, Table

__all__ = ["cosine", "measure_month", "measure_technology"]

(
    PROFIT,
    NPV,
    REVENUE,
    SPEND,
    PERFORMANCE,
    USAGE,
    UNUSED,
    INTEGRATION,
    LIVE_SYSTEMS,
    PROJECTS,
    ALIGNMENT_SPENDING,
    ALIGNMENT_STRATEGY,
    SATISFACTION,
    RESISTANCE,
    MATURITY,
    MARKET_SHARE,
) = range(16)
QUANTITIES = 16
# The second half of the last axis counts the firms that a quantity was measured in.


@rule
def cosine(weights: Array, rewards: Array) -> float:
    """Return the cosine between two vectors over the goals, 0 when one of them is zero."""
    dot, first, second = 0.0, 0.0, 0.0
    for goal in range(GOAL_COUNT):
        dot += weights[goal] * rewards[goal]
        first += weights[goal] * weights[goal]
        second += rewards[goal] * rewards[goal]
    if first == 0.0 or second == 0.0:
        return 0.0
    return dot / math.sqrt(first * second)


@rule
def technology_spend(ledger: Table, firm: int) -> float:
    """Return a firm's technology costs of the month in EUR, all causes."""
    cents = 0
    for cause in range(FIRST_TECHNOLOGY_CAUSE, len(CHANNEL_OF_CAUSE)):
        cents -= ledger.month[firm, cause]
    return cents * 0.01


@rule
def _measure_spending(
    firms: Table, systems: Table, departments: Table, products: Table, firm: int
) -> None:
    """Measure what a month's licences serve: price times capability, per goal.

    Columns changed: firms.spending.
    """
    for goal in range(GOAL_COUNT):
        firms.spending[firm, goal] = 0.0
    for row in range(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM):
        if systems.status[row] != LIVE:
            continue
        product, total = systems.product[row], 0.0
        for goal in range(GOAL_COUNT):
            total += products.capability[product, goal]
        licence = products.price[product] * departments.headcount[row // SLOTS]
        for goal in range(GOAL_COUNT):
            part = products.capability[product, goal] / total if total > 0.0 else 0.0
            firms.spending[firm, goal] += licence * part


@rule
def _note(series: Array, step: int, group: int, quantity: int, value: float) -> None:
    """Add a firm's value to the series of its group and count it."""
    series[step, group, quantity] += value
    series[step, group, QUANTITIES + quantity] += 1.0


@rule
def _measure_systems(
    measures: Table,
    systems: Table,
    departments: Table,
    series: Array,
    firm: int,
    step: int,
    group: int,
) -> float:
    """Measure use, seats, integration and number of a firm's systems; return believed benefit."""
    usage, unused, paid, linked, live, projects, believed = 0.0, 0.0, 0, 0.0, 0, 0, 0.0
    for row in range(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM):
        status = systems.status[row]
        if status == IMPLEMENTING or status == PILOTED:
            projects += 1
        if status != LIVE:
            continue
        seats = departments.headcount[row // SLOTS]
        live += 1
        paid += seats
        usage += systems.usage[row] * seats
        unused += (1.0 - systems.active[row]) * seats
        linked += systems.integration[row]
        believed += systems.believed[row]
    _note(series, step, group, LIVE_SYSTEMS, live)
    _note(series, step, group, PROJECTS, projects)
    measures.paid_seats[firm] += paid
    measures.unused_seats[firm] += unused
    if live > 0:
        measures.usage[firm] += usage / paid
        measures.usage_months[firm] += 1
        measures.integration[firm] += linked / live
        _note(series, step, group, USAGE, usage / paid)
        _note(series, step, group, UNUSED, unused / paid)
        _note(series, step, group, INTEGRATION, linked / live)
    return believed


@rule
def _measure_people(
    measures: Table, departments: Table, series: Array, firm: int, step: int, group: int
) -> None:
    """Measure process maturity and resistance, averaged over the departments of a firm."""
    maturity, resisted, present = 0.0, 0.0, 0
    for row in range(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS):
        if departments.headcount[row] > 0:
            maturity += departments.maturity[row]
            resisted += departments.resistance[row]
            present += 1
    measures.maturity[firm] += maturity / present
    measures.resistance[firm] += resisted / present
    _note(series, step, group, MATURITY, maturity / present)
    _note(series, step, group, RESISTANCE, resisted / present)


@rule
def _measure_alignment(
    measures: Table, firms: Table, series: Array, firm: int, step: int, group: int
) -> None:
    """Measure how well spending and strategy match what is rewarded."""
    total = 0.0
    for goal in range(GOAL_COUNT):
        total += firms.spending[firm, goal]
    if total > 0.0:
        aligned = cosine(firms.spending[firm], firms.reward[firm])
        measures.alignment_spending[firm] += aligned
        measures.alignment_months[firm] += 1
        _note(series, step, group, ALIGNMENT_SPENDING, aligned)
    aligned = cosine(firms.declared[firm], firms.reward[firm])
    measures.alignment_strategy[firm] += aligned
    _note(series, step, group, ALIGNMENT_STRATEGY, aligned)


@rule
def measure_technology(
    measures: Table,
    firms: Table,
    departments: Table,
    systems: Table,
    products: Table,
    market: Table,
    series: Array,
    firm: int,
) -> None:
    """Measure what a firm has installed, and its people, in a month after the fork.

    Columns changed: measures, firms.spending, believed_benefit, series.
    """
    step = market.month[0] - market.fork_month[0]
    if step < 0 or step >= len(series):
        return
    group = firms.treated[firm]
    _measure_spending(firms, systems, departments, products, firm)
    believed = _measure_systems(measures, systems, departments, series, firm, step, group)
    firms.believed_benefit[firm] = believed
    measures.believed_benefit[firm] += believed
    _measure_people(measures, departments, series, firm, step, group)


@rule
def measure_month(
    measures: Table,
    firms: Table,
    ledger: Table,
    market: Table,
    series: Array,
    parameters: Table,
    firm: int,
) -> None:
    """Measure a firm's business in a month after the fork.

    Columns changed: measures, series.
    """
    p = parameters[0]
    step = market.month[0] - market.fork_month[0]
    if step < 0 or step >= len(series):
        return
    discount = math.pow(1.0 + p.economy_discount_rate, -(step + 1.0) / 12.0)
    group = firms.treated[firm]
    profit, spend = profit_of(ledger, firm), technology_spend(ledger, firm)
    measures.months[firm] += 1
    measures.npv[firm] += profit * discount
    measures.profit[firm] += profit
    measures.revenue[firm] += firms.revenue[firm]
    measures.technology_spend[firm] += spend
    measures.benefit[firm] += add_channels(
        measures, firms, ledger, market, firm, discount, parameters
    )
    _measure_alignment(measures, firms, series, firm, step, group)
    measures.performance[firm] += firms.performance[firm]
    measures.market_share[firm] += firms.market_share[firm]
    measures.satisfaction[firm] += firms.satisfaction[firm]
    _note(series, step, group, PROFIT, profit)
    _note(series, step, group, NPV, measures.npv[firm])
    _note(series, step, group, REVENUE, firms.revenue[firm])
    _note(series, step, group, SPEND, spend)
    _note(series, step, group, PERFORMANCE, firms.performance[firm])
    _note(series, step, group, SATISFACTION, firms.satisfaction[firm])
    _note(series, step, group, MARKET_SHARE, firms.market_share[firm])
