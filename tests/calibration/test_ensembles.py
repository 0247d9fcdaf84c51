"""Luck and not knowing the parameters are told apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.ensembles import ensemble_sentence, estimate_over_ensemble, sets_text
from analysis.notation import number


def differences(
    members: int, pairs: int, between: float, within: float, mean: float = 10.0
) -> pd.DataFrame:
    luck = np.random.default_rng(5)
    true = mean + between * luck.standard_normal(members)
    values = np.repeat(true, pairs) + within * luck.standard_normal(members * pairs)
    return pd.DataFrame({"member": np.repeat(np.arange(members), pairs), "difference": values})


def test_both_deviations_are_found_again() -> None:
    found = estimate_over_ensemble(differences(20_000, 3, between=4.0, within=7.0))
    assert found.parameter_deviation == pytest.approx(4.0, rel=0.03)
    assert found.luck_deviation == pytest.approx(7.0, rel=0.02)
    assert (found.low, found.high) == pytest.approx((10 - 1.96 * 4, 10 + 1.96 * 4), abs=0.3)
    assert found.mean_low < 10.0 < found.mean_high


def test_luck_alone_is_not_taken_for_parameters() -> None:
    found = estimate_over_ensemble(differences(2_000, 4, between=0.0, within=7.0))
    assert found.parameter_deviation < 1.0
    assert not found.told_apart


def test_without_luck_all_is_parameters() -> None:
    found = estimate_over_ensemble(differences(500, 2, between=4.0, within=0.0, mean=0.0))
    assert found.luck_deviation == pytest.approx(0.0, abs=1e-9)
    assert found.positive == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(("members", "pairs"), [(1, 5), (5, 1)])
def test_too_little_is_refused(members: int, pairs: int) -> None:
    with pytest.raises(ValueError, match="at least two"):
        estimate_over_ensemble(differences(members, pairs, 1.0, 1.0))


def test_the_sentence_says_how_much_how_sure_and_how_often() -> None:
    found = estimate_over_ensemble(differences(100, 4, between=1.0, within=1.0, mean=100.0))
    text = ensemble_sentence(found, "aligned", "misaligned")
    assert "choosing misaligned instead of aligned costs EUR 99.8" in text
    assert "(95 % interval 99.6 to 100)" in text
    assert "100 %" in text


@pytest.mark.parametrize("members", [3, 10])
def test_the_interval_of_the_mean_holds_the_truth_in_95_percent_of_ensembles(members: int) -> None:
    luck = np.random.default_rng(11)
    held = []
    for _ in range(1_000):
        true = 10.0 + 2.0 * luck.standard_normal(members)
        values = np.repeat(true, 2) + 3.0 * luck.standard_normal(2 * members)
        found = estimate_over_ensemble(
            pd.DataFrame({"member": np.repeat(np.arange(members), 2), "difference": values})
        )
        held.append(found.mean_low < 10.0 < found.mean_high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


def alike(first: float, second: float) -> pd.DataFrame:
    """Return three sets with the same two differences, so that only luck is seen."""
    return pd.DataFrame({"member": [0, 0, 1, 1, 2, 2], "difference": [first, second] * 3})


def test_sets_that_differ_no_more_than_by_luck_are_not_said_to_agree() -> None:
    found = estimate_over_ensemble(alike(1.0, 3.0))
    assert found.parameter_deviation == 0.0
    assert np.isnan([found.low, found.high, found.positive]).all()
    assert found.to_dict()["positive"] is None
    assert sets_text(found) == (number(np.nan), number(np.nan))
    text = ensemble_sentence(found, "aligned", "misaligned")
    assert "cannot be told apart from luck" in text
    assert "100 %" not in text


def test_what_luck_could_do_is_marked() -> None:
    found = estimate_over_ensemble(differences(4, 2, between=1.0, within=3.0))
    assert found.parameter_deviation > 0.0
    assert found.luck_alone > 0.05
    assert all(text.endswith(" ?") for text in sets_text(found))


def test_a_mean_whose_interval_covers_zero_is_given_no_side() -> None:
    found = estimate_over_ensemble(differences(10, 2, between=4.0, within=4.0, mean=-0.5))
    assert found.mean_low < 0.0 < found.mean_high
    text = ensemble_sentence(found, "aligned", "misaligned")
    assert "covers zero" in text
    assert "saves" not in text
    assert "costs" not in text


def test_a_clear_saving_is_called_one_with_its_interval() -> None:
    found = estimate_over_ensemble(differences(10, 2, between=1.0, within=1.0, mean=-50.0))
    text = ensemble_sentence(found, "aligned", "misaligned")
    assert "choosing misaligned instead of aligned saves EUR 5" in text
    assert f"95 % interval {number(found.mean_low)} to {number(found.mean_high)}" in text


def test_where_nothing_differs_the_sentence_says_so() -> None:
    text = ensemble_sentence(estimate_over_ensemble(alike(0.0, 0.0)), "aligned", "misaligned")
    assert "nothing differs" in text
