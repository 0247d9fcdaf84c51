"""What practices are worth over an ensemble adds up in every market."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.calibration.parameter_sets import shipped_ensemble, with_values
from experiments.coalitions import run_game
from experiments.command_line.application import invoke
from experiments.ensemble_attribution import attribute_over_ensemble
from experiments.games import Game, practice_game
from experiments.simulator import simulator
from sim.parameters import Scenario

GROUPS = {"people": ("involvement", "change_management"), "goals": ("goal_clarity",)}
SIZE = ["--firms", "10", "--months", "12", "--group", "people=involvement,change_management"]


def small_game(scenario: Scenario) -> Game:
    return practice_game(scenario, None, GROUPS)


@pytest.fixture(scope="module")
def ensemble_table(small_scenario: Scenario) -> pd.DataFrame:
    ensemble = shipped_ensemble().thinned(3)
    return attribute_over_ensemble(small_scenario, ensemble, small_game, orders=2)


def test_worth_adds_up_to_the_difference_of_each_member_and_market(
    small_scenario: Scenario, ensemble_table: pd.DataFrame
) -> None:
    values = shipped_ensemble().thinned(3).member(2)
    seeded = small_scenario.run.model_copy(update={"seed": small_scenario.run.seed + 4})
    game = small_game(with_values(small_scenario, values).model_copy(update={"run": seeded}))
    # Any order begins with nobody and ends with everybody, the two coalitions looked at here.
    order = np.tile(np.arange(len(game.players)), (2, 1, 1))
    runs = run_game(simulator(), game, 2, small_scenario.comparison.treated, 1, order)
    npv = runs.pivot_table(index="pair", columns="coalition", values="npv")
    everybody = 2 ** len(game.players) - 1
    rows = ensemble_table[ensemble_table["member"] == 2]
    found = rows.groupby("pair")["difference"].sum()
    np.testing.assert_allclose(found, npv[everybody] - npv[0], rtol=1e-9, atol=1e-6)


def test_every_member_sees_other_markets(ensemble_table: pd.DataFrame) -> None:
    seeds = ensemble_table[["member", "pair", "seed"]].drop_duplicates()
    assert len(seeds) == 6
    assert seeds["seed"].is_unique


def test_the_command_gives_each_player_both_uncertainties(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--ensemble", "3", "--orders", "2", "--json", "--quiet", "--out", str(tmp_path)]
    assert invoke(["attribute", *SIZE, *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    parts = found["players"].values()
    assert sum(item["mean"] for item in parts) == pytest.approx(found["total"]["mean"])
    assert all(item["mean_low"] <= item["mean"] <= item["mean_high"] for item in parts)
    assert all(item["members"] == 3 and item["pairs"] == 2 for item in parts)
    assert {path.name for path in tmp_path.iterdir()} == {"members.parquet", "ensemble.json"}


@pytest.mark.parametrize("extra", [["regimes/clear", "regimes/complex"], ["--pairs", "1"]])
def test_what_cannot_be_told_apart_is_refused(
    extra: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert invoke(["attribute", *extra, "--ensemble", "3"]) == 2
    assert "--ensemble attributes in one scenario" in capsys.readouterr().err
