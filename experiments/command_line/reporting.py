"""`smbsim report`: the report of results that lie in a folder."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from experiments.command_line.options import Quiet

__all__ = ["report"]


class Form(StrEnum):
    """Form of a report."""

    HTML = "html"
    MARKDOWN = "md"
    LATEX = "latex"
    PRINT = "pdf-ready"


def report(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="Folder of a comparison, a study, an attribution or an explanation."
        ),
    ],
    form: Annotated[
        Form,
        typer.Option(
            "--format",
            help="html: one file with live charts; pdf-ready: one file to print, without scripts; "
            "md: Markdown; latex: tables and figures for a paper.",
        ),
    ] = Form.HTML,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="File to write; figures of md and latex go beside it.",
            show_default="DIR/report...",
            path_type=Path,
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write the report of results: question, answer, charts, who loses, how to repeat it."""
    from experiments.command_line.terminal import Terminal
    from experiments.files import OutputError
    from experiments.reports import read_page

    page = read_page(folder)
    from analysis.report import FILES, write_page

    path = folder / FILES[form.value] if out is None else out
    try:
        write_page(path, page, form.value)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from None
    terminal = Terminal(quiet=quiet)
    terminal.say(page.answer)
    terminal.note(f"Written: {path}")
