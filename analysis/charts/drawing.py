"""Charts that are finished, and how one is drawn as SVG without a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import altair as alt
import vl_convert

__all__ = ["VEGA_LITE_VERSION", "Drawable", "FinishedChart", "to_svg"]

VEGA_LITE_VERSION = ".".join(alt.SCHEMA_VERSION.split(".")[:2])
"""Version of Vega-Lite that the installed Altair writes, as vl-convert names it."""

COUNTED = re.compile(r"\b(?:gradient_|clip)\d+\b")
"""Names in a drawing that tell how many were drawn before."""


class Drawable(Protocol):
    """What can be drawn: charts of Altair, and finished ones."""

    def to_dict(self) -> dict[str, Any]:
        """Return the chart in Vega-Lite."""
        ...


@dataclass(frozen=True)
class FinishedChart:
    """A chart that nothing is added to any more, so that it is written out and drawn only once.

    Attributes
    ----------
    specification
        The whole chart in Vega-Lite.
    """

    specification: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the chart in Vega-Lite."""
        return self.specification

    @cached_property
    def svg(self) -> str:
        """The chart drawn as SVG text."""
        return _draw(self.specification)


def to_svg(chart: Drawable) -> str:
    """Draw a chart as SVG text, the same for the same chart."""
    return chart.svg if isinstance(chart, FinishedChart) else _draw(chart.to_dict())


def _draw(specification: dict[str, Any]) -> str:
    drawn = vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE_VERSION)
    # The library counts gradients and clips over all charts that it has ever drawn.
    found = dict.fromkeys(COUNTED.findall(drawn))
    numbers = {name: f"{name.rstrip('0123456789')}{place}" for place, name in enumerate(found)}
    return COUNTED.sub(lambda match: numbers[match.group()], drawn)
