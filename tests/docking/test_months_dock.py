"""Month by month: tiny, lively markets are in the same state after every month of a run."""

from __future__ import annotations

import numpy as np
import pytest
from docked_markets import MARKETS, both_month_by_month, months_of_tables

from sim.events import EVENT_KINDS


@pytest.mark.parametrize("name", MARKETS)
def test_a_tiny_market_gives_the_same_state_in_every_month(name: str) -> None:
    for world, columns in both_month_by_month(MARKETS[name]):
        assert columns == [], f"month {world.market.month[0]}"


def test_in_the_tiny_markets_every_kind_of_event_occurs() -> None:
    kinds: set[int] = set()
    for market in MARKETS.values():
        *_, world = months_of_tables(market)
        kinds |= set(world.events.kind[: world.market.event_count[0]].tolist())
        assert np.any(world.employees.hired > 0) or market.scenario.employees.turnover == 0
    assert {EVENT_KINDS[kind] for kind in kinds} == set(EVENT_KINDS)
