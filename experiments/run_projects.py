"""The projects of one run: what was chosen, when it went live, when and how it ended.

Events tell what firms choose and stop. That a new system takes the place of an old one in another
slot, or that the rival of a pilot is taken, is recorded nowhere; the state of every slot at the end
of each month shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.parameters import Scenario
from sim.status import ANALYSED, LIVE
from sim.story.names import department_name, product_name
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, Array, World

__all__ = ["live_since", "project_table", "slots_of"]

ENDINGS = ("abandoned", "pilot stopped", "retired")
COLUMNS = ("firm", "department", "slot", "product", "started", "live", "ended", "ending")


def slots_of(world: World) -> Array:
    """Return which product each slot holds, planned or live: rows of products, -1 for none."""
    held = np.asarray(world.systems.status) >= ANALYSED
    return np.where(held, np.asarray(world.systems.product), -1).astype(np.int32)


def project_table(
    world: World, scenario: Scenario, events: pd.DataFrame, live_at_fork: Array, slots: Array
) -> pd.DataFrame:
    """Join the events of each slot and its states to projects, from a choice to the end.

    Parameters
    ----------
    world
        The market at the end, for names.
    scenario
        Its scenario. The focal firm of a teaching case begins at the fork, with what the case gives
        it.
    events
        As from `sim.story.event_table`.
    live_at_fork
        Month of the world in which each slot's system went live, as it was at the fork.
    slots
        As from :func:`slots_of` at the fork and at the end of each month, shape (1 + months, rows).

    Returns
    -------
    pandas.DataFrame
        firm, department, slot, product, started, live, ended (months after the fork; missing where
        it did not happen), ending. ``started`` is missing for a system that was there from the
        founding of a firm or the beginning of a teaching case.
    """
    names = [product_name(world, product) for product in range(len(world.products))]
    fork = int(world.market.fork_month[0])
    found: list[dict[str, Any]] = []
    mine = events[events["firm"].notna() & events["slot"].notna()]
    if scenario.case is not None:
        mine = mine[(mine["firm"] != 0) | (mine["month"] > 0)]
    told = {
        key: list(zip(group["month"], group["kind"], group["product"], strict=True))
        for key, group in mine.groupby(["firm", "department", "slot"], sort=True)
    }
    for row in range(slots.shape[1]):
        firm, place = divmod(row, SYSTEMS_PER_FIRM)
        key = (firm, department_name(place // SLOTS % DEPARTMENTS), place % SLOTS)
        held = [names[product] if product >= 0 else None for product in slots[:, row]]
        if key in told or held[0] is not None:
            live = int(live_at_fork[row]) - fork + 1
            for project in _of_slot(told.get(key, []), held, live):
                found.append(dict(zip(COLUMNS, (*key, *project), strict=True)))
    months = dict.fromkeys(("started", "live", "ended"), "Int64")
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(months)


def _of_slot(
    events: Sequence[tuple[int, str, str]], held: Sequence[str | None], live_at_fork: int
) -> Iterator[tuple[Any, ...]]:
    """Return product, started, live, ended and ending of each project of one slot.

    ``held`` is the name of what the slot holds at the fork and at the end of each month.
    """
    project: list[Any] | None = None
    waiting = list(events)
    first = min([0, *(month for month, _, _ in events)])
    for month in range(first, len(held)):
        while waiting and waiting[0][0] == month:
            _, kind, product = waiting.pop(0)
            if kind == "chosen":
                if project is not None:
                    yield (*project, month, "replaced")
                project = [product, month, pd.NA]
            elif project is not None and kind == "went live":
                project[2] = month
            elif project is not None and kind in ENDINGS:
                yield (*project, month, kind)
                project = None
        if month < 0:
            continue
        if project is not None and held[month] != project[0]:
            yield (*project, month, "replaced")
            project = None
        if project is None and held[month] is not None:
            project = [held[month], month, pd.NA] if month else [held[0], pd.NA, live_at_fork]
    if project is not None:
        yield (*project, pd.NA, "running")


def live_since(world: World) -> Array:
    """Return the month of the world in which each slot's system went live; 0 where none is."""
    live = np.asarray(world.systems.status) == LIVE
    return np.where(live, np.asarray(world.systems.since), 0)
