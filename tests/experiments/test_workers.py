"""Threads, processes and a cluster give the same bytes, and workers that die lose nothing."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cluster import Cluster, cluster
from small_study import data_files

from experiments.files import OutputError
from experiments.studies import Study, load_study
from experiments.sweeping import sweep
from experiments.sweeping.workers import ProcessWorkers

TINY = """\
scenario = "default"
arms = ["aligned", "misaligned"]
[set]
firms.count = 5
firms.headcount_low = 10
firms.headcount_high = 12
run.months = 6
run.warmup = 3
[design]
kind = "list"
[[design.cells]]
market.turbulence = 0
[[design.cells]]
market.turbulence = 2
[replication]
pairs = 40
"""


@pytest.fixture(autouse=True)
def real_model(fake_model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the model itself: workers elsewhere know no other."""
    from experiments.simulator import simulator

    monkeypatch.setattr("experiments.sweeping.blocks.simulator", simulator)
    monkeypatch.setattr("experiments.sweeping.running._MOST_UNITS_OF_A_TASK", 4)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Study:
    path = tmp_path_factory.mktemp("study") / "tiny.toml"
    path.write_text(TINY, encoding="utf-8")
    return load_study(path)


@pytest.fixture
def expected(tiny: Study, tmp_path: Path) -> dict[str, bytes]:
    return data_files(sweep(tiny, tmp_path / "threads", threads=1).folder)


def once(action: Callable[[], None], after: int) -> Callable[[int, int], None]:
    """Do something once, when so many pairs are done."""
    left = [action]

    def progress(done: int, planned: int) -> None:
        if done >= after and left:
            left.pop()()

    return progress


def test_processes_give_the_same_bytes_even_when_one_is_killed(
    tiny: Study, tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    pools: list[ProcessWorkers] = []
    opened = ProcessWorkers._open

    def remember(self: ProcessWorkers) -> object:
        pools.append(self)
        return opened(self)

    monkeypatch.setattr(ProcessWorkers, "_open", remember)

    def kill_one() -> None:
        os.kill(next(iter(pools[-1]._pool._processes)), signal.SIGKILL)

    results = sweep(tiny, tmp_path / "processes", processes=2, progress=once(kill_one, 10))
    assert data_files(results.folder) == expected
    assert len(results.failures) == 0
    assert len(pools) > 1


def test_a_cluster_gives_the_same_bytes_even_when_a_worker_is_killed(
    tiny: Study, tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.sweeping.workers._PATIENCE", "300s")

    def kill_one(running: Cluster) -> None:
        running.workers[0].kill()

    with cluster(tmp_path, 2) as running:
        results = sweep(
            tiny, tmp_path / "cluster", dask=running.address,
            progress=once(lambda: kill_one(running), 10),
        )  # fmt: skip
    assert data_files(results.folder) == expected
    assert len(results.failures) == 0
    assert results.manifest["sessions"][0]["workers"] == "dask"


def test_a_pair_that_kills_its_worker_again_and_again_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from small_study import study

    from experiments.sweeping import running

    small = study(tmp_path, "replication.pairs=2", "series=[]")
    monkeypatch.setattr(running, "run_units", deadly)
    results = sweep(small, tmp_path / "out", processes=2)  # others are in the pool that breaks
    failures = results.failures
    assert failures["cell"].tolist() == [4]
    assert failures["pair"].tolist() == [1]
    assert failures["error"].tolist() == ["the worker died 3 times while it ran this pair"]
    assert results.complete


def deadly(recipe: object, series: object, units: list[tuple[int, int, int, object]]) -> object:
    """Die at one pair, and give no rows for others."""
    import numpy as np

    from experiments.sweeping.blocks import VALUE_COLUMNS, Block

    if any((cell, pair) == (4, 1) for _, cell, pair, _ in units):
        os._exit(1)
    none = np.empty((0, 8), np.int64)
    return Block(
        len(units), none, np.empty((0, len(VALUE_COLUMNS))), np.empty((0, 6), np.int64),
        np.empty((0, 0)), (), 0.01,
    )  # fmt: skip


def test_a_scheduler_that_does_not_answer_is_said_in_a_sentence(
    tiny: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.sweeping.workers._PATIENCE", "1s")
    with pytest.raises(OutputError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        sweep(tiny, tmp_path / "out", dask="tcp://127.0.0.1:9")


def test_no_thread_is_left_behind(tiny: Study, tmp_path: Path) -> None:
    sweep(tiny, tmp_path / "out", threads=2)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sweep")]
