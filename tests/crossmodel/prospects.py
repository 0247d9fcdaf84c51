"""Tversky & Kahneman (1992) reduced: what the model's valuation and its deciders take and leave."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize

from sim.choice import value_of
from sim.events import CHOSEN, SEARCH_BEGAN
from sim.scenario_files import load_scenario
from sim.simulation import advance, prepare

__all__ = [
    "EVEN_CHANCES",
    "MEDIANS",
    "SCENARIO",
    "Decisions",
    "cash_equivalent",
    "decide",
    "gain_for_loss",
    "required_gain",
]

SCENARIO = "reductions/prospects"
LOSS_AVERSION, CURVATURE = 2.25, 0.88
WEIGHT_OF_GAINS, WEIGHT_OF_LOSSES = 0.61, 0.69  # exponents of the weighting function

MEDIANS = {
    (0.05, 100): 14.0,
    (0.25, 100): 25.0,
    (0.50, 100): 36.0,
    (0.75, 100): 52.0,
    (0.95, 100): 78.0,
    (0.05, -100): -8.0,
    (0.25, -100): -23.5,
    (0.50, -100): -42.0,
    (0.75, -100): -63.0,
    (0.95, -100): -84.0,
}
"""Median cash equivalents in dollars of a chance to win or lose 100 (their table 3)."""

EVEN_CHANCES = {25: 61, 50: 101, 100: 202, 150: 280}
"""Median gain in dollars for which an even chance to lose so much is taken (their table 6)."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Decisions:
    """What firms decided at one price: ``ratio`` of gain to loss, how many bought, how many chose
    at all.
    """

    ratio: float
    bought: int
    asked: int


def weight(chance: float, exponent: float) -> float:
    """Return the decision weight of a chance (their equation 6); the model itself has none."""
    power = chance**exponent
    return float(power / (power + (1.0 - chance) ** exponent) ** (1.0 / exponent))


def value(amount: float) -> float:
    """Return the model's value of a gain or a loss, at their median parameters."""
    return float(value_of(max(amount, 0.0), max(-amount, 0.0), LOSS_AVERSION, CURVATURE))


def cash_equivalent(chance: float, amount: float, *, weighted: bool) -> float:
    """Return the sure amount that is worth as much as a chance of an amount."""
    exponent = WEIGHT_OF_GAINS if amount > 0.0 else WEIGHT_OF_LOSSES
    worth = (weight(chance, exponent) if weighted else chance) * value(amount)
    return float(brentq(lambda sure: value(sure) - worth, min(amount, 0.0), max(amount, 0.0)))


def gain_for_loss(loss: float, *, weighted: bool) -> float:
    """Return the gain for which an even chance to lose is just taken."""
    gains = weight(0.5, WEIGHT_OF_GAINS) if weighted else 0.5
    losses = weight(0.5, WEIGHT_OF_LOSSES) if weighted else 0.5
    return float(brentq(lambda x: gains * value(x) + losses * value(-loss), 0.0, 100.0 * loss))


def decide(ratios: Numbers, seed: int, *overrides: str) -> list[Decisions]:
    """Let firms decide once on a product of the same benefit at prices that give these ratios."""
    scenario = load_scenario(SCENARIO, list(overrides)).scenario
    margin = scenario.firms.revenue_per_employee * (1.0 - scenario.economy.variable_cost)
    benefit = margin * scenario.market.demand_sensitivity * scenario.products.capability
    found = []
    for ratio in ratios:
        price = f"products.price={benefit / ratio}"
        world = prepare(load_scenario(SCENARIO, [*overrides, price]).scenario, seed)
        advance(world, 1)
        kinds = np.bincount(world.events.kind[: int(world.market.event_count[0])], minlength=16)
        found.append(Decisions(float(ratio), int(kinds[CHOSEN]), int(kinds[SEARCH_BEGAN])))
    return found


def required_gain(decisions: list[Decisions]) -> float:
    """Return the ratio of gain to loss at which half buy, by logistic regression on its log."""
    at = np.log([one.ratio for one in decisions])
    bought = np.array([one.bought for one in decisions], dtype=float)
    asked = np.array([one.asked for one in decisions], dtype=float)

    def surprise(line: Numbers) -> float:
        utility = math.exp(line[1]) * (at - line[0])
        return float(np.sum(asked * np.logaddexp(0.0, utility) - bought * utility))

    return math.exp(minimize(surprise, (0.5, 2.0), method="Nelder-Mead").x[0])
