"""Attributing over an ensemble of parameter sets, so that not knowing parameters counts too."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.attribution import worth_in_markets
from analysis.shapley import draw_orders
from experiments.attribution import ORDERS
from experiments.calibration.parameter_sets import Ensemble, with_values
from experiments.coalitions import run_game
from experiments.games import Game
from experiments.pairs import Progress
from experiments.simulator import simulator
from sim.parameters import Scenario

__all__ = ["attribute_over_ensemble"]


def attribute_over_ensemble(
    scenario: Scenario,
    ensemble: Ensemble,
    make_game: Callable[[Scenario], Game],
    pairs: int = 2,
    treated: float | None = None,
    orders: int | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Play a game with the values of each member and say what each player is worth in each market.

    Parameters
    ----------
    scenario
        The market; the members' values take the place of its own.
    ensemble
        Parameter sets.
    make_game
        Returns the game of a scenario, such as `experiments.games.practice_game`.
    pairs
        Markets per member; every member sees other seeds.
    treated
        Share of firms that are treated; by default the scenario's.
    orders
        Orders of the players per market, an even number; they are spread over all members' markets
        so that each player stands at each place about equally often.
    threads, progress
        As for `experiments.attribution.attribute`; progress counts members.

    Returns
    -------
    pandas.DataFrame
        One row per member, market and player: member, pair, seed, player (its name) and difference,
        the player's Shapley value in EUR of NPV per treated firm. Over players it adds up to what
        all of them are worth in that market.
    """
    share = scenario.comparison.treated if treated is None else treated
    players = [player.name for player in make_game(scenario).players]
    drawn = draw_orders(
        len(players), pairs * len(ensemble), orders or ORDERS, scenario.run.seed
    ).reshape(len(ensemble), pairs, -1, len(players))
    found = []
    for number in range(len(ensemble)):
        seed = scenario.run.seed + number * pairs
        seeded = with_values(scenario, {**ensemble.member(number), "run.seed": seed})
        game = make_game(seeded)
        runs = run_game(simulator(), game, pairs, share, threads, drawn[number])
        worth = worth_in_markets(runs, len(players), drawn[number])[:, :, 0]
        for pair, values in enumerate(worth):
            found.append(
                pd.DataFrame(
                    {
                        "member": number,
                        "pair": pair,
                        "seed": seed + pair,
                        "player": players,
                        "difference": values,
                    }
                )
            )
        if progress is not None:
            progress(number + 1, len(ensemble))
    return pd.concat(found, ignore_index=True)
