"""The report that explains a difference: one firm followed, and the partings of many counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from altair.typing import ChartType

from analysis.charts.divergence import (
    divergence_chart,
    event_marks,
    kinds_chart,
    money_between,
)
from analysis.charts.value_network import value_network_chart
from analysis.divergence_summary import DivergenceSummary, kind_steps
from analysis.divergence_wording import divergence_answer
from analysis.identity import RunIdentity
from analysis.notation import number, percent, write_estimate
from analysis.page_source import page_source
from analysis.pages import Fact, Figure, Listing, Page, Row, RowGroup, Section, Table, Text
from analysis.value_network import ties_of, value_network
from sim.outcomes import CHANNELS

__all__ = ["FollowedFirm", "divergence_charts", "divergence_page"]


@dataclass(frozen=True)
class FollowedFirm:
    """One firm in two arms.

    ``sentence`` and ``parting`` say what the first decision that differs was and when; ``followed``
    holds per arm the sentences of what came of it; ``events`` and ``months`` are as the charts of
    `analysis.charts.divergence` take them; ``difference`` and ``channels`` are EUR at the end,
    first arm less second; ``market`` and ``ties`` are as `analysis.value_network` takes them.
    """

    firm: int
    name: str
    headcount: int
    seed: int
    arms: tuple[str, str]
    parting: int | None
    sentence: str
    followed: tuple[Sequence[str], Sequence[str]]
    events: pd.DataFrame
    months: pd.DataFrame
    difference: float
    channels: Mapping[str, float]
    market: pd.DataFrame
    ties: pd.DataFrame


def divergence_charts(summary: DivergenceSummary, firm: FollowedFirm) -> dict[str, ChartType]:
    """Draw the charts of an explanation, by name."""
    nodes, edges = value_network(firm.market, firm.ties, firm.firm)
    return {
        "partings": kinds_chart(kind_steps(summary), summary.arms, summary.pairs),
        "timeline": divergence_chart(
            event_marks(firm.events),
            money_between(firm.months, firm.arms),
            firm.arms,
            firm.parting,
            firm.name,
        ),
        "value_network": value_network_chart(nodes, edges, firm.arms, firm.name, len(firm.market)),
    }


def divergence_page(
    summary: DivergenceSummary,
    firm: FollowedFirm,
    identity: RunIdentity,
    charts: Mapping[str, ChartType],
) -> Page:
    """Put the report of an explanation together.

    Parameters
    ----------
    summary
        The partings of all treated firms.
    firm
        The firm whose story is told.
    identity
        What was run.
    charts
        As from :func:`divergence_charts`.
    """
    first, second = summary.arms
    warnings: tuple[str, ...] = ()
    if summary.pairs < 10:
        warnings = (f"{summary.pairs} markets are few: the intervals below are wide.",)
    return Page(
        title=f"{identity.title}: why {first} and {second} differ",
        kicker=f"{identity.scenario} · {first} against {second} · {identity.date[:10]}",
        question=identity.question,
        answer=divergence_answer(summary),
        warnings=warnings,
        facts=_facts(summary, firm),
        facts_label=f"Differences: {first} minus {second}",
        note=f"All differences are {first} minus {second}. NPV is net present value.",
        sections=(
            Section(
                "partings",
                "Which first parting carries the difference?",
                (
                    Figure(
                        "partings",
                        charts["partings"],
                        "Firms are sorted by the first decision that one arm takes and the other "
                        "does not; each bar is what these firms add to the mean difference.",
                    ),
                    _kinds_table(summary),
                ),
            ),
            Section("firm", f"One firm followed: {firm.name}", _firm_parts(firm, charts)),
            Section("value_network", "Who stands around it?", _network_parts(firm, charts)),
            Section("method", "Method", (Listing(_METHOD, ordered=True),)),
            Section("limits", "What this does not say", (Listing(_LIMITS),)),
        ),
        source=page_source(identity),
    )


_METHOD = (
    "Both arms fork from the same warmed-up market and share all luck, so whatever differs between "
    "them comes from decisions.",
    "Recorded decisions of a firm (searches, purchases, going live, repairs, stops, revisions of "
    "strategy) are compared in order; the first that only one arm takes is the first parting, and "
    "what ended the same search, or became of the same project, in the other arm says its kind.",
    "Net present value is read month by month for the firm that is followed; its channels add up "
    "to it exactly.",
    "What a kind carries is the sum of its firms' differences over all treated firms of a market, "
    "averaged over markets; kinds add up to the whole difference in every market. Their mean "
    "counts each of these firms alike, so the share of firms times their mean is what they carry.",
    "Intervals are at 95 %, Student's t or the BCa bootstrap, over markets.",
)
_LIMITS = (
    "The first parting is where a story begins, not all that it hangs on: later decisions differ "
    "because practices differ, not only because the first did. What practices are worth is said by "
    "`smbsim attribute`.",
    "What leaves no record, such as how people take to a system, parts no story here, although it "
    "moves money.",
    "One firm is an example, chosen to be typical or by you.",
)


def _facts(summary: DivergenceSummary, firm: FollowedFirm) -> tuple[Fact, ...]:
    total = write_estimate(summary.total)
    top = summary.kinds[0]
    carried = write_estimate(top.contribution)
    return (
        Fact("NPV per treated firm", f"EUR {total.signed}", f"95 % interval\n{total.interval}"),
        Fact(
            f"Carried by: {top.label.lower()}",
            f"EUR {carried.signed}",
            f"95 % interval\n{carried.interval}",
        ),
        Fact(
            firm.name[0].upper() + firm.name[1:],
            f"EUR {number(firm.difference, signed=True)}",
            f"parts in month {firm.parting}" if firm.parting else "no decision differs",
        ),
    )


def _kinds_table(summary: DivergenceSummary) -> Table:
    rows = []
    for item in summary.kinds:
        text = write_estimate(item.contribution)
        cells = (
            item.label,
            percent(item.share.difference),
            number(item.month, 2),
            write_estimate(item.mean).signed,
            text.signed,
            text.interval,
        )
        rows.append(Row(cells, item.meaning))
    total = write_estimate(summary.total)
    return Table(
        name="partings",
        caption=f"First partings of {summary.firms} treated firms in {summary.pairs} markets: "
        "share of firms, median month, mean difference of these firms and what they carry of the "
        "whole, EUR of net present value per treated firm.",
        columns=("First parting", "Firms", "Month", "Their mean", "Carried", "95 % interval"),
        groups=(RowGroup(tuple(rows)),),
        total=Row(("All", "100 %", "", total.signed, total.signed, total.interval)),
    )


def _firm_parts(
    firm: FollowedFirm, charts: Mapping[str, ChartType]
) -> tuple[Text | Listing | Figure | Table, ...]:
    parts: list[Text | Listing | Figure | Table] = [
        Text(f"{firm.headcount} people, seed {firm.seed}. {firm.sentence}"),
        Figure(
            "timeline",
            charts["timeline"],
            "Above, what each department decides in both arms; below, the euros between the arms: "
            "the whole firm's, and those of the systems in the place where the arms part.",
        ),
    ]
    for arm, followed in zip(firm.arms, firm.followed, strict=True):
        if followed:
            parts += [Text(f"What came of it, {arm}:"), Listing(tuple(followed))]
    labels = {f"channel_{channel.name}": channel for channel in CHANNELS}
    money = sorted(firm.channels.items(), key=lambda item: -item[1])
    parts.append(
        Table(
            name="firm_channels",
            caption=f"Where the euros of {firm.name} went, difference in net present value at the "
            "end by channel, EUR.",
            columns=("Channel", "Difference"),
            groups=(
                RowGroup(
                    tuple(
                        Row((labels[name].label, number(value, signed=True)), labels[name].meaning)
                        for name, value in money
                        if value != 0.0
                    )
                ),
            ),
            total=Row(("Net present value", number(firm.difference, signed=True))),
        )
    )
    return tuple(parts)


def _network_parts(
    firm: FollowedFirm, charts: Mapping[str, ChartType]
) -> tuple[Text | Figure | Table, ...]:
    """Return the value network, and the firms to which the followed one is tied."""
    figure = Figure(
        "value_network",
        charts["value_network"],
        "Upward triangles gain, downward ones lose; firms without a dark rim kept their own "
        "practices in both arms, so what changes for them came to them from others. Partners "
        "exchange value, peers are looked at when choosing.",
    )
    tied = ties_of(firm.market, firm.ties, firm.firm)
    if tied.empty:
        return (Text(f"{firm.name} has no ties in this market."), figure)
    rows = tuple(
        Row(
            (
                f"firm {row['firm']}",
                row["kind"],
                "treated" if row["treated"] else "not treated",
                percent(row["share"]) if row["share"] == row["share"] else "",
                number(row["headcount"]),
                number(row["difference"], signed=True),
            )
        )
        for row in tied.to_dict("records")
    )
    table = Table(
        name="ties",
        caption=f"Firms tied to {firm.name}: share of the exchange of value, people, and the "
        f"difference in net present value, {firm.arms[0]} minus {firm.arms[1]}, EUR.",
        columns=("Firm", "Tie", "Group", "Exchange", "People", "Difference"),
        groups=(RowGroup(rows),),
        text_columns=3,
    )
    return (figure, table)
