"""The map of two factors, and the line on which its differences change their sign."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.charts.heat_map import heat_map_chart, sign_changes
from analysis.mixtures import unknown_which

CELLS = pd.DataFrame(
    {
        "biases.managers.hype": [0.0, 0.0, 1.0, 1.0],
        "regime": ["clear", "complex", "clear", "complex"],
        "pairs": [8, 6, 8, 8],
        "difference": [3.0, 1.0, -4.0, 2.0],
        "low": [1.0, -1.0, -6.0, 1.0],
        "high": [5.0, 3.0, -2.0, 3.0],
    }
)


def test_the_line_runs_around_what_has_the_other_sign() -> None:
    edges = sign_changes(CELLS, "biases.managers.hype", "regime")
    assert {tuple(edge) for edge in edges.to_numpy()} == {(1, 0, 1, 1), (1, 1, 2, 1)}


def test_a_map_without_a_change_of_sign_has_no_line() -> None:
    assert sign_changes(CELLS.assign(difference=1.0), "biases.managers.hype", "regime").empty


def test_the_map_says_how_many_markets_and_what_each_cell_is() -> None:
    drawn = heat_map_chart(CELLS, "biases.managers.hype", "regime", "Map", "NPV [EUR]").to_dict()
    assert "n = 6 markets" in drawn["title"]["subtitle"]
    assert "regime clear, hype 1.0: -4" in drawn["description"]


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
