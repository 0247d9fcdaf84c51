"""States of a system, from an idea to its retirement."""

from __future__ import annotations

__all__ = ["ANALYSED", "EMPTY", "IMPLEMENTING", "LIVE", "PILOTED", "PROPOSED", "STATUS_NAMES"]

EMPTY = 0
PROPOSED = 1
ANALYSED = 2
PILOTED = 3
IMPLEMENTING = 4
LIVE = 5

STATUS_NAMES = ("empty", "proposed", "analysed", "piloted", "implementing", "live")
