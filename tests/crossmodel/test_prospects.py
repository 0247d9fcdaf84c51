"""Reduced to Tversky & Kahneman (1992): deciders weigh losses so, but have no decision weights."""

from __future__ import annotations

import numpy as np
import pytest
from prospects import (
    EVEN_CHANCES,
    MEDIANS,
    cash_equivalent,
    decide,
    gain_for_loss,
    required_gain,
)


@pytest.mark.parametrize("aversion", [1.0, 1.955, 2.25])
def test_firms_ask_for_the_gain_that_loss_aversion_implies(aversion: float) -> None:
    asked = aversion ** (1.0 / 0.88)
    decisions = decide(
        asked * np.linspace(0.8, 1.25, 5), 1, f"biases.managers.loss_aversion={aversion}"
    )
    assert required_gain(decisions) == pytest.approx(asked, rel=0.02)


def test_at_the_mean_of_later_estimates_firms_ask_for_what_people_asked_for() -> None:
    """The default, 1.955, lies within the medians of the four gambles; 2.25 does not."""
    ratios = [gain / loss for loss, gain in EVEN_CHANCES.items()]
    assert min(ratios) < 1.955 ** (1.0 / 0.88) < max(ratios) < 2.25 ** (1.0 / 0.88)


def test_no_loss_aversion_asks_for_nothing_more() -> None:
    decisions = decide(np.linspace(0.8, 1.25, 5), 1, "biases.managers.loss_aversion=1")
    assert required_gain(decisions) == pytest.approx(1.0, rel=0.02)


def test_with_decision_weights_cash_equivalents_are_the_published_medians() -> None:
    gaps = [cash_equivalent(*case, weighted=True) - median for case, median in MEDIANS.items()]
    assert np.mean(np.abs(gaps)) < 2.0
    assert np.max(np.abs(gaps)) < 5.0


def test_without_weights_the_fourfold_pattern_is_missing() -> None:
    """Small chances to win are not overrated: the model has no decision weights."""
    assert cash_equivalent(0.05, 100, weighted=False) < 5.0 < MEDIANS[(0.05, 100)]
    assert cash_equivalent(0.05, 100, weighted=True) > 5.0


def test_their_own_parameters_ask_for_more_than_their_subjects_did() -> None:
    for loss, gain in EVEN_CHANCES.items():
        assert gain < gain_for_loss(loss, weighted=False) < gain_for_loss(loss, weighted=True)
