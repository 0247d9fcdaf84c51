from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from fake_model import FAKE_MODEL
from small_study import STUDY, data_files, study

from experiments.files import OutputError
from experiments.studies import load_study
from experiments.sweeping import StudyResults, SweepStopped, open_results, plan, sweep
from experiments.sweeping import identity as identifying
from experiments.sweeping.identity import file_identity
from experiments.sweeping.pairing import PairingError, paired_differences
from experiments.sweeping.workers import ThreadWorkers
from sim.outcomes import CHANNELS, OUTCOMES
from sim.version import MODEL_VERSION, PACKAGE_VERSION, source_hash


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.sweeping.running._PART_UNITS", 8)
    monkeypatch.setattr("experiments.sweeping.running._MOST_UNITS_OF_A_TASK", 2)


def swept(folder: Path, *overrides: str, out: str = "out", **options: Any) -> StudyResults:
    return sweep(study(folder, *overrides), folder / out, threads=2, **options)


def stop_after(pairs: int) -> Callable[[int, int], None]:
    """Press Ctrl-C once so many pairs are done."""

    def progress(done: int, planned: int) -> None:
        if done >= pairs:
            signal.raise_signal(signal.SIGINT)

    return progress


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


@pytest.mark.parametrize("stops", [(1,), (5, 9), (3, 4, 20), (35,)])
def test_stopped_and_gone_on_with_gives_the_same_bytes(
    tmp_path: Path, stops: tuple[int, ...]
) -> None:
    expected = data_files(swept(tmp_path, out="straight").folder)
    for pairs in stops:
        with pytest.raises(SweepStopped, match=r"sweep into .* to go on"):
            swept(tmp_path, progress=stop_after(pairs))
    assert data_files(swept(tmp_path).folder) == expected
    assert not (tmp_path / "out" / "pending").exists()


def test_what_was_finished_is_never_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    lock = threading.Lock()

    def count(scenario: Any, seed: int) -> Any:
        with lock:
            seen.append(seed)
        return FAKE_MODEL.prepare(scenario, seed)

    model = replace(FAKE_MODEL, prepare=count)
    monkeypatch.setattr("experiments.sweeping.blocks.simulator", lambda: model)
    with pytest.raises(SweepStopped):
        swept(tmp_path, progress=stop_after(10))
    swept(tmp_path)
    assert len(seen) == 36
    swept(tmp_path)
    assert len(seen) == 36


def test_a_stopped_study_is_balanced_over_cells_and_readable(tmp_path: Path) -> None:
    with pytest.raises(SweepStopped):
        swept(tmp_path, progress=stop_after(14))
    results = open_results(tmp_path / "out")
    assert not results.complete
    pairs = results.runs.groupby("cell")["pair"].nunique()
    assert 14 <= pairs.sum() < 36
    assert pairs.max() - pairs.min() <= 1
    assert len(results.summary()) == 6
    assert "unfinished" in repr(results)


def test_pairs_added_later_give_what_a_longer_study_gives_at_once(tmp_path: Path) -> None:
    expected = data_files(swept(tmp_path, "replication.pairs=9", out="straight").folder)
    first = swept(tmp_path, "replication.pairs=5")
    assert first.manifest["sessions"][-1]["pairs_run"] == 30
    longer = swept(tmp_path, "replication.pairs=9")
    assert longer.manifest["sessions"][-1]["pairs_run"] == 24
    assert data_files(longer.folder) == expected


def test_a_damaged_part_is_found_and_run_again(tmp_path: Path) -> None:
    results = swept(tmp_path)
    expected = data_files(results.folder)
    part = results.folder / "runs" / "part-000001.parquet"
    content = bytearray(part.read_bytes())
    content[100] ^= 1
    part.write_bytes(content)
    with pytest.raises(OutputError, match=r"part-000001.parquet is damaged; `smbsim sweep`"):
        _ = open_results(results.folder).runs
    (results.folder / "series" / "part-000002.parquet").unlink()
    again = swept(tmp_path)
    assert again.manifest["sessions"][-1]["pairs_run"] == 16
    assert data_files(results.folder) == expected


def test_a_damaged_piece_is_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Larger than the study, so that pieces stay pieces until its end.
    monkeypatch.setattr("experiments.sweeping.running._PART_UNITS", 100)
    expected = data_files(swept(tmp_path, out="straight").folder)
    with pytest.raises(SweepStopped):
        swept(tmp_path, progress=stop_after(10))
    pieces = sorted((tmp_path / "out" / "pending").glob("*.arrow"))
    pieces[0].write_bytes(pieces[0].read_bytes()[:50])
    assert data_files(swept(tmp_path).folder) == expected


def test_a_manifest_that_names_a_series_which_no_table_has_is_refused(tmp_path: Path) -> None:
    folder = swept(tmp_path).folder
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace("cumulative_npv", "cumulativ_npv"))
    with pytest.raises(OutputError, match=r'has no column "cumulativ_npv", which the manifest'):
        _ = open_results(folder).series


def test_a_piece_that_was_being_written_when_the_process_died_is_passed_over(
    tmp_path: Path,
) -> None:
    expected = data_files(swept(tmp_path, out="straight").folder)
    with pytest.raises(SweepStopped):
        swept(tmp_path, progress=stop_after(13))
    torn = tmp_path / "out" / "pending" / ".000000000003-000001-ab12.arrow"
    torn.parent.mkdir(exist_ok=True)
    torn.write_bytes(b"half of a")
    assert len(open_results(tmp_path / "out").summary()) == 6
    assert data_files(swept(tmp_path).folder) == expected
    assert not torn.exists()


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


def test_a_pair_that_fails_is_recorded_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(scenario: Any, seed: int) -> Any:
        if seed == 4 and scenario.market.turbulence == 0.5:
            raise ArithmeticError("accounts do not balance")
        return FAKE_MODEL.prepare(scenario, seed)

    model = replace(FAKE_MODEL, prepare=fail)
    monkeypatch.setattr("experiments.sweeping.blocks.simulator", lambda: model)
    results = swept(tmp_path)
    assert results.complete
    assert results.failures.to_dict("records") == [
        {"cell": cell, "pair": 3, "seed": 4, "error": "ArithmeticError: accounts do not balance"}
        for cell in (2, 3)
    ]
    assert len(results.runs) == (36 - 2) * 6
    assert len(results.differences("npv")) == 34
    again = data_files(swept(tmp_path).folder)
    assert again == data_files(swept(tmp_path, out="second").folder)


def test_failures_of_the_machine_end_the_study_and_are_not_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(scenario: Any, seed: int) -> Any:
        raise MemoryError("no memory left")

    model = replace(FAKE_MODEL, prepare=fail)
    monkeypatch.setattr("experiments.sweeping.blocks.simulator", lambda: model)
    with pytest.raises(MemoryError):
        swept(tmp_path)
    monkeypatch.setattr("experiments.sweeping.blocks.simulator", lambda: FAKE_MODEL)
    assert swept(tmp_path).complete


class DyingWorkers(ThreadWorkers):
    """Workers that die with their first task, which is noticed as the second is handed over."""

    lost: Future[Any] | None = None
    replaced = 0

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        if self.lost is None:
            self.lost = Future()
            return self.lost
        if not self.lost.done():
            self.lost.set_exception(BrokenExecutor())
            raise BrokenExecutor
        return super().submit(function, *arguments)

    def recover(self) -> None:
        self.replaced += 1
        super().recover()


def test_workers_that_died_are_replaced_once_before_new_ones_have_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = data_files(swept(tmp_path, out="straight").folder)
    workers = DyingWorkers(2)
    monkeypatch.setattr("experiments.sweeping.running.hire", lambda *who: workers)
    assert data_files(swept(tmp_path).folder) == expected
    assert workers.replaced == 1


def test_a_second_wish_to_stop_stops_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("experiments.sweeping.running._wind_up", hang)
    with pytest.raises(KeyboardInterrupt) as caught:
        swept(tmp_path, progress=stop_after(2))
    assert not isinstance(caught.value, SweepStopped)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_resolved_study_stands_on_its_own(tmp_path: Path) -> None:
    text = STUDY + '\n[factors.regime]\nscenarios = ["regimes/clear", "regimes/complex"]\n'
    first = sweep(study(tmp_path, text=text), tmp_path / "one", threads=2)
    second = sweep(tmp_path / "one" / "study.toml", tmp_path / "two", threads=2)
    assert data_files(first.folder) == data_files(second.folder)


def identity_of(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(pq.read_schema(path).metadata[b"smbsim"])["identity"]
    return found


def test_every_file_of_a_study_says_what_made_it(tmp_path: Path) -> None:
    folder = swept(tmp_path, command="smbsim sweep small.toml").folder
    files = sorted(folder.rglob("*.parquet"))
    assert {path.parent.name for path in files} == {"out", "runs", "series"}
    about = identity_of(files[0])
    assert all(identity_of(path) == about for path in files)
    assert about["model_version"] == MODEL_VERSION
    assert about["command"] == "smbsim sweep study.toml"
    made = f"smbsim {PACKAGE_VERSION} (model sources {source_hash()}), seed 1"
    assert about["signature"] == f"{made}: {about['command']}"


def test_a_file_of_a_study_sent_on_alone_is_enough_to_make_it_again(tmp_path: Path) -> None:
    folder = swept(tmp_path).folder
    part = folder / "runs" / "part-000000.parquet"
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "study.toml").write_text(identity_of(part)["study"], encoding="utf-8")
    again = sweep(load_study(alone / "study.toml", ["replication.pairs=6"]), alone / "out")
    assert (again.folder / "runs" / part.name).read_bytes() == part.read_bytes()


def test_other_words_and_another_command_leave_the_files_as_they_are(tmp_path: Path) -> None:
    one = sweep(study(tmp_path), tmp_path / "one", command="smbsim sweep small.toml")
    text = STUDY.replace("A small study", "Another title").replace("Does anything", "Does it")
    other = sweep(study(tmp_path, text=text), tmp_path / "two", command="smbsim sweep x.toml")
    both = [
        {name: content for name, content in data_files(item.folder).items() if name != "study.toml"}
        for item in (one, other)
    ]
    assert both[0] == both[1]


def test_a_study_too_long_for_every_file_is_named_by_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = file_identity(study(tmp_path))
    monkeypatch.setattr(identifying, "_LONGEST", 100)
    long = file_identity(study(tmp_path))
    assert dict(long) == {key: value for key, value in short.items() if key != "study"}
    other = file_identity(study(tmp_path, "market.turbulence=0.9", "firms.count=11"))
    assert long["study_hash"] != other["study_hash"]


def test_the_manifest_says_what_is_needed_to_repeat_it(tmp_path: Path) -> None:
    results = swept(tmp_path, command="smbsim sweep small.toml")
    manifest = json.loads((results.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["complete"] is True
    assert (manifest["pairs_done"], manifest["pairs_planned"]) == (36, 36)
    assert manifest["sessions"][0]["command"] == "smbsim sweep small.toml"
    assert results.identity.command == "smbsim sweep small.toml"
    assert {"version", "sources_hash", "libraries", "seed", "citation"} <= set(manifest)


def test_csv_is_exported_with_its_dictionary(tmp_path: Path) -> None:
    results = swept(tmp_path)
    written = results.export_csv(tmp_path / "csv")
    assert {path.name for path in written} == {
        "design.csv", "runs.csv", "series.csv", "dictionary.csv",
    }  # fmt: skip
    for path in written:
        about = json.loads(Path(f"{path}-metadata.json").read_text(encoding="utf-8"))
        assert about["url"] == path.name
        assert about["smbsim:signature"] == results.identity.signature
    runs = pd.read_csv(tmp_path / "csv" / "runs.csv")
    np.testing.assert_allclose(runs["npv"], results.runs["npv"])


def test_a_plan_counts_without_running_the_study(tmp_path: Path) -> None:
    found = plan(study(tmp_path), workers=2)
    assert (found.cells, found.pairs_low, found.pairs_high) == (6, 6, 6)
    assert found.runs_low == found.runs_high == 72
    assert found.seconds(6) > 0
    assert found.bytes(6) > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.toml"]


@pytest.fixture
def runs(tmp_path: Path) -> pd.DataFrame:
    return swept(tmp_path).runs


def test_a_market_without_its_partner_is_refused(runs: pd.DataFrame) -> None:
    lone = (runs["cell"] == 2) & (runs["pair"] == 1) & (runs["arm"] == "aligned")
    with pytest.raises(PairingError, match="cell 2, pair 1 is in only one of the arms"):
        paired_differences(runs[~lone], "npv", "aligned", "misaligned")


@pytest.mark.parametrize("column", ["seed", "firms", "headcount"])
def test_pairs_of_different_markets_are_refused(runs: pd.DataFrame, column: str) -> None:
    changed = runs.copy()
    row = (changed["cell"] == 1) & (changed["pair"] == 4) & (changed["arm"] == "aligned")
    changed.loc[row, column] += 1
    with pytest.raises(PairingError, match=f"cell 1, pair 4 has another {column}"):
        paired_differences(changed, "npv", "aligned", "misaligned")


def test_a_market_that_is_there_twice_is_refused(runs: pd.DataFrame) -> None:
    with pytest.raises(PairingError, match="is there twice in the arm aligned"):
        paired_differences(pd.concat([runs, runs]), "npv", "aligned", "misaligned")


def test_an_arm_that_is_not_there_is_refused(runs: pd.DataFrame) -> None:
    with pytest.raises(PairingError, match='no treated firms of an arm "oracle"'):
        paired_differences(runs, "npv", "aligned", "oracle")
