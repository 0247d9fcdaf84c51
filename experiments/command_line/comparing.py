"""`smbsim compare`: the cost of misalignment, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.command_line.options import (
    Firms,
    Json,
    Months,
    Out,
    Quiet,
    ScenarioNames,
    Seed,
    Set,
    command_line,
    load,
)

if TYPE_CHECKING:
    from experiments.command_line.terminal import Terminal
    from experiments.comparison import Comparison
    from sim.scenario_files import LoadedScenario

__all__ = ["compare"]


def compare(
    scenarios: ScenarioNames = None,
    arms: Annotated[
        str | None,
        typer.Option(help="Policies to compare, with commas; the first less another is shown."),
    ] = None,
    pairs: Annotated[
        int | None, typer.Option(min=1, help="Markets, each run in every arm (comparison.pairs).")
    ] = None,
    treated: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Share of firms that follow the arm (comparison.treated)."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Markets run at a time; changes no result.")
    ] = None,
    ensemble: Annotated[
        int | None,
        typer.Option(
            min=2,
            metavar="SETS",
            help="Run with that many parameter sets that agree with the facts; two arms only.",
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
    """Run the same markets in several arms and show what the difference costs."""
    names = scenarios or ["default"]
    loaded = [load(name, overrides, firms, months, seed) for name in names]
    from experiments.command_line.terminal import Terminal

    terminal = Terminal(as_json, quiet)
    for note in dict.fromkeys(note for item in loaded for note in item.notes):
        terminal.note(f"Note: {note}")
    _check_arms(loaded, arms)
    if out is not None:
        from experiments.files import writable_folder

        writable_folder(out)
    if ensemble is not None:
        _over_ensemble(terminal, loaded, _split(arms), pairs, treated, threads, ensemble, out)
        return
    result = _compare(terminal, loaded, _split(arms), pairs, treated, threads)
    _show(terminal, result, out)


def _split(arms: str | None) -> list[str] | None:
    return [name.strip() for name in arms.split(",")] if arms is not None else None


def _check_arms(loaded: Sequence[LoadedScenario], arms: str | None) -> None:
    """Refuse arms that cannot be compared before anything is computed."""
    from experiments.arms import ArmsError, policy_arms, scenario_arms

    by_name = {item.name: item.scenario for item in loaded}
    if len(loaded) == 1:
        policy_arms(loaded[0].scenario, _split(arms))
    elif arms is not None:
        raise ArmsError("with several scenario files each file is an arm; leave --arms away")
    elif len(by_name) < len(loaded):
        raise ArmsError("two scenario files have the same name, and arms are named by their file")
    else:
        scenario_arms(by_name)


def _compare(
    terminal: Terminal,
    loaded: Sequence[LoadedScenario],
    arms: list[str] | None,
    pairs: int | None,
    treated: float | None,
    threads: int | None,
) -> Comparison:
    """Announce what takes time, and run."""
    from experiments.command_line.waiting import compile_once

    compile_once(terminal)
    from experiments import comparison as comparing

    command = command_line()
    total = loaded[0].scenario.comparison.pairs if pairs is None else pairs
    with terminal.progress("Comparing", total) as progress:
        if len(loaded) > 1:
            by_name = {item.name: item.scenario for item in loaded}
            return comparing.compare_scenarios(by_name, pairs, treated, threads, progress, command)
        return comparing.compare(loaded[0], arms, pairs, treated, threads, progress, command)


def _over_ensemble(
    terminal: Terminal,
    loaded: Sequence[LoadedScenario],
    arms: list[str] | None,
    pairs: int | None,
    treated: float | None,
    threads: int | None,
    members: int,
    out: Path | None,
) -> None:
    """Compare over the ensemble of parameter sets and say what is luck and what is not."""
    from analysis.ensembles import ensemble_sentence, estimate_over_ensemble
    from analysis.notation import number, percent
    from experiments.arms import ArmsError
    from experiments.calibration.parameter_sets import shipped_members
    from experiments.command_line.waiting import compile_once
    from experiments.ensemble_comparison import compare_over_ensemble
    from experiments.pairs import default_threads

    names = list(arms or loaded[0].scenario.comparison.arms)
    if len(loaded) > 1 or len(names) != 2 or (pairs is not None and pairs < 2):
        raise ArmsError("--ensemble compares two policies of one scenario, with at least two pairs")
    compile_once(terminal)
    each = 2 if pairs is None else pairs
    with terminal.progress("Comparing", members) as progress:
        table = compare_over_ensemble(
            loaded[0].scenario, shipped_members(members), names, each, treated,
            threads or default_threads(), progress,
        )  # fmt: skip
    estimate = estimate_over_ensemble(table)
    terminal.say(ensemble_sentence(estimate, *names), style="bold")
    if not terminal.quiet:
        total = estimate.parameter_deviation**2 + estimate.luck_deviation**2
        part = estimate.parameter_deviation**2 / total if total > 0.0 else 0.0
        terminal.say(
            f"Mean over the ensemble: EUR {number(estimate.mean)} (95 % interval "
            f"{number(estimate.mean_low)} to {number(estimate.mean_high)}; {members} sets of "
            f"{each} pairs). Of the variance between markets {percent(part)} comes from not "
            "knowing the parameters, the rest from luck."
        )
    if out is not None:
        from experiments.results import write_json, write_table
        from experiments.table_identity import made_by, signed

        about = made_by(loaded[0].name, loaded[0].scenario.run.seed, command_line())
        write_table(signed(table, about), out / "members.parquet")
        write_json({**estimate.to_dict(), "identity": about}, out / "ensemble.json")
        terminal.note(f"Written: {out / 'members.parquet'}, {out / 'ensemble.json'}")
    if terminal.as_json:
        terminal.emit({"arms": names, **estimate.to_dict()})


def _show(terminal: Terminal, result: Comparison, out: Path | None) -> None:
    """Print the result and write the folder."""
    from experiments.command_line.summary import print_summary

    print_summary(terminal, result)
    if out is not None:
        from experiments.results import write_results

        written = write_results(result, out)
        terminal.note(f"Written: {', '.join(str(path) for path in written)}")
    elif not terminal.as_json:
        terminal.note("For the report with charts, and the tables: add --out DIR")
    if terminal.as_json:
        content = result.summary().to_dict()
        terminal.emit({**content, "notes": list(result.notes)})
