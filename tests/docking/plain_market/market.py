"""The environment moves: rewards jump, fashions rise and fall, products mature and age."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from plain_market.events import record
from plain_market.luck import normal, stream, uniform, uniform_at
from plain_market.sums import shares
from sim.events import DISAPPOINTED, MATURED, REWARD_JUMP
from sim.parameters import CATEGORIES, GOALS
from sim.purposes import ATTENTION, EMERGENCE, RELEASE, TURBULENCE

if TYPE_CHECKING:
    from plain_market.agents import Firm
    from plain_market.model import PlainMarket

__all__ = ["age_products", "decide_emerging", "move_attention", "move_rewards", "set_rewards"]

MATURE, EMERGING, DISAPPOINTING = range(3)


def monthly(yearly: float) -> float:
    """Turn a yearly hazard into the probability of a month."""
    return 1.0 - math.exp(-yearly / 12.0)


def move_rewards(model: PlainMarket) -> None:
    """Let demand grow, and the rewards of the goals jump with the hazard of turbulence.

    A jump redraws a share ``market.turbulence_size`` of the weights; the rest stays.
    """
    market, rules = model.market, model.market_scenario.market
    market.demand *= math.exp(math.log1p(rules.demand_growth) / 12.0)
    key = stream(market.seed, TURBULENCE, market.month)
    if uniform(key, 0) >= monthly(rules.turbulence):
        return
    market.jumps += 1
    spread = rules.reward_concentration
    drawn = shares([math.exp(spread * normal(key, 1, goal)) for goal in range(len(GOALS))])
    for goal, share in enumerate(drawn):
        market.reward[goal] += rules.turbulence_size * (share - market.reward[goal])
    event = record(model, REWARD_JUMP)
    if event is not None:
        event.detail = market.reward.index(max(market.reward))


def set_rewards(firm: Firm, model: PlainMarket) -> None:
    """Mix the market's rewards with the firm's niche: what is truly rewarded."""
    own = model.market_scenario.market.niche_weight
    firm.reward = [
        own * niche + (1.0 - own) * common
        for niche, common in zip(firm.niche, model.market.reward, strict=True)
    ]


def move_attention(model: PlainMarket) -> None:
    """Let fashions rise and fall: news breaks at random, attention follows it, news fade."""
    market, rules = model.market, model.market_scenario.market
    key = stream(market.seed, ATTENTION, market.month)
    chance = monthly(rules.attention_hazard)
    for category in range(len(CATEGORIES)):
        if uniform(key, category) < chance:
            market.news[category] = 1.0
        gap = market.news[category] - market.attention[category]
        market.attention[category] += rules.attention_rise * gap
        market.news[category] *= 1.0 - rules.attention_fade


def decide_emerging(model: PlainMarket) -> None:
    """Let emerging products mature to their design, or disappoint for good."""
    market, rules = model.market, model.market_scenario.products
    key = stream(market.seed, EMERGENCE, market.month)
    chance = monthly(rules.emerging_hazard)
    for product in model.products:
        if product.emerging != EMERGING or product.launch > market.month:
            continue
        if uniform_at(key, product.row, 0) >= chance:
            continue
        if uniform_at(key, product.row, 1) < rules.emerging_success:
            product.emerging = MATURE
            record(model, MATURED, product=product)
        else:
            product.emerging = DISAPPOINTING
            record(model, DISAPPOINTED, product=product)


def age_products(model: PlainMarket) -> None:
    """Let products fall behind a moving frontier until a release brings them back."""
    market, rules = model.market, model.market_scenario.products
    key = stream(market.seed, RELEASE, market.month)
    chance = monthly(rules.release_hazard)
    # Products that are all the same stay the same, whatever their releases.
    keep = math.exp(-rules.frontier_growth * rules.heterogeneity / 12.0)
    for product in model.products:
        if product.launch > market.month:
            continue
        product.freshness *= keep
        if uniform(key, product.row) < chance:
            product.freshness = 1.0
        part = product.freshness
        if product.emerging != MATURE:
            part *= rules.emerging_capability
        product.capability = [design * part for design in product.design]
