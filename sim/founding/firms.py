"""Found firms and their departments: size, abilities, needs, strategy and ties."""

from __future__ import annotations

import math

import numpy as np

from sim.compilation import rule
from sim.founding.market import draw_weights
from sim.luck import normal, stream, uniform, uniform_at
from sim.purposes import (
    DEPENDENCE,
    FIRM_TIES,
    FIRM_TRAITS,
    HEADCOUNT,
    NEEDS,
    NICHE,
    REVENUE,
    STRATEGY,
)
from sim.tables import DEPARTMENTS, GOAL_COUNT, PARTNERS_MAX, PEERS_MAX, Table

__all__ = ["draw_headcounts", "found_departments", "found_firms", "tie_firms"]

# Rows: sales, operations, service, finance, product. Columns: growth, retention, efficiency,
# innovation. How much of a firm's capability for a goal depends on the department (assumed).
BASE_NEED = np.array(
    [
        [0.40, 0.25, 0.10, 0.10],
        [0.10, 0.10, 0.45, 0.10],
        [0.15, 0.40, 0.15, 0.10],
        [0.10, 0.05, 0.25, 0.10],
        [0.25, 0.20, 0.05, 0.60],
    ]
)

# How much of a department's work (row) needs data from another department (column) (assumed).
BASE_DEPENDENCE = np.array(
    [
        [0.00, 0.45, 0.25, 0.20, 0.10],
        [0.35, 0.00, 0.20, 0.20, 0.25],
        [0.40, 0.35, 0.00, 0.10, 0.15],
        [0.40, 0.40, 0.10, 0.00, 0.10],
        [0.30, 0.40, 0.25, 0.05, 0.00],
    ]
)

# Share of a firm's people in each department (assumed).
STAFF_SHARE = np.array([0.25, 0.35, 0.20, 0.08, 0.12])


@rule
def clip(value: float, low: float, high: float) -> float:
    """Keep a value between two bounds."""
    return min(max(value, low), high)


@rule
def draw_headcounts(firms: Table, seed: int, low: float, high: float, shape: float) -> None:
    """Draw head-counts from a Pareto distribution cut at both ends: many small firms, few large."""
    key = stream(seed, HEADCOUNT, 0)
    for firm in range(len(firms)):
        firms.identity[firm] = firm
        cut = 1.0 - math.pow(low / high, shape)
        size = low * math.pow(1.0 - uniform(key, firm) * cut, -1.0 / shape)
        firms.headcount[firm] = min(max(int(math.floor(size + 0.5)), int(low)), int(high))


@rule
def found_firms(firms: Table, market: Table, parameters: Table) -> None:
    """Draw revenue, abilities, niche and declared strategy of each firm."""
    p = parameters[0]
    seed = market.seed[0]
    traits, revenue = stream(seed, FIRM_TRAITS, 0), stream(seed, REVENUE, 0)
    niche, strategy = stream(seed, NICHE, 0), stream(seed, STRATEGY, 0)
    for firm in range(len(firms)):
        who = firms.identity[firm]
        spread = p.firms_revenue_spread
        size = math.exp(spread * normal(revenue, who, 0) - 0.5 * spread * spread)
        firms.base_revenue[firm] = firms.headcount[firm] * p.firms_revenue_per_employee * size
        firms.revenue[firm] = firms.base_revenue[firm]
        spread = p.firms_trait_spread
        firms.leadership[firm] = clip(
            p.firms_leadership + spread * normal(traits, who, 0), 0.0, 1.0
        )
        firms.sensing[firm] = clip(p.firms_sensing + spread * normal(traits, who, 1), 0.0, 1.0)
        firms.seizing[firm] = clip(p.firms_seizing + spread * normal(traits, who, 2), 0.0, 1.0)
        firms.reconfiguring[firm] = clip(
            p.firms_reconfiguring + spread * normal(traits, who, 3), 0.0, 1.0
        )
        draw_weights(firms.niche, firm, niche, who, p.market_reward_concentration)
        draw_weights(firms.declared, firm, strategy, who, p.market_reward_concentration)
        for goal in range(GOAL_COUNT):
            own = p.market_niche_weight
            reward = own * firms.niche[firm, goal] + (1.0 - own) * market.reward[0, goal]
            firms.reward[firm, goal] = reward
            error = p.firms_strategy_error
            declared = error * firms.declared[firm, goal] + (1.0 - error) * reward
            firms.declared[firm, goal] = declared
            firms.reward_estimate[firm, goal] = declared
        firms.satisfaction[firm] = 1.0
        firms.changed[firm] = 1


@rule
def tie_firms(firms: Table, market: Table, parameters: Table) -> None:
    """Tie firms to peers (a ring with some far ties) and to partners (anywhere in the market)."""
    p = parameters[0]
    count = len(firms)
    key = stream(market.seed[0], FIRM_TIES, 0)
    for firm in range(count):
        who = firms.identity[firm]
        for place in range(PEERS_MAX):
            firms.peers[firm, place] = -1
            if place < p.firms_peers and count > 1:
                step = place // 2 + 1 if place % 2 == 0 else -(place // 2 + 1)
                other = (firm + step) % count
                if uniform_at(key, who, 3 * place) < p.firms_rewiring:
                    other = int(uniform_at(key, who, 3 * place + 1) * count)
                firms.peers[firm, place] = other if other != firm else (firm + 1) % count
        total = 0.0
        for place in range(PARTNERS_MAX):
            firms.partners[firm, place] = -1
            firms.trade[firm, place] = 0.0
            if place < p.firms_partners and count > 1:
                other = int(uniform_at(key, who, 100 + 2 * place) * count)
                firms.partners[firm, place] = other if other != firm else (firm + 1) % count
                firms.trade[firm, place] = 0.2 + uniform_at(key, who, 101 + 2 * place)
                total += firms.trade[firm, place]
        if total > 0.0:
            for place in range(PARTNERS_MAX):
                firms.trade[firm, place] /= total


@rule
def _split_staff(firms: Table, departments: Table, firm: int, present: int) -> None:
    """Share a firm's people out to its departments, at least one each."""
    spare = firms.headcount[firm] - present
    total = 0.0
    for function in range(present):
        total += STAFF_SHARE[function]
    reached, given, employee = 0.0, 0, firms.first_employee[firm]
    for function in range(DEPARTMENTS):
        row = firm * DEPARTMENTS + function
        departments.first_employee[row] = employee
        departments.headcount[row] = 0
        if function < present:
            reached += STAFF_SHARE[function] / total
            upto = int(math.floor(reached * spare + 0.5))
            departments.headcount[row] = 1 + upto - given
            given = upto
        employee += departments.headcount[row]


@rule
def _draw_needs(
    departments: Table, firm: int, who: int, present: int, key: int, spread: float
) -> None:
    """Draw how much of each goal depends on each department, and what each one favours."""
    for goal in range(GOAL_COUNT):
        total = 0.0
        for function in range(present):
            row = firm * DEPARTMENTS + function
            luck = normal(key, who, function * GOAL_COUNT + goal)
            departments.need[row, goal] = BASE_NEED[function, goal] * math.exp(spread * luck)
            total += departments.need[row, goal]
        for function in range(present):
            departments.need[firm * DEPARTMENTS + function, goal] /= total
    for function in range(present):
        row = firm * DEPARTMENTS + function
        total = 0.0
        for goal in range(GOAL_COUNT):
            need = departments.need[row, goal]
            departments.favourite[row, goal] = need * need
            total += need * need
        for goal in range(GOAL_COUNT):
            departments.favourite[row, goal] /= total


@rule
def found_departments(departments: Table, firms: Table, market: Table, parameters: Table) -> None:
    """Found the departments of every firm: people, needs, dependence on each other, maturity."""
    p = parameters[0]
    present = int(p.firms_departments)
    needs = stream(market.seed[0], NEEDS, 0)
    dependence = stream(market.seed[0], DEPENDENCE, 0)
    for firm in range(len(firms)):
        who = firms.identity[firm]
        _split_staff(firms, departments, firm, present)
        _draw_needs(departments, firm, who, present, needs, p.firms_need_spread)
        for function in range(present):
            row = firm * DEPARTMENTS + function
            departments.identity[row] = who * 8 + function
            level = p.firms_maturity + p.firms_trait_spread * normal(dependence, who, 90 + function)
            departments.maturity[row] = clip(level, 0.02, 1.0)
            departments.purse[row] = (
                3.0 * p.firms_technology_budget * firms.base_revenue[firm] / present
            )
            total = 0.0
            for other in range(present):
                luck = normal(dependence, who, function * DEPARTMENTS + other)
                weight = BASE_DEPENDENCE[function, other]
                weight *= math.exp(p.firms_dependence_spread * luck)
                departments.dependence[row, other] = weight
                total += weight
            if total > 0.0:
                for other in range(present):
                    departments.dependence[row, other] /= total
