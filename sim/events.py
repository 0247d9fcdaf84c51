"""What happened: the kinds of events and the rule that records them."""

from __future__ import annotations

from sim.compilation import rule
from sim.tables import Table

__all__ = ["EVENT_KINDS", "record"]

EVENT_KINDS = (
    "reward jump",
    "product matured",
    "product disappointed",
    "strategy revised",
    "search began",
    "nothing chosen",
    "chosen",
    "pilot stopped",
    "trouble",
    "over budget",
    "went live",
    "abandoned",
    "escalated",
    "fixed",
    "retired",
    "judged a loss",
)
(
    REWARD_JUMP,
    MATURED,
    DISAPPOINTED,
    STRATEGY_REVISED,
    SEARCH_BEGAN,
    NOTHING_CHOSEN,
    CHOSEN,
    PILOT_STOPPED,
    TROUBLE,
    OVER_BUDGET,
    WENT_LIVE,
    ABANDONED,
    ESCALATED,
    FIXED,
    RETIRED,
    JUDGED_A_LOSS,
) = range(16)


@rule
def record(
    events: Table, market: Table, kind: int, firm: int, department: int, slot: int, product: int
) -> int:
    """Record an event and return its row, or -1 when the table is full.

    The caller fills in the remaining columns of the row.
    """
    row = market.event_count[0]
    market.event_count[0] = row + 1
    if row >= len(events):
        return -1
    events.month[row] = market.month[0]
    events.kind[row] = kind
    events.firm[row] = firm
    events.department[row] = department
    events.slot[row] = slot
    events.product[row] = product
    return row
