"""History matching finds what it should, on a stand-in that is known and on the model itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.patterns import CALIBRATE, VALIDATE, facts
from analysis.patterns.summary import identifiability
from experiments.calibration.fitting import Effort, Fit, fit
from experiments.calibration.observing import Observation
from experiments.calibration.parameter_sets import with_values
from experiments.calibration.prior import Uncertain, shipped_prior
from experiments.calibration.simulating import distances, market_simulator
from sim.parameters import Scenario
from sim.scenario_files import load_scenario

PRIOR = [Uncertain(name, 0.0, 1.0, "a test") for name in ("one", "two", "three", "unseen")]
EFFORT = Effort(waves=3, runs=450, members=60, rounds=2)
TRUTH = {"one": 0.7, "two": 0.3, "three": 0.6, "unseen": 0.5}
NAMES = tuple(facts(CALIBRATE))[:4]


def stand_in(values: Mapping[str, float], run: int) -> dict[str, float]:
    """Return quantities that depend on three parameters, not in straight lines, with noise."""
    luck = np.random.default_rng(run).normal(0.0, 0.01, 4)
    one, two, three = values["one"], values["two"], values["three"]
    found = (one + 0.3 * two**2, two - 0.5 * one * three, np.exp(three), one * two + three)
    return dict(zip(NAMES, np.array(found) + luck, strict=True))


def targets_at(truth: Mapping[str, float]) -> dict[str, object]:
    middle = stand_in(truth, 10**6)
    return {
        name: replace(facts()[name], low=middle[name] - 0.05, high=middle[name] + 0.05)
        for name in NAMES
    }


@pytest.fixture(scope="module")
def fitted() -> Fit:
    return fit(PRIOR, stand_in, targets_at(TRUTH), EFFORT)  # type: ignore[arg-type]


def test_each_wave_comes_closer(fitted: Fit) -> None:
    medians = fitted.runs.groupby("wave")["distance"].median()
    assert medians.is_monotonic_decreasing
    assert fitted.members["distance"].max() < 1.0


def test_known_values_are_recovered_and_what_leaves_no_trace_is_not_claimed(fitted: Fit) -> None:
    ranges = {item.name: (item.low, item.high) for item in PRIOR}
    table = identifiability(fitted.ensemble.parameters, ranges).set_index("parameter")
    for name in ("one", "two", "three"):
        assert table.loc[name, "identified"]
        assert table.loc[name, "low"] <= TRUTH[name] <= table.loc[name, "high"]
    assert not table.loc["unseen", "identified"]


def test_the_same_effort_gives_the_same_ensemble(fitted: Fit) -> None:
    again = fit(PRIOR, stand_in, targets_at(TRUTH), EFFORT)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(again.ensemble.parameters, fitted.ensemble.parameters)


def test_distance_is_counted_in_half_bands_and_what_is_undefined_is_far() -> None:
    targets = facts(CALIBRATE)
    middles = {name: [fact.middle] for name, fact in targets.items()}
    assert distances(pd.DataFrame(middles), targets)[0] == 0.0
    edges = {name: [fact.high] for name, fact in targets.items()}
    assert distances(pd.DataFrame(edges), targets)[0] == pytest.approx(1.0)
    one_missed = middles | {"regret": [targets["regret"].middle + 3 * targets["regret"].half_width]}
    assert distances(pd.DataFrame(one_missed), targets)[0] == pytest.approx(3.0)
    undefined = middles | {"regret": [float("nan")]}
    assert distances(pd.DataFrame(undefined), targets)[0] > 10.0


def test_the_fit_never_sees_a_fact_that_is_only_compared(small_scenario: Scenario) -> None:
    simulate = market_simulator(small_scenario, Observation(markets=1, firms=8, months=24))
    found = simulate({}, 0)
    assert set(found) == set(facts(CALIBRATE))
    assert not set(found) & set(facts(VALIDATE))


def test_a_run_does_not_depend_on_threads(small_scenario: Scenario) -> None:
    one, two = (
        market_simulator(small_scenario, Observation(2, 8, 24, threads=threads))({}, 3)
        for threads in (1, 2)
    )
    assert one == two


@pytest.mark.study
def test_markets_made_with_known_parameters_give_the_parameters_back() -> None:
    """Of the parameters called identified, four in five or more lie in their 90 % interval."""
    scenario = load_scenario("default").scenario
    observation = Observation(markets=2, firms=30, months=60)
    prior = shipped_prior()
    ranges = {item.name: (item.low, item.high) for item in prior}
    held, asked = 0, 0
    for number in range(4):
        luck = np.random.default_rng(number)
        middle = {item.name: luck.uniform(0.3, 0.7) for item in prior}
        truth = {item.name: item.low + middle[item.name] * (item.high - item.low) for item in prior}
        many = replace(observation, markets=20)
        made = market_simulator(with_values(scenario, truth), many)({}, 1_000)
        targets = {
            name: replace(fact, low=made[name] - fact.half_width, high=made[name] + fact.half_width)
            for name, fact in facts(CALIBRATE).items()
        }
        effort = Effort(waves=4, runs=3_000, members=100, rounds=2, seed=number + 1)
        found = fit(prior, market_simulator(scenario, observation), targets, effort)
        table = identifiability(found.ensemble.parameters, ranges)
        for row in table[table["identified"]].to_dict("records"):
            asked += 1
            held += int(row["low"] <= truth[str(row["parameter"])] <= row["high"])
    assert asked >= 8
    assert held / asked >= 0.8, f"{held} of {asked}"
