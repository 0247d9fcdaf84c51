"""Long names in charts: wrapped into lines, so that names that end differently stay apart."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence

__all__ = ["label_lines", "lines_of"]

LETTER_WIDTH = 6.5  # pixels of a letter of an axis at most, on average over a name
MOST_LINES = 3
CUT = "\u2026"


def lines_of(names: Sequence[str], width: float, most: int = MOST_LINES) -> list[list[str]]:
    """Break names into lines of so many pixels.

    A name that takes more lines than that loses its middle, where the names still differ then;
    where they do not, all lines stay.

    Parameters
    ----------
    names
        What stands at an axis or in a legend.
    width
        Room for a line, in pixels.
    most
        Lines that there is room for.
    """
    letters = max(4, int(width / LETTER_WIDTH))
    whole = [textwrap.wrap(name, letters) or [name] for name in names]
    short = [_without_middle(lines, letters, most) for lines in whole]
    return short if len({tuple(item) for item in short}) == len(set(names)) else whole


def _without_middle(lines: list[str], letters: int, most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    head, tail = lines[: most // 2], lines[len(lines) - (most - most // 2) :]
    return [*head, f"{CUT}{tail[0]}"[: letters + 1], *tail[1:]]


def label_lines(names: Sequence[str], width: float, most: int = MOST_LINES) -> str | None:
    """Return the Vega expression of labels in lines, or None where each name fits into one.

    Parameters are those of :func:`lines_of`.
    """
    found = dict(zip(names, lines_of(names, width, most), strict=True))
    if all(lines == [name] for name, lines in found.items()):
        return None
    return f"{json.dumps(found)}[datum.label]"
