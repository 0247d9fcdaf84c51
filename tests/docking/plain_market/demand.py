"""Firms compete for customers. Nothing here reads a policy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from plain_market.agents import PARTS
from plain_market.value import BEST, INTEGRATION_PART

if TYPE_CHECKING:
    from plain_market.agents import Firm
    from plain_market.model import PlainMarket

__all__ = ["compete", "move_advantage"]


def flow_from_partners(firm: Firm) -> float:
    """Return the performance of a firm's partners, weighted by their share in the exchange."""
    flow = 0.0
    for partner, trade in zip(firm.partners, firm.trade, strict=True):
        if partner is not None:
            flow += trade * partner.performance
    return flow


def move_advantage(firm: Firm, model: PlainMarket) -> None:
    """Let customers respond, slowly, to performance and to errors.

    Each component of the advantage follows its component of performance, so that the advantage
    stays the sum of its components. What partners do well reaches a firm's customers as well.
    """
    rules = model.market_scenario.market
    firm.advantage = 0.0
    for part in range(PARTS):
        target = rules.demand_sensitivity * firm.customer_parts[part]
        if part == BEST and rules.partner_flow > 0.0:
            flow = rules.partner_flow * flow_from_partners(firm)
            target += rules.demand_sensitivity * flow
        if part == INTEGRATION_PART:
            target -= rules.error_sensitivity * firm.errors
        firm.advantage_parts[part] += rules.demand_speed * (target - firm.advantage_parts[part])
        firm.advantage += firm.advantage_parts[part]


def compete(model: PlainMarket) -> None:
    """Share demand out by a logit on advantage; part of every gain is taken from competitors.

    ``revenue = base x exp(advantage) x demand / index^competition``, where the index is the mean of
    ``exp(advantage)`` weighted by size.
    """
    market = model.market
    attractions = [firm.base_revenue * math.exp(firm.advantage) for firm in model.firms]
    # Whole cents, so that the sum does not depend on the order of firms.
    base = sum(int(firm.base_revenue * 100.0) for firm in model.firms)
    attracted = sum(int(attraction * 100.0) for attraction in attractions)
    market.index = attracted / base
    divisor = math.pow(market.index, model.market_scenario.market.competition)
    for firm, attraction in zip(model.firms, attractions, strict=True):
        firm.market_share = int(attraction * 100.0) / attracted
        firm.revenue = attraction * market.demand / divisor
