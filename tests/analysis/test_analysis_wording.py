from __future__ import annotations

import doctest
import math
from collections.abc import Callable
from typing import Any

import pytest

from analysis import answer_sentence, notation, summarise, wording
from analysis.notation import number, number_at, percent, write_estimate
from analysis.statistics import estimate_mean

Make = Callable[..., Any]


@pytest.fixture
def answer(make_identity: Make, make_firms: Make, make_series: Make) -> Callable[..., str]:
    def build(effect: float, pairs: int = 40, **changes: float) -> str:
        identity = make_identity(pairs=pairs)
        firms = make_firms(identity, effect=effect, **changes)
        return answer_sentence(summarise(firms, make_series(identity), identity))

    return build


def test_clear_cost_is_stated_with_interval_and_pairs(answer: Callable[..., str]) -> None:
    text = answer(60_000.0)
    assert text.startswith("Choosing misaligned instead of aligned costs EUR ")
    assert "95 % interval" in text
    assert "40 pairs" in text
    assert "per employee and year" in text


def test_interval_over_zero_is_not_called_an_effect(answer: Callable[..., str]) -> None:
    text = answer(0.0)
    assert text.startswith("These 40 pairs do not show which pays")
    assert "the interval covers zero" in text


def test_first_arm_that_loses_is_said_not_to_pay(answer: Callable[..., str]) -> None:
    assert answer(-60_000.0).startswith("Here aligned does not pay")


def test_one_pair_is_called_an_example(answer: Callable[..., str]) -> None:
    assert answer(60_000.0, pairs=1).startswith("One pair of runs is an example, not an estimate")


def test_equal_arms_are_said_to_differ_in_nothing(answer: Callable[..., str]) -> None:
    assert answer(0.0, noise=0.0).startswith("Nothing differs")


def test_examples_in_the_documentation_hold() -> None:
    for module in (notation, wording):
        result = doctest.testmod(module)
        assert result.attempted > 0
        assert result.failed == 0


def test_difference_and_limits_are_rounded_to_the_same_place() -> None:
    text = write_estimate(estimate_mean([-26_000.0, 9_900.0, 31_111.0, 41_999.0]))
    assert text.signed == "+14,300"
    assert text.interval == "\u221233,400 to 61,900"


def test_narrow_interval_is_not_rounded_away() -> None:
    text = write_estimate(estimate_mean([26_240.0, 26_243.0, 26_249.0]))
    low, high = text.interval.split(" to ")
    assert low != high


def test_shares_are_written_in_percent() -> None:
    assert write_estimate(estimate_mean([0.1, 0.12, 0.08]), "share").signed == "+10.0"


@pytest.mark.parametrize(
    ("value", "text"), [(math.nan, "\u2013"), (0.0, "0"), (-0.00001, "0.0000"), (999.96, "1,000")]
)
def test_awkward_numbers_are_still_readable(value: float, text: str) -> None:
    assert number(value) == text


def test_rounding_to_zero_leaves_no_sign() -> None:
    assert number_at(-0.4, 0, signed=True) == "0"


@pytest.mark.parametrize(("share", "text"), [(0.0, "0 %"), (0.9999, "over 99 %"), (1.0, "100 %")])
def test_only_a_whole_share_is_called_all(share: float, text: str) -> None:
    assert percent(share) == text
