"""The report of an attribution as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from altair.typing import ChartType

from analysis.attribution import AttributionSummary
from analysis.attribution_changes import WorthChanges, worth_changes
from analysis.attribution_tables import (
    channel_cells,
    interaction_cells,
    player_steps,
    scenario_points,
)
from analysis.attribution_wording import EACH_BY_ITSELF, attribution_answer
from analysis.charts.attribution import (
    attribution_chart,
    interaction_chart,
    player_channels_chart,
    scenarios_chart,
)
from analysis.identity import RunIdentity
from analysis.notation import NO_INTERVAL, write_estimate
from analysis.page_source import page_source
from analysis.pages import (
    Fact,
    Figure,
    Listing,
    Page,
    Part,
    Row,
    RowGroup,
    Section,
    Table,
    Text,
)
from analysis.statistics import Estimate
from analysis.wording import duration

__all__ = ["attribution_charts", "attribution_page"]

READINGS = {
    "worth": "Read from the top: each bar starts where the one above ended; blue adds, orange "
    "takes away, and the grey bar is the whole difference.",
    "interactions": "Blue: the two add more together than each does alone, so that one without "
    "the other is half a measure. Orange: they do the same work, and one makes up for the other. "
    "Of many pairs some are bold by chance: intervals are not adjusted for their number.",
    "channels": "The same worth, split by what happened to the money: each row adds up to what the "
    "row is worth.",
    "scenarios": "Each row is one group, each mark one scenario. Marks of a row that stand apart "
    "may do so by luck: the changes, market by market, stand in tables where markets are shared.",
}


def attribution_charts(summaries: Sequence[AttributionSummary]) -> dict[str, ChartType]:
    """Draw all charts of an attribution, by name; with several scenarios, names are numbered."""
    charts: dict[str, ChartType] = {}
    if len(summaries) > 1:
        charts["scenarios"] = scenarios_chart(
            scenario_points(summaries), summaries[0].over, worth_changes(summaries)
        )
    for number, item in enumerate(summaries, 1):
        suffix = f"_{number}" if len(summaries) > 1 else ""
        charts[f"worth{suffix}"] = attribution_chart(
            player_steps(item), item.over, item.arms, item.pairs
        )
        if item.interactions:
            charts[f"interactions{suffix}"] = interaction_chart(
                interaction_cells(item), item.over, item.pairs
            )
        charts[f"channels{suffix}"] = player_channels_chart(
            channel_cells(item), item.over, item.pairs
        )
    return charts


def attribution_page(
    summaries: Sequence[AttributionSummary],
    identity: RunIdentity,
    charts: Mapping[str, ChartType],
) -> Page:
    """Put the report of an attribution together.

    Parameters
    ----------
    summaries
        One per scenario.
    identity
        What was run.
    charts
        As from :func:`attribution_charts`.
    """
    main = summaries[0]
    where = f"In {main.scenario}, " if len(summaries) > 1 else ""
    return Page(
        title=f"{identity.title}: what {main.over} are worth",
        kicker=f"{identity.scenario} · {main.arms[0]} against {main.arms[1]}, by {main.over} · "
        f"{identity.date[:10]}",
        question=identity.question,
        answer=f"{where}{attribution_answer(main)}",
        warnings=_warnings(main),
        facts=_facts(main),
        facts_label=f"{where}{'w' if where else 'W'}orth in net present value, "
        f"{main.arms[0]} minus {main.arms[1]}",
        note=f"All values are net present value in EUR per treated firm, {main.arms[0]} minus "
        f"{main.arms[1]}.",
        sections=_sections(summaries, identity, charts),
        source=page_source(identity),
    )


def _warnings(summary: AttributionSummary) -> tuple[str, ...]:
    if summary.pairs == 1:
        return ("One market is an example, not an estimate: nothing here has an interval.",)
    if summary.pairs < 10:
        return (
            f"{summary.pairs} markets are few; intervals are wide and should be read as a first "
            "impression.",
        )
    return ()


def _facts(summary: AttributionSummary) -> tuple[Fact, ...]:
    ranked = sorted(summary.players, key=lambda item: -abs(item.worth.difference))
    shown = [("All together", summary.total), *((i.name, i.worth) for i in ranked[:3])]
    return tuple(_fact(name, estimate) for name, estimate in shown)


def _fact(name: str, estimate: Estimate) -> Fact:
    text = write_estimate(estimate)
    detail = NO_INTERVAL if not estimate.has_interval else f"95 % interval\n{text.interval}"
    return Fact(name[0].upper() + name[1:], f"EUR {text.signed}", detail)


def _sections(
    summaries: Sequence[AttributionSummary],
    identity: RunIdentity,
    charts: Mapping[str, ChartType],
) -> tuple[Section, ...]:
    several = len(summaries) > 1
    found = []
    if several:
        across = Figure("scenarios", charts["scenarios"], READINGS["scenarios"])
        changes = (
            _changes_table(number, item) for number, item in enumerate(worth_changes(summaries), 1)
        )
        found.append(
            Section("scenarios", "Does it depend on the circumstances?", (across, *changes))
        )
    for number, summary in enumerate(summaries, 1):
        suffix = f"_{number}" if several else ""
        title = f"What is each worth in {summary.scenario}?" if several else "What is each worth?"
        found.append(Section(f"worth{suffix}", title, _parts(summary, suffix, charts)))
    method = Listing(_method(summaries[0], identity), ordered=True)
    found.append(Section("method", "Method", (method,)))
    found.append(Section("limits", "What this does not say", (Listing(_limits(summaries[0])),)))
    return tuple(found)


def _parts(
    summary: AttributionSummary, suffix: str, charts: Mapping[str, ChartType]
) -> tuple[Part, ...]:
    parts: list[Part] = [Text(attribution_answer(summary))]
    for name, reading in READINGS.items():
        if f"{name}{suffix}" in charts:
            parts.append(Figure(f"{name}{suffix}", charts[f"{name}{suffix}"], reading))
    parts.insert(2, _worth_table(summary, suffix))
    return tuple(parts)


def _worth_table(summary: AttributionSummary, suffix: str) -> Table:
    """Return what each player is worth, on average, first and last."""
    rows = []
    for item in sorted(summary.players, key=lambda item: -item.worth.difference):
        text = write_estimate(item.worth)
        ends = [write_estimate(e).signed if e else "not run" for e in (item.alone, item.last)]
        rows.append(Row((item.name, text.signed, text.interval, *ends), item.meaning))
    total = write_estimate(summary.total)
    return Table(
        name=f"worth{suffix}",
        caption=f"What each is worth in net present value, EUR per treated firm, {summary.arms[0]} "
        f"minus {summary.arms[1]}. Worth is the mean over all orders; first and last are what it "
        "adds before all others and after them.",
        columns=("Group", "Worth", "95 % interval", "First", "Last"),
        groups=(RowGroup(tuple(rows)),),
        total=Row(("All", total.signed, total.interval, "", "")),
    )


def _changes_table(number: int, changes: WorthChanges) -> Table:
    """Return how each player's worth changes from the first scenario to another."""
    rows = []
    for name, estimate in changes.players.items():
        text = write_estimate(estimate)
        rows.append(Row((name, text.signed, text.interval)))
    total = write_estimate(changes.total)
    return Table(
        name=f"changes_{number}",
        caption=f"Worth in {changes.scenario} less worth in {changes.base}, EUR per treated firm, "
        "market by market: markets of the same seed share their luck, so a change may be clear "
        "where the two intervals of worth overlap.",
        columns=("Group", "Change", "95 % interval"),
        groups=(RowGroup(tuple(rows)),),
        total=Row(("All", total.signed, total.interval)),
    )


def _method(summary: AttributionSummary, identity: RunIdentity) -> tuple[str, ...]:
    players = len(summary.players)
    each = f"Each of {identity.pairs} markets" if identity.pairs > 1 else "One market"
    how = (
        f"All {2**players} coalitions of the {players} groups were run"
        if summary.exact
        else f"Orders of the {players} groups were drawn, each with its reverse and balanced over "
        f"places, {summary.runs_per_pair} runs per market"
    )
    moves = (
        f"a group moves from its values under {summary.arms[1]} to those under {summary.arms[0]}"
        if summary.over == "practices"
        else "a bias moves from its value to neutral, for the people of the treated firms alone"
    )
    return (
        f"{each} of {identity.firms} firms was warmed up once and forked "
        f"into coalitions, each run for {duration(identity.months)} on the same luck.",
        f"In a coalition {moves}; the value is the mean net present value of the treated firms.",
        f"{how}. What a group adds, averaged over all orders in which groups can come, is its "
        "Shapley value (Shapley 1953): the only division that adds up, gives nothing to who adds "
        "nothing and the same to who adds the same.",
        "Values add up to the whole difference in every market (largest error EUR "
        f"{summary.residual:.2g}); intervals are at 95 % over markets.",
        EACH_BY_ITSELF,
        "The interaction index (Grabisch & Roubens 1999) is what two groups add together beyond "
        "what each adds alone, averaged over coalitions of the others.",
    )


def _limits(summary: AttributionSummary) -> tuple[str, ...]:
    return (
        "A worth is an average over companies it keeps. Where groups need each other, none has a "
        "worth of its own, and introducing one alone may do harm: see the columns first and last.",
        "It is the worth of going from one given value to another, not of a practice as such.",
        "It holds for the model, the scenario and the share of firms treated that are named here.",
    )
