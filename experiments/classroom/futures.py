"""Many worlds: the same twins in many other futures, as they come."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from experiments.classroom.settings import Setting
from experiments.classroom.twins import Plan, plan, prepare_market, run_arm, treated_firms

__all__ = ["FUTURES", "futures"]

FUTURES = 200
_BATCH = 10


def futures(setting: Setting, count: int = FUTURES, threads: int = 2) -> Iterator[dict[str, Any]]:
    """Run the twins of a setting in ``count`` markets and yield their results in batches.

    The markets have the seeds that follow the setting's own, whatever the number of threads.

    Yields
    ------
    dict
        ``done`` and ``of``, and ``worlds``: per market its ``seed`` and per arm the mean over the
        treated firms of ``npv`` (EUR), ``usage`` and ``unused`` (shares) and ``abandoned`` (count).
    """
    planned = plan(setting)
    seeds = [setting.seed + place for place in range(1, count + 1)]
    pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="future")
    try:
        pending = [pool.submit(_one_future, planned, seed) for seed in seeds]
        for first in range(0, count, _BATCH):
            worlds = [task.result() for task in pending[first : first + _BATCH]]
            yield {"done": first + len(worlds), "of": count, "worlds": worlds}
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _one_future(planned: Plan, seed: int) -> dict[str, Any]:
    prepared = prepare_market(planned, seed)
    return {"seed": seed, "arms": [_ending(prepared, planned, arm) for arm in (0, 1)]}


def _ending(prepared: Any, planned: Plan, arm: int) -> dict[str, float | None]:
    world = run_arm(prepared, planned, arm)
    m = np.asarray(world.measures)[treated_firms(world)]
    paid, months = m["paid_seats"].sum(), m["usage_months"].sum()
    return {
        "npv": round(float(m["npv"].mean())),
        "usage": round(float(m["usage"].sum() / months), 4) if months else None,
        "unused": round(float(m["unused_seats"].sum() / paid), 4) if paid else None,
        "abandoned": round(float(m["abandoned"].mean()), 2),
    }
