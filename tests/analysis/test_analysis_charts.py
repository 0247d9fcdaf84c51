from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest

from analysis import ComparisonSummary, RunIdentity, summarise
from analysis.chart_tables import (
    channel_steps,
    class_shares,
    outcome_points,
    pair_differences,
    time_bands,
    time_difference,
)
from analysis.charts import (
    channels_chart,
    difference_chart,
    distribution_chart,
    outcomes_chart,
    quantiles_chart,
    save_chart,
    shares_chart,
    time_course_chart,
    to_svg,
)
from analysis.charts.distribution import stack_dots
from analysis.firm_tables import firm_swarm, quantile_points
from analysis.pairing import pair_firms
from analysis.report import draw_charts
from analysis.theme import ARM_COLOURS, inline

Make = Callable[..., Any]
ARMS = ("aligned", "misaligned")


@pytest.fixture(scope="module")
def charts(summary: ComparisonSummary, firms: pd.DataFrame, series: pd.DataFrame) -> dict[str, Any]:
    return draw_charts(summary, firms, series)


@pytest.fixture(scope="module")
def differences(firms: pd.DataFrame) -> pd.DataFrame:
    return pair_differences(pair_firms(firms, *ARMS).treated)


def encodings(specification: dict[str, Any]) -> list[dict[str, Any]]:
    """All encodings of a chart, at any depth."""
    found = [specification["encoding"]] if "encoding" in specification else []
    for part in [*specification.get("layer", []), *specification.get("concat", [])]:
        found.extend(encodings(part))
    return found


def test_every_chart_says_what_is_seen_how_many_and_for_whom_it_cannot_be_seen(
    charts: dict[str, Any],
) -> None:
    assert len(charts) == 10
    for name, chart in charts.items():
        signed = chart.to_dict()
        _, small_print = signed["vconcat"]
        assert len(signed["title"]["text"]) > 10
        assert re.search(
            r"n = 36\b" if name == "beeswarm" else r"n = 12\b", signed["title"]["subtitle"]
        )
        assert len(signed["description"]) > 60
        lines = small_print["data"]["values"][0]["text"].split("\n")
        assert " ".join(lines) == signed["usermeta"]["signature"]
        assert lines[0].startswith("smbsim 0.1.0 (model sources")


def test_every_axis_has_a_title_or_labels_that_speak_for_themselves(
    charts: dict[str, Any],
) -> None:
    for name, chart in charts.items():
        titles = [
            encoding["x"]["title"] if "title" in encoding["x"] else encoding["x"]["axis"]["title"]
            for encoding in encodings(chart.to_dict()["vconcat"][0])
            if {"title", "axis"} & set(encoding.get("x", {}))
        ]
        assert titles, name
        assert all(titles), name


def test_charts_leave_the_global_theme_alone(charts: dict[str, Any]) -> None:
    assert charts
    assert alt.theme.active == "default"


def test_dots_are_the_paired_differences(
    differences: pd.DataFrame, summary: ComparisonSummary
) -> None:
    assert len(differences) == 12
    mean = differences["difference"].mean()
    assert mean == pytest.approx(summary.main.headline.per_firm.difference)
    ahead = differences["ahead"] == "aligned"
    assert (ahead == (differences["difference"] > 0.0)).all()


@pytest.mark.parametrize("pairs", [1, 12, 50, 1_000])
def test_each_pair_has_a_dot_of_its_own_on_its_own_side_of_zero(pairs: int) -> None:
    values = np.random.default_rng(pairs).normal(5_000.0, 20_000.0, pairs)
    table, diameter = stack_dots(pd.DataFrame({"difference": values}))
    assert len(table) == pairs
    assert not table.duplicated(["place", "level"]).any()
    assert (np.sign(table["place"]) == np.sign(table["difference"])).all()
    assert table["level"].max() * diameter <= 220.0


def test_differences_of_zero_stand_on_the_zero_line() -> None:
    table, _ = stack_dots(pd.DataFrame({"difference": [0.0, 0.0]}))
    assert table["place"].tolist() == [0.0, 0.0]
    assert table["level"].tolist() == [1, 2]


def test_distribution_carries_mean_interval_and_zero(
    differences: pd.DataFrame, summary: ComparisonSummary
) -> None:
    estimate = summary.main.headline.per_firm
    chart = distribution_chart(differences, estimate, ARMS).to_dict()
    rows = [row for table in chart["datasets"].values() for row in table]
    assert {"place": 0.0} in rows
    mean = next(row for row in rows if "text" in row)
    assert mean["low"] == pytest.approx(estimate.low, rel=1e-5)
    assert mean["high"] == pytest.approx(estimate.high, rel=1e-5)


def test_bands_hold_half_and_nine_tenths_of_the_markets(series: pd.DataFrame) -> None:
    bands = time_bands(series, ARMS, "usage").set_index(["arm", "month"])
    rows = series[series["treated"] & (series["arm"] == "aligned") & (series["month"] == 24)]
    last = bands.loc[("aligned", 24)]
    inside = rows["usage"].between(last["low50"], last["high50"]).mean()
    assert inside == pytest.approx(0.5, abs=0.1)
    assert last["median"] == pytest.approx(rows["usage"].median())
    assert last["n"] == 12
    assert len(bands) == 2 * 24


def test_time_difference_is_paired_before_it_is_averaged(series: pd.DataFrame) -> None:
    table = time_difference(series, *ARMS, "cumulative_npv").set_index("month")
    rows = series[series["treated"] & (series["month"] == 10)]
    wide = rows.pivot_table(index="pair", columns="arm", values="cumulative_npv")
    paired = wide["aligned"] - wide["misaligned"]
    assert table.loc[10, "difference"] == pytest.approx(paired.mean())
    half = (table.loc[10, "high"] - table.loc[10, "low"]) / 2.0
    assert half == pytest.approx(2.200985 * paired.std(ddof=1) / np.sqrt(12), rel=1e-5)


def test_waterfall_runs_from_zero_to_the_whole_difference(summary: ComparisonSummary) -> None:
    steps = channel_steps(summary.main)
    parts, total = steps.iloc[:-1], steps.iloc[-1]
    assert parts["start"].iloc[0] == 0.0
    assert np.allclose(parts["start"].iloc[1:], parts["end"].iloc[:-1])
    assert parts["end"].iloc[-1] == pytest.approx(total["difference"])
    assert total["end"] == summary.main.headline.per_firm.difference
    assert parts["difference"].is_monotonic_decreasing
    assert (steps["low"] <= steps["end"]).all()
    assert (steps["end"] <= steps["high"]).all()


def test_waterfall_names_the_channel_that_weighs_most(summary: ComparisonSummary) -> None:
    steps = channel_steps(summary.main)
    title = channels_chart(steps, ARMS, 12).to_dict()["title"]["text"]
    assert steps["label"].iloc[0].lower() in title


def test_forest_judges_by_what_is_better_for_the_firm(summary: ComparisonSummary) -> None:
    points = outcome_points(summary.main).set_index("label")
    # Less unused licences is good although the difference is below zero.
    assert points.loc["Unused licences", "standardised"] < 0.0
    assert points.loc["Unused licences", "verdict"] == "good for the firm"
    assert points.loc["Usage", "verdict"] == "good for the firm"
    unclear = points["low"].lt(0.0) & points["high"].gt(0.0)
    assert (points.loc[unclear, "verdict"] == "not clear").all()


def test_shares_of_each_class_fill_the_bar(summary: ComparisonSummary) -> None:
    shares = class_shares(summary.main.by_headcount)
    assert np.allclose(shares.groupby("name")["end"].max(), 1.0)
    drawn = shares_chart(shares, ARMS, "employees at the fork").to_dict()
    assert "whisker" in drawn["title"]["subtitle"]


def test_break_even_month_is_marked_and_named(series: pd.DataFrame) -> None:
    table = time_difference(series, *ARMS, "cumulative_npv")
    chart = difference_chart(table, "cumulative_npv", ARMS, 12).to_dict()
    assert "month 12" in chart["title"]["text"]
    rows = [row for table in chart["datasets"].values() for row in table]
    assert {"month": 12, "text": "month 12"} in rows


def test_arms_differ_in_dash_as_well_as_colour(series: pd.DataFrame) -> None:
    bands = time_bands(series, ARMS, "usage")
    chart = time_course_chart(bands, "usage", ARMS).to_dict()
    line = chart["layer"][-1]["encoding"]
    assert line["stroke"]["scale"]["range"] == ARM_COLOURS[:2]
    dashes = line["strokeDash"]["scale"]["range"]
    assert dashes[0] != dashes[1]


def test_data_in_a_chart_are_rounded_and_undefined_numbers_are_null() -> None:
    table = pd.DataFrame({"a": [1.23456789, float("nan")], "b": [np.int64(3), np.int64(4)]})
    rows = inline(table).to_dict()["values"]
    assert rows == [{"a": 1.23457, "b": 3}, {"a": None, "b": 4}]


def test_one_pair_is_drawn_without_interval(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity(pairs=1)
    firms, series = make_firms(identity), make_series(identity)
    drawn = draw_charts(summarise(firms, series, identity), firms, series)
    assert len(drawn) == 10
    for chart in drawn.values():
        assert "NaN" not in to_svg(chart)


def test_equal_arms_are_drawn_too(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity
) -> None:
    first, months = firms[firms["arm"] == "aligned"], series[series["arm"] == "aligned"]
    firms = pd.concat([first, first.assign(arm="misaligned")])
    series = pd.concat([months, months.assign(arm="misaligned")])
    drawn = draw_charts(summarise(firms, series, identity), firms, series)
    for chart in drawn.values():
        assert "NaN" not in to_svg(chart)
    assert drawn["channels"].to_dict()["title"]["text"] == "No channel differs"


def test_chart_is_saved_as_svg_and_png(
    differences: pd.DataFrame, summary: ComparisonSummary, tmp_path: Path
) -> None:
    chart = outcomes_chart(outcome_points(summary.main), ARMS, 12)
    save_chart(chart, tmp_path / "new" / "a.svg")
    save_chart(chart, tmp_path / "a.png")
    assert (tmp_path / "new" / "a.svg").read_text().startswith("<svg")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "new"]


def test_other_picture_formats_are_refused(summary: ComparisonSummary, tmp_path: Path) -> None:
    chart = outcomes_chart(outcome_points(summary.main), ARMS, 12)
    with pytest.raises(ValueError, match=r"saved as \.svg, \.png or \.pdf, not '\.bmp'"):
        save_chart(chart, tmp_path / "a.bmp")


def test_swarm_keeps_every_firm_of_a_small_study_and_its_shape_of_a_large_one(
    firms: pd.DataFrame,
) -> None:
    treated = pair_firms(firms, *ARMS).treated
    swarm = firm_swarm(treated)
    assert len(swarm) == len(treated.keys) == swarm["firms"].iloc[0]
    assert swarm["offset"].abs().max() <= 1.0
    assert sorted(swarm["difference"]) == sorted(treated.difference["npv"])
    thinned = firm_swarm(treated, most=12)
    assert len(thinned) <= 13
    assert set(thinned["stands_for"]) == {3}
    whole, part = treated.difference["npv"].median(), thinned["difference"].median()
    assert abs(part - whole) < treated.difference["npv"].std()


def test_quantiles_are_drawn_with_the_interval_they_have(summary: ComparisonSummary) -> None:
    points = quantile_points(summary.main.quantile_effects)
    assert list(points["level"]) == [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95]
    assert np.allclose(points["difference"], points["first"] - points["second"])
    assert (points["low"] < points["difference"]).all()
    drawn = quantiles_chart(points, ARMS, 12).to_dict()
    assert any(layer.get("mark", {}).get("type") == "rule" for layer in drawn["layer"][2:])
