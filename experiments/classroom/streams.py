"""Which visitors are sent many worlds at a time: the oldest is let go when too many listen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

__all__ = ["LET_GO", "MOST_STREAMS", "Stream", "Streams"]

MOST_STREAMS = 8
"""Visitors who are sent many worlds at a time."""

LET_GO = "Many others asked for futures after you, so yours were stopped. Ask again in a moment."


@dataclass(eq=False)
class Stream:
    """One visitor being sent many worlds; ``let_go`` says that there is no room any more."""

    let_go: bool = False


@dataclass
class Streams:
    """The streams that are open, the oldest first; never more than ``most`` go on."""

    most: int = MOST_STREAMS
    going_on: list[Stream] = field(default_factory=list)

    @contextmanager
    def opened(self) -> Iterator[Stream]:
        """Open a stream, and let the oldest go where there are too many."""
        mine = Stream()
        self.going_on.append(mine)
        while len(self.going_on) > self.most:
            self.going_on.pop(0).let_go = True
        try:
            yield mine
        finally:
            if mine in self.going_on:
                self.going_on.remove(mine)
