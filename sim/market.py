"""The environment moves: rewards jump, fashions rise and fall, products mature and age."""

from __future__ import annotations

import math

import numpy as np

from sim.compilation import allocating_rule, rule
from sim.events import DISAPPOINTED, MATURED, REWARD_JUMP, record
from sim.luck import normal, stream, uniform, uniform_at
from sim.purposes import ATTENTION, EMERGENCE, RELEASE, TURBULENCE
from sim.tables import CATEGORY_COUNT, GOAL_COUNT, Table

__all__ = ["age_products", "decide_emerging", "move_attention", "move_rewards", "set_rewards"]


@rule
def monthly(yearly: float) -> float:
    """Turn a yearly hazard into the probability of a month."""
    return 1.0 - math.exp(-yearly / 12.0)


@allocating_rule
def move_rewards(market: Table, events: Table, parameters: Table) -> None:
    """Let the reward weights jump with the turbulence hazard.

    A jump redraws a share ``market.turbulence_size`` of the weights; the rest stays.

    Columns changed: market.reward, market.jumps, market.demand.
    """
    p = parameters[0]
    market.demand[0] *= math.exp(math.log1p(p.market_demand_growth) / 12.0)
    key = stream(market.seed[0], TURBULENCE, market.month[0])
    if uniform(key, 0) >= monthly(p.market_turbulence):
        return
    market.jumps[0] += 1
    drawn = np.empty(GOAL_COUNT)
    total = 0.0
    for goal in range(GOAL_COUNT):
        drawn[goal] = math.exp(p.market_reward_concentration * normal(key, 1, goal))
        total += drawn[goal]
    best = 0
    for goal in range(GOAL_COUNT):
        old, new = market.reward[0, goal], drawn[goal] / total
        market.reward[0, goal] = old + p.market_turbulence_size * (new - old)
        if market.reward[0, goal] > market.reward[0, best]:
            best = goal
    row = record(events, market, REWARD_JUMP, -1, -1, -1, -1)
    if row >= 0:
        events.detail[row] = best


@rule
def set_rewards(firms: Table, market: Table, parameters: Table) -> None:
    """Mix the market's rewards with each firm's niche: what is truly rewarded.

    Columns changed: firms.reward.
    """
    own = parameters[0].market_niche_weight
    for firm in range(len(firms)):
        for goal in range(GOAL_COUNT):
            niche, common = firms.niche[firm, goal], market.reward[0, goal]
            firms.reward[firm, goal] = own * niche + (1.0 - own) * common


@rule
def move_attention(market: Table, parameters: Table) -> None:
    """Let fashions rise and fall: news breaks at random, attention follows it, news fade.

    Columns changed: market.news, market.attention.
    Source: hype cycle (Fenn & Raskino 2008), as two coupled linear equations.
    """
    p = parameters[0]
    key = stream(market.seed[0], ATTENTION, market.month[0])
    chance = monthly(p.market_attention_hazard)
    for category in range(CATEGORY_COUNT):
        if uniform(key, category) < chance:
            market.news[0, category] = 1.0
        gap = market.news[0, category] - market.attention[0, category]
        market.attention[0, category] += p.market_attention_rise * gap
        market.news[0, category] *= 1.0 - p.market_attention_fade


@rule
def decide_emerging(products: Table, market: Table, events: Table, parameters: Table) -> None:
    """Let emerging products mature to their design, or disappoint for good.

    Columns changed: products.emerging, products.capability.
    """
    p = parameters[0]
    key = stream(market.seed[0], EMERGENCE, market.month[0])
    chance = monthly(p.products_emerging_hazard)
    for product in range(len(products)):
        if products.emerging[product] != 1 or products.launch[product] > market.month[0]:
            continue
        if uniform_at(key, product, 0) >= chance:
            continue
        success = uniform_at(key, product, 1) < p.products_emerging_success
        products.emerging[product] = 0 if success else 2
        record(events, market, MATURED if success else DISAPPOINTED, -1, -1, -1, product)


@rule
def age_products(products: Table, market: Table, parameters: Table) -> None:
    """Let products fall behind a moving frontier until a release brings them back.

    Columns changed: products.freshness, products.capability.
    """
    p = parameters[0]
    key = stream(market.seed[0], RELEASE, market.month[0])
    chance = monthly(p.products_release_hazard)
    # Products that are all the same stay the same, whatever their releases.
    keep = math.exp(-p.products_frontier_growth * p.products_heterogeneity / 12.0)
    for product in range(len(products)):
        if products.launch[product] > market.month[0]:
            continue
        products.freshness[product] *= keep
        if uniform(key, product) < chance:
            products.freshness[product] = 1.0
        part = products.freshness[product]
        if products.emerging[product] != 0:
            part *= p.products_emerging_capability
        for goal in range(GOAL_COUNT):
            products.capability[product, goal] = products.design[product, goal] * part
