"""Every firm as a dot: how unequally one choice touches different firms."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import arm_scales, layered, unit_axis, zero_line
from analysis.theme import WIDTH, frame, inline

__all__ = ["beeswarm_chart"]

ROW_HEIGHT = 84
DOT = 4.5


def beeswarm_chart(swarm: pd.DataFrame, arms: tuple[str, str], classes: str) -> alt.LayerChart:
    """Draw the firms' own differences as swarms, one row per class of firms.

    Parameters
    ----------
    swarm
        As from `analysis.firm_tables.firm_swarm`.
    arms
        Names of the arms; right of zero the first is better for the firm.
    classes
        What the classes are ("employees at the fork").
    """
    first, second = arms
    each = int(swarm["stands_for"].iloc[0])
    firms = int(swarm["firms"].iloc[0])
    scales = arm_scales([first, second, "neither"] if "neither" in set(swarm["ahead"]) else arms)
    legend = alt.Legend(labelExpr="datum.label + ' ahead'")
    names = list(dict.fromkeys(swarm["label"]))
    dots = (
        alt.Chart(inline(swarm))
        .mark_point(filled=True, size=DOT**2, opacity=0.85)
        .encode(
            x=alt.X(
                "difference:Q",
                title=f"own difference in NPV of a firm, EUR, {first} minus {second}",
                axis=unit_axis("EUR", 7),
            ),
            y=alt.Y("label:N", sort=names, title=None, axis=alt.Axis(labelLimit=130)),
            yOffset=alt.YOffset("offset:Q", scale=alt.Scale(domain=[-1, 1])),
            color=alt.Color("ahead:N", scale=scales.colour, legend=legend),
            shape=alt.Shape("ahead:N", scale=scales.shape, legend=legend),
            tooltip=[
                alt.Tooltip("label:N", title=classes),
                alt.Tooltip("pair:Q", title="pair"),
                alt.Tooltip("firm:Q", title="firm"),
                alt.Tooltip("difference:Q", title="difference, EUR", format="+,.0f"),
            ],
        )
    )
    meaning = "One dot per firm" if each == 1 else f"One dot per {each} firms of similar rank"
    ahead = float((swarm["difference"] > 0.0).mean())
    return frame(
        layered(zero_line("difference"), dots).properties(
            width=WIDTH - 110, height=alt.Step(ROW_HEIGHT)
        ),
        f"{100.0 * ahead:.0f} % of the treated firms do better under {first}",
        f"{meaning}, n = {firms:,} firms of all markets, by {classes}; the spread, not an interval",
        f"Beeswarm of {firms} firms' own differences in net present value, {first} minus {second}, "
        f"by {classes}: "
        + "; ".join(
            f"{name}, median {group['difference'].median():,.0f} euros"
            for name, group in swarm.groupby("label", sort=False)
        )
        + ".",
    )
