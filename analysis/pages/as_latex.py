"""A page's tables and figures in LaTeX, for papers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from analysis.notation import MINUS, UNDEFINED
from analysis.pages.parts import Figure, Page, Row, Table

__all__ = ["as_latex", "escape_latex"]

NOTHING = "\u200b"  # no width; keeps two hyphens from being set as one dash
ESCAPES = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    MINUS: "$-$",
    UNDEFINED: "--",
    NOTHING: "{}",
    "\u00a0": "~",
    "\u00b7": r"\textperiodcentered{}",
}
PREAMBLE = "% Needs \\usepackage{booktabs}, \\usepackage{graphicx} and \\usepackage[T1]{fontenc}."


def as_latex(page: Page, pictures: str) -> str:
    r"""Write all tables and figures of a page as floats, to be included with ``\input``.

    Parameters
    ----------
    page
        What to write.
    pictures
        Folder of the figures as ``<name>.pdf``, relative to the paper.
    """
    comments = [page.question, page.answer, *page.warnings, page.source.signature]
    blocks = [PREAMBLE, *(f"% {' '.join(comment.split())}" for comment in comments)]
    for section in page.sections:
        for part in section.parts:
            if isinstance(part, Table):
                blocks.append(_table(part, page.source.signature))
            elif isinstance(part, Figure):
                blocks.append(_figure(part, pictures, page.source.signature))
    return "\n\n".join(blocks) + "\n"


def escape_latex(text: str) -> str:
    """Write text so that LaTeX sets it as it is."""
    apart = re.sub("-(?=-)", f"-{NOTHING}", " ".join(text.split()))  # else --out becomes a dash
    return "".join(ESCAPES.get(letter, letter) for letter in apart)


def _table(table: Table, signature: str) -> str:
    frame = pd.DataFrame(list(_rows(table)), columns=list(map(escape_latex, table.columns)))
    columns = "l" * table.text_columns + "r" * (len(table.columns) - table.text_columns)
    text: str = (
        frame.style.hide(axis="index")
        .to_latex(
            caption=escape_latex(f"{table.caption} {signature}"),
            label=f"tab:{table.name}",
            column_format=columns,
            hrules=True,
            position="htbp",
            position_float="centering",
        )
        .rstrip()
    )
    if table.total is None:
        return text
    head, _, last = text.rpartition("\\bottomrule")
    lines = head.rstrip().split("\n")
    return "\n".join([*lines[:-1], "\\midrule", lines[-1], f"\\bottomrule{last}"])


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    empty = ("",) * (len(table.columns) - 1)
    for group in table.groups:
        if group.heading:
            yield (rf"\textit{{{escape_latex(group.heading)}}}", *empty)
        yield from map(_cells, group.rows)
    if table.total is not None:
        yield _cells(table.total)


def _cells(row: Row) -> tuple[str, ...]:
    return tuple(escape_latex(cell) for cell in row.cells)


def _figure(figure: Figure, pictures: str, signature: str) -> str:
    return "\n".join(
        [
            r"\begin{figure}[htbp]",
            r"\centering",
            rf"\includegraphics[width=\linewidth]{{{pictures}/{figure.name}.pdf}}",
            rf"\caption{{{escape_latex(figure.reading)} {escape_latex(signature)}}}",
            rf"\label{{fig:{figure.name}}}",
            r"\end{figure}",
        ]
    )
