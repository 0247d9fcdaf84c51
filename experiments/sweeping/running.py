"""Running a study to its end, whatever happens on the way."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from experiments.files import OutputError
from experiments.results import write_json
from experiments.studies import Study, load_study
from experiments.sweeping.blocks import Block, Failure, Unit, run_units
from experiments.sweeping.folder import ResultsFolder, read_index
from experiments.sweeping.identity import file_identity
from experiments.sweeping.ledger import Ledger
from experiments.sweeping.manifest import session, study_manifest
from experiments.sweeping.opening import (
    MANIFEST,
    cell_keys,
    design_checksums,
    locked,
    start_or_resume,
)
from experiments.sweeping.results import StudyResults, open_results
from experiments.sweeping.sequence import Round
from experiments.sweeping.sequence import Sequence as Order
from experiments.sweeping.sharing import take_over
from experiments.sweeping.stopping import StoppingRule, stopping_rule
from experiments.sweeping.workers import Workers, hire
from sim.parameters import Scenario

__all__ = ["Progress", "SweepStopped", "sweep"]

Progress = Callable[[int, int], None]
"""Told how many pairs of how many are done; with a rule of stopping the second number grows."""

_PART_UNITS = 1_000
_PART_SERIES_ROWS = 200_000
_TASK_SECONDS = 0.5
_MOST_UNITS_OF_A_TASK = 200
_WAITING_PER_WORKER = 2
_MOST_DEATHS = 3
_SECONDS_BETWEEN_MANIFESTS = 5.0


class SweepStopped(KeyboardInterrupt):
    """A study was stopped by Ctrl-C or SIGTERM; all that was finished is kept.

    ``done`` and ``planned`` count pairs.
    """

    def __init__(self, folder: Path, done: int, planned: int) -> None:
        self.folder, self.done, self.planned = folder, done, planned
        super().__init__(f"stopped after {done} of {planned} pairs; sweep into {folder} to go on")


@dataclass
class _Task:
    """A stretch of the sequence that one worker runs, and how often its workers have died."""

    first: int
    last: int
    deaths: int = 0


@dataclass
class _Work:
    """The state of a sweep between two results."""

    study: Study
    folder: ResultsFolder
    workers: Workers
    values: list[tuple[Any, ...]]
    stop: threading.Event
    seconds_per_unit: float = 0.0
    running: dict[Future[Block], _Task] = field(default_factory=dict)
    waiting: list[_Task] = field(default_factory=list)
    run: int = 0


def sweep(
    study: Study | str | Path,
    out: str | Path,
    *,
    threads: int | None = None,
    processes: int | None = None,
    dask: str | None = None,
    share: str | Path | None = None,
    resume: bool = True,
    progress: Progress | None = None,
    command: str = "",
) -> StudyResults:
    """Run a study, or what is left of it, and return its results.

    Parameters
    ----------
    study
        A study, or the name or path of one.
    out
        Folder of the results. What it holds of the same study is kept and gone on with.
    threads, processes, dask
        Who does the work: threads of this process (the default, one per processor), so many
        processes, or a Dask cluster by its address ("local" starts one). The results do not depend
        on it.
    share
        A folder of results, or a folder of such folders: finished cells with the same content are
        taken over from there.
    resume
        Whether an unfinished folder is gone on with; otherwise it is refused.
    progress
        Called with the numbers of pairs done and planned.
    command
        Command line that repeats the study, for the manifest.

    Raises
    ------
    ScenarioError
        When the study cannot be used.
    OutputError
        When the folder cannot be written, or holds another study or results of another model.
    SweepStopped
        After Ctrl-C or SIGTERM, with everything that was finished kept.
    """
    asked = study if isinstance(study, Study) else load_study(study)
    folder = Path(out)
    with locked(folder):
        keys = cell_keys(asked)
        manifest = start_or_resume(folder, asked, keys)
        if manifest is not None and not resume:
            raise OutputError(f"{folder} holds results already, and --no-resume forbids to go on")
        with _stoppable() as stop:
            _run(asked, folder, keys, manifest, (threads, processes, dask), share, progress,
                 command, stop)  # fmt: skip
    return open_results(folder)


def _run(
    study: Study,
    path: Path,
    keys: list[str],
    manifest: dict[str, Any] | None,
    who: tuple[int | None, int | None, str | None],
    share: str | Path | None,
    progress: Progress | None,
    command: str,
    stop: threading.Event,
) -> None:
    rule = _rule(study, manifest)
    order = Order(_part_size(study, path if manifest else None))
    kinds = (study.arms, study.series, file_identity(study))
    opened = ResultsFolder.reopen if manifest else ResultsFolder.create
    folder = opened(path, order, *kinds)
    ledger = None if rule is None else Ledger(study, rule)
    workers = hire(*who)
    sessions = [*(manifest["sessions"] if manifest else ()),
                session(command, workers.name, workers.count)]  # fmt: skip
    work = _Work(study, folder, workers, study.all_values(), stop)
    sums = design_checksums(path)
    start = time.perf_counter()

    def note(complete: bool) -> None:
        sessions[-1] |= {
            "seconds": round(time.perf_counter() - start, 3),
            "pairs_run": work.run,
        }
        write_json(
            {**study_manifest(study, rule, _state(folder, complete), sessions), "checksums": sums},
            path / MANIFEST,
        )

    note(complete=False)
    try:
        for stretch in _rounds(study, order, rule, ledger, folder):
            folder.resume()
            if share is not None:
                sessions[-1]["pairs_reused"] += take_over(folder, stretch, keys, Path(share))
            _run_round(work, stretch, progress, lambda: note(complete=False))
    finally:
        workers.dismiss()
        complete = order.closed and folder.finished == order.units
        note(complete)
    folder.close()


def _rule(study: Study, manifest: dict[str, Any] | None) -> StoppingRule | None:
    """Return the rule of stopping, with the level that was found when the study began."""
    if not study.replication.sequential:
        return None
    rule = stopping_rule(study.replication)
    if manifest is not None and manifest["stopping"] is not None:
        kept = manifest["stopping"]
        return StoppingRule(
            rule.outcome, rule.half_width, rule.relative_half_width, rule.confidence,
            tuple(kept["looks"]), kept["level"],
        )  # fmt: skip
    return rule


def _part_size(study: Study, folder: Path | None) -> int:
    """Return how many pairs a part file holds, as few as keep its table of series small."""
    if folder is not None:
        return read_index(folder)[0]
    if not study.series:
        return _PART_UNITS
    months = Scenario.model_validate(study.recipe.worlds[0]).run.months
    rows = 2 * len(study.arms) * months
    return max(1, min(_PART_UNITS, _PART_SERIES_ROWS // rows))


def _rounds(
    study: Study,
    order: Order,
    rule: StoppingRule | None,
    ledger: Ledger | None,
    folder: ResultsFolder,
) -> Iterator[Round]:
    """Yield the rounds of the study; with a rule of stopping, each as the last is done."""
    cells = np.arange(study.cells, dtype=np.int64)
    if rule is None or ledger is None:
        order.closed = True
        yield order.add(cells, 0, study.replication.pairs or 1)
        return
    before = 0
    for look in rule.looks:
        yield order.add(cells, before, look)
        ledger.read(folder)
        cells = ledger.going_on(cells)
        before = look
        if not len(cells):
            break
    order.closed = True
    folder.resume()


def _state(folder: ResultsFolder, complete: bool) -> dict[str, Any]:
    failures = sorted(folder.failures.values())
    return {
        "complete": complete,
        "pairs_done": folder.finished,
        "pairs_planned": folder.order.units,
        "failures": [failure._asdict() for failure in failures],
    }


def _run_round(
    work: _Work, stretch: Round, progress: Progress | None, note: Callable[[], None]
) -> None:
    """Run what is left of a round, putting down results as they come.

    Raises
    ------
    SweepStopped
        When asked to stop.
    """
    folder = work.folder
    gaps = folder.gaps(stretch.start, stretch.end)
    noted = time.perf_counter()
    _tell(work, progress)
    while True:
        if work.stop.is_set():
            _wind_up(work)
            raise SweepStopped(folder.path, folder.finished, folder.order.units)
        _fill(work, gaps)
        if not work.running and not work.stop.is_set():
            break
        ended, _ = wait(work.running, timeout=0.2, return_when=FIRST_COMPLETED)
        for future in ended:
            _collect(work, future)
        if ended:
            _tell(work, progress)
        if time.perf_counter() - noted > _SECONDS_BETWEEN_MANIFESTS:
            note()
            noted = time.perf_counter()


def _tell(work: _Work, progress: Progress | None) -> None:
    if progress is not None:
        progress(work.folder.finished, work.folder.order.units)


def _fill(work: _Work, gaps: Iterator[tuple[int, int]]) -> None:
    """Give the workers enough to do, in stretches of about half a second.

    A stretch whose worker has died runs alone: a pool that breaks takes all that is in it along,
    and no pair may be blamed for another.
    """
    while _has_room(work) and not work.stop.is_set():
        if not work.waiting:
            gap = next(gaps, None)
            if gap is None:
                return
            work.waiting.append(_Task(*gap))
        if work.waiting[-1].deaths and work.running:
            return
        task = work.waiting.pop()
        size = _size(work)
        if task.last - task.first > size:
            work.waiting.append(_Task(task.first + size, task.last, task.deaths))
            task = _Task(task.first, task.first + size, task.deaths)
        if not _submit(work, task):
            work.waiting.append(task)
            return


def _has_room(work: _Work) -> bool:
    """Tell whether workers wait for more, and none runs a stretch that is to run alone."""
    room = len(work.running) < _WAITING_PER_WORKER * work.workers.count
    return room and not any(task.deaths for task in work.running.values())


def _size(work: _Work) -> int:
    """Return how many pairs a task should have: few when little is left, so that all stay busy."""
    if work.seconds_per_unit == 0.0:
        return 1
    by_time = int(_TASK_SECONDS / work.seconds_per_unit)
    left = work.folder.order.units - work.folder.finished
    by_rest = -(-left // (2 * _WAITING_PER_WORKER * work.workers.count))
    return max(1, min(by_time, by_rest, _MOST_UNITS_OF_A_TASK))


def _submit(work: _Work, task: _Task) -> bool:
    """Hand a stretch to the workers; False when some have died and those running tell it next.

    What ran beside the dead comes back and has workers replaced, which would take along what was
    handed to new ones before.
    """
    units = []
    for position in range(task.first, task.last):
        cell, pair = work.folder.order.at(position)
        units.append(Unit(position, cell, pair, work.values[cell]))
    recipe, series = work.study.recipe, work.study.series
    try:
        future = work.workers.submit(run_units, recipe, series, units)
    except Exception as error:
        if not work.workers.died(error):
            raise
        if work.running:
            return False
        work.workers.recover()
        future = work.workers.submit(run_units, recipe, series, units)
    work.running[future] = task
    return True


def _collect(work: _Work, future: Future[Block]) -> None:
    """Put down what a worker brought, or run it again if the worker died."""
    task = work.running.pop(future)
    try:
        block = future.result()
    except BaseException as error:
        if not work.workers.died(error):
            raise
        work.workers.recover()
        _again(work, task)
        return
    work.run += block.units
    rate = block.seconds / block.units
    known = work.seconds_per_unit
    work.seconds_per_unit = rate if known == 0.0 else 0.8 * known + 0.2 * rate
    work.folder.add(task.first, block)


def _again(work: _Work, task: _Task) -> None:
    """Queue a stretch again whose worker died; in halves, to find a pair that kills workers."""
    deaths = task.deaths + 1
    if task.last - task.first > 1:
        middle = (task.first + task.last) // 2
        work.waiting += [_Task(middle, task.last, deaths), _Task(task.first, middle, deaths)]
    elif deaths < _MOST_DEATHS:
        work.waiting.append(_Task(task.first, task.last, deaths))
    else:
        cell, pair = work.folder.order.at(task.first)
        reason = f"the worker died {deaths} times while it ran this pair"
        work.folder.add(task.first, _failed_block(work.study, Failure(task.first, cell, pair, -1,
                                                                     reason)))  # fmt: skip


def _failed_block(study: Study, failure: Failure) -> Block:
    from experiments.sweeping.blocks import VALUE_COLUMNS

    return Block(
        1,
        np.empty((0, 8), np.int64),
        np.empty((0, len(VALUE_COLUMNS))),
        np.empty((0, 6), np.int64),
        np.empty((0, len(study.series))),
        (failure,),
        0.0,
    )


def _wind_up(work: _Work) -> None:
    """Let what is running end, and keep it; what has not begun is left."""
    # The last first: a worker that becomes free meanwhile then begins the earliest of the rest,
    # which keeps cells in balance.
    for future in reversed(list(work.running)):
        if future.cancel():
            del work.running[future]
    while work.running:
        ended, _ = wait(work.running, return_when=FIRST_COMPLETED)
        for future in ended:
            task = work.running.pop(future)
            if future.cancelled() or future.exception() is not None:
                continue
            work.folder.add(task.first, future.result())
            work.run += task.last - task.first


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C or SIGTERM into a wish to stop; the second stops at once."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def wish(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    signals: Sequence[signal.Signals] = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, wish) for number in signals}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
