"""The sentences of a story: each says what its records hold, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.parameters import FUNCTIONS, GOALS
from sim.story.names import department_name, in_words, listed

__all__ = [
    "Event",
    "bought",
    "bought_nothing",
    "fixed",
    "judged_a_loss",
    "kept_against_truth",
    "looking",
    "market_shift",
    "money",
    "over_budget",
    "product_turn",
    "stopped",
    "strategy_revised",
    "trouble",
    "went_live",
]


class Event(NamedTuple):
    """One record, with words for its numbers: ``who`` is the department, ``what`` the product.

    ``row`` is the row of the record and ``month`` counts from the beginning of the world; the other
    fields are the columns of ``sim.tables.EVENTS``.
    """

    row: int
    month: int
    kind: int
    department: int
    slot: int
    product: int
    who: str
    what: str
    shortlisted: int
    better: int
    detail: int
    perceived: float
    true: float
    planned: float
    actual: float


_CUES = (
    "fit counted most",
    "its features were the loudest cue",
    "its popularity was the loudest cue",
    "its pitch was the loudest cue",
)
_REPAIRS = (
    "trains its people on {what}",
    "improves its processes for {what}",
    "links {what} to other systems",
)
_TIMES = ("", "", " twice")


def money(amount: float) -> str:
    """Write an amount rounded to the euro: "2,104 EUR"."""
    return f"{round(amount):,} EUR"


def _months(count: int) -> str:
    return f"{in_words(count) if count <= 12 else count} month{'' if count == 1 else 's'}"


def _times(count: int) -> str:
    return _TIMES[count] if count < len(_TIMES) else f" {in_words(count)} times"


def _in_all(count: int) -> str:
    return " in all" if count > 1 else ""


def _ranking(shortlisted: int, better: int) -> str:
    """Say how many on the shortlist would truly have brought more than what was bought."""
    others = shortlisted - 1
    if others == 0:
        return "it was alone on the shortlist"
    if better == 0:
        return f"of the {in_words(shortlisted)} on the shortlist it would truly bring most"
    if better == others:
        who = "the other one" if others == 1 else f"all {in_words(others)} others"
    else:
        who = f"{in_words(better)} of the {in_words(shortlisted)}"
    return f"{who} on the shortlist would truly have brought more"


def _against_truth(event: Event) -> str:
    """Set the monthly benefit as believed beside the true one."""
    believed, true = money(event.perceived), money(event.true)
    contrast = "which is true" if believed == true else f"in truth {true}"
    return f"its benefit was put at {believed} a month, {contrast}"


def bought(event: Event, searched: int | None) -> str:
    """Tell of a choice; ``searched`` is how many months the search took, None if unknown."""
    after = f" after {_months(searched)} of looking" if searched else ""
    ranking = _ranking(event.shortlisted, event.better)
    cue = _CUES[event.detail]
    return f"{event.who} buys {event.what}{after}; {ranking}; {cue}; {_against_truth(event)}."


def bought_nothing(events: Sequence[Event]) -> str:
    """Tell of one or several searches of a department that ended with nothing."""
    times = _times(len(events))
    return f"{events[0].who} looks for a new system{times} and buys nothing."


def looking(event: Event) -> str:
    """Tell of a search that has not ended yet."""
    return f"{event.who} starts to look for a new system and has not decided yet."


def stopped(event: Event, verb: str, used: int | None = None) -> str:
    """Tell of a pilot or project that was stopped, or of a system that was retired.

    ``verb`` says which; ``used`` is how many months a system was live, None if unknown.
    """
    after = f" after {_months(used)} in use" if used is not None else ""
    spent = f", with {money(event.actual)} spent on it" if round(event.actual) else ""
    return f"{event.who} {verb} {event.what}{after}{spent}; {_against_truth(event)}."


def trouble(events: Sequence[Event], clause: bool = False) -> str:
    """Tell of trouble in a project: how many months of work it added."""
    extra = sum(event.actual for event in events)
    times, first = _times(len(events)), events[0]
    if clause:
        came = f"came{times} and " if times else ""
        return f"trouble {came}added {extra:.1f} months of work"
    return (
        f"the {first.what} project of {first.who} runs into trouble{times}: "
        f"{extra:.1f} more months of work{_in_all(len(events))}."
    )


def over_budget(event: Event) -> str:
    """Tell of a project whose spending has passed the plan."""
    return (
        f"the {event.what} project of {event.who} is over budget: "
        f"{money(event.actual)} spent, {money(event.planned)} planned."
    )


def went_live(
    event: Event, months: int | None, troubles: Sequence[Event], budget_passed: str | None
) -> str:
    """Tell of a project that went live.

    ``months`` is the time since the decision, None if unknown; ``budget_passed`` names the earlier
    month in which its spending passed the plan, or is None.
    """
    after = f" {_months(months)} after the decision" if months else ""
    cost = f"it cost {money(event.actual)} against {money(event.planned)} planned"
    since = f" (over budget since {budget_passed})" if budget_passed else ""
    because = f"; {trouble(troubles, clause=True)}" if troubles else ""
    return (
        f"{event.what} goes live in {event.who}{after}; {cost}{since}{because}.{_retyping(event)}"
    )


def _retyping(event: Event) -> str:
    """Say which departments' data has to be typed again, for want of a link."""
    unlinked = [
        department_name(place) for place in range(len(FUNCTIONS)) if (event.detail >> place) & 1
    ]
    if not unlinked:
        return ""
    return f" Nothing links it to the systems of {listed(unlinked, 'or')}: data is typed twice."


def kept_against_truth(event: Event, again: bool) -> str:
    """Tell of an escalation: going on although the truth speaks against it."""
    still = "still " if again else ""
    belief = f"it is believed to bring {money(event.perceived)}"
    if event.actual > 0.0:
        return (
            f"{event.who} {still}goes on with the {event.what} project: {money(event.actual)} are "
            f"left to spend on what will truly bring {money(event.true)} a month and cost "
            f"{money(event.planned)}; {belief}."
        )
    return (
        f"{event.who} {still}keeps {event.what}, which truly brings {money(event.true)} a month "
        f"and costs {money(event.planned)}; {belief}."
    )


def fixed(events: Sequence[Event]) -> str:
    """Tell of one or several repairs of the same kind of the same system."""
    first, count = events[0], len(events)
    repair = _REPAIRS[first.detail].format(what=first.what)
    cost = sum(event.actual for event in events)
    paid = f"for {money(cost)}{_in_all(count)}" if round(cost) else "at no cost"
    return f"{first.who} {repair}{_times(count)}, {paid}."


def judged_a_loss(event: Event) -> str:
    """Tell of a system that is a loss a year after it went live; ``true`` is its net value."""
    return (
        f"after a year, {event.what} in {event.who} truly costs {money(-event.true)} a month more "
        f"than it brings; it is believed to bring {money(event.perceived)}."
    )


def market_shift(event: Event, before: Event | None) -> str:
    """Tell of a jump of what customers reward; ``before`` is the last such jump, if any."""
    same = before is not None and before.detail == event.detail
    goal = GOALS[event.detail]
    return f"the market shifts; customers {'still' if same else 'now'} reward {goal} most."


def strategy_revised(event: Event, firm: str, before: Event | None) -> str:
    """Tell of a revised strategy; ``before`` is the last revision, if any."""
    same = before is not None and before.detail == event.detail
    goal = GOALS[event.detail]
    return f"{firm} revises its strategy; {goal} {'still' if same else 'now'} comes first."


def product_turn(event: Event, where: str, matured: bool) -> str:
    """Tell of an emerging product that the firm has in ``where``: it matured or disappointed."""
    if matured:
        return f"{event.what}, which {where} has bought, matures to what it was designed for."
    return f"{event.what}, which {where} has bought, disappoints and will stay as weak as it is."
