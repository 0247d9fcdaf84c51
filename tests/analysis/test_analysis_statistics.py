from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from analysis.statistics import (
    bootstrap_interval,
    detectable_difference,
    estimate_mean,
    student_interval,
)


def test_intervals_of_normal_values_cover_the_truth_in_95_of_100_cases() -> None:
    rng = np.random.default_rng(20_240_501)
    truth, repetitions = 1_000.0, 2_000
    covered = 0
    for _ in range(repetitions):
        estimate = estimate_mean(rng.normal(truth, 5_000.0, size=12))
        covered += estimate.low <= truth <= estimate.high
    assert 0.93 <= covered / repetitions <= 0.97


@pytest.mark.study
def test_intervals_of_skewed_values_cover_nearly_as_often() -> None:
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(500):
        estimate = estimate_mean(rng.exponential(1.0, size=60))
        covered += estimate.low <= 1.0 <= estimate.high
    assert 0.90 <= covered / 500 <= 0.98


def test_t_interval_agrees_with_scipy() -> None:
    values = np.array([3.0, -1.0, 4.0, 1.0, 5.0])
    reference = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    estimate = estimate_mean(values)
    assert estimate.method == "t"
    assert (estimate.low, estimate.high) == pytest.approx((reference.low, reference.high))
    assert estimate.effect_size == pytest.approx(values.mean() / values.std(ddof=1))


def test_all_zero_differences_give_exactly_zero_without_width() -> None:
    estimate = estimate_mean(np.zeros(30))
    assert (estimate.difference, estimate.low, estimate.high) == (0.0, 0.0, 0.0)
    assert estimate.effect_size == 0.0
    assert not estimate.excludes_zero


def test_equal_differences_have_no_width_and_exclude_zero() -> None:
    estimate = estimate_mean(np.full(7, 2.5))
    assert (estimate.low, estimate.difference, estimate.high) == (2.5, 2.5, 2.5)
    assert estimate.method == "exact"
    assert estimate.excludes_zero


def test_differences_equal_up_to_rounding_are_taken_as_equal() -> None:
    assert estimate_mean(np.array([0.3, 0.1 + 0.2, 0.3] * 10)).method == "exact"


def test_one_pair_gives_no_interval() -> None:
    estimate = estimate_mean([4.0])
    assert (estimate.difference, estimate.n, estimate.method) == (4.0, 1, "none")
    assert math.isnan(estimate.low)
    assert not estimate.has_interval


def test_undefined_values_are_left_out_and_counted() -> None:
    estimate = estimate_mean([1.0, math.nan, 3.0, math.inf])
    assert (estimate.difference, estimate.n) == (2.0, 2)
    assert estimate_mean([math.nan]).n == 0


def test_many_skewed_values_get_a_bootstrap_interval_leaning_to_their_tail() -> None:
    values = np.random.default_rng(3).exponential(1.0, size=60) ** 2
    estimate = estimate_mean(values)
    assert estimate.method == "bca"
    assert estimate.high - estimate.difference > 1.1 * (estimate.difference - estimate.low)


def test_few_skewed_values_keep_student_and_are_marked() -> None:
    estimate = estimate_mean([0.0, 0.1, 0.0, 0.2, 9.0])
    assert estimate.method == "t"
    assert estimate.skewed


def test_bootstrap_does_not_depend_on_the_order_of_pairs() -> None:
    values = np.random.default_rng(5).exponential(1.0, size=40)
    assert bootstrap_interval(values) == bootstrap_interval(values[::-1])


def test_bootstrap_and_student_agree_on_many_normal_values() -> None:
    values = np.random.default_rng(6).normal(10.0, 1.0, size=400)
    assert bootstrap_interval(values) == pytest.approx(student_interval(values), abs=0.02)


@pytest.mark.parametrize("n", [5, 20, 80])
def test_detectable_difference_is_found_four_times_in_five(n: int) -> None:
    rng = np.random.default_rng(n)
    truth = detectable_difference(2.0, n)
    samples = rng.normal(truth, 2.0, size=(4_000, n))
    found = stats.ttest_1samp(samples, 0.0, axis=1).pvalue < 0.05
    assert found.mean() == pytest.approx(0.80, abs=0.025)
