"""A sweep at a glance: the difference between two arms in every cell, against each factor."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.charts.marks import (
    layered,
    level_axis,
    name_legend,
    unit_axis,
    upright_title,
    zero_line,
)
from analysis.notation import counted
from analysis.sweep_tables import AHEAD, BEHIND, UNCLEAR, thinned_cells
from analysis.theme import GREY, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["cells_chart"]

COLUMNS = 2
PANEL_WIDTH = WIDTH // COLUMNS - 60
PANEL_HEIGHT = 170
FEW_CELLS = 60
MOST_PANELS = 8


def cells_chart(
    cells: pd.DataFrame, factors: Sequence[str], arms: tuple[str, str], unit: str
) -> alt.ConcatChart:
    """Draw each cell's difference against each factor, one panel per factor.

    Parameters
    ----------
    cells
        As from `analysis.sweep_tables.sweep_cells`.
    factors
        Columns of the factors; at most eight are drawn.
    arms
        Names of the arms; above zero the first has more.
    unit
        Unit of the difference.
    """
    first, second = arms
    shown = list(factors)[:MOST_PANELS]
    names = {AHEAD: f"{first} ahead", BEHIND: f"{second} ahead", UNCLEAR: UNCLEAR}
    table = thinned_cells(cells).assign(who=lambda rows: rows["verdict"].map(names))
    panels = [
        _panel(table, factor, list(names.values()), f"{first} minus {second}, {unit}", unit)
        for factor in shown
    ]
    pairs = f"{cells['n'].min()}" + (
        f" to {cells['n'].max()}" if cells["n"].min() < cells["n"].max() else ""
    )
    some = "" if len(table) == len(cells) else f", {len(table)} of them drawn"
    interval = "; whiskers: 95 % intervals" if len(table) <= FEW_CELLS else ""
    counts = {verdict: int((cells["verdict"] == verdict).sum()) for verdict in names}
    told = counted(len(cells), "cell")
    return frame(
        alt.concat(*panels, columns=COLUMNS, spacing=26),
        f"{first} is ahead in {counts[AHEAD]} of {told}, behind in {counts[BEHIND]}",
        f"n = {told} of {pairs} pairs{some}{interval}; 5 % false discoveries",
        f"Dots of the difference between {first} and {second} ({unit}) in {told} of the "
        f"sweep, one panel per factor ({', '.join(shown)}): {first} clearly ahead in "
        f"{counts[AHEAD]}, clearly behind in {counts[BEHIND]}, not clear in {counts[UNCLEAR]}.",
    )


def _panel(
    table: pd.DataFrame, factor: str, verdicts: list[str], y_title: str, unit: str
) -> alt.LayerChart:
    numeric = pd.api.types.is_numeric_dtype(table[factor])
    rows = table[["cell", "difference", "low", "high", "n", "who"]].assign(
        value=table[factor] if numeric else table[factor].astype(str)
    )
    names = [] if numeric else list(dict.fromkeys(rows["value"]))
    base = alt.Chart(inline(rows)).encode(
        x=alt.X(
            "value:Q" if numeric else "value:N",
            title=factor,
            sort=names or alt.Undefined,
            axis=level_axis(names, PANEL_WIDTH),
        )
    )
    y = alt.Y("difference:Q", title=upright_title(y_title, PANEL_HEIGHT), axis=unit_axis(unit))
    legend = name_legend(verdicts)
    dots = base.mark_point(filled=True, size=46, opacity=0.85).encode(
        y=y,
        color=alt.Color(
            "who:N",
            scale=alt.Scale(domain=verdicts, range=[POSITIVE, NEGATIVE, GREY]),
            legend=legend,
        ),
        shape=alt.Shape(
            "who:N",
            scale=alt.Scale(domain=verdicts, range=["circle", "square", "cross"]),
            legend=legend,
        ),
        tooltip=[
            alt.Tooltip("cell:Q", title="cell"),
            alt.Tooltip("value:Q" if numeric else "value:N", title=factor),
            alt.Tooltip("difference:Q", title=f"difference, {unit}", format="+,.4~g"),
            alt.Tooltip("low:Q", title="95 % interval from", format="+,.4~g"),
            alt.Tooltip("high:Q", title="to", format="+,.4~g"),
            alt.Tooltip("n:Q", title="pairs"),
        ],
    )
    few = len(rows) <= FEW_CELLS and not bool(rows["low"].isna().all())
    whiskers = [base.mark_rule(color=GREY).encode(y="low:Q", y2="high:Q")] if few else []
    return layered(zero_line("difference", upright=False), *whiskers, dots).properties(
        width=PANEL_WIDTH, height=PANEL_HEIGHT
    )
