"""`smbsim robustness`: whether the answer holds in other worlds."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.command_line.options import (
    Firms,
    Json,
    Out,
    Quiet,
    ScenarioName,
    Seed,
    Set,
    command_line,
    load,
)

__all__ = ["robustness"]


def robustness(
    scenario: ScenarioName = "default",
    arms: Annotated[str | None, typer.Option(help="Two policies to compare, with a comma.")] = None,
    pairs: Annotated[int, typer.Option(min=2, help="Markets for each variant.")] = 20,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Markets run at a time; changes no result.")
    ] = None,
    overrides: Set = None,
    firms: Firms = None,
    seed: Seed = None,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare the same two arms under other ways of choosing, competing, seeing and counting."""
    from experiments.arms import ArmsError, policy_arms
    from experiments.command_line.terminal import Terminal

    terminal = Terminal(as_json, quiet)
    loaded = load(scenario, overrides, firms, None, seed)
    chosen = [name.strip() for name in arms.split(",")] if arms is not None else None
    if chosen is not None and len(chosen) != 2:
        raise ArmsError(f"two policies are needed, found {len(chosen)}: {', '.join(chosen)}")
    names = list(chosen or loaded.scenario.comparison.arms)[:2]
    first, second = (arm.name for arm in policy_arms(loaded.scenario, names))
    if out is not None:
        from experiments.files import writable_folder

        writable_folder(out)
    from analysis.notation import limits, number
    from experiments.command_line.waiting import compile_once
    from experiments.robustness import VARIANTS, agreement, compare_variants

    compile_once(terminal)
    given = {"firms.count": firms, "run.seed": seed}
    extra = [f"{key}={value}" for key, value in given.items() if value is not None]
    with terminal.progress("Varying", len(VARIANTS)) as progress:
        table = compare_variants(
            scenario, [*(overrides or []), *extra], [first, second], pairs, threads, progress
        )
    rows = [
        (
            row["aspect"],
            row["variant"],
            number(row["difference"], signed=True),
            limits(row["low"], row["high"]),
            {"+": f"{first} ahead", "-": f"{second} ahead", "0": "cannot be told"}[row["sign"]],
        )
        for row in table.to_dict("records")
    ]
    columns = ("aspect", "variant", "difference", "95 % interval", "answer")
    title = f"{first} less {second}, EUR of net present value per treated firm, {pairs} pairs each"
    terminal.table(title, columns, rows, columns[2:4])
    terminal.say(agreement(table, first, second))
    if out is not None:
        from experiments.results import write_table
        from experiments.table_identity import made_by, signed

        about = made_by(scenario, loaded.scenario.run.seed, command_line())
        write_table(signed(table, about), out / "robustness.csv")
        terminal.note(f"Written: {out / 'robustness.csv'}")
    if as_json:
        terminal.emit({"arms": [first, second], "variants": table.to_dict("records")})
