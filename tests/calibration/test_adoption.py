"""Adoption by size of firm: counted per member, drawn beside public statistics."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.charts.adoption import adoption_chart
from analysis.patterns import facts
from analysis.patterns.adoption import TECHNOLOGIES, adoption_statistics, summarise_adoption
from experiments.calibration.observing import Observation
from experiments.calibration.parameter_sets import shipped_ensemble
from experiments.calibration.validating import observe_adoption
from sim.parameters import Scenario


def observed(users: list[int], firms: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {"member": range(len(users)), "technology": "crm", "size": "small", "year": 1,
         "firms": firms, "users": users}
    )  # fmt: skip


def test_shares_are_counted_per_member_and_a_member_without_firms_is_left_out() -> None:
    row = summarise_adoption(observed([1, 2, 6, 0], [10, 10, 10, 0])).iloc[0]
    assert row["median"] == pytest.approx(0.2)
    assert row["low"] == pytest.approx(0.12)
    assert row["high"] == pytest.approx(0.52)
    assert row["firms"] == 30


def test_statistics_are_those_that_the_facts_name() -> None:
    table = adoption_statistics()
    assert set(table["technology"]) == set(TECHNOLOGIES)
    small = table[(table["technology"] == "ai") & (table["size"] == "small")]
    assert small["share"].max() == facts()["ai_use_small"].value
    assert table["share"].between(0.0, 1.0).all()


def test_both_sizes_are_observed_each_year_and_users_are_firms(small_scenario: Scenario) -> None:
    found = observe_adoption(small_scenario, shipped_ensemble().thinned(2), Observation(1, 20, 24))
    assert len(found) == 2 * 4 * 2 * 3
    assert (found["users"] <= found["firms"]).all()
    assert (found.groupby(["member", "technology", "year"])["firms"].sum() == 20).all()
    assert (found.groupby("size")["firms"].max() > 0).all()


def test_the_chart_tells_in_words_what_it_shows() -> None:
    parts = [observed([1, 2, 6], [10, 10, 10]).assign(technology=name) for name in TECHNOLOGIES]
    chart = adoption_chart(summarise_adoption(pd.concat(parts)), adoption_statistics())
    words = chart.to_dict()["description"]
    assert "CRM: in the end 10 to 49 people 20" in words
    assert "2017 all sizes 34" in words


def test_symbols_of_the_legend_are_lines_as_drawn() -> None:
    parts = [observed([1, 2, 6], [10, 10, 10]).assign(technology=name) for name in TECHNOLOGIES]
    chart = adoption_chart(summarise_adoption(pd.concat(parts)), adoption_statistics()).to_dict()
    found = [
        layer["encoding"][channel]["legend"]["symbolType"]
        for panel in chart["concat"]
        for layer in panel["layer"]
        for channel in ("color", "strokeDash")
        if channel in layer["encoding"]
    ]
    assert set(found) == {"stroke"}
