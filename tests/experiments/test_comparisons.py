from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from fake_model import FAKE_MODEL

from experiments import pairs as pairs_module
from experiments.arms import Arm, ArmsError, different_keys, policy_arms, scenario_arms
from experiments.comparison import compare, compare_scenarios
from experiments.pairs import PairResult, run_pairs
from experiments.simulator import Simulator
from sim.parameters import Scenario
from sim.scenario_files import load_scenario

SMALL = ["firms.count=10", "run.months=6", "comparison.pairs=5"]


def small(*overrides: str, name: str = "default") -> Scenario:
    return load_scenario(name, [*SMALL, *overrides]).scenario


def test_tables_have_one_row_per_pair_arm_firm_and_month() -> None:
    result = compare(small())
    assert len(result.firms) == 5 * 2 * 10
    assert len(result.series) == 5 * 2 * 2 * 6
    assert not result.firms.duplicated(["pair", "arm", "firm"]).any()
    assert sorted(result.series["month"].unique()) == [1, 2, 3, 4, 5, 6]
    assert list(result.firms["seed"] - result.firms["pair"]) == [1] * 100


def test_each_arm_has_the_same_treated_firms_and_the_same_luck() -> None:
    firms = compare(small()).firms
    one, other = (
        firms[firms["arm"] == arm].set_index(["pair", "firm"]) for arm in ("aligned", "misaligned")
    )
    assert (one["treated"] == other["treated"]).all()
    same = one["npv"] == other["npv"]
    assert (same == ~one["treated"]).all()


def test_equal_practices_give_a_difference_of_exactly_zero() -> None:
    scenario = small("policies.twin={goal_clarity=0.5}", "policies.other={goal_clarity=0.5}")
    contrast = compare(scenario, arms=["twin", "other"]).summary().main
    assert all(item.estimate.difference == 0.0 for item in contrast.outcomes.values())


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_the_number_of_threads_changes_nothing(threads: int) -> None:
    one, many = compare(small(), threads=1), compare(small(), threads=threads)
    pd.testing.assert_frame_equal(one.firms, many.firms, check_exact=True)
    pd.testing.assert_frame_equal(one.series, many.series, check_exact=True)


def test_the_order_in_which_pairs_end_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = compare(small(), threads=1)
    straight = pairs_module.run_pair

    def late_first(model: Simulator, arms: Sequence[Arm], pair: int, treated: float) -> PairResult:
        time.sleep(0.02 * (5 - pair))
        return straight(model, arms, pair, treated)

    monkeypatch.setattr(pairs_module, "run_pair", late_first)
    result = compare(small(), threads=5)
    pd.testing.assert_frame_equal(expected.firms, result.firms, check_exact=True)


def test_a_failing_pair_ends_the_comparison_with_its_own_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[int] = []

    def fail(model: Simulator, arms: Sequence[Arm], pair: int, treated: float) -> PairResult:
        started.append(pair)
        raise ArithmeticError("accounts do not balance")

    monkeypatch.setattr(pairs_module, "run_pair", fail)
    arms = policy_arms(small())
    with pytest.raises(ArithmeticError, match="accounts do not balance"):
        run_pairs(FAKE_MODEL, arms, 10_000, 0.2, threads=2)
    assert len(started) < 100
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("pair")]


def test_progress_counts_every_pair_once() -> None:
    told: list[tuple[int, int]] = []
    compare(small(), progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 5) for done in range(1, 6)]


def test_a_market_without_treated_firms_is_refused() -> None:
    with pytest.raises(ArmsError, match="no firm is treated: 0 of 10 firms is none"):
        compare(small(), treated=0.0)


def test_a_group_without_firms_has_no_rows() -> None:
    result = compare(small(), treated=1.0)
    assert result.series["treated"].all()


@pytest.mark.parametrize(
    ("arms", "sentence"),
    [
        (["aligned"], "a comparison needs at least two arms; only aligned is given"),
        (["aligned", "aligned"], 'the arm "aligned" is named more than once'),
        (["aligned", "misalined"], 'there is no policy "misalined"; did you mean misaligned?'),
    ],
)
def test_arms_that_cannot_be_compared_are_refused(arms: list[str], sentence: str) -> None:
    with pytest.raises(ArmsError) as caught:
        policy_arms(small(), arms)
    assert str(caught.value) == sentence


def test_whole_scenarios_are_compared_on_the_same_seeds() -> None:
    result = compare_scenarios({"calm": small(name="aligned"), "other": small(name="frugal")})
    assert result.notes == ()
    assert result.identity.treated_share == 1.0
    assert result.identity.title == "calm against other"
    assert result.identity.question == "What is the difference between calm and other?"
    assert result.firms["treated"].all()
    assert set(result.firms["group"]) == {"any"}
    assert result.summary().pairs == 5


def test_worlds_that_differ_are_named_in_a_note() -> None:
    result = compare_scenarios({"calm": small(), "wild": small("market.turbulence=2.0")})
    assert result.notes == (
        "The worlds of the arms differ, and the differences below include that: market.turbulence.",
    )
    assert result.identity.differing == ("market.turbulence",)


def test_the_report_of_scenarios_says_what_differs_and_does_not_speak_of_practices(
    tmp_path: Path,
) -> None:
    result = compare_scenarios({"calm": small(), "wild": small("market.turbulence=2.0")})
    text = result.report(tmp_path / "report.html").read_text(encoding="utf-8")
    assert result.notes[0] in text
    assert "They differ in market.turbulence" in text
    assert "Only the practices of the treated firms" not in text
    policies = compare(small()).report(tmp_path / "other.html").read_text(encoding="utf-8")
    assert "Only the practices of the treated firms" in policies


def test_other_arms_than_the_scenarios_are_asked_about_by_name() -> None:
    asked = compare(small(), arms=["aligned", "frugal"]).identity.question
    assert asked == "What is the difference between aligned and frugal?"
    assert compare(small(), arms=["aligned", "misaligned"]).identity.question == small().question


def test_scenarios_whose_firms_cannot_be_paired_are_refused() -> None:
    with pytest.raises(ArmsError, match=r"firms\.count differs between one and two"):
        scenario_arms({"one": small(), "two": small("firms.count=11")})


def test_titles_and_policies_are_no_part_of_the_world() -> None:
    other = small("title=Other", "policies.aligned.monitoring=0.1", "mix={frugal=1}")
    assert different_keys(small(), other) == []


def test_a_comparison_shows_its_answer_in_a_notebook() -> None:
    page = compare(small())._repr_html_()
    assert "<table>" in page
    assert "95 % interval" in page
