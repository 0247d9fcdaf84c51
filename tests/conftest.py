"""Fixtures for all tests: small worlds that live for a short time."""

from __future__ import annotations

import signal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import WorkStealingScheduling

from sim.ahead_of_time import compile_ahead
from sim.parameters import Scenario
from sim.scenario_files import load_scenario

# The same examples each time, and no limit on their time: a busy machine is no mistake.
settings.register_profile(
    "smbsim",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("smbsim")

# What a shell starts in the background ignores Ctrl-C, and so does all that it starts in turn.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the model once, before several processes begin that would each do so."""
    if not hasattr(config, "workerinput"):
        compile_ahead()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, the documented commands, so that no process waits for it."""
    items.sort(key=lambda item: item.path.name != "test_readme.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WorkStealingScheduling:
    """Let a process that has nothing left to do take tests from another."""
    return WorkStealingScheduling(config, log)


@pytest.fixture(scope="session")
def small_scenario() -> Scenario:
    """The default market, with few firms and few months."""
    small = ("firms.count=12", "run.warmup=12", "run.months=36")
    return load_scenario("default", small).scenario
