"""The map of two factors, and the line on which its differences change their sign."""

from __future__ import annotations

import json
import math

import pandas as pd
import pytest

from analysis.charts.drawing import to_svg
from analysis.charts.heat_map import heat_map_chart, sign_changes
from analysis.mixtures import unknown_which
from analysis.notation import UNDEFINED, number

CELLS = pd.DataFrame(
    {
        "x": ["0", "0", "1", "1"],
        "y": ["clear", 'it\'s "complex"', "clear", 'it\'s "complex"'],
        "n": [8, 6, 8, 8],
        "difference": [3.0, 1.0, -4.0, 2.0],
        "low": [1.0, -1.0, -6.0, 1.0],
        "high": [5.0, 3.0, -2.0, 3.0],
        "sign": [1, 0, -1, 1],
    }
)
TITLES = ("hype", "world")


def test_the_line_runs_around_what_has_the_other_sign() -> None:
    edges = sign_changes(CELLS)
    assert {tuple(edge) for edge in edges.to_numpy()} == {(1, 0, 1, 1), (1, 1, 2, 1)}


def test_a_map_without_a_change_of_sign_has_no_line() -> None:
    same = CELLS.assign(difference=[1.0, 0.0, 1.0, 0.0])
    assert sign_changes(same).empty


def test_the_map_says_how_many_pairs_and_what_each_cell_is() -> None:
    drawn = heat_map_chart(CELLS, TITLES, "NPV [EUR]", "Map").to_dict()
    assert "n = 6 pairs" in drawn["title"]["subtitle"]
    assert "thick line" in drawn["title"]["subtitle"]
    assert f"hype 1, world clear: {number(-4.0, 2)} [{number(-6.0, 2)} to" in drawn["description"]


def test_a_line_that_is_not_there_is_not_spoken_of() -> None:
    drawn = heat_map_chart(CELLS.assign(difference=1.0), TITLES, "NPV [EUR]", "Map").to_dict()
    assert "thick line" not in drawn["title"]["subtitle"]
    assert all(layer["mark"]["type"] != "rule" for layer in drawn["layer"])


def test_numbers_grow_to_the_right_and_upwards_and_words_stand_as_they_come() -> None:
    turned = CELLS.assign(x=CELLS["y"], y=["2", "10", "10", "2"])
    layer = heat_map_chart(turned, TITLES, "NPV [EUR]", "Map").to_dict()["layer"][0]
    words = {name: json.loads(layer["encoding"][name]["axis"]["labelExpr"].split("[floor")[0])
             for name in ("x", "y")}  # fmt: skip
    assert words == {"x": list(CELLS["y"][:2]), "y": ["10", "2"]}


def test_every_name_is_drawn_however_long() -> None:
    names = [f"a scenario with a long name {letter}" for letter in "abcde"]
    cells = pd.DataFrame({"x": names, "y": "1", "difference": 1.0, "low": 0.5, "high": 1.5})
    chart = heat_map_chart(cells.assign(n=3, sign=1), TITLES, "NPV [EUR]", "Map")
    assert to_svg(chart).count(">a scenario") == len(names)


def test_letters_stand_out_from_their_tile() -> None:
    shares = pd.Series([-1.0, -0.6, -0.1, 0.1, 0.6, 0.8, 1.0])
    cells = pd.DataFrame({"x": [f"{x:g}" for x in shares], "y": "1", "difference": shares})
    cells = cells.assign(low=shares, high=shares, n=3, sign=1)
    drawn = heat_map_chart(cells, TITLES, "NPV [EUR]", "Map").to_dict()
    tiles = next(rows for rows in drawn["datasets"].values() if "light" in rows[0])
    assert [tile["light"] for tile in tiles] == [False] * 6 + [True]


def test_a_map_of_nothing_is_drawn_with_dashes() -> None:
    nothing = CELLS.assign(difference=math.nan, low=math.nan, high=math.nan, sign=0)
    drawn = to_svg(heat_map_chart(nothing, TITLES, "NPV [EUR]", "Map"))
    assert drawn.count(f">{UNDEFINED} ?<") == len(CELLS)


@pytest.mark.parametrize("names", [["1e3", "nan", "7"], ["b", "a", "1"]])
def test_names_that_only_look_like_numbers_stand_as_they_come(names: list[str]) -> None:
    cells = pd.DataFrame({"x": names, "y": "1", "difference": 1.0, "low": 0.5, "high": 1.5})
    layer = heat_map_chart(cells.assign(n=3, sign=1), TITLES, "EUR", "Map").to_dict()["layer"][0]
    assert layer["encoding"]["x"]["axis"]["labelExpr"].startswith(json.dumps(names))


def test_where_zero_is_passed_is_marked_instead_of_the_edges() -> None:
    places = pd.DataFrame(
        {"y": ["clear"], "crossing": [0.4], "low": [0.3], "high": [0.6], "share": [0.9],
         "place": [0.4], "place_low": [0.3], "place_high": [0.6]}
    )  # fmt: skip
    drawn = heat_map_chart(CELLS, TITLES, "NPV [EUR]", "Map", places).to_dict()
    assert drawn["description"].endswith(
        "Zero is passed along hype at clear: 0.400 (0.300 to 0.600)."
    )
    (mark,) = drawn["datasets"][drawn["layer"][-1]["data"]["name"]]
    assert (mark["place"], mark["place_low"], mark["upper"]) == (0.9, 0.8, 0.6)


def test_not_knowing_which_world_is_the_mean_of_all_by_market() -> None:
    design = pd.DataFrame({"cell": [0, 1], "regime": ["clear", "complex"], "mode": ["act", "act"]})
    differences = pd.DataFrame(
        {"cell": [0, 0, 1, 1], "pair": [0, 1, 0, 1], "difference": [1.0, 5.0, 3.0, 9.0]}
    )
    (row,) = unknown_which(differences, design, "regime").to_dict(orient="records")
    assert row["regime"] == "unknown which"
    assert row["mode"] == "act"
    assert (row["pairs"], row["difference"]) == (2, 4.5)
    assert row["low"] < 2.0 < 7.0 < row["high"]
    with pytest.raises(ValueError, match="every world"):
        unknown_which(differences.iloc[:3], design, "regime")
