"""What each practice or bias is worth: Shapley values with intervals, and who needs whom."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.shapley import interaction_indices, shapley_values, values_of_orders
from analysis.statistics import Estimate, estimate_mean
from analysis.tables import CHANNEL_COLUMNS

__all__ = [
    "AttributionSummary",
    "Interaction",
    "PlayerWorth",
    "plain_estimate",
    "summarise_attribution",
    "worth_in_markets",
]

_COLUMNS = ("npv", *CHANNEL_COLUMNS)


@dataclass(frozen=True)
class PlayerWorth:
    """What one player is worth, in EUR of net present value per treated firm.

    Attributes
    ----------
    name, meaning
        Which practices or biases move together.
    worth
        Shapley value, with its interval over markets.
    alone, last
        What the player adds when it moves first, with nobody else, and when it moves last, with
        everybody else there; None where these coalitions were not run.
    channels
        The same worth split over the accounting channels, by column name; adds up to it.
    """

    name: str
    meaning: str
    worth: Estimate
    alone: Estimate | None
    last: Estimate | None
    channels: Mapping[str, float]


@dataclass(frozen=True)
class Interaction:
    """Interaction of two players: what they add together beyond what each adds alone, in EUR."""

    first: str
    second: str
    estimate: Estimate


@dataclass(frozen=True)
class AttributionSummary:
    """Attribution in one scenario.

    ``arms`` are the state in which all players have moved and that in which none has; ``total`` is
    their difference, to which the players' worth adds up in every market; ``residual`` is the
    largest error of that sum, in EUR. ``exact`` says whether all coalitions were run; then
    ``interactions`` holds every pair of players, the strongest first, else none. ``seeds`` are
    those of the markets, and ``worth_by_market`` is each player's worth in each of them, shape
    (pairs, players).
    """

    scenario: str
    over: str
    arms: tuple[str, str]
    exact: bool
    pairs: int
    runs_per_pair: int
    total: Estimate
    means: tuple[float, float]
    players: tuple[PlayerWorth, ...]
    interactions: tuple[Interaction, ...]
    residual: float
    seeds: tuple[int, ...]
    worth_by_market: NDArray[np.float64] = field(repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as plain data for JSON; what is undefined is None."""
        return {
            "scenario": self.scenario,
            "over": self.over,
            "arms": list(self.arms),
            "exact": self.exact,
            "pairs": self.pairs,
            "runs_per_pair": self.runs_per_pair,
            "unit": "EUR",
            "mean": dict(zip(self.arms, self.means, strict=True)),
            "total": plain_estimate(self.total),
            "players": {
                item.name: {
                    "meaning": item.meaning,
                    "worth": plain_estimate(item.worth),
                    "alone": plain_estimate(item.alone),
                    "last": plain_estimate(item.last),
                    "channels": {
                        name.removeprefix("channel_"): value
                        for name, value in item.channels.items()
                    },
                }
                for item in self.players
            },
            "interactions": [
                {"between": [item.first, item.second], **(plain_estimate(item.estimate) or {})}
                for item in self.interactions
            ],
            "residual": self.residual,
        }


def plain_estimate(estimate: Estimate | None) -> dict[str, Any] | None:
    """Return an estimate with its interval as plain data for JSON; what is undefined is None."""
    if estimate is None:
        return None
    return {
        key: None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in asdict(estimate).items()
        if key in ("difference", "low", "high", "n", "method")
    }


def summarise_attribution(
    runs: pd.DataFrame,
    players: Mapping[str, str],
    scenario: str,
    over: str,
    arms: tuple[str, str],
    orders: NDArray[np.int64] | None = None,
) -> AttributionSummary:
    """Compute what each player is worth.

    Parameters
    ----------
    runs
        One row per pair and coalition: pair, seed, coalition, npv, channel_*; means over treated
        firms.
    players
        Meaning of each player by its name, in the order of the coalitions' bits.
    scenario, over, arms
        What was run; see :class:`AttributionSummary`.
    orders
        Orders of players that were run, shape (pairs, orders, players); None if all coalitions
        were.

    Raises
    ------
    ValueError
        If coalitions are missing.
    """
    pairs = sorted(runs["pair"].unique())
    tables = {pair: rows.set_index("coalition") for pair, rows in runs.groupby("pair")}
    everybody = (1 << len(players)) - 1
    worth = worth_in_markets(runs, len(players), orders)
    ends = np.array([tables[p].loc[[everybody, 0], "npv"].to_numpy() for p in pairs])
    total = ends[:, 0] - ends[:, 1]
    games = _all_coalitions(tables, pairs, everybody) if orders is None else None
    return AttributionSummary(
        scenario=scenario,
        over=over,
        arms=arms,
        exact=orders is None,
        pairs=len(pairs),
        runs_per_pair=round(len(runs) / len(pairs)),
        total=estimate_mean(total),
        means=(float(ends[:, 0].mean()), float(ends[:, 1].mean())),
        players=tuple(
            _player(number, name, meaning, worth, games)
            for number, (name, meaning) in enumerate(players.items())
        ),
        interactions=_interactions(list(players), games),
        residual=float(np.abs(worth[:, :, 0].sum(axis=1) - total).max()),
        seeds=tuple(int(tables[p]["seed"].iloc[0]) for p in pairs),
        worth_by_market=worth[:, :, 0],
    )


def worth_in_markets(
    runs: pd.DataFrame, players: int, orders: NDArray[np.int64] | None = None
) -> NDArray[np.float64]:
    """Return Shapley values by market, shape (pairs, players, columns): NPV, then each channel.

    ``runs`` and ``orders`` are those of `summarise_attribution`.
    """
    return np.array(
        [
            _worth(rows.set_index("coalition"), players, None if orders is None else orders[number])
            for number, (_, rows) in enumerate(runs.groupby("pair"))
        ]
    )


def _worth(
    table: pd.DataFrame, players: int, orders: NDArray[np.int64] | None
) -> NDArray[np.float64]:
    """Return Shapley values of one market, shape (players, columns): NPV, then each channel."""
    columns = table[list(_COLUMNS)]
    if orders is not None:
        by_coalition = {
            int(mask): row for mask, row in zip(table.index, columns.to_numpy(), strict=True)
        }
        return values_of_orders(by_coalition, orders)
    if list(columns.index) != list(range(1 << players)):
        columns = columns.reindex(range(1 << players))
    if bool(columns["npv"].isna().any()):
        raise ValueError(f"The table of runs does not hold all {1 << players} coalitions.")
    return shapley_values(columns.to_numpy().T).T


def _all_coalitions(
    tables: Mapping[Any, pd.DataFrame], pairs: Sequence[Any], everybody: int
) -> NDArray[np.float64]:
    """Return the NPV of every coalition, shape (pairs, coalitions)."""
    return np.array([tables[p].loc[list(range(everybody + 1)), "npv"].to_numpy() for p in pairs])


def _player(
    number: int,
    name: str,
    meaning: str,
    worth: NDArray[np.float64],
    games: NDArray[np.float64] | None,
) -> PlayerWorth:
    alone = last = None
    if games is not None:
        everybody = games.shape[1] - 1
        alone = estimate_mean(games[:, 1 << number] - games[:, 0])
        last = estimate_mean(games[:, everybody] - games[:, everybody ^ 1 << number])
    means = worth[:, number].mean(axis=0)
    return PlayerWorth(
        name=name,
        meaning=meaning,
        worth=estimate_mean(worth[:, number, 0]),
        alone=alone,
        last=last,
        channels=dict(zip(CHANNEL_COLUMNS, means[1:].tolist(), strict=True)),
    )


def _interactions(
    names: Sequence[str], games: NDArray[np.float64] | None
) -> tuple[Interaction, ...]:
    if games is None:
        return ()
    indices = interaction_indices(games)
    found = [
        Interaction(names[one], names[other], estimate_mean(indices[:, one, other]))
        for other in range(len(names))
        for one in range(other)
    ]
    return tuple(sorted(found, key=lambda item: -abs(item.estimate.difference)))
