"""Luck that is addressed, not consumed.

Every draw is a pure function of (seed, purpose, month, entity, k). Two arms that share a seed share
every draw, whatever else they do; a new mechanism takes a new purpose and re-rolls nothing.

The hash is the finaliser of SplitMix64 (Steele, Lea & Flood 2014), applied to the address in
steps: first seed, purpose and month (a *stream*, taken once per rule), then the entity, then k.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.compilation import COMPILED, rule

__all__ = ["gumbel", "normal", "stream", "uniform", "uniform_at"]

# Compiled code works on unsigned 64-bit integers; plain Python on its own, cut to 64 bits.
_word: Any = np.uint64 if COMPILED else int
_GOLDEN = _word(0x9E3779B97F4A7C15)
_SECOND = _word(0xD1B54A32D192ED03)
_FIRST_FACTOR = _word(0xBF58476D1CE4E5B9)
_SECOND_FACTOR = _word(0x94D049BB133111EB)
_S30, _S27, _S31, _S12 = _word(30), _word(27), _word(31), _word(12)
_MASK = _word(0xFFFFFFFFFFFFFFFF)
_UNIT = 2.0**-52
_HALF_UNIT = 2.0**-53


@rule
def _mix(x: int) -> int:
    x = ((x ^ (x >> _S30)) * _FIRST_FACTOR) & _MASK
    x = ((x ^ (x >> _S27)) * _SECOND_FACTOR) & _MASK
    return x ^ (x >> _S31)


@rule
def stream(seed: int, purpose: int, month: int) -> int:
    """Return the stream of one purpose in one month, an unsigned 64-bit word."""
    x = _mix((_word(seed) + _GOLDEN) & _MASK)
    x = _mix((x + _word(purpose) * _GOLDEN) & _MASK)
    return _mix((x + _word(month) * _SECOND + _GOLDEN) & _MASK)


@rule
def uniform(key: int, entity: int) -> float:
    """Draw a number in (0, 1) for an entity from a stream."""
    word = _mix((key + _word(entity) * _GOLDEN) & _MASK)
    return float(word >> _S12) * _UNIT + _HALF_UNIT


@rule
def uniform_at(key: int, entity: int, k: int) -> float:
    """Draw the k-th number in (0, 1) for an entity from a stream."""
    word = _mix((key + _word(entity) * _GOLDEN) & _MASK)
    word = _mix((word + _word(k) * _SECOND + _GOLDEN) & _MASK)
    return float(word >> _S12) * _UNIT + _HALF_UNIT


@rule
def normal(key: int, entity: int, k: int) -> float:
    """Draw the k-th standard normal number for an entity (Box & Muller 1958)."""
    radius = math.sqrt(-2.0 * math.log(uniform_at(key, entity, 2 * k)))
    return radius * math.cos(2.0 * math.pi * uniform_at(key, entity, 2 * k + 1))


@rule
def gumbel(key: int, entity: int, k: int) -> float:
    """Draw the k-th Gumbel number for an entity: adding it to utilities gives a logit choice."""
    return -math.log(-math.log(uniform_at(key, entity, k)))
