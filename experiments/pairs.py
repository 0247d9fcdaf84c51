"""Running the pairs of a comparison: the same market and the same luck in every arm."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.arms import Arm, ArmsError
from experiments.simulator import Columns, Simulator

__all__ = ["PairResult", "Progress", "default_threads", "run_pair", "run_pairs"]

Progress = Callable[[int, int], None]
"""Told after each pair how many pairs of how many are done."""

_WAITING_PER_THREAD = 2


@dataclass(frozen=True)
class PairResult:
    """What one pair gave: per arm the columns over firms and the columns over months."""

    pair: int
    seed: int
    firms: tuple[Columns, ...]
    series: tuple[Columns, ...]


def default_threads() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def run_pair(model: Simulator, arms: Sequence[Arm], pair: int, treated: float) -> PairResult:
    """Run one market in every arm.

    Arms that share a scenario fork from the same warmed-up state; arms with scenarios of their own
    are warmed up on their own, under the same seed.

    Raises
    ------
    ArmsError
        When no firm is treated.
    """
    seed = arms[0].scenario.run.seed + pair
    worlds: dict[int, object] = {}
    firms: list[Columns] = []
    series: list[Columns] = []
    for arm in arms:
        if id(arm.scenario) not in worlds:
            worlds.clear()  # arms of one scenario stand together, so only one world is kept
            worlds[id(arm.scenario)] = model.prepare(arm.scenario, seed)
        world = model.fork(worlds[id(arm.scenario)], arm.scenario, arm.policy, treated)
        model.advance(world, arm.scenario.run.months)
        firms.append(_named_groups(model.firm_outcomes(world), model.policy_names(arm.scenario)))
        series.append(
            {name: np.array(values) for name, values in model.group_series(world).items()}
        )
    if not firms[0]["treated"].any():
        raise ArmsError(
            f"no firm is treated: {treated:g} of {arms[0].scenario.firms.count} firms is none"
        )
    return PairResult(pair, seed, tuple(firms), tuple(series))


def _named_groups(columns: Columns, policies: list[str]) -> Columns:
    names: NDArray[np.object_] = np.array(policies, dtype=object)
    return {
        name: names[values] if name == "group" else np.array(values)
        for name, values in columns.items()
    }


def run_pairs(
    model: Simulator,
    arms: Sequence[Arm],
    pairs: int,
    treated: float,
    threads: int,
    progress: Progress | None = None,
) -> list[PairResult]:
    """Run all pairs, several at a time, and return them in order of their number.

    The model releases the interpreter lock, so threads use all processors. Which pair ends first
    changes nothing: each depends on its seed alone.
    """
    done: dict[int, PairResult] = {}
    numbers: Iterator[int] = iter(range(pairs))
    pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="pair")
    running: set[Future[PairResult]] = set()
    try:
        while len(done) < pairs:
            while len(running) < _WAITING_PER_THREAD * threads:
                pair = next(numbers, None)
                if pair is None:
                    break
                running.add(pool.submit(run_pair, model, arms, pair, treated))
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                result = future.result()
                done[result.pair] = result
                if progress is not None:
                    progress(len(done), pairs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return [done[pair] for pair in range(pairs)]
