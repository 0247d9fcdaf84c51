"""Faults of the machine lose nothing that was finished and leave nothing half-written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fake_model import FAKE_MODEL
from small_study import data_files, study

from experiments.comparison import Comparison, compare
from experiments.files import OutputError
from experiments.results import read_results, write_results
from experiments.sweeping import StudyResults, open_results, sweep
from sim.scenario_files import load_scenario

Damage = Callable[[bytes], bytes]
DAMAGES: dict[str, Damage] = {
    "a bit flipped": lambda content: (
        content[: len(content) // 2]
        + bytes([content[len(content) // 2] ^ 4])
        + content[len(content) // 2 + 1 :]
    ),
    "cut in half": lambda content: content[: len(content) // 2],
    "emptied": lambda content: b"",
}
KEPT = ("runs/part-000000.parquet", "series/part-000001.parquet", "design.parquet", "cells.parquet")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run on the model of a few lines, with parts of eight pairs."""
    monkeypatch.setattr("experiments.comparison.simulator", lambda: FAKE_MODEL)
    monkeypatch.setattr("experiments.sweeping.blocks.simulator", lambda: FAKE_MODEL)
    monkeypatch.setattr("experiments.sweeping.running._PART_UNITS", 8)


def swept(folder: Path, out: Path | None = None, **options: Any) -> StudyResults:
    return sweep(study(folder), out or folder / "out", threads=2, **options)


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, bytes]:
    return data_files(swept(tmp_path, tmp_path / "straight").folder)


def hidden(folder: Path) -> list[Path]:
    """Files that were being written."""
    return [path for path in folder.rglob(".*") if path.name != ".lock"]


def full_after(writes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full once so many tables have been written."""
    left = [writes]
    write = pq.write_table

    def fail(*arguments: Any, **options: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(*arguments, **options)

    monkeypatch.setattr(pq, "write_table", fail)


@pytest.mark.parametrize("writes", [0, 1, 3, 6])
def test_a_full_disk_is_named_and_nothing_finished_is_lost(
    tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    with monkeypatch.context() as patch:
        full_after(writes, patch)
        with pytest.raises(OutputError, match=r"cannot be written: No space left on device"):
            swept(tmp_path)
    assert hidden(tmp_path / "out") == []
    assert data_files(swept(tmp_path).folder) == expected


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(options, capture_output=True).returncode:
        pytest.skip("needs the right to mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_really_full_is_named_and_the_study_goes_on_when_there_is_room(
    tmp_path: Path, small_disk: Path, expected: dict[str, bytes]
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(2**20 - 48 * 1024))
    with pytest.raises(OutputError, match=r"cannot be written: No space left on device"):
        swept(tmp_path, small_disk / "out")
    assert hidden(small_disk / "out") == []
    ballast.unlink()
    assert data_files(swept(tmp_path, small_disk / "out").folder) == expected


def test_a_disk_that_may_only_be_read_is_named(tmp_path: Path, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(OutputError, match="cannot be written: Read-only file system"):
        swept(tmp_path, small_disk / "out")


def test_a_folder_that_vanishes_ends_the_study_in_a_sentence(
    tmp_path: Path, expected: dict[str, bytes]
) -> None:
    def vanish(done: int, planned: int) -> None:
        if done > 9:
            shutil.rmtree(tmp_path / "out", ignore_errors=True)

    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        swept(tmp_path, progress=vanish)
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    assert data_files(swept(tmp_path).folder) == expected


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_and_made_again(
    tmp_path: Path, expected: dict[str, bytes], name: str, damage: str
) -> None:
    path = swept(tmp_path).folder / name
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    results = open_results(tmp_path / "out")
    if name != "cells.parquet":  # only sweeping reads it
        with pytest.raises(OutputError, match=rf"{path.name} is damaged"):
            _ = (results.runs, results.series, results.design)
    assert data_files(swept(tmp_path).folder) == expected


@pytest.mark.parametrize("name", ["manifest.json", "index.json", "study.toml"])
def test_a_damaged_record_is_named_and_what_was_computed_stays(tmp_path: Path, name: str) -> None:
    path = swept(tmp_path).folder / name
    path.write_bytes(DAMAGES["cut in half"](path.read_bytes()))
    before = data_files(tmp_path / "out")
    with pytest.raises(OutputError, match=rf"{name} is damaged"):
        swept(tmp_path)
    assert data_files(tmp_path / "out") == before


@pytest.mark.parametrize("name", ["firms.parquet", "series.parquet"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_table_of_a_comparison_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, damage: str
) -> None:
    monkeypatch.setattr(Comparison, "report", lambda *_: None)
    monkeypatch.setattr(Comparison, "save_charts", lambda *_: [])
    sizes = ["firms.count=10", "run.months=3", "comparison.pairs=2"]
    write_results(compare(load_scenario("default", sizes), threads=1), tmp_path)
    path = tmp_path / name
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    with pytest.raises(OutputError, match=rf"{name} is damaged; run the comparison again"):
        read_results(tmp_path)


def test_going_on_under_another_version_of_a_library_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept(tmp_path)
    assert open_results(tmp_path / "out").manifest["notes"] == []
    other = {"numpy": "1.0", "numba": "0.1"}
    monkeypatch.setattr("experiments.sweeping.manifest.library_versions", lambda: other)
    notes = swept(tmp_path).manifest["notes"]
    assert len(notes) == 1
    assert ", then 1.0" in notes[0]
    assert "smbsim reproduce" in notes[0]


def test_a_clock_that_jumps_changes_nothing(
    tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    jumps = iter(range(10**9, 0, -(10**5)))
    monkeypatch.setattr(time, "time", lambda: float(next(jumps)))
    assert data_files(swept(tmp_path).folder) == expected


def test_two_processes_do_not_write_into_one_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    hold = (
        "import sys; from filelock import FileLock; lock = FileLock(sys.argv[1]); lock.acquire();"
        "print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(tmp_path / "out" / ".lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match="another process is writing into"):
            swept(tmp_path)
        other.kill()
    assert swept(tmp_path).complete
