"""Write a chart as a picture, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import altair as alt
import vl_convert
from altair.typing import ChartType

from analysis.files import write_atomically

__all__ = ["VEGA_LITE_VERSION", "save_chart", "to_svg"]

VEGA_LITE_VERSION = ".".join(alt.SCHEMA_VERSION.split(".")[:2])
"""Version of Vega-Lite that the installed Altair writes, as vl-convert names it."""

COUNTED = re.compile(r"\b(?:gradient_|clip)\d+\b")
"""Names in a drawing that tell how many were drawn before."""

PIXELS_PER_POINT = 2.0


def to_svg(chart: ChartType) -> str:
    """Draw a chart as SVG text, the same for the same chart."""
    drawn = vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=VEGA_LITE_VERSION)
    # The library counts gradients and clips over all charts that it has ever drawn.
    found = dict.fromkeys(COUNTED.findall(drawn))
    numbers = {name: f"{name.rstrip('0123456789')}{place}" for place, name in enumerate(found)}
    return COUNTED.sub(lambda match: numbers[match.group()], drawn)


def save_chart(chart: ChartType, path: Path) -> None:
    """Save a chart as SVG, PNG or PDF, by the ending of ``path``.

    Raises
    ------
    ValueError
        If the path ends in none of these.
    """
    ending = path.suffix.lower()
    if ending == ".svg":
        write_atomically(path, to_svg(chart).encode())
    elif ending == ".png":
        picture = vl_convert.vegalite_to_png(
            chart.to_dict(), vl_version=VEGA_LITE_VERSION, scale=PIXELS_PER_POINT
        )
        write_atomically(path, picture)
    elif ending == ".pdf":
        write_atomically(
            path, vl_convert.vegalite_to_pdf(chart.to_dict(), vl_version=VEGA_LITE_VERSION)
        )
    else:
        raise ValueError(f"{path}: a chart is saved as .svg, .png or .pdf, not '{path.suffix}'.")
