"""Projects that were once continued against their true expectation, counted when they end.

In the model a project is escalated while its *last* review continued it against its expectation.
Nearly finished it looks sensible again, however much was sunk, and that is forgotten. The survey
that the facts come from asked of projects that were over whether they had escalated, so those that
recovered are counted here, month by month: what a project that ended has cost stands in its row of
the model's table until the row is used again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.status import ANALYSED, IMPLEMENTING, LIVE, PILOTED

__all__ = ["RecoveredProjects"]


class RecoveredProjects:
    """Projects that had escalated and looked sensible again at their end, from a month on."""

    def __init__(self, world: Any) -> None:
        self._ended, self._overrun = 0, 0.0
        self._keep(world.systems, np.zeros(len(world.systems), dtype=bool))

    def note(self, world: Any) -> None:
        """Take in the month that was just run; to be called after every month."""
        systems, month = world.systems, world.market.month[0] - 1
        status = systems.status
        once = self._once & (systems.decided < month)
        completed = (status == LIVE) & (systems.since == month)
        abandoned = (self._status == IMPLEMENTING) & (status < ANALYSED)
        recovered = once & (completed | abandoned) & (systems.escalated == 0)
        self._ended += int(recovered.sum())
        for row in np.flatnonzero(recovered & (systems.planned_cost > 0.0)):
            overrun = float(systems.spent[row] / systems.planned_cost[row]) - 1.0
            self._overrun += overrun if completed[row] else max(overrun, 0.0)
        self._keep(systems, once)

    def _keep(self, systems: Any, once: Any) -> None:
        """Remember which running projects have escalated by now."""
        self._status = systems.status.copy()
        running = (self._status == PILOTED) | (self._status == IMPLEMENTING)
        self._once = running & (once | (systems.escalated == 1))

    def totals(self) -> dict[str, float]:
        """Return how many such projects ended, and the sum of their cost overruns."""
        return {"recovered_ended": float(self._ended), "recovered_overrun": self._overrun}
