"""Accounting channels: every euro of profit belongs to exactly one of them. Reads no policy.

The benefit of technology is split by the components of performance (:mod:`plain_market.value`),
costs by their cause. What is left is the channel ``market``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.accounts import CAUSES
from sim.outcomes import CHANNELS

if TYPE_CHECKING:
    from plain_market.agents import Firm
    from plain_market.model import PlainMarket

__all__ = ["add_channels", "profit_of", "technology_spend"]

NUMBER = {channel.name: number for number, channel in enumerate(CHANNELS)}
MARKET = "market"

# Components of performance in the order of plain_market.value; the first belongs to the market.
CHANNEL_OF_PART = (
    MARKET,
    "missed_opportunity",
    "wrong_goal",
    "low_use",
    "process_gaps",
    "system_interplay",
    "missing_integration",
)

CHANNEL_OF_CAUSE = {
    "revenue": MARKET,
    "variable_cost": MARKET,
    "wages": MARKET,
    "overhead": MARKET,
    "labour_saved": MARKET,
    "manual_work": "missing_integration",
    "disruption": "disruption",
    "licence_used": "technology_spend",
    "licence_unused": "unused_licences",
    "setup": "technology_spend",
    "links": "technology_spend",
    "process_work": "technology_spend",
    "exit": "technology_spend",
    "training": "governance",
    "analysis": "governance",
    "planning": "governance",
    "monitoring": "governance",
    "reviews": "governance",
    "involvement": "governance",
    "leadership": "governance",
    "governance": "governance",
    "strategy": "governance",
    "debiasing": "governance",
    "escalation": "escalation",
}

FIRST_TECHNOLOGY_CAUSE = CAUSES.index("manual_work")


def profit_of(firm: Firm) -> float:
    """Return a firm's profit of the month in EUR."""
    return sum(firm.account.month) * 0.01


def technology_spend(firm: Firm) -> float:
    """Return a firm's technology costs of the month in EUR, all causes."""
    return -sum(firm.account.month[FIRST_TECHNOLOGY_CAUSE:]) * 0.01


def unit_gains(firm: Firm, model: PlainMarket) -> tuple[float, float]:
    """Return EUR per unit of advantage and per unit of rewarded efficiency.

    The gain from an advantage ``a`` is ``margin x (exp(a) - 1)``; each component gets its share of
    ``a``.
    """
    market, economy, advantage = model.market, model.market_scenario.economy, firm.advantage
    divisor = math.pow(market.index, model.market_scenario.market.competition)
    base = firm.base_revenue * market.demand / divisor
    growth = math.expm1(advantage) / advantage if advantage != 0.0 else 1.0
    per_advantage = base * (1.0 - economy.variable_cost) * growth
    per_efficiency = economy.wage * firm.headcount * economy.labour_saving
    return per_advantage, per_efficiency


def add_channels(firm: Firm, discount: float, model: PlainMarket) -> float:
    """Add a month's profit, discounted, to the channels; return the benefit, undiscounted."""
    channels = firm.measures.channels
    per_advantage, per_efficiency = unit_gains(firm, model)
    assigned, benefit = 0.0, 0.0
    for part, channel in enumerate(CHANNEL_OF_PART):
        gain = per_advantage * firm.advantage_parts[part]
        gain += per_efficiency * firm.efficiency_parts[part]
        benefit += gain
        if channel != MARKET:
            channels[NUMBER[channel]] += gain * discount
            assigned += gain
    for cause, cents in zip(CAUSES, firm.account.month, strict=True):
        channel = CHANNEL_OF_CAUSE[cause]
        if channel != MARKET:
            channels[NUMBER[channel]] += cents * 0.01 * discount
            assigned += cents * 0.01
    channels[NUMBER[MARKET]] += (profit_of(firm) - assigned) * discount
    return benefit
