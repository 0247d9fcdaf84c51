"""What each practice or bias is worth, who needs whom, and through which channels."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.attribution_changes import WorthChanges
from analysis.charts.marks import arm_scales, layered, unit_axis, zero_line
from analysis.charts.waterfall import largest_part, waterfall
from analysis.notation import counted
from analysis.theme import INK, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["attribution_chart", "interaction_chart", "player_channels_chart", "scenarios_chart"]

SINGULAR = {"practices": "practice", "biases": "bias"}


def attribution_chart(
    steps: pd.DataFrame, over: str, arms: tuple[str, str], n: int
) -> alt.LayerChart:
    """Draw the Shapley values one after another, from zero to the whole difference.

    Parameters
    ----------
    steps
        As from `analysis.attribution_tables.player_steps`.
    over
        ``"practices"`` or ``"biases"``.
    arms
        The state in which all have moved, and that in which none has.
    n
        Number of markets.
    """
    first, second = arms
    chart = waterfall(steps, f"EUR of NPV per treated firm, {first} minus {second}", SINGULAR[over])
    return frame(
        chart,
        _worth_title(steps, n),
        f"Shapley values that add up to the last bar; whiskers: 95 % intervals, n = {n} markets"
        if n > 1
        else "Shapley values that add up to the last bar; one market, no interval",
        f"Waterfall chart of what each group of {over} adds to net present value between {second} "
        f"and {first}, euros per treated firm, with intervals: "
        + "; ".join(f"{row.label} {row.text}" for row in steps.itertuples())
        + ".",
    )


def _worth_title(steps: pd.DataFrame, n: int) -> str:
    """Name the largest part among those whose interval leaves zero out, if there is one."""
    if n < 2:
        return "What each is worth in one market"
    clear = steps[steps["clear"] | (steps["kind"] == "total")]
    top = largest_part(clear)
    if top is None:
        return "What each is worth: no single part is clear of zero"
    return f"What each is worth: most of all, {top}"


def interaction_chart(cells: pd.DataFrame, over: str, n: int) -> alt.LayerChart:
    """Draw which players need each other and which make up for each other.

    Parameters
    ----------
    cells
        As from `analysis.attribution_tables.interaction_cells`.
    over
        ``"practices"`` or ``"biases"``.
    n
        Number of markets.
    """
    columns, rows = list(dict.fromkeys(cells["second"])), list(dict.fromkeys(cells["first"]))
    heat = _heat(cells, "second", "first", columns, rows, "interaction, thousand EUR")
    return frame(
        heat,
        _interaction_title(cells, n),
        f"Thousand EUR beyond what each adds alone; bold: 95 % interval without zero, n = {n}",
        f"Heat map of the interaction of pairs of {over} in net present value, euros per firm: "
        + "; ".join(f"{row.second} with {row.first} {row.text}" for row in cells.itertuples())
        + ".",
    )


def _interaction_title(cells: pd.DataFrame, n: int) -> str:
    """Name the strongest pair among those that are clear of zero, if there is one."""
    clear = cells[cells["clear"]]
    if n < 2 or clear.empty:
        return "Who needs whom" if n < 2 else "No two clearly need or make up for each other"
    strongest = clear.iloc[int(clear["difference"].abs().argmax())]
    kind = "need each other" if strongest["difference"] > 0 else "make up for each other"
    largest = cells["difference"].abs().max()
    lead = "Most of all," if abs(strongest["difference"]) == largest else "Clear of zero:"
    return f"{lead} {strongest['second']} and {strongest['first']} {kind}"


def player_channels_chart(cells: pd.DataFrame, over: str, n: int) -> alt.LayerChart:
    """Draw through which accounting channels each player acts.

    Parameters
    ----------
    cells
        As from `analysis.attribution_tables.channel_cells`.
    over, n
        As for :func:`interaction_chart`.
    """
    table = cells.assign(clear=True, text=cells["short"])
    players = list(dict.fromkeys(cells["player"]))
    channels = list(dict.fromkeys(cells["channel"]))
    top = cells.iloc[int(cells["difference"].abs().argmax())]
    heat = _heat(table, "channel", "player", channels, players, "thousand EUR")
    return frame(
        heat,
        f"Largest on average: {top['player']} through {str(top['channel']).lower()}",
        "Thousand EUR of NPV per treated firm; rows add up to the worth, "
        f"n = {counted(n, 'market')}",
        f"Heat map of what each group of {over} adds through each accounting channel, thousand "
        "euros per firm: "
        + "; ".join(f"{row.player} through {row.channel} {row.short}" for row in cells.itertuples())
        + ".",
    )


def _heat(
    cells: pd.DataFrame, x: str, y: str, columns: list[str], rows: list[str], title: str
) -> alt.LayerChart:
    """Draw cells from orange (below zero) over white to blue, each with its number."""
    reach = float(cells["difference"].abs().max()) or 1.0
    base = alt.Chart(inline(cells)).encode(
        x=alt.X(
            f"{x}:N",
            sort=columns,
            title=None,
            axis=alt.Axis(labelAngle=-40, labelFontSize=12, labelLimit=220, grid=False),
        ),
        y=alt.Y(f"{y}:N", sort=rows, title=None, axis=alt.Axis(labelFontSize=12, labelLimit=220)),
        tooltip=[
            alt.Tooltip(f"{y}:N", title="row"),
            alt.Tooltip(f"{x}:N", title="column"),
            alt.Tooltip("text:N", title=title),
        ],
    )
    squares = base.mark_rect(stroke="white").encode(
        color=alt.Color(
            "difference:Q",
            scale=alt.Scale(
                domain=[-reach, 0, reach], range=[NEGATIVE, "#ffffff", POSITIVE], interpolate="rgb"
            ),
            legend=None,
        )
    )
    dark = alt.expr.abs(alt.datum.difference) > 0.6 * reach
    text = base.mark_text(fontSize=12).encode(
        text="short:N", color=alt.condition(dark, alt.value("white"), alt.value(INK))
    )
    bold = text.transform_filter(alt.datum.clear).mark_text(fontSize=12, fontWeight=700)
    plain = text.transform_filter(~alt.datum.clear)
    height = alt.Step(34)
    return layered(squares, bold, plain).properties(width=WIDTH - 220, height=height)


def scenarios_chart(
    points: pd.DataFrame, over: str, changes: Sequence[WorthChanges] = ()
) -> alt.LayerChart:
    """Draw the worth of each player in several scenarios side by side.

    Parameters
    ----------
    points
        As from `analysis.attribution_tables.scenario_points`.
    over
        ``"practices"`` or ``"biases"``.
    changes
        As from `analysis.attribution_changes.worth_changes`; the title counts those that are clear.
    """
    names = list(dict.fromkeys(points["scenario"]))
    order = list(points.groupby("player")["difference"].mean().sort_values(ascending=False).index)
    scales = arm_scales(names)
    base = alt.Chart(inline(points)).encode(
        y=alt.Y(
            "player:N", sort=order, title=None, axis=alt.Axis(labelFontSize=13, labelLimit=200)
        ),
        yOffset=alt.YOffset("scenario:N", sort=names),
        color=alt.Color("scenario:N", scale=scales.colour),
    )
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=alt.X("difference:Q", title="EUR of NPV per treated firm", axis=unit_axis("EUR")),
        shape=alt.Shape("scenario:N", scale=scales.shape),
        tooltip=[
            alt.Tooltip("player:N", title=SINGULAR[over]),
            alt.Tooltip("scenario:N", title="scenario"),
            alt.Tooltip("text:N", title="EUR (95 % interval)"),
        ],
    )
    rules = base.mark_rule(strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    n = int(points["n"].max())
    return frame(
        layered(zero_line("difference"), rules, dots).properties(
            width=WIDTH - 200, height=alt.Step(12 + 10 * len(names), **{"for": "position"})
        ),
        _scenarios_title(over, changes),
        f"Shapley values; whiskers: 95 % intervals, n = {n} markets in each scenario"
        if n > 1
        else "Shapley values of one market in each scenario, no interval",
        f"Dot plot of what each group of {over} is worth, euros per treated firm: "
        + "; ".join(f"{row.player} in {row.scenario} {row.text}" for row in points.itertuples())
        + ".",
    )


def _scenarios_title(over: str, changes: Sequence[WorthChanges]) -> str:
    """Count the changes between scenarios whose interval leaves zero out."""
    found = [item for one in changes for item in one.players.values() if item.has_interval]
    if not found:
        return f"What {over} are worth in each scenario"
    clear = sum(item.excludes_zero for item in found)
    return f"What {over} are worth: {clear} of {len(found)} differ clearly between scenarios"
