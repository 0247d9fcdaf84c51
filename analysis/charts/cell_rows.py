"""What two arms differ by in every cell of a study."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.marks import interval_rules, layered
from analysis.theme import GREY, INK, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["cell_rows_chart"]

LABELS = 470  # pixels for the names of cells
THOUSAND = 1000.0


def cell_rows_chart(cells: pd.DataFrame, title: str, difference: str) -> alt.LayerChart:
    """Draw the paired difference of each cell with its interval, cells below one another.

    Parameters
    ----------
    cells
        One row per cell: ``cell``, a column per factor, ``pairs``, ``difference``, ``low``,
        ``high``, as from ``StudyResults.summary``.
    title
        What is seen.
    difference
        What the difference is, with its unit, as the title of the axis.
    """
    factors = [
        name for name in cells.columns if name not in ("cell", "pairs", "difference", "low", "high")
    ]
    table = cells.assign(
        label=[_label(row, factors) for row in cells[factors].to_dict(orient="records")],
        sign=[
            "gain" if low > 0 else "loss" if high < 0 else "open"
            for low, high in zip(cells["low"], cells["high"], strict=True)
        ],
    )
    y = alt.Y("label:N", sort=list(table["label"]), title=None, axis=alt.Axis(labelLimit=LABELS))
    base = alt.Chart(inline(table)).encode(y=y)
    form = "~s" if table[["low", "high", "difference"]].abs().max().max() >= THOUSAND else "~g"
    x = alt.X("difference:Q", axis=alt.Axis(title=difference, format=form, tickCount=6))
    colour = alt.Color(
        "sign:N",
        scale=alt.Scale(domain=["gain", "open", "loss"], range=[POSITIVE, GREY, NEGATIVE]),
        legend=None,
    )
    shape = alt.Shape(
        "sign:N",
        scale=alt.Scale(domain=["gain", "open", "loss"], range=["circle", "diamond", "square"]),
        legend=None,
    )
    points = base.mark_point(filled=True, size=80, opacity=1).encode(x=x, color=colour, shape=shape)
    zero = alt.Chart(inline(pd.DataFrame({"zero": [0.0]}))).mark_rule(color=INK).encode(x="zero:Q")
    chart = layered(zero, *interval_rules(base, table), points).properties(
        width=WIDTH - 300, height=alt.Step(19)
    )
    pairs = int(table["pairs"].min())
    return frame(
        chart,
        title,
        f"n = {pairs} markets per cell; line: 95 % interval of the cell alone; "
        "grey: the interval holds 0",
        f"{title}: " + "; ".join(f"{row.label} {row.difference:.3g}" for row in table.itertuples()),
    )


def _label(values: Mapping[Hashable, Any], factors: list[str]) -> str:
    """Name a cell by its factors; the last part of a dotted name is enough to tell them apart."""
    return ", ".join(_word(name, values[name]) for name in factors)


def _word(name: str, value: Any) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value).removeprefix("regimes/")
    short = name.split(".")[-1]
    plain = isinstance(value, str) and short in ("policy", "regime")
    return (text if plain else f"{short} {text}").replace("_", " ")
