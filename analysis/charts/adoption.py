"""Adoption over years by size of firm: the ensemble as lines, public statistics as points."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import layered
from analysis.notation import percent
from analysis.patterns.adoption import TECHNOLOGIES
from analysis.theme import ARM_COLOURS, WIDTH, frame, inline

__all__ = ["adoption_chart"]

SIZES = {"small": "10 to 49 people", "medium": "50 to 249 people", "all": "all sizes"}


def adoption_chart(model: pd.DataFrame, statistics: pd.DataFrame) -> alt.ConcatChart:
    """Draw a panel per technology.

    Parameters
    ----------
    model
        As from `analysis.patterns.adoption.summarise_adoption`.
    statistics
        As from `analysis.patterns.adoption.adoption_statistics`. The model has no calendar: the
        first year of each technology's statistics is put at the fork.
    """
    first = statistics.groupby("technology")["year"].transform("min")
    public = statistics.assign(
        years=statistics["year"] - first,
        of=statistics["size"].map(SIZES),
        text=statistics["year"].astype(str),
    )
    most = public.groupby(["technology", "year"])["share"].transform("max")
    public["labelled"] = public["share"] == most
    lines = model.assign(of=model["size"].map(SIZES))
    panels = [
        _panel(name, lines[lines["technology"] == name], public[public["technology"] == name])
        for name in TECHNOLOGIES
    ]
    chart = alt.concat(*panels, columns=2, spacing=28)
    members = "middle 80 % of parameter sets shaded"
    return frame(
        chart,
        "Who has which technology: the model and public statistics",
        f"Lines: ensemble by size, {members}; points: European Union, first year at the fork",
        "Shares of firms that have a technology. " + _words(lines, public),
    )


def _panel(name: str, lines: pd.DataFrame, public: pd.DataFrame) -> alt.LayerChart:
    names = list(SIZES.values())
    colours = alt.Scale(domain=names, range=ARM_COLOURS[:3])
    # one legend of strokes: the dashes of lines around the dots' symbols would look like cog wheels
    legend = alt.Legend(title=None, symbolType="stroke", symbolSize=300, symbolOpacity=1)
    colour = alt.Color("of:N", scale=colours, legend=legend)
    last = max(lines["year"].max(), public["years"].max())
    across = alt.X(
        "year:Q",
        title="years after the fork",
        axis=alt.Axis(tickMinStep=1, grid=False),
        scale=alt.Scale(domain=[-0.5, float(last) + 0.4], nice=False),  # room for labels of years
    )
    share = alt.Axis(format=".0%", title=None)
    scale = alt.Scale(domain=[0.0, 1.0])
    base = alt.Chart(inline(lines)).encode(x=across)
    band = base.mark_area(opacity=0.15).encode(
        y=alt.Y("low:Q", axis=share, scale=scale), y2="high:Q", color=colour
    )
    middle = base.mark_line(strokeWidth=2.5).encode(
        y="median:Q",
        color=colour,
        strokeDash=alt.StrokeDash(
            "of:N", scale=alt.Scale(domain=names, range=[[1, 0], [6, 3], [2, 2]]), legend=legend
        ),
        tooltip=["of:N", "year:Q", "median:Q", "low:Q", "high:Q", "firms:Q"],
    )  # fmt: skip
    points = alt.Chart(inline(public)).encode(x="years:Q", y="share:Q")
    dots = points.mark_point(filled=True, size=80, opacity=1).encode(
        color=colour, tooltip=["of:N", "year:Q", "share:Q", "source:N"]
    )
    labelled = alt.Chart(inline(public[public["labelled"]])).encode(x="years:Q", y="share:Q")
    years = labelled.mark_text(dy=-11, fontSize=10).encode(text="text:N")
    return layered(band, middle, dots, years).properties(
        width=(WIDTH - 90) / 2, height=190, title=alt.TitleParams(TECHNOLOGIES[name], fontSize=13)
    )


def _words(lines: pd.DataFrame, public: pd.DataFrame) -> str:
    """Say what the chart shows, for people who cannot see it."""
    said = []
    for name, words in TECHNOLOGIES.items():
        last = lines[lines["technology"] == name]
        last = last[last["year"] == last["year"].max()]
        ends = ", ".join(f"{row['of']} {percent(row['median'])}" for row in last.to_dict("records"))
        known = public[public["technology"] == name]
        facts = ", ".join(
            f"{row['year']} {row['of']} {percent(row['share'])}" for row in known.to_dict("records")
        )
        said.append(f"{words}: in the end {ends}; statistics {facts}.")
    return " ".join(said)
