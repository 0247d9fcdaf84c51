"""Curves, tornado, heat map and zero line on studies whose answer is known."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from analysis import RunIdentity
from analysis.pages import Figure, Table
from analysis.sensitivity_sections import sensitivity_sections
from analysis.sensitivity_tables import (
    curves,
    heat_cells,
    tornado,
    zero_crossings,
    zero_line_places,
)
from analysis.studies import StudyFactor, StudyTables, cell_estimates

Point = tuple[float | str, ...]


def study(
    identity: RunIdentity, kind: str, names: Sequence[str], cells: Sequence[Point],
    effect: Callable[..., float], noise: float = 1.0,
) -> StudyTables:  # fmt: skip
    design = pd.DataFrame(list(cells), columns=list(names))
    design.insert(0, "cell", np.arange(len(cells)))
    luck = noise * np.random.default_rng(4).normal(size=8)  # the same markets in all cells
    rows = [
        (cell, pair, effect(*point) + luck[pair])
        for cell, point in enumerate(cells)
        for pair in range(len(luck))
    ]
    numeric = [not isinstance(value, str) for value in cells[0]]
    return StudyTables(
        identity=identity,
        kind=kind,
        factors=tuple(
            StudyFactor(name, "", "", number, cells[0][place])
            for place, (name, number) in enumerate(zip(names, numeric, strict=True))
        ),
        design=design,
        sample=None,
        differences=pd.DataFrame(rows, columns=["cell", "pair", "difference"]),
    )


@pytest.fixture
def one_at_a_time(identity: RunIdentity) -> StudyTables:
    cells = [(0.5, 2.0), (0.0, 2.0), (1.0, 2.0), (0.5, 1.0), (0.5, 3.0)]
    return study(
        identity, "one_at_a_time", ["market.a", "market.b"], cells, lambda a, b: 10.0 * a + b
    )


@pytest.fixture
def grid(identity: RunIdentity) -> StudyTables:
    cells = list(itertools.product([0.0, 1.0, 2.0], [0.0, 1.0, 5.0]))
    return study(identity, "factorial", ["x", "y"], cells, lambda x, y: 100.0 * (1.5 - x + y), 5.0)


def test_a_curve_holds_its_own_cells_and_the_base(one_at_a_time: StudyTables) -> None:
    table = curves(one_at_a_time)
    a = table[table["factor"] == "market.a"]
    assert list(a["value"]) == [0.0, 0.5, 1.0]
    assert list(a["cell"]) == [1, 0, 2]
    assert np.diff(a["difference"]) == pytest.approx([5.0, 5.0])
    assert list(table[table["factor"] == "market.b"]["cell"]) == [3, 0, 4]


def test_changes_against_the_base_are_paired_so_that_shared_luck_drops_out(
    one_at_a_time: StudyTables,
) -> None:
    table = tornado(one_at_a_time)
    assert list(table["label"].unique()) == ["market a", "market b"]
    by_name = {(row.factor, row.text): row for row in table.itertuples()}
    for key, change in ((("market.a", "0"), -5.0), (("market.b", "3"), 1.0)):
        assert by_name[key].change == pytest.approx(change)
        assert by_name[key].high - by_name[key].low == pytest.approx(0.0, abs=1e-9)
        assert by_name[key].clear


def test_the_zero_line_lies_where_the_difference_passes_zero(grid: StudyTables) -> None:
    found = zero_crossings(grid).set_index("y")
    assert list(found.index) == ["0"]  # with y of 1 or 5 it stays above zero
    assert found.loc["0", "crossing"] == pytest.approx(1.5, abs=0.03)
    assert found.loc["0", "low"] < found.loc["0", "crossing"] < found.loc["0", "high"]
    assert found.loc["0", "high"] - found.loc["0", "low"] < 0.2
    assert found.loc["0", "share"] == 1.0


def test_the_zero_line_is_drawn_between_the_columns_it_runs_between(identity: RunIdentity) -> None:
    # Columns are unevenly spaced and come in no order; zero is passed at 4 and at 1.
    cells = list(itertools.product([6.0, 0.0, 2.0], [0.0, 3.0]))
    uneven = study(
        identity, "factorial", ["x", "y"], cells, lambda x, y: 100.0 * (4.0 - y - x), 1.0
    )
    places = zero_line_places(heat_cells(uneven), zero_crossings(uneven)).set_index("y")
    assert places["place"].to_dict() == pytest.approx({"0": 1.5, "3": 0.5}, abs=0.02)
    assert (places["place_low"] < places["place"]).all()
    assert (places["place"] < places["place_high"]).all()
    (section,) = sensitivity_sections(uneven)
    (figure,) = (part for part in section.parts if isinstance(part, Figure))
    signed = figure.chart.to_dict()
    chart, small_print = signed["vconcat"]
    assert small_print["data"]["values"][0]["text"].startswith("smbsim 0.1.0 (model sources")
    squares = chart["layer"][0]["encoding"]
    band, line = (
        next(layer for layer in chart["layer"] if layer["encoding"]["x"]["field"] == field)
        for field in ("place_low", "place")
    )
    rows = {row["y"]: row for row in signed["datasets"][line["data"]["name"]]}
    assert squares["x"]["axis"]["labelExpr"].startswith('["0", "2", "6"]')
    assert squares["y"]["axis"]["labelExpr"].startswith('["3", "0"]')
    assert (rows["3"]["upper"], rows["3"]["lower"]) == (0.6, 0.92)
    assert rows["3"]["place"] == pytest.approx(1.0, abs=0.02)
    assert squares["x"]["scale"]["domain"] == [0, 3]
    assert band["encoding"]["x2"]["field"] == "place_high"
    assert "mark and box: zero, 95 %" in signed["title"]["subtitle"]


def test_a_map_says_who_is_ahead_and_of_a_line_only_where_one_is_drawn(
    identity: RunIdentity,
) -> None:
    cells = list(itertools.product(["calm", "wild"], ["low", "high"]))
    gains = {("calm", "low"): 9.0, ("calm", "high"): 8.0, ("wild", "low"): 7.0}

    def told(last: float) -> tuple[str, str, str]:
        values = {**gains, ("wild", "high"): last}
        made = study(identity, "factorial", ["x", "y"], cells, lambda x, y: values[x, y], 1.0)
        (section,) = sensitivity_sections(made)
        (figure,) = (part for part in section.parts if isinstance(part, Figure))
        title = figure.chart.to_dict()["title"]
        return title["text"], in_one_line(title["subtitle"]), figure.reading

    title, subtitle, reading = told(-90.0)
    assert title == "Each by itself, 3 of 4 cells are above zero, 1 below"
    assert subtitle.startswith("Aligned less misaligned, ")
    assert "thick line" in subtitle
    assert "thick line" in reading
    title, subtitle, reading = told(90.0)
    assert title == "Each by itself, 4 of 4 cells are above zero, 0 below"
    assert "thick line" not in subtitle + reading


def test_cells_are_marked_by_the_side_that_is_clear(grid: StudyTables) -> None:
    cells = heat_cells(grid).set_index(["x", "y"])["sign"]
    assert cells["0", "0"] == 1
    assert cells["2", "0"] == -1


def test_each_kind_of_design_gets_its_sections(
    one_at_a_time: StudyTables, grid: StudyTables, identity: RunIdentity
) -> None:
    (found,) = sensitivity_sections(one_at_a_time)
    assert [part.name for part in found.parts if isinstance(part, Figure)] == ["tornado", "curves"]
    (found,) = sensitivity_sections(grid)
    assert [part.name for part in found.parts if isinstance(part, Figure | Table)] == [
        "heat",
        "zero_line",
    ]
    named = study(
        identity, "factorial", ["size"], [("a",), ("b",)], lambda name: float(name == "a")
    )
    (found,) = sensitivity_sections(named)
    assert [part.name for part in found.parts if isinstance(part, Figure)] == ["curves"]


def test_boxes_of_a_sampled_design_name_where_it_does_not_pay(identity: RunIdentity) -> None:
    points = [tuple(row) for row in np.random.default_rng(1).random((120, 3)).tolist()]
    sampled = study(
        identity,
        "latin_hypercube",
        ["a", "b", "c"],
        points,
        lambda a, b, c: 0.3 - a + 0.0 * b,
        0.01,
    )
    (found,) = sensitivity_sections(sampled)
    (box,) = [part for part in found.parts if isinstance(part, Table)]
    (row,) = box.rows
    assert row.cells[0] == "a"
    told, more = row.cells[1].split(" ", 1)
    assert more == "or more"
    assert float(told) == pytest.approx(0.3, abs=0.03)  # slices are 5 % thick
    nothing = dataclasses.replace(
        sampled, differences=sampled.differences.assign(difference=lambda table: 1.0)
    )
    (found,) = sensitivity_sections(nothing)
    assert "below zero in none of 120 cells" in found.parts[0].text  # type: ignore[union-attr]


def test_a_box_of_cells_of_which_none_is_clear_is_not_drawn(identity: RunIdentity) -> None:
    points = [tuple(row) for row in np.random.default_rng(1).random((60, 2)).tolist()]
    sampled = study(
        identity, "latin_hypercube", ["a", "b"], points, lambda a, b: -0.1 - a + 0.0 * b, 50.0
    )
    unclear = [sampled, dataclasses.replace(sampled, differences=first_pairs(sampled))]
    for tables in unclear:
        clear = int((cell_estimates(tables)["sign"] < 0).sum())
        (found,) = sensitivity_sections(tables)
        text = found.parts[0].text  # type: ignore[union-attr]
        assert f"of these clearly below, each by itself: {clear}." in text
        assert "does not pay" not in text
        assert (len(found.parts) == 1) == (clear == 0)
    assert clear == 0


def first_pairs(tables: StudyTables) -> pd.DataFrame:
    """Leave one pair in each cell."""
    return tables.differences.drop_duplicates("cell")


def in_one_line(text: str | list[str]) -> str:
    return text if isinstance(text, str) else " ".join(text)
