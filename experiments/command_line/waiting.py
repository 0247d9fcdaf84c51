"""Telling people what takes its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.command_line.terminal import Terminal

__all__ = ["announce_compilation"]


def announce_compilation(terminal: Terminal) -> None:
    """Say that the first run on a machine compiles the model."""
    from sim.compilation import compilation_needed

    if compilation_needed():
        terminal.note("Compiling the model for this machine (once, about a minute) ...")
