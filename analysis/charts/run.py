"""One run from the inside: projects in time, vendors, adoption."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import arm_scales, layered, unit_axis
from analysis.charts.time_course import month_axis
from analysis.notation import outcome_label
from analysis.theme import FAINT, INK, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["adoption_chart", "timeline_chart", "vendors_chart"]

MOST_LINES = 6
ONE_RUN = "one run, n = 1 market: an example, no interval"
SIGNALS = ("over budget", "escalated", "abandoned", "pilot stopped", "retired")
SIGNAL_SHAPES = ("triangle-up", "diamond", "cross", "triangle-down", "square")


def timeline_chart(bars: pd.DataFrame, signals: pd.DataFrame, firm: str) -> alt.LayerChart:
    """Draw the projects of a firm in time: at work, live, and what went wrong.

    Parameters
    ----------
    bars, signals
        As from `analysis.run_views.timeline`.
    firm
        Name of the firm.
    """
    rows = list(dict.fromkeys(bars["row"]))
    y = alt.Y("row:N", sort=rows, title=None, axis=alt.Axis(labelLimit=290))
    months = int(bars["end"].max())
    x = alt.X("start:Q", axis=month_axis(months), scale=alt.Scale(domainMax=months, nice=False))
    phases = ["at work on it", "live"]
    drawn = (
        alt.Chart(inline(bars))
        .mark_bar(stroke=INK, strokeWidth=0.8, size=13)
        .encode(
            x=x,
            x2="end:Q",
            y=y,
            color=alt.Color(
                "phase:N",
                scale=alt.Scale(domain=phases, range=[FAINT, POSITIVE]),
                legend=alt.Legend(symbolType="square"),
            ),
            tooltip=[
                alt.Tooltip("row:N", title="project"),
                alt.Tooltip("phase:N", title="phase"),
                alt.Tooltip("start:Q", title="from month"),
                alt.Tooltip("end:Q", title="to month"),
                alt.Tooltip("ending:N", title="ending"),
            ],
        )
    )
    marks = (
        alt.Chart(inline(signals))
        .mark_point(filled=True, size=80, color=NEGATIVE, stroke="white", opacity=1)
        .encode(
            x="month:Q",
            y=y,
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(domain=list(SIGNALS), range=list(SIGNAL_SHAPES)),
                legend=alt.Legend(symbolFillColor=NEGATIVE, symbolStrokeWidth=0),
            ),
            tooltip=[alt.Tooltip("kind:N", title="event"), alt.Tooltip("month:Q", title="month")],
        )
    )
    counts = signals["kind"].value_counts()
    told = ", ".join(f"{int(counts.get(kind, 0))} {kind}" for kind in SIGNALS)
    return frame(
        layered(drawn, marks).properties(width=WIDTH - 260, height=alt.Step(22)),
        f"{len(rows)} projects of {firm}: {int(counts.get('over budget', 0))} over budget, "
        f"{int(counts.get('escalated', 0))} escalations",
        ONE_RUN[0].upper() + ONE_RUN[1:],
        f"Timeline of {len(rows)} projects of {firm} over {months} months, with {told}.",
    )


def vendors_chart(vendors: pd.DataFrame) -> alt.ConcatChart:
    """Draw seat shares and hype of the largest vendors over time.

    Parameters
    ----------
    vendors
        One row per month and vendor: month, vendor, share, hype.
    """
    last = vendors[vendors["month"] == vendors["month"].max()]
    names = list(last.sort_values("share", ascending=False)["vendor"].head(MOST_LINES))
    table = vendors[vendors["vendor"].isin(names)]
    top = last.set_index("vendor").loc[names[0]]
    panels = [
        _lines(table, "vendor", names, field, title)
        for field, title in (("share", "share of seats in use"), ("hype", "exaggeration of claims"))
    ]
    return frame(
        alt.concat(*panels, columns=2, spacing=28),
        f"{names[0]} ends with {100 * top['share']:.0f} % of all seats in use",
        f"The {len(names)} largest of {last['vendor'].nunique()} vendors; {ONE_RUN}",
        f"Lines of seat share and hype over {int(vendors['month'].max())} months for the largest "
        "vendors: "
        + "; ".join(
            f"{row.vendor} ends at {100 * row.share:.0f} %"
            for row in last[last["vendor"].isin(names)].itertuples()
        )
        + ".",
    )


def adoption_chart(adoption: pd.DataFrame) -> alt.LayerChart:
    """Draw the share of firms with a live system of each category over time.

    Parameters
    ----------
    adoption
        One row per month and category: month, category, share.
    """
    last = adoption[adoption["month"] == adoption["month"].max()]
    ranked = last.sort_values("share", ascending=False)
    names = list(ranked["category"].head(MOST_LINES))
    words = {name: outcome_label(name) for name in adoption["category"].unique()}
    table = adoption[adoption["category"].isin(names)].assign(
        category=lambda rows: rows["category"].map(words)
    )
    shown = [words[name] for name in names]
    chart = _lines(table, "category", shown, "share", "share of firms with a live system")
    most, least = ranked.iloc[0], ranked.iloc[-1]
    return frame(
        chart.properties(width=WIDTH, height=240),
        f"{words[most['category']]} is in use at {100 * most['share']:.0f} % of firms in the end",
        f"The {len(names)} most widespread of {len(ranked)} categories; {ONE_RUN}",
        "Adoption curves: share of firms with a live system by category over "
        f"{int(adoption['month'].max())} months; in the end from {100 * least['share']:.0f} % "
        f"({words[least['category']]}) to {100 * most['share']:.0f} % "
        f"({words[most['category']]}).",
    )


def _lines(
    table: pd.DataFrame, by: str, names: list[str], field: str, title: str
) -> alt.LayerChart:
    """Draw one line per name, told apart by colour and dash pattern."""
    scales = arm_scales(names)
    months = int(table["month"].max())
    legend = alt.Legend(symbolType="stroke", symbolSize=300, columns=6)
    line = (
        alt.Chart(inline(table[["month", by, field]]))
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("month:Q", axis=month_axis(months, 2), scale=alt.Scale(domain=[0, months])),
            y=alt.Y(f"{field}:Q", title=title, axis=unit_axis("share")),
            stroke=alt.Stroke(f"{by}:N", scale=scales.colour, legend=legend),
            strokeDash=alt.StrokeDash(f"{by}:N", scale=scales.dash, legend=legend),
            tooltip=[
                alt.Tooltip(f"{by}:N", title=by),
                alt.Tooltip("month:Q", title="month"),
                alt.Tooltip(f"{field}:Q", title=title, format=".1%"),
            ],
        )
    )
    return layered(line).properties(width=WIDTH // 2 - 60, height=190)
