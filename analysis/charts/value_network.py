"""The value network of a market: firms tied to peers and partners, and what they gain or lose."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import layered
from analysis.notation import number
from analysis.theme import GREY, INK, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["value_network_chart"]

SHAPES = ["triangle-up", "circle", "triangle-down"]
KINDS = ["partner", "peer"]


def value_network_chart(
    nodes: pd.DataFrame, edges: pd.DataFrame, arms: tuple[str, str], name: str, market: int
) -> alt.LayerChart:
    """Draw the firms of a market with their ties; those of one firm stand out.

    Parameters
    ----------
    nodes, edges
        As from `analysis.value_network.value_network`.
    arms
        Names of the arms; differences are the first less the second.
    name
        Name of the firm whose ties stand out.
    market
        Number of firms in the whole market.
    """
    first, second = arms
    states = [f"better off under {first}", "no difference", f"better off under {second}"]
    rows = nodes.assign(
        state=nodes["sign"].map({1: states[0], 0: states[1], -1: states[2]}),
        role=nodes["treated"].map({True: "treated", False: "not treated"}),
    )
    counts = {
        (treated, sign): int(((nodes["treated"] == treated) & (nodes["sign"] == sign)).sum())
        for treated in (True, False)
        for sign in (1, 0, -1)
    }
    treated, others = int(nodes["treated"].sum()), int((~nodes["treated"]).sum())
    title = f"{counts[True, 1]} of {treated} treated firms are better off under {first}"
    if others:
        spilled = number(float(nodes.loc[~nodes["treated"], "difference"].mean()), signed=True)
        title += f"; {others} others: EUR {spilled} on average"
    drawn = "" if len(nodes) == market else f"the {len(nodes)} nearest of {market} firms; "
    own = {kind: int((edges["own"] & (edges["kind"] == kind)).sum()) for kind in KINDS}
    return frame(
        layered(
            *_ties(edges), _firms(rows, states), *_name(nodes, name)
        ).properties(width=WIDTH - 60, height=590),
        title,
        f"{first} minus {second}; {drawn}one market, n = 1. Dark lines: ties of {name}; "
        "dark rim: treated; area: employees",
        f"Network of {len(nodes)} firms on a circle. {name} has {own['partner']} partners and "
        f"{own['peer']} peers. Of {treated} treated firms {counts[True, 1]} are better off under "
        f"{first} and {counts[True, -1]} under {second}; of {others} that are not treated, "
        f"{counts[False, 1]} and {counts[False, -1]}. Differences go from EUR "
        f"{number(float(nodes['difference'].min()), signed=True)} to "
        f"{number(float(nodes['difference'].max()), signed=True)}.",
    )  # fmt: skip


def _placed(rows: pd.DataFrame) -> alt.Chart:
    scale = alt.Scale(domain=[-1.12, 1.12], nice=False)
    chart: alt.Chart = alt.Chart(inline(rows)).encode(
        x=alt.X("x:Q", axis=None, scale=scale), y=alt.Y("y:Q", axis=None, scale=scale)
    )
    return chart


def _ties(edges: pd.DataFrame) -> list[alt.Chart]:
    """Return all ties in grey, and those of the followed firm in ink above them."""
    found = []
    for own, colour, opacity, widest in ((False, GREY, 0.4, 1.0), (True, INK, 1.0, 4.0)):
        rows = edges[edges["own"] == own].assign(width=lambda table: table["share"].fillna(0.25))
        found.append(
            _placed(rows)
            .mark_rule(color=colour, opacity=opacity)
            .encode(
                x2="x2:Q",
                y2="y2:Q",
                strokeDash=alt.StrokeDash(
                    "kind:N",
                    scale=alt.Scale(domain=KINDS, range=[[1, 0], [3, 3]]),
                    legend=alt.Legend(symbolType="stroke", symbolSize=300, orient="bottom"),
                ),
                strokeWidth=alt.StrokeWidth(
                    "width:Q", scale=alt.Scale(domain=[0, 1], range=[0.4, widest]), legend=None
                ),
                tooltip=[
                    alt.Tooltip("first:N", title="firm"),
                    alt.Tooltip("second:N", title="and firm"),
                    alt.Tooltip("kind:N", title="tie"),
                    alt.Tooltip("share:Q", title="share of exchange", format=".0%"),
                ],
            )
        )
    return found


def _firms(rows: pd.DataFrame, states: list[str]) -> alt.Chart:
    most = float(rows["headcount"].max())
    reach = float(f"{rows['difference'].abs().max():.2g}") or 1.0
    chart: alt.Chart = (
        _placed(rows)
        .mark_point(filled=True, opacity=1)
        .encode(
            size=alt.Size(
                "headcount:Q", scale=alt.Scale(domain=[0, most], range=[40, 420]), legend=None
            ),
            shape=alt.Shape(
                "state:N",
                scale=alt.Scale(domain=states, range=SHAPES),
                legend=alt.Legend(symbolFillColor="white", symbolStrokeColor=INK),
            ),
            fill=alt.Fill(
                "difference:Q",
                scale=alt.Scale(  # roots, since few differences are as large as the largest
                    type="pow",
                    exponent=0.5,
                    domain=[-reach, 0, reach],
                    range=[NEGATIVE, "#ffffff", POSITIVE],
                    interpolate="rgb",
                ),
                legend=alt.Legend(
                    title="difference in net present value, EUR",
                    titleFontSize=12,
                    titleFontWeight="normal",
                    titleLimit=300,
                    orient="bottom",
                    labelExpr="datum.value === 0 ? '0' : format(datum.value, '~s')",
                    values=[-reach, 0, reach],
                    gradientLength=220,
                    labelFontSize=11,
                ),
            ),
            stroke=alt.condition("datum.treated", alt.value(INK), alt.value(GREY)),
            strokeWidth=alt.condition("datum.treated", alt.value(2.2), alt.value(0.8)),
            tooltip=[
                alt.Tooltip("firm:N", title="firm"),
                alt.Tooltip("role:N", title="group"),
                alt.Tooltip("headcount:Q", title="employees"),
                alt.Tooltip("difference:Q", title="difference, EUR", format="+,.4~g"),
            ],
        )
    )
    return chart


def _name(nodes: pd.DataFrame, name: str) -> list[alt.Chart]:
    base = _placed(nodes[nodes["followed"]].assign(name=name)).encode(text="name:N")
    halo = base.mark_text(dy=-18, fontSize=13, fontWeight=600, stroke="white", strokeWidth=4)
    return [halo, base.mark_text(dy=-18, fontSize=13, fontWeight=600, color=INK)]
