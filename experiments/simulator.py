"""What running needs from the model, in one place, loaded when the first run needs it.

Loading the model loads a compiler, which takes longer than answering ``--help``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.parameters import Scenario

__all__ = ["Columns", "Simulator", "simulator"]

Columns = Mapping[str, NDArray[np.generic]]
"""One array per column name, all of the same length."""


@dataclass(frozen=True)
class Simulator:
    """The functions of the model that run a market; a world is opaque here.

    ``prepare`` builds a market and warms it up; ``fork`` copies it with an arm's policy for the
    treated firms; ``advance`` lets months pass; ``firm_outcomes`` and ``group_series`` measure;
    ``story`` tells what happened to one firm.
    """

    prepare: Callable[[Scenario, int], Any]
    fork: Callable[[Any, Scenario, str | None, float], Any]
    advance: Callable[[Any, int], None]
    firm_outcomes: Callable[[Any], Columns]
    group_series: Callable[[Any], Columns]
    policy_names: Callable[[Scenario], list[str]]
    story: Callable[[Any, Scenario, int], list[str]]


@cache
def simulator() -> Simulator:
    """Load the model's functions."""
    from sim import simulation, world

    return Simulator(
        prepare=simulation.prepare,
        fork=simulation.fork,
        advance=simulation.advance,
        firm_outcomes=simulation.firm_outcomes,
        group_series=simulation.group_series,
        policy_names=world.policy_names,
        story=_tell,
    )


def _tell(world: Any, scenario: Scenario, firm: int) -> list[str]:
    from sim.story import story

    return story(world, scenario, firm)
