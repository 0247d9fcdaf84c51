"""`smbsim diff`: what tells two scenarios apart."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.command_line.options import Json, Quiet, Set, load

if TYPE_CHECKING:
    from experiments.command_line.terminal import Terminal
    from experiments.scenario_differences import InputChange, OutputChange
    from sim.parameters import Scenario

__all__ = ["diff"]

_HELP = "Path of a scenario file, bare name of one that ships, or folder of a comparison."


def diff(
    first: Annotated[str, typer.Argument(metavar="A", help=_HELP)],
    second: Annotated[str, typer.Argument(metavar="B", help=_HELP)],
    pairs: Annotated[
        int, typer.Option(min=0, help="Markets that both are run on; 0 compares inputs alone.")
    ] = 5,
    overrides: Set = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare two scenarios: which inputs differ, by meaning, and which outputs moved beyond noise.

    Both are run on the same seeds. --set changes both. Two folders that `smbsim compare --out`
    wrote are compared as they are, on the seeds that both have.
    """
    from experiments.command_line.terminal import Terminal

    terminal = Terminal(as_json, quiet)
    if Path(first).is_dir() or Path(second).is_dir():
        inputs, outputs, pairs = _of_folders(first, second, overrides)
        _print_inputs(terminal, inputs, first, second)
        _print_outputs(terminal, outputs, (first, second), pairs)
    else:
        one, two = (load(name, overrides).scenario for name in (first, second))
        from experiments.scenario_differences import input_changes

        inputs, outputs = input_changes(one, two), ()
        _print_inputs(terminal, inputs, first, second)
        if pairs:
            outputs = _run(terminal, one, two, pairs)
            _print_outputs(terminal, outputs, (first, second), pairs)
    if as_json:
        terminal.emit(
            {
                "inputs": [asdict(item) for item in inputs],
                "pairs": pairs,
                "outputs": [_plain(item) for item in outputs],
            }
        )


def _run(terminal: Terminal, one: Scenario, two: Scenario, pairs: int) -> tuple[OutputChange, ...]:
    from experiments.command_line.waiting import compile_once
    from experiments.scenario_differences import output_changes

    compile_once(terminal)
    with terminal.progress("Running", 2 * pairs) as progress:
        return output_changes(one, two, pairs, progress)


def _of_folders(
    first: str, second: str, overrides: list[str] | None
) -> tuple[tuple[InputChange, ...], tuple[OutputChange, ...], int]:
    """Return changes of inputs and outputs between two comparisons, and how many seeds they share.

    Raises
    ------
    OutputError
        When one is no folder of a comparison, or the two cannot be compared.
    """
    from experiments.files import OutputError
    from experiments.results import read_results
    from experiments.scenario_differences import kept_changes, kept_input_changes

    for name in (first, second):
        if not Path(name).is_dir():
            raise OutputError(f"{name} is no folder; compare two folders or two scenarios")
    if overrides:
        raise OutputError("--set changes scenarios; the folders hold results that are there")
    one, two = read_results(first), read_results(second)
    outputs = kept_changes(one, two)
    seeds = set(one.firms["seed"]) & set(two.firms["seed"])
    return kept_input_changes(one, two), outputs, len(seeds)


def _print_inputs(
    terminal: Terminal, inputs: tuple[InputChange, ...], first: str, second: str
) -> None:
    rows = [
        (item.name, _value(item.first), _value(item.second), item.unit, item.meaning)
        for item in inputs
    ]
    if rows:
        terminal.table("Inputs that differ", ("name", first, second, "unit", "meaning"), rows)
    else:
        terminal.say(f"{first} and {second} say the same, but for titles.")


def _value(value: Any) -> str:
    if value is None:
        return "not there"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _print_outputs(
    terminal: Terminal, outputs: tuple[OutputChange, ...], names: tuple[str, str], pairs: int
) -> None:
    from analysis.notation import counted, shown_unit, write_estimate
    from experiments.command_line.summary import shown

    moved = [item for item in outputs if item.moved]
    terminal.say()
    if not moved:
        terminal.say(
            f"No output moved beyond noise in {counted(pairs, 'market')}; a change that these "
            "could not see may still be there."
        )
        return
    rows = []
    for item in moved:
        text = write_estimate(item.change, item.unit)
        means = (shown(value, item.unit) for value in item.means)
        unit = shown_unit(item.unit)
        rows.append((item.name, *means, text.signed, text.interval, unit, item.meaning))
    numbers = (*names, "change", "95 % interval")
    title = (
        f"Outputs that moved beyond noise in {counted(pairs, 'market')}, treated firms, first arm"
    )
    terminal.table(title, ("output", *numbers, "unit", "meaning"), rows, numbers)
    terminal.say(f"{len(outputs) - len(moved)} other outputs did not move beyond noise.")


def _plain(item: OutputChange) -> dict[str, Any]:
    change = item.change
    return {
        "name": item.name,
        "unit": item.unit,
        "mean": list(item.means),
        "change": change.difference,
        "low": change.low if change.has_interval else None,
        "high": change.high if change.has_interval else None,
        "moved": item.moved,
    }
