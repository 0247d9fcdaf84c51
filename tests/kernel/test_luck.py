"""Luck is uniform, and no address tells anything about another.

All addresses are fixed, so that a test gives the same answer each time. The stated error rate is
the chance that a perfect generator would have failed at these addresses: at most 1 in 10,000 for
each comparison, and about 1 in 200 for all of them together.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

import sim.purposes
from sim.compilation import COMPILED
from sim.luck import gumbel, normal, stream, uniform, uniform_at
from sim.purposes import EXPERIENCE, TURNOVER, WORK

ERROR_RATE = 1e-4
COUNT = 20_000
PURPOSES = {name: value for name, value in vars(sim.purposes).items() if name.isupper()}


def _key(seed: int, purpose: int, month: int) -> Any:
    key = stream(seed, purpose, month)
    return np.uint64(key) if COMPILED else key


def _along(axis: str, count: int = COUNT, seed: int = 1, start: int = 0) -> np.ndarray:
    """Draw numbers whose addresses differ in one part only, by one each."""
    places = range(start, start + count)
    if axis == "entity":
        key = _key(seed, WORK, 5)
        return np.array([uniform(key, place) for place in places])
    if axis == "entity, with k":
        key = _key(seed, WORK, 5)
        return np.array([uniform_at(key, place, 3) for place in places])
    if axis == "k":
        key = _key(seed, WORK, 5)
        return np.array([uniform_at(key, 17, place) for place in places])
    if axis == "month":
        return np.array([uniform(_key(seed, WORK, place), 17) for place in places])
    if axis == "purpose":
        return np.array([uniform(_key(seed, place, 5), 17) for place in places])
    assert axis == "seed"
    return np.array([uniform(_key(place, WORK, 5), 17) for place in places])


AXES = ["entity", "entity, with k", "k", "month", "purpose", "seed"]


def _independent(one: np.ndarray, other: np.ndarray) -> float:
    """Return the p-value of a chi-square test of independence on a grid of 16 x 16."""
    grid, _, _ = np.histogram2d(one, other, bins=16, range=[[0, 1], [0, 1]])
    # Uniform margins are part of the claim: every cell is as likely as any other.
    return float(stats.chisquare(grid.ravel()).pvalue)


@pytest.fixture(scope="module")
def drawn() -> dict[str, np.ndarray]:
    return {axis: _along(axis) for axis in AXES}


@pytest.mark.parametrize("axis", AXES)
def test_draws_at_neighbouring_addresses_are_uniform(
    axis: str, drawn: dict[str, np.ndarray]
) -> None:
    numbers = drawn[axis]
    assert stats.kstest(numbers, "uniform").pvalue > ERROR_RATE
    counts, _ = np.histogram(numbers, bins=256, range=(0.0, 1.0))
    assert stats.chisquare(counts).pvalue > ERROR_RATE


@pytest.mark.parametrize("axis", AXES)
def test_low_digits_are_uniform_too(axis: str, drawn: dict[str, np.ndarray]) -> None:
    low = (drawn[axis] * 2.0**20) % 1.0
    assert stats.kstest(low, "uniform").pvalue > ERROR_RATE


@pytest.mark.parametrize("lag", [1, 2, 4096])
@pytest.mark.parametrize("axis", AXES)
def test_neighbouring_addresses_are_independent(
    axis: str, lag: int, drawn: dict[str, np.ndarray]
) -> None:
    assert _independent(drawn[axis][:-lag], drawn[axis][lag:]) > ERROR_RATE


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 3), (1, 3)])
@pytest.mark.parametrize("axis", ["entity", "k", "month"])
def test_seeds_one_two_and_three_are_independent(axis: str, one: int, other: int) -> None:
    assert _independent(_along(axis, seed=one), _along(axis, seed=other)) > ERROR_RATE


def test_months_of_the_same_entity_are_independent() -> None:
    one, other = (_key(1, EXPERIENCE, month) for month in (24, 25))
    entities = range(COUNT)
    draws = [np.array([uniform_at(key, who, 0) for who in entities]) for key in (one, other)]
    assert _independent(*draws) > ERROR_RATE


def test_purposes_of_the_same_entity_and_month_are_independent() -> None:
    keys = [_key(1, purpose, 24) for purpose in (EXPERIENCE, TURNOVER)]
    draws = [np.array([uniform(key, who) for who in range(COUNT)]) for key in keys]
    assert _independent(*draws) > ERROR_RATE


def test_no_address_gives_the_number_of_another() -> None:
    # Addresses as a market uses them: many purposes, months, entities and k at once.
    found = [
        uniform_at(_key(seed, purpose, month), entity, k)
        for seed in (1, 2)
        for purpose in range(1, 50)
        for month in (0, 1, 24)
        for entity in (0, 1, 2, 4095, 4096, 4097, 8192)
        for k in range(6)
    ]
    # 52 bits and some 12,000 draws: a collision by chance has a probability of 2 in 10^8.
    assert len(set(found)) == len(found)


def test_a_draw_without_k_is_not_the_draw_with_k_zero() -> None:
    key = _key(1, WORK, 1)
    assert all(uniform(key, who) != uniform_at(key, who, 0) for who in range(1000))


def test_draws_never_reach_zero_or_one(drawn: dict[str, np.ndarray]) -> None:
    numbers = np.concatenate(list(drawn.values()))
    assert numbers.min() > 0.0
    assert numbers.max() < 1.0


def test_normal_draws_are_normal_to_their_tails() -> None:
    key = _key(1, WORK, 2)
    numbers = np.array([normal(key, who, k) for who in range(COUNT // 4) for k in range(8)])
    assert stats.kstest(numbers, "norm").pvalue > ERROR_RATE
    for limit in (2.0, 3.0):
        expected = stats.norm.sf(limit)
        for beyond in (np.sum(numbers > limit), np.sum(numbers < -limit)):
            assert stats.binomtest(int(beyond), len(numbers), expected).pvalue > ERROR_RATE


def test_successive_normal_draws_of_an_entity_are_independent() -> None:
    key = _key(1, WORK, 3)
    draws = [np.array([normal(key, who, k) for who in range(COUNT)]) for k in (0, 1)]
    assert _independent(*(stats.norm.cdf(values) for values in draws)) > ERROR_RATE


def test_gumbel_draws_are_gumbel_to_their_tails() -> None:
    key = _key(1, WORK, 4)
    numbers = np.array([gumbel(key, who, k) for who in range(COUNT // 4) for k in range(8)])
    assert stats.kstest(numbers, "gumbel_r").pvalue > ERROR_RATE
    for limit in (3.0, 5.0):
        beyond = int(np.sum(numbers > limit))
        expected = stats.gumbel_r.sf(limit)
        assert stats.binomtest(beyond, len(numbers), expected).pvalue > ERROR_RATE


def test_the_largest_of_gumbel_draws_chooses_by_logit() -> None:
    key, utilities = _key(1, WORK, 6), np.array([0.0, 0.5, 1.5])
    chosen = [
        int(np.argmax([value + gumbel(key, who, k) for k, value in enumerate(utilities)]))
        for who in range(COUNT)
    ]
    expected = np.exp(utilities) / np.exp(utilities).sum() * COUNT
    assert stats.chisquare(np.bincount(chosen), expected).pvalue > ERROR_RATE


def test_the_first_bits_are_those_of_splitmix() -> None:
    """Worked out with whole numbers of unlimited size, apart from the source."""
    mask = 2**64 - 1

    def mix(x: int) -> int:
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & mask
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & mask
        return x ^ (x >> 31)

    golden, second = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03
    for seed, purpose, month, entity, k in [(1, 43, 0, 0, 0), (2**53, 7, 143, 99 * 4096, 5)]:
        key = mix((seed + golden) & mask)
        key = mix((key + purpose * golden) & mask)
        key = mix((key + month * second + golden) & mask)
        word = mix((key + entity * golden) & mask)
        assert int(stream(seed, purpose, month)) == key
        assert uniform(_key(seed, purpose, month), entity) == ((word >> 12) + 0.5) * 2.0**-52
        word = mix((word + k * second + golden) & mask)
        found = uniform_at(_key(seed, purpose, month), entity, k)
        assert found == ((word >> 12) + 0.5) * 2.0**-52


def test_no_two_purposes_share_a_number() -> None:
    assert len(PURPOSES) > 30
    assert all(isinstance(number, int) and number > 0 for number in PURPOSES.values())
    assert len(set(PURPOSES.values())) == len(PURPOSES)


def test_a_hundred_thousand_draws_have_the_moments_of_a_uniform(
    drawn: dict[str, np.ndarray],
) -> None:
    numbers = np.concatenate(list(drawn.values()))
    # Four standard errors: a chance of 6 in 100,000.
    assert abs(numbers.mean() - 0.5) < 4.0 * math.sqrt(1.0 / 12.0 / len(numbers))
    assert abs(numbers.var() - 1.0 / 12.0) < 4.0 * math.sqrt(1.0 / 180.0 / len(numbers))
