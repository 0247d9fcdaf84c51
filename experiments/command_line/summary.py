"""A comparison on the terminal: the answer first, then the numbers behind it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.notation import counted, number, percent, share_interval, shown_unit, write_estimate
from analysis.page_text import warnings

if TYPE_CHECKING:
    from analysis.summary import Contrast
    from experiments.command_line.terminal import Terminal
    from experiments.comparison import Comparison

__all__ = ["print_summary", "shown"]

_INTERVAL = "95 % interval"


def shown(value: float, unit: str) -> str:
    """Write a value in the unit in which it is shown; shares are shown in percent."""
    return number(100 * value if unit == "share" else value)


def print_summary(terminal: Terminal, result: Comparison) -> None:
    """Print the answer, headline, outcomes, channels, untreated firms and pairing audit."""
    summary = result.summary()
    identity = summary.identity
    if not terminal.quiet:
        terminal.say(identity.title, style="bold")
        terminal.say(identity.question)
        terminal.say()
    terminal.say(result.answer(), style="bold")
    for note in (*result.notes, *warnings(summary)):
        terminal.say(note, style="yellow")
    if terminal.quiet:
        return
    for contrast in summary.contrasts:
        terminal.say()
        _headline(terminal, contrast)
        terminal.say()
        _outcomes(terminal, contrast)
        terminal.say()
        _channels(terminal, contrast)
        terminal.say()
        _untreated(terminal, contrast)
        _audit(terminal, contrast)
    terminal.say()
    terminal.say(
        f"{counted(summary.pairs, 'market')} of {identity.firms} firms x {identity.months} months "
        f"in each of {len(identity.arms)} arms, seeds from {identity.seed}, "
        f"{identity.wall_seconds:.1f} s."
    )


def _headline(terminal: Terminal, contrast: Contrast) -> None:
    headline = contrast.headline
    firm = write_estimate(headline.per_firm)
    person = write_estimate(headline.per_employee_year)
    rows = [
        ("NPV per firm", f"{firm.signed} EUR", firm.interval),
        ("NPV per employee and year", f"{person.signed} EUR", person.interval),
        (
            f"firms worse off with {contrast.second}",
            f"{percent(headline.worse.share)} of {contrast.treated_firms}",
            share_interval(headline.worse),
        ),
    ]
    terminal.table(
        f"{contrast.first} less {contrast.second}, treated firms",
        ("", "difference", _INTERVAL),
        rows,
        ("difference", _INTERVAL),
    )


def _outcomes(terminal: Terminal, contrast: Contrast) -> None:
    rows: list[tuple[str, ...]] = []
    for item in contrast.outcomes.values():
        text = write_estimate(item.estimate, item.unit)
        means = (shown(item.means[arm], item.unit) for arm in (contrast.first, contrast.second))
        rows.append((item.name, *means, text.signed, text.interval, shown_unit(item.unit)))
    numeric = (contrast.first, contrast.second, "difference", _INTERVAL)
    terminal.table("Outcomes of the treated firms", ("outcome", *numeric, "unit"), rows, numeric)


def _channels(terminal: Terminal, contrast: Contrast) -> None:
    rows: list[tuple[str, ...]] = []
    for item in contrast.channels.values():
        text = write_estimate(item.estimate)
        rows.append((item.label, text.signed, text.interval, item.meaning))
    total = write_estimate(contrast.outcomes["npv"].estimate)
    rows.append(("Sum", total.signed, total.interval, "net present value"))
    terminal.table(
        "Where the difference comes from, EUR per firm",
        ("channel", "difference", _INTERVAL, "meaning"),
        rows,
        ("difference", _INTERVAL),
    )


def _untreated(terminal: Terminal, contrast: Contrast) -> None:
    if contrast.untreated_firms == 0:
        terminal.say("All firms are treated; there are no others.")
        return
    text = write_estimate(contrast.untreated)
    terminal.say(
        f"The others ({contrast.untreated_firms} untreated firms) change by {text.signed} EUR per "
        f"firm ({text.limits})."
    )


def _audit(terminal: Terminal, contrast: Contrast) -> None:
    audit = contrast.audit
    if math.isnan(audit.correlation):
        terminal.say("Pairing: too few pairs, or no differences, to say what it was worth.")
        return
    saved = ""
    if math.isfinite(audit.pairs_saved):
        saved = f" and saves {number(audit.pairs_saved, 2)} pairs per arm"
    terminal.say(
        f"Pairing: the arms correlate by {number(audit.correlation, 2)}; it removes "
        f"{percent(audit.variance_removed)} of the variance{saved}."
    )
