"""The parts of a report: plain data, without any markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from analysis.charts.drawing import Drawable

__all__ = [
    "Fact",
    "Figure",
    "Listing",
    "Page",
    "Part",
    "Row",
    "RowGroup",
    "Section",
    "Source",
    "Table",
    "Text",
]


class Fact(NamedTuple):
    """One headline number with its name and what stands below it."""

    name: str
    value: str
    detail: str


@dataclass(frozen=True)
class Text:
    """One paragraph."""

    text: str
    kind: ClassVar[str] = "text"


@dataclass(frozen=True)
class Listing:
    """A list of sentences, numbered where their order matters."""

    items: tuple[str, ...]
    ordered: bool = False
    kind: ClassVar[str] = "listing"


@dataclass(frozen=True)
class Figure:
    """A chart with the sentence that says how to read it.

    ``name`` is unique on the page, in words joined by underscores; files and anchors are called by
    it. The alternative text is the chart's own description.
    """

    name: str
    chart: Drawable
    reading: str
    kind: ClassVar[str] = "figure"

    @property
    def description(self) -> str:
        """Alternative text for people who cannot see the chart."""
        return str(self.chart.to_dict()["description"])


class Row(NamedTuple):
    """Cells of one row as text; the first names the row, ``meaning`` explains the name."""

    cells: tuple[str, ...]
    meaning: str = ""


class RowGroup(NamedTuple):
    """Rows under a heading of their own; without a heading, just rows."""

    rows: tuple[Row, ...]
    heading: str = ""


@dataclass(frozen=True)
class Table:
    """A table of text that is already written for people.

    ``name`` is unique on the page; ``caption`` says what is shown, in which unit and with which
    interval. The first ``text_columns`` columns are set to the left, all others are numbers.
    """

    name: str
    caption: str
    columns: tuple[str, ...]
    groups: tuple[RowGroup, ...]
    total: Row | None = None
    text_columns: int = 1
    kind: ClassVar[str] = "table"

    @property
    def rows(self) -> Iterator[Row]:
        """All rows in order, the total last."""
        for group in self.groups:
            yield from group.rows
        if self.total is not None:
            yield self.total


Part: TypeAlias = Text | Listing | Figure | Table


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it; ``key`` is its anchor, unique on the page."""

    key: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Source:
    """How to repeat and to cite what a page shows.

    ``facts`` are names and values (seed, versions, hashes); ``signature`` is the one line that
    stands below exported tables.
    """

    command: str
    facts: tuple[tuple[str, str], ...]
    citation: str
    signature: str
    version: str


@dataclass(frozen=True)
class Page:
    """A whole report.

    ``title`` names the document, ``kicker`` says in a line what it is about, ``question`` is the
    heading, ``answer`` one sentence. ``warnings`` are what a reader must know before believing the
    answer. ``facts`` are headline numbers, named together by ``facts_label``; ``note`` stands
    below them.
    """

    title: str
    kicker: str
    question: str
    answer: str
    warnings: tuple[str, ...]
    facts: tuple[Fact, ...]
    facts_label: str
    note: str
    sections: tuple[Section, ...]
    source: Source

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures in the order of the page."""
        return tuple(part for part in self._parts() if isinstance(part, Figure))

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in the order of the page."""
        return tuple(part for part in self._parts() if isinstance(part, Table))

    def _parts(self) -> Iterator[Part]:
        for section in self.sections:
            yield from section.parts
