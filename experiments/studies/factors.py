"""A factor: something that differs between the cells of a study."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["UNCHANGED", "Factor", "Value"]

Value = float | int | bool | str
"""What stands in a factor's column of the design: a number, or a name for a choice."""

UNCHANGED = "as it is"
"""What stands in a factor's column where no single value says what the study's scenario has."""


@dataclass(frozen=True)
class Factor:
    """Something that differs between cells.

    Either a number between ``low`` and ``high``, or one of several ``labels``, each of which
    stands for ``changes``: values by dotted name. ``arm`` is the arm whose policy is chosen, where
    that is the factor. ``base`` is the value in the study's scenario as it is; it need not be one
    of ``labels``, and then sets nothing.
    """

    name: str
    low: float = math.nan
    high: float = math.nan
    log: bool = False
    whole: bool = False
    levels: int | None = None
    labels: tuple[Value, ...] = ()
    changes: tuple[Mapping[str, Any], ...] = ()
    arm: str | None = None
    unit: str = ""
    meaning: str = ""
    base: Value | None = None

    @property
    def numeric(self) -> bool:
        """Whether the factor is a number between two limits."""
        return not self.labels

    def at(self, share: float) -> Value:
        """Return the value at a share 0..1 of the way from the lowest to the highest.

        Shares are equal steps (on a logarithmic scale where asked for), so that uniform shares
        give uniform values; whole numbers and labels have equal parts of the way each.
        """
        if self.labels:
            return self.labels[min(int(share * len(self.labels)), len(self.labels) - 1)]
        if self.log:
            value = math.exp(
                math.log(self.low) + share * (math.log(self.high) - math.log(self.low))
            )
            value = min(max(value, self.low), self.high)
        else:
            value = self.low + share * (self.high - self.low)
        if not self.whole:
            return value
        if self.log:
            return int(min(max(round(value), self.low), self.high))
        return int(min(math.floor(self.low + share * (self.high - self.low + 1)), self.high))

    def spread(self, levels: int) -> list[Value]:
        """Return values from the lowest to the highest in equal steps, or all labels."""
        if self.labels:
            return list(self.labels)
        count = self.levels or levels
        steps = [row / (count - 1) for row in range(count)]
        if not self.whole:
            return list(dict.fromkeys(self.at(step) for step in steps))
        plain = (self.low + step * (self.high - self.low) for step in steps)
        scaled = (self.at(step) for step in steps) if self.log else (round(x) for x in plain)
        return list(dict.fromkeys(scaled))

    def leaves(self, value: Value) -> bool:
        """Tell whether a cell with this value leaves the study's scenario and arms as they are."""
        return bool(self.labels) and value == self.base and value not in self.labels

    def sets(self, value: Value) -> Mapping[str, Any]:
        """Return what a cell with this value sets, by dotted name."""
        if self.leaves(value):
            return {}
        if self.labels:
            return self.changes[self.labels.index(value)]
        return {self.name: value}
