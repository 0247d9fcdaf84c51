"""What happened: the market keeps a list of events, as the tables do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plain_market.things import Event

if TYPE_CHECKING:
    from plain_market.agents import Firm
    from plain_market.model import PlainMarket
    from plain_market.things import Product

__all__ = ["record"]


def record(
    model: PlainMarket,
    kind: int,
    firm: Firm | None = None,
    department: int = -1,
    slot: int = -1,
    product: Product | None = None,
) -> Event | None:
    """Record an event; the caller fills in what else is known of it.

    Every event is counted. Beyond ``model.event_limit`` none is kept, and None is returned.
    """
    model.market.event_count += 1
    if model.market.event_count > model.event_limit:
        return None
    event = Event(model.market.month, kind, firm, department, slot, product)
    model.events.append(event)
    return event
