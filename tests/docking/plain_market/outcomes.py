"""Read what came out: outcomes of every firm, and monthly means of treated and untreated firms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.outcomes import CHANNELS, SERIES

if TYPE_CHECKING:
    from plain_market.agents import Firm
    from plain_market.model import PlainMarket

__all__ = ["firm_outcomes", "group_mean"]


def ratio(numerator: float, denominator: float) -> float:
    """Divide, giving NaN where there is nothing to divide by."""
    return numerator / denominator if denominator != 0 else math.nan


def firm_outcomes(firm: Firm) -> dict[str, float]:
    """Return the outcomes of a firm since the fork, by the names of :mod:`sim.outcomes`."""
    m = firm.measures
    found = {
        "npv": m.npv,
        "profit": ratio(m.profit, m.months),
        "revenue": ratio(m.revenue, m.months),
        "technology_spend": ratio(m.technology_spend, m.months),
        "technology_share": ratio(m.technology_spend, m.revenue),
        "roi_true": ratio(m.benefit - m.technology_spend, m.technology_spend),
        "roi_believed": ratio(m.believed_benefit - m.technology_spend, m.technology_spend),
        "unused_licences": ratio(m.unused_seats, m.paid_seats),
        "projects_started": m.started,
        "projects_completed": m.completed,
        "projects_abandoned": m.abandoned,
        "projects_overrun": ratio(m.overrun, m.ended),
        "projects_successful": m.successful,
        "escalations": m.escalations,
        "systems_retired": m.retired,
        "regrets": m.regrets,
        "time_to_value": ratio(m.value_months, m.valued),
        "usage": ratio(m.usage, m.usage_months),
        "integration": ratio(m.integration, m.usage_months),
        "maturity": ratio(m.maturity, m.months),
        "alignment_spending": ratio(m.alignment_spending, m.alignment_months),
        "alignment_strategy": ratio(m.alignment_strategy, m.months),
        "performance": ratio(m.performance, m.months),
        "market_share": ratio(m.market_share, m.months),
        "satisfaction": ratio(m.satisfaction, m.months),
        "resistance": ratio(m.resistance, m.months),
    }
    for channel, euros in zip(CHANNELS, m.channels, strict=True):
        found[f"channel_{channel.name}"] = euros
    return found | {"treated": firm.treated, "headcount": firm.headcount, "group": firm.group}


def group_mean(model: PlainMarket, name: str, group: int, step: int) -> float:
    """Return the mean of a quantity over a group of firms in a month since the fork, from 0.

    ``name`` is one of the quantities of ``sim.outcomes.SERIES``; ``group`` is 0 for untreated and 1
    for treated firms. Months that were not run and groups without firms give NaN.
    """
    number = [column.name for column in SERIES].index(name)
    sums = model.series[step][group]
    return ratio(sums[number], sums[len(SERIES) + number])
