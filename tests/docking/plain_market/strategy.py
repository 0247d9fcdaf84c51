"""Firms sense what the market rewards and, if their policy reviews it, revise their strategy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from plain_market.accounts import pay
from plain_market.events import record
from plain_market.luck import normal, stream
from plain_market.sums import added
from sim.accounts import EMPLOYEES, STRATEGY
from sim.events import STRATEGY_REVISED
from sim.parameters import GOALS
from sim.purposes import SENSING
from sim.status import LIVE

if TYPE_CHECKING:
    from plain_market.agents import Department, Firm
    from plain_market.model import PlainMarket
    from plain_market.things import System

__all__ = ["manned", "revise_strategy", "sense"]

WORTH_TELLING = 0.3  # a smaller change of the declared strategy is no event


def manned(firm: Firm) -> list[Department]:
    """Return the departments of a firm that have people."""
    return [department for department in firm.departments if department.headcount > 0]


def sense(firm: Firm, model: PlainMarket) -> None:
    """Move a firm's reading of the rewards towards noisy signals, faster the better it senses.

    Abilities that are not practised fade.
    """
    rules = model.market_scenario.decisions
    key = stream(model.market.seed, SENSING, model.market.month)
    signals = []
    for goal in range(len(GOALS)):
        noise = rules.sensing_noise * normal(key, firm.identity, goal)
        signals.append(firm.reward[goal] * math.exp(noise))
    total = added(signals)
    speed = 1.0 / max(rules.sensing_lag * (1.5 - firm.sensing), 1.0)
    for goal, signal in enumerate(signals):
        gap = signal / total - firm.reward_estimate[goal]
        firm.reward_estimate[goal] += speed * gap
    kept = 1.0 - model.market_scenario.firms.ability_fading / 12.0
    firm.sensing *= kept
    firm.seizing *= kept
    firm.reconfiguring *= kept


def observed_returns(firm: Firm) -> list[float]:
    """Return what technology seems to return per euro of licences, a share for each goal.

    A live system's benefit as believed, and its licences, are attributed to goals by what the
    product can do for them where it works. Without anything to look at, it is what was sensed.
    """
    benefit, cost = [0.0] * len(GOALS), [0.0] * len(GOALS)
    for department in firm.departments:
        for system in department.systems:
            if system.status == LIVE:
                _attribute(system, department, benefit, cost)
    ratios = [one / other if other > 0.0 else 0.0 for one, other in zip(benefit, cost, strict=True)]
    total = added(ratios)
    return [ratio / total for ratio in ratios] if total > 0.0 else list(firm.reward_estimate)


def _attribute(
    system: System, department: Department, benefit: list[float], cost: list[float]
) -> None:
    """Add what a live system is believed to bring, and its licences, to the goals it serves."""
    product = system.product
    parts = [department.need[goal] * product.capability[goal] for goal in range(len(GOALS))]
    served = added(parts)
    if served <= 0.0:
        return
    licence = product.price * product.vendor.price_level * department.headcount
    for goal, part in enumerate(parts):
        benefit[goal] += part / served * max(system.believed, 0.0)
        cost[goal] += part / served * licence


def revise_strategy(firm: Firm, model: PlainMarket) -> None:
    """Let a firm whose policy adapts review its declared strategy, and pay for the review.

    The declared strategy moves towards what is sensed as far as the firm can seize it, and with
    coherence towards what technology seems to return. Sensing and seizing grow with practice.
    """
    people = manned(firm)
    adaptivity = added(department.policy.adaptivity for department in people) / len(people)
    if adaptivity <= 0.0:
        return
    interval = max(int(model.market_scenario.decisions.strategy_interval / adaptivity + 0.5), 1)
    if (model.market.month + firm.identity) % interval != 0:
        return
    coherence = added(department.policy.coherence for department in people) / len(people)
    hours = model.market_scenario.practice_costs.strategy_review_hours
    hours += coherence * model.market_scenario.practice_costs.coherence_hours
    hour_cost = model.market_scenario.economy.management_hour_cost
    firm.departments[0].purse -= pay(firm, EMPLOYEES, STRATEGY, hours * hour_cost)
    moved, aims = 0.0, list(firm.reward_estimate)
    if coherence > 0.0:
        for goal, seen in enumerate(observed_returns(firm)):
            aims[goal] += coherence * (seen - aims[goal])
    for goal in range(len(GOALS)):
        gap = aims[goal] - firm.declared[goal]
        firm.declared[goal] += firm.seizing * gap
        moved += abs(gap)
    rules = model.market_scenario.firms
    firm.sensing += rules.sensing_learning * (1.0 - firm.sensing)
    firm.seizing += rules.seizing_learning * min(moved, 1.0) * (1.0 - firm.seizing)
    if moved > WORTH_TELLING:
        event = record(model, STRATEGY_REVISED, firm)
        if event is not None:
            event.detail = firm.declared.index(max(firm.declared))
