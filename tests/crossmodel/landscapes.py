"""Levinthal (1997) reduced: landscapes of the systems of firms, and firms that climb on them.

A form is a product for each of the five departments. What it is worth to a firm is asked of the
model's own rules, for all firms of a market at once; the walk over forms is the only thing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sim.month import assess, realise
from sim.scenario_files import load_scenario
from sim.simulation import prepare
from sim.status import LIVE
from sim.tables import DEPARTMENTS, SLOTS, World

__all__ = ["Ruggedness", "climb", "landscape", "measure_ruggedness"]

CHOICES = 4  # products for each department

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Ruggedness:
    """What climbing on the landscapes of a market's firms comes to.

    ``peaks``: forms from which no change of one system improves, mean per firm; ``ends``: different
    forms on which climbs from all forms end; ``reached``: performance in the end as a share of the
    best form's, mean; ``at_the_best``: share of climbs that end on the best form.
    """

    peaks: float
    ends: float
    reached: float
    at_the_best: float


def landscape(strength: float, seed: int, firms: int = 40) -> Numbers:
    """Return the performance of every form: shape firms, then `CHOICES` for each department."""
    overrides = [f"market.interaction_strength={strength}", f"firms.count={firms}"]
    world = prepare(load_scenario("reductions/landscape", overrides).scenario, seed)
    offers = [np.flatnonzero(world.products.function == place) for place in range(DEPARTMENTS)]
    worth = np.empty((firms, *([CHOICES] * DEPARTMENTS)))
    for form in product(range(CHOICES), repeat=DEPARTMENTS):
        held = [int(offer[choice]) for offer, choice in zip(offers, form, strict=True)]
        worth[(slice(None), *form)] = _performance(world, held)
    return worth


def _performance(world: World, held: list[int]) -> Numbers:
    """Return every firm's performance when it has these products, fully used."""
    systems = world.systems.reshape(len(world.firms), DEPARTMENTS, SLOTS)[:, :, 0]
    systems["product"] = held
    systems["status"], systems["usage"] = LIVE, 1.0
    world.firms.changed[:] = 1
    assess(world, 0, len(world.firms))
    realise(world, 0, len(world.firms))
    return np.array(world.firms.performance, dtype=np.float64)


def climb(worth: Numbers, form: tuple[int, ...]) -> tuple[int, ...]:
    """Return the form on which one firm ends that makes the best change of one system each time."""
    while True:
        best = form
        for place in range(DEPARTMENTS):
            for choice in range(CHOICES):
                other = (*form[:place], choice, *form[place + 1 :])
                if worth[other] > worth[best]:
                    best = other
        if best == form:
            return form
        form = best


def measure_ruggedness(worth: Numbers) -> Ruggedness:
    """Let every firm climb from every form, and count where the climbs end."""
    found = []
    for one in worth:
        ends = [climb(one, form) for form in np.ndindex(one.shape)]
        heights = np.array([one[end] for end in ends])
        peaks = sum(climb(one, form) == form for form in set(ends))
        best = one.max()
        found.append((peaks, len(set(ends)), (heights / best).mean(), (heights == best).mean()))
    return Ruggedness(*np.mean(found, axis=0))
