"""Gathering the records of one firm into statements: what belongs together is told together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sim import events as kinds
from sim.story.language import Event, Language, Month

__all__ = ["Statement", "Teller"]


class Statement(NamedTuple):
    """What a sentence says, in no language yet, and the rows of the records that it follows from.

    ``words`` says it in a language; ``first`` and ``last`` are the months it tells of, None where a
    statement names them itself.
    """

    words: Callable[[Language], str]
    events: tuple[int, ...] = ()
    first: Month | None = None
    last: Month | None = None

    def text(self, language: Language) -> str:
        """Say it as a sentence of a story, its months in front."""
        if self.first is None or self.last is None:
            return self.words(language)
        return f"{language.when(self.first, self.last)}: {self.words(language)}"


@dataclass
class _Place:
    """What is going on in one slot of a department.

    ``replaced`` is set when a newer system of the same kind went live beside this one: whether it
    still runs is then not on record.
    """

    search: Event | None = None
    choice: Event | None = None
    live: Event | None = None
    budget: Event | None = None
    troubles: list[Event] = field(default_factory=list)
    escalated: bool = False
    replaced: bool = False


class Teller:
    """Hears the events of a firm one by one and turns them into statements.

    A search is told with what it ended in; trouble and overruns with the project's end.

    Parameters
    ----------
    firm
        Name of the firm in a language.
    fork
        Month of the world at which month 1 begins.
    categories
        Category of each product, by row.
    goal
        What comes first in the firm's strategy at the beginning, a place in ``GOALS``; None where
        that is not told.
    gathered
        Whether like repairs of a system, and like searches of a department, are told in one
        sentence, at the first of them; otherwise each in its month.
    """

    def __init__(
        self,
        firm: Callable[[Language], str],
        fork: int,
        categories: Sequence[int],
        goal: int | None = None,
        gathered: bool = True,
    ) -> None:
        self.firm = firm
        self.fork = fork
        self.categories = categories
        self.gathered = gathered
        self.told: list[tuple[int, Statement]] = []
        self.places: dict[tuple[int, int], _Place] = {}
        self.repairs: dict[tuple[int, int], list[Event]] = {}
        self.in_vain: dict[int, list[tuple[Event, Event | None]]] = {}
        self.first_goal = {kinds.STRATEGY_REVISED: goal}
        self.handlers: dict[int, Callable[[Event], None]] = {
            kinds.REWARD_JUMP: self._shift,
            kinds.MATURED: self._turn,
            kinds.DISAPPOINTED: self._turn,
            kinds.STRATEGY_REVISED: self._strategy,
            kinds.SEARCH_BEGAN: self._search,
            kinds.NOTHING_CHOSEN: self._nothing,
            kinds.CHOSEN: self._choice,
            kinds.PILOT_STOPPED: self._stop,
            kinds.TROUBLE: self._trouble,
            kinds.OVER_BUDGET: self._budget,
            kinds.WENT_LIVE: self._live,
            kinds.ABANDONED: self._stop,
            kinds.ESCALATED: self._escalation,
            kinds.FIXED: self._fix,
            kinds.RETIRED: self._stop,
            kinds.JUDGED_A_LOSS: self._loss,
        }

    def hear(self, event: Event) -> None:
        """Take in the next event."""
        if event.kind != kinds.FIXED:
            self._say_repairs(event.department, event.slot)
        self.handlers[event.kind](event)

    def finish(self) -> list[Statement]:
        """Say what is still open and return all statements in the order of events."""
        for key in list(self.repairs):
            self._say_repairs(*key)
        for department in list(self.in_vain):
            self._say_in_vain(department)
        for place in self.places.values():
            if place.search is not None:
                self._say_open_search(place.search)
            self._say_open_project(place)
        return [statement for _, statement in sorted(self.told, key=lambda item: item[0])]

    def month(self, month: int) -> Month:
        """Return a month of the world as the story counts it."""
        if month < self.fork:
            return Month(month + 1, warm_up=True)
        return Month(month - self.fork + 1, warm_up=False)

    def _say(
        self,
        words: Callable[[Language], str],
        told: Sequence[Event],
        others: Sequence[Event | None] = (),
    ) -> None:
        """Put down a statement at the first of the events it tells; ``others`` are mentioned."""
        rows = sorted(event.row for event in (*told, *others) if event is not None)
        first, last = self.month(told[0].month), self.month(told[-1].month)
        self.told.append((told[0].row, Statement(words, tuple(rows), first, last)))

    def _place(self, event: Event) -> _Place:
        return self.places.setdefault((event.department, event.slot), _Place())

    def _is_same_goal(self, event: Event) -> bool:
        """Tell whether the last event of this kind put the same goal first; remember this one."""
        before = self.first_goal.get(event.kind)
        self.first_goal[event.kind] = event.detail
        return before == event.detail

    def _shift(self, event: Event) -> None:
        same = self._is_same_goal(event)
        self._say(lambda language: language.market_shift(event, same), [event])

    def _strategy(self, event: Event) -> None:
        same = self._is_same_goal(event)
        self._say(
            lambda language: language.strategy_revised(event, self.firm(language), same), [event]
        )

    def _turn(self, event: Event) -> None:
        """Tell of an emerging product only where the firm has it, or is introducing it."""
        owners = {
            place.choice.department
            for place in self.places.values()
            if place.choice is not None
            and place.choice.product == event.product
            and not place.replaced
        }
        if owners:
            self._say(lambda language: language.product_turn(event, sorted(owners)), [event])

    def _search(self, event: Event) -> None:
        self.places[event.department, event.slot] = _Place(search=event)

    def _nothing(self, event: Event) -> None:
        search = self.places.pop((event.department, event.slot), _Place()).search
        self.in_vain.setdefault(event.department, []).append((event, search))
        if not self.gathered:
            self._say_in_vain(event.department)

    def _choice(self, event: Event) -> None:
        self._say_in_vain(event.department)
        search = self._place(event).search
        searched = event.month - search.month if search is not None else None
        self.places[event.department, event.slot] = _Place(choice=event)
        self._say(lambda language: language.bought(event, searched), [event], [search])

    def _trouble(self, event: Event) -> None:
        self._place(event).troubles.append(event)

    def _budget(self, event: Event) -> None:
        self._place(event).budget = event

    def _live(self, event: Event) -> None:
        place = self._place(event)
        months = event.month - place.choice.month if place.choice is not None else None
        troubles, budget = place.troubles, place.budget
        passed = None
        if budget is not None and budget.month < event.month:
            passed = self.month(budget.month)
        self._say(
            lambda language: language.went_live(event, months, troubles, passed),
            [event],
            [*troubles, budget],
        )
        for (department, _), other in self.places.items():
            if other.live is not None and department == event.department:
                same = self.categories[other.live.product] == self.categories[event.product]
                other.replaced = other.replaced or bool(same)
        place.live, place.budget, place.troubles = event, None, []

    def _stop(self, event: Event) -> None:
        place = self.places.pop((event.department, event.slot), _Place())
        self._say_open_project(place)
        used = event.month - place.live.month if place.live is not None else None
        self._say(lambda language: language.stopped(event, used), [event])

    def _escalation(self, event: Event) -> None:
        place = self._place(event)
        again = place.escalated
        self._say(lambda language: language.kept_against_truth(event, again), [event])
        place.escalated = True

    def _fix(self, event: Event) -> None:
        key = (event.department, event.slot)
        run = self.repairs.get(key)
        if run and run[0].detail != event.detail:
            self._say_repairs(*key)
        self.repairs.setdefault(key, []).append(event)
        if not self.gathered:
            self._say_repairs(*key)

    def _loss(self, event: Event) -> None:
        self._say(lambda language: language.judged_a_loss(event), [event])

    def _say_repairs(self, department: int, slot: int) -> None:
        run = self.repairs.pop((department, slot), None)
        if run:
            self._say(lambda language: language.fixed(run), run)

    def _say_in_vain(self, department: int) -> None:
        run = self.in_vain.pop(department, None)
        if run:
            ends = [end for end, _ in run]
            searches = [search for _, search in run]
            self._say(lambda language: language.bought_nothing(ends), ends, searches)

    def _say_open_search(self, search: Event) -> None:
        self._say(lambda language: language.looking(search), [search])

    def _say_open_project(self, place: _Place) -> None:
        """Tell of trouble and overruns of a project that did not go live."""
        troubles, budget = place.troubles, place.budget
        if troubles:
            self._say(lambda language: language.trouble(troubles), troubles)
        if budget is not None:
            self._say(lambda language: language.over_budget(budget), [budget])
        place.troubles, place.budget = [], None
