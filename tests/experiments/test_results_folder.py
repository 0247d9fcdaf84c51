from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from experiments.comparison import Comparison, compare
from experiments.files import OutputError, replaced_at_once, writable_folder
from experiments.results import CHARTS, FILES, read_results, write_results, write_table
from sim.scenario_files import load_scenario
from sim.version import MODEL_VERSION, PACKAGE_VERSION, source_hash


@pytest.fixture
def comparison() -> Comparison:
    overrides = ["firms.count=10", "run.months=6", "comparison.pairs=4"]
    return compare(load_scenario("default", overrides), command="smbsim compare")


def test_a_comparison_comes_back_as_it_was_written(comparison: Comparison, tmp_path: Path) -> None:
    write_results(comparison, tmp_path)
    again = read_results(tmp_path)
    pd.testing.assert_frame_equal(again.firms, comparison.firms, check_exact=True)
    pd.testing.assert_frame_equal(again.series, comparison.series, check_exact=True)
    assert again.identity == comparison.identity
    assert again.scenarios == comparison.scenarios
    assert again.summary().to_dict() == comparison.summary().to_dict()


def test_the_folder_holds_what_is_promised_and_nothing_else(
    comparison: Comparison, tmp_path: Path
) -> None:
    folder = tmp_path / "a" / "b"
    written = write_results(comparison, folder)
    assert [path.name for path in written[: len(FILES)]] == list(FILES)
    assert {path.parent for path in written[len(FILES) :]} == {folder / CHARTS}
    assert set(written) == {path for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [folder / name for name in manifest["files"]] == written


def test_no_chart_of_an_older_comparison_stays_and_no_other_file_goes(
    comparison: Comparison, tmp_path: Path
) -> None:
    older = write_results(comparison, tmp_path)
    own = tmp_path / CHARTS / "my own.svg"
    own.write_text("")
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"] += [f"{CHARTS}/no_longer_drawn.svg"]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / CHARTS / "no_longer_drawn.svg").write_text("")
    write_results(comparison, tmp_path)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {*older, own}


def test_the_manifest_says_what_was_run(comparison: Comparison, tmp_path: Path) -> None:
    write_results(comparison, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["identity"]["version"] == PACKAGE_VERSION
    assert manifest["identity"]["model_version"] == MODEL_VERSION
    assert manifest["identity"]["sources_hash"] == source_hash()
    assert manifest["identity"]["command"] == "smbsim compare"
    assert manifest["seeds"] == {"first": 1, "last": 4}
    assert manifest["scenarios"]["aligned"]["firms"]["count"] == 10
    assert manifest["scenarios"]["aligned"]["market"]["turbulence"] == 0.15


def test_a_folder_whose_writing_was_broken_off_is_not_taken_for_results(
    comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_results(comparison, tmp_path)

    def fail(self: Comparison, path: str | Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Comparison, "report", fail)
    with pytest.raises(KeyboardInterrupt):
        write_results(comparison, tmp_path)
    with pytest.raises(OutputError, match=r"manifest\.json is missing"):
        read_results(tmp_path)


def test_a_file_is_replaced_at_once_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("old")

    def break_off() -> None:
        with replaced_at_once(path) as temporary:
            temporary.write_text("half of the n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["file.txt"]
    with replaced_at_once(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def test_a_new_file_can_be_read_by_others_as_usual(tmp_path: Path) -> None:
    ordinary, path = tmp_path / "ordinary", tmp_path / "file.txt"
    ordinary.write_text("")
    with replaced_at_once(path) as temporary:
        temporary.write_text("new")
    assert path.stat().st_mode == ordinary.stat().st_mode


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(OutputError, match="is a file, not a folder"):
        writable_folder(path)
    with pytest.raises(OutputError, match="lies below a file"):
        writable_folder(path / "below")


def test_no_name_is_a_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    table = pd.DataFrame({"=1+1": ["=cmd|' /C calc'!A0", "@SUM(1)", "plain"], "npv": [-1.0, 2, 3]})
    write_table(table, tmp_path / "table.csv")
    kept = pd.read_csv(tmp_path / "table.csv")
    assert list(kept) == ["'=1+1", "npv"]
    assert list(kept["'=1+1"]) == ["'=cmd|' /C calc'!A0", "'@SUM(1)", "plain"]
    assert list(kept["npv"]) == [-1, 2, 3]
