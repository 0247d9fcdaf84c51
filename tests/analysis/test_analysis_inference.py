"""Claims: how often intervals hold the truth, many comparisons at once, nothing found."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import statistics, summarise
from analysis.inference import (
    equivalence_margin,
    false_discovery,
    holm,
    pairs_needed,
    two_sided_p,
)
from analysis.page_text import warnings
from analysis.statistics import bootstrap_interval, estimate_mean, student_interval

Make = Callable[..., Any]
EFFECT = 5.0


def coverage(intervals: list[tuple[float, float]]) -> tuple[float, float]:
    """Share of intervals that hold the effect, and its standard error."""
    held = float(np.mean([low <= EFFECT <= high for low, high in intervals]))
    return held, math.sqrt(0.95 * 0.05 / len(intervals))


def firms_of_markets(rng: np.random.Generator, markets: int, firms: int) -> np.ndarray[Any, Any]:
    """Differences of firms that share the luck of their market: correlated by a half."""
    return EFFECT + rng.normal(size=(markets, 1)) + rng.normal(size=(markets, firms))


def test_intervals_over_markets_hold_the_truth_95_times_in_100() -> None:
    rng = np.random.default_rng(1)
    intervals = [student_interval(firms_of_markets(rng, 20, 20).mean(axis=1)) for _ in range(4_000)]
    held, error = coverage(intervals)
    assert error < 0.0035
    assert 0.93 <= held <= 0.97


def test_intervals_over_firms_would_hold_it_far_too_rarely() -> None:
    rng = np.random.default_rng(1)
    intervals = [student_interval(firms_of_markets(rng, 20, 20).ravel()) for _ in range(1_000)]
    held, _ = coverage(intervals)
    assert held < 0.60


def test_bootstrap_intervals_of_skewed_differences_hold_the_truth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(statistics, "RESAMPLES", 999)
    rng = np.random.default_rng(1)
    skewed = rng.gamma(4.0, 1.0, size=(1_000, 60)) - 4.0 + EFFECT
    held, error = coverage([bootstrap_interval(values) for values in skewed])
    assert error < 0.007
    assert 0.93 <= held <= 0.97


def test_p_value_is_that_of_the_paired_t_test() -> None:
    values = np.random.default_rng(2).normal(0.3, size=15)
    expected = stats.ttest_1samp(values, 0.0).pvalue
    assert two_sided_p(estimate_mean(values)) == pytest.approx(expected)
    assert two_sided_p(estimate_mean([0.0, 0.0])) == 1.0
    assert two_sided_p(estimate_mean([2.0, 2.0])) == 0.0
    assert math.isnan(two_sided_p(estimate_mean([2.0])))


def test_holm_by_hand() -> None:
    adjusted = holm([0.01, 0.04, math.nan, 0.03, 0.005])
    assert adjusted[[0, 1, 3, 4]] == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert math.isnan(adjusted[2])
    assert holm([]).size == 0


def test_holm_seldom_claims_anything_where_nothing_differs() -> None:
    rng = np.random.default_rng(3)
    claimed = [bool((holm(rng.uniform(size=26)) < 0.05).any()) for _ in range(2_000)]
    assert np.mean(claimed) == pytest.approx(0.05, abs=3 * math.sqrt(0.05 * 0.95 / 2_000))


def test_false_discoveries_are_a_small_share_of_what_is_claimed() -> None:
    rng = np.random.default_rng(4)
    shares = []
    for _ in range(400):
        nothing, something = rng.uniform(size=80), rng.beta(0.2, 20.0, size=20)
        claimed = false_discovery([*nothing, *something]) < 0.05
        shares.append(claimed[:80].sum() / max(1, claimed.sum()))
    assert np.mean(shares) < 0.05
    assert math.isnan(false_discovery([math.nan, 0.2])[0])


def test_beyond_the_margin_both_one_sided_tests_reject() -> None:
    values = np.random.default_rng(5).normal(0.1, size=12)
    margin = equivalence_margin(estimate_mean(values))
    above = stats.ttest_1samp(values, margin, alternative="less").pvalue
    below = stats.ttest_1samp(values, -margin, alternative="greater").pvalue
    assert max(above, below) == pytest.approx(0.05)


def test_pairs_needed_find_the_difference_four_times_in_five() -> None:
    estimate = estimate_mean(np.random.default_rng(6).normal(size=30))
    deviation = estimate.standard_error * math.sqrt(30)
    needed = pairs_needed(estimate, 0.5 * deviation)
    assert needed == 34  # as tables of power give for an effect of a half
    assert pairs_needed(estimate, 0.0) is None
    assert pairs_needed(estimate_mean([1.0, 1.0]), 1.0) is None


def test_study_too_small_for_its_claim_says_so_first(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity(pairs=6)
    firms = make_firms(identity, effect=200.0)
    summary = summarise(firms, make_series(identity, effect=200.0), identity)
    first = warnings(summary)[0]
    assert first.startswith("Too few pairs for a claim: 6 pairs")
    assert "does not show that the arms are equal" in first
    clear = make_identity(pairs=20)
    assert warnings(summarise(make_firms(clear), make_series(clear), clear)) == []


def test_outcomes_are_claimed_only_after_adjustment(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity()
    summary = summarise(make_firms(identity), make_series(identity), identity)
    outcomes = summary.main.outcomes.values()
    for item in outcomes:
        assert not item.adjusted_p < two_sided_p(item.estimate)
        assert not (item.is_clear and item.adjusted_p >= 0.05)
    assert any(item.is_clear for item in outcomes)


def test_quantile_effects_find_who_loses_most(make_identity: Make, make_firms: Make) -> None:
    from analysis.pairing import pair_firms
    from analysis.quantiles import quantile_effects

    identity = make_identity()
    firms = make_firms(identity)
    # One euro more for all, and as much again for the richer half of a market's firms.
    first = firms["arm"] == "aligned"
    base = pd.Series(firms["firm"] * 1_000.0)
    firms["npv"] = base + np.where(first, 100.0 + np.where(base > base.median(), 100.0, 0.0), 0.0)
    effects = {item.level: item for item in quantile_effects(pair_firms(firms, *identity.arms))}
    assert effects[0.1].effect.difference == pytest.approx(100.0)
    assert effects[0.9].effect.difference == pytest.approx(200.0)
    assert effects[0.9].own.difference == pytest.approx(200.0)
    assert effects[0.9].effect.n == identity.pairs
