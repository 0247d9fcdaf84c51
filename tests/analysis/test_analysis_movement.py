from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.movement import State, movements


def table(**numbers: list[float]) -> pd.DataFrame:
    rows = [
        (name, seed, value) for name, values in numbers.items() for seed, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["number", "seed", "value"])


def states(before: pd.DataFrame, now: pd.DataFrame) -> dict[str, State]:
    return {item.number: item.state for item in movements(before, now)}


def test_equal_numbers_are_the_same_and_missing_ones_stay_missing() -> None:
    numbers = table(npv=[1.0, 2.0, 3.0], usage=[np.nan, np.nan, np.nan])
    assert set(states(numbers, numbers).values()) == {State.SAME}


def test_a_steady_change_has_moved_and_a_shaking_one_is_noise() -> None:
    luck = np.random.default_rng(1).normal(size=30)
    before = table(steady=list(luck), shaking=list(luck))
    now = table(steady=list(luck + 0.5 + 0.01 * luck[::-1]), shaking=list(-luck))
    assert states(before, now) == {"steady": State.MOVED, "shaking": State.NOISE}


def test_a_change_by_the_same_amount_in_every_seed_has_moved() -> None:
    assert states(table(npv=[1.0, 2.0]), table(npv=[1.5, 2.5])) == {"npv": State.MOVED}


def test_one_common_seed_cannot_tell_change_from_luck() -> None:
    assert states(table(npv=[1.0]), table(npv=[2.0])) == {"npv": State.UNKNOWN}


def test_only_seeds_of_both_are_compared() -> None:
    (item,) = movements(table(npv=[1.0, 2.0, 9.0]), table(npv=[1.0, 2.0]))
    assert (item.state, item.before, item.now) == (State.SAME, 1.5, 1.5)


def test_what_only_one_version_measures_is_gone_or_added() -> None:
    found = states(table(old=[1.0, 2.0]), table(new=[1.0, 2.0]))
    assert found == {"old": State.GONE, "new": State.ADDED}


def test_luck_alone_rarely_moves_anything() -> None:
    """Among 40 numbers that only shake, hardly ever is one called moved (false discovery 5 %)."""
    alarms = 0
    for seed in range(40):
        luck = np.random.default_rng(seed)
        names = [f"number {number}" for number in range(40)]
        before = table(**{name: list(luck.normal(size=10)) for name in names})
        now = table(**{name: list(luck.normal(size=10)) for name in names})
        alarms += State.MOVED in states(before, now).values()
    # 2 of 40 are to be expected; 8 or more have a chance below 1 in 1000.
    assert alarms < 8
