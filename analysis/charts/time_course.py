"""How outcomes develop over the months: fans over markets, and the paired difference."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis.charts.marks import arm_scales, layered, unit_axis, zero_line
from analysis.notation import number, outcome_label
from analysis.theme import ARM_COLOURS, INK, MUTED, WIDTH, frame, inline
from sim.outcomes import SERIES

__all__ = ["difference_chart", "panels_chart", "time_course_chart"]

UNITS = {column.name: column.unit for column in SERIES}
MEANINGS = {column.name: column.meaning for column in SERIES}
MONTH_TITLE = "months after the fork"


def month_axis(months: int, years: int = 1) -> alt.Axis:
    """Return an axis in months with a tick each so many years, or fewer in a very long run."""
    step = 12 * years * max(1, round(months / 120)) if months >= 24 else max(1, round(months / 8))
    return alt.Axis(title=MONTH_TITLE, values=list(range(0, months + 1, step)), grid=False)


def fan(
    bands: pd.DataFrame,
    name: str,
    arms: tuple[str, str],
    y_title: str | None = None,
    years: int = 1,
) -> alt.LayerChart:
    """Draw median and bands of one series for each arm, without title."""
    scales = arm_scales(arms)
    months = int(bands["month"].max())
    legend = alt.Legend(symbolType="stroke", symbolSize=300)
    base = alt.Chart(inline(bands)).encode(
        x=alt.X("month:Q", axis=month_axis(months, years), scale=alt.Scale(domain=[0, months]))
    )
    y_axis = unit_axis(UNITS[name])
    # Each area is coloured by hand: a colour channel of its own would disturb the lines' legend.
    layers = [
        base.transform_filter(alt.FieldEqualPredicate(field="arm", equal=arm))
        .mark_area(opacity=opacity, color=colour)
        .encode(
            y=alt.Y(f"{low}:Q", title=y_title, axis=y_axis, scale=alt.Scale(zero=False)),
            y2=f"{high}:Q",
        )
        for low, high, opacity in (("low90", "high90", 0.14), ("low50", "high50", 0.26))
        for arm, colour in zip(arms, ARM_COLOURS, strict=False)
    ]
    number_format = ".1%" if UNITS[name] == "share" else ",.4~g"
    line = base.mark_line(strokeWidth=2.5).encode(
        y="median:Q",
        stroke=alt.Stroke("arm:N", scale=scales.colour, legend=legend),
        strokeDash=alt.StrokeDash("arm:N", scale=scales.dash, legend=legend),
        tooltip=[
            alt.Tooltip("arm:N", title="arm"),
            alt.Tooltip("month:Q", title="month"),
            alt.Tooltip("median:Q", title="median", format=number_format),
            alt.Tooltip("low90:Q", title="5 % of markets below", format=number_format),
            alt.Tooltip("high90:Q", title="5 % of markets above", format=number_format),
            alt.Tooltip("n:Q", title="markets"),
        ],
    )
    return layered(*layers, line)


def time_course_chart(bands: pd.DataFrame, name: str, arms: tuple[str, str]) -> alt.LayerChart:
    """Draw one series over time for both arms, as a fan over markets.

    Parameters
    ----------
    bands
        As from `analysis.chart_tables.time_bands`.
    name
        Name of the series, one of `sim.outcomes.SERIES`.
    arms
        The two arms shown.
    """
    first, second = arms
    n = int(bands["n"].max())
    last = bands[bands["month"] == bands["month"].max()].set_index("arm")["median"]
    unit = UNITS[name]
    return frame(
        fan(bands, name, arms, f"{MEANINGS[name]}, {UNITS[name]}").properties(
            width=WIDTH, height=260
        ),
        _median_title(name, first, second, float(last[first]), float(last[second])),
        _fan_subtitle(n),
        f"Fan chart of {MEANINGS[name]} ({unit}) over the months after the fork, treated firms, "
        f"n = {n} markets. In the last month the median is "
        + " and ".join(f"{number(float(last[arm]))} for {arm}" for arm in arms)
        + ".",
    )


def _median_title(name: str, first: str, second: str, high: float, low: float) -> str:
    label = outcome_label(name)
    if high == low:
        return f"{label} (median) ends alike under {first} and {second}"
    return (
        f"Median {label[0].lower() + label[1:]} ends higher under {first if high > low else second}"
    )


def _fan_subtitle(n: int) -> str:
    if n == 1:
        return "Treated firms of one market, n = 1"
    return f"Treated firms; median of n = {n} markets, bands hold 50 % and 90 % of the markets"


def panels_chart(
    tables: Mapping[str, pd.DataFrame], arms: tuple[str, str], columns: int = 2
) -> alt.ConcatChart:
    """Draw several series as small fans side by side.

    Parameters
    ----------
    tables
        Bands by name of the series, as from `analysis.chart_tables.time_bands`.
    arms
        The two arms shown.
    columns
        Panels per row.
    """
    n = max(int(bands["n"].max()) for bands in tables.values())
    panels = [
        fan(bands, name, arms, years=2).properties(
            width=WIDTH // columns - 40,
            height=140,
            title=alt.TitleParams(
                f"{outcome_label(name)} ({UNITS[name]})", fontSize=13, offset=8, frame="group"
            ),
        )
        for name, bands in tables.items()
    ]
    chart = alt.concat(*panels, columns=columns, spacing=24)
    names = ", ".join(outcome_label(name).lower() for name in tables)
    return frame(
        chart,
        "What changes on the way",
        _fan_subtitle(n),
        f"Small fan charts over the months after the fork, by arm: {names}; n = {n} markets.",
    )


def difference_chart(
    differences: pd.DataFrame, name: str, arms: tuple[str, str], break_even: int | None = None
) -> alt.LayerChart:
    """Draw the mean paired difference of a series over time, with its interval.

    Parameters
    ----------
    differences
        As from `analysis.chart_tables.time_difference`.
    name
        Name of the series.
    arms
        Names of the arms; above zero the first is higher.
    break_even
        Month from which the first arm stays ahead, to be marked; or None.
    """
    first, second = arms
    months = int(differences["month"].max())
    n = int(differences["n"].max())
    unit = UNITS[name]
    base = alt.Chart(inline(differences)).encode(
        x=alt.X("month:Q", axis=month_axis(months), scale=alt.Scale(domain=[0, months]))
    )
    y_title = f"{first} minus {second}, {unit}"
    axis = unit_axis(unit)
    bands = [
        base.mark_area(opacity=0.25, color=MUTED).encode(
            y=alt.Y("low:Q", title=y_title, axis=axis), y2="high:Q"
        )
    ]
    line = base.mark_line(color=INK, strokeWidth=2.5).encode(
        y=alt.Y("difference:Q", title=y_title, axis=axis),
        tooltip=[
            alt.Tooltip("month:Q", title="month"),
            alt.Tooltip("difference:Q", title=f"difference, {unit}", format="+,.4~g"),
            alt.Tooltip("low:Q", title="95 % interval from", format="+,.4~g"),
            alt.Tooltip("high:Q", title="to", format="+,.4~g"),
            alt.Tooltip("n:Q", title="pairs"),
        ],
    )
    end = float(differences.sort_values("month")["difference"].iloc[-1])
    chart = layered(
        zero_line("difference", upright=False),
        *(bands if n > 1 else []),
        line,
        *_break_even_marks(break_even, months),
    )
    return frame(
        chart.properties(width=WIDTH, height=220),
        _difference_title(differences, arms, break_even),
        f"Mean paired difference over n = {n} markets; band: 95 % interval of each month by itself"
        if n > 1
        else "Difference in one market, n = 1; no interval",
        f"Line chart of the difference in {MEANINGS[name]} ({unit}) between {first} and {second} "
        f"over the months after the fork; it ends at {number(end, signed=True)}.",
    )


def _difference_title(
    differences: pd.DataFrame, arms: tuple[str, str], break_even: int | None
) -> str:
    first, second = arms
    last = differences.sort_values("month").iloc[-1]
    end = float(last["difference"])
    if end != 0.0 and last["low"] <= 0.0 <= last["high"]:
        return f"In the end {first} and {second} do not differ clearly"
    if break_even is None:
        state = "level with" if end == 0.0 else "behind"
        return f"In the end {first} is {state} {second}"
    if break_even <= 1:
        return f"From the first month, {first} is ahead of {second}"
    return f"After falling behind, {first} is ahead of {second} from month {break_even} on"


def _break_even_marks(month: int | None, months: int) -> list[alt.Chart]:
    """Return a thin line at the month from which the first arm stays ahead."""
    if month is None or month <= 1:
        return []
    late = month > 0.7 * months
    base = alt.Chart(inline(pd.DataFrame({"month": [month], "text": [f"month {month}"]})))
    return [
        base.mark_rule(color=MUTED).encode(x="month:Q"),
        base.mark_text(align="right" if late else "left", dx=-6 if late else 6, dy=8).encode(
            x="month:Q", y=alt.value(0), text="text:N"
        ),
    ]
