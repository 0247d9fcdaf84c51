from __future__ import annotations

import pandas as pd
import pytest

from experiments.run_tables import RunTables, record_run
from experiments.simulator import simulator
from experiments.single_run import chosen_policy
from sim.parameters import Scenario
from sim.scenario_files import load_scenario
from sim.status import LIVE
from sim.story import event_table


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("shop_without_stock", ["firms.count=8", "run.months=18"]).scenario


@pytest.fixture(scope="module")
def tables(scenario: Scenario) -> RunTables:
    return record_run(scenario)


def test_looking_inside_changes_nothing(scenario: Scenario, tables: RunTables) -> None:
    model, policy = simulator(), chosen_policy(scenario, None)
    world = model.prepare(scenario, scenario.run.seed)
    world = model.fork(world, scenario, policy, scenario.comparison.treated)
    model.advance(world, scenario.run.months)  # at one go
    pd.testing.assert_frame_equal(event_table(world), tables.events)
    assert (world.systems.status == LIVE).sum() == (tables.systems["status"] == "live").sum()


def test_projects_follow_their_events(tables: RunTables) -> None:
    projects = tables.projects
    assert len(projects) == (tables.events["kind"] == "chosen").sum()
    assert (projects["live"].dropna() >= projects["started"][projects["live"].notna()]).all()
    assert set(projects["ending"]) <= {
        "running", "replaced", "abandoned", "pilot stopped", "retired",
    }  # fmt: skip
    assert projects["ended"].isna().equals(projects["ending"] == "running")


def test_shares_of_vendors_add_up_every_month(tables: RunTables) -> None:
    sums = tables.vendors.groupby("month")["share"].sum()
    assert list(sums.index) == list(range(1, 19))
    pd.testing.assert_series_equal(sums, sums * 0 + 1.0)
    assert tables.adoption["share"].between(0.0, 1.0).all()
