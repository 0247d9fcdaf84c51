"""Running studies: what they will take, running them to the end, and reading what came out.

What is named here is loaded when it is first asked for; a worker needs little of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.sweeping.planning import Plan, plan
    from experiments.sweeping.results import StudyResults, open_results
    from experiments.sweeping.running import SweepStopped, sweep

__all__ = ["Plan", "StudyResults", "SweepStopped", "open_results", "plan", "sweep"]

_HOMES = {
    "Plan": "planning",
    "StudyResults": "results",
    "SweepStopped": "running",
    "open_results": "results",
    "plan": "planning",
    "sweep": "running",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
