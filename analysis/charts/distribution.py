"""How the paired differences are distributed: one dot per market."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from analysis.charts.marks import arm_scales, layered, unit_axis, zero_line
from analysis.notation import write_estimate
from analysis.statistics import Estimate
from analysis.theme import INK, WIDTH, frame, inline

__all__ = ["distribution_chart", "stack_dots"]

LARGEST_DOT = 13.0
TALLEST_STACK = 220.0


def stack_dots(differences: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Place one dot per pair: values that are close are stacked.

    Parameters
    ----------
    differences
        Table with a column ``difference``.

    Returns
    -------
    pandas.DataFrame
        The table with ``place`` (centre of the dot's column, same unit as the difference) and
        ``level`` (1 for the lowest dot).
    float
        Diameter of a dot in pixels.
    """
    values = differences["difference"]
    span = max(0.0, float(values.max())) - min(0.0, float(values.min()))
    columns = 40 if len(values) <= 200 else 70
    width = span / columns or 1.0
    # Columns are counted from zero, so that none holds dots of both sides.
    place = (np.floor(values / width) + 0.5) * width
    table = differences.assign(place=place.where(values != 0.0, 0.0)).sort_values("difference")
    table["level"] = table.groupby("place").cumcount() + 1
    room = 0.8 * WIDTH / columns
    diameter = min(LARGEST_DOT, room, TALLEST_STACK / float(table["level"].max()))
    return table, diameter


def distribution_chart(
    differences: pd.DataFrame, estimate: Estimate, arms: tuple[str, str]
) -> alt.LayerChart:
    """Draw one dot per pair, the zero line, and the mean with its interval.

    Parameters
    ----------
    differences
        As from `analysis.chart_tables.pair_differences`.
    estimate
        Mean difference per firm, EUR.
    arms
        Names of the arms; right of zero the first is ahead.
    """
    first, second = arms
    table, diameter = stack_dots(differences)
    top = float(table["level"].max()) + 1.0
    below = -30.0 / diameter
    y = alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[below - 12.0 / diameter, top]))
    x = alt.X(
        "place:Q",
        title=f"difference in NPV per treated firm, EUR (right of zero: {first} ahead)",
        axis=unit_axis("EUR", 7),
        scale=alt.Scale(zero=True, nice=True),
    )
    dots = _dots(table, diameter, arms).encode(x=x, y=y)
    chart = layered(zero_line("place"), dots, *_mean_marks(estimate, below)).properties(
        width=WIDTH, height=float((top - below) * diameter + 12.0)
    )
    return frame(
        chart,
        _title(differences, arms),
        _subtitle(estimate),
        f"Dot plot of {len(differences)} paired differences in net present value per treated "
        f"firm, {first} minus {second}, in euros. Mean and 95 % interval: "
        f"{write_estimate(estimate).full}.",
    )


def _dots(table: pd.DataFrame, diameter: float, arms: tuple[str, str]) -> alt.Chart:
    """Draw the dots, by colour and shape of the arm that is ahead."""
    first, second = arms
    scales = arm_scales([first, second, "neither"] if "neither" in set(table["ahead"]) else arms)
    legend = alt.Legend(labelExpr="datum.label + ' ahead'")
    dots: alt.Chart = (
        alt.Chart(inline(table))
        .mark_point(filled=True, size=diameter**2 * 0.72, opacity=0.9)
        .encode(
            color=alt.Color("ahead:N", scale=scales.colour, legend=legend),
            shape=alt.Shape("ahead:N", scale=scales.shape, legend=legend),
            tooltip=[
                alt.Tooltip("pair:Q", title="pair"),
                alt.Tooltip("difference:Q", title="difference, EUR", format="+,.0f"),
                alt.Tooltip("first:Q", title=f"{first}, EUR", format=",.0f"),
                alt.Tooltip("second:Q", title=f"{second}, EUR", format=",.0f"),
            ],
        )
    )
    return dots


def _title(differences: pd.DataFrame, arms: tuple[str, str]) -> str:
    first, second = arms
    ahead = int((differences["difference"] > 0.0).sum())
    behind = int((differences["difference"] < 0.0).sum())
    if ahead >= behind:
        return f"In {ahead} of {len(differences)} markets, {first} is ahead of {second}"
    return f"In {behind} of {len(differences)} markets, {second} is ahead of {first}"


def _subtitle(estimate: Estimate) -> str:
    if not estimate.has_interval:
        return f"One dot per market, n = {estimate.n}; no interval"
    kind = {"bca": "BCa bootstrap", "exact": "all equal"}.get(estimate.method, "Student's t")
    return f"One dot per market, n = {estimate.n}; diamond: mean with 95 % interval ({kind})"


def _mean_marks(estimate: Estimate, level: float) -> list[alt.Chart]:
    """Diamond, interval and text of the mean, drawn below the dots."""
    text = write_estimate(estimate)
    label = f"mean {text.full}" if estimate.has_interval else text.signed
    row = pd.DataFrame(
        {
            "place": [estimate.difference],
            "low": [estimate.low],
            "high": [estimate.high],
            "level": [level],
            "text": [label],
        }
    )
    base = alt.Chart(inline(row)).encode(y=alt.Y("level:Q", axis=None))
    marks = [
        base.mark_point(filled=True, shape="diamond", size=150, color=INK, opacity=1).encode(
            x="place:Q"
        ),
        base.mark_text(dy=-15, fontWeight=600).encode(x="place:Q", text="text:N"),
    ]
    if estimate.has_interval:
        marks.insert(
            0, base.mark_rule(strokeWidth=3, color=INK).encode(x=alt.X("low:Q"), x2="high:Q")
        )
    return marks
