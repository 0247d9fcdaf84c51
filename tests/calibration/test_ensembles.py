"""Luck and not knowing the parameters are told apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.ensembles import ensemble_sentence, estimate_over_ensemble


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
    assert found.positive == 1.0


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
    assert "100 %" in text
