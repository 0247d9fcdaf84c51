"""Pieces that several charts share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt
import pandas as pd

from analysis.theme import ARM_COLOURS, ARM_DASHES, ARM_SHAPES, INK, MUTED, inline

__all__ = [
    "ArmScales",
    "arm_scales",
    "interval_rules",
    "layered",
    "level_axis",
    "unit_axis",
    "zero_line",
]

LETTER_WIDTH = 6.5  # pixels of a letter of an axis at most, on average over a name
BETWEEN_NAMES = 8  # pixels


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
    """Return an axis of names, slanted where they would run into each other.

    Parameters
    ----------
    names
        What stands at the axis; empty for numbers, which thin themselves out.
    width
        Length of the axis, in pixels.
    """
    longest = max((len(name) for name in names), default=0)
    beside = len(names) * (LETTER_WIDTH * longest + BETWEEN_NAMES) <= width
    return alt.Axis(
        grid=False, labelAngle=0 if beside else -35, labelLimit=220, labelOverlap=not names,
        titleLimit=width,
    )  # fmt: skip


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
