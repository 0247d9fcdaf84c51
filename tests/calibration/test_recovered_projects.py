"""Projects that had escalated once, whatever their last review said."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from experiments.calibration.escalation import RecoveredProjects
from experiments.calibration.observing import observe_market
from sim.parameters import Scenario
from sim.status import ANALYSED, EMPTY, IMPLEMENTING, LIVE

COLUMNS = [(name, "i8") for name in ("status", "decided", "since", "escalated")]
MONEY = [("spent", "f8"), ("planned_cost", "f8")]


def world() -> SimpleNamespace:
    """Return one running project of month 3 that has cost three times what was planned."""
    systems = np.zeros(1, dtype=COLUMNS + MONEY).view(np.recarray)
    systems[0] = (IMPLEMENTING, 3, 3, 0, 30.0, 10.0)
    return SimpleNamespace(systems=systems, market=SimpleNamespace(month=np.array([9])))


def live_through(made: SimpleNamespace, *months: dict[str, int]) -> dict[str, float]:
    """Let months pass, each with what stands in the project's row at its end."""
    record = RecoveredProjects(made)
    for changes in months:
        for name, value in changes.items():
            made.systems[name][0] = value
        made.market.month[0] += 1
        record.note(made)
    return record.totals()


def test_a_project_that_looked_sensible_again_is_counted_with_its_overrun() -> None:
    ends = {"status": LIVE, "since": 11}
    found = live_through(world(), {"escalated": 1}, {"escalated": 0}, ends)
    assert found == {"recovered_ended": 1.0, "recovered_overrun": pytest.approx(2.0)}


def test_one_that_the_model_counts_is_not_counted_twice() -> None:
    found = live_through(world(), {"escalated": 1}, {"status": LIVE, "since": 10})
    assert found["recovered_ended"] == 0.0


def test_one_that_never_escalated_is_not_counted() -> None:
    found = live_through(world(), {}, {"status": LIVE, "since": 10})
    assert found["recovered_ended"] == 0.0


def test_one_that_is_stopped_is_counted_and_saves_nothing() -> None:
    made = world()
    made.systems["spent"] = 4.0
    found = live_through(made, {"escalated": 1}, {"escalated": 0}, {"status": EMPTY})
    assert found == {"recovered_ended": 1.0, "recovered_overrun": 0.0}


def test_the_next_project_in_the_row_begins_anew() -> None:
    next_one = {"status": ANALYSED, "decided": 11}
    ends = {"status": LIVE, "since": 13}
    found = live_through(
        world(), {"escalated": 1}, {"escalated": 0}, next_one, {"status": IMPLEMENTING}, ends
    )
    assert found["recovered_ended"] == 0.0


def test_recovered_projects_are_among_those_that_ended(small_scenario: Scenario) -> None:
    found = observe_market(small_scenario, 60, 1)
    assert 0.0 <= found["recovered_ended"] <= found["ended"] - found["escalated_ended"]
