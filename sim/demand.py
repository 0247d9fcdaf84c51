"""Firms compete for customers. Nothing here reads a policy."""

from __future__ import annotations

import math

from sim.compilation import rule
from sim.tables import PARTNERS_MAX, PARTS, Table
from sim.value import BEST, INTEGRATION_PART

__all__ = ["compete", "move_advantages"]


@rule
def flow_from_partners(firms: Table, firm: int) -> float:
    """Return the performance of a firm's partners, weighted by their share in the exchange."""
    flow = 0.0
    for place in range(PARTNERS_MAX):
        partner = firms.partners[firm, place]
        if partner >= 0:
            flow += firms.trade[firm, place] * firms.performance[partner]
    return flow


@rule
def move_advantages(firms: Table, parameters: Table, firm: int) -> None:
    """Let customers respond, slowly, to a firm's performance and errors.

    Each component of the advantage follows its component of performance, so that the advantage
    stays the sum of its components. What partners do well reaches a firm's customers through what
    they exchange (value network, Allee 2008), as far as ``market.partner_flow`` says; it counts as
    the market's component.

    Columns changed: firms.advantage_parts, advantage.
    """
    p = parameters[0]
    total = 0.0
    for part in range(PARTS):
        target = p.market_demand_sensitivity * firms.customer_parts[firm, part]
        if part == BEST and p.market_partner_flow > 0.0:
            flow = p.market_partner_flow * flow_from_partners(firms, firm)
            target += p.market_demand_sensitivity * flow
        if part == INTEGRATION_PART:
            target -= p.market_error_sensitivity * firms.errors[firm]
        gap = target - firms.advantage_parts[firm, part]
        firms.advantage_parts[firm, part] += p.market_demand_speed * gap
        total += firms.advantage_parts[firm, part]
    firms.advantage[firm] = total


@rule
def compete(firms: Table, market: Table, parameters: Table) -> None:
    """Share demand out by a logit on advantage; part of every gain is taken from competitors.

    ``revenue = base x exp(advantage) x demand / index^competition``, where the index is the mean of
    ``exp(advantage)`` weighted by size: with full competition total demand is fixed, with none an
    advantage brings new demand only.

    Columns changed: firms.revenue, market_share; market.index.
    """
    p = parameters[0]
    base, attracted = 0, 0
    for firm in range(len(firms)):
        # Whole cents, so that the sum does not depend on the order of firms.
        base += int(firms.base_revenue[firm] * 100.0)
        attracted += int(firms.base_revenue[firm] * math.exp(firms.advantage[firm]) * 100.0)
    market.index[0] = attracted / base
    divisor = math.pow(market.index[0], p.market_competition)
    for firm in range(len(firms)):
        attraction = firms.base_revenue[firm] * math.exp(firms.advantage[firm])
        firms.market_share[firm] = int(attraction * 100.0) / attracted
        firms.revenue[firm] = attraction * market.demand[0] / divisor
