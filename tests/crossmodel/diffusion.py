"""Bass (1969) reduced: one product spreads among firms, and p and q are fitted to its curve."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import curve_fit

from sim import AdoptionModel
from sim.parameters import Scenario
from sim.simulation import advance, prepare
from sim.status import ANALYSED
from sim.tables import World

__all__ = [
    "SCENARIO",
    "Diffusion",
    "MixingModel",
    "adoption",
    "bass_curve",
    "fit_bass",
    "implied",
    "markets_with_one_product",
    "mixed_adoption",
]

SCENARIO = "reductions/bass"

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Diffusion:
    """Coefficients of innovation p and of imitation q, per year, and the share of variance of the
    adoption curve that the Bass curve explains.
    """

    p: float
    q: float
    explained: float = math.nan


class MixingModel(AdoptionModel):
    """Firms see other peers, drawn from the whole market, in every month, as Bass assumes."""

    def firms_phase(self) -> None:
        """Draw peers anew before firms decide."""
        peers = self.world.firms.peers
        peers[:] = self.rng.integers(len(peers), size=peers.shape)
        super().firms_phase()


def markets_with_one_product(scenario: Scenario, count: int) -> Iterator[int]:
    """Yield the first seeds of markets in which exactly one product is for the department."""
    seed = 0
    while count:
        seed += 1
        if _products(prepare(scenario, seed)) == 1:
            yield seed
            count -= 1


def _products(world: World) -> int:
    return int((world.products.function == 0).sum())


def _adopted(world: World) -> float:
    """Return the share of firms that have chosen a product."""
    chosen = (world.systems.status >= ANALYSED).reshape(len(world.firms), -1).any(axis=1)
    return float(chosen.mean())


def adoption(scenario: Scenario, seed: int) -> Numbers:
    """Return the share of firms that have adopted at the end of each month."""
    world, shares = prepare(scenario, seed), np.empty(scenario.run.months)
    for month in range(len(shares)):
        advance(world, 1)
        shares[month] = _adopted(world)
    return shares


def mixed_adoption(scenario: Scenario, seed: int) -> Numbers:
    """Return the same where firms meet other peers every month."""
    model = MixingModel(scenario, rng=seed, faces="none")
    shares = np.empty(scenario.run.months)
    for month in range(len(shares)):
        model.step()
        shares[month] = _adopted(model.world)
    return shares


def bass_curve(years: Any, p: float, q: float) -> Any:
    """Return the share that has adopted after some years (Bass 1969, equation 8)."""
    decay = np.exp(-(p + q) * years)
    return (1.0 - decay) / (1.0 + q / p * decay)


def fit_bass(shares: Numbers) -> Diffusion:
    """Fit p and q to a curve of monthly shares by least squares (Srinivasan & Mason 1986)."""
    years = np.arange(1, len(shares) + 1) / 12.0
    (p, q), _ = curve_fit(bass_curve, years, shares, p0=(0.02, 0.3), bounds=(0.0, 5.0))
    rest = shares - bass_curve(years, p, q)
    return Diffusion(float(p), float(q), float(1.0 - rest.var() / shares.var()))


def implied(scenario: Scenario) -> Diffusion:
    """Return p and q as the scenario's numbers imply: hazards when nobody and when all have it.

    The hazard is the rate of occasions times the logit chance to buy.
    """
    decisions, biases = scenario.decisions, scenario.biases.managers
    margin = scenario.firms.revenue_per_employee * (1.0 - scenario.economy.variable_cost)
    worth = margin * scenario.market.demand_sensitivity
    unit = decisions.utility_unit
    pull = decisions.horizon * worth * decisions.cue_scale / unit
    stay = biases.status_quo + decisions.horizon * scenario.products.price / unit
    hazards = [
        decisions.occasion_rate / (1.0 + math.exp((stay - pull * share) / decisions.noise))
        for share in (0.0, 1.0)
    ]
    return Diffusion(hazards[0], hazards[1] - hazards[0])
