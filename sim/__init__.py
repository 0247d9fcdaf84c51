"""The model: a market of small firms that choose, introduce and use technology.

What is named here is the public surface. It is loaded when it is first asked for, so that
``import sim`` stays light: loading the rules loads a compiler.

- ``AdoptionModel``: the model as Mesa knows models, with firms, departments, employees and vendors
  as agents.
- ``Scenario`` and ``load_scenario``: what a market is, and from which file.
- ``prepare``, ``fork``, ``advance``, ``firm_outcomes``, ``group_series``: the same market without
  agents, for sweeps.
- ``story`` (a module: ``story.story`` tells of a firm in words) and ``event_table``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim import story
    from sim.model import AdoptionModel
    from sim.parameters import Scenario
    from sim.scenario_files import load_scenario
    from sim.simulation import advance, firm_outcomes, fork, group_series, prepare
    from sim.story import event_table

__all__ = [
    "AdoptionModel",
    "Scenario",
    "advance",
    "event_table",
    "firm_outcomes",
    "fork",
    "group_series",
    "load_scenario",
    "prepare",
    "story",
]

_HOMES = {
    "AdoptionModel": "sim.model",
    "Scenario": "sim.parameters",
    "advance": "sim.simulation",
    "event_table": "sim.story",
    "firm_outcomes": "sim.simulation",
    "fork": "sim.simulation",
    "group_series": "sim.simulation",
    "load_scenario": "sim.scenario_files",
    "prepare": "sim.simulation",
}


def __getattr__(name: str) -> Any:
    if name == "story":
        return import_module("sim.story")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
