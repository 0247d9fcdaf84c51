"""Who loses most: the difference between the arms by the rank of the firm."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import layered, unit_axis, zero_line
from analysis.notation import counted
from analysis.theme import INK, MUTED, WIDTH, frame, inline

__all__ = ["quantiles_chart"]


def quantiles_chart(effects: pd.DataFrame, arms: tuple[str, str], n: int) -> alt.LayerChart:
    """Draw the quantile treatment effects on NPV, from the poorest firms to the richest.

    Parameters
    ----------
    effects
        As from `analysis.firm_tables.quantile_points`.
    arms
        Names of the arms; above zero the first is better.
    n
        Number of pairs.
    """
    first, second = arms
    base = alt.Chart(inline(effects)).encode(
        x=alt.X(
            "level:Q",
            title="firms ranked by NPV within their market: share of firms below",
            axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], grid=False),
            scale=alt.Scale(domain=[0, 1]),
        )
    )
    axis = unit_axis("EUR")
    y = alt.Y("difference:Q", title=f"EUR of NPV, {first} minus {second}", axis=axis)
    line = base.mark_line(color=MUTED, strokeWidth=1.5).encode(y=y)
    dots = base.mark_point(filled=True, shape="diamond", size=110, color=INK, opacity=1).encode(
        y=y,
        tooltip=[
            alt.Tooltip("level:Q", title="quantile", format=".0%"),
            alt.Tooltip("first:Q", title=f"{first}, EUR", format=",.0f"),
            alt.Tooltip("second:Q", title=f"{second}, EUR", format=",.0f"),
            alt.Tooltip("text:N", title="difference, EUR (95 % interval)"),
        ],
    )
    whiskers = (
        []
        if bool(effects["low"].isna().all())
        else [base.mark_rule(strokeWidth=2, color=INK).encode(y="low:Q", y2="high:Q")]
    )
    return frame(
        layered(zero_line("difference", upright=False), line, *whiskers, dots).properties(
            width=WIDTH, height=230
        ),
        _title(effects, arms),
        f"Difference at each rank, mean over n = {counted(n, 'market')}; whisker: 95 % interval"
        if n > 1
        else "Difference at each rank in one market, n = 1; no interval",
        f"Difference in net present value between {first} and {second} by rank of the firm: "
        + "; ".join(
            f"quantile {level:.0%} {text}"
            for level, text in zip(effects["level"], effects["text"], strict=True)
        )
        + " euros.",
    )


def _title(effects: pd.DataFrame, arms: tuple[str, str]) -> str:
    poor, rich = effects.iloc[0], effects.iloc[-1]
    if poor["low"] > rich["high"] or poor["high"] < rich["low"]:
        most = "poorest" if abs(poor["difference"]) > abs(rich["difference"]) else "richest"
        return f"The difference between {arms[0]} and {arms[1]} is largest among the {most} firms"
    return f"The difference between {arms[0]} and {arms[1]} is not clearly uneven across ranks"
