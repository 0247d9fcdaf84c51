from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.events import EVENT_KINDS
from sim.parameters import CATEGORIES
from sim.tables import DEPARTMENTS, SLOTS, TABLES, World, empty_table

FORK = 24
Note = Callable[..., int]


def blank_world() -> World:
    """Two firms, twelve vendors with one product each, nothing recorded."""
    rows = {"parameters": 1, "market": 1, "firms": 2, "departments": 10, "vendors": 12}
    rows |= {"products": 12, "systems": 2 * DEPARTMENTS * SLOTS, "events": 64}
    tables: dict[str, Any] = {name: empty_table(name, rows.get(name, 1)) for name in TABLES}
    world = World(series=np.zeros((60, 2, 32)), bias_means=np.zeros((1, 5, 2, 11)), **tables)
    world.products.vendor[:] = np.arange(12)
    world.products.category[:] = np.arange(12) % len(CATEGORIES)
    world.products.function[:] = world.products.category // 2
    world.systems.product[:] = -1
    world.market.fork_month[0] = FORK
    world.market.month[0] = FORK + 60
    return world


@pytest.fixture
def world() -> World:
    return blank_world()


@pytest.fixture
def note(world: World) -> Note:
    """Record an event by the name of its kind in a month after the fork; return its row."""

    def record(kind: str, month: int, **columns: float) -> int:
        row = int(world.market.event_count[0])
        world.market.event_count[0] += 1
        values = {"firm": 1, "department": 0, "slot": 0, "product": 0} | columns
        for name, value in values.items():
            world.events[name][row] = value
        world.events.month[row] = FORK + month - 1
        world.events.kind[row] = EVENT_KINDS.index(kind)
        return row

    return record
