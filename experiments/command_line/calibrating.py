"""`smbsim calibrate` and `smbsim validate`: parameters and facts from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.command_line.options import (
    Json,
    Out,
    Quiet,
    ScenarioName,
    Set,
    command_line,
    load,
)

if TYPE_CHECKING:
    import pandas as pd

    from experiments.command_line.terminal import Terminal

__all__ = ["calibrate", "validate"]

Markets = Annotated[int, typer.Option(min=1, help="Markets run with each parameter set.")]
MarketFirms = Annotated[int, typer.Option("--firms", min=5, help="Firms in each market.")]
MarketMonths = Annotated[int, typer.Option("--months", min=24, help="Months after the fork.")]


FEWEST_TRIED_PER_KEPT = 4
"""Fewest parameter sets that are tried for each that is kept; assumed."""


def calibrate(
    scenario: ScenarioName = "default",
    runs: Annotated[int, typer.Option(min=20, help="Parameter sets that are tried.")] = 12_000,
    waves: Annotated[int, typer.Option(min=1, help="Waves of history matching.")] = 6,
    members: Annotated[int, typer.Option(min=2, help="Sets that are kept.")] = 200,
    rounds: Annotated[
        int, typer.Option(min=1, max=8, help="Rounds in which the closest sets run again.")
    ] = 3,
    markets: Markets = 2,
    firms: MarketFirms = 30,
    months: MarketMonths = 60,
    overrides: Set = None,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Fit the uncertain parameters to the facts marked "calibrate"; keep an ensemble of sets."""
    from experiments.command_line.terminal import Terminal

    terminal = Terminal(as_json, quiet)
    loaded = load(scenario, overrides)
    _refuse_unwritable(out)
    _refuse_members(members, runs)
    from analysis.patterns import CALIBRATE, facts
    from analysis.patterns.summary import identifiability, summarise_patterns, to_table
    from experiments.calibration.fitting import Effort, fit
    from experiments.calibration.observing import Observation
    from experiments.calibration.prior import shipped_prior
    from experiments.calibration.simulating import market_simulator
    from experiments.command_line.waiting import compile_once

    compile_once(terminal)
    prior, targets = shipped_prior(), facts(CALIBRATE)
    observation = Observation(markets, firms, months, threads=1)
    simulate = market_simulator(loaded.scenario, observation)
    effort = Effort(waves, runs, members, rounds, loaded.scenario.run.seed)
    with terminal.progress("Calibrating", effort.all_runs) as progress:
        result = fit(prior, simulate, targets, effort, progress)
    patterns = to_table(summarise_patterns(result.members[list(targets)], targets))
    ranges = {item.name: (item.low, item.high) for item in prior}
    parameters = identifiability(result.ensemble.parameters, ranges)
    _print_patterns(terminal, patterns)
    _print_parameters(terminal, parameters, len(result.ensemble))
    _print_distances(terminal, result.members["distance"])
    if out is not None:
        from dataclasses import replace

        from experiments.calibration.results import write_fit
        from experiments.table_identity import made_by, signed

        about = made_by(scenario, loaded.scenario.run.seed, command_line())
        kept = replace(result, runs=signed(result.runs, about))
        tables = (signed(patterns, about), signed(parameters, about))
        written = write_fit(out, kept, *tables, command_line())
        terminal.note(f"Written: {', '.join(str(path) for path in written)}")
    if as_json:
        terminal.emit(
            {
                "patterns": patterns.to_dict("records"),
                "parameters": parameters.to_dict("records"),
                "runs": len(result.runs),
                "members": len(result.ensemble),
            }
        )


def validate(
    scenario: ScenarioName = "default",
    members: Annotated[int, typer.Option(min=2, help="Parameter sets of the ensemble.")] = 100,
    markets: Markets = 2,
    firms: MarketFirms = 60,
    months: MarketMonths = 60,
    overrides: Set = None,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare the ensemble with all facts from outside: band, interval, met or not."""
    from experiments.command_line.terminal import Terminal

    terminal = Terminal(as_json, quiet)
    loaded = load(scenario, overrides)
    _refuse_unwritable(out)
    from analysis.patterns import facts
    from analysis.patterns.summary import summarise_patterns, to_table
    from experiments.calibration.observing import Observation
    from experiments.calibration.parameter_sets import shipped_members
    from experiments.calibration.validating import observe_ensemble
    from experiments.command_line.waiting import compile_once

    ensemble = shipped_members(members)
    compile_once(terminal)
    observation = Observation(markets, firms, months)
    with terminal.progress("Validating", members) as progress:
        values = observe_ensemble(loaded.scenario, ensemble, observation, progress)
    patterns = to_table(summarise_patterns(values, facts()))
    _print_patterns(terminal, patterns)
    if out is not None:
        from analysis.patterns.adoption import summarise_adoption
        from experiments.calibration.results import write_validation
        from experiments.calibration.validating import observe_adoption
        from experiments.table_identity import made_by, signed

        observed = observe_adoption(loaded.scenario, ensemble, observation)
        about = made_by(scenario, loaded.scenario.run.seed, command_line())
        tables = (values, patterns, summarise_adoption(observed))
        written = write_validation(out, *(signed(table, about) for table in tables))
        terminal.note(f"Written: {', '.join(str(path) for path in written)}")
    if as_json:
        terminal.emit({"patterns": patterns.to_dict("records"), "members": members})


def _refuse_unwritable(out: Path | None) -> None:
    if out is not None:
        from experiments.files import writable_folder

        writable_folder(out)


def _refuse_members(members: int, runs: int) -> None:
    """Refuse to keep most of what was tried: then the facts have chosen nothing."""
    if members * FEWEST_TRIED_PER_KEPT > runs:
        raise typer.BadParameter(
            f"--members {members} of --runs {runs} would keep sets whatever the facts say; keep a "
            f"quarter at most: --members {max(2, runs // FEWEST_TRIED_PER_KEPT)}, or --runs "
            f"{FEWEST_TRIED_PER_KEPT * members}"
        )


def _print_distances(terminal: Terminal, distances: pd.Series[float]) -> None:
    """Say how far from the facts the sets are that were kept."""
    from analysis.notation import number

    within = int((distances <= 1.0).sum())
    terminal.say(
        f"{within} of {len(distances)} sets that were kept meet every fact; the farthest misses "
        f"one by {number(distances.max())} half bands from its middle (1 is the edge of the band)."
    )


def _print_patterns(terminal: Terminal, patterns: pd.DataFrame) -> None:
    from analysis.notation import limits, number, percent

    rows = [
        (
            row["fact"],
            row["use"],
            f"{number(row['band_low'])} to {number(row['band_high'])}",
            number(row["median"]),
            limits(row["low"], row["high"]),
            percent(row["share_inside"]),
            "met" if row["met"] else "not met",
            row["quantity"],
        )
        for row in patterns.to_dict("records")
    ]
    columns = ("fact", "use", "band", "median", "middle 95 %", "inside", "", "quantity")
    terminal.table("Facts and the ensemble", columns, rows, columns[2:6])
    met = int(patterns["met"].sum())
    terminal.say(f"{met} of {len(patterns)} facts are met by the median of the ensemble.")


def _print_parameters(terminal: Terminal, parameters: pd.DataFrame, members: int) -> None:
    from analysis.notation import limits, number, percent
    from analysis.patterns.summary import FEWEST_SETS

    enough = members >= FEWEST_SETS

    rows = [
        (
            row["parameter"],
            f"{number(row['prior_low'])} to {number(row['prior_high'])}",
            number(row["median"]),
            limits(row["low"], row["high"]),
            percent(row["contraction"]),
            "pinned down" if row["identified"] else "left open" if enough else "too few sets",
        )
        for row in parameters.to_dict("records")
    ]
    columns = ("parameter", "prior", "median", "middle 90 %", "spread taken away", "")
    terminal.say()
    terminal.table("Parameters after the facts", columns, rows, columns[1:5])
    if not enough:
        terminal.say(
            f"{members} sets are too few to call a parameter pinned down: by luck alone many would "
            f"seem so. It takes {FEWEST_SETS} or more."
        )
