"""A study run as a whole: its tables, its cells, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from small_study import STUDY, data_files, stop_after, study, swept

from experiments.files import OutputError
from experiments.sweeping import SweepStopped, plan, sweep
from sim.outcomes import CHANNELS, OUTCOMES

pytestmark = pytest.mark.usefixtures("small_parts")


def test_there_is_one_row_per_cell_pair_arm_and_group(tmp_path: Path) -> None:
    runs = swept(tmp_path).runs
    assert len(runs) == 6 * 6 * 2 * 3
    assert not runs.duplicated(["cell", "pair", "arm", "group"]).any()
    assert set(runs["group"]) == {"treated", "untreated", "all"}
    assert (runs["seed"] - runs["pair"]).unique().tolist() == [1]
    wide = runs.pivot_table(index=["cell", "pair", "arm"], columns="group", values="firms")
    assert (wide["treated"] + wide["untreated"] == wide["all"]).all()
    assert {*(item.name for item in OUTCOMES)} <= set(runs.columns)
    assert {f"channel_{item.name}" for item in CHANNELS} <= set(runs.columns)


def test_the_design_and_the_series_are_tables_too(tmp_path: Path) -> None:
    results = swept(tmp_path)
    assert list(results.design.columns) == [
        "cell", "market.turbulence", "policies.aligned.monitoring",
    ]  # fmt: skip
    assert results.design["market.turbulence"].tolist() == [0, 0, 0.5, 0.5, 1, 1]
    assert len(results.series) == 6 * 6 * 2 * 2 * 3
    assert list(results.series.columns) == [
        "cell", "pair", "arm", "group", "month", "cumulative_npv",
    ]  # fmt: skip


def test_differences_are_those_of_the_same_market(tmp_path: Path) -> None:
    results = swept(tmp_path)
    differences = results.differences("npv")
    assert list(differences.columns) == ["cell", "pair", "difference"]
    runs = results.runs.set_index(["cell", "pair", "arm", "group"])["npv"]
    for row in differences.head(5).itertuples():
        expected = runs[row.cell, row.pair, "aligned", "treated"]
        expected -= runs[row.cell, row.pair, "misaligned", "treated"]
        assert row.difference == expected
    turned = results.differences("npv", "misaligned", "aligned")
    assert (turned["difference"] == -differences["difference"]).all()


def test_a_factor_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    table = swept(tmp_path).summary().groupby("policies.aligned.monitoring")["difference"]
    low, high = table.get_group(0.0), table.get_group(1.0)
    assert (high - 100.0).tolist() == pytest.approx(low.tolist())


def test_columns_carry_unit_and_meaning(tmp_path: Path) -> None:
    results = swept(tmp_path)
    assert results.runs.attrs["dictionary"]["npv"]["unit"] == "EUR"
    assert results.design.attrs["dictionary"]["market.turbulence"]["unit"] == "1/year"
    assert set(results.runs.columns) | set(results.series.columns) <= set(results.dictionary)
    schema = pq.read_schema(tmp_path / "out" / "runs" / "part-000000.parquet")
    assert schema.field("profit").metadata[b"unit"] == b"EUR/month"
    assert schema.field("arm").type == "string"


def test_finished_cells_are_shared_between_studies(tmp_path: Path) -> None:
    swept(tmp_path, out="results/first")
    finer = STUDY.replace("[0, 0.5, 1]", "[0, 0.25, 0.5, 1]").replace("A small", "A finer")
    plain = sweep(study(tmp_path, text=finer), tmp_path / "alone", threads=2)
    shared = sweep(
        study(tmp_path, text=finer), tmp_path / "shared", threads=2, share=tmp_path / "results"
    )
    session = shared.manifest["sessions"][-1]
    assert (session["pairs_reused"], session["pairs_run"]) == (36, 12)
    assert data_files(shared.folder) == data_files(plain.folder)


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("market.competition=0.1", r"another study: .*scenario\.market\.competition.* differ"),
        ("factors.market.turbulence=[0,1]", r"another study: factors\."),
        ("series=[]", "another study: series differ"),
        ("replication.pairs=3", "has 6 pairs per cell already, and 3 are asked for"),
    ],
)
def test_another_study_in_the_same_folder_is_refused(
    tmp_path: Path, override: str, sentence: str
) -> None:
    before = data_files(swept(tmp_path).folder)
    with pytest.raises(OutputError, match=sentence):
        swept(tmp_path, override)
    assert data_files(tmp_path / "out") == before


def test_results_of_another_model_are_not_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SweepStopped):
        swept(tmp_path, progress=stop_after(5))
    monkeypatch.setattr("experiments.sweeping.opening.source_hash", lambda: "another")
    with pytest.raises(OutputError, match="results of two models are not mixed"):
        swept(tmp_path)


def test_a_folder_that_is_written_by_another_is_refused(tmp_path: Path) -> None:
    from filelock import FileLock

    (tmp_path / "out").mkdir()
    with (
        FileLock(tmp_path / "out" / ".lock"),
        pytest.raises(OutputError, match="another process is writing into"),
    ):
        swept(tmp_path)


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "holiday.jpg").write_text("")
    with pytest.raises(OutputError, match=r"other files already \(holiday.jpg\)"):
        swept(tmp_path)


def test_the_resolved_study_stands_on_its_own(tmp_path: Path) -> None:
    text = STUDY + '\n[factors.regime]\nscenarios = ["regimes/clear", "regimes/complex"]\n'
    first = sweep(study(tmp_path, text=text), tmp_path / "one", threads=2)
    second = sweep(tmp_path / "one" / "study.toml", tmp_path / "two", threads=2)
    assert data_files(first.folder) == data_files(second.folder)


def test_a_plan_counts_without_running_the_study(tmp_path: Path) -> None:
    found = plan(study(tmp_path), workers=2)
    assert (found.cells, found.pairs_low, found.pairs_high) == (6, 6, 6)
    assert found.runs_low == found.runs_high == 72
    assert found.seconds(6) > 0
    assert found.bytes(6) > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.toml"]
