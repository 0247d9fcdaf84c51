"""Found the market: what is rewarded at the start and which categories are in fashion."""

from __future__ import annotations

import math

from sim.compilation import rule
from sim.luck import normal, stream, uniform_at
from sim.purposes import MARKET_START
from sim.tables import CATEGORY_COUNT, GOAL_COUNT, Array, Table

__all__ = ["draw_weights", "found_market"]


@rule
def draw_weights(weights: Array, row: int, key: int, entity: int, concentration: float) -> None:
    """Draw weights over the goals that add up to 1: a logistic normal with the given spread.

    Columns changed: ``weights[row, :]``.
    """
    total = 0.0
    for goal in range(GOAL_COUNT):
        weights[row, goal] = math.exp(concentration * normal(key, entity, goal))
        total += weights[row, goal]
    for goal in range(GOAL_COUNT):
        weights[row, goal] /= total


@rule
def found_market(market: Table, parameters: Table) -> None:
    """Draw the first rewards and the first fashions."""
    p = parameters[0]
    key = stream(market.seed[0], MARKET_START, 0)
    draw_weights(market.reward, 0, key, 0, p.market_reward_concentration)
    market.demand[0] = 1.0
    market.index[0] = 1.0
    for category in range(CATEGORY_COUNT):
        fashionable = uniform_at(key, 1 + category, 0) < p.market_attention_hazard
        market.news[0, category] = uniform_at(key, 1 + category, 1) if fashionable else 0.0
        market.attention[0, category] = 0.5 * market.news[0, category]
