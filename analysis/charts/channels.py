"""Where the difference comes from: a waterfall of the accounting channels."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.waterfall import largest_part, waterfall
from analysis.theme import frame

__all__ = ["channels_chart"]


def channels_chart(steps: pd.DataFrame, arms: tuple[str, str], n: int) -> alt.LayerChart:
    """Draw the channels one after another, from zero to the whole difference in NPV.

    Parameters
    ----------
    steps
        As from `analysis.chart_tables.channel_steps`.
    arms
        Names of the arms.
    n
        Number of pairs.
    """
    first, second = arms
    x_title = f"EUR of NPV per treated firm, {first} minus {second}"
    chart = waterfall(steps, x_title, "channel")
    return frame(
        chart,
        _title(steps),
        f"Mean differences that add up to the last bar; whiskers: 95 % intervals, n = {n} pairs"
        if n > 1
        else "Differences that add up to the last bar; one pair, no interval",
        f"Waterfall chart of the difference in net present value between {first} and {second}, "
        "euros per firm, with intervals: "
        + "; ".join(f"{row.label} {row.text}" for row in steps.itertuples())
        + ".",
    )


def _title(steps: pd.DataFrame) -> str:
    largest = largest_part(steps)
    if largest is None:
        return "No channel differs"
    return f"Where the difference comes from: most of all, {largest.lower()}"
