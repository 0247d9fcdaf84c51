"""Long names stay apart, and make no drawing wider than the others."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.charts.cells import cells_chart
from analysis.charts.drawing import to_svg
from analysis.charts.heat_map import heat_map_chart
from analysis.charts.marks import level_axis
from analysis.charts.wrapping import label_lines, lines_of
from analysis.notation import level, limits, write_estimate
from analysis.pages.as_html import breakable
from analysis.statistics import estimate_mean
from analysis.sweep_tables import UNCLEAR
from analysis.theme import WIDTH

EVERYBODY = "open and honest culture of conversation with everybody"
NOBODY = "open and honest culture of conversation with nobody"
ARMS = (
    "aligned with everything that anybody ever asked for",
    "misaligned as most of them are in the end",
)


def width_of(drawing: str) -> float:
    return float(drawing.split('width="')[1].split('"')[0])


@pytest.mark.parametrize("width", [60.0, 104.0, 220.0, 600.0])
def test_names_that_end_differently_stay_apart(width: float) -> None:
    one, other = lines_of([EVERYBODY, NOBODY], width)
    assert one != other
    assert one[-1].endswith("everybody")
    assert other[-1].endswith("nobody")


def test_names_that_differ_in_the_middle_alone_keep_it() -> None:
    names = ["a long beginning " * 3 + middle + " a long end" * 5 for middle in ("one", "two")]
    one, other = lines_of(names, 80.0)
    assert one != other


def test_short_names_are_left_as_they_are() -> None:
    assert lines_of(["clear", ""], 100.0) == [["clear"], [""]]
    assert label_lines(["clear", "complex"], 100.0) is None
    assert "labelExpr" not in level_axis(["clear", "complex"], 300.0).to_dict()


def cells() -> pd.DataFrame:
    table = pd.DataFrame({"cell": [0, 1], "culture": [EVERYBODY, NOBODY], "difference": [1.0, 2.0]})
    return table.assign(low=-1.0, high=3.0, n=4, verdict=UNCLEAR)


def test_a_sweep_of_long_names_is_no_wider_than_others_and_shows_them_apart() -> None:
    drawing = to_svg(cells_chart(cells(), ["culture", "culture"], ARMS, "EUR"))
    assert "everybody" in drawing
    assert "nobody" in drawing
    assert width_of(drawing) <= 1.15 * WIDTH


def test_a_map_of_long_names_is_no_wider_than_others_and_shows_them_apart() -> None:
    table = cells().assign(x=cells()["culture"], y="1", sign=0)
    told = f"{ARMS[0]} less {ARMS[1]}, EUR of net present value"
    drawing = to_svg(heat_map_chart(table, ("culture", "y"), told, "A map"))
    assert ">everybody<" in drawing or "with everybody<" in drawing
    assert "nobody<" in drawing
    assert width_of(drawing) <= 1.15 * WIDTH


def test_a_dotted_name_may_go_on_in_the_next_line() -> None:
    assert str(breakable("market.entry_rate <1>")) == "market.<wbr>entry_<wbr>rate &lt;1&gt;"


def test_an_axis_of_a_map_writes_numbers_as_tables_do_unless_they_would_be_the_same() -> None:
    def axis(*values: str) -> str:
        table = cells().assign(x=values, y="1", sign=0)
        layer = heat_map_chart(table, ("culture", "y"), "NPV [EUR]", "Map").to_dict()["layer"][0]
        return str(layer["encoding"]["x"]["axis"]["labelExpr"])

    assert axis("0.00398107", "0.5").startswith('["0.003981", "0.5"]')
    assert axis("0.100001", "0.100002").startswith('["0.100001", "0.100002"]')


def test_what_has_no_interval_says_so() -> None:
    table = cells().assign(x=["0", "1"], y="1", sign=0, low=math.nan, high=math.nan)
    drawn = heat_map_chart(table, ("culture", "y"), "NPV [EUR]", "Map").to_dict()
    assert "[no interval]" in drawn["description"]
    alone = estimate_mean([3.0])
    assert write_estimate(alone).limits == "no interval"
    assert limits(alone.low, alone.high) == "no interval"


def test_values_of_factors_are_written_in_few_digits() -> None:
    assert [level(value) for value in (2.0 / 3.0, 1.0, -0.5)] == ["0.6667", "1", "\u22120.5"]
