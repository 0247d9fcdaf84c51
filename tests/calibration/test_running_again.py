"""The last stage of a fit: luck does not choose, and most runs go to sets that may be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.patterns import facts
from experiments.calibration.running_again import chosen_again, runs_again

TARGETS = {"regret": replace(facts()["regret"], low=-1.0, high=1.0)}
SETS = pd.DataFrame({"off": np.linspace(0.0, 4.0, 90)}).sample(frac=1.0, random_state=3)
NOISE = 1.5


def noisy(values: Mapping[str, float], run: int) -> dict[str, float]:
    return {"regret": values["off"] + np.random.default_rng(run).normal(0.0, NOISE)}


def again(rounds: int, runs: list[int] | None = None) -> pd.DataFrame:
    def simulate(values: Mapping[str, float], run: int) -> dict[str, float]:
        if runs is not None:
            runs.append(run)
        return noisy(values, run)

    return chosen_again(SETS, simulate, TARGETS, 10, rounds, 1_000, lambda: None)


def test_more_rounds_find_the_sets_that_are_close_and_not_lucky() -> None:
    truly = [again(rounds)["off"].mean() for rounds in (1, 3)]
    assert truly[1] < 0.6 < truly[0]


def test_what_members_are_said_to_be_is_what_they_are() -> None:
    found = again(3)
    assert (found["runs"] == 7).all()
    assert found["distance"].is_monotonic_increasing
    error = (found["regret"] - found["off"]).mean()
    assert error == pytest.approx(0.0, abs=3.0 * NOISE / np.sqrt(7.0 * len(found)))


def test_every_run_is_new_and_they_are_as_many_as_was_said() -> None:
    runs: list[int] = []
    again(3, runs)
    assert max(Counter(runs).values()) == 1
    assert min(runs) == 1_000
    assert len(runs) == runs_again(10, 3) == 3 * 80


def test_with_fewer_sets_than_members_all_are_kept() -> None:
    found = chosen_again(SETS.head(4), noisy, TARGETS, 10, 2, 0, lambda: None)
    assert len(found) == 4
    assert (found["runs"] == 3).all()
