"""Fixtures for all tests: small worlds that live for a short time."""

from __future__ import annotations

import pytest

from sim.parameters import Scenario
from sim.scenario_files import load_scenario


@pytest.fixture(scope="session")
def small_scenario() -> Scenario:
    """The default market, with few firms and few months."""
    small = ("firms.count=12", "run.warmup=12", "run.months=36")
    return load_scenario("default", small).scenario
