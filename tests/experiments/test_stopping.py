"""The rule of stopping: when cells stop, and what its interval is worth."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_model import FAKE_MODEL, FakeWorld, firm_outcomes
from numpy.typing import NDArray
from scipy import stats
from small_study import data_files, study

from experiments.studies.declaration import Replication
from experiments.sweeping import SweepStopped, sweep
from experiments.sweeping.stopping import StoppingRule, stopping_rule

SEQUENTIAL = """\
scenario = "default"
arms = ["aligned", "misaligned"]
[set]
firms.count = 10
run.months = 1
[design]
kind = "factorial"
[factors]
market.turbulence = [0, 0.5, 1]
[replication]
half_width = 12
first = 4
cap = 40
"""


@pytest.fixture
def noisy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give differences a spread that grows with turbulence."""

    def outcomes(world: FakeWorld) -> Any:
        columns = dict(firm_outcomes(world))
        if world.arm == "aligned":
            luck = np.random.default_rng(world.seed + 7).normal()
            noise = 40 * world.scenario.market.turbulence * luck
            columns["npv"] = columns["npv"] + noise
        return columns

    model = replace(FAKE_MODEL, firm_outcomes=outcomes)
    monkeypatch.setattr("experiments.sweeping.blocks.simulator", lambda: model)
    monkeypatch.setattr("experiments.sweeping.running._PART_UNITS", 8)
    monkeypatch.setattr("experiments.sweeping.running._MOST_UNITS_OF_A_TASK", 2)


def rule(**values: Any) -> StoppingRule:
    return stopping_rule(Replication(outcome="npv", **values))


def stopped(rule: StoppingRule, values: NDArray[np.float64]) -> tuple[float, float, int]:
    """Follow the rule on values as they come; return the interval and the number it used."""
    for looked in rule.looks:
        look = rule.look(values[:looked])
        if look.reached:
            break
    return look.mean - look.half_width, look.mean + look.half_width, look.pairs


def coverage(
    rule: StoppingRule, truth: float, draw: Any, repetitions: int, seed: int = 1
) -> tuple[float, float]:
    """Return how often the interval holds the truth, and the mean number of pairs."""
    random = np.random.default_rng(seed)
    held = 0
    pairs = 0
    for _ in range(repetitions):
        low, high, used = stopped(rule, truth + draw(random, rule.looks[-1]))
        held += low <= truth <= high
        pairs += used
    return held / repetitions, pairs / repetitions


def normal(spread: float) -> Any:
    return lambda random, count: spread * random.standard_normal(count)


def lowest(stated: float, repetitions: int) -> float:
    """Three standard errors below what is stated."""
    return stated - 3 * math.sqrt(stated * (1 - stated) / repetitions)


@pytest.mark.parametrize("spread", [0.5, 2.0, 3.0, 5.0, 20.0])
def test_the_interval_covers_as_stated_whatever_the_spread(spread: float) -> None:
    found, pairs = coverage(rule(half_width=1.0, cap=200), 3.0, normal(spread), 1_000)
    assert found >= lowest(0.95, 1_000)
    assert pairs <= 200


@pytest.mark.parametrize("truth", [0.0, 1.0, 3.0, 10.0])
def test_a_relative_width_covers_as_stated_whatever_the_truth(truth: float) -> None:
    found, _ = coverage(rule(relative_half_width=0.25, cap=200), truth, normal(2.0), 1_000)
    assert found >= lowest(0.95, 1_000)


def test_plain_intervals_would_cover_less_than_they_say() -> None:
    plain = replace(rule(half_width=1.0, first=4, cap=200), level=0.95)
    found, _ = coverage(plain, 3.0, normal(1.5), 3_000)
    assert found < lowest(0.95, 3_000)


@pytest.mark.study
@pytest.mark.parametrize("confidence", [0.9, 0.95])
@pytest.mark.parametrize("width", [{"half_width": 1.0}, {"relative_half_width": 0.25}])
def test_coverage_study(confidence: float, width: dict[str, float]) -> None:
    """Some thousand repetitions per spread: coverage as stated, and not much more than that.

    Skewed differences (exponential) are tried too; for them coverage is about as stated only.
    """
    repetitions = 4_000
    chosen = rule(confidence=confidence, cap=500, **width)
    normals, skewed = [], []
    for spread in (0.3, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0, 20.0):
        found, pairs = coverage(chosen, 3.0, normal(spread), repetitions)
        normals.append(found)

        def exponential(random: Any, count: int, spread: float = spread) -> Any:
            return spread * (random.standard_exponential(count) - 1)

        other, _ = coverage(chosen, 3.0, exponential, repetitions)
        skewed.append(other)
        print(f"spread {spread:5}: {found:.4f} (skewed {other:.4f}), {pairs:.0f} pairs")
    assert min(normals) >= lowest(confidence, repetitions)
    assert min(normals) <= confidence + 0.02
    assert min(skewed) >= confidence - 0.08


def test_looks_grow_by_half_up_to_the_cap() -> None:
    assert rule(half_width=1.0, cap=60).looks == (10, 15, 23, 35, 53, 60)
    assert rule(half_width=1.0, first=10, cap=10).looks == (10,)


def test_one_look_needs_no_higher_level() -> None:
    assert rule(half_width=1.0, first=10, cap=10).level == 0.95


def test_the_level_is_the_same_each_time_it_is_found() -> None:
    assert rule(half_width=1.0, cap=150).level == pytest.approx(rule(half_width=9, cap=150).level)


def test_an_undefined_outcome_goes_on_to_the_cap() -> None:
    look = rule(half_width=1.0).look(np.full(20, np.nan))
    assert not look.reached


@pytest.mark.parametrize("count", [3, 10, 40])
def test_skewed_differences_wait_for_as_many_pairs_as_their_skewness_asks(count: int) -> None:
    values = np.random.default_rng(count).standard_exponential(count)
    look = rule(half_width=100.0).look(values)
    assert look.least == pytest.approx(25 * float(stats.skew(values, bias=False)) ** 2)
    assert look.reached == (count > look.least)
    assert look.half_width < look.target


def test_differences_by_rounding_alone_wait_for_nothing() -> None:
    values = np.full(10, 0.3)
    values[0] = 0.1 + 0.2
    assert rule(half_width=1.0).look(values).reached


def test_equal_values_are_known_at_once() -> None:
    assert rule(half_width=1.0).look(np.full(10, 3.0)).reached


@pytest.mark.usefixtures("noisy")
def test_cells_stop_when_they_are_known_and_noisy_ones_get_more_pairs(tmp_path: Path) -> None:
    results = sweep(study(tmp_path, text=SEQUENTIAL), tmp_path / "out", threads=2)
    table = results.replication()
    assert table["pairs"].iloc[0] == 4
    assert table["pairs"].is_monotonic_increasing
    assert table["pairs"].iloc[2] > 4
    reached = table["half_width"] <= 12
    assert (table["reached"] == reached).all()
    assert (reached | (table["pairs"] == 40)).all()
    assert results.manifest["stopping"]["sentence"].startswith("Each cell is run until")
    assert results.complete


@pytest.mark.usefixtures("noisy")
@pytest.mark.parametrize("pairs", [2, 12, 20, 30])
def test_a_sequential_study_that_is_stopped_ends_in_the_same_bytes(
    tmp_path: Path, pairs: int
) -> None:
    import signal

    def progress(done: int, planned: int) -> None:
        if done >= pairs:
            signal.raise_signal(signal.SIGINT)

    asked = study(tmp_path, text=SEQUENTIAL)
    expected = data_files(sweep(asked, tmp_path / "straight", threads=2).folder)
    with pytest.raises(SweepStopped):
        sweep(asked, tmp_path / "out", threads=2, progress=progress)
    assert data_files(sweep(asked, tmp_path / "out", threads=2).folder) == expected
    assert data_files(sweep(asked, tmp_path / "out", threads=2).folder) == expected
