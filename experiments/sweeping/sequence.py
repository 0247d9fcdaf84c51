"""The order in which the pairs of a study stand: balanced over cells, and always the same.

All cells get their first pair before any gets its second. So a study that is stopped anywhere is
already a fair one, and one to which pairs are added later goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Round", "Sequence"]


@dataclass(frozen=True)
class Round:
    """Pairs ``first`` up to, not including, ``last`` of some cells, from a place in the order."""

    start: int
    cells: NDArray[np.int64]
    first: int
    last: int

    @property
    def units(self) -> int:
        """Number of pairs of this round over all of its cells."""
        return len(self.cells) * (self.last - self.first)

    @property
    def end(self) -> int:
        """Place in the order after this round."""
        return self.start + self.units

    def at(self, position: int) -> tuple[int, int]:
        """Return cell and pair at a place in the order."""
        pair, row = divmod(position - self.start, len(self.cells))
        return int(self.cells[row]), self.first + pair

    def position(self, row: int, pair: int) -> int:
        """Return the place of a pair of the cell in a row of ``cells``."""
        return self.start + (pair - self.first) * len(self.cells) + row


@dataclass
class Sequence:
    """The rounds known so far; a rule of replication adds the next when the last is done.

    ``closed`` says that no further round will come.
    """

    part_size: int
    rounds: list[Round] = field(default_factory=list)
    closed: bool = False

    @property
    def units(self) -> int:
        """Number of pairs over all cells in the rounds known so far."""
        return self.rounds[-1].end if self.rounds else 0

    def add(self, cells: NDArray[np.int64], first: int, last: int) -> Round:
        """Append a round and return it."""
        added = Round(self.units, cells, first, last)
        self.rounds.append(added)
        return added

    def at(self, position: int) -> tuple[int, int]:
        """Return cell and pair at a place in the order."""
        return next(item for item in self.rounds if position < item.end).at(position)

    def part(self, position: int) -> int:
        """Return the number of the part file that holds a place in the order."""
        return position // self.part_size

    def bounds(self, part: int) -> tuple[int, int]:
        """Return the first place of a part and the place after its last, as far as is known."""
        return part * self.part_size, min((part + 1) * self.part_size, self.units)

    def parts(self) -> Iterator[int]:
        """Count the part files of the rounds known so far."""
        yield from range(-(-self.units // self.part_size))
