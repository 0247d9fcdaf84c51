"""The story of a firm in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from sim.parameters import GOALS, Scenario
from sim.status import ANALYSED, IMPLEMENTING, LIVE, PILOTED
from sim.story import english, german
from sim.story.language import Event, Language, Standing
from sim.story.names import firm_name, product_name
from sim.story.table import recorded_events
from sim.story.teller import Statement, Teller
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, World

__all__ = ["LANGUAGES", "Sentence", "statements", "story", "tell"]

LANGUAGES: Mapping[str, Language] = MappingProxyType({"en": english, "de": german})
"""The languages that stories are told in, by their ISO 639-1 codes."""


class Sentence(NamedTuple):
    """A sentence and the rows of the records that it follows from."""

    text: str
    events: tuple[int, ...]


def story(world: World, scenario: Scenario, firm: int, language: Language = english) -> list[str]:
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
    language
        One of ``LANGUAGES``; English by default.

    Raises
    ------
    IndexError
        When there is no such firm.
    """
    return [sentence.text for sentence in tell(world, scenario, firm, language)]


def tell(
    world: World, scenario: Scenario, firm: int, language: Language = english
) -> list[Sentence]:
    """Tell the story of a firm as :func:`story` does, each sentence with the rows of its records.

    The opening of a teaching case and the summary at the end come from the scenario and the state
    of the world and have no records.
    """
    return [
        Sentence(statement.text(language), statement.events)
        for statement in statements(world, scenario, firm)
    ]


def statements(
    world: World, scenario: Scenario, firm: int, gathered: bool = True
) -> list[Statement]:
    """Return what :func:`tell` tells, to be said in one language after the other.

    ``gathered`` is False where each record is to be told in its own month; see `Teller`.
    """
    if not 0 <= firm < len(world.firms):
        raise IndexError(f"there is no firm {firm}; the firms are 0 to {len(world.firms) - 1}")

    def name(language: Language) -> str:
        return firm_name(scenario, firm, language)

    fork = int(world.market.fork_month[0])
    case = scenario.case if firm == 0 else None
    goal = GOALS.index(case.goal) if case is not None and case.goal in GOALS else None
    teller = Teller(name, fork, world.products.category, goal, gathered)
    for event in _events_of(world, firm, first_month=fork if case is not None else 0):
        teller.hear(event)
    said = teller.finish()
    if case is not None:
        said.insert(0, Statement(lambda language: language.opening(case)))
    lost = int(world.market.event_count[0]) - len(world.events)
    if lost > 0:
        said.append(Statement(lambda language: language.record_full(lost)))
    return [*said, _ending(world, name, firm)]


def _events_of(world: World, firm: int, first_month: int) -> list[Event]:
    """Return the records of a firm and of its market from a month of the world on."""
    records = recorded_events(world)
    whose = (records.firm == firm) | (records.firm < 0)
    rows = np.flatnonzero(whose & (records.month >= first_month))
    columns = Event._fields[Event._fields.index("shortlisted") :]
    found = []
    for row in rows:
        record = records[row]
        product = int(record.product)
        found.append(
            Event(
                int(row),
                int(record.month),
                int(record.kind),
                int(record.department),
                int(record.slot),
                product,
                product_name(world, product) if product >= 0 else "",
                *(record[column].item() for column in columns),
            )
        )
    return found


def _ending(world: World, name: Callable[[Language], str], firm: int) -> Statement:
    """Sum up the state of a firm: systems live, how much they are used, what they bring."""
    systems: Any = world.systems[firm * SYSTEMS_PER_FIRM : (firm + 1) * SYSTEMS_PER_FIRM]
    is_live = systems.status == LIVE
    live = systems[is_live]
    departments: Any = world.departments[firm * DEPARTMENTS : (firm + 1) * DEPARTMENTS]
    seats = np.repeat(departments.headcount, SLOTS)[is_live]
    running = int(np.isin(systems.status, (ANALYSED, PILOTED, IMPLEMENTING)).sum())
    months = int(world.market.month[0] - world.market.fork_month[0])
    used = float(np.average(live.usage, weights=seats)) if seats.sum() else 0.0
    value = float(live.value.sum())
    return Statement(
        lambda language: language.ending(
            Standing(name(language), months, len(live), running, used, value)
        )
    )
