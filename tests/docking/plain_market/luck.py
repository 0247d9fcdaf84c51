"""Addressed luck, shared with the tables: the same address gives the same draw.

A draw is found by (seed, purpose, month, entity, k). First take the stream of a purpose in a month,
then draw from it for an entity. The functions are those of :mod:`sim.luck`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim import luck
from sim.compilation import COMPILED

__all__ = ["gumbel", "normal", "stream", "uniform", "uniform_at"]

# Compiled luck tells words of 64 bits without a sign from other whole numbers by their type.
_word: Any = np.uint64 if COMPILED else int


def stream(seed: int, purpose: int, month: int) -> Any:
    """Return the stream of one purpose in one month."""
    return _word(luck.stream(seed, purpose, month))


uniform = luck.uniform
uniform_at = luck.uniform_at
normal = luck.normal
gumbel = luck.gumbel
