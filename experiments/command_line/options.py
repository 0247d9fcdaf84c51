"""Options that several commands share, and what they do to a scenario."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sim.scenario_files import LoadedScenario

__all__ = [
    "Firms",
    "Json",
    "Months",
    "Out",
    "Quiet",
    "ScenarioName",
    "ScenarioNames",
    "Seed",
    "Set",
    "command_line",
    "load",
]


def _each_key_once(overrides: list[str] | None) -> list[str] | None:
    """Refuse two values for one key: one of them would be lost without a word."""
    from sim.scenario_files.overriding import read_key

    keys: dict[object, str] = {}
    for override in overrides or ():
        text = override.partition("=")[0].strip()
        key = read_key(text) or text
        if key in keys:
            raise typer.BadParameter(
                f"{text} is set twice, by {keys[key]} and {override}; give it one value"
            )
        keys[key] = override
    return overrides


_OPTION = {"firms.count": "--firms", "run.months": "--months", "run.seed": "--seed"}
_SCENARIO_HELP = "Path of a scenario file, or bare name of one that ships."

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help=_SCENARIO_HELP)]
ScenarioNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SCENARIO",
        help=f"{_SCENARIO_HELP} Several: each file is an arm.",
        show_default="default",
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        callback=_each_key_once,
        metavar="KEY=VALUE",
        help="Set any parameter by its dotted name; repeatable. `smbsim params` lists them.",
    ),
]
Firms = Annotated[int | None, typer.Option(help="Number of firms (firms.count).")]
Months = Annotated[int | None, typer.Option(help="Months after the fork (run.months).")]
Seed = Annotated[int | None, typer.Option(help="Seed of the first market (run.seed).")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="DIR", help="Write the results into this folder.", path_type=Path
    ),
]
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object; all else goes to stderr.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the result only.")]


def load(
    scenario: str,
    overrides: list[str] | None,
    firms: int | None = None,
    months: int | None = None,
    seed: int | None = None,
) -> LoadedScenario:
    """Load a scenario with the values of the common options on top."""
    from sim.scenario_files import ScenarioError, load_scenario

    named = {"firms.count": firms, "run.months": months, "run.seed": seed}
    given = {key: value for key, value in named.items() if value is not None}
    extra = [f"{key}={value}" for key, value in given.items()]
    try:
        return load_scenario(scenario, [*(overrides or []), *extra])
    except ScenarioError as error:
        raise ScenarioError(
            replace(problem, file=_OPTION[problem.key]) if problem.key in given else problem
            for problem in error.problems
        ) from None


def command_line() -> str:
    """Return the command as it was typed, without the folder of the program."""
    return shlex.join(["smbsim", *sys.argv[1:]])
