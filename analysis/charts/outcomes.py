"""All outcomes on one scale: a forest plot of standardised differences."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import interval_rules, layered, zero_line
from analysis.theme import GREY, INK, MUTED, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["outcomes_chart"]

PLOT_WIDTH = WIDTH - 250
VERDICTS = ["good for the firm", "bad for the firm", "neither good nor bad", "not clear"]


def outcomes_chart(points: pd.DataFrame, arms: tuple[str, str], n: int) -> alt.LayerChart:
    """Draw each outcome's difference in standard deviations between firms.

    Parameters
    ----------
    points
        As from `analysis.chart_tables.outcome_points`.
    arms
        Names of the arms; right of zero the first has more.
    n
        Number of pairs.
    """
    first, second = arms
    base = alt.Chart(inline(points)).encode(
        y=alt.Y("label:N", sort=list(points["label"]), title=None, axis=alt.Axis(labelLimit=220))
    )
    x_title = f"standard deviations between firms (right of zero: more under {first})"
    shapes = ["circle", "square", "diamond", "cross"]
    colours = [POSITIVE, NEGATIVE, INK, GREY]
    dots = base.mark_point(filled=True, size=85, opacity=1).encode(
        x=alt.X("standardised:Q", title=x_title, axis=alt.Axis(tickCount=6)),
        color=alt.Color("verdict:N", scale=alt.Scale(domain=VERDICTS, range=colours)),
        shape=alt.Shape("verdict:N", scale=alt.Scale(domain=VERDICTS, range=shapes)),
        tooltip=[
            alt.Tooltip("label:N", title="outcome"),
            alt.Tooltip("meaning:N", title="meaning"),
            alt.Tooltip("text:N", title="difference"),
            alt.Tooltip("standardised:Q", title="standardised", format="+.2f"),
            alt.Tooltip("verdict:N", title="verdict"),
            alt.Tooltip("n:Q", title="pairs"),
        ],
    )
    whiskers = interval_rules(base, points, colour=MUTED)
    text = base.mark_text(align="left").encode(x=alt.value(PLOT_WIDTH + 14), text="text:N")
    clear = int((points["verdict"] != "not clear").sum())
    chart = layered(zero_line("standardised"), *whiskers, dots, text).properties(
        width=PLOT_WIDTH, height=alt.Step(20)
    )
    return frame(
        chart,
        f"{clear} of {len(points)} outcomes differ clearly between {first} and {second}",
        f"95 % intervals, n = {n} pairs; clear: after Holm's adjustment too; in own units"
        if n > 1
        else "Standardised differences of one pair, no interval; at the right in own units",
        f"Forest plot of {len(points)} outcomes, {first} minus {second}, in standard deviations "
        "between firms, largest first: "
        + "; ".join(f"{row.label} {row.text}" for row in points.itertuples())
        + ".",
    )
