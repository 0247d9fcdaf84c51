"""At its neutral value a bias is gone, for everybody and exactly; away from it, it acts."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_worlds import consequences, differing, live, market

from sim.founding.employees import vary
from sim.parameters import BIASES, EmployeeBiases, ManagerBiases, section_parameters
from sim.simulation import prepare
from sim.tables import World

OF_MANAGERS = {i.name: i for i in section_parameters(ManagerBiases) if i.name != "spread"}
OF_EMPLOYEES = {i.name: i for i in section_parameters(EmployeeBiases) if i.name != "spread"}
ALL = [("managers", name) for name in OF_MANAGERS] + [("employees", name) for name in OF_EMPLOYEES]
NEUTRAL = {
    f"biases.{kind}.{name}": table[name].neutral
    for kind, table in (("managers", OF_MANAGERS), ("employees", OF_EMPLOYEES))
    for name in table
}


def _neutral(kind: str, name: str) -> float:
    neutral = NEUTRAL[f"biases.{kind}.{name}"]
    assert neutral is not None
    return float(neutral)


def _column(world: World, kind: str, name: str) -> np.ndarray:
    column: np.ndarray = getattr(world, kind)[name]
    if kind == "managers":
        column = column[world.departments.headcount > 0]
    return column


def test_all_nine_biases_are_declared_for_managers_and_for_employees() -> None:
    assert len(BIASES) == 9
    assert set(OF_MANAGERS) == {*BIASES, "curvature"}
    assert set(OF_EMPLOYEES) == set(BIASES)
    assert all(info.neutral is not None for info in (*OF_MANAGERS.values(), *OF_EMPLOYEES.values()))


@pytest.mark.parametrize("spread", [0.0, 0.5, 1.5])
@pytest.mark.parametrize(("kind", "name"), ALL)
def test_with_a_neutral_mean_everybody_is_exactly_neutral(
    kind: str, name: str, spread: float
) -> None:
    neutral = _neutral(kind, name)
    still = {"firms.count": 6, f"biases.{kind}.spread": spread, f"biases.{kind}.{name}": neutral}
    world = live(market({**still, "employees.turnover": 1.0}), months=12)
    assert np.any(world.employees.hired > 0)
    assert np.all(_column(world, kind, name) == neutral)


@pytest.mark.parametrize(("kind", "name"), [item for item in ALL if item[1] != "curvature"])
def test_with_another_mean_people_differ_around_it(kind: str, name: str) -> None:
    mean = _neutral(kind, name) + 0.2
    world = prepare(market({f"biases.{kind}.{name}": mean}), 1)
    values = _column(world, kind, name)
    assert np.std(values) > 0.05
    # The standard error of the mean over 150 managers is about 0.01; a few are cut off at the top.
    assert abs(values.mean() - mean) < 0.04


@pytest.mark.parametrize(("kind", "name"), [item for item in ALL if item[1] != "curvature"])
def test_without_spread_everybody_has_the_mean(kind: str, name: str) -> None:
    mean = _neutral(kind, name) + 0.25
    still = {f"biases.{kind}.spread": 0.0, f"biases.{kind}.{name}": mean}
    values = _column(prepare(market(still), 1), kind, name)
    # exp(0) is 1, so only adding the neutral value and taking it away can round.
    np.testing.assert_allclose(values, mean, rtol=0, atol=2.3e-16)


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(
    neutral=st.sampled_from([0.0, 1.0]),
    spread=st.floats(0.0, 1.5),
    luck=st.floats(-9.0, 9.0),
)
def test_whatever_the_luck_and_the_spread_a_neutral_mean_draws_neutral_people(
    neutral: float, spread: float, luck: float
) -> None:
    assert vary(neutral, neutral, spread, luck, 10.0) == neutral


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(
    neutral=st.sampled_from([0.0, 1.0]),
    strength=st.floats(0.0, 4.0),
    spread=st.floats(0.0, 1.5),
    luck=st.floats(-9.0, 9.0),
)
def test_a_person_is_never_on_the_other_side_of_neutral_nor_above_the_limit(
    neutral: float, strength: float, spread: float, luck: float
) -> None:
    drawn = vary(neutral + strength, neutral, spread, luck, 5.0)
    assert neutral <= drawn <= 5.0
    assert math.isfinite(drawn)


@pytest.mark.parametrize("kind", ["managers", "employees"])
def test_with_all_biases_neutral_their_spread_and_luck_do_not_matter(kind: str) -> None:
    worlds = [
        live(market({**NEUTRAL, f"biases.{kind}.spread": spread})) for spread in (0.0, 0.7, 1.5)
    ]
    for other in worlds[1:]:
        without = ["parameters", "bias_means", "managers.spread"]
        assert differing(worlds[0], other, without) == []


@pytest.fixture(scope="module")
def unbiased() -> str:
    return consequences(live(market(NEUTRAL)))


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_each_bias_alone_changes_what_an_unbiased_market_comes_to(
    kind: str, name: str, unbiased: str
) -> None:
    info = (OF_MANAGERS if kind == "managers" else OF_EMPLOYEES)[name]
    away = info.default
    assert away != info.neutral
    assert consequences(live(market({**NEUTRAL, f"biases.{kind}.{name}": away}))) != unbiased


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_changing_one_bias_draws_no_other_anew(kind: str, name: str) -> None:
    one = prepare(market({"run.warmup": 0}), 1)
    value = _neutral(kind, name) + 0.45 if name != "curvature" else 0.6
    other = prepare(market({"run.warmup": 0, f"biases.{kind}.{name}": value}), 1)
    assert differing(one, other, without=["parameters", "bias_means"]) == [f"{kind}.{name}"]


@pytest.mark.parametrize(
    ("measure", "undone"),
    [
        ("independent_review", ["sunk_cost", "confirmation"]),
        ("devils_advocate", ["confirmation", "social_proof", "hype"]),
        ("reference_class", ["planning_fallacy", "overconfidence"]),
    ],
)
def test_a_full_measure_against_biases_undoes_those_it_names_exactly(
    measure: str, undone: list[str]
) -> None:
    one = market({**NEUTRAL, f"policies.somewhat.{measure}": 1.0, "mix": {"somewhat": 1.0}})
    usual = consequences(live(one))
    for name in undone:
        biased: dict[str, Any] = {**NEUTRAL, f"biases.managers.{name}": 0.6}
        treated = {f"policies.somewhat.{measure}": 1.0, "mix": {"somewhat": 1.0}}
        assert consequences(live(market({**biased, **treated}))) == usual, name
        untreated = {f"policies.somewhat.{measure}": 0.0, "mix": {"somewhat": 1.0}}
        unbiased = consequences(live(market({**NEUTRAL, **untreated})))
        assert consequences(live(market({**biased, **untreated}))) != unbiased, name


@pytest.mark.parametrize("name", ["sunk_cost", "loss_aversion"])
def test_full_kill_criteria_undo_their_biases_in_reviews(name: str) -> None:
    # What is bought must be the same, so the choice itself is left to the lot.
    by_lot = {f"policies.somewhat.{key}": 1.0 for key in ("randomness", "kill_criteria")}
    told = {**NEUTRAL, **by_lot, "mix": {"somewhat": 1.0}}
    told |= {"biases.managers.sunk_cost": 0.3}  # what loss aversion weighs when stopping
    biased = {**told, f"biases.managers.{name}": 0.6 if name == "sunk_cost" else 4.0}
    assert consequences(live(market(biased))) == consequences(live(market(told)))
    without = {"policies.somewhat.kill_criteria": 0.0}
    assert consequences(live(market(biased | without))) != consequences(
        live(market(told | without))
    )
