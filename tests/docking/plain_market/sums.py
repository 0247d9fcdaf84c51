"""Adding up in a stated order.

Rounding makes a sum of floating-point numbers depend on the order of its terms, and Python's own
``sum`` rounds otherwise from version 3.12 on. Both models add from left to right.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["added", "shares"]


def added(values: Iterable[float]) -> float:
    """Add numbers from left to right."""
    total = 0.0
    for value in values:
        total += value
    return total


def shares(weights: list[float]) -> list[float]:
    """Divide weights by their sum."""
    total = added(weights)
    return [weight / total for weight in weights]
