"""`smbsim plan` and `smbsim sweep`: studies, from what they will take to their results."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.command_line.exit_codes import FINDINGS, INTERRUPTED, OK
from experiments.command_line.options import Json, Quiet, Set, command_line

if TYPE_CHECKING:
    from experiments.command_line.terminal import Terminal
    from experiments.studies import Study
    from experiments.sweeping import Plan, StudyResults

__all__ = ["MOST_ROWS", "plan", "shown", "sweep"]

MOST_ROWS = 24
"""Cells that are printed; all of them are in the tables."""

StudyName = Annotated[
    str,
    typer.Argument(metavar="STUDY", help="Path of a study file, or bare name of one that ships."),
]
Pairs = Annotated[int | None, typer.Option(min=1, help="Pairs of every cell (replication.pairs).")]
Threads = Annotated[
    int | None, typer.Option(min=1, help="Threads that work at a time (the default).")
]
Processes = Annotated[int | None, typer.Option(min=1, help="Work in so many processes instead.")]


def _load(study: str, overrides: list[str] | None, pairs: int | None) -> Study:
    from experiments.studies import load_study

    extra = [] if pairs is None else [f"replication.pairs={pairs}"]
    return load_study(study, [*(overrides or []), *extra])


def plan(
    study: StudyName,
    overrides: Set = None,
    pairs: Pairs = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Threads or processes that will do the work.")
    ] = None,
    probe: Annotated[bool, typer.Option(help="Run a few pairs to measure time and size.")] = True,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what a study will take before anything is run: cells, runs, time, disk."""
    loaded = _load(study, overrides, pairs)
    from experiments.command_line.terminal import Terminal

    terminal = Terminal(as_json, quiet)
    if probe:
        from experiments.command_line.waiting import compile_once

        compile_once(terminal)
    from experiments.sweeping import plan as planned

    result = planned(loaded, workers, probe)
    _print_plan(terminal, result)
    options = [
        *(f"--set={item}" for item in overrides or ()),
        *(["--pairs", str(pairs)] if pairs else ()),
    ]
    terminal.note(f"Run it with: {shlex.join(['smbsim', 'sweep', study, *options])}")
    if as_json:
        terminal.emit(result.to_dict())


def _print_plan(terminal: Terminal, result: Plan) -> None:
    from analysis.notation import counted

    terminal.say(result.title, style="bold")
    if result.question:
        terminal.say(result.question)
    terminal.say()
    low, high = result.pairs_low, result.pairs_high
    pairs = f"{low}" if low == high else f"{low} to {high}"
    runs = _range(f"{result.runs_low:,}", f"{result.runs_high:,}")
    rows = [
        ("arms", ", ".join(result.arms)),
        ("design", f"{result.design} of {counted(len(result.factors), 'factor')}"),
        ("cells", f"{result.cells:,}"),
        ("pairs per cell", pairs),
        ("runs of a market", runs),
    ]
    if result.probed:
        rows += [
            (
                "time",
                _range(_duration(result.seconds(low)), _duration(result.seconds(high)))
                + f" on {result.workers} workers (measured: {_duration(result.seconds_per_pair)} "
                f"per pair, {result.probed} tried)",
            ),
            ("disk", _range(_size(result.bytes(low)), _size(result.bytes(high)))),
        ]
    terminal.table("What the study takes", ("", "value"), rows)
    for name in (*result.notes, result.stopping):
        if name:
            terminal.say(name)


def sweep(
    study: StudyName,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Folder of the results.",
            show_default="results/NAME",
            path_type=Path,
        ),
    ] = None,
    overrides: Set = None,
    pairs: Pairs = None,
    threads: Threads = None,
    processes: Processes = None,
    dask: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Work on a Dask cluster; `local` starts one here."),
    ] = None,
    share: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Take finished cells over from the studies in this folder.",
            path_type=Path,
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option(help="Go on with what the folder holds of the same study.")
    ] = True,
    ensemble: Annotated[
        int | None,
        typer.Option(
            min=2,
            metavar="N",
            help="Run the study with each of N parameter sets that agree with the facts, --pairs "
            "markets (2) each.",
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Run a study. Stopped at any moment, the same command goes on with it."""
    if threads is not None and processes is not None:
        raise typer.BadParameter(
            "cannot be given with --processes: the work is done by threads or by processes",
            param_hint="--threads",
        )
    loaded = _load(study, overrides, pairs)
    usual = loaded.name if ensemble is None else f"{loaded.name}_over_ensemble"
    folder = Path("results") / usual if out is None else out
    from experiments.command_line.terminal import Terminal

    terminal = Terminal(as_json, quiet)
    for note in loaded.notes:
        terminal.note(f"Note: {note}")
    if ensemble is not None:
        from experiments.command_line.sweeping_over_ensemble import sweep_ensemble

        if dask is not None or share is not None or not resume or (pairs or 2) < 2:
            raise typer.BadParameter(
                "goes with threads and processes, at least two pairs, and always with resuming",
                param_hint="--ensemble",
            )
        return sweep_ensemble(terminal, loaded, folder, ensemble, pairs or 2, threads, processes)
    from experiments.command_line.waiting import compile_once
    from experiments.sweeping import SweepStopped
    from experiments.sweeping import sweep as swept

    compile_once(terminal)
    try:
        with terminal.progress("Sweeping", loaded.cells) as progress:
            result = swept(
                loaded, folder, threads=threads, processes=processes, dask=dask, share=share,
                resume=resume, progress=progress, command=command_line(),
            )  # fmt: skip
    except SweepStopped as stopped:
        terminal.note(
            f"{stopped.done} of {stopped.planned} pairs are done and kept. To go on: "
            f"{command_line()}"
        )
        return INTERRUPTED
    return _show(terminal, result, folder)


def _show(terminal: Terminal, result: StudyResults, folder: Path) -> int:
    from analysis.notation import counted

    failures = len(result.failures)
    if terminal.quiet:
        _print_answer(terminal, result)
    else:
        _print_cells(terminal, result)
    if failures:
        first = result.failures.iloc[0]
        terminal.note(
            f"{counted(failures, 'pair')} failed; the first is cell {first['cell']}, "
            f"pair {first['pair']} (seed {first['seed']}): {first['error']}. "
            f"All are listed in {folder}/manifest.json"
        )
    terminal.note(f"Written: {folder} ({counted(result.manifest['pairs_done'], 'pair')})")
    if terminal.as_json:
        about = {key: item for key, item in result.manifest.items() if key != "sessions"}
        cells = result.summary().astype(object)
        rows = cells.where(cells.notna(), None).to_dict(orient="records")
        terminal.emit({"folder": str(folder), **about, "summary": rows})
    return FINDINGS if failures else OK


def _print_answer(terminal: Terminal, result: StudyResults) -> None:
    """Print in one sentence what all cells show."""
    from analysis.sweep_page import sweep_answer

    outcome = result.manifest["outcomes"][0]
    differences = result.differences(outcome)
    if len(differences):
        terminal.say(sweep_answer(result.design, differences, result.identity, outcome))


def _print_cells(terminal: Terminal, result: StudyResults) -> None:
    """Print the main difference of each cell with its interval, as far as they fit a screen."""
    from analysis.notation import limits, number
    from experiments.sweeping.arrow_tables import dictionary

    about = result.manifest
    outcome = about["outcomes"][0]
    table = result.summary(outcome)
    factors = list(about["factors"])
    rows = [
        (
            str(row["cell"]),
            *(shown(row[name]) for name in factors),
            str(row["pairs"]),
            number(row["difference"]),
            limits(row["low"], row["high"]),
        )
        for row in table.head(MOST_ROWS).to_dict(orient="records")
    ]
    unit = dictionary([outcome])[outcome]["unit"]
    terminal.say(about["title"], style="bold")
    terminal.table(
        f"{about['arms'][0]} less {about['arms'][1]}, treated firms: {outcome} [{unit}]",
        ("cell", *factors, "pairs", "difference", "95 % interval"),
        rows,
        ("cell", "pairs", "difference", "95 % interval"),
    )
    if len(table) > MOST_ROWS:
        terminal.say(f"The first {MOST_ROWS} of {len(table):,} cells.")


def shown(value: object) -> str:
    """Write a factor's value for a table."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def _duration(seconds: float) -> str:
    for size, unit in ((86_400.0, "d"), (3_600.0, "h"), (60.0, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1_000 * seconds:.0f} ms"


def _size(count: float) -> str:
    for size, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count:.0f} bytes"
