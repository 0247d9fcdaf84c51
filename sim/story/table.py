"""The recorded events of a market as a table with names instead of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.events import (
    ABANDONED,
    CHOSEN,
    ESCALATED,
    EVENT_KINDS,
    FIXED,
    JUDGED_A_LOSS,
    OVER_BUDGET,
    PILOT_STOPPED,
    RETIRED,
    REWARD_JUMP,
    STRATEGY_REVISED,
    TROUBLE,
    WENT_LIVE,
)
from sim.parameters import CATEGORIES, FUNCTIONS, GOALS
from sim.story.names import department_name, product_name, vendor_name
from sim.tables import World

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CUES", "FACTORS", "event_table", "recorded_events"]

CUES = ("fit", "features", "popularity", "pitch")
FACTORS = ("use", "process", "links")

_WORDS = {REWARD_JUMP: GOALS, STRATEGY_REVISED: GOALS, CHOSEN: CUES, FIXED: FACTORS}
_FILLED: dict[str, tuple[int, ...]] = {
    "shortlisted": (CHOSEN,),
    "better": (CHOSEN,),
    "perceived": (CHOSEN, PILOT_STOPPED, ABANDONED, ESCALATED, RETIRED, JUDGED_A_LOSS),
    "true": (CHOSEN, PILOT_STOPPED, ABANDONED, ESCALATED, RETIRED, JUDGED_A_LOSS),
    "planned": (CHOSEN, OVER_BUDGET, WENT_LIVE, ESCALATED),
    "actual": (
        PILOT_STOPPED,
        TROUBLE,
        OVER_BUDGET,
        WENT_LIVE,
        ABANDONED,
        ESCALATED,
        FIXED,
        RETIRED,
    ),
}


def recorded_events(world: World) -> Any:
    """Return the records that were made, in the order of events: a view of ``world.events``."""
    return world.events[: min(int(world.market.event_count[0]), len(world.events))]


def event_table(world: World) -> pd.DataFrame:
    """Return all recorded events of a market, one row each, with names instead of numbers.

    Returns
    -------
    pandas.DataFrame
        ``month`` (1 is the first month after the fork, 0 and less are the warm-up), ``kind``,
        ``firm`` (row, missing for events of the market), ``department``, ``slot``, ``product``,
        ``vendor``, ``category``, ``shortlisted`` and ``better`` (products on the shortlist, and
        those of them that were truly better), ``detail`` (a goal, the loudest cue, the weakest
        factor, or for "went live" the departments to which no link leads), ``perceived`` and
        ``true`` (EUR/month), ``planned`` and ``actual`` (EUR; months of extra work for "trouble";
        for "escalated" the running cost in EUR/month and the project cost still to come). What a
        kind of event does not record is missing.
    """
    import pandas as pd

    events = recorded_events(world)
    firms = pd.Series(events.firm, dtype="Int64")
    table = pd.DataFrame(
        {
            "month": events.month - int(world.market.fork_month[0]) + 1,
            "kind": [EVENT_KINDS[kind] for kind in events.kind],
            "firm": firms.where(firms >= 0),
            "department": [department_name(d) if d >= 0 else None for d in events.department],
            "slot": pd.Series(events.slot, dtype="Int64").where(events.slot >= 0),
            "product": [product_name(world, p) if p >= 0 else None for p in events.product],
            "vendor": [_vendor(world, p) if p >= 0 else None for p in events.product],
            "category": [_category(world, p) if p >= 0 else None for p in events.product],
            "detail": [
                _detail(kind, d) for kind, d in zip(events.kind, events.detail, strict=True)
            ],
        }
    )
    for column, kinds in _FILLED.items():
        whole = column in ("shortlisted", "better")
        values = pd.Series(events[column], dtype="Int64" if whole else "float64")
        table[column] = values.where(np.isin(events.kind, kinds))
    return table


def _vendor(world: World, product: int) -> str:
    return vendor_name(int(world.products.vendor[product]))


def _category(world: World, product: int) -> str:
    return CATEGORIES[int(world.products.category[product])]


def _detail(kind: int, detail: int) -> str | None:
    if kind == WENT_LIVE:
        return (
            ", ".join(name for place, name in enumerate(FUNCTIONS) if detail >> place & 1) or None
        )
    return _WORDS[kind][detail] if kind in _WORDS else None
