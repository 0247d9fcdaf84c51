"""Pieces that several charts share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt
import pandas as pd

from analysis.charts.wrapping import LETTER_WIDTH, MOST_LINES, label_lines, lines_of
from analysis.theme import ARM_COLOURS, ARM_DASHES, ARM_SHAPES, INK, MUTED, in_lines, inline

__all__ = [
    "ArmScales",
    "arm_scales",
    "interval_rules",
    "layered",
    "level_axis",
    "name_legend",
    "unit_axis",
    "upright_title",
    "zero_line",
]

BETWEEN_NAMES = 8  # pixels
SLANTED_WIDTH = 220  # pixels of a line of a slanted name
OVERHANG = 40  # pixels by which a title may be longer than its axis


class ArmScales(NamedTuple):
    """Colour, shape and dash pattern of each arm, in the order of the arms."""

    colour: alt.Scale
    shape: alt.Scale
    dash: alt.Scale


def arm_scales(arms: Sequence[str]) -> ArmScales:
    """Give each arm its colour, shape and dash pattern; they repeat after seven arms."""
    names = list(arms)
    places = [position % len(ARM_COLOURS) for position in range(len(names))]
    return ArmScales(
        alt.Scale(domain=names, range=[ARM_COLOURS[place] for place in places]),
        alt.Scale(domain=names, range=[ARM_SHAPES[place] for place in places]),
        alt.Scale(domain=names, range=[ARM_DASHES[place] for place in places]),
    )


def unit_axis(unit: str, ticks: int = 5) -> alt.Axis:
    """Return an axis with numbers as a reader writes them: 40 %, 20k, and 0 rather than 0k."""
    if unit == "share":
        return alt.Axis(format=".0%", tickCount=ticks)
    if unit.startswith("EUR"):
        expression = "datum.value === 0 ? '0' : format(datum.value, '~s')"
        return alt.Axis(labelExpr=expression, tickCount=ticks)
    return alt.Axis(format="~g", tickCount=ticks)


def level_axis(names: Sequence[str], width: float) -> alt.Axis:
    """Return an axis of names, in lines or slanted where they would run into each other.

    Parameters
    ----------
    names
        What stands at the axis; empty for numbers, which thin themselves out.
    width
        Length of the axis, in pixels.
    """
    longest = max((len(name) for name in names), default=0)
    room = width / max(1, len(names)) - BETWEEN_NAMES
    beside = LETTER_WIDTH * longest <= room or _fit_in_lines(names, room)
    expression = label_lines(names, room if beside else SLANTED_WIDTH)
    return alt.Axis(
        grid=False, labelAngle=0 if beside else -35, labelLimit=SLANTED_WIDTH,
        labelOverlap=not names, titleLimit=width,
        labelExpr=expression or alt.Undefined,
    )  # fmt: skip


def _fit_in_lines(names: Sequence[str], room: float) -> bool:
    """Tell whether names stand beside each other in a few lines, without a word broken."""
    words = max((len(word) for name in names for word in name.split()), default=0)
    lines = max((len(found) for found in lines_of(names, room)), default=0)
    return LETTER_WIDTH * words <= room and lines <= MOST_LINES


def upright_title(text: str, height: float) -> str | list[str]:
    """Return the title of an upright axis, in lines where it is much longer than the axis."""
    return in_lines(text, int((height + OVERHANG) / LETTER_WIDTH))


def name_legend(names: Sequence[str], width: float = 300.0) -> alt.Legend:
    """Return a legend whose names stay apart, in lines where they are long."""
    expression = label_lines(names, width)
    return alt.Legend(labelLimit=width + 60, labelExpr=expression or alt.Undefined)


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """Draw charts on top of each other, the first lowest."""
    return alt.LayerChart(layer=list(layers))


def zero_line(field: str, upright: bool = True) -> alt.Chart:
    """Return the dotted line of no difference.

    Parameters
    ----------
    field
        Name of the quantity on the axis that holds zero.
    upright
        Whether that axis is the horizontal one, so that the line stands upright.
    """
    line = alt.Chart(inline(pd.DataFrame({field: [0.0]}))).mark_rule(
        color=MUTED, strokeWidth=1.5, strokeDash=[2, 2]
    )
    placed: alt.Chart = line.encode(**{"x" if upright else "y": f"{field}:Q"})
    return placed


def interval_rules(
    base: alt.Chart, table: pd.DataFrame, width: float = 1.5, colour: str = INK, halo: bool = False
) -> list[alt.Chart]:
    """Return a line from ``low`` to ``high`` in each row; none where no row has an interval.

    Parameters
    ----------
    base
        Chart of the table with its vertical place encoded.
    table
        Table with the columns low and high.
    width, colour
        Thickness in pixels, and colour.
    halo
        Whether to set the line off from a bar beneath by a white edge.
    """
    if bool(table["low"].isna().all()):
        return []
    strokes = [(width + 2.0, "white"), (width, colour)] if halo else [(width, colour)]
    return [
        base.mark_rule(color=stroke, strokeWidth=thickness).encode(x="low:Q", x2="high:Q")
        for thickness, stroke in strokes
    ]
