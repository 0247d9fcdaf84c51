"""`smbsim run`: one market, and the story of a firm in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    from experiments.command_line.terminal import Terminal
    from experiments.single_run import SingleRun

__all__ = ["run"]


def run(
    scenario: ScenarioName = "default",
    policy: Annotated[
        str | None,
        typer.Option(help="Policy of the treated firms; without it nobody changes policy."),
    ] = None,
    firm: Annotated[
        int | None, typer.Option(help="Firm whose story is told, from 0.", show_default=False)
    ] = None,
    series: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the monthly series: .parquet or .csv."),
    ] = None,
    inside: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write what happened inside: projects, systems, links, vendors, with charts.",
        ),
    ] = None,
    overrides: Set = None,
    firms: Firms = None,
    months: Months = None,
    seed: Seed = None,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run one market once: a summary, and the story of one firm, month by month.

    In a teaching case the focal firm follows the last arm unless --policy says otherwise.
    """
    loaded = load(scenario, overrides, firms, months, seed)
    _refuse_unwritable(series, out)
    from experiments.command_line.terminal import Terminal

    terminal = Terminal(as_json, quiet)
    for note in loaded.notes:
        terminal.note(f"Note: {note}")
    from experiments.single_run import chosen_policy, run_once
    from experiments.table_identity import made_by

    chosen_policy(loaded.scenario, policy)
    from experiments.command_line.waiting import compile_once

    compile_once(terminal)
    result = run_once(loaded.scenario, policy, firm)
    about = made_by(scenario, result.seed, command_line())
    _write(terminal, result, about, series, out)
    if inside is not None:
        from experiments.run_inside import write_inside

        write_inside(result, inside, about)
        terminal.note(f"Written: {inside}")
    _print(terminal, result)
    if as_json:
        terminal.emit(result.to_dict())


def _refuse_unwritable(series: Path | None, out: Path | None) -> None:
    """Refuse what cannot be written before anything is computed."""
    from experiments.files import OutputError, writable_folder

    if series is not None:
        if series.suffix not in (".parquet", ".csv"):
            raise OutputError(f"{series} ends neither in .parquet nor in .csv")
        writable_folder(series.parent)
    if out is not None:
        writable_folder(out)


def _write(
    terminal: Terminal,
    result: SingleRun,
    about: Mapping[str, Any],
    series: Path | None,
    out: Path | None,
) -> None:
    from experiments.results import write_json, write_table
    from experiments.table_identity import signed

    table = signed(result.series, about)
    if series is not None:
        write_table(table, series)
        terminal.note(f"Written: {series}")
    if out is not None:
        write_table(table, out / "series.parquet")
        write_json({**result.to_dict(), "identity": dict(about)}, out / "run.json")
        terminal.note(f"Written: {out / 'series.parquet'}, {out / 'run.json'}")


def _print(terminal: Terminal, result: SingleRun) -> None:
    from analysis.notation import shown_unit
    from experiments.command_line.summary import shown
    from sim.outcomes import OUTCOMES

    untreated, treated = result.counts
    who = f"{treated} follow {result.policy}" if result.policy else "nobody changes policy"
    terminal.say(result.scenario.title, style="bold")
    terminal.say(
        f"{untreated + treated} firms, {result.scenario.run.months} months, seed {result.seed}; "
        f"{who}."
    )
    terminal.say()
    groups = [
        (f"{label} ({count})", place)
        for label, count, place in (
            ("treated", treated, 1),
            ("others" if treated else "all firms", untreated, 0),
        )
        if count
    ]
    rows = [
        (
            item.name,
            *(shown(result.means[item.name][place], item.unit) for _, place in groups),
            shown_unit(item.unit),
            item.meaning,
        )
        for item in OUTCOMES
    ]
    names = [label for label, _ in groups]
    terminal.table("Means over firms", ("outcome", *names, "unit", "meaning"), rows, names)
    if terminal.quiet:
        return
    name = result.firm_name[0].upper() + result.firm_name[1:]
    terminal.say()
    terminal.say(f"{name}, {result.headcount} people, policy {result.firm_policy}", style="bold")
    for line in result.story or ("Nothing happened here.",):
        terminal.say(line)
