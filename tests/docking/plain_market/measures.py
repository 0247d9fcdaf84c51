"""What is measured each month: the truth as the researcher sees it, and what firms believe."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from plain_market.channels import add_channels, profit_of, technology_spend
from plain_market.sums import added
from plain_market.value import live_systems
from sim.outcomes import SERIES
from sim.parameters import GOALS
from sim.status import IMPLEMENTING, PILOTED

if TYPE_CHECKING:
    from plain_market.agents import Firm
    from plain_market.model import PlainMarket

__all__ = ["cosine", "measure_month"]

QUANTITIES = {column.name: number for number, column in enumerate(SERIES)}


def cosine(weights: list[float], rewards: list[float]) -> float:
    """Return the cosine between two vectors over the goals, 0 when one of them is zero."""
    dot = added(weight * reward for weight, reward in zip(weights, rewards, strict=True))
    first = added(weight * weight for weight in weights)
    second = added(reward * reward for reward in rewards)
    if first == 0.0 or second == 0.0:
        return 0.0
    return dot / math.sqrt(first * second)


class _Month:
    """The sums of one month, in which each firm notes its quantities under the firm's group.

    ``sums`` is the month's part of ``model.series``: per group (untreated, treated), the sum of
    every quantity, then how many firms it was measured in.
    """

    def __init__(self, sums: list[list[float]]) -> None:
        self.sums = sums

    def note(self, firm: Firm, **quantities: float) -> None:
        """Add a firm's values to its group and count them."""
        for name, value in quantities.items():
            number = QUANTITIES[name]
            self.sums[firm.treated][number] += value
            self.sums[firm.treated][len(QUANTITIES) + number] += 1.0


def _measure_spending(firm: Firm) -> None:
    """Measure what a month's licences serve: price times capability, per goal."""
    firm.spending = [0.0] * len(GOALS)
    for department in firm.departments:
        for system in live_systems(department):
            product = system.product
            total = added(product.capability)
            licence = product.price * department.headcount
            for goal in range(len(GOALS)):
                part = product.capability[goal] / total if total > 0.0 else 0.0
                firm.spending[goal] += licence * part


def _measure_systems(firm: Firm, month: _Month) -> None:
    """Measure use, seats, integration and number of a firm's systems, and what it believes."""
    usage, unused, paid, linked, live, projects, believed = 0.0, 0.0, 0, 0.0, 0, 0, 0.0
    for department in firm.departments:
        seats = department.headcount
        projects += sum(system.status in (IMPLEMENTING, PILOTED) for system in department.systems)
        for system in live_systems(department):
            live += 1
            paid += seats
            usage += system.usage * seats
            unused += (1.0 - system.active) * seats
            linked += system.integration
            believed += system.believed
    measures = firm.measures
    month.note(firm, live_systems=live, projects=projects)
    measures.paid_seats += paid
    measures.unused_seats += unused
    if live > 0:
        measures.usage += usage / paid
        measures.usage_months += 1
        measures.integration += linked / live
        month.note(
            firm, usage=usage / paid, unused_licences=unused / paid, integration=linked / live
        )
    firm.believed_benefit = believed
    measures.believed_benefit += believed


def _measure_people(firm: Firm, month: _Month) -> None:
    """Measure process maturity and resistance, averaged over the departments of a firm."""
    present = [department for department in firm.departments if department.headcount > 0]
    maturity = added(department.maturity for department in present) / len(present)
    resistance = added(department.resistance for department in present) / len(present)
    firm.measures.maturity += maturity
    firm.measures.resistance += resistance
    month.note(firm, maturity=maturity, resistance=resistance)


def _measure_alignment(firm: Firm, month: _Month) -> None:
    """Measure how well spending and strategy match what is rewarded."""
    measures = firm.measures
    if added(firm.spending) > 0.0:
        aligned = cosine(firm.spending, firm.reward)
        measures.alignment_spending += aligned
        measures.alignment_months += 1
        month.note(firm, alignment_spending=aligned)
    aligned = cosine(firm.declared, firm.reward)
    measures.alignment_strategy += aligned
    month.note(firm, alignment_strategy=aligned)


def _measure_money(firm: Firm, discount: float, model: PlainMarket, month: _Month) -> None:
    """Measure profit, revenue, technology spend and the benefit of technology."""
    measures = firm.measures
    profit, spend = profit_of(firm), technology_spend(firm)
    measures.npv += profit * discount
    measures.profit += profit
    measures.revenue += firm.revenue
    measures.technology_spend += spend
    measures.benefit += add_channels(firm, discount, model)
    month.note(firm, profit=profit, cumulative_npv=measures.npv)
    month.note(firm, revenue=firm.revenue, technology_spend=spend)


def measure_month(model: PlainMarket) -> None:
    """Measure a month after the fork, firm by firm."""
    step = model.market.month - model.market.fork_month
    if step < 0 or step >= len(model.series):
        return
    month = _Month(model.series[step])
    discount = math.pow(1.0 + model.market_scenario.economy.discount_rate, -(step + 1.0) / 12.0)
    for firm in model.firms:
        measures = firm.measures
        measures.months += 1
        _measure_money(firm, discount, model, month)
        _measure_spending(firm)
        _measure_systems(firm, month)
        _measure_people(firm, month)
        _measure_alignment(firm, month)
        measures.performance += firm.performance
        measures.market_share += firm.market_share
        measures.satisfaction += firm.satisfaction
        month.note(firm, performance=firm.performance, satisfaction=firm.satisfaction)
        month.note(firm, market_share=firm.market_share)
