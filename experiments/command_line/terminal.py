"""What is printed where: results on stdout, everything else on stderr.

On a terminal people get colours and frames; in a pipe the same content is plain text, and with
``--json`` stdout carries exactly one JSON object. Whoever reads a pipe may leave early; what is
still to be written into files is written all the same.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich import markup
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Terminal", "printable", "read_by_nobody"]

_LONGEST_NAME = 44
_WIDTH_IN_A_PIPE = 4_000


def printable(text: str) -> str:
    """Return text that cannot steer the terminal; names and titles come from files of others."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "?" for sign in text)


def escape(text: str) -> str:
    """Return text that Rich prints as it stands, and that cannot steer the terminal."""
    return markup.escape(printable(text))


class _Console(Console):
    """A console that falls silent, and does not end the command, when its reader leaves."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        read_by_nobody(self.file)


def read_by_nobody(stream: Any) -> None:
    """Send what is still printed nowhere, so that flushing it does not fail again."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


class Terminal:
    """The two streams of a command.

    Parameters
    ----------
    as_json
        Whether stdout carries one JSON object; then text meant for people goes to stderr.
    quiet
        Whether only the result is printed.
    """

    def __init__(self, as_json: bool = False, quiet: bool = False) -> None:
        self.as_json = as_json
        self.quiet = quiet
        self.output = _console(sys.stdout)
        self.messages = _console(sys.stderr)

    def say(self, text: str = "", style: str | None = None) -> None:
        """Print a line of the result for people; nothing with ``--json``."""
        if not self.as_json:
            self.output.print(escape(text), style=style, soft_wrap=not self.output.is_terminal)

    def note(self, text: str) -> None:
        """Print a remark on stderr, unless the command is quiet."""
        if not self.quiet:
            self.messages.print(escape(text), soft_wrap=not self.messages.is_terminal)

    def table(
        self,
        title: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        numbers: Sequence[str] = (),
    ) -> None:
        """Print a table; columns named in ``numbers`` are set to the right. Nothing with JSON."""
        if self.as_json:
            return
        people = self.output.is_terminal
        table = Table(title=escape(title), title_justify="left", box=_box(people), pad_edge=people)
        for place, column in enumerate(columns):
            right = column in numbers
            names = max((len(row[0]) for row in rows), default=0) if place == 0 else 0
            table.add_column(
                escape(column),
                justify="right" if right else "left",
                no_wrap=right or place == 0 or not people,
                min_width=min(names, _LONGEST_NAME),
            )
        for row in rows:
            table.add_row(*(escape(cell) for cell in row))
        if people:
            self.output.print(table)
            return
        with self.output.capture() as captured:
            self.output.print(table)
        lines = captured.get().splitlines()
        self._write("".join(f"{line.rstrip()}\n" for line in lines))

    def emit(self, content: Mapping[str, Any]) -> None:
        """Print one JSON object on stdout."""
        text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
        self._write(f"{text}\n")

    def _write(self, text: str) -> None:
        """Write text on stdout as it is."""
        try:
            self.output.file.write(text)
        except BrokenPipeError:
            self.output.on_broken_pipe()

    @contextmanager
    def progress(self, task: str, total: int) -> Iterator[Callable[[int, int], None]]:
        """Show a progress bar on stderr while it is a terminal and the command is not quiet."""
        if self.quiet or not self.messages.is_terminal:
            yield lambda done, total: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        bar = Progress(
            "{task.description}",
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self.messages,
            transient=True,
        )
        with bar:
            number = bar.add_task(task, total=total)
            yield lambda done, total: bar.update(number, completed=done, total=total)


def _console(stream: Any) -> Console:
    if stream.isatty():
        return _Console(file=stream, highlight=False, emoji=False)
    return _Console(
        file=stream, highlight=False, emoji=False, color_system=None, width=_WIDTH_IN_A_PIPE
    )


def _box(people: bool) -> Any:
    from rich import box

    return box.SIMPLE_HEAD if people else None
