"""A firm as a network: departments, employees, systems, links present and missing."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import layered
from analysis.theme import GREY, INK, MUTED, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["network_chart"]

LINKED, MISSING = "linked", "link is missing"


def network_chart(nodes: pd.DataFrame, edges: pd.DataFrame, firm: str) -> alt.LayerChart:
    """Draw a firm as a network: departments, employees, systems, links present and missing.

    Parameters
    ----------
    nodes, edges
        As from `analysis.run_views.firm_network`.
    firm
        Name of the firm.
    """
    people, systems, departments = (
        nodes[nodes["kind"] == kind] for kind in ("employee", "system", "department")
    )
    layers = (*_links(edges), *_people(people), *_systems(systems), *_names(departments))
    placed = [
        layer.encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-1.6, 1.6])),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.4, 1.6])),
        )
        for layer in layers
    ]
    missing = int((edges["kind"] == MISSING).sum())
    return frame(
        layered(*placed).properties(width=WIDTH - 20, height=480),
        f"{firm[0].upper() + firm[1:]}: {missing} of {len(edges)} links that the work needs are "
        "missing",
        f"{len(people)} employees (dots), {len(systems)} live systems (squares); at the end of "
        "one run, n = 1",
        f"Network of {firm}: {len(departments)} departments, {len(people)} employees, "
        f"{len(systems)} live systems; {len(edges) - missing} links present, {missing} missing.",
    )


def _links(edges: pd.DataFrame) -> list[alt.Chart]:
    """Draw what links systems, thick where a link is there and dashed where it is missing."""
    kinds = [LINKED, MISSING]
    lines = alt.Chart(inline(edges)).mark_rule()
    encoded = lines.encode(
        x2="x2:Q",
        y2="y2:Q",
        color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[POSITIVE, NEGATIVE])),
        strokeDash=alt.StrokeDash(
            "kind:N",
            scale=alt.Scale(domain=kinds, range=[[1, 0], [5, 4]]),
            legend=alt.Legend(symbolType="stroke", symbolSize=300),
        ),
        strokeWidth=alt.StrokeWidth(
            "kind:N", scale=alt.Scale(domain=kinds, range=[2.5, 0.8]), legend=None
        ),
        tooltip=[
            alt.Tooltip("first:N", title="system"),
            alt.Tooltip("second:N", title="and"),
            alt.Tooltip("kind:N", title="state"),
            alt.Tooltip("dependence:Q", title="workflow dependence", format=".0%"),
        ],
    )
    return [encoded]


def _people(people: pd.DataFrame) -> list[alt.Chart]:
    """Draw employees as dots, the darker the more they use."""
    legend = alt.Legend(
        title="use by an employee",
        format=".0%",
        gradientLength=110,
        titleFontSize=12,
        titleFontWeight="normal",
        labelFontSize=11,
    )
    dots = alt.Chart(inline(people)).mark_point(
        filled=True, size=26, stroke=GREY, strokeWidth=0.6, opacity=1
    )
    encoded = dots.encode(
        fill=alt.Fill(
            "usage:Q", scale=alt.Scale(domain=[0, 1], range=["#ffffff", INK]), legend=legend
        ),
        tooltip=[
            alt.Tooltip("label:N", title="employee in"),
            alt.Tooltip("usage:Q", title="use", format=".0%"),
        ],
    )
    return [encoded]


def _systems(systems: pd.DataFrame) -> list[alt.Chart]:
    """Draw live systems as squares with their names, set off from what lies beneath."""
    base = alt.Chart(inline(systems))
    squares = base.mark_point(shape="square", filled=True, size=130, color=INK, opacity=1)
    tooltip = [
        alt.Tooltip("label:N", title="system"),
        alt.Tooltip("usage:Q", title="use", format=".0%"),
    ]
    halo = base.mark_text(dy=-14, fontSize=11, stroke="white", strokeWidth=3)
    names = base.mark_text(dy=-14, fontSize=11, color=INK)
    return [
        squares.encode(tooltip=tooltip),
        *(text.encode(text="label:N") for text in (halo, names)),
    ]


def _names(departments: pd.DataFrame) -> list[alt.Chart]:
    names = alt.Chart(inline(departments)).mark_text(fontWeight=600, fontSize=13, color=MUTED)
    return [names.encode(text="label:N")]
