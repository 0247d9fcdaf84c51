"""Concentration of a market and what sells, read from its tables."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.market_structure import (
    MEASURES,
    herfindahl,
    market_differences,
    market_runs,
    market_structure,
    rank_correlation,
)
from experiments.studies import load_study
from sim.scenario_files import load_scenario
from sim.simulation import prepare
from sim.status import LIVE
from sim.tables import SLOTS

SMALL = ["firms.count=12", "run.months=24", "run.warmup=6", "replication.pairs=1"]


def test_concentration_runs_from_equal_shares_to_one_holder() -> None:
    assert herfindahl(np.array([3.0, 3.0, 3.0, 3.0])) == pytest.approx(0.25)
    assert herfindahl(np.array([0.0, 7.0])) == 1.0
    assert np.isnan(herfindahl(np.zeros(3)))


def test_ranks_that_do_not_vary_correlate_with_nothing() -> None:
    assert rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([9.0, 4.0, 1.0])) == -1.0
    assert np.isnan(rank_correlation(np.array([1.0, 2.0, 3.0]), np.ones(3)))


def test_a_market_in_which_all_have_one_product_has_one_leader() -> None:
    scenario = load_scenario("default", ["firms.count=12", "run.warmup=24"]).scenario
    world = prepare(scenario, 1)
    live = np.flatnonzero(world.systems.status == LIVE)
    assert len(live)
    seats = world.departments.headcount[live // SLOTS].sum()
    found = market_structure(world)
    assert set(found) == set(MEASURES)
    assert 1.0 / len(world.vendors) < found["seat_concentration"] < 1.0
    world.systems.product[live] = 0
    alone = market_structure(world)
    for name in ("seat_concentration", "revenue_concentration", "leading_vendor"):
        assert alone[name] == pytest.approx(1.0)
    assert alone["leading_product"] == pytest.approx(1.0)
    assert alone["hype"] == pytest.approx(float(world.vendors.hype[world.products.vendor[0]]))
    assert seats > 0


@pytest.mark.parametrize("name", ["cascades", "vendor_market"])
def test_whole_markets_of_a_study_are_measured_in_both_arms(name: str) -> None:
    study = load_study(f"studies/{name}", SMALL)
    runs = market_runs(study)
    assert len(runs) == 2 * study.cells
    found = market_differences(runs, "leading_product")
    assert found["cell"].tolist() == list(range(study.cells))
    assert np.all(np.isfinite(found["difference"]))
    assert found["difference"].abs().max() > 0.0


def test_who_follows_nobody_in_either_arm_gives_the_same_market() -> None:
    study = load_study("studies/cascades", [*SMALL, "overrides=[]"])
    found = market_differences(market_runs(study), "leading_product")
    assert np.all(found["difference"] == 0.0)
