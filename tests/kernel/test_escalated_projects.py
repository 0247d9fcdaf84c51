"""A project that ended counts as escalated when its own events say that it once was."""

from __future__ import annotations

from kernel_worlds import market

from sim.events import ABANDONED, CHOSEN, ESCALATED, PILOT_STOPPED, WENT_LIVE
from sim.simulation import advance, fork, prepare
from sim.status import IMPLEMENTING, LIVE
from sim.tables import World
from sim.world import build_world

TROUBLED = {
    "run.months": 60,
    "projects.trouble_hazard": 0.15,
    "projects.duration": 8.0,
    "decisions.review_longest": 6.0,
}


def ended_after_escalation(world: World, since: int = 0) -> list[int]:
    """Count the projects per firm that ended escalated since their product was chosen.

    ``since`` is the month from which ends count; what happened before counts as their past.
    """
    ended, escalated = [0] * len(world.firms), set()
    for event in world.events[: world.market.event_count[0]]:
        place = (int(event.firm), int(event.department), int(event.slot))
        if event.kind in (CHOSEN, PILOT_STOPPED):
            escalated.discard(place)
        elif event.kind == ESCALATED:
            escalated.add(place)
        elif event.kind in (WENT_LIVE, ABANDONED) and place in escalated:
            ended[place[0]] += int(event.month >= since)
    return ended


def test_projects_that_ended_are_escalated_if_their_events_say_so_whatever_came_later() -> None:
    world = build_world(market(TROUBLED), 1)
    advance(world, 60)
    by_events = ended_after_escalation(world)
    assert world.measures.escalated_ended.tolist() == by_events
    assert sum(by_events) > 20
    live = world.systems.status == LIVE
    assert ((world.systems.escalated == 2) & live).any(), "none looked sensible again"


def test_what_a_project_was_before_the_fork_is_not_forgotten() -> None:
    scenario = market({**TROUBLED, "run.warmup": 18, "run.months": 12})
    world = fork(prepare(scenario, 1), scenario, None, 0.0)
    recovered = (world.systems.escalated == 2) & (world.systems.status == IMPLEMENTING)
    assert recovered.any(), "no project that was sensible again was under way"
    advance(world, 12)
    assert world.measures.escalated_ended.tolist() == ended_after_escalation(world, since=18)
