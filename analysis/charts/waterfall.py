"""A waterfall: parts one after another, from zero to their sum."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import interval_rules, layered, unit_axis
from analysis.theme import GREY, MUTED, NEGATIVE, POSITIVE, WIDTH, inline

__all__ = ["largest_part", "waterfall"]

PLOT_WIDTH = WIDTH - 250


def waterfall(steps: pd.DataFrame, x_title: str, part: str) -> alt.LayerChart:
    """Draw the steps of a sum, without title.

    Parameters
    ----------
    steps
        Columns label, meaning, kind (gain, loss, total), start, end, low, high (the interval of the
        step, drawn where the step ends), text, next (label of the step below); EUR.
    x_title
        Title of the axis.
    part
        What a step is, for tooltips.
    """
    order = list(steps["label"])
    base = alt.Chart(inline(steps)).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelFontSize=13, labelLimit=220))
    )
    bars = base.mark_bar(size=16).encode(
        x=alt.X("start:Q", title=x_title, axis=unit_axis("EUR")),
        x2="end:Q",
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=["gain", "loss", "total"], range=[POSITIVE, NEGATIVE, MUTED]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("label:N", title=part),
            alt.Tooltip("meaning:N", title="meaning"),
            alt.Tooltip("text:N", title="EUR (95 % interval)"),
        ],
    )
    connectors = base.mark_rule(color=GREY, strokeWidth=1).encode(x="end:Q", y2=alt.Y2("next:N"))
    intervals = interval_rules(base, steps, halo=True)
    text = base.mark_text(align="left", fontSize=12).encode(
        x=alt.value(PLOT_WIDTH + 14), text="text:N"
    )
    return layered(connectors, bars, *intervals, text).properties(
        width=PLOT_WIDTH, height=alt.Step(28)
    )


def largest_part(steps: pd.DataFrame) -> str | None:
    """Return the label of the largest step on the side of the sum, or None without steps."""
    parts = steps[steps["kind"] != "total"]
    total = float(steps.iloc[-1]["difference"])
    if parts.empty:
        return None
    same_side = parts[parts["difference"] * (1.0 if total >= 0.0 else -1.0) > 0.0]
    pool = same_side if len(same_side) else parts
    return str(pool["label"].iloc[int(pool["difference"].abs().argmax())])
