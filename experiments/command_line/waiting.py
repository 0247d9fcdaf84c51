"""What takes its time before a first run, and telling people so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.command_line.terminal import Terminal

__all__ = ["compile_once"]


def compile_once(terminal: Terminal) -> None:
    """Compile the model at the first run on a machine, and say so."""
    from sim.compilation import compilation_needed

    if compilation_needed():
        terminal.note("Compiling the model for this machine (once, about a minute) ...")
        from sim.ahead_of_time import compile_ahead

        compile_ahead()
