"""`smbsim explain`: where the arms of a firm part first, and what follows in euros."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.command_line.options import (
    Firms,
    Json,
    Months,
    Out,
    Quiet,
    ScenarioName,
    Seed,
    Set,
    command_line,
    load,
)

if TYPE_CHECKING:
    from analysis.divergence_summary import DivergenceSummary
    from experiments.command_line.terminal import Terminal
    from experiments.divergences import FirmPair
    from experiments.explanation import Explanation

__all__ = ["explain"]

SENTENCES = 6


def explain(
    scenario: ScenarioName = "default",
    arms: Annotated[
        str | None, typer.Option(help="Two policies with a comma; by default the scenario's.")
    ] = None,
    firm: Annotated[
        int | None,
        typer.Option(
            help="Treated firm of the first market that is followed, from 0; by default a typical "
            "one.",
            show_default=False,
        ),
    ] = None,
    pairs: Annotated[
        int, typer.Option(min=1, help="Markets over which the kinds of parting are counted.")
    ] = 10,
    treated: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Share of firms treated (comparison.treated)."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Markets run at a time; changes no result.")
    ] = None,
    overrides: Set = None,
    firms: Firms = None,
    months: Months = None,
    seed: Seed = None,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say why two arms differ: the first decision in which they part, and what came of it.

    One firm is followed month by month through both arms; over many markets it is counted which
    kind of first parting carries the difference.
    """
    loaded = load(scenario, overrides, firms, months, seed)
    from experiments.arms import ArmsError, policy_arms

    names = loaded.scenario.comparison.arms[:2] if arms is None else arms.split(",")
    chosen = policy_arms(loaded.scenario, [name.strip() for name in names])
    if len(chosen) != 2:
        raise ArmsError(f"two arms part from each other; --arms names {len(chosen)}")
    from experiments.command_line.terminal import Terminal

    terminal = Terminal(as_json, quiet)
    if out is not None:
        from experiments.files import writable_folder

        writable_folder(out)
    from experiments.command_line.waiting import compile_once

    compile_once(terminal)
    from experiments import explanation

    with terminal.progress("Following", pairs) as progress:
        result = explanation.explain(
            loaded, chosen, firm, pairs, treated, threads, progress, command_line()
        )
    _show(terminal, result, out)


def _show(terminal: Terminal, result: Explanation, out: Path | None) -> None:
    """Print the result and write the folder."""
    from analysis.divergence_wording import divergence_answer

    terminal.say(divergence_answer(result.summary), style="bold")
    if not terminal.quiet:
        _firm(terminal, result.story)
        _kinds(terminal, result.summary)
    if out is not None:
        from experiments.explanation_results import write_explanation

        written = write_explanation(result, out)
        terminal.note(f"Written: {', '.join(str(path) for path in written)}")
    elif not terminal.as_json:
        terminal.note("For the report with charts, and the tables: add --out DIR")
    if terminal.as_json:
        from experiments.explanation import to_dict

        terminal.emit(to_dict(result))


def _firm(terminal: Terminal, story: FirmPair) -> None:
    from analysis.notation import number
    from sim.outcomes import CHANNELS

    name = story.name[0].upper() + story.name[1:]
    terminal.say()
    terminal.say(f"{name}, {story.headcount} people, seed {story.seed}", style="bold")
    terminal.say(f"Parting: {story.divergence.sentence}")
    for arm, label in enumerate(story.arms):
        followed = story.what_followed(arm)
        if followed:
            terminal.say(f"What came of it, {label}:")
        for text in followed[:SENTENCES]:
            terminal.say(f"  {text}")
        if len(followed) > SENTENCES:
            terminal.say(f"  ... and {len(followed) - SENTENCES} more")
    money = sorted(story.channels().items(), key=lambda item: -abs(item[1]))
    labels = {f"channel_{channel.name}": channel.label for channel in CHANNELS}
    parts = ", ".join(
        f"{labels[key].lower()} {number(value, signed=True)}" for key, value in money[:4]
    )
    terminal.say(
        f"In the end: EUR {number(story.difference, signed=True)} of net present value, "
        f"{story.arms[0]} less {story.arms[1]}; most of all {parts}."
    )


def _kinds(terminal: Terminal, summary: DivergenceSummary) -> None:
    from analysis.notation import counted, percent, write_estimate

    rows = []
    for item in summary.kinds:
        text = write_estimate(item.contribution)
        rows.append(
            (
                item.label,
                percent(item.share.difference),
                write_estimate(item.mean).signed,
                text.signed,
                text.interval,
                item.meaning,
            )
        )
    total = write_estimate(summary.total)
    rows.append(("All", "100 %", total.signed, total.signed, total.interval, ""))
    numbers = ("firms", "their mean", "carried", "95 % interval")
    terminal.say()
    terminal.table(
        f"First partings of {summary.firms} treated firms in {counted(summary.pairs, 'market')}, "
        "EUR of NPV",
        ("parting", *numbers, "meaning"),
        rows,
        numbers,
    )
