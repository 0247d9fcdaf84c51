"""`smbsim check` and `smbsim new`: looking after scenario and study files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.command_line.exit_codes import BAD_INPUT, FINDINGS, OK
from experiments.command_line.options import Json, Quiet, Set

if TYPE_CHECKING:
    from experiments.studies import Study
    from sim.scenario_files import LoadedScenario, Problem

__all__ = ["check", "new"]


def check(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SCENARIO",
            help="Files, or bare names of scenarios or studies that ship.",
            show_default="all that ship",
        ),
    ] = None,
    overrides: Set = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Check scenario and study files and list all problems of each at once."""
    from experiments.command_line.terminal import Terminal
    from experiments.studies import load_study, shipped_studies
    from experiments.studies.loading import names_study
    from sim.scenario_files import (
        ScenarioError,
        find_scenario,
        load_scenario,
        shipped_scenarios,
    )
    from sim.scenario_files.overriding import SET

    terminal = Terminal(as_json, quiet)
    studies = {name for name in scenarios or shipped_studies() if names_study(name)}
    for name in scenarios or []:
        if name not in studies:
            find_scenario(name)
    problems: list[Problem] = []
    sound: list[LoadedScenario | Study] = []
    for name in scenarios or [*shipped_scenarios(), *shipped_studies()]:
        try:
            load = load_study if name in studies else load_scenario
            sound.append(load(name, overrides or []))
        except ScenarioError as error:
            problems += error.problems
    problems = list(dict.fromkeys(problems))
    for problem in problems:
        terminal.say(str(problem))
    for loaded in sound:
        for note in loaded.notes:
            terminal.note(f"Note: {note}")
        if not quiet:
            terminal.say(f"{loaded.source}: no problems")
    if as_json:
        terminal.emit(
            {
                "problems": [problem.to_dict() for problem in problems],
                "sound": [loaded.source for loaded in sound],
                "notes": [note for loaded in sound for note in loaded.notes],
            }
        )
    if problems and all(problem.file == SET for problem in problems):
        return BAD_INPUT
    return FINDINGS if problems else OK


def new(
    path: Annotated[Path, typer.Argument(help="File to write, ending in .toml.")],
    base: Annotated[
        str, typer.Option("--from", metavar="NAME", help="Scenario that ships, to start from.")
    ] = "default",
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> int:
    """Write a commented scenario file to start from."""
    from experiments.command_line.new_scenario import new_scenario_text
    from experiments.files import OutputError, replaced_at_once

    if path.suffix != ".toml":
        raise OutputError(f"{path} does not end in .toml; scenario files do")
    if path.exists() and not force:
        typer.echo(f"smbsim: {path} exists; --force replaces it", err=True)
        return BAD_INPUT
    text = new_scenario_text(base)
    with replaced_at_once(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    typer.echo(f"{path} is written. Next: smbsim check {path}, then smbsim compare {path}")
    return OK
