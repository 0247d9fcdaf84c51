"""A project that ended counts as escalated when its own events say that it once was."""

from __future__ import annotations

from kernel_worlds import market

from sim.events import ABANDONED, CHOSEN, ESCALATED, PILOT_STOPPED, WENT_LIVE
from sim.simulation import advance
from sim.status import LIVE
from sim.tables import World
from sim.world import build_world

TROUBLED = {
    "run.months": 60,
    "projects.trouble_hazard": 0.15,
    "projects.duration": 8.0,
    "decisions.review_longest": 6.0,
}


def ended_after_escalation(world: World) -> list[int]:
    """Count the projects per firm that ended escalated since their product was chosen."""
    ended, escalated = [0] * len(world.firms), set()
    for event in world.events[: world.market.event_count[0]]:
        place = (int(event.firm), int(event.department), int(event.slot))
        if event.kind in (CHOSEN, PILOT_STOPPED):
            escalated.discard(place)
        elif event.kind == ESCALATED:
            escalated.add(place)
        elif event.kind in (WENT_LIVE, ABANDONED) and place in escalated:
            ended[place[0]] += 1
    return ended


def test_projects_that_ended_are_escalated_if_their_events_say_so_whatever_came_later() -> None:
    world = build_world(market(TROUBLED), 1)
    advance(world, 60)
    by_events = ended_after_escalation(world)
    assert world.measures.escalated_ended.tolist() == by_events
    assert sum(by_events) > 20
    live = world.systems.status == LIVE
    assert ((world.systems.escalated == 2) & live).any(), "none looked sensible again"
