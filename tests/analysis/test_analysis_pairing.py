from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis import RunIdentity, summarise
from analysis.pairing import audit_pairing, pair_firms, pair_means


def test_differences_are_of_the_same_firm_in_the_same_pair(firms: pd.DataFrame) -> None:
    shuffled = firms.sample(frac=1.0, random_state=1)
    paired = pair_firms(shuffled, "aligned", "misaligned")
    row = 17
    pair, firm = paired.keys.loc[row, ["pair", "firm"]]
    values = firms[(firms["pair"] == pair) & (firms["firm"] == firm)].set_index("arm")["npv"]
    assert paired.difference["npv"].loc[row] == values["aligned"] - values["misaligned"]


def test_pair_mean_weighs_firms_alike_within_each_pair() -> None:
    keys = pd.DataFrame({"pair": [1, 0, 1, 1]})
    means = pair_means(pd.Series([1.0, 5.0, 3.0, math.nan], name="npv"), keys)
    assert means["npv"].to_dict() == {0: 5.0, 1: 2.0}


def test_a_firm_without_a_value_in_one_arm_leaves_both_means(firms: pd.DataFrame) -> None:
    damaged = firms.copy()
    damaged.loc[(damaged["arm"] == "aligned") & (damaged["firm"] == 0), "projects_overrun"] = (
        math.nan
    )
    paired = pair_firms(damaged, "aligned", "misaligned")
    first_firm = paired.keys["firm"] == 0
    assert paired.second.loc[first_firm, "projects_overrun"].isna().all()
    assert paired.second.loc[~first_firm, "projects_overrun"].notna().all()


def test_a_firm_missing_in_one_arm_is_refused_by_name(firms: pd.DataFrame) -> None:
    lost = firms[~((firms["arm"] == "aligned") & (firms["pair"] == 2) & (firms["firm"] == 3))]
    with pytest.raises(ValueError, match="Pair 2, firm 3 is in only one of the arms"):
        pair_firms(lost, "aligned", "misaligned")


def test_arms_that_did_not_fork_from_the_same_state_are_refused(firms: pd.DataFrame) -> None:
    grown = firms.copy()
    grown.loc[(grown["arm"] == "aligned") & (grown["pair"] == 1), "headcount"] += 1
    with pytest.raises(ValueError, match="Pair 1, firm 0 has another headcount"):
        pair_firms(grown, "aligned", "misaligned")


@pytest.mark.parametrize("column", ["npv", "channel_market", "treated"])
def test_a_missing_column_is_named(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity, column: str
) -> None:
    with pytest.raises(ValueError, match=f"lacks the columns {column}"):
        summarise(firms.drop(columns=column), series, identity)


def test_a_row_given_twice_is_refused(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity
) -> None:
    doubled = pd.concat([firms, firms.iloc[[4]]])
    with pytest.raises(ValueError, match="more than one row for pair 0, arm aligned, firm 4"):
        summarise(doubled, series, identity)


def test_audit_counts_the_runs_that_independent_luck_would_need() -> None:
    rng = np.random.default_rng(2)
    luck = rng.normal(0.0, 3.0, 4_000)
    first = luck + rng.normal(0.0, 1.0, 4_000)
    second = luck + rng.normal(0.0, 1.0, 4_000)
    audit = audit_pairing(first, second)
    # Variances: 10 per arm, 2 for the difference; so 20 / 2 = 10 times as many runs.
    assert audit.correlation == pytest.approx(0.9, abs=0.02)
    assert audit.variance_removed == pytest.approx(0.9, abs=0.02)
    assert audit.independent_pairs == pytest.approx(40_000, rel=0.1)
    assert audit.pairs_saved == pytest.approx(36_000, rel=0.1)
    assert not audit.decayed


def test_audit_warns_when_the_arms_no_longer_share_their_luck() -> None:
    rng = np.random.default_rng(4)
    assert audit_pairing(rng.normal(size=500), rng.normal(size=500)).decayed
    opposed = rng.normal(size=500)
    audit = audit_pairing(opposed, -opposed)
    assert audit.decayed
    assert audit.variance_removed < 0.0


def test_audit_of_identical_arms_removes_all_variance() -> None:
    values = np.random.default_rng(9).normal(size=20)
    audit = audit_pairing(values, values.copy())
    assert audit.variance_removed == 1.0
    assert audit.detectable == 0.0
    assert math.isnan(audit.pairs_saved)
    assert not audit.decayed


def test_two_pairs_are_too_few_for_an_audit() -> None:
    audit = audit_pairing(np.array([1.0, 2.0]), np.array([1.0, 3.0]))
    assert math.isnan(audit.correlation)
    assert not audit.decayed


def test_weak_pairing_shows_up_in_the_summary(
    make_identity: Callable[..., RunIdentity],
    make_firms: Callable[..., pd.DataFrame],
    make_series: Callable[..., pd.DataFrame],
) -> None:
    identity = make_identity(pairs=60)
    firms = make_firms(identity, luck=100.0, noise=50_000.0)
    assert summarise(firms, make_series(identity), identity).main.audit.decayed
