"""A difference over two factors, as a map with the line on which it changes its sign."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import altair as alt
import pandas as pd

from analysis.charts.marks import layered
from analysis.notation import number
from analysis.theme import INK, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["heat_map_chart", "sign_changes"]

TILE_WIDTH, TILE_HEIGHT = 110, 52  # pixels
ROOM_FOR_INTERVAL = 95  # pixels of a tile's width from which its interval is written into it
DARK = 0.6  # share of the largest difference from which a tile is too dark for dark letters
MIDDLE = "#f6f8fa"


def heat_map_chart(
    cells: pd.DataFrame,
    titles: tuple[str, str],
    difference: str,
    title: str,
    zero_line: pd.DataFrame | None = None,
) -> alt.LayerChart:
    """Draw the paired difference of each cell of two factors, and where it changes its sign.

    Numbers grow to the right and upwards; other values stand in the order of the table, from the
    left and from the top.

    Parameters
    ----------
    cells
        As from `analysis.sensitivity_tables.heat_cells`: x, y, difference, low, high, n, sign.
    titles
        Titles of both axes.
    difference
        What the difference is, with its unit.
    title
        What is seen.
    zero_line
        As from `analysis.sensitivity_tables.zero_line_places`. Without it, or without rows, a thick
        line separates cells whose differences have opposite signs.
    """
    columns, rows = _in_order(cells["x"]), _in_order(cells["y"], upwards=True)
    crossings = zero_line if zero_line is not None and len(zero_line) else None
    edges = sign_changes(cells, columns, rows)
    width = min(TILE_WIDTH, (WIDTH - 120) // len(columns))
    base = alt.Chart(inline(_tiles(cells, columns, rows)))
    across = alt.Scale(domain=[0, len(columns)], nice=False)
    down = alt.Scale(domain=[0, len(rows)], reverse=True, nice=False)
    layers: list[alt.Chart] = [_squares(base, cells, columns, rows, titles, across, down)]
    layers.append(_text(base, "upper:Q", "short:N", 12, cells))
    if crossings is None and width >= ROOM_FOR_INTERVAL:
        layers.append(_text(base, "lower:Q", "interval:N", 10, cells))
    told = ""
    if crossings is not None:
        layers += _zero_marks(crossings, rows, titles)
        told = "; mark and box: zero, 95 %"
    elif len(edges):
        line = alt.Chart(inline(edges)).mark_rule(color=INK, strokeWidth=3)
        layers.append(line.encode(x="x:Q", y="y:Q", x2="x2:Q", y2="y2:Q"))
        told = "; thick line: the mean changes its sign"
    return frame(
        layered(*layers).properties(width=width * len(columns), height=TILE_HEIGHT * len(rows)),
        title,
        f"{difference}; n = {int(cells['n'].min())} pairs a cell; "
        f"?: the 95 % interval holds zero{told}",
        _description(cells, crossings, titles, title, difference),
    )


def sign_changes(cells: pd.DataFrame, columns: Sequence[str], rows: Sequence[str]) -> pd.DataFrame:
    """Return the edges between neighbouring cells whose differences have opposite signs.

    Places count cells from 0, from the left and from the top.

    Parameters
    ----------
    cells
        Columns x, y and difference.
    columns, rows
        Values of x from the left, and of y from the top.

    Returns
    -------
    pandas.DataFrame
        x, y, x2, y2 of each edge, in cells.
    """
    values = {
        (columns.index(row["x"]), rows.index(row["y"])): row["difference"]
        for row in cells.to_dict(orient="records")
    }
    edges = []
    for (x, y), value in values.items():
        if value * values.get((x + 1, y), 0.0) < 0.0:
            edges.append({"x": x + 1, "y": y, "x2": x + 1, "y2": y + 1})
        if value * values.get((x, y + 1), 0.0) < 0.0:
            edges.append({"x": x, "y": y + 1, "x2": x + 1, "y2": y + 1})
    return pd.DataFrame(edges, columns=["x", "y", "x2", "y2"])


def _in_order(values: Iterable[str], upwards: bool = False) -> list[str]:
    """Return the values of an axis from the left or from the top; numbers by size."""
    found = list(dict.fromkeys(values))
    try:
        return sorted(found, key=float, reverse=upwards)
    except ValueError:
        return found


def _tiles(cells: pd.DataFrame, columns: Sequence[str], rows: Sequence[str]) -> pd.DataFrame:
    """Return the cells with the place of each tile and what is written into it."""
    scale, thousands = (1_000.0, "k") if cells["difference"].abs().max() >= 10_000.0 else (1.0, "")

    def short(value: float) -> str:
        digits = 2 if abs(value) < 10.0 * scale else 3
        written = number(value / scale, digits, signed=True)
        return written if written == "0" else f"{written}{thousands}"

    left = [columns.index(value) for value in cells["x"]]
    top = [rows.index(value) for value in cells["y"]]
    table = cells.assign(left=left, top=top)
    return table.assign(
        right=table["left"] + 1,
        bottom=table["top"] + 1,
        middle=table["left"] + 0.5,
        upper=table["top"] + 0.37,
        lower=table["top"] + 0.7,
        short=[
            short(value) + ("" if sign else " ?")
            for value, sign in zip(cells["difference"], cells["sign"], strict=True)
        ],
        interval=[
            f"[{short(low)} to {short(high)}]"
            for low, high in zip(cells["low"], cells["high"], strict=True)
        ],
    )


def _squares(
    base: alt.Chart,
    cells: pd.DataFrame,
    columns: Sequence[str],
    rows: Sequence[str],
    titles: tuple[str, str],
    across: alt.Scale,
    down: alt.Scale,
) -> alt.Chart:
    reach = float(cells["difference"].abs().max()) or 1.0
    colours = alt.Scale(
        domain=[-reach, 0.0, reach], range=[NEGATIVE, MIDDLE, POSITIVE], interpolate="rgb"
    )
    return base.mark_rect(stroke="white", strokeWidth=1).encode(
        x=alt.X("left:Q", axis=_axis(columns, titles[0]), scale=across),
        x2="right:Q",
        y=alt.Y("top:Q", axis=_axis(rows, titles[1]), scale=down),
        y2="bottom:Q",
        color=alt.Color("difference:Q", scale=colours, legend=None),
        tooltip=[
            alt.Tooltip("x:N", title=titles[0]),
            alt.Tooltip("y:N", title=titles[1]),
            alt.Tooltip("difference:Q", title="difference", format="+,.4~g"),
            alt.Tooltip("low:Q", title="95 % interval from", format="+,.4~g"),
            alt.Tooltip("high:Q", title="to", format="+,.4~g"),
            alt.Tooltip("n:Q", title="pairs"),
        ],
    )


def _text(base: alt.Chart, place: str, field: str, size: int, cells: pd.DataFrame) -> alt.Chart:
    """Write a line into each tile, in letters that its colour leaves legible."""
    reach = float(cells["difference"].abs().max()) or 1.0
    dark = alt.expr.abs(alt.datum.difference) > DARK * reach
    ink = alt.condition(dark, alt.value("white"), alt.value(INK))
    return base.mark_text(fontSize=size).encode(x="middle:Q", y=place, text=field, color=ink)


def _zero_marks(
    places: pd.DataFrame, rows: Sequence[str], titles: tuple[str, str]
) -> list[alt.Chart]:
    """Mark below the numbers of each row where the difference passes zero, and how sure that is."""
    middle = places["y"].map({name: place + 0.5 for place, name in enumerate(rows)})
    shifted = {name: places[name] + 0.5 for name in ("place", "place_low", "place_high")}
    table = places.assign(upper=middle + 0.1, lower=middle + 0.42, **shifted)
    base = alt.Chart(inline(table)).encode(
        y="upper:Q",
        y2="lower:Q",
        tooltip=[
            alt.Tooltip("y:N", title=titles[1]),
            alt.Tooltip("crossing:Q", title=f"zero at {titles[0]}", format=",.4~g"),
            alt.Tooltip("low:Q", title="95 % interval from", format=",.4~g"),
            alt.Tooltip("high:Q", title="to", format=",.4~g"),
            alt.Tooltip("share:Q", title="redraws of markets that cross", format=".0%"),
        ],
    )
    band = base.mark_rect(fill="white", fillOpacity=0.75, stroke=INK, strokeWidth=0.8)
    line = base.mark_rule(color=INK, strokeWidth=4)
    return [band.encode(x="place_low:Q", x2="place_high:Q"), line.encode(x="place:Q")]


def _axis(values: Sequence[str], title: str) -> alt.Axis:
    """Return an axis with a word in the middle of each cell."""
    return alt.Axis(
        title=title,
        values=[place + 0.5 for place in range(len(values))],
        labelExpr=f"{json.dumps(list(values))}[floor(datum.value)]",
        labelAngle=0,
        grid=False,
        ticks=False,
        labelLimit=160,
    )


def _description(
    cells: pd.DataFrame,
    zero_line: pd.DataFrame | None,
    titles: tuple[str, str],
    title: str,
    difference: str,
) -> str:
    told = "; ".join(
        f"{titles[0]} {row['x']}, {titles[1]} {row['y']}: {number(row['difference'], signed=True)}"
        for row in cells.to_dict(orient="records")
    )
    described = f"Heat map. {title}. {difference}: {told}."
    if zero_line is not None:
        crossed = "; ".join(
            f"at {row['y']}: {number(row['crossing'])} "
            f"({number(row['low'])} to {number(row['high'])})"
            for row in zero_line.to_dict("records")
        )
        described += f" Zero is passed along {titles[0]} {crossed}."
    return described
