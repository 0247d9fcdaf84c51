"""`smbsim attribute`: which practice or bias is worth what."""

from __future__ import annotations

from enum import StrEnum
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
    from collections.abc import Callable, Mapping

    from analysis.attribution import AttributionSummary
    from analysis.ensembles import EnsembleEstimate
    from experiments.attribution import Attribution
    from experiments.command_line.terminal import Terminal
    from experiments.games import Game
    from sim.parameters import Scenario
    from sim.scenario_files import LoadedScenario

__all__ = ["attribute"]


class Over(StrEnum):
    """What is attributed to."""

    PRACTICES = "practices"
    BIASES = "biases"


def attribute(
    scenarios: ScenarioNames = None,
    over: Annotated[
        Over, typer.Option(help="What moves: practices of a policy, or biases to neutral.")
    ] = Over.PRACTICES,
    arms: Annotated[
        str | None,
        typer.Option(help="Two policies with a comma; practices go from the second to the first."),
    ] = None,
    policy: Annotated[
        str | None, typer.Option(help="For biases: the policy of the treated firms.")
    ] = None,
    each: Annotated[
        bool,
        typer.Option("--each", help="Every practice, or bias of managers or employees, apart."),
    ] = False,
    group: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=A,B", help="A group of your own; repeatable."),
    ] = None,
    pairs: Annotated[
        int | None,
        typer.Option(
            min=1, help="Markets, each run in all coalitions; by default 20, or 2 of each set."
        ),
    ] = None,
    orders: Annotated[
        int | None,
        typer.Option(min=2, help="Draw so many orders per market instead of running all."),
    ] = None,
    treated: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Share of firms treated (comparison.treated)."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Markets run at a time; changes no result.")
    ] = None,
    ensemble: Annotated[
        int | None,
        typer.Option(min=2, help="Attribute over so many parameter sets that agree with facts."),
    ] = None,
    overrides: Set = None,
    firms: Firms = None,
    months: Months = None,
    seed: Seed = None,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say which practices make the difference between two policies, or what each bias costs.

    Groups move one after another, in all orders; what each adds on average is its Shapley value.
    With several scenarios the same is done in each, side by side.
    """
    loaded = [load(name, overrides, firms, months, seed) for name in scenarios or ["default"]]
    groups = _groups(group)

    def make_game(scenario: Scenario) -> Game:
        from experiments.games import EACH_BIAS, STEPS, bias_game, practice_game

        if over is Over.BIASES:
            return bias_game(scenario, policy, groups or (EACH_BIAS if each else None))
        names = [name.strip() for name in arms.split(",")] if arms is not None else None
        return practice_game(scenario, names, groups or ({} if each else STEPS))

    _refuse(loaded, over, arms, policy, orders)
    if ensemble is not None:
        _refuse_ensemble(loaded, pairs)
    for item in loaded:
        make_game(item.scenario)
    from experiments.command_line.terminal import Terminal

    terminal = Terminal(as_json, quiet)
    if out is not None:
        from experiments.files import writable_folder

        writable_folder(out)
    from experiments.command_line.waiting import compile_once

    compile_once(terminal)
    from experiments import attribution

    if ensemble is not None:
        _over_ensemble(
            terminal, loaded[0].scenario, make_game, pairs, treated, orders, threads, ensemble, out
        )
        return
    markets = attribution.PAIRS if pairs is None else pairs
    with terminal.progress("Attributing", markets * len(loaded)) as progress:
        result = attribution.attribute(
            loaded,
            lambda item: make_game(item.scenario),
            markets,
            treated,
            orders,
            threads,
            progress,
            command_line(),
        )
    _show(terminal, result, out)


def _groups(given: list[str] | None) -> dict[str, tuple[str, ...]]:
    """Read groups such as ``people=involvement,leadership``."""
    from experiments.arms import ArmsError

    found: dict[str, tuple[str, ...]] = {}
    for text in given or []:
        name, equals, members = text.partition("=")
        if not (name.strip() and equals and members.strip()):
            raise ArmsError(f'--group "{text}" is not of the form NAME=A,B')
        if name.strip() in found:
            raise ArmsError(
                f'--group "{name.strip()}" is given twice; name all its members at once'
            )
        found[name.strip()] = tuple(member.strip() for member in members.split(","))
    return found


def _refuse(
    loaded: list[LoadedScenario],
    over: Over,
    arms: str | None,
    policy: str | None,
    orders: int | None,
) -> None:
    """Refuse options that do not go together before anything is computed."""
    from experiments.arms import ArmsError

    if len({item.source for item in loaded}) < len(loaded):
        raise ArmsError("a scenario is named more than once")
    if over is Over.BIASES and arms is not None:
        raise ArmsError("--arms belongs to --over practices; biases take --policy")
    if over is Over.PRACTICES and policy is not None:
        raise ArmsError("--policy belongs to --over biases; practices take --arms")
    if orders is not None and orders % 2:
        raise ArmsError(f"--orders is {orders}; each order is run with its reverse, so it is even")


def _refuse_ensemble(loaded: list[LoadedScenario], pairs: int | None) -> None:
    from experiments.arms import ArmsError

    if len(loaded) > 1 or (pairs is not None and pairs < 2):
        raise ArmsError("--ensemble attributes in one scenario, with at least two pairs")


def _over_ensemble(
    terminal: Terminal,
    scenario: Scenario,
    make_game: Callable[[Scenario], Game],
    pairs: int | None,
    treated: float | None,
    orders: int | None,
    threads: int | None,
    members: int,
    out: Path | None,
) -> None:
    """Attribute over the ensemble of parameter sets and say what is luck and what is not."""
    from analysis.ensembles import estimate_over_ensemble
    from experiments.calibration.parameter_sets import shipped_members
    from experiments.ensemble_attribution import attribute_over_ensemble
    from experiments.pairs import default_threads

    game = make_game(scenario)
    with terminal.progress("Attributing", members) as progress:
        table = attribute_over_ensemble(
            scenario, shipped_members(members), make_game, pairs or 2, treated, orders,
            threads or default_threads(), progress,
        )  # fmt: skip
    worth = {
        player.name: estimate_over_ensemble(table[table["player"] == player.name])
        for player in game.players
    }
    sums = table.groupby(["member", "pair"], as_index=False)[["difference"]].sum()
    worth["Sum"] = estimate_over_ensemble(sums)
    _ensemble_table(terminal, game, worth)
    if out is not None:
        from experiments.results import write_json, write_table

        write_table(table, out / "members.parquet")
        write_json({name: item.to_dict() for name, item in worth.items()}, out / "ensemble.json")
        terminal.note(f"Written: {out / 'members.parquet'}, {out / 'ensemble.json'}")
    if terminal.as_json:
        total = worth.pop("Sum").to_dict()
        players = {name: item.to_dict() for name, item in worth.items()}
        terminal.emit({"arms": list(game.arms), "total": total, "players": players})


def _ensemble_table(terminal: Terminal, game: Game, worth: Mapping[str, EnsembleEstimate]) -> None:
    from analysis.ensembles import NOT_TOLD_APART, sets_text
    from analysis.notation import limits, number

    ordered = sorted(worth.items(), key=lambda item: (item[0] == "Sum", -item[1].mean))
    rows = [
        (
            name,
            number(item.mean),
            limits(item.mean_low, item.mean_high),
            *sets_text(item),
        )
        for name, item in ordered
    ]
    columns = (game.over, "worth", "95 % interval", "middle 95 % of sets", "sets above 0")
    title = f"{game.arms[0]} less {game.arms[1]}, EUR per treated firm, over the ensemble"
    terminal.table(title, columns, rows, columns[1:])
    total = worth["Sum"]
    terminal.say(
        f"{total.members} parameter sets of {total.pairs} markets. The interval is that of the "
        "mean, over luck and parameters; the middle 95 % of sets has luck taken out. "
        f"{NOT_TOLD_APART}"
    )


def _show(terminal: Terminal, result: Attribution, out: Path | None) -> None:
    """Print the result and write the folder."""
    from analysis.attribution_wording import attribution_answer

    terminal.say(result.identity.question, style="bold")
    for summary in result.summaries.values():
        terminal.say()
        if len(result.summaries) > 1:
            terminal.say(summary.scenario, style="bold")
        terminal.say(attribution_answer(summary))
        if not terminal.quiet:
            _tables(terminal, summary)
    if not terminal.quiet:
        _changes(terminal, result)
    if out is not None:
        from experiments.attribution_results import write_attribution

        written = write_attribution(result, out)
        terminal.note(f"Written: {', '.join(str(path) for path in written)}")
    elif not terminal.as_json:
        terminal.note("For the report with charts, and the tables: add --out DIR")
    if terminal.as_json:
        from experiments.attribution_results import attribution_to_dict

        terminal.emit(attribution_to_dict(list(result.summaries.values())))


def _changes(terminal: Terminal, result: Attribution) -> None:
    """Print how worth changes from the first scenario to each other one."""
    from analysis.attribution_changes import worth_changes
    from analysis.notation import write_estimate

    for changes in worth_changes(list(result.summaries.values())):
        texts = {name: write_estimate(item) for name, item in changes.players.items()}
        texts["Sum"] = write_estimate(changes.total)
        rows = [(name, text.signed, text.interval) for name, text in texts.items()]
        terminal.say()
        terminal.table(
            f"Worth in {changes.scenario} less worth in {changes.base}, EUR, market by market",
            (next(iter(result.summaries.values())).over, "change", "95 % interval"),
            rows,
            ("change", "95 % interval"),
        )


def _tables(terminal: Terminal, summary: AttributionSummary) -> None:
    from analysis.attribution_wording import EACH_BY_ITSELF
    from analysis.notation import counted, write_estimate

    rows = []
    for item in sorted(summary.players, key=lambda item: -item.worth.difference):
        text = write_estimate(item.worth)
        ends = (write_estimate(e).signed if e else "" for e in (item.alone, item.last))
        rows.append((item.name, text.signed, text.interval, *ends, item.meaning))
    total = write_estimate(summary.total)
    rows.append(("Sum", total.signed, total.interval, "", "", "net present value"))
    numbers = ("worth", "95 % interval", "first", "last")
    title = f"{summary.arms[0]} less {summary.arms[1]}, EUR per treated firm"
    terminal.say()
    terminal.table(title, (summary.over, *numbers, "what moves"), rows, numbers)
    clear = [item for item in summary.interactions if item.estimate.excludes_zero][:5]
    if clear:
        terminal.say()
        found = []
        for pair in clear:
            text = write_estimate(pair.estimate)
            kind = "need each other" if pair.estimate.difference > 0 else "make up for each other"
            found.append((f"{pair.first}, {pair.second}", text.signed, text.interval, kind))
        columns = ("pair", "interaction", "95 % interval", "")
        terminal.table("Strongest interactions, EUR", columns, found, columns[1:3])
    terminal.say(
        f"{counted(summary.pairs, 'market')}, each run {summary.runs_per_pair} times; values add "
        f"up to the sum within EUR {summary.residual:.1g}."
    )
    if summary.pairs > 1:
        terminal.say(EACH_BY_ITSELF)
