from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import ComparisonSummary, RunIdentity, summarise
from analysis.breakdown import share_of_firms, size_class
from analysis.comparison import break_even_month, per_employee_year
from analysis.tables import CHANNEL_COLUMNS, OUTCOME_COLUMNS
from sim.outcomes import CHANNELS, OUTCOMES

Make = Callable[..., Any]


@pytest.fixture(scope="module")
def alike(firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity) -> ComparisonSummary:
    """Both arms hold the first arm's values."""
    first = firms[firms["arm"] == "aligned"]
    months = series[series["arm"] == "aligned"]
    return summarise(
        pd.concat([first, first.assign(arm="misaligned")]),
        pd.concat([months, months.assign(arm="misaligned")]),
        identity,
    )


def test_headline_is_the_mean_over_pairs_of_the_treated_firms_difference(
    firms: pd.DataFrame, summary: ComparisonSummary
) -> None:
    treated = firms[firms["treated"]]
    per_pair = treated.pivot_table(index="pair", columns="arm", values="npv", aggfunc="mean")
    expected = (per_pair["aligned"] - per_pair["misaligned"]).mean()
    headline = summary.main.headline.per_firm
    assert headline.difference == pytest.approx(expected)
    assert headline.n == summary.pairs == 12
    assert headline.low < expected < headline.high


def test_known_effect_is_found_for_the_treated_and_not_for_the_others(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity(pairs=80, seed=3)
    summary = summarise(make_firms(identity), make_series(identity), identity)
    headline = summary.main.headline.per_firm
    assert headline.low < 30_000.0 < headline.high
    assert headline.excludes_zero
    assert not summary.main.untreated.excludes_zero


def test_per_employee_and_year_is_worked_out_for_each_firm() -> None:
    difference = pd.Series([1_000.0, 1_000.0])
    result = per_employee_year(difference, pd.Series([10, 50]), months=24)
    assert result.tolist() == [50.0, 10.0]


def test_channels_add_up_to_the_difference_in_npv(summary: ComparisonSummary) -> None:
    main = summary.main
    total = math.fsum(item.estimate.difference for item in main.channels.values())
    assert total == pytest.approx(main.headline.per_firm.difference, rel=1e-12)
    assert list(main.channels) == [channel.name for channel in CHANNELS]
    assert main.channels_residual < 1e-6


def test_channels_that_do_not_add_up_are_found(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity
) -> None:
    broken = firms.copy()
    broken.loc[broken.index[0], CHANNEL_COLUMNS[0]] += 3.0
    assert summarise(broken, series, identity).main.channels_residual == pytest.approx(3.0)


def test_equal_arms_differ_by_exactly_zero_in_everything(alike: ComparisonSummary) -> None:
    main = alike.main
    for item in [*main.outcomes.values(), *main.channels.values()]:
        estimate = item.estimate
        assert (estimate.difference, estimate.low, estimate.high) == (0.0, 0.0, 0.0)
    assert main.headline.worse.share == 0.0
    assert main.headline.same.share == 1.0
    assert main.untreated.difference == 0.0
    assert main.break_even_month is None


def test_one_pair_has_differences_but_no_interval(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity(pairs=1)
    summary = summarise(make_firms(identity), make_series(identity), identity)
    found = summary.to_dict()
    assert found["pairs"] == 1
    assert found["headline"]["per_firm"]["difference"] is not None
    assert found["headline"]["per_firm"]["low"] is None
    assert found["headline"]["share_worse_off"]["high"] is None
    assert found["audit"]["correlation"] is None


def test_outcome_undefined_in_some_pairs_states_the_pairs_it_has(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity
) -> None:
    damaged = firms.copy()
    damaged.loc[damaged["pair"] < 5, "projects_overrun"] = math.nan
    damaged["time_to_value"] = math.nan
    outcomes = summarise(damaged, series, identity).to_dict()["outcomes"]
    assert outcomes["projects_overrun"]["n"] == 7
    assert outcomes["projects_overrun"]["low"] is not None
    assert outcomes["time_to_value"]["n"] == 0
    assert outcomes["time_to_value"]["difference"] is None
    assert outcomes["npv"]["n"] == 12


def test_mean_of_arms_differs_by_the_difference_also_where_values_are_missing(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity
) -> None:
    damaged = firms.copy()
    holes = np.random.default_rng(0).random(len(damaged)) < 0.3
    damaged.loc[holes, "roi_true"] = math.nan
    item = summarise(damaged, series, identity).main.outcomes["roi_true"]
    assert item.means["aligned"] - item.means["misaligned"] == pytest.approx(
        item.estimate.difference
    )


def test_untreated_is_empty_when_all_are_treated(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity(treated_share=1.0)
    summary = summarise(make_firms(identity), make_series(identity), identity)
    assert summary.to_dict()["untreated"] == {
        "difference": None,
        "low": None,
        "high": None,
        "unit": "EUR",
        "n": 0,
        "firms": 0,
    }


def test_share_of_firms_takes_pairs_as_observations_and_stays_within_bounds() -> None:
    keys = pd.DataFrame({"pair": [0] * 10 + [1] * 10 + [2] * 10})
    worse = pd.Series([True] * 29 + [False])
    share = share_of_firms(worse, keys)
    assert share.share == pytest.approx(29 / 30)
    assert share.n == 3
    assert share.high == 1.0
    assert share.low < share.share


@pytest.mark.parametrize(("worse", "low", "high"), [(True, 0.6915, 1.0), (False, 0.0, 0.3085)])
def test_share_on_which_all_pairs_agree_keeps_a_cautious_interval(
    worse: bool, low: float, high: float
) -> None:
    keys = pd.DataFrame({"pair": np.repeat(range(10), 4)})
    share = share_of_firms(pd.Series([worse] * 40), keys)
    # Clopper & Pearson for 10 of 10, as tabulated: 69.15 % to 100 %.
    assert share.share == float(worse)
    assert (share.low, share.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("headcount", "name"),
    [(9, "1 to 9"), (10, "10 to 19"), (19, "10 to 19"), (49, "20 to 49"), (50, "50 to 249")],
)
def test_size_classes_change_at_ten_twenty_and_fifty(headcount: int, name: str) -> None:
    assert size_class(pd.Series([headcount])).tolist() == [name]


def test_classes_hold_all_treated_firms_once(
    firms: pd.DataFrame, summary: ComparisonSummary
) -> None:
    treated = int(firms["treated"].sum()) // 2
    for classes in (summary.main.by_headcount, summary.main.by_group):
        assert sum(item.firms for item in classes) == treated
        for item in classes:
            parts = item.worse.share + item.same.share + item.better.share
            assert parts == pytest.approx(1.0)


def test_classes_of_unequal_size_count_whole_firms_and_add_up_to_the_total(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity
) -> None:
    # The first markets hold one firm of the first class, the others ever more.
    rank = firms.groupby(["pair", "arm", "treated"])["firm"].rank()
    uneven = firms.assign(group=(rank > 1 + firms["pair"] % 4).astype(int))
    contrast = summarise(uneven, series, identity).main
    treated = uneven[uneven["treated"]]
    per_market = pd.crosstab(treated["pair"], treated["group"])[0]
    assert per_market.min() < per_market.max()
    whole = contrast.headline
    for item in contrast.by_group:
        worse = item.worse.share * item.firms
        assert worse == pytest.approx(round(worse))
    npv = sum(item.firms * item.npv.difference for item in contrast.by_group)
    assert npv / contrast.treated_firms == pytest.approx(whole.per_firm.difference)
    worse = sum(item.firms * item.worse.share for item in contrast.by_group)
    assert worse / contrast.treated_firms == pytest.approx(whole.worse.share)


def test_quantiles_pool_the_firms(firms: pd.DataFrame, summary: ComparisonSummary) -> None:
    treated = firms[firms["treated"]]
    wide = treated.pivot_table(index=["pair", "firm"], columns="arm", values="npv")
    difference = wide["aligned"] - wide["misaligned"]
    assert summary.main.firm_quantiles["p50"] == pytest.approx(difference.median())
    assert next(iter(summary.main.firm_quantiles)) == "p05"


@pytest.mark.parametrize(
    ("path", "month"),
    [([-1.0, -2.0, 1.0, 2.0], 3), ([1.0, -1.0, 2.0], 3), ([1.0, 1.0], 1), ([1.0, -1.0], None)],
)
def test_break_even_is_the_first_month_from_which_the_lead_lasts(
    path: list[float], month: int | None
) -> None:
    months = range(1, len(path) + 1)
    first = pd.DataFrame({"arm": "a", "treated": True, "month": months, "cumulative_npv": path})
    second = first.assign(arm="b", cumulative_npv=0.0)
    assert break_even_month(pd.concat([first, second]), "a", "b") == month


def test_json_holds_the_promised_keys_and_nothing_json_cannot_hold(
    summary: ComparisonSummary,
) -> None:
    found = json.loads(json.dumps(summary.to_dict(), allow_nan=False))
    assert list(found) == [
        "arms",
        "pairs",
        "seed",
        "outcomes",
        "channels",
        "headline",
        "untreated",
        "audit",
        "contrasts",
    ]
    assert list(found["outcomes"]) == list(OUTCOME_COLUMNS)
    for outcome in OUTCOMES:
        item = found["outcomes"][outcome.name]
        assert set(item) == {"unit", "mean", "difference", "low", "high", "n"}
        assert item["unit"] == outcome.unit
        assert set(item["mean"]) == {"aligned", "misaligned"}
    assert set(found["channels"]["low_use"]) == {"label", "difference", "low", "high"}
    assert set(found["headline"]) == {"per_firm", "per_employee_year", "share_worse_off"}


def test_more_arms_are_each_compared_with_the_first(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity(arms=("aligned", "misaligned", "frugal"))
    firms = make_firms(identity)
    summary = summarise(firms, make_series(identity), identity)
    found = summary.to_dict()
    assert list(found["contrasts"]) == ["misaligned", "frugal"]
    top = found["headline"]["per_firm"]
    assert top == found["contrasts"]["misaligned"]["headline"]["per_firm"]
    assert set(found["contrasts"]["frugal"]["outcomes"]["npv"]["mean"]) == {"aligned", "frugal"}


def test_summary_does_not_depend_on_the_order_of_rows(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity, summary: ComparisonSummary
) -> None:
    shuffled = summarise(
        firms.sample(frac=1.0, random_state=2), series.sample(frac=1.0, random_state=3), identity
    )
    assert shuffled.to_dict() == summary.to_dict()


def test_tables_are_left_as_they_were(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity
) -> None:
    copies = firms.copy(), series.copy()
    summarise(firms, series, identity)
    pd.testing.assert_frame_equal(firms, copies[0])
    pd.testing.assert_frame_equal(series, copies[1])


@pytest.mark.parametrize("arms", [("aligned",), ("aligned", "aligned")])
def test_identity_refuses_arms_that_cannot_be_compared(
    make_identity: Make, arms: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match="arm"):
        make_identity(arms=arms)
