"""A difference over two factors, as a map with the line on which it changes its sign."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import layered
from analysis.theme import INK, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["heat_map_chart", "sign_changes"]

ROW = 46  # pixels
DARK = 0.65  # share of the largest difference from which a tile is too dark for dark letters


def sign_changes(cells: pd.DataFrame, across: str, down: str) -> pd.DataFrame:
    """Return the edges between neighbouring cells whose differences have opposite signs.

    Places count cells from 0, from the left and from the top; rows are in the order of the table.

    Returns
    -------
    pandas.DataFrame
        x, y, x2, y2 of each edge, in cells.
    """
    columns, rows = list(cells[across].unique()), list(cells[down].unique())
    gains = {
        (columns.index(row[across]), rows.index(row[down])): row["difference"] > 0.0
        for row in cells.to_dict(orient="records")
    }
    edges = []
    for (x, y), gain in gains.items():
        if gains.get((x + 1, y), gain) != gain:
            edges.append({"x": x + 1, "y": y, "x2": x + 1, "y2": y + 1})
        if gains.get((x, y + 1), gain) != gain:
            edges.append({"x": x, "y": y + 1, "x2": x + 1, "y2": y + 1})
    return pd.DataFrame(edges, columns=["x", "y", "x2", "y2"])


def heat_map_chart(
    cells: pd.DataFrame, across: str, down: str, title: str, difference: str, form: str = ".3~s"
) -> alt.LayerChart:
    """Draw the paired difference of each cell of two factors, with its interval in words.

    Parameters
    ----------
    cells
        One row per cell: a column for each of the two factors, ``pairs``, ``difference``, ``low``,
        ``high``, as from ``StudyResults.summary``.
    across, down
        Columns of the two factors.
    title
        What is seen.
    difference
        What the difference is, with its unit.
    form
        Format of the numbers, as D3 writes them.
    """
    columns, rows = list(cells[across].unique()), list(cells[down].unique())
    short = {across: across.split(".")[-1], down: down.split(".")[-1]}
    table = cells.assign(
        left=[columns.index(value) for value in cells[across]],
        top=[rows.index(value) for value in cells[down]],
        open=~((cells["low"] > 0.0) | (cells["high"] < 0.0)),
    ).assign(
        right=lambda found: found["left"] + 1,
        bottom=lambda found: found["top"] + 1,
        middle=lambda found: found["left"] + 0.5,
        upper=lambda found: found["top"] + 0.37,
        lower=lambda found: found["top"] + 0.7,
    )
    largest = float(cells["difference"].abs().max()) or 1.0
    base = alt.Chart(inline(table.drop(columns=[across, down])))
    x_axis = _axis(columns, short[across])
    y_axis = _axis(rows, short[down])
    tiles = base.mark_rect(stroke="white", strokeWidth=1).encode(
        x=alt.X("left:Q", axis=x_axis, scale=alt.Scale(domain=[0, len(columns)], nice=False)),
        x2="right:Q",
        y=alt.Y(
            "top:Q", axis=y_axis, scale=alt.Scale(domain=[0, len(rows)], reverse=True, nice=False)
        ),
        y2="bottom:Q",
        color=alt.Color(
            "difference:Q",
            scale=alt.Scale(
                domain=[-largest, 0.0, largest],
                range=[NEGATIVE, "#f6f8fa", POSITIVE],
                interpolate="rgb",
            ),
            legend=None,
        ),
    )
    number = f"format(datum.difference, '{form}')"
    ends = f"'[' + format(datum.low, '{form}') + ' to ' + format(datum.high, '{form}') + ']'"
    ink = alt.condition(
        f"abs(datum.difference) > {DARK * largest}", alt.value("white"), alt.value(INK)
    )
    texts = [
        base.transform_calculate(text=f"datum.open ? '(' + {number} + ')' : {number}")
        .mark_text(fontSize=13, fontWeight=600)
        .encode(x="middle:Q", y="upper:Q", text="text:N", color=ink),
        base.transform_calculate(text=ends)
        .mark_text(fontSize=10)
        .encode(x="middle:Q", y="lower:Q", text="text:N", color=ink),
    ]
    edges = alt.Chart(inline(sign_changes(cells, across, down))).mark_rule(color=INK, strokeWidth=3)
    line = edges.encode(x="x:Q", y="y:Q", x2="x2:Q", y2="y2:Q")
    return frame(
        layered(tiles, *texts, line).properties(width=WIDTH - 130, height=ROW * len(rows)),
        title,
        f"{difference}; n = {int(cells['pairs'].min())} markets per cell; (): the 95 % "
        "interval holds 0; thick line: sign changes",
        f"{title}, {difference}: "
        + "; ".join(
            f"{short[down]} {row[down]}, {short[across]} {row[across]}: {row['difference']:.3g}"
            for row in cells.to_dict(orient="records")
        ),
    )


def _axis(values: list[object], name: str) -> alt.Axis:
    """Return an axis with a word in the middle of each cell."""
    words = [
        f"{value:g}" if isinstance(value, int | float) else str(value).removeprefix("regimes/")
        for value in values
    ]
    listed = ", ".join(f"'{word.replace('_', ' ')}'" for word in words)
    return alt.Axis(
        title=name.replace("_", " "),
        values=[place + 0.5 for place in range(len(values))],
        labelExpr=f"[{listed}][floor(datum.value)]",
        labelAngle=0,
        grid=False,
        ticks=False,
        labelLimit=200,
    )
