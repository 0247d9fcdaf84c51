"""Studies that were stopped, damaged or failed in part, and went on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_model import FAKE_MODEL
from small_study import data_files, stop_after, swept

from experiments.files import OutputError
from experiments.sweeping import SweepStopped, open_results
from experiments.sweeping.workers import ThreadWorkers

pytestmark = pytest.mark.usefixtures("small_parts")


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
