"""Shapley values: what each player adds, averaged over all orders in which players could come.

A *coalition* is the set of players that have moved; it is written as a whole number whose bit ``i``
is set when player ``i`` is in it, so that ``2**k - 1`` is everybody. A *game* gives each coalition
a value. All games of one table are computed at once: a row per replication, so that the values of
every replication add up exactly and intervals can be taken over replications.

Sources: Shapley 1953, A value for n-person games; Grabisch & Roubens 1999, Int. J. Game Theory 28
(interaction index); Castro, Gomez & Tejada 2009, Computers & OR 36 (sampled orders); Mitchell,
Cooper, Frank & Holmes 2022, J. Machine Learning Research 23 (antithetic orders).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "coalitions_of_orders",
    "draw_orders",
    "interaction_indices",
    "prefixes",
    "shapley_values",
    "values_of_orders",
]

Values = NDArray[np.float64]


def shapley_values(values: ArrayLike) -> Values:
    """Return the exact Shapley values of games whose coalitions are all known.

    Parameters
    ----------
    values
        Value of every coalition, shape (..., 2**k), in the order of the coalitions' numbers.

    Returns
    -------
    numpy.ndarray
        Shape (..., k); along the last axis they add up to the value of everybody less that of
        nobody.

    Raises
    ------
    ValueError
        If the number of coalitions is not a power of two.
    """
    games = np.asarray(values, dtype=np.float64)
    players = _players_of(games.shape[-1])
    sizes = _sizes(players)
    found = np.empty((*games.shape[:-1], players))
    for player in range(players):
        without = _without(players, player)
        weights = np.array([_weight(size, players) for size in sizes[without]])
        found[..., player] = (games[..., without | 1 << player] - games[..., without]) @ weights
    return found


def interaction_indices(values: ArrayLike) -> Values:
    """Return the interaction index of every pair of players.

    It is the mean, over the coalitions of the others, of what two players add together less what
    each adds alone: above zero they need each other, below zero one makes up for the other.

    Parameters
    ----------
    values
        As for :func:`shapley_values`.

    Returns
    -------
    numpy.ndarray
        Shape (..., k, k), symmetric, with NaN on the diagonal.
    """
    games = np.asarray(values, dtype=np.float64)
    players = _players_of(games.shape[-1])
    sizes = _sizes(players)
    found = np.full((*games.shape[:-1], players, players), np.nan)
    for one in range(players):
        for other in range(one):
            rest = np.array([mask for mask in _without(players, one) if not mask >> other & 1])
            weights = np.array([_weight(size, players - 1) for size in sizes[rest]])
            both, first, second = rest | 1 << one | 1 << other, rest | 1 << one, rest | 1 << other
            joint = (games[..., both] - games[..., first]) - (games[..., second] - games[..., rest])
            found[..., one, other] = found[..., other, one] = joint @ weights
    return found


def draw_orders(players: int, replications: int, each: int, seed: int) -> NDArray[np.int64]:
    """Draw orders in which players come, balanced in two ways.

    Each order comes with its reverse (antithetic), and the orders of ``players`` successive
    replications are rotations of one another, so that each player stands at each place equally
    often (stratified). Both leave the mean as it is and make it surer; an interval that takes
    replications as independent is then rather too wide than too narrow.

    Parameters
    ----------
    players
        Number of players.
    replications
        Number of replications.
    each
        Orders per replication, an even number.
    seed
        The same seed draws the same orders.

    Returns
    -------
    numpy.ndarray
        Shape (replications, each, players).

    Raises
    ------
    ValueError
        If ``each`` is not an even number above zero.
    """
    if each < 2 or each % 2:
        raise ValueError(f"orders come with their reverse: {each} is not an even number above 0")
    generator = np.random.default_rng(seed)
    found = np.empty((replications, each, players), dtype=np.int64)
    for start in range(0, replications, players):
        bases = [generator.permutation(players) for _ in range(each // 2)]
        for replication in range(start, min(start + players, replications)):
            for place, base in enumerate(bases):
                order = np.roll(base, replication - start)
                found[replication, 2 * place] = order
                found[replication, 2 * place + 1] = order[::-1]
    return found


def prefixes(order: Sequence[int] | NDArray[np.int64]) -> list[int]:
    """Return the coalitions through which an order goes, from nobody to everybody."""
    found = [0]
    for player in order:
        found.append(found[-1] | 1 << int(player))
    return found


def coalitions_of_orders(orders: NDArray[np.int64]) -> list[int]:
    """Return the coalitions, each once, that some orders of one replication need."""
    return sorted({mask for order in orders for mask in prefixes(order)})


def values_of_orders(values: Mapping[int, Values], orders: NDArray[np.int64]) -> Values:
    """Return Shapley values of one replication, estimated from some orders.

    Parameters
    ----------
    values
        Value of each coalition that the orders go through: any number of games at once, all of
        the same shape (games,).
    orders
        Shape (orders, players).

    Returns
    -------
    numpy.ndarray
        Shape (players, games); over players they add up to the value of everybody less that of
        nobody, whatever the orders.
    """
    found = np.zeros((orders.shape[1], *np.shape(values[0])))
    for order in orders:
        path = prefixes(order)
        for player, before, after in zip(order, path[:-1], path[1:], strict=True):
            found[player] += np.asarray(values[after]) - np.asarray(values[before])
    return found / len(orders)


def _players_of(coalitions: int) -> int:
    players = coalitions.bit_length() - 1
    if coalitions != 1 << players:
        raise ValueError(f"{coalitions} coalitions are not all of any number of players")
    return players


def _sizes(players: int) -> NDArray[np.int64]:
    return np.array([mask.bit_count() for mask in range(1 << players)])


def _without(players: int, player: int) -> NDArray[np.int64]:
    masks = np.arange(1 << players)
    return masks[masks >> player & 1 == 0]


def _weight(size: int, players: int) -> float:
    """Return the share of orders in which exactly ``size`` given others come before a player."""
    return factorial(size) * factorial(players - size - 1) / factorial(players)
