"""One look for all charts: palette, type and the frame of title, subtitle and alternative text.

Colours are those of Okabe & Ito (2008), told apart with any common colour vision. Nothing is said
by colour alone: arms also differ in dash pattern and shape, signs are printed, so that a page
printed in grey loses nothing.
"""

from __future__ import annotations

import textwrap
from typing import Any, Final, TypeVar

import altair as alt
import pandas as pd

__all__ = [
    "ARM_COLOURS",
    "ARM_DASHES",
    "ARM_SHAPES",
    "GREY",
    "INK",
    "MUTED",
    "NEGATIVE",
    "POSITIVE",
    "WIDTH",
    "frame",
    "in_lines",
    "inline",
]

POSITIVE: Final = "#0072B2"
"""Blue: the first arm, or a gain."""

NEGATIVE: Final = "#D55E00"
"""Vermillion: the second arm, or a loss."""

ARM_COLOURS: Final = [POSITIVE, NEGATIVE, "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
ARM_DASHES: Final = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [4, 2], [1, 3]]
ARM_SHAPES: Final = [
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "wedge",
]

INK: Final = "#1b1f24"
MUTED: Final = "#57606a"
GREY: Final = "#8c959f"
FAINT: Final = "#e4e7eb"

WIDTH: Final = 670
"""Width in pixels of a chart's whole drawing; charts with text beside them use less to plot."""

TITLE_LETTERS: Final = 84
SUBTITLE_LETTERS: Final = 112
"""Letters of a line of the title and of the subtitle that `WIDTH` has room for."""

FONT: Final = "Arial, 'Liberation Sans', Helvetica, sans-serif"
"""Arial first: a picture drawn without a browser is laid out by the first name in the list."""

CONFIG: Final[dict[str, Any]] = {
    "font": FONT,
    "background": "white",
    "padding": {"left": 4, "top": 4, "right": 8, "bottom": 4},
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "bounds",
        "color": INK,
        "fontSize": 17,
        "fontWeight": 600,
        "lineHeight": 22,
        "subtitleColor": MUTED,
        "subtitleFontSize": 13,
        "subtitleLineHeight": 18,
        "subtitlePadding": 4,
        "offset": 14,
    },
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": 12,
        "titleColor": MUTED,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "domainColor": GREY,
        "tickColor": GREY,
        "gridColor": FAINT,
        "labelPadding": 5,
        "tickSize": 4,
    },
    "axisX": {"labelFlush": False},
    "axisY": {"domain": False, "ticks": False},
    "legend": {
        "orient": "top",
        "title": None,
        "labelColor": INK,
        "labelFontSize": 13,
        "labelLimit": 260,
        "symbolSize": 110,
        "symbolStrokeWidth": 2.5,
        "columnPadding": 18,
        "offset": 8,
    },
    "text": {"color": INK, "fontSize": 12},
    "rule": {"color": INK},
}

AnyChart = TypeVar("AnyChart", alt.Chart, alt.LayerChart, alt.VConcatChart, alt.ConcatChart)


def frame(chart: AnyChart, title: str, subtitle: str, description: str) -> AnyChart:
    """Give a chart its title, subtitle, alternative text and the theme.

    Parameters
    ----------
    chart
        Chart without a title.
    title
        What is seen.
    subtitle
        Number of pairs and kind of interval.
    description
        Alternative text for people who cannot see the chart.
    """
    text, below = in_lines(title, TITLE_LETTERS), in_lines(subtitle, SUBTITLE_LETTERS)
    named = chart.properties(
        title=alt.TitleParams(text=text, subtitle=below), description=description
    )
    configured: AnyChart = named.configure(**CONFIG)
    return configured


def in_lines(text: str, letters: int) -> str | list[str]:
    """Return a title as it is where it is short enough, else its lines.

    A title that is longer than the drawing makes it wider, and so all letters of a page small.
    """
    lines = textwrap.wrap(text, letters)
    return lines if len(lines) > 1 else text


def inline(table: pd.DataFrame) -> alt.InlineData:
    """Put a table's rows into the chart itself, rounded to six significant digits.

    Undefined numbers become null. Rounding keeps a report with many charts small.
    """
    records = [
        {str(key): _compact(value) for key, value in row.items()}
        for row in table.to_dict(orient="records")
    ]
    return alt.InlineData(values=records)


def _compact(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}") if value - value == 0.0 else None
    return value.item() if hasattr(value, "item") else value
