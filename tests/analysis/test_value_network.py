"""The value network: who is tied to whom, and what each gains or loses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.charts import to_svg
from analysis.charts.value_network import value_network_chart
from analysis.value_network import MOST_FIRMS, changed, ties_of, value_network

NONE = float("nan")
FIRMS = pd.DataFrame(
    [(0, 5, True, 900.0), (1, 20, False, -40.0), (2, 8, False, 0.2), (3, 50, True, -300.0)],
    columns=["firm", "headcount", "treated", "difference"],
)
TIES = pd.DataFrame(
    [
        (0, 1, "partner", 0.75),
        (1, 0, "partner", 0.5),
        (0, 2, "partner", 0.25),
        (0, 1, "peer", NONE),
        (3, 0, "peer", NONE),
        (2, 3, "partner", 1.0),
    ],
    columns=["firm", "other", "kind", "share"],
)


def test_a_tie_told_from_both_sides_is_one_edge_of_the_larger_share() -> None:
    _, edges = value_network(FIRMS, TIES, 0)
    assert len(edges) == 5
    told = edges.set_index(["first", "second", "kind"])
    assert told.loc[(0, 1, "partner"), "share"] == 0.75
    assert list(edges["own"]) == [True, True, True, True, False]


def test_the_followed_firm_stands_on_top_and_edges_end_at_their_firms() -> None:
    nodes, edges = value_network(FIRMS, TIES, 2)
    top = nodes[nodes["followed"]].iloc[0]
    assert (top["firm"], top["y"]) == (2, 1.0)
    places = nodes.set_index("firm")
    for edge in edges.itertuples():
        assert (edge.x, edge.y) == (places.loc[edge.first, "x"], places.loc[edge.first, "y"])
        assert (edge.x2, edge.y2) == (places.loc[edge.second, "x"], places.loc[edge.second, "y"])


def test_less_than_a_euro_is_no_difference() -> None:
    assert list(changed(FIRMS["difference"])) == [1, -1, 0, -1]


def test_ties_of_a_firm_count_both_directions_partners_first() -> None:
    found = ties_of(FIRMS, TIES, 0)
    assert list(zip(found["kind"], found["firm"], strict=True)) == [
        ("partner", 1), ("partner", 2), ("peer", 1), ("peer", 3),
    ]  # fmt: skip
    assert list(found["headcount"]) == [20, 8, 20, 50]


def test_of_a_large_market_the_nearest_firms_are_drawn() -> None:
    count = 3 * MOST_FIRMS
    firms = pd.DataFrame(
        {"firm": np.arange(count), "headcount": 9, "treated": False, "difference": 0.0}
    )
    ring = pd.DataFrame(
        {"firm": np.arange(count), "other": (np.arange(count) + 1) % count, "kind": "peer"}
    ).assign(share=NONE)
    nodes, edges = value_network(firms, ring, 200)
    assert len(nodes) == MOST_FIRMS
    assert abs(nodes["firm"] - 200).max() == MOST_FIRMS // 2
    assert set(edges["first"]) | set(edges["second"]) <= set(nodes["firm"])


@pytest.fixture
def chart() -> dict[str, object]:
    nodes, edges = value_network(FIRMS, TIES, 0)
    drawn = value_network_chart(nodes, edges, ("good", "bad"), "the shop", len(FIRMS))
    assert "NaN" not in to_svg(drawn)
    found: dict[str, object] = drawn.to_dict()
    return found


def test_the_title_counts_treated_firms_and_the_others_apart(chart: dict[str, dict]) -> None:
    assert chart["title"]["text"] == (
        "1 of 2 treated firms are better off under good; 2 others: EUR \u221219.9 on average"
    )
    assert "n = 1" in chart["title"]["subtitle"]


def test_the_alternative_text_tells_ties_and_both_sides(chart: dict[str, str]) -> None:
    assert "the shop has 2 partners and 2 peers" in chart["description"]
    assert "Of 2 treated firms 1 are better off under good and 1 under bad" in chart["description"]
    assert "from EUR \u2212300 to +900" in chart["description"]


def test_gain_and_loss_differ_in_shape_and_the_firms_are_drawn_by_size(chart: dict) -> None:
    firms = next(layer for layer in chart["layer"] if layer["mark"]["type"] == "point")
    rows = {row["firm"]: row for row in chart["datasets"][firms["data"]["name"]]}
    assert rows[0]["state"] == "better off under good"
    assert rows[2]["state"] == "no difference"
    assert rows[3]["state"] == "better off under bad"
    assert len(set(firms["encoding"]["shape"]["scale"]["range"])) == 3
    assert firms["encoding"]["size"]["field"] == "headcount"
    assert firms["encoding"]["fill"]["field"] == "difference"


def test_the_same_chart_is_drawn_as_the_same_text_however_often() -> None:
    nodes, edges = value_network(FIRMS, TIES, 0)
    drawn = value_network_chart(nodes, edges, ("good", "bad"), "the shop", len(FIRMS))
    first = to_svg(drawn)
    assert to_svg(drawn) == first
    assert "url(#gradient_0)" in first
