"""For how many firms it pays, by class of firm."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import interval_rules, layered
from analysis.theme import FAINT, INK, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["shares_chart"]

ENOUGH_ROOM_FOR_TEXT = 0.09
TEXT_MARGIN = 0.04


def shares_chart(shares: pd.DataFrame, arms: tuple[str, str], classes: str) -> alt.LayerChart:
    """Draw the shares of treated firms worse off, alike and better off in the second arm.

    Parameters
    ----------
    shares
        As from `analysis.chart_tables.class_shares`.
    arms
        Names of the arms.
    classes
        What the classes are, as the title of the axis ("employees at the fork").
    """
    first, second = arms
    names = [f"better off under {first}", "no difference", f"better off under {second}"]
    table = shares.assign(
        side_text=[names[order] for order in shares["order"]],
        place=_text_places(shares),
        text=[f"{100.0 * share:.0f} %" for share in shares["share"]],
    )
    order = list(dict.fromkeys(table["label"]))
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelFontSize=13, labelLimit=240))
    base = alt.Chart(inline(table)).encode(y=y)
    axis = alt.Axis(title="share of treated firms", format=".0%", tickCount=5)
    bars = base.mark_bar(size=24, stroke="white", strokeWidth=1).encode(
        x=alt.X("start:Q", axis=axis, scale=alt.Scale(domain=[0, 1])),
        x2="end:Q",
        color=alt.Color(
            "side_text:N",
            scale=alt.Scale(domain=names, range=[POSITIVE, FAINT, NEGATIVE]),
            legend=alt.Legend(symbolType="square", labelLimit=200),
        ),
        tooltip=_tooltip(classes),
    )
    worse = table[table["side"] == "worse"]
    intervals = interval_rules(alt.Chart(inline(worse)).encode(y=y), worse, halo=True)
    height = alt.Step(38)
    chart = layered(bars, *intervals, *_labels(table, y)).properties(
        width=WIDTH - 130, height=height
    )
    n = int(table["n"].max())
    return frame(
        chart,
        _title(worse, first, second),
        f"By {classes}; all firms of n = {n} markets, whisker: 95 % interval"
        if n > 1
        else f"By {classes}; shares in one market, no interval",
        f"Stacked bars of the share of treated firms worse off under {second}: "
        + "; ".join(f"{row.label} {row.text}" for row in worse.itertuples())
        + ".",
    )


def _tooltip(classes: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title=classes),
        alt.Tooltip("side_text:N", title="firms"),
        alt.Tooltip("share:Q", title="share", format=".1%"),
        alt.Tooltip("low:Q", title="95 % interval from", format=".1%"),
        alt.Tooltip("high:Q", title="to", format=".1%"),
        alt.Tooltip("firms:Q", title="firms in all pairs", format=","),
        alt.Tooltip("n:Q", title="pairs"),
    ]


def _labels(table: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """Print the shares on those bars that have room for them."""
    roomy = table[(table["share"] >= ENOUGH_ROOM_FOR_TEXT)]
    return [
        alt.Chart(inline(rows))
        .mark_text(color=colour, fontWeight=600)
        .encode(y=y, x="place:Q", text="text:N")
        for colour, rows in (
            ("white", roomy[roomy["side"] != "same"]),
            (INK, roomy[roomy["side"] == "same"]),
        )
    ]


def _title(worst: pd.DataFrame, first: str, second: str) -> str:
    low, high = 100.0 * worst["share"].min(), 100.0 * worst["share"].max()
    share = f"{low:.0f}" if round(low) == round(high) else f"{low:.0f} to {high:.0f}"
    return f"Worse off under {second} than under {first}: {share} % of firms"


def _text_places(shares: pd.DataFrame) -> pd.Series[float]:
    """Where a bar's text stands: at the outer ends, away from the whisker, else in the middle."""
    middle = (shares["start"] + shares["end"]) / 2.0
    outer = middle.where(shares["side"] != "worse", TEXT_MARGIN)
    return outer.where(shares["side"] != "better", 1.0 - TEXT_MARGIN)
