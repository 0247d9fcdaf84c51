"""The words of a story in English."""

from __future__ import annotations

from collections.abc import Sequence

from sim.events import ABANDONED, MATURED, PILOT_STOPPED, RETIRED
from sim.parameters import FUNCTIONS, GOALS
from sim.parameters.scenario import Case
from sim.story.language import Event, Month, Standing

__all__ = [
    "bought",
    "bought_nothing",
    "department_name",
    "ending",
    "firm_name",
    "fixed",
    "judged_a_loss",
    "kept_against_truth",
    "looking",
    "market_shift",
    "opening",
    "over_budget",
    "product_turn",
    "record_full",
    "stopped",
    "strategy_revised",
    "trouble",
    "went_live",
    "when",
]

_CATEGORIES = {
    "crm": "a CRM",
    "web_store": "a web store",
    "inventory": "an inventory system",
    "automation": "an automation system",
    "help_desk": "a help desk",
    "assistant": "an assistant",
    "accounting": "an accounting system",
    "analytics": "an analytics system",
    "collaboration": "a collaboration system",
    "design": "a design system",
}
_DEPARTMENTS = {
    "sales": "Sales",
    "operations": "Operations",
    "service": "Service",
    "finance": "Finance",
    "product": "Product Development",
}
_SMALL_NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
)
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
_STOPS = {
    PILOT_STOPPED: "stops the pilot of",
    ABANDONED: "abandons the project of",
    RETIRED: "retires",
}
_TIMES = ("", "", " twice")


def department_name(function: int) -> str:
    """Return the name of a department: "Sales"."""
    return _DEPARTMENTS[FUNCTIONS[function]]


def firm_name(firm: int) -> str:
    """Return the name of a firm without one of its own: "firm 3"."""
    return f"firm {firm}"


def when(first: Month, last: Month) -> str:
    """Name a month or several: "months 4 to 12"."""
    if first == last:
        return _month(first)
    if first.warm_up:
        return f"{_month(first)} to {_month(last)}"
    return f"months {first.number} to {last.number}"


def _month(month: Month) -> str:
    return f"month {month.number}{' of the warm-up' if month.warm_up else ''}"


def _in_words(number: int) -> str:
    """Spell a small whole number: 0 is "no", 13 and more are digits."""
    return _SMALL_NUMBERS[number] if 0 <= number < len(_SMALL_NUMBERS) else f"{number:,}"


def _listed(names: Sequence[str], last: str) -> str:
    """Join names to a list in a sentence: "Sales, Service or Finance" with "or" before the last."""
    return f" {last} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _who(event: Event) -> str:
    return department_name(event.department)


def _money(amount: float) -> str:
    """Write an amount rounded to the euro: "2,104 EUR"."""
    return f"{round(amount):,} EUR"


def _months(count: int) -> str:
    return f"{_in_words(count) if count <= 12 else count} month{'' if count == 1 else 's'}"


def _times(count: int) -> str:
    return _TIMES[count] if count < len(_TIMES) else f" {_in_words(count)} times"


def _in_all(count: int) -> str:
    return " in all" if count > 1 else ""


def _ranking(shortlisted: int, better: int) -> str:
    """Say how many on the shortlist would truly have brought more than what was bought."""
    others = shortlisted - 1
    if others == 0:
        return "it was alone on the shortlist"
    if better == 0:
        return f"of the {_in_words(shortlisted)} on the shortlist it would truly bring most"
    if better == others:
        who = "the other one" if others == 1 else f"all {_in_words(others)} others"
    else:
        who = f"{_in_words(better)} of the {_in_words(shortlisted)}"
    return f"{who} on the shortlist would truly have brought more"


def _against_truth(event: Event) -> str:
    """Set the monthly benefit as believed beside the true one."""
    believed, true = _money(event.perceived), _money(event.true)
    contrast = "which is true" if believed == true else f"in truth {true}"
    return f"its benefit was put at {believed} a month, {contrast}"


def bought(event: Event, searched: int | None) -> str:
    """Tell of a choice, how it ranked on the shortlist and what was believed of it."""
    after = f" after {_months(searched)} of looking" if searched else ""
    ranking = _ranking(event.shortlisted, event.better)
    cue = _CUES[event.detail]
    return f"{_who(event)} buys {event.what}{after}; {ranking}; {cue}; {_against_truth(event)}."


def bought_nothing(events: Sequence[Event]) -> str:
    """Tell of one or several searches of a department that ended with nothing."""
    times = _times(len(events))
    return f"{_who(events[0])} looks for a new system{times} and buys nothing."


def looking(event: Event) -> str:
    """Tell of a search that has not ended yet."""
    return f"{_who(event)} starts to look for a new system and has not decided yet."


def stopped(event: Event, used: int | None) -> str:
    """Tell of a pilot or project that was stopped, or of a system that was retired."""
    verb = _STOPS[event.kind]
    after = f" after {_months(used)} in use" if used is not None else ""
    spent = f", with {_money(event.actual)} spent on it" if round(event.actual) else ""
    return f"{_who(event)} {verb} {event.what}{after}{spent}; {_against_truth(event)}."


def trouble(events: Sequence[Event]) -> str:
    """Tell of trouble in a project: how many months of work it added."""
    extra = sum(event.actual for event in events)
    times, first = _times(len(events)), events[0]
    return (
        f"the {first.what} project of {_who(first)} runs into trouble{times}: "
        f"{extra:.1f} more months of work{_in_all(len(events))}."
    )


def _trouble_on_the_way(events: Sequence[Event]) -> str:
    """Mention trouble in the sentence about what the project ended in."""
    times = _times(len(events))
    came = f"came{times} and " if times else ""
    return f"trouble {came}added {sum(event.actual for event in events):.1f} months of work"


def over_budget(event: Event) -> str:
    """Tell of a project whose spending has passed the plan."""
    return (
        f"the {event.what} project of {_who(event)} is over budget: "
        f"{_money(event.actual)} spent, {_money(event.planned)} planned."
    )


def went_live(
    event: Event, months: int | None, troubles: Sequence[Event], budget_passed: Month | None
) -> str:
    """Tell of a project that went live, how long it took and what it cost."""
    after = f" {_months(months)} after the decision" if months else ""
    cost = f"it cost {_money(event.actual)} against {_money(event.planned)} planned"
    since = f" (over budget since {_month(budget_passed)})" if budget_passed else ""
    because = f"; {_trouble_on_the_way(troubles)}" if troubles else ""
    return (
        f"{event.what} goes live in {_who(event)}{after}; {cost}{since}{because}.{_retyping(event)}"
    )


def _retyping(event: Event) -> str:
    """Say which departments' data has to be typed again, for want of a link."""
    unlinked = [
        department_name(place) for place in range(len(FUNCTIONS)) if (event.detail >> place) & 1
    ]
    if not unlinked:
        return ""
    return f" Nothing links it to the systems of {_listed(unlinked, 'or')}: data is typed twice."


def kept_against_truth(event: Event, again: bool) -> str:
    """Tell of an escalation: going on although the truth speaks against it."""
    still = "still " if again else ""
    belief = f"it is believed to bring {_money(event.perceived)}"
    if event.actual > 0.0:
        return (
            f"{_who(event)} {still}goes on with the {event.what} project: {_money(event.actual)} "
            f"are left to spend on what will truly bring {_money(event.true)} a month and cost "
            f"{_money(event.planned)}; {belief}."
        )
    return (
        f"{_who(event)} {still}keeps {event.what}, which truly brings {_money(event.true)} a month "
        f"and costs {_money(event.planned)}; {belief}."
    )


def fixed(events: Sequence[Event]) -> str:
    """Tell of one or several repairs of the same kind of the same system."""
    first, count = events[0], len(events)
    repair = _REPAIRS[first.detail].format(what=first.what)
    cost = sum(event.actual for event in events)
    paid = f"for {_money(cost)}{_in_all(count)}" if round(cost) else "at no cost"
    return f"{_who(first)} {repair}{_times(count)}, {paid}."


def judged_a_loss(event: Event) -> str:
    """Tell of a system that is a loss a year after it went live; ``true`` is its net value."""
    return (
        f"after a year, {event.what} in {_who(event)} truly costs {_money(-event.true)} a month "
        f"more than it brings; it is believed to bring {_money(event.perceived)} before its cost."
    )


def market_shift(event: Event, same: bool) -> str:
    """Tell of a jump of what customers reward; ``same`` if they rewarded that most before."""
    goal = GOALS[event.detail]
    return f"the market shifts; customers {'still' if same else 'now'} reward {goal} most."


def strategy_revised(event: Event, firm: str, same: bool) -> str:
    """Tell of a revised strategy; ``same`` if its first goal was the first one before."""
    goal = GOALS[event.detail]
    return f"{firm} revises its strategy; {goal} {'still' if same else 'now'} comes first."


def product_turn(event: Event, owners: Sequence[int]) -> str:
    """Tell of an emerging product that the firm has: it matured or disappointed."""
    where = _listed(sorted(department_name(function) for function in owners), "and")
    if event.kind == MATURED:
        return f"{event.what}, which {where} has bought, matures to what it was designed for."
    return f"{event.what}, which {where} has bought, disappoints and will stay as weak as it is."


def opening(case: Case) -> str:
    """Say how a teaching case begins, as the scenario tells it."""
    owned = [_CATEGORIES[system.category] for system in case.systems]
    has = f"has {_listed(owned, 'and')}, linked to nothing" if owned else "has no system"
    text = f"At the start {case.firm_name}, {case.headcount} people, {has}"
    if case.wish is not None:
        text += f"; it wants {_CATEGORIES[case.wish]}"
    if case.goal is not None and case.goal in GOALS:
        text += f"; {case.goal} comes first"
    return f"{text}."


def record_full(lost: int) -> str:
    """Admit that the record was full and how many events are not told."""
    return f"The record was full: {lost:,} later events are not told."


def ending(standing: Standing) -> str:
    """Sum up where a firm stands."""
    months, count = standing.months, standing.systems
    after = f"After {months} month{'' if months == 1 else 's'}" if months > 0 else "By now"
    running = standing.projects
    under_way = f" and {_counted(running, 'project')} under way" if running else ""
    text = f"{after}, {standing.firm} has {_counted(count, 'system')} live{under_way}"
    if count == 0:
        return f"{text}."
    if count == 1:
        text += f", {standing.usage:.0%} used; it "
        more = "brings", "costs", "it costs", "it brings"
    else:
        text += f", {standing.usage:.0%} used on average; together they "
        more = "bring", "cost", "they cost", "they bring"
    if standing.value >= 0.0:
        return f"{text}{more[0]} {_money(standing.value)} a month more than {more[2]} to run."
    return f"{text}{more[1]} {_money(-standing.value)} a month more to run than {more[3]}."


def _counted(count: int, noun: str) -> str:
    return f"{_in_words(count)} {noun}{'' if count == 1 else 's'}"
