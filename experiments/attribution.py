"""Attributing a difference to practices or biases: which of them is worth what, per scenario."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import RunIdentity
from analysis.attribution import AttributionSummary, summarise_attribution
from analysis.shapley import draw_orders
from experiments.coalitions import run_game
from experiments.games import Game
from experiments.identity import run_identity
from experiments.pairs import Progress, default_threads
from experiments.simulator import simulator
from sim.scenario_files import LoadedScenario

__all__ = ["EXACT_PLAYERS", "PAIRS", "Attribution", "attribute"]

EXACT_PLAYERS = 8
"""Most players of which all coalitions are run; with more, orders are drawn."""

ORDERS = 4
"""Orders drawn per market where not all coalitions are run."""

PAIRS = 20
"""Markets of each scenario, unless said otherwise: each is run in many coalitions."""


@dataclass(frozen=True)
class Attribution:
    """The result of an attribution in one or several scenarios.

    Attributes
    ----------
    runs
        One row per scenario, pair and coalition; see :func:`experiments.coalitions.run_game`.
    players
        One row per scenario and player: scenario, player (bit of the coalition), name, meaning.
    orders
        One row per scenario, pair, order and place: the player that comes there. Empty where all
        coalitions were run.
    summaries
        What each player is worth, by scenario.
    games
        What was run, by scenario.
    identity
        What was run, and how to repeat it.
    """

    runs: pd.DataFrame
    players: pd.DataFrame
    orders: pd.DataFrame
    summaries: Mapping[str, AttributionSummary]
    games: Mapping[str, Game]
    identity: RunIdentity


def attribute(
    scenarios: Sequence[LoadedScenario],
    make_game: Callable[[LoadedScenario], Game],
    pairs: int = PAIRS,
    treated: float | None = None,
    orders: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> Attribution:
    """Run the coalitions of a game in each of several scenarios and say what each player is worth.

    Parameters
    ----------
    scenarios
        Scenarios with different names.
    make_game
        Returns the game of a scenario, such as `experiments.games.practice_game`.
    pairs
        Markets of each scenario; each is run in all coalitions, with the same luck.
    treated
        Share of firms, 0..1, that are treated; by default each scenario's.
    orders
        Orders of the players per market, an even number; by default all coalitions are run where
        there are at most `EXACT_PLAYERS` players, and `ORDERS` orders where there are more.
    threads
        Markets run at a time; changes no result.
    progress
        Told after each market.
    command
        Command line that repeats it.

    Raises
    ------
    ArmsError
        When a game cannot be played.
    ValueError
        When ``orders`` is not an even number above zero.
    """
    games = {item.source: make_game(item) for item in scenarios}
    total = pairs * len(games)
    start = time.perf_counter()
    runs, players, drawn, summaries = [], [], [], {}
    for number, (name, game) in enumerate(games.items()):
        share = game.base.comparison.treated if treated is None else treated
        chosen = _orders(game, pairs, orders)
        done = _counted(progress, number * pairs, total)
        table = run_game(
            simulator(), game, pairs, share, threads or default_threads(), chosen, done
        )
        runs.append(table.assign(scenario=name))
        players.append(_player_table(game).assign(scenario=name))
        drawn.append(_order_table(chosen).assign(scenario=name))
        meanings = {player.name: player.meaning for player in game.players}
        summaries[name] = summarise_attribution(table, meanings, name, game.over, game.arms, chosen)
    first = next(iter(games.values()))
    share = first.base.comparison.treated if treated is None else treated
    identity = run_identity(
        first.base,
        ", ".join(games),
        first.arms,
        pairs,
        share,
        command,
        time.perf_counter() - start,
    )
    return Attribution(
        runs=pd.concat(runs, ignore_index=True),
        players=pd.concat(players, ignore_index=True),
        orders=pd.concat(drawn, ignore_index=True),
        summaries=summaries,
        games=games,
        identity=replace(identity, question=_question(first)),
    )


def _question(game: Game) -> str:
    if game.over == "biases":
        return f"What does each bias cost firms that are {game.arms[1]}?"
    return f"Which practices make the difference between {game.arms[0]} and {game.arms[1]}?"


def _orders(game: Game, pairs: int, orders: int | None) -> NDArray[np.int64] | None:
    """Return the orders to be run, or None where all coalitions are."""
    players = len(game.players)
    if orders is None and players <= EXACT_PLAYERS:
        return None
    return draw_orders(players, pairs, orders or ORDERS, game.base.run.seed)


def _counted(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Count markets over all scenarios."""
    if progress is None:
        return None
    return lambda done, _: progress(before + done, total)


def _player_table(game: Game) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "player": range(len(game.players)),
            "name": [player.name for player in game.players],
            "meaning": [player.meaning for player in game.players],
            "fields": [", ".join(player.fields) for player in game.players],
        }
    )


def _order_table(orders: NDArray[np.int64] | None) -> pd.DataFrame:
    if orders is None:
        return pd.DataFrame({name: [] for name in ("pair", "order", "place", "player")}, dtype=int)
    pair, order, place = (axis.ravel() for axis in np.indices(orders.shape))
    return pd.DataFrame({"pair": pair, "order": order, "place": place, "player": orders.ravel()})
