"""Scenario files: finding, joining and checking them, with messages that help."""

from sim.scenario_files.loading import LoadedScenario, load_scenario
from sim.scenario_files.merging import Origin
from sim.scenario_files.problems import Problem, ScenarioError
from sim.scenario_files.schema import scenario_schema
from sim.scenario_files.shipped import find_scenario, shipped_scenarios

__all__ = [
    "LoadedScenario",
    "Origin",
    "Problem",
    "ScenarioError",
    "find_scenario",
    "load_scenario",
    "scenario_schema",
    "shipped_scenarios",
]
