"""Sets of parameter values: put into scenarios, kept in files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.calibration.parameter_sets import (
    Ensemble,
    read_ensemble,
    shipped_ensemble,
    with_values,
    write_ensemble,
)
from experiments.calibration.prior import read_prior, shipped_prior
from experiments.files import OutputError
from sim.parameters import Scenario


def test_values_take_the_place_of_the_scenarios(small_scenario: Scenario) -> None:
    values = {"biases.managers.sunk_cost": 0.9, "decisions.shortlist": 3.4}
    found = with_values(small_scenario, values)
    assert found.biases.managers.sunk_cost == 0.9
    assert found.decisions.shortlist == 3
    assert found.market == small_scenario.market
    assert small_scenario.biases.managers.sunk_cost != 0.9


def test_a_value_out_of_range_is_refused(small_scenario: Scenario) -> None:
    with pytest.raises(ValueError, match="sunk_cost"):
        with_values(small_scenario, {"biases.managers.sunk_cost": 7.0})


def ensemble(members: int) -> Ensemble:
    values = pd.DataFrame({"market.turbulence": np.linspace(0.0, 1.0, members)})
    weights = np.arange(1.0, members + 1.0)
    return Ensemble(values, weights / weights.sum())


def test_an_ensemble_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_ensemble(ensemble(5), tmp_path / "one.csv", "made by hand\nin a test")
    found = read_ensemble(tmp_path / "one.csv")
    pd.testing.assert_frame_equal(found.parameters, ensemble(5).parameters)
    np.testing.assert_allclose(found.weights, ensemble(5).weights, rtol=1e-5)
    assert (tmp_path / "one.csv").read_text(encoding="utf-8").startswith("# made by hand\n")


def test_thinning_follows_the_weights() -> None:
    found = ensemble(50).thinned(2_000)
    drawn = found.parameters["market.turbulence"].mean()
    weighted = float(ensemble(50).parameters["market.turbulence"] @ ensemble(50).weights)
    assert drawn == pytest.approx(weighted, abs=0.002)
    assert len(set(found.weights)) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("market.turbulence\n0.1\n", "the column weight is missing"),
        ("market.turbulance,weight\n0.1,1\n", '"market.turbulance" is not a parameter'),
        ("", "cannot be read as an ensemble"),
    ],
)
def test_a_file_that_is_no_ensemble_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match=words):
        read_ensemble(tmp_path / "bad.csv")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("market.turbulance,0,1,why", "line 2: market.turbulance is not a parameter; did you mean"),
        ("market.turbulence,-1,1,why", "line 2: market.turbulence is to lie between -1 and 1"),
        ("market.turbulence,1,1,why", "low below high"),
    ],
)
def test_a_prior_that_cannot_be_is_refused(tmp_path: Path, row: str, words: str) -> None:
    (tmp_path / "prior.csv").write_text(f"parameter,low,high,why\n{row}\n", encoding="utf-8")
    with pytest.raises(OutputError, match=words):
        read_prior(tmp_path / "prior.csv")


def test_the_shipped_ensemble_lies_within_the_shipped_prior() -> None:
    found, prior = shipped_ensemble(), shipped_prior()
    assert list(found.parameters.columns) == [item.name for item in prior]
    assert 100 <= len(found) <= 1_000
    for item in prior:
        assert found.parameters[item.name].between(item.low, item.high).all()
        assert item.why
