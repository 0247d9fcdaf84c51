"""Means over firms whose number differs from market to market."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.breakdown import share_of_firms
from analysis.ratios import estimate_ratio
from analysis.statistics import estimate_mean


def test_each_firm_counts_alike() -> None:
    found = estimate_ratio([10.0, 9.0, 0.0], [1.0, 9.0, 0.0])
    assert found.difference == pytest.approx(1.9)
    assert found.n == 2


def test_ten_of_nineteen_firms_are_that_share_of_them() -> None:
    keys = pd.DataFrame({"pair": [0] * 3 + [1] * 10 + [2] * 6})
    worse = pd.Series([True] * 3 + [True] * 5 + [False] * 5 + [True] * 2 + [False] * 4)
    share = share_of_firms(worse, keys)
    assert share.share == pytest.approx(10 / 19)
    assert 0.0 <= share.low < 10 / 19 < share.high <= 1.0


def test_with_equal_counts_it_is_the_mean_of_the_markets() -> None:
    sums = np.random.default_rng(1).normal(size=9)
    assert estimate_ratio(sums, np.full(9, 4.0)) == estimate_mean(sums / 4.0)


def test_what_all_markets_agree_on_has_no_width() -> None:
    found = estimate_ratio([3.0, 6.0, 9.0], [9.0, 18.0, 27.0])
    assert (found.method, found.low) == ("exact", pytest.approx(1 / 3))


@pytest.mark.parametrize(("sums", "counts", "n"), [([], [], 0), ([0.0], [0.0], 0), ([4.0], [2], 1)])
def test_fewer_than_two_markets_give_no_interval(
    sums: list[float], counts: list[float], n: int
) -> None:
    found = estimate_ratio(sums, counts)
    assert found.n == n
    assert not found.has_interval


@pytest.mark.parametrize("markets", [10, 18])
def test_its_interval_holds_the_truth_and_that_of_market_means_does_not(markets: int) -> None:
    """Markets with more firms of a class differ from those with fewer, as rivalry makes them."""
    luck = np.random.default_rng(7)
    truth = 10.0 * (2.5**2 + 0.75) / 2.5  # 10 E[n n] / E[n], with n the number of firms
    held, means_held = [], []
    for _ in range(2_000):
        counts = 1 + luck.binomial(3, 0.5, markets)  # 1 to 4 firms, 2.5 on average, variance 3/4
        means = 10.0 * counts + 4.0 * luck.standard_normal(markets)
        ratio, plain = estimate_ratio(means * counts, counts), estimate_mean(means)
        held.append(ratio.low <= truth <= ratio.high)
        means_held.append(plain.low <= truth <= plain.high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.03)
    assert np.mean(means_held) < 0.88
