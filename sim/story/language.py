"""What every language of a story can say, and the things it speaks of.

A language is a module with the functions of :class:`Language`; all its words stand in there. Each
function says what the records it is given hold, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from sim.parameters.scenario import Case

__all__ = ["Event", "Language", "Month", "Standing"]


class Event(NamedTuple):
    """One record, with the name of its product.

    ``row`` is the row of the record and ``month`` counts from the beginning of the world; the other
    fields are the columns of ``sim.tables.EVENTS``.
    """

    row: int
    month: int
    kind: int
    department: int
    slot: int
    product: int
    what: str
    shortlisted: int
    better: int
    detail: int
    perceived: float
    true: float
    planned: float
    actual: float


class Month(NamedTuple):
    """A month as the story counts it, from 1: of the warm-up, or after it."""

    number: int
    warm_up: bool


class Standing(NamedTuple):
    """Where a firm stands: ``months`` since the fork, systems live, projects under way.

    ``usage`` is the mean use of the live systems over the seats paid for, 0 to 1, and ``value``
    what they bring together, in EUR/month; both are 0 where there is no such system.
    """

    firm: str
    months: int
    systems: int
    projects: int
    usage: float
    value: float


class Language(Protocol):
    """The functions that a language of stories has."""

    def department_name(self, function: int) -> str:
        """Return the name of a department by its function, an index into ``FUNCTIONS``."""

    def firm_name(self, firm: int) -> str:
        """Return how a firm without a name of its own is called by its row."""

    def when(self, first: Month, last: Month) -> str:
        """Name a month, or the months from one to another, as they stand before a sentence."""

    def opening(self, case: Case) -> str:
        """Say how a teaching case begins, as the scenario tells it."""

    def bought(self, event: Event, searched: int | None) -> str:
        """Tell of a choice; ``searched`` is how many months the search took, None if unknown."""

    def bought_nothing(self, events: Sequence[Event]) -> str:
        """Tell of one or several searches of a department that ended with nothing."""

    def looking(self, event: Event) -> str:
        """Tell of a search that has not ended yet."""

    def stopped(self, event: Event, used: int | None) -> str:
        """Tell of a pilot or project that was stopped, or of a system that was retired.

        ``used`` is how many months a system was live, None if unknown.
        """

    def trouble(self, events: Sequence[Event]) -> str:
        """Tell of trouble in a project: how many months of work it added."""

    def over_budget(self, event: Event) -> str:
        """Tell of a project whose spending has passed the plan."""

    def went_live(
        self,
        event: Event,
        months: int | None,
        troubles: Sequence[Event],
        budget_passed: Month | None,
    ) -> str:
        """Tell of a project that went live.

        ``months`` is the time since the decision, None if unknown; ``budget_passed`` is the earlier
        month in which its spending passed the plan, or None.
        """

    def kept_against_truth(self, event: Event, again: bool) -> str:
        """Tell of an escalation: going on although the truth speaks against it."""

    def fixed(self, events: Sequence[Event]) -> str:
        """Tell of one or several repairs of the same kind of the same system."""

    def judged_a_loss(self, event: Event) -> str:
        """Tell of a system that is a loss a year after it went live; ``true`` is its net value."""

    def market_shift(self, event: Event, same: bool) -> str:
        """Tell of a jump of what customers reward; ``same`` if they rewarded that most before."""

    def strategy_revised(self, event: Event, firm: str, same: bool) -> str:
        """Tell of a revised strategy; ``same`` if its first goal was the first one before."""

    def product_turn(self, event: Event, owners: Sequence[int]) -> str:
        """Tell of an emerging product that matured or disappointed.

        ``owners`` are the functions of the departments that have it.
        """

    def record_full(self, lost: int) -> str:
        """Admit that the record was full and how many events are not told."""

    def ending(self, standing: Standing) -> str:
        """Sum up the state of a firm: systems live, how much they are used, what they bring."""
