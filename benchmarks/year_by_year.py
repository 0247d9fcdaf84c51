"""Markets of several kinds run in turn, year by year, in one process.

Whatever else the machine does in a year of the one kind, it does in the same year of the others.
Markets of a kind run a year at a stretch each, as in a sweep, so that small ones find their own
data in the cache.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from sim.scenario_files import load_scenario
from sim.simulation import advance, prepare
from sim.tables import World

__all__ = ["DEFAULT_SIZE", "cost_year_by_year", "market", "small_markets"]

DEFAULT_SIZE = 100
SMALL_MARKETS = 20
YEAR = 12


def market(firms: int, months: int, seed: int) -> World:
    """Return the default market with so many firms, ready to run."""
    overrides = [f"firms.count={firms}", f"run.months={months}"]
    return prepare(load_scenario("default", overrides).scenario, seed)


def small_markets(firms: int, months: int) -> list[World]:
    """Return markets of so many firms, each with a seed of its own."""
    return [market(firms, months, 1 + number) for number in range(SMALL_MARKETS)]


def cost_year_by_year(kinds: Mapping[str, Sequence[World]], months: int) -> dict[str, float]:
    """Run all markets; return the processor's time of each kind, ns per employee-month."""
    seconds = dict.fromkeys(kinds, 0.0)
    for begun in range(0, months, YEAR):
        for name, worlds in kinds.items():
            start = time.process_time()
            for world in worlds:
                advance(world, min(YEAR, months - begun))
            seconds[name] += time.process_time() - start
    people = {name: sum(len(world.employees) for world in kinds[name]) for name in kinds}
    return {name: seconds[name] / (people[name] * months) * 1e9 for name in kinds}
