"""Firms sense what the market rewards and, if their policy reviews it, revise their strategy."""

from __future__ import annotations

import math

import numpy as np

from sim.accounts import EMPLOYEES, STRATEGY, pay
from sim.compilation import allocating_rule, rule
from sim.events import STRATEGY_REVISED, record
from sim.luck import normal, stream
from sim.purposes import SENSING
from sim.status import LIVE
from sim.tables import DEPARTMENTS, GOAL_COUNT, SLOTS, SYSTEMS_PER_FIRM, Array, Table

__all__ = ["firm_adaptivity", "revise_strategy", "sense"]


@allocating_rule
def sense(firms: Table, market: Table, parameters: Table, first: int, last: int) -> None:
    """Move each firm's reading of the rewards towards noisy signals, faster with sensing ability.

    Abilities that are not practised fade (``firms.ability_fading``).

    Columns changed: firms.reward_estimate, sensing, seizing, reconfiguring.
    Source: sensing as in Teece 2007; exponential smoothing, assumed.
    """
    p = parameters[0]
    kept = 1.0 - p.firms_ability_fading / 12.0
    key = stream(market.seed[0], SENSING, market.month[0])
    signal = np.empty(GOAL_COUNT)
    for firm in range(first, last):
        total = 0.0
        for goal in range(GOAL_COUNT):
            noise = p.decisions_sensing_noise * normal(key, firms.identity[firm], goal)
            signal[goal] = firms.reward[firm, goal] * math.exp(noise)
            total += signal[goal]
        speed = 1.0 / max(p.decisions_sensing_lag * (1.5 - firms.sensing[firm]), 1.0)
        for goal in range(GOAL_COUNT):
            gap = signal[goal] / total - firms.reward_estimate[firm, goal]
            firms.reward_estimate[firm, goal] += speed * gap
        firms.sensing[firm] *= kept
        firms.seizing[firm] *= kept
        firms.reconfiguring[firm] *= kept


@rule
def firm_adaptivity(policies: Table, departments: Table, firm: int) -> float:
    """Return the mean adaptivity over a firm's departments."""
    total, present = 0.0, 0
    for row in range(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS):
        if departments.headcount[row] > 0:
            total += policies.adaptivity[row]
            present += 1
    return total / present


@rule
def firm_coherence(policies: Table, departments: Table, firm: int) -> float:
    """Return the mean coherence over a firm's departments."""
    total, present = 0.0, 0
    for row in range(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS):
        if departments.headcount[row] > 0:
            total += policies.coherence[row]
            present += 1
    return total / present


@allocating_rule
def _observe_returns(
    observed: Array,
    firms: Table,
    departments: Table,
    systems: Table,
    products: Table,
    vendors: Table,
    firm: int,
) -> None:
    """Fill in what technology seems to return per euro of licences, a share per goal.

    A live system's benefit as believed, and its licences, are attributed to goals by what the
    product can do for them where it works. Who has nothing to look at, or believes that nothing
    pays, is left with what was sensed.
    """
    benefit, cost = np.zeros(GOAL_COUNT), np.zeros(GOAL_COUNT)
    for row in range(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM):
        if systems.status[row] != LIVE:
            continue
        department, product, served = row // SLOTS, systems.product[row], 0.0
        for goal in range(GOAL_COUNT):
            served += departments.need[department, goal] * products.capability[product, goal]
        if served <= 0.0:
            continue
        price = products.price[product] * vendors.price_level[products.vendor[product]]
        licence, believed = price * departments.headcount[department], systems.believed[row]
        for goal in range(GOAL_COUNT):
            part = departments.need[department, goal] * products.capability[product, goal] / served
            benefit[goal] += part * max(believed, 0.0)
            cost[goal] += part * licence
    total = 0.0
    for goal in range(GOAL_COUNT):
        observed[goal] = benefit[goal] / cost[goal] if cost[goal] > 0.0 else 0.0
        total += observed[goal]
    for goal in range(GOAL_COUNT):
        if total > 0.0:
            observed[goal] = observed[goal] / total
        else:
            observed[goal] = firms.reward_estimate[firm, goal]


@allocating_rule
def revise_strategy(
    firms: Table,
    departments: Table,
    systems: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    ledger: Table,
    market: Table,
    events: Table,
    parameters: Table,
    first: int,
    last: int,
) -> None:
    """Let firms whose policy adapts review their declared strategy, and pay for the review.

    The declared strategy moves towards what is sensed as far as the firm can seize it. With
    coherence it moves as well towards what technology seems to return: strategy shapes technology,
    whose returns, as far as they are measured, shape strategy (Burgelman 1991). Reviewing and
    changing are practice: sensing and seizing grow with them (Zollo & Winter 2002).

    Columns changed: firms.declared, sensing, seizing; ledger; departments.purse.
    """
    p = parameters[0]
    observed = np.zeros(GOAL_COUNT)
    for firm in range(first, last):
        adaptivity = firm_adaptivity(policies, departments, firm)
        if adaptivity <= 0.0:
            continue
        interval = max(int(p.decisions_strategy_interval / adaptivity + 0.5), 1)
        if (market.month[0] + firms.identity[firm]) % interval != 0:
            continue
        coherence = firm_coherence(policies, departments, firm)
        hours = p.practice_costs_strategy_review_hours
        hours += coherence * p.practice_costs_coherence_hours
        paid = pay(ledger, firm, EMPLOYEES, STRATEGY, hours * p.economy_management_hour_cost)
        departments.purse[firm * DEPARTMENTS] -= paid
        if coherence > 0.0:
            _observe_returns(observed, firms, departments, systems, products, vendors, firm)
        moved = 0.0
        for goal in range(GOAL_COUNT):
            aim = firms.reward_estimate[firm, goal]
            if coherence > 0.0:
                aim += coherence * (observed[goal] - aim)
            gap = aim - firms.declared[firm, goal]
            firms.declared[firm, goal] += firms.seizing[firm] * gap
            moved += abs(gap)
        missing = 1.0 - firms.sensing[firm]
        firms.sensing[firm] += p.firms_sensing_learning * missing
        missing = 1.0 - firms.seizing[firm]
        firms.seizing[firm] += p.firms_seizing_learning * min(moved, 1.0) * missing
        if moved > 0.3:
            best = 0
            for goal in range(GOAL_COUNT):
                if firms.declared[firm, goal] > firms.declared[firm, best]:
                    best = goal
            event = record(events, market, STRATEGY_REVISED, firm, -1, -1, -1)
            if event >= 0:
                events.detail[event] = best
