"""Running a market under its population's policies, and adding up what patterns are made of."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analysis.patterns import pattern_values
from sim.parameters import Scenario
from sim.parameters.scenario import CATEGORIES

__all__ = ["SMALL_BELOW", "Observation", "holders", "observe_market", "observe_patterns"]

FIVE_STEPS = (
    "goal_clarity",
    "gap_assessment",
    "fit_evaluation",
    "implementation_planning",
    "monitoring",
)
SMALL_BELOW = 50  # people; Eurostat's small enterprises have 10 to 49
SNAPSHOT_MONTHS = 6
LINKED_DEPARTMENTS = 3


@dataclass(frozen=True)
class Observation:
    """How markets are observed: how many of them, of how many firms, for how long.

    ``adoption_months`` is the time after the fork over which adoption is observed.
    """

    markets: int = 2
    firms: int = 40
    months: int = 60
    adoption_months: int = 60
    threads: int = 2

    def of(self, scenario: Scenario) -> Scenario:
        """Return the scenario at this size."""
        content = scenario.model_dump()
        content["firms"]["count"] = self.firms
        content["run"]["months"] = self.months
        return Scenario.model_validate(content)


def observe_patterns(
    scenario: Scenario, observation: Observation, names: Sequence[str], seed: int
) -> dict[str, float]:
    """Return the quantities of the named facts over all markets of an observation.

    Markets run on threads of their own; the result does not depend on how many there are.
    """
    seeds = range(seed, seed + observation.markets)
    observe = partial(observe_market, scenario, observation.adoption_months)
    if observation.threads > 1:
        with ThreadPoolExecutor(observation.threads) as pool:
            totals = list(pool.map(observe, seeds))
    else:
        totals = [observe(one) for one in seeds]
    return pattern_values(totals, names)


def observe_market(scenario: Scenario, adoption_months: int, seed: int) -> dict[str, float]:
    """Run one market in which nobody changes policy, and return its totals.

    Returns
    -------
    dict
        Sums over firms by the names of the columns of the model's measures, and the quantities of
        ``analysis.patterns.OBSERVED``.
    """
    from sim.simulation import advance, fork, measure_totals, prepare

    world = fork(prepare(scenario, seed), scenario, None, 0.0)
    observed: dict[str, float] = {}
    for month in range(0, scenario.run.months, SNAPSHOT_MONTHS):
        step = min(SNAPSHOT_MONTHS, scenario.run.months - month)
        advance(world, step)
        if month < adoption_months:
            for name, count in _adoption(world).items():
                observed[name] = observed.get(name, 0.0) + step * count
    return {**measure_totals(world), **observed, **_correlation(world)}


def _adoption(world: Any) -> dict[str, float]:
    """Count the firms that have what the facts on adoption speak of."""
    holds, small = holders(world), world.firms.headcount < SMALL_BELOW
    return {
        "firm_months": float(len(small)),
        "crm_firm_months": float(holds["crm"].sum()),
        "assistant_firm_months": float(holds["ai"].sum()),
        "small_firm_months": float(small.sum()),
        "small_assistant_firm_months": float((holds["ai"] & small).sum()),
        "any_firm_months": float(holds["cloud"].sum()),
        "linked_firm_months": float(holds["erp"].sum()),
    }


def holders(world: Any) -> dict[str, NDArray[np.bool_]]:
    """Tell which firms have what statistics speak of, by the names of `TECHNOLOGIES`."""
    from sim.status import LIVE
    from sim.tables import DEPARTMENTS, SLOTS

    shape = (len(world.firms), DEPARTMENTS, SLOTS)
    live = (world.systems.status == LIVE).reshape(shape)
    product = world.systems.product.clip(min=0).reshape(shape)
    category = np.where(live, world.products.category[product], -1)
    linked = (live & (world.systems.links.reshape(shape) != 0)).any(axis=2).sum(axis=1)
    return {
        "crm": (category == CATEGORIES.index("crm")).any(axis=(1, 2)),
        "erp": linked >= LINKED_DEPARTMENTS,
        "cloud": live.any(axis=(1, 2)),
        "ai": (category == CATEGORIES.index("assistant")).any(axis=(1, 2)),
    }


def _correlation(world: Any) -> dict[str, float]:
    """Correlate, over the firms of one market, the five steps and mean performance."""
    from sim.tables import DEPARTMENTS

    steps = sum(world.policies[name] for name in FIVE_STEPS)
    alignment = np.asarray(steps).reshape(len(world.firms), DEPARTMENTS).mean(axis=1)
    ranks = stats.spearmanr(alignment, world.measures.performance)
    return {"alignment_correlation": float(np.nan_to_num(ranks.statistic)), "markets": 1.0}
