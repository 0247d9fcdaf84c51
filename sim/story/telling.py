"""The story of a firm in words."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.parameters import GOALS, Scenario
from sim.parameters.scenario import Case
from sim.status import ANALYSED, IMPLEMENTING, LIVE, PILOTED
from sim.story.names import (
    category_phrase,
    department_name,
    firm_name,
    in_words,
    listed,
    product_name,
)
from sim.story.sentences import Event, money
from sim.story.table import recorded_events
from sim.story.teller import Sentence, Teller
from sim.tables import SYSTEMS_PER_FIRM, World

__all__ = ["story", "tell"]


def story(world: World, scenario: Scenario, firm: int) -> list[str]:
    """Tell what happened to a firm: a sentence for each event, or for events that belong together.

    Months count from the fork: month 1 is the first after it, and months before it are said to be
    of the warm-up. The story of the focal firm of a teaching case begins at the fork. Each sentence
    follows from recorded events; the last one sums up where the firm stands.

    Parameters
    ----------
    world
        A market, at any month.
    scenario
        The scenario of that market.
    firm
        Row of the firm.

    Raises
    ------
    IndexError
        When there is no such firm.
    """
    return [sentence.text for sentence in tell(world, scenario, firm)]


def tell(world: World, scenario: Scenario, firm: int) -> list[Sentence]:
    """Tell the story of a firm as :func:`story` does, each sentence with the rows of its records.

    The opening of a teaching case and the summary at the end come from the scenario and the state
    of the world and have no records.
    """
    if not 0 <= firm < len(world.firms):
        raise IndexError(f"there is no firm {firm}; the firms are 0 to {len(world.firms) - 1}")
    name, fork = firm_name(scenario, firm), int(world.market.fork_month[0])
    case = scenario.case if firm == 0 else None
    teller = Teller(name, fork, world.products.category)
    for event in _events_of(world, firm, first_month=fork if case is not None else 0):
        teller.hear(event)
    told = [Sentence(_opening(case), ())] if case is not None else []
    told += teller.finish()
    lost = int(world.market.event_count[0]) - len(world.events)
    if lost > 0:
        told.append(Sentence(f"The record was full: {lost:,} later events are not told.", ()))
    return [*told, Sentence(_ending(world, name, firm), ())]


def _events_of(world: World, firm: int, first_month: int) -> list[Event]:
    """Return the records of a firm and of its market from a month of the world on."""
    records = recorded_events(world)
    whose = (records.firm == firm) | (records.firm < 0)
    rows = np.flatnonzero(whose & (records.month >= first_month))
    columns = Event._fields[Event._fields.index("shortlisted") :]
    found = []
    for row in rows:
        record = records[row]
        department, product = int(record.department), int(record.product)
        found.append(
            Event(
                int(row),
                int(record.month),
                int(record.kind),
                department,
                int(record.slot),
                product,
                department_name(department) if department >= 0 else "",
                product_name(world, product) if product >= 0 else "",
                *(record[column].item() for column in columns),
            )
        )
    return found


def _opening(case: Case) -> str:
    """Say how a teaching case begins, as the scenario tells it."""
    owned = [category_phrase(system.category) for system in case.systems]
    has = f"has {listed(owned, 'and')}, linked to nothing" if owned else "has no system"
    text = f"At the start {case.firm_name}, {case.headcount} people, {has}"
    if case.wish is not None:
        text += f"; it wants {category_phrase(case.wish)}"
    if case.goal is not None and case.goal in GOALS:
        text += f"; {case.goal} comes first"
    return f"{text}."


def _ending(world: World, name: str, firm: int) -> str:
    """Sum up the state of a firm: systems live, how much they are used, what they bring."""
    systems: Any = world.systems[firm * SYSTEMS_PER_FIRM : (firm + 1) * SYSTEMS_PER_FIRM]
    live = systems[systems.status == LIVE]
    running = int(np.isin(systems.status, (ANALYSED, PILOTED, IMPLEMENTING)).sum())
    months = int(world.market.month[0] - world.market.fork_month[0])
    when = f"After {months} month{'' if months == 1 else 's'}" if months > 0 else "By now"
    count = len(live)
    under_way = f" and {_counted(running, 'project')} under way" if running else ""
    text = f"{when}, {name} has {_counted(count, 'system')} live{under_way}"
    if count == 0:
        return f"{text}."
    used, value = float(live.usage.mean()), float(live.value.sum())
    if count == 1:
        text += f", {used:.0%} used; it "
        more = "brings", "costs", "it costs", "it brings"
    else:
        text += f", {used:.0%} used on average; together they "
        more = "bring", "cost", "they cost", "they bring"
    if value >= 0.0:
        return f"{text}{more[0]} {money(value)} a month more than {more[2]} to run."
    return f"{text}{more[1]} {money(-value)} a month more to run than {more[3]}."


def _counted(count: int, noun: str) -> str:
    return f"{in_words(count)} {noun}{'' if count == 1 else 's'}"
