"""Accounting channels: every euro of profit belongs to exactly one of them. Reads no policy.

The benefit of technology is split by the components of performance (:mod:`sim.value`), costs by
their cause. What is left (business apart from technology, size, competitors) is the channel
``market``, so that the channels of a firm add up to its profit.
"""

from __future__ import annotations

import math

from sim.accounts import CAUSES
from sim.compilation import rule
from sim.tables import Table

__all__ = ["CHANNEL_OF_CAUSE", "add_channels", "profit_of"]

(
    MISSED_OPPORTUNITY,
    WRONG_GOAL,
    LOW_USE,
    PROCESS_GAPS,
    MISSING_INTEGRATION,
    SYSTEM_INTERPLAY,
    UNUSED_LICENCES,
    TECHNOLOGY_SPEND,
    DISRUPTION,
    ESCALATION,
    GOVERNANCE,
    MARKET,
) = range(12)

# Components of performance in the order of sim.value.PART_NAMES, the first belongs to the market.
CHANNEL_OF_PART = (
    MARKET,
    MISSED_OPPORTUNITY,
    WRONG_GOAL,
    LOW_USE,
    PROCESS_GAPS,
    SYSTEM_INTERPLAY,
    MISSING_INTEGRATION,
)

# One channel for each cause, in the order of sim.accounts.CAUSES; benefits are split by part.
CHANNEL_OF_CAUSE = (
    MARKET,  # revenue
    MARKET,  # variable_cost
    MARKET,  # wages
    MARKET,  # overhead
    MARKET,  # labour_saved
    MISSING_INTEGRATION,  # manual_work
    DISRUPTION,
    TECHNOLOGY_SPEND,  # licence_used
    UNUSED_LICENCES,
    TECHNOLOGY_SPEND,  # setup
    TECHNOLOGY_SPEND,  # links
    TECHNOLOGY_SPEND,  # process_work
    TECHNOLOGY_SPEND,  # exit
    GOVERNANCE,  # training
    GOVERNANCE,  # analysis
    GOVERNANCE,  # planning
    GOVERNANCE,  # monitoring
    GOVERNANCE,  # reviews
    GOVERNANCE,  # involvement
    GOVERNANCE,  # leadership
    GOVERNANCE,  # governance
    GOVERNANCE,  # strategy
    GOVERNANCE,  # debiasing
    ESCALATION,
)

assert len(CHANNEL_OF_CAUSE) == len(CAUSES)


@rule
def profit_of(ledger: Table, firm: int) -> float:
    """Return a firm's profit of the month in EUR."""
    cents = 0
    for cause in range(len(CHANNEL_OF_CAUSE)):
        cents += ledger.month[firm, cause]
    return cents * 0.01


@rule
def unit_gains(firms: Table, market: Table, parameters: Table, firm: int) -> tuple[float, float]:
    """Return EUR per unit of advantage and per unit of rewarded efficiency.

    The gain from an advantage ``a`` is ``margin x (exp(a) - 1)``; each component gets its share of
    ``a``.
    """
    p = parameters[0]
    divisor = math.pow(market.index[0], p.market_competition)
    base = firms.base_revenue[firm] * market.demand[0] / divisor
    a = firms.advantage[firm]
    growth = math.expm1(a) / a if a != 0.0 else 1.0
    per_advantage = base * (1.0 - p.economy_variable_cost) * growth
    per_efficiency = p.economy_wage * firms.headcount[firm] * p.economy_labour_saving
    return per_advantage, per_efficiency


@rule
def add_channels(
    measures: Table,
    firms: Table,
    ledger: Table,
    market: Table,
    firm: int,
    discount: float,
    parameters: Table,
) -> float:
    """Add a month's profit to the channels of a firm, discounted; return the benefit, undiscounted.

    Columns changed: measures.channels.
    """
    per_advantage, per_efficiency = unit_gains(firms, market, parameters, firm)
    assigned, benefit = 0.0, 0.0
    for part in range(len(CHANNEL_OF_PART)):
        gain = per_advantage * firms.advantage_parts[firm, part]
        gain += per_efficiency * firms.efficiency_parts[firm, part]
        benefit += gain
        if CHANNEL_OF_PART[part] != MARKET:
            measures.channels[firm, CHANNEL_OF_PART[part]] += gain * discount
            assigned += gain
    for cause in range(len(CHANNEL_OF_CAUSE)):
        channel = CHANNEL_OF_CAUSE[cause]
        if channel != MARKET:
            euros = ledger.month[firm, cause] * 0.01
            measures.channels[firm, channel] += euros * discount
            assigned += euros
    rest = profit_of(ledger, firm) - assigned
    measures.channels[firm, MARKET] += rest * discount
    return benefit
