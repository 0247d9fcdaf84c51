"""`smbsim sweep --ensemble`: a study over parameter sets that agree with the facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.command_line.exit_codes import INTERRUPTED, OK
from experiments.command_line.options import command_line

if TYPE_CHECKING:
    import pandas as pd

    from experiments.command_line.terminal import Terminal
    from experiments.studies import Study

__all__ = ["sweep_ensemble"]


def sweep_ensemble(
    terminal: Terminal,
    study: Study,
    folder: Path,
    members: int,
    pairs: int,
    threads: int | None,
    processes: int | None,
) -> int:
    """Run a study with each parameter set, say what each cell shows over all, and keep it."""
    from experiments.calibration.parameter_sets import shipped_members
    from experiments.command_line.waiting import compile_once
    from experiments.ensemble_sweep import estimate_cells, first_seed, sweep_over_ensemble
    from experiments.results import write_table
    from experiments.sweeping import SweepStopped
    from experiments.table_identity import made_by, signed

    compile_once(terminal)
    command = command_line()
    try:
        with terminal.progress("Sweeping", members) as progress:
            table = sweep_over_ensemble(
                study, shipped_members(members), folder, pairs, threads, processes,
                progress, command,
            )  # fmt: skip
    except SweepStopped:
        terminal.note(f"What is done is kept in {folder}. To go on: {command}")
        return INTERRUPTED
    cells = estimate_cells(table)
    _print_cells(terminal, study, cells)
    about = made_by(study.scenario, first_seed(study), command)
    write_table(signed(cells, about), folder / "ensemble.csv")
    write_table(signed(table, about), folder / "ensemble_pairs.parquet")
    terminal.note(f"Written: {folder / 'ensemble.csv'}, {folder / 'ensemble_pairs.parquet'}")
    if terminal.as_json:
        plain = cells.astype(object).where(cells.notna(), None)
        terminal.emit({"folder": str(folder), "cells": plain.to_dict(orient="records")})
    return OK


def _print_cells(terminal: Terminal, study: Study, cells: pd.DataFrame) -> None:
    from analysis.ensembles import NOT_TOLD_APART, sets_text
    from analysis.notation import limits, number
    from experiments.command_line.sweeping import MOST_ROWS, shown
    from experiments.ensemble_sweep import cell_estimate

    first, second = study.arms[:2]
    factors = [factor.name for factor in study.factors]
    rows = [
        (
            str(row["cell"]),
            *(shown(row[name]) for name in factors),
            number(row["mean"]),
            limits(row["mean_low"], row["mean_high"]),
            *sets_text(cell_estimate(row)),
        )
        for row in cells.head(MOST_ROWS).to_dict(orient="records")
    ]
    sets, pairs = cells["members"].iloc[0], cells["pairs"].iloc[0]
    terminal.say(study.title, style="bold")
    terminal.table(
        f"{first} less {second}, treated firms: {study.outcomes[0]}, over {sets} parameter sets of "
        f"{pairs} pairs",
        ("cell", *factors, "mean", "95 % interval", "middle 95 % of sets", f"{first} ahead in"),
        rows,
        ("cell", "mean", "95 % interval", "middle 95 % of sets", f"{first} ahead in"),
    )
    terminal.say(NOT_TOLD_APART)
    if len(cells) > MOST_ROWS:
        terminal.say(f"The first {MOST_ROWS} of {len(cells):,} cells.")
