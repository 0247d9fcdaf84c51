"""The report of a sweep as a page: where the first arm pays, where it does not."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.charts.cells import cells_chart
from analysis.charts.signature import sign
from analysis.identity import RunIdentity
from analysis.notation import counted, level, number, outcome_label, p_value, percent, shown_unit
from analysis.page_tables import repeat_facts
from analysis.pages import (
    Fact,
    Figure,
    Listing,
    Page,
    Row,
    RowGroup,
    Section,
    Source,
    Table,
    Text,
)
from analysis.statistics import CONFIDENCE
from analysis.sweep_tables import AHEAD, BEHIND, UNCLEAR, sweep_cells
from analysis.wording import durations, size_of_market
from sim.outcomes import OUTCOMES

__all__ = ["sweep_answer", "sweep_page"]

MOST_ROWS = 30
UNITS = {item.name: item.unit for item in OUTCOMES}


def sweep_page(
    design: pd.DataFrame,
    differences: pd.DataFrame,
    identity: RunIdentity,
    outcome: str,
    warnings: Sequence[str] = (),
) -> Page:
    """Put the report of a sweep together.

    Parameters
    ----------
    design
        One row per cell: ``cell`` and one column per factor.
    differences
        Columns cell, pair, difference: paired differences of the first two arms' treated firms.
    identity
        What was run.
    outcome
        Name of the outcome that differs.
    warnings
        What a reader must know first, such as that the sweep is not finished.

    Raises
    ------
    ValueError
        If there is no difference at all.
    """
    cells, unit = _shown_cells(design, differences, outcome)
    factors = [name for name in design.columns if name != "cell"]
    first, second = identity.arms[:2]
    chart = cells_chart(cells, factors, (first, second), unit)
    source = Source(
        identity.command,
        repeat_facts(identity, f"up to {identity.pairs} per cell, {counted(len(cells), 'cell')}"),
        identity.citation,
        identity.signature,
        identity.version,
    )
    return Page(
        title=f"{identity.title}: {first} and {second} over {counted(len(cells), 'cell')}",
        kicker=f"{identity.title} · {first} compared with {second} · {', '.join(factors)}",
        question=identity.question or f"Where does {first} pay, and where does it not?",
        answer=_answer(cells, identity, outcome, unit),
        warnings=(*warnings, *_warnings(cells)),
        facts=_facts(cells, first, unit),
        facts_label=f"Cells by what they show: {first} minus {second}",
        note=f"All differences on this page are {first} minus {second}.",
        sections=(
            Section(
                "where",
                "Where does it hold, and where not?",
                (
                    Figure(
                        "cells",
                        sign(chart, identity.signature),
                        f"Each dot is a cell of the design, above the dotted line where {first} "
                        f"has more. Other factors vary along within a panel, which spreads dots "
                        "of the same value.",
                    ),
                    Text(_against(cells, factors, first, unit)),
                    _table(cells, factors, (first, second), unit),
                ),
            ),
            Section("method", "Method", (Listing(tuple(_method(identity)), ordered=True),)),
            Section("limits", "What this does not say", (Listing(_LIMITS),)),
        ),
        source=source,
    )


def sweep_answer(
    design: pd.DataFrame, differences: pd.DataFrame, identity: RunIdentity, outcome: str
) -> str:
    """Answer in one sentence in how many cells the first arm is ahead; as for `sweep_page`.

    Raises
    ------
    ValueError
        If there is no difference at all.
    """
    cells, unit = _shown_cells(design, differences, outcome)
    return _answer(cells, identity, outcome, unit)


def _shown_cells(
    design: pd.DataFrame, differences: pd.DataFrame, outcome: str
) -> tuple[pd.DataFrame, str]:
    """Return the table of cells in the unit in which they are shown, and that unit."""
    if differences.empty:
        raise ValueError("The sweep has no finished pair yet, so there is nothing to report.")
    cells = sweep_cells(design, differences)
    unit = UNITS.get(outcome, "EUR")
    cells[["difference", "low", "high"]] *= 100.0 if unit == "share" else 1.0
    return cells, shown_unit(unit, difference=True)


def _records(cells: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return cells.to_dict(orient="records")


def _counts(cells: pd.DataFrame) -> dict[str, int]:
    return {
        verdict: int((cells["verdict"] == verdict).sum()) for verdict in (AHEAD, BEHIND, UNCLEAR)
    }


def _answer(cells: pd.DataFrame, identity: RunIdentity, outcome: str, unit: str) -> str:
    counts, (first, second) = _counts(cells), identity.arms[:2]
    ranked = _records(cells.sort_values("difference", kind="stable"))
    low, high = ranked[0], ranked[-1]
    return (
        f"{durations(identity)} after the fork, {first} is clearly ahead of {second} in "
        f"{counts[AHEAD]} of {counted(len(cells), 'cell')}, clearly behind in {counts[BEHIND]}, "
        f"and in {counts[UNCLEAR]} it cannot be told; the difference in "
        f"{outcome_label(outcome)} runs from {number(low['difference'])} ({_limits(low)}) to "
        f"{number(high['difference'])} ({_limits(high)}) {unit}, "
        "with 95 % intervals of these cells by themselves."
    )


def _limits(cell: Mapping[Hashable, Any]) -> str:
    if not cell["high"] - cell["low"] >= 0.0:
        return "no interval"
    return f"{number(cell['low'])} to {number(cell['high'])}"


def _warnings(cells: pd.DataFrame) -> list[str]:
    """Return the power guard: when so few pairs can hardly show anything."""
    fewest = int(cells["n"].min())
    if fewest < 2:
        return [f"Some cells have {fewest} pair only; nothing can be claimed about them."]
    unclear = cells[cells["verdict"] == UNCLEAR]
    if len(unclear) > len(cells) / 2:
        half = float(((unclear["high"] - unclear["low"]) / 2.0).median())
        return [
            f"Too few pairs for a claim in {len(unclear)} of {counted(len(cells), 'cell')}: with "
            f"{fewest} pairs and more a difference of about {number(half)} is typically lost in "
            "the luck. That these cells are not clear does not show that the arms are equal there."
        ]
    return []


def _facts(cells: pd.DataFrame, first: str, unit: str) -> tuple[Fact, ...]:
    counts = _counts(cells)
    words = {AHEAD: f"{first} clearly ahead", BEHIND: f"{first} clearly behind", UNCLEAR: UNCLEAR}
    return (
        *(
            Fact(
                name[0].upper() + name[1:],
                f"{counts[verdict]:,}",
                f"{percent(counts[verdict] / len(cells))} of all",
            )
            for verdict, name in words.items()
        ),
        Fact("Mean over cells", number(float(cells["difference"].mean()), signed=True), unit),
    )


def _against(cells: pd.DataFrame, factors: Sequence[str], first: str, unit: str) -> str:
    behind = cells[cells["verdict"] == BEHIND]
    if behind.empty:
        return f"In no cell of this sweep is {first} clearly behind."
    worst = _records(behind.sort_values("difference", kind="stable"))[0]
    where = ", ".join(f"{name} {_value(worst[name])}" for name in factors)
    return (
        f"It does not hold everywhere: {first} is clearly behind in "
        f"{counted(len(behind), 'cell')}, most of all where {where} "
        f"({number(worst['difference'])} {unit})."
    )


def _value(value: object) -> str:
    return level(float(value)) if isinstance(value, int | float) else str(value)


def _table(cells: pd.DataFrame, factors: Sequence[str], arms: tuple[str, str], unit: str) -> Table:
    """Return the cells as a table; of many, those with the lowest and the highest difference."""
    ranked = cells.sort_values("difference", kind="stable")
    some = len(ranked) > MOST_ROWS
    shown = pd.concat([ranked.head(MOST_ROWS // 2), ranked.tail(MOST_ROWS // 2)]) if some else cells
    rows = tuple(
        Row(
            (
                str(cell["cell"]),
                *(_value(cell[name]) for name in factors),
                number(cell["difference"], signed=True),
                _limits(cell),
                p_value(cell["discovery"]),
                str(cell["verdict"]),
                str(cell["n"]),
            )
        )
        for cell in _records(shown)
    )
    ends = f"The {MOST_ROWS // 2} cells with the lowest and with the highest difference"
    which = ends if some else "All cells"
    return Table(
        name="cells",
        caption=f"{which}, difference between {arms[0]} and {arms[1]} ({unit}). Intervals are of "
        "each cell by itself; p is adjusted for all cells of the sweep (false discovery rate), and "
        f"{arms[0]} is called ahead or behind where it is below {1.0 - CONFIDENCE:.2g}.",
        columns=("Cell", *factors, "Difference", "95 % interval", "p", "Verdict", "n"),
        groups=(RowGroup(rows),),
    )


def _method(identity: RunIdentity) -> list[str]:
    return [
        f"An agent-based model of a market of {size_of_market(identity)}, run in monthly steps for "
        f"{durations(identity)} after the fork, once per arm and pair.",
        "All arms of a pair share all luck (common random numbers), and so do the cells of a "
        "design: pair 7 is the same market in every cell, as far as the factors allow.",
        "Each pair gives one number, the mean over treated firms of the difference; intervals are "
        "over pairs (Student's t), because firms of one market are not independent.",
        "All cells are judged together: of the cells called clear, 5 % are wrong on average "
        "(Benjamini & Hochberg 1995).",
        "A cell that is not clear is not shown to be without effect; its interval says what is "
        "still possible.",
    ]


_LIMITS = (
    "It is a result about a model; no real firm was observed.",
    "It holds within the ranges of the factors above and for the values of all other parameters.",
    "Factors were set, so differences between cells are caused by them; but a factor's panel shows "
    "it together with the others that vary along.",
)
