"""Shapley values have the four properties that define them, and known values of known games."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.shapley import (
    coalitions_of_orders,
    draw_orders,
    interaction_indices,
    prefixes,
    shapley_values,
    values_of_orders,
)

MONEY = st.floats(-1e6, 1e6)


def games(players: int) -> st.SearchStrategy[np.ndarray]:
    return arrays(np.float64, (3, 2**players), elements=MONEY)


def members(mask: int, players: int) -> list[int]:
    return [player for player in range(players) if mask >> player & 1]


@given(st.integers(1, 5).flatmap(games))
def test_values_add_up_to_the_whole(values: np.ndarray) -> None:
    total = values[:, -1] - values[:, 0]
    np.testing.assert_allclose(shapley_values(values).sum(axis=-1), total, rtol=0, atol=1e-8)


@given(games(4), games(4), st.floats(-3, 3))
def test_values_are_linear_in_the_game(one: np.ndarray, other: np.ndarray, factor: float) -> None:
    joint = shapley_values(one + factor * other)
    apart = shapley_values(one) + factor * shapley_values(other)
    np.testing.assert_allclose(joint, apart, rtol=0, atol=1e-6)


@given(games(3))
def test_a_player_that_adds_nothing_is_worth_exactly_nothing(values: np.ndarray) -> None:
    with_dummy = np.concatenate([values, values], axis=1)  # player 3 changes no coalition
    found = shapley_values(with_dummy)
    assert (found[:, 3] == 0.0).all()
    np.testing.assert_allclose(found[:, :3], shapley_values(values), rtol=0, atol=1e-8)
    assert (interaction_indices(with_dummy)[:, 3, :3] == 0.0).all()


@given(games(4))
def test_players_that_may_be_exchanged_are_worth_the_same(values: np.ndarray) -> None:
    swapped = [(mask & ~3) | (mask & 1) << 1 | (mask >> 1 & 1) for mask in range(16)]
    symmetric = values + values[:, swapped]
    found = shapley_values(symmetric)
    np.testing.assert_allclose(found[:, 0], found[:, 1], rtol=0, atol=1e-6)


def test_a_pair_of_gloves_belongs_mostly_to_who_has_the_scarce_one() -> None:
    # Players 0 and 1 have left gloves, player 2 the right one; a pair is worth 6.
    values = [6.0 if mask & 4 and mask & 3 else 0.0 for mask in range(8)]
    np.testing.assert_allclose(shapley_values(values), [1.0, 1.0, 4.0])
    index = interaction_indices(values)
    assert index[0, 1] == pytest.approx(-3.0)  # left gloves make up for each other
    assert index[0, 2] == index[2, 0] == pytest.approx(3.0)  # left and right need each other
    assert np.isnan(np.diag(index)).all()


def test_players_who_only_add_do_not_interact() -> None:
    worth = np.array([5.0, -2.0, 11.0, 0.5])
    values = [worth[members(mask, 4)].sum() for mask in range(16)]
    np.testing.assert_allclose(shapley_values(values), worth)
    index = interaction_indices(values)
    np.testing.assert_allclose(index[~np.eye(4, dtype=bool)], 0.0, atol=1e-12)


@pytest.mark.parametrize("coalitions", [3, 6, 12])
def test_coalitions_that_are_not_all_are_refused(coalitions: int) -> None:
    with pytest.raises(ValueError, match=f"{coalitions} coalitions are not all"):
        shapley_values(np.zeros(coalitions))


def test_every_order_comes_with_its_reverse_and_each_player_stands_everywhere() -> None:
    orders = draw_orders(players=5, replications=10, each=4, seed=1)
    np.testing.assert_array_equal(orders[:, 1], orders[:, 0, ::-1])
    np.testing.assert_array_equal(
        np.sort(orders, axis=-1), np.broadcast_to(np.arange(5), orders.shape)
    )
    for place in range(5):
        counts = np.bincount(orders[:, :, place].ravel(), minlength=5)
        assert (counts == counts[0]).all()
    np.testing.assert_array_equal(orders, draw_orders(5, 10, 4, 1))
    assert (orders != draw_orders(5, 10, 4, 2)).any()
    with pytest.raises(ValueError, match="not an even number"):
        draw_orders(5, 10, 3, 1)


def test_all_orders_give_the_exact_values() -> None:
    from itertools import permutations

    values = np.random.default_rng(3).normal(size=16)
    orders = np.array(list(permutations(range(4))))
    found = values_of_orders({mask: values[mask : mask + 1] for mask in range(16)}, orders)
    np.testing.assert_allclose(found[:, 0], shapley_values(values))


def test_sampled_orders_are_unbiased_and_add_up_in_every_replication() -> None:
    values = np.random.default_rng(4).normal(size=2**6)
    orders = draw_orders(6, 600, 2, 5)
    found = np.array(
        [values_of_orders({m: values[m] for m in coalitions_of_orders(o)}, o) for o in orders]
    )
    np.testing.assert_allclose(found.sum(axis=1), values[-1] - values[0])
    error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
    assert (np.abs(found.mean(axis=0) - shapley_values(values)) < 4.5 * error).all()


def test_an_order_goes_from_nobody_to_everybody() -> None:
    assert prefixes([2, 0, 1]) == [0, 4, 5, 7]
    assert coalitions_of_orders(np.array([[2, 0, 1], [1, 0, 2]])) == [0, 2, 3, 4, 5, 7]
