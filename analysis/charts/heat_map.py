"""A difference over two factors, as a map with the line on which it changes its sign."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.charts.marks import layered
from analysis.charts.wrapping import lines_of
from analysis.notation import NO_INTERVAL, UNDEFINED, level, limits, number
from analysis.theme import INK, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["heat_map_chart", "sign_changes"]

TILE_WIDTH, TILE_HEIGHT = 110, 52  # pixels
# Pixels of a tile's width from which its difference, and its interval, are written into it.
ROOM_FOR_NUMBER, ROOM_FOR_INTERVAL = 50, 95
NAME_WIDTH = 160
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
    crossings = zero_line if zero_line is not None and len(zero_line) else None
    columns, rows = _axes(cells)
    edges = sign_changes(cells)
    width = min(TILE_WIDTH, (WIDTH - 120) // len(columns))
    base = alt.Chart(inline(_tiles(cells, columns, rows)))
    layers: list[alt.Chart] = [_squares(base, cells, columns, rows, titles, width)]
    if width >= ROOM_FOR_NUMBER:
        layers.append(_text(base, "upper:Q", "short:N", 12))
    if crossings is None and width >= ROOM_FOR_INTERVAL:
        layers.append(_text(base, "lower:Q", "interval:N", 10))
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


def sign_changes(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the edges between neighbouring cells whose differences have opposite signs.

    Parameters
    ----------
    cells
        Columns x, y and difference.

    Returns
    -------
    pandas.DataFrame
        x, y, x2, y2 of each edge, counted in cells from 0, from the left and from the top.
    """
    columns, rows = _axes(cells)
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


def _axes(cells: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the values of x from the left and of y from the top: numbers by size, names as is."""
    columns, rows = (list(dict.fromkeys(cells[name])) for name in ("x", "y"))
    if _are_numbers(columns):
        columns.sort(key=float)
    if _are_numbers(rows):
        rows.sort(key=float, reverse=True)
    return columns, rows


def _are_numbers(values: Sequence[str]) -> bool:
    try:
        return all(math.isfinite(float(value)) for value in values)
    except ValueError:
        return False


def _reach(cells: pd.DataFrame) -> float:
    """Return the largest size of a difference, or 1 when there is none."""
    reach = float(cells["difference"].abs().max())
    return reach if math.isfinite(reach) and reach > 0.0 else 1.0


def _short(value: float, reach: float) -> str:
    """Write a difference in few letters, in thousands where the largest one has ten of them."""
    scale, thousands = (1_000.0, "k") if reach >= 10_000.0 else (1.0, "")
    written = number(value / scale, 2 if abs(value) < 10.0 * scale else 3, signed=True)
    return written if written in ("0", UNDEFINED) else f"{written}{thousands}"


def _short_limits(low: float, high: float, reach: float) -> str:
    """Write an interval in few letters, or that there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return f"[{NO_INTERVAL}]"
    return f"[{_short(low, reach)} to {_short(high, reach)}]"


def _light_letters(difference: float, reach: float) -> bool:
    """Tell whether white stands out more from a tile than ink does (contrast as in WCAG 2)."""
    share = abs(difference) / reach
    full = _channels(POSITIVE if difference > 0.0 else NEGATIVE)
    tile = [a + share * (b - a) for a, b in zip(_channels(MIDDLE), full, strict=True)]
    seen = _luminance(tile) + 0.05
    return 1.05 / seen > seen / (_luminance(_channels(INK)) + 0.05)


def _channels(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255.0 for place in (1, 3, 5)]


def _luminance(channels: Sequence[float]) -> float:
    """Return the relative luminance of a colour in sRGB, 0..1."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _tiles(cells: pd.DataFrame, columns: Sequence[str], rows: Sequence[str]) -> pd.DataFrame:
    """Return the cells with the place of each tile and what is written into it."""
    reach = _reach(cells)
    left = [columns.index(value) for value in cells["x"]]
    top = [rows.index(value) for value in cells["y"]]
    table = cells.assign(left=left, top=top)
    return table.assign(
        right=table["left"] + 1,
        bottom=table["top"] + 1,
        middle=table["left"] + 0.5,
        upper=table["top"] + 0.37,
        lower=table["top"] + 0.7,
        light=[_light_letters(value, reach) for value in cells["difference"]],
        short=[
            _short(value, reach) + ("" if sign else " ?")
            for value, sign in zip(cells["difference"], cells["sign"], strict=True)
        ],
        interval=[
            _short_limits(low, high, reach)
            for low, high in zip(cells["low"], cells["high"], strict=True)
        ],
    )


def _squares(
    base: alt.Chart,
    cells: pd.DataFrame,
    columns: Sequence[str],
    rows: Sequence[str],
    titles: tuple[str, str],
    width: int,
) -> alt.Chart:
    across = alt.Scale(domain=[0, len(columns)], nice=False)
    down = alt.Scale(domain=[0, len(rows)], reverse=True, nice=False)
    reach = _reach(cells)
    colours = alt.Scale(
        domain=[-reach, 0.0, reach], range=[NEGATIVE, MIDDLE, POSITIVE], interpolate="rgb"
    )
    return base.mark_rect(stroke="white", strokeWidth=1).encode(
        x=alt.X("left:Q", axis=_axis(columns, titles[0], width - 6), scale=across),
        x2="right:Q",
        y=alt.Y("top:Q", axis=_axis(rows, titles[1], NAME_WIDTH), scale=down),
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


def _text(base: alt.Chart, place: str, field: str, size: int) -> alt.Chart:
    """Write a line into each tile, in the letters that stand out from it."""
    ink = alt.condition(alt.datum.light, alt.value("white"), alt.value(INK))
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


def _axis(values: Sequence[str], title: str, limit: int) -> alt.Axis:
    """Return an axis with a word in the middle of each cell, in lines where it is long."""
    names = [level(float(value)) for value in values] if _are_numbers(values) else values
    if len(set(names)) < len(values):
        names = values  # so close to each other that only all digits tell them apart
    lines = [found[0] if len(found) == 1 else found for found in lines_of(names, limit)]
    return alt.Axis(
        title=title,
        values=[place + 0.5 for place in range(len(values))],
        labelExpr=f"{json.dumps(lines)}[floor(datum.value)]",
        labelAngle=0,
        grid=False,
        ticks=False,
        labelLimit=limit,
        labelOverlap=_are_numbers(values),
    )


def _description(
    cells: pd.DataFrame,
    zero_line: pd.DataFrame | None,
    titles: tuple[str, str],
    title: str,
    difference: str,
) -> str:
    reach = _reach(cells)
    told = "; ".join(
        f"{titles[0]} {row['x']}, {titles[1]} {row['y']}: {_short(row['difference'], reach)} "
        f"{_short_limits(row['low'], row['high'], reach)}"
        for row in cells.to_dict(orient="records")
    )
    described = f"Heat map. {title}. {difference}: {told}."
    if zero_line is not None:
        crossed = "; ".join(
            f"at {row['y']}: {number(row['crossing'])} ({limits(row['low'], row['high'])})"
            for row in zero_line.to_dict("records")
        )
        described += f" Zero is passed along {titles[0]} {crossed}."
    return described
