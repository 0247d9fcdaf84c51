"""`smbsim reproduce` and `smbsim doctor`: what holds still, and what is well here."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.command_line.exit_codes import FINDINGS, OK
from experiments.command_line.options import Json, Quiet

__all__ = ["doctor", "reproduce"]


def reproduce(
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="DIR#CELL, DIR#CELL/PAIR or DIR#CELL/PAIR/ARM of a study; DIR#PAIR or "
            "DIR#charts/NAME.svg of a comparison.",
        ),
    ],
    as_json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Run one cell, pair or figure of stored results again and say whether the bits agree."""
    from experiments.command_line.terminal import Terminal
    from experiments.command_line.waiting import compile_once
    from experiments.reproducing import reproduce as run_again

    terminal = Terminal(as_json, quiet)
    compile_once(terminal)
    result = run_again(identifier)
    terminal.say(result.sentence(), style="bold" if result.agrees else "yellow")
    for warning in result.warnings:
        terminal.note(f"Note: {warning}")
    if as_json:
        terminal.emit(
            {
                "what": result.what,
                "agrees": result.agrees,
                "compared": result.compared,
                "differing": list(result.differing),
                "warnings": list(result.warnings),
            }
        )
    return OK if result.agrees else FINDINGS


def doctor(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="SCENARIO", help="Check the model's own invariants on this scenario, too."
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Check installation, machine and limits, and say what to do where something is amiss."""
    from experiments.command_line.terminal import Terminal
    from experiments.health import examine

    terminal = Terminal(as_json, quiet)
    findings = list(examine(scenario))
    for item in findings:
        if not (quiet and item.well):
            terminal.say(item.sentence(), style=None if item.well else "yellow")
    if as_json:
        terminal.emit({"findings": [item.to_dict() for item in findings]})
    return OK if all(item.well for item in findings) else FINDINGS
