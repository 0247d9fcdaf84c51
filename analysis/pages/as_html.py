"""A page as one HTML file that opens offline and asks no other place for anything."""

from __future__ import annotations

import base64
import re
from importlib import resources
from typing import Any, NamedTuple

import jinja2
from markupsafe import Markup

from analysis.charts.drawing import to_svg
from analysis.pages.chart_library import chart_library
from analysis.pages.parts import Figure, Page

__all__ = ["as_html"]


class Drawing(NamedTuple):
    """A figure as the template needs it: a picture for when no script runs, and the chart."""

    name: str
    description: str
    picture: str
    specification: dict[str, Any]


def as_html(page: Page, still: bool = False) -> str:
    """Write a page as HTML; every text is escaped.

    Parameters
    ----------
    page
        What to write.
    still
        Whether charts are pictures alone, without scripts: for printing and for readers that
        allow no scripts. The file is much smaller.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("analysis", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["unbroken"] = unbroken
    environment.filters["breakable"] = breakable
    live = bool(page.figures) and not still
    return environment.get_template("page.html.j2").render(
        page=page,
        live=live,
        drawings={figure.name: draw(figure) for figure in page.figures},
        style=Markup(read_template("report.css")),
        library=Markup(chart_library()) if live else "",
        program=Markup(read_template("report.js")) if live else "",
    )


def unbroken(text: str) -> str:
    """Keep a number and its unit on one line."""
    return text.replace("EUR ", "EUR\u00a0").replace(" %", "\u00a0%")


def breakable(name: str) -> Markup:
    """Let a dotted name go on in the next line after a dot or an underscore."""
    return Markup("<wbr>").join(re.split(r"(?<=[._])", name))


def draw(figure: Figure) -> Drawing:
    """Draw a figure for the page."""
    return Drawing(
        name=f"chart-{figure.name.replace('_', '-')}",
        description=figure.description,
        picture=base64.b64encode(to_svg(figure.chart).encode()).decode("ascii"),
        specification=figure.chart.to_dict(),
    )


def read_template(name: str) -> str:
    """Read a file that is shipped beside the template."""
    return resources.files("analysis").joinpath("templates", name).read_text(encoding="utf-8")
