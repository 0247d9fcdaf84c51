"""Equipping one firm of a market, and what its place in the network foretells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.critical_nodes import (
    CENTRALITIES,
    centralities,
    critical_nodes,
    equip,
    rank_correlations,
)
from sim.scenario_files import load_scenario
from sim.simulation import fork, prepare
from sim.tables import DEPARTMENTS

SMALL = ["firms.count=8", "run.months=18", "run.warmup=6"]
# Nothing passes between firms: no customers taken, no systems seen or shared, no vendor moved.
APART = [
    "market.competition=0", "market.network_effect=0", "market.partner_flow=0", "firms.peers=0",
    "vendors.learning_step=0", "vendors.repricing=0", "vendors.reputation_speed=0",
]  # fmt: skip


def test_centralities_count_the_trade_that_points_at_a_firm() -> None:
    world = prepare(load_scenario("default", SMALL).scenario, 1)
    found = centralities(world)
    partners, trade = np.asarray(world.firms["partners"]), np.asarray(world.firms["trade"])
    for firm in range(len(world.firms)):
        assert found["degree"][firm] == pytest.approx(trade[partners == firm].sum())
    assert found["degree"].sum() == pytest.approx(len(world.firms))
    assert found["page_rank"].sum() == pytest.approx(1.0)


def test_only_the_equipped_firm_changes_its_habits() -> None:
    scenario = load_scenario("default", SMALL).scenario
    world = fork(prepare(scenario, 1), scenario, None, 0.0)
    before = world.copy()
    equip(world, scenario, "aligned", 3)
    changed = np.flatnonzero(
        [
            world.policies[row].tobytes() != before.policies[row].tobytes()
            for row in range(len(world.policies))
        ]
    )
    assert set(changed // DEPARTMENTS) == {3}
    assert np.flatnonzero(world.firms.treated).tolist() == [3]


def test_where_nothing_passes_between_firms_only_the_equipped_one_gains() -> None:
    nodes = critical_nodes(load_scenario("misaligned", [*SMALL, *APART]).scenario, "aligned", 1)
    assert np.all(nodes["partners"] == 0.0)
    assert np.all(nodes["others"].dropna() == 0.0)  # NaN where all others are partners
    assert np.all(nodes["itself"] != 0.0)


def test_where_values_flow_partners_gain_or_lose() -> None:
    told = [*SMALL, *APART, "market.partner_flow=0.5"]
    nodes = critical_nodes(load_scenario("misaligned", told).scenario, "aligned", 1)
    assert np.any(nodes["partners"] != 0.0)


def test_ranks_are_correlated_within_each_market() -> None:
    one = pd.DataFrame({name: [1.0, 2.0, 3.0] for name in CENTRALITIES})
    nodes = pd.concat(
        [
            one.assign(seed=1, partners=[10.0, 20.0, 30.0]),
            one.assign(seed=2, partners=[9.0, 8.0, 1.0]),
        ]
    )
    found = rank_correlations(nodes)
    assert found.loc[found["seed"] == 1, "correlation"].tolist() == [1.0] * len(CENTRALITIES)
    assert found.loc[found["seed"] == 2, "correlation"].tolist() == [-1.0] * len(CENTRALITIES)
