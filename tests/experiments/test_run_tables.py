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
    projects, events = tables.projects, tables.events
    of_the_case = (events["firm"] == 0) & (events["month"] < 1)  # it begins at the fork
    chosen = events[(events["kind"] == "chosen") & ~of_the_case]
    started = projects[projects["started"].notna()]
    assert len(started) >= len(chosen)  # the rival of a pilot is taken without being chosen
    assert {*zip(chosen["firm"], chosen["month"], chosen["product"], strict=True)} <= {
        *zip(started["firm"], started["started"], started["product"], strict=True)
    }
    assert (started["live"].dropna() >= started["started"][started["live"].notna()]).all()
    assert set(projects["ending"]) <= {
        "running", "replaced", "abandoned", "pilot stopped", "retired",
    }  # fmt: skip
    assert projects["ended"].isna().equals(projects["ending"] == "running")


def test_what_still_runs_is_what_stands_in_the_slots(tables: RunTables) -> None:
    running = tables.projects[tables.projects["ending"] == "running"]
    there = tables.systems[tables.systems["status"] != "proposed"]
    place = ["firm", "slot", "product"]
    assert sorted(running[place].itertuples(index=False, name=None)) == sorted(
        there[place].itertuples(index=False, name=None)
    )
    live = running[running["live"].notna()]
    assert len(live) == (there["status"] == "live").sum()
    assert "replaced" in set(tables.projects["ending"])


def test_a_teaching_case_begins_with_what_the_case_gives(tables: RunTables) -> None:
    focal = tables.projects[tables.projects["firm"] == 0]
    (given,) = focal[focal["started"].isna()].to_dict("records")
    assert given["product"].endswith("Inventory")
    assert given["live"] <= 0
    assert (focal["started"].dropna() >= 1).all()


def test_the_rival_of_a_pilot_is_a_project_of_its_own() -> None:
    overrides = ["firms.count=20", "run.months=24", "policies.aligned.probing=1"]
    tables = record_run(load_scenario("default", overrides).scenario, "aligned")
    events = tables.events[tables.events["firm"].notna()]
    place = ["firm", "department", "slot"]
    of_kind = {
        kind: set(rows[[*place, "month"]].itertuples(index=False, name=None))
        for kind, rows in events.groupby("kind")
    }
    started = tables.projects[tables.projects["started"].notna()]
    begun = set(started[[*place, "started"]].itertuples(index=False, name=None))
    taken = begun - of_kind["chosen"]
    assert taken
    assert taken <= of_kind["pilot stopped"]


def test_shares_of_vendors_add_up_every_month(tables: RunTables) -> None:
    sums = tables.vendors.groupby("month")["share"].sum()
    assert list(sums.index) == list(range(1, 19))
    pd.testing.assert_series_equal(sums, sums * 0 + 1.0)
    assert tables.adoption["share"].between(0.0, 1.0).all()
