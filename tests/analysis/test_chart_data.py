"""What charts of sensitivity, attribution, partings and side effects hold is what tables say."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import RunIdentity
from analysis.chart_tables import pair_differences, time_bands
from analysis.charts import beeswarm_chart, panels_chart, treatment_chart
from analysis.charts.attribution import (
    attribution_chart,
    interaction_chart,
    player_channels_chart,
    scenarios_chart,
)
from analysis.charts.divergence import kinds_chart
from analysis.charts.heat_map import heat_map_chart
from analysis.charts.sensitivity import (
    curves_chart,
    indices_chart,
    peeling_chart,
    tornado_chart,
)
from analysis.discovery import discover
from analysis.firm_tables import firm_swarm
from analysis.pairing import pair_firms
from analysis.sensitivity import Index, Sensitivity
from analysis.statistics import estimate_mean

ARMS = ("aligned", "misaligned")
Rows = list[dict[str, Any]]


def tables_in(part: object) -> Iterator[Rows]:
    """Yield the rows of every table that a chart holds, at any depth."""
    if isinstance(part, Mapping):
        values = part.get("values")
        if isinstance(values, list) and values and isinstance(values[0], Mapping):
            yield values
        for key, item in part.items():
            if key == "datasets":
                yield from item.values()
            else:
                yield from tables_in(item)
    elif isinstance(part, list):
        for item in part:
            yield from tables_in(item)


def holds(chart: Any, table: pd.DataFrame, *columns: str) -> None:
    """Assert that some table of a chart has these columns of a table, row by row."""
    drawn = [pd.DataFrame(rows) for rows in tables_in(chart.to_dict())]
    same = [rows for rows in drawn if set(columns) <= set(rows.columns) and len(rows) == len(table)]
    assert same, f"no table of {len(table)} rows with {columns}"
    for name in columns:
        given, found = table[name].to_numpy(), same[0][name].to_numpy()
        if given.dtype.kind in "if":
            np.testing.assert_allclose(found.astype(float), given, rtol=1e-3, atol=1e-9)
        else:
            assert found.tolist() == given.tolist()


def test_a_tornado_has_a_bar_as_long_as_each_change() -> None:
    table = pd.DataFrame(
        {
            "label": ["a", "a", "b"],
            "text": ["0", "1", "5"],
            "change": [-20.0, 30.0, 4.0],
            "low": [-25.0, 20.0, -1.0],
            "high": [-15.0, 40.0, 9.0],
            "clear": [True, True, False],
        }
    )
    chart = tornado_chart(table, ARMS, "EUR")
    holds(chart, table, "label", "text", "change", "low", "high")
    rows = max(tables_in(chart.to_dict()), key=len)
    assert [row["state"] for row in rows] == ["clear", "clear", "not clear"]
    assert chart.to_dict()["title"]["text"].endswith("most: a")


def test_a_heat_map_colours_each_cell_by_its_difference_and_marks_what_is_not_clear() -> None:
    places = list(itertools.product(["0", "1"], ["low", "high"]))
    cells = pd.DataFrame(places, columns=["x", "y"]).assign(
        difference=[-30.0, 1.0, 20.0, 40.0],
        low=[-35.0, -9.0, 15.0, 30.0],
        high=[-25.0, 11.0, 25.0, 50.0],
        sign=[-1, 0, 1, 1],
        n=8,
    )
    chart = heat_map_chart(cells, ("x", "y"), "NPV [EUR]", "Map")
    holds(chart, cells, "x", "y", "difference", "low", "high", "n")
    (rows,) = [rows for rows in tables_in(chart.to_dict()) if "short" in rows[0]][:1]
    assert [row["short"].endswith("?") for row in rows] == [False, True, False, False]
    assert rows[2]["interval"] == "[+15.0 to +25.0]"


def test_indices_are_drawn_with_interval_and_floor() -> None:
    found = Sensitivity(
        "morris",
        (Index("a", "a", 90.0, 70.0, 110.0, 40.0), Index("b", "b", 30.0, 10.0, 50.0, 40.0)),
        (Index("a", "a", 9.0, 7.0, 11.0, 5.0), Index("b", "b", 3.0, 1.0, 5.0, 5.0)),
    )
    chart = indices_chart(found, "EUR")
    values = [row for rows in tables_in(chart.to_dict()) for row in rows]
    for item in found.main:
        assert any(
            row.get("value") == item.value and (row["low"], row["high"]) == (item.low, item.high)
            for row in values
        )
    assert any(40.0 in row.values() for row in values)


def test_a_peeling_is_drawn_step_by_step() -> None:
    factors = pd.DataFrame(np.random.default_rng(1).random((120, 2)), columns=["a", "b"])
    found = discover(factors, (factors["a"] < 0.4).to_numpy())
    holds(peeling_chart(found), found.path, "density", "coverage")


def test_a_curve_is_drawn_with_its_band() -> None:
    points = pd.DataFrame(
        {
            "factor": "a",
            "label": "a",
            "value": [0.0, 1.0, 2.0],
            "text": ["0", "1", "2"],
            "difference": [-3.0, 1.0, 5.0],
            "low": [-4.0, -1.0, 3.0],
            "high": [-2.0, 3.0, 7.0],
            "numeric": True,
            "base": [False, True, False],
            "n": 8,
        }
    )
    chart = curves_chart(points, ARMS, "EUR", ["a"])
    holds(chart, points, "value", "difference", "low", "high")


def test_a_waterfall_of_worth_stands_on_the_step_before() -> None:
    steps = pd.DataFrame(
        {
            "label": ["people", "plan", "All practices"],
            "meaning": "",
            "start": [0.0, 50.0, 0.0],
            "end": [50.0, 30.0, 30.0],
            "difference": [50.0, -20.0, 30.0],
            "low": [40.0, 25.0, 20.0],
            "high": [60.0, 35.0, 40.0],
            "text": ["+50", "-20", "+30"],
            "kind": ["gain", "loss", "total"],
            "total": [False, False, True],
            "clear": [True, False, False],
        }
    )
    for chart in (attribution_chart(steps, "practices", ARMS, 6), kinds_chart(steps, ARMS, 6)):
        holds(chart, steps, "label", "start", "end")
        assert "people +50; plan -20; All practices +30" in chart.to_dict()["description"]


def test_maps_of_pairs_and_channels_hold_each_cell() -> None:
    pairs = pd.DataFrame(
        {
            "first": ["b", "c", "c"],
            "second": ["a", "a", "b"],
            "difference": [3_000.0, -9_000.0, 500.0],
            "low": [1_000.0, -12_000.0, -900.0],
            "high": [5_000.0, -6_000.0, 1_900.0],
            "clear": [True, True, False],
            "short": ["+3", "-9", "+1"],
            "text": ["+3,000", "-9,000", "+500"],
        }
    )
    chart = interaction_chart(pairs, "practices", 6)
    holds(chart, pairs, "first", "second", "difference", "clear", "short")
    assert chart.to_dict()["title"]["text"] == "Most of all, a and c make up for each other"
    channels = pairs.rename(columns={"first": "player", "second": "channel"}).assign(meaning="")
    holds(player_channels_chart(channels, "biases", 6), channels, "player", "channel", "difference")


def test_every_group_has_a_mark_for_each_scenario() -> None:
    points = pd.DataFrame(
        {
            "scenario": ["clear", "clear", "complex", "complex"],
            "player": ["a", "b", "a", "b"],
            "meaning": "",
            "difference": [1.0, 2.0, 3.0, 5.0],
            "low": [0.0, 1.0, 2.0, 4.0],
            "high": [2.0, 3.0, 4.0, 6.0],
            "text": ["1", "2", "3", "5"],
            "n": 6,
        }
    )
    chart = scenarios_chart(points, "practices")
    holds(chart, points, "scenario", "player", "difference", "low", "high")


def test_a_swarm_has_a_dot_for_each_firm(firms: pd.DataFrame) -> None:
    swarm = firm_swarm(pair_firms(firms, *ARMS).treated)
    holds(beeswarm_chart(swarm, ARMS, "employees"), swarm, "difference", "offset")


def test_panels_hold_the_bands_of_every_series(series: pd.DataFrame, identity: RunIdentity) -> None:
    names = ("usage", "maturity")
    known = [name for name in names if name in series] or [str(series.columns[-1])]
    bands = {name: time_bands(series, identity.arms, name) for name in known}
    drawn = [pd.DataFrame(rows) for rows in tables_in(panels_chart(bands, identity.arms).to_dict())]
    for table in bands.values():
        means = [rows["mean"].to_numpy() for rows in drawn if len(rows) == len(table)]
        assert any(np.allclose(found, table["mean"], rtol=1e-3) for found in means)


def test_treated_and_untreated_firms_stand_on_one_scale(firms: pd.DataFrame) -> None:
    paired = pair_firms(firms, *ARMS)
    treated, untreated = pair_differences(paired.treated), pair_differences(paired.untreated)
    estimates = tuple(estimate_mean(table["difference"]) for table in (treated, untreated))
    chart = treatment_chart(treated, untreated, (estimates[0], estimates[1]), ARMS)
    both = pd.concat([treated, untreated], ignore_index=True)
    holds(chart, both, "pair", "difference")
    means = pd.DataFrame([{"low": item.low, "high": item.high} for item in estimates])
    holds(chart, means, "low", "high")
    assert pytest.approx(estimates[0].difference) == treated["difference"].mean()
