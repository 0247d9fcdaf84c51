"""A page as Markdown, for notes, repositories and papers written in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.pages.parts import Figure, Listing, Page, Part, Row, RowGroup, Table, Text

__all__ = ["as_markdown", "escape_markdown"]

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def as_markdown(page: Page, pictures: str) -> str:
    """Write a page as Markdown with tables (GitHub's kind).

    Parameters
    ----------
    page
        What to write.
    pictures
        Folder of the figures as ``<name>.svg``, relative to the text.
    """
    blocks = [f"# {escape_markdown(page.question)}", f"*{escape_markdown(page.kicker)}*"]
    blocks += [f"**Note.** {escape_markdown(warning)}" for warning in page.warnings]
    blocks.append(f"**{escape_markdown(page.answer)}**")
    blocks.append(
        "\n".join(
            f"- {escape_markdown(fact.name)}: {escape_markdown(fact.value)} "
            f"({escape_markdown(' '.join(fact.detail.split()))})"
            for fact in page.facts
        )
    )
    blocks.append(escape_markdown(page.note))
    for section in page.sections:
        blocks.append(f"## {escape_markdown(section.title)}")
        blocks += [block for part in section.parts for block in _part(part, page, pictures)]
    return "\n\n".join(block for block in [*blocks, *_source(page)] if block) + "\n"


def escape_markdown(text: str) -> str:
    """Write text so that Markdown shows it as it is."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _part(part: Part, page: Page, pictures: str) -> Iterator[str]:
    if isinstance(part, Text):
        yield escape_markdown(part.text)
    elif isinstance(part, Listing):
        mark = "1." if part.ordered else "-"
        yield "\n".join(f"{mark} {escape_markdown(item)}" for item in part.items)
    elif isinstance(part, Figure):
        yield f"![{escape_markdown(part.description)}]({pictures}/{part.name}.svg)"
        yield f"*{escape_markdown(part.reading)}*"
    else:
        yield escape_markdown(part.caption)
        yield _table(part)
        yield f"<sub>{escape_markdown(page.source.signature)}</sub>"


def _table(table: Table) -> str:
    marks = [":--" if place < table.text_columns else "--:" for place in range(len(table.columns))]
    lines = [_line(table.columns), _line(marks)]
    for group in table.groups:
        lines += _group(group, len(table.columns))
    if table.total is not None:
        bold = [f"**{escape_markdown(cell)}**" if cell else "" for cell in table.total.cells]
        lines.append(_line(bold))
    return "\n".join(lines)


def _group(group: RowGroup, columns: int) -> Iterator[str]:
    if group.heading:
        yield _line([f"**{escape_markdown(group.heading)}**", *[""] * (columns - 1)])
    for row in group.rows:
        yield _line([escape_markdown(cell) for cell in _named(row)])


def _named(row: Row) -> tuple[str, ...]:
    name = f"{row.cells[0]}: {row.meaning}" if row.meaning else row.cells[0]
    return (name, *row.cells[1:])


def _line(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _source(page: Page) -> Iterator[str]:
    source = page.source
    yield "## How to repeat it"
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", source.command)), default=0))
    yield f"{fence}\n{source.command}\n{fence}"
    yield "\n".join(
        f"- {escape_markdown(name)}: {escape_markdown(value)}" for name, value in source.facts
    )
    if source.citation:
        yield "## How to cite"
        yield escape_markdown(source.citation)
