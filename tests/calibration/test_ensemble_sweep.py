"""Studies over the ensemble: members' values where the study varies nothing, and own seeds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import ensemble_sweep
from experiments.calibration.parameter_sets import Ensemble
from experiments.command_line.application import invoke
from experiments.ensemble_sweep import (
    estimate_cells,
    first_seed,
    sweep_over_ensemble,
    with_member,
)
from experiments.studies import load_study
from sim.parameters import Scenario

STUDY = """\
scenario = "default"
arms = ["aligned", "misaligned"]
[set]
firms.count = 8
run.months = 6
run.warmup = 6
run.seed = 40
[design]
kind = "factorial"
[factors]
market.turbulence = [0, 2]
"""
TWO_SETS = Ensemble(
    pd.DataFrame({"market.turbulence": [1.0, 1.5], "projects.duration": [4.0, 8.0]}),
    np.array([0.5, 0.5]),
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "study.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def test_what_the_study_varies_stays_and_all_else_is_the_members(study: Path) -> None:
    loaded = load_study(study)
    member = with_member(loaded, TWO_SETS.member(1), 42, 2)
    for cell, turbulence in enumerate((0.0, 2.0)):
        values = [member.design_table[factor.name][cell] for factor in member.factors]
        for arm in member.recipe.build(values):
            assert arm.scenario.market.turbulence == turbulence
            assert arm.scenario.projects.duration == 8.0
            assert arm.scenario.run.seed == 42
    assert first_seed(loaded) == 40


def test_what_the_study_sets_stays_as_well(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_text(STUDY.replace("[design]", "projects.duration = 9\n[design]"), "utf-8")
    member = with_member(load_study(path), TWO_SETS.member(0), 1, 2)
    assert Scenario.model_validate(member.recipe.worlds[0]).projects.duration == 9.0


def test_every_member_sees_markets_of_its_own_and_the_same_when_run_again(
    study: Path, tmp_path: Path
) -> None:
    table = sweep_over_ensemble(load_study(study), TWO_SETS, tmp_path / "out", threads=1)
    assert len(table) == 2 * 2 * 2
    again = sweep_over_ensemble(load_study(study), TWO_SETS, tmp_path / "out", threads=1)
    pd.testing.assert_frame_equal(table, again)
    same_cell = table[table["cell"] == 0]
    assert same_cell["difference"].nunique() == len(same_cell)
    cells = estimate_cells(table)
    assert cells["market.turbulence"].tolist() == [0, 2]
    assert cells["mean"].tolist() == pytest.approx(
        table.groupby("cell")["difference"].mean().tolist()
    )


def test_the_command_keeps_cells_and_pairs(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert invoke(["sweep", str(study), "--ensemble", "2", "--out", str(out)]) == 0
    assert "over 2 parameter sets of 2 pairs" in " ".join(capsys.readouterr().out.split())
    cells = pd.read_csv(out / "ensemble.csv")
    assert (cells["mean_low"] < cells["mean"]).all()
    assert len(pd.read_parquet(out / "ensemble_pairs.parquet")) == 8


def test_cells_whose_sets_luck_explains_are_written_as_null_and_with_a_dash(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pd.DataFrame(
        {
            "cell": [0] * 4 + [1] * 4,
            "market.turbulence": [0] * 4 + [2] * 4,
            "member": [0, 0, 1, 1] * 2,
            "pair": [0, 1] * 4,
            "difference": [1.0, 3.0, 1.0, 3.0, 1.0, 1.1, 9.0, 9.1],
        }
    )
    monkeypatch.setattr(ensemble_sweep, "sweep_over_ensemble", lambda *_: table)
    out = tmp_path / "out"
    out.mkdir()
    asked = ["sweep", str(study), "--ensemble", "2", "--out", str(out)]
    assert invoke(asked) == 0
    assert "cannot be told apart from luck" in " ".join(capsys.readouterr().out.split())
    assert invoke([*asked, "--json"]) == 0
    cells = json.loads(capsys.readouterr().out)["cells"]
    assert [cell["positive"] for cell in cells] == [None, 1.0]


def test_what_does_not_go_together_is_refused(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert invoke(["sweep", str(study), "--ensemble", "2", "--pairs", "1"]) == 2
    assert "two pairs" in " ".join(capsys.readouterr().err.split())
