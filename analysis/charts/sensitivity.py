"""What an answer hangs on: indices above their noise, curves, tornado, boxes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.charts.marks import (
    interval_rules,
    layered,
    level_axis,
    unit_axis,
    upright_title,
    zero_line,
)
from analysis.discovery import Peeling
from analysis.notation import limits, number, percent
from analysis.sensitivity import Index, Sensitivity
from analysis.theme import GREY, INK, MUTED, NEGATIVE, POSITIVE, WIDTH, frame, in_lines, inline

__all__ = ["curves_chart", "floor_text", "indices_chart", "peeling_chart", "tornado_chart"]

MEANINGS = {
    "sobol": ("total index", "share of the variance of the mean difference"),
    "morris": ("mu*", "mean size of the change over a factor's range"),
}


def indices_chart(found: Sensitivity, unit: str) -> alt.LayerChart:
    """Draw the main index of each factor above the floor of noise.

    Parameters
    ----------
    found
        Indices of all factors.
    unit
        Unit of the outcome.
    """
    table = pd.DataFrame([_row(item, found.kind) for item in found.main])
    order = list(table["label"])
    base = alt.Chart(inline(table)).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelFontSize=12, labelLimit=220))
    )
    layers = [_index_bars(base, found, unit), *interval_rules(base, table, halo=True)]
    if found.floor_in_sight:
        layers.append(
            alt.Chart(inline(pd.DataFrame({"value": [found.main[0].floor]})))
            .mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=1.5)
            .encode(x="value:Q")
        )
    name = MEANINGS[found.kind][0]
    return frame(
        layered(*layers).properties(width=WIDTH - 230, height=alt.Step(24)),
        _index_title(found),
        _index_subtitle(found),
        f"Bars of the {name} of each factor with intervals; noise floor "
        f"{floor_text(found.main[0], found.kind)}: "
        + "; ".join(
            f"{item.label} {number(item.value)} ({limits(item.low, item.high)}"
            f"{'' if item.claimed else ', not claimed'})"
            for item in found.main
        )
        + ".",
    )


def floor_text(item: Index, kind: str) -> str:
    """Write a noise floor: "unknown", or "over 1" where it is more than any share can be."""
    if math.isnan(item.floor):
        return "unknown"
    return "over 1" if kind == "sobol" and item.floor > 1.0 else number(item.floor)


def _index_bars(base: alt.Chart, found: Sensitivity, unit: str) -> alt.Chart:
    name, meaning = MEANINGS[found.kind]
    title = f"{name}: {meaning}" + (f", {unit}" if found.kind == "morris" else "")
    # The general format writes 20 as 2e+1 where ticks are far apart, which shares may need.
    shares = alt.Axis(format="~f", tickCount=5)
    return base.mark_bar(size=13).encode(
        x=alt.X("value:Q", title=title, axis=unit_axis(unit) if found.kind == "morris" else shares),
        color=alt.Color(
            "state:N",
            scale=alt.Scale(domain=["above the noise", "not claimed"], range=[POSITIVE, GREY]),
        ),
        tooltip=[
            alt.Tooltip("label:N", title="factor"),
            alt.Tooltip("value:Q", title=name, format=",.4~g"),
            alt.Tooltip("low:Q", title="95 % interval from", format=",.4~g"),
            alt.Tooltip("high:Q", title="to", format=",.4~g"),
            alt.Tooltip("floor_text:N", title="noise floor"),
        ],
    )


def _index_title(found: Sensitivity) -> str:
    claimed = [item for item in found.main if item.claimed]
    if claimed:
        return f"Most depends on {claimed[0].label}"
    if found.floor_known and found.has_interval:
        return "No factor stands above the noise"
    return "No factor can be told from the noise, which is unknown"


def _index_subtitle(found: Sensitivity) -> str:
    whiskers = "Whiskers: 95 % intervals; " if found.has_interval else "One block of cells; "
    if not found.floor_known:
        return f"{whiskers}one pair in a cell, so the noise floor is unknown"
    if not found.floor_in_sight:
        return f"{whiskers}luck alone moves more than all factors: its floor, over 1, is not drawn"
    return f"{whiskers}dashed: what a factor that only deals luck anew seems to do"


def _row(item: Index, kind: str) -> dict[str, object]:
    return {
        "label": item.label,
        "value": item.value,
        "low": item.low,
        "high": item.high,
        "floor": item.floor,
        "floor_text": floor_text(item, kind),
        "state": "above the noise" if item.claimed else "not claimed",
    }


def curves_chart(
    points: pd.DataFrame, arms: tuple[str, str], unit: str, titles: Sequence[str]
) -> alt.ConcatChart:
    """Draw the difference along each factor, with a band.

    Parameters
    ----------
    points
        As from `analysis.sensitivity_tables.curves`.
    arms
        Names of the arms; above zero the first has more.
    unit
        Unit of the difference.
    titles
        Title of each factor's axis, in the order of the table's factors as they first come.
    """
    names = list(dict.fromkeys(points["factor"]))
    single = len(names) == 1
    width, height = (WIDTH - 60, 250) if single else (WIDTH // 2 - 70, 150)
    y_title = upright_title(f"{arms[0]} minus {arms[1]}, {unit}", height)
    panels = [
        _curve(points[points["factor"] == name], title, y_title, unit, width).properties(
            width=width, height=height
        )
        for name, title in zip(names, titles, strict=True)
    ]
    n = int(points["n"].min())
    ahead = int((points["low"] > 0.0).sum())
    behind = int((points["high"] < 0.0).sum())
    return frame(
        alt.concat(*panels, columns=1 if single else 2, spacing=22),
        f"Each by itself, {ahead} of {len(points)} points are above zero, {behind} below",
        f"Mean paired difference, all else unchanged; band: 95 % intervals, n = {n} pairs a point",
        f"Line charts of the difference between {arms[0]} and {arms[1]} along "
        f"{', '.join(dict.fromkeys(points['label']))}: "
        + "; ".join(
            f"{row['label']} {row['text']}: {number(row['difference'], signed=True)}"
            for row in points.to_dict("records")
        )
        + ".",
    )


def _curve(
    curve: pd.DataFrame, title: str, y_title: str | list[str], unit: str, width: int
) -> alt.LayerChart:
    numeric = bool(curve["value"].notna().all())
    base = alt.Chart(inline(curve)).encode(
        x=alt.X(
            "value:Q" if numeric else "text:N",
            title=title,
            sort=None,
            scale=alt.Scale(zero=False) if numeric else alt.Undefined,
            axis=level_axis([] if numeric else list(curve["text"]), width),
        )
    )
    y = alt.Y("difference:Q", title=y_title, axis=unit_axis(unit))
    tooltip = [
        alt.Tooltip("text:N", title=title),
        alt.Tooltip("difference:Q", title=f"difference, {unit}", format="+,.4~g"),
        alt.Tooltip("low:Q", title="95 % interval from", format="+,.4~g"),
        alt.Tooltip("high:Q", title="to", format="+,.4~g"),
        alt.Tooltip("n:Q", title="pairs"),
    ]
    dots = base.mark_point(filled=True, color=INK, size=45, opacity=1).encode(y=y, tooltip=tooltip)
    zero = zero_line("difference", upright=False)
    if not numeric:
        rules = base.mark_rule(color=INK, strokeWidth=1.5).encode(y="low:Q", y2="high:Q")
        return layered(zero, rules, dots)
    band = base.mark_area(opacity=0.22, color=MUTED).encode(
        y=alt.Y("low:Q", title=y_title), y2="high:Q"
    )
    line = base.mark_line(color=INK, strokeWidth=2).encode(y=y)
    return layered(zero, band, line, dots)


def tornado_chart(table: pd.DataFrame, arms: tuple[str, str], unit: str) -> alt.LayerChart:
    """Draw how far each factor moves the difference, the widest on top.

    Parameters
    ----------
    table
        As from `analysis.sensitivity_tables.tornado`.
    arms
        Names of the arms.
    unit
        Unit of the difference.
    """
    rows = table.assign(zero=0.0, state=table["clear"].map({True: "clear", False: "not clear"}))
    order = list(dict.fromkeys(rows["label"]))
    base = alt.Chart(inline(rows)).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelFontSize=12, labelLimit=220))
    )
    bars = base.mark_bar(size=14).encode(
        x=alt.X(
            "zero:Q",
            title=in_lines(f"change of {arms[0]} minus {arms[1]}, {unit}", 70),
            axis=unit_axis(unit),
            scale=alt.Scale(padding=36),  # room for the number at the end of the longest bar
        ),
        x2="change:Q",
        color=alt.Color(
            "state:N", scale=alt.Scale(domain=["clear", "not clear"], range=[POSITIVE, GREY])
        ),
        tooltip=[
            alt.Tooltip("label:N", title="factor"),
            alt.Tooltip("text:N", title="at"),
            alt.Tooltip("change:Q", title=f"change, {unit}", format="+,.4~g"),
            alt.Tooltip("low:Q", title="95 % interval from", format="+,.4~g"),
            alt.Tooltip("high:Q", title="to", format="+,.4~g"),
        ],
    )
    labels = [
        base.transform_filter(alt.datum.change > 0)
        .mark_text(align="left", dx=5, fontSize=11, color=INK)
        .encode(x="change:Q", text="text:N"),
        base.transform_filter(alt.datum.change < 0)
        .mark_text(align="right", dx=-5, fontSize=11, color=INK)
        .encode(x="change:Q", text="text:N"),
    ]
    return frame(
        layered(bars, zero_line("zero"), *labels).properties(
            width=WIDTH - 230, height=alt.Step(26)
        ),
        f"What moves the answer most: {order[0]}",
        "Change against the scenario as it is, pair by pair; numbers: the factor's value",
        f"Tornado chart of the change in the difference between {arms[0]} and {arms[1]} when one "
        "factor changes: "
        + "; ".join(
            f"{row['label']} at {row['text']}: {number(row['change'], signed=True)}"
            for row in table.to_dict("records")
        )
        + ".",
    )


def peeling_chart(found: Peeling) -> alt.LayerChart:
    """Draw what a box gains in density and loses in coverage as it is peeled.

    Parameters
    ----------
    found
        Result of `analysis.discovery.discover`.
    """
    base = alt.Chart(inline(found.path)).encode(
        x=alt.X(
            "coverage:Q", title="coverage: share of all such cells that lie in the box",
            axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 1]),
        ),
        y=alt.Y(
            "density:Q", title="density: share of the box", axis=alt.Axis(format=".0%"),
            scale=alt.Scale(domain=[0, 1]),
        ),
        tooltip=[
            alt.Tooltip("density:Q", format=".0%"),
            alt.Tooltip("coverage:Q", format=".0%"),
            alt.Tooltip("mass:Q", title="share of all cells", format=".0%"),
            alt.Tooltip("limits:Q", title="factors with a limit"),
        ],
    )  # fmt: skip
    path = base.mark_line(color=GREY, point=alt.OverlayMarkDef(color=GREY, size=24))
    layers = [path]
    told = "No box is denser than the whole"
    if found.box is not None:
        chosen = pd.DataFrame([{"density": found.box.density, "coverage": found.box.coverage}])
        layers.append(
            alt.Chart(inline(chosen))
            .mark_point(filled=True, shape="diamond", size=180, color=NEGATIVE, opacity=1)
            .encode(x="coverage:Q", y="density:Q")
        )
        told = (
            f"The box taken holds {percent(found.box.coverage)} of such cells, and "
            f"{percent(found.box.density)} of its cells are such"
        )
    return frame(
        layered(*layers).properties(width=WIDTH - 260, height=260),
        told,
        f"Path of peeling from all cells ({percent(found.base)} are such); diamond: the box taken",
        f"Line of density against coverage as the box is peeled. {told}.",
    )
