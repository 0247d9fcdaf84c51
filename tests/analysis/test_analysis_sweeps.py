from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.charts import cells_chart
from analysis.charts.marks import level_axis
from analysis.pages import as_html, as_latex, as_markdown
from analysis.pages.as_latex import escape_latex
from analysis.pages.as_markdown import escape_markdown
from analysis.report import write_page
from analysis.sweep_page import sweep_page
from analysis.sweep_tables import sweep_cells, thinned_cells

Make = Callable[..., Any]


def sweep(cells: int, pairs: int, slope: float = 1.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A sweep whose true difference rises with the first factor through zero at its middle."""
    rng = np.random.default_rng(7)
    design = pd.DataFrame(
        {
            "cell": range(cells),
            "market.turbulence": np.linspace(-1.0, 1.0, cells),
            "regime": np.resize(["clear", "complex & chaotic_100 %"], cells),
        }
    )
    luck = rng.normal(size=(cells, pairs))
    truth = slope * design["market.turbulence"].to_numpy()[:, np.newaxis]
    differences = pd.DataFrame(
        {
            "cell": np.repeat(np.arange(cells), pairs),
            "pair": np.tile(np.arange(pairs), cells),
            "difference": (1_000.0 * (truth + luck)).ravel(),
        }
    )
    return design, differences


def test_cells_are_judged_together() -> None:
    cells = sweep_cells(*sweep(200, 10, slope=0.0))
    assert (cells["p"] < 0.05).sum() >= 3  # each cell by itself: some seem to differ by chance
    assert (cells["verdict"] != "not clear").sum() <= 1
    assert (cells["discovery"] >= cells["p"]).all()


def test_cells_on_either_side_are_named() -> None:
    cells = sweep_cells(*sweep(40, 40)).sort_values("market.turbulence")
    assert set(cells["verdict"].head(5)) == {"behind"}
    assert set(cells["verdict"].tail(5)) == {"ahead"}
    assert cells["low"].lt(cells["difference"]).all()


def test_single_pairs_claim_nothing() -> None:
    cells = sweep_cells(*sweep(5, 1))
    assert cells["low"].isna().all()
    assert set(cells["verdict"]) == {"not clear"}


def test_thinning_keeps_both_ends() -> None:
    cells = sweep_cells(*sweep(1_000, 3))
    kept = thinned_cells(cells, 50)
    assert len(kept) == 50
    assert kept["difference"].agg(["min", "max"]).equals(cells["difference"].agg(["min", "max"]))


def test_chart_has_a_panel_per_factor_and_one_dot_per_cell() -> None:
    cells = sweep_cells(*sweep(30, 8))
    chart = cells_chart(cells, ["market.turbulence", "regime"], ("a", "b"), "EUR").to_dict()
    assert len(chart["concat"]) == 2
    assert {len(rows) for rows in chart["datasets"].values()} == {30, 1}
    assert "n = 30 cells of 8 pairs" in chart["title"]["subtitle"]
    assert "ahead in" in chart["description"]


@pytest.mark.parametrize(
    ("names", "slanted"),
    [(["clear", "complex"], False), (["clear", "complicated", "complex", "chaotic"], True)],
)
def test_names_at_an_axis_are_slanted_where_they_would_run_into_each_other(
    names: list[str], slanted: bool
) -> None:
    axis = level_axis(names, 200).to_dict()
    assert (axis["labelAngle"] != 0) is slanted
    assert axis["labelOverlap"] is False  # no name is left out


def test_names_at_an_axis_stand_in_the_order_of_the_design() -> None:
    design, differences = sweep(4, 4)
    design["regime"] = ["slow", "quick", "slow", "quick"]
    chart = cells_chart(sweep_cells(design, differences), ["regime"], ("a", "b"), "EUR").to_dict()
    assert chart["concat"][0]["layer"][-1]["encoding"]["x"]["sort"] == ["slow", "quick"]


def test_report_of_a_hundred_thousand_runs_stays_below_five_megabytes(make_identity: Make) -> None:
    page = sweep_page(*sweep(1_000, 100), make_identity(pairs=100), "npv")
    text = as_html(page)
    assert len(text.encode()) < 5_000_000
    assert text.count("<tr>") < 60
    assert "1,000 cells" in page.answer


def test_page_says_where_it_does_not_hold(make_identity: Make) -> None:
    page = sweep_page(*sweep(20, 30), make_identity(), "npv")
    text = as_markdown(page, "figures")
    assert "It does not hold everywhere: aligned is clearly behind in" in text
    assert "market.turbulence \u22121" in text
    assert page.source.command in text


def test_page_says_from_where_to_where_cells_reach(make_identity: Make) -> None:
    extents = {"months": (12.0, 120.0), "firms": (20.0, 80.0), "treated_share": (0.1, 1.0)}
    page = sweep_page(*sweep(4, 4), make_identity(extents=extents), "npv")
    assert page.answer.startswith("1 to 10 years after the fork, aligned is")
    text = as_markdown(page, "figures")
    assert "a market of 20 to 80 firms, run in monthly steps for 1 to 10 years after" in text
    facts = dict(page.source.facts)
    assert facts["Size"] == "20 to 80 firms, 12 to 120 months after the fork"
    assert facts["Treated"] == "10 to 100 %"
    odd = make_identity(extents={"months": (6.0, 30.0)})
    assert sweep_page(*sweep(4, 4), odd, "npv").answer.startswith("6 to 30 months after the fork")


def test_small_sweep_says_first_that_it_is_too_small(make_identity: Make) -> None:
    page = sweep_page(*sweep(20, 3, slope=0.1), make_identity(), "npv", ["Not finished."])
    assert page.warnings[0] == "Not finished."
    assert page.warnings[1].startswith("Too few pairs for a claim in")
    with pytest.raises(ValueError, match="no finished pair"):
        sweep_page(*(table.head(0) for table in sweep(2, 2)), make_identity(), "npv")


def test_names_are_escaped_in_every_form(make_identity: Make) -> None:
    page = sweep_page(*sweep(4, 4), make_identity(command="smbsim sweep a_b --set x=50%"), "npv")
    latex = as_latex(page, "figures")
    assert r"complex \& chaotic\_100 \%" in latex
    assert not re.search(r"(?<![\\%])&(?= chaotic)", latex)
    assert r"complex \& chaotic\_100 % |" in as_markdown(page, "figures")
    assert escape_latex("--out ---x a-b") == "-{}-out -{}-{}-x a-b"  # else set as dashes
    assert escape_latex(r"50 % of a_b & {c} \d") == (r"50 \% of a\_b \& \{c\} \textbackslash{}d")
    assert escape_markdown("a|b <i>*x*</i>") == r"a\|b \<i\>\*x\*\</i\>"


@pytest.mark.parametrize(
    ("form", "name", "figure"),
    [("md", "r.md", "cells.svg"), ("latex", "r.tex", "cells.pdf"), ("pdf-ready", "p.html", "")],
)
def test_each_form_is_written_with_its_figures(
    form: str, name: str, figure: str, make_identity: Make, tmp_path: Path
) -> None:
    page = sweep_page(*sweep(4, 4), make_identity(), "npv")
    write_page(tmp_path / name, page, form)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert make_identity().sources_hash in text
    if figure:
        folder = f"{Path(name).stem}_figures"
        assert (tmp_path / folder / figure).stat().st_size > 1_000
        assert f"{folder}/{figure}" in text
    else:
        assert "<script" not in text
    with pytest.raises(ValueError, match="there are html, md, latex, pdf-ready"):
        write_page(tmp_path / name, page, "docx")
