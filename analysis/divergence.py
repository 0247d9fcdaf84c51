"""Where two arms of one firm part first, and what follows from it in the same place.

A *place* is a slot of a department: what is bought there, introduced, reviewed and retired is one
chain of events. Two arms of a firm share their past until the fork, and all luck after it; so the
first recorded decision that one arm takes and the other does not is where the stories part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

__all__ = ["DECISIONS", "KINDS", "Divergence", "Kind", "first_divergence"]


class Kind(NamedTuple):
    """A way in which two arms can part first."""

    name: str
    label: str
    meaning: str


KINDS: tuple[Kind, ...] = (
    Kind("searched", "Looked or not", "one arm began to look for a system, the other did not"),
    Kind("bought", "Bought or not", "the same search ended in a purchase in one arm only"),
    Kind("product", "Another product", "the same search ended in different products"),
    Kind("timing", "Decided at another time", "the same search took longer in one arm"),
    Kind("links", "Links planned or not", "the same project went live linked to other systems"),
    Kind("introduction", "Introduced otherwise", "the same project took another course"),
    Kind("stopped", "Stopped or kept", "one arm stopped or retired what the other kept"),
    Kind("escalated", "Kept against the truth", "one arm kept on paying for what truly loses"),
    Kind("repaired", "Repaired or left", "one arm trained, reorganised or linked, one did not"),
    Kind("strategy", "Strategy revised or not", "one arm revised its strategy, or otherwise"),
    Kind("none", "No decision differs", "only what practices cost and how people take to systems"),
)
"""All kinds, in the order of a system's life."""

DECISIONS: tuple[str, ...] = (
    "search began",
    "chosen",
    "nothing chosen",
    "pilot stopped",
    "went live",
    "abandoned",
    "escalated",
    "fixed",
    "retired",
    "strategy revised",
)
"""Kinds of events that show a decision of the firm; trouble and overruns are what befalls it."""

_STOPS = ("pilot stopped", "abandoned", "retired")
_DETAILED = ("went live", "fixed", "strategy revised")


@dataclass(frozen=True)
class Divergence:
    """Where two arms of a firm part.

    Attributes
    ----------
    kind
        Name of one of `KINDS`.
    month
        Month after the fork of the first decision that differs; None where none does.
    department, slot
        Place of that decision; None for the firm's strategy and where none differs.
    sentence
        What happened in each arm.
    """

    kind: str
    month: int | None
    department: str | None
    slot: int | None
    sentence: str


def first_divergence(
    first: pd.DataFrame, second: pd.DataFrame, arms: tuple[str, str]
) -> Divergence:
    """Find the first decision in which two arms of one firm differ, and say of what kind it is.

    Parameters
    ----------
    first, second
        Events of the firm after the fork, in the order in which they were recorded, one table per
        arm: columns month, kind, department, slot, product, detail.
    arms
        Names of the arms.
    """
    tables = (_decisions(first), _decisions(second))
    only = _only_in_one(tables)
    if not only:
        text = f"No decision differs between {arms[0]} and {arms[1]}."
        return Divergence("none", None, None, None, text)
    number, event = min(only, key=lambda item: (item[1].month, item[0] != 0))
    own, other = tables[number], tables[1 - number]
    names = (arms[number], arms[1 - number])
    if event.kind == "strategy revised":
        kind, text = _strategy(event, other, names)
        return Divergence(kind, event.month, None, None, f"month {event.month}: {text}")
    kind, text = _classify(event, own, other, names)
    where = f"month {event.month}, {event.department}: "
    return Divergence(kind, event.month, event.department, event.slot, where + text)


class Decision(NamedTuple):
    """One recorded decision."""

    month: int
    kind: str
    department: str
    slot: int
    product: str
    detail: str


def _decisions(events: pd.DataFrame) -> list[Decision]:
    kept = events[events["kind"].isin(DECISIONS)]
    return [
        Decision(
            int(row["month"]),
            str(row["kind"]),
            _text(row["department"]),
            -1 if pd.isna(row["slot"]) else int(row["slot"]),
            _text(row["product"]),
            _text(row["detail"]) if row["kind"] in _DETAILED else "",
        )
        for row in kept.to_dict("records")
    ]


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _only_in_one(
    tables: tuple[Sequence[Decision], Sequence[Decision]],
) -> list[tuple[int, Decision]]:
    """Return the decisions that only one arm took, with the number of the arm, in order."""
    found = []
    for number, own in enumerate(tables):
        left = Counter(tables[1 - number])
        for event in own:
            if left[event] > 0:
                left[event] -= 1
            else:
                found.append((number, event))
    return found


def _strategy(event: Decision, other: Sequence[Decision], arms: tuple[str, str]) -> tuple[str, str]:
    same = [e for e in other if e.kind == event.kind and e.month == event.month]
    if same:
        return "strategy", (
            f"both revise their strategy; {arms[0]} puts {event.detail} first, {arms[1]} "
            f"{same[0].detail}."
        )
    return "strategy", f"{arms[0]} revises its strategy ({event.detail} first), {arms[1]} does not."


def _classify(
    event: Decision, own: Sequence[Decision], other: Sequence[Decision], arms: tuple[str, str]
) -> tuple[str, str]:
    """Return kind and sentence of a parting in one place; ``event`` is of the first arm only."""
    there = [e for e in other if (e.department, e.slot) == (event.department, event.slot)]
    one, two = arms
    if event.kind == "search began":
        return "searched", f"{one} begins to look for a system, {two} does not."
    if event.kind in ("chosen", "nothing chosen"):
        here = [e for e in own if (e.department, e.slot) == (event.department, event.slot)]
        return _ends_of_search(event, here, there, arms)
    later = [e for e in there if e.product == event.product]
    if event.kind == "went live":
        return _introduction(event, later, arms)
    if event.kind in _STOPS:
        verbs = {"pilot stopped": "stops the pilot of", "abandoned": "abandons"}
        verb = verbs.get(event.kind, "retires")
        return "stopped", f"{one} {verb} {event.product}, {two} goes on."
    if event.kind == "escalated":
        answer = _meanwhile(event, later)
        return "escalated", (
            f"{one} goes on with {event.product} although it truly loses; {two} {answer}."
        )
    return "repaired", f"{one} {_repair(event)}, {two} does not."


def _repair(event: Decision) -> str:
    verbs = {"use": "trains people on", "process": "reorganises work for", "links": "links"}
    return f"{verbs.get(event.detail, 'repairs')} {event.product}"


def _meanwhile(event: Decision, other: Sequence[Decision]) -> str:
    """Say what the other arm decides about the same system in the same month."""
    same = next((e for e in other if e.month == event.month), None)
    if same is None:
        return "takes no decision on it"
    if same.kind == "fixed":
        return _repair(same)
    return "stops it" if same.kind in _STOPS else "takes no such decision"


def _ends_of_search(
    event: Decision,
    own: Sequence[Decision],
    other: Sequence[Decision],
    arms: tuple[str, str],
) -> tuple[str, str]:
    """Compare how the same search ended in both arms."""
    one, two = arms
    began = max(
        (e.month for e in own if e.kind == "search began" and e.month <= event.month), default=0
    )
    end = next(
        (e for e in other if e.kind in ("chosen", "nothing chosen") and e.month >= began), None
    )
    bought = f"buys {event.product}" if event.kind == "chosen" else "buys nothing"
    if end is None:
        return "bought", f"the same search: {one} {bought}, {two} has not decided by the end."
    when = f" in month {end.month}" if end.month != event.month else ""
    answer = f"buys {end.product}{when}" if end.kind == "chosen" else f"buys nothing{when}"
    if event.kind != end.kind:
        return "bought", f"the same search: {one} {bought}, {two} {answer}."
    if event.product != end.product:
        return "product", f"the same search: {one} {bought}, {two} {answer}."
    return "timing", f"the same search: {one} {bought} now, {two} does the same{when}."


def _introduction(
    event: Decision, other: Sequence[Decision], arms: tuple[str, str]
) -> tuple[str, str]:
    """Compare how the same project went in both arms."""
    one, two = arms
    live = next((e for e in other if e.kind == "went live" and e.month >= event.month), None)
    if live is None:
        stop = next((e for e in other if e.kind in _STOPS), None)
        when = f"stopped it in month {stop.month}" if stop else "is still at it in the end"
        return "stopped", f"{event.product} goes live in {one}; {two} {when}."
    when = "too" if live.month == event.month else f"in month {live.month}"
    if live.detail != event.detail:
        return "links", (
            f"{event.product} goes live in {one} ({_unlinked(event)}), in {two} {when} "
            f"({_unlinked(live)})."
        )
    return "introduction", f"{event.product} goes live in {one}, in {two} {when}."


def _unlinked(event: Decision) -> str:
    if not event.detail:
        return "linked to all it needs"
    return f"without links to {event.detail}"
