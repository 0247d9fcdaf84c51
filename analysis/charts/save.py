"""Write a chart as a picture, without a browser."""

from __future__ import annotations

from pathlib import Path

import vl_convert

from analysis.charts.drawing import VEGA_LITE_VERSION, Drawable, to_svg
from analysis.files import write_atomically

__all__ = ["save_chart"]

PIXELS_PER_POINT = 2.0


def save_chart(chart: Drawable, path: Path) -> None:
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
