"""What made a chart, in small print below it: a picture alone can be traced and repeated."""

from __future__ import annotations

import textwrap
from typing import Any

from analysis.charts.drawing import Drawable, FinishedChart
from analysis.theme import MUTED

__all__ = ["sign"]

OUTER = ("$schema", "config", "datasets", "description", "title", "usermeta", "params")
"""What belongs to the whole picture; a title left within would end up below the legend."""

LETTERS_PER_LINE = 122
LINE_HEIGHT = 13


def sign(chart: Drawable, signature: str) -> FinishedChart:
    """Put a signature below a chart.

    Parameters
    ----------
    chart
        A whole chart, with title and theme.
    signature
        Identity of the run and the command that repeats it; long ones are broken into lines.

    Returns
    -------
    FinishedChart
        The chart above the signature, with the same description; the signature is in ``usermeta``
        as well, for programs.
    """
    specification = {**chart.to_dict()}
    outer = {key: specification.pop(key) for key in OUTER if key in specification}
    lines = textwrap.wrap(signature, LETTERS_PER_LINE) or [""]
    return FinishedChart(
        {
            **outer,
            "usermeta": {**outer.get("usermeta", {}), "signature": signature},
            "spacing": 12,
            "vconcat": [specification, _small_print(lines)],
        }
    )


def _small_print(lines: list[str]) -> dict[str, Any]:
    return {
        "data": {"values": [{"text": "\n".join(lines)}]},
        "width": 10,
        "height": LINE_HEIGHT * len(lines),
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "color": MUTED,
            "fontSize": 10,
            "limit": 0,
            "lineBreak": "\n",
            "lineHeight": LINE_HEIGHT,
        },
        "encoding": {
            "x": {"value": 0},
            "y": {"value": 0},
            "text": {"field": "text", "type": "nominal"},
        },
    }
