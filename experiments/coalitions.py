"""Running the coalitions of a game: one market per replication, a fork for each coalition."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.shapley import coalitions_of_orders
from experiments.arms import ArmsError
from experiments.games import TREATED_POLICY, Game
from experiments.pairs import Progress
from experiments.simulator import Columns, Simulator
from sim.outcomes import CHANNELS, OUTCOMES

__all__ = ["run_coalitions", "run_game", "treated_means"]

_MEASURED = tuple(item.name for item in OUTCOMES) + tuple(f"channel_{c.name}" for c in CHANNELS)


def run_game(
    model: Simulator,
    game: Game,
    pairs: int,
    treated: float,
    threads: int,
    orders: NDArray[np.int64] | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Run every market in every coalition that is needed, several markets at a time.

    Parameters
    ----------
    model, game
        What to run.
    pairs
        Number of markets.
    treated
        Share of firms that are treated, 0..1.
    threads
        Markets run at a time; changes no result.
    orders
        Orders of the players, shape (pairs, orders, players), whose coalitions are run; by default
        all coalitions are.
    progress
        Told after each market.

    Returns
    -------
    pandas.DataFrame
        One row per pair and coalition: pair, seed, coalition (whole number, see
        `analysis.shapley`), and the mean over treated firms of each outcome and channel.
    """
    everything = list(range(1 << len(game.players)))
    plans = [
        everything if orders is None else coalitions_of_orders(orders[p]) for p in range(pairs)
    ]
    done: dict[int, pd.DataFrame] = {}
    pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="market")
    try:
        running = {
            pool.submit(run_coalitions, model, game, pair, plan, treated): pair
            for pair, plan in enumerate(plans)
        }
        for future in as_completed(running):
            done[running[future]] = future.result()
            if progress is not None:
                progress(len(done), pairs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return pd.concat([done[pair] for pair in range(pairs)], ignore_index=True)


def run_coalitions(
    model: Simulator, game: Game, pair: int, masks: Sequence[int], treated: float
) -> pd.DataFrame:
    """Warm up one market and run it in some coalitions.

    Raises
    ------
    ArmsError
        When no firm is treated.
    """
    seed = game.base.run.seed + pair
    market = model.prepare(game.base, seed)
    rows = []
    for mask in masks:
        scenario = game.scenario(mask)
        world = model.fork(market, scenario, TREATED_POLICY, treated)
        model.advance(world, scenario.run.months)
        means = treated_means(model.firm_outcomes(world), treated)
        rows.append({"pair": pair, "seed": seed, "coalition": mask, **means})
    return pd.DataFrame(rows)


def treated_means(columns: Columns, treated: float) -> dict[str, float]:
    """Return the mean over treated firms of each outcome, NaN where no firm has it."""
    firms = np.asarray(columns["treated"], dtype=bool)
    if not firms.any():
        raise ArmsError(f"no firm is treated: {treated:g} of {len(firms)} firms is none")
    found = {}
    for name in _MEASURED:
        values = np.asarray(columns[name], dtype=np.float64)[firms]
        kept = values[np.isfinite(values)]
        found[name] = float(kept.mean()) if len(kept) else float("nan")
    return found
