"""Found the market: what is rewarded at the start and which categories are in fashion."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from plain_market.luck import normal, stream, uniform_at
from plain_market.sums import shares
from sim.parameters import CATEGORIES, GOALS
from sim.purposes import MARKET_START

if TYPE_CHECKING:
    from plain_market.model import PlainMarket

__all__ = ["draw_weights", "found_market"]


def draw_weights(key: Any, entity: int, concentration: float) -> list[float]:
    """Draw weights over the goals that add up to 1: a logistic normal with the given spread."""
    return shares(
        [math.exp(concentration * normal(key, entity, goal)) for goal in range(len(GOALS))]
    )


def found_market(model: PlainMarket) -> None:
    """Draw the first rewards and the first fashions."""
    market, rules = model.market, model.market_scenario.market
    key = stream(market.seed, MARKET_START, 0)
    market.reward = draw_weights(key, 0, rules.reward_concentration)
    market.demand = 1.0
    market.index = 1.0
    for category in range(len(CATEGORIES)):
        fashionable = uniform_at(key, 1 + category, 0) < rules.attention_hazard
        market.news[category] = uniform_at(key, 1 + category, 1) if fashionable else 0.0
        market.attention[category] = 0.5 * market.news[category]
