"""Who comes first in a table changes nothing: luck is addressed by who one is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_worlds import all_columns, differing, live, market
from random_markets import markets

from sim.parameters import Scenario
from sim.simulation import advance, prepare
from sim.tables import DEPARTMENTS, SYSTEMS_PER_FIRM, World

START: dict[str, Any] = {"run.warmup": 0}


def _blocks(order: np.ndarray, size: int) -> np.ndarray:
    """Return the rows of blocks of one size, firm by firm, in a new order of firms."""
    rows: np.ndarray = (order[:, None] * size + np.arange(size)).ravel()
    return rows


def _reordered(world: World, order: np.ndarray) -> World:
    """Return the same market with its firms in another order."""
    place = np.argsort(order)  # where each firm has gone
    heads, first = world.firms.headcount, world.firms.first_employee
    people = np.concatenate([np.arange(first[f], first[f] + heads[f]) for f in order])
    seat = np.argsort(people)
    departments, systems = _blocks(order, DEPARTMENTS), _blocks(order, SYSTEMS_PER_FIRM)
    found = world._replace(
        firms=world.firms[order].copy(),
        presence=world.presence[order].copy(),
        departments=world.departments[departments].copy(),
        employees=world.employees[people].copy(),
        systems=world.systems[systems].copy(),
        policies=world.policies[departments].copy(),
        managers=world.managers[departments].copy(),
        ledger=world.ledger[order].copy(),
        measures=world.measures[order].copy(),
    )
    found = found.copy()
    for name in ("peers", "partners"):
        ties = found.firms[name]
        found.firms[name] = np.where(ties >= 0, place[ties], -1)
    found.firms.first_employee[:] = np.cumsum(found.firms.headcount) - found.firms.headcount
    firsts = seat[np.minimum(found.departments.first_employee, len(people) - 1)]
    found.departments.first_employee[:] = firsts
    found.employees.department[:] = np.argsort(departments)[found.employees.department]
    ties = found.employees.colleagues
    found.employees["colleagues"] = np.where(ties >= 0, seat[ties], -1)
    return found


# Events are a list in order of time and place; sums over firms are rounded in their order.
LISTED_IN_ORDER = ("events", "scratch", "series")


def test_reordering_twice_gives_the_world_back() -> None:
    world = prepare(market(), 1)
    order = np.random.default_rng(8).permutation(len(world.firms))
    there = _reordered(world, order)
    assert "firms.identity" in differing(world, there)
    assert differing(world, _reordered(there, np.argsort(order))) == []


def test_the_order_of_firms_does_not_change_what_happens_to_any_of_them() -> None:
    world = prepare(market({"run.months": 60}), 1)
    order = np.random.default_rng(8).permutation(len(world.firms))
    other = _reordered(world, order)
    advance(world, 60)
    advance(other, 60)
    back = _reordered(other, np.argsort(order))
    assert differing(world, back, without=LISTED_IN_ORDER) == []
    np.testing.assert_allclose(world.series, back.series, rtol=1e-9, atol=1e-9)
    assert world.market.event_count[0] == back.market.event_count[0]


@settings(max_examples=15, derandomize=True, database=None, deadline=None)
@given(scenario=markets(), seed=st.integers(0, 2**53), luck=st.integers(0, 999))
def test_whatever_the_parameters_the_order_of_firms_changes_nothing(
    scenario: Scenario, seed: int, luck: int
) -> None:
    world = prepare(scenario, seed)
    order = np.random.default_rng(luck).permutation(len(world.firms))
    other = _reordered(world, order)
    advance(world, scenario.run.months)
    advance(other, scenario.run.months)
    back = _reordered(other, np.argsort(order))
    assert differing(world, back, without=LISTED_IN_ORDER) == []
    assert world.market.event_count[0] == back.market.event_count[0]


# What a firm is: its peers and the group it is put into depend on who else is there.
OF_THE_MARKET = {"firms.peers", "firms.partners", "firms.group", "firms.policy"}


def test_one_more_firm_leaves_the_others_who_they_are() -> None:
    few, more = (prepare(market({**START, "firms.count": count}), 1) for count in (20, 21))
    names = [
        name
        for name in all_columns(few)
        if name.split(".")[0] in ("firms", "departments", "employees", "managers")
    ]
    for name in set(names) - OF_THE_MARKET:
        before, after = all_columns(few)[name], all_columns(more)[name]
        assert len(after) > len(before)
        np.testing.assert_array_equal(before, after[: len(before)], err_msg=name)


def test_one_more_firm_leaves_vendors_and_products_as_they_are() -> None:
    few, more = (prepare(market({**START, "firms.count": count}), 1) for count in (20, 21))
    for table in ("vendors", "products", "market"):
        np.testing.assert_array_equal(getattr(few, table), getattr(more, table))


def test_one_more_vendor_leaves_firms_and_the_other_vendors_as_they_are() -> None:
    few, more = (prepare(market({**START, "vendors.count": count}), 1) for count in (8, 9))
    for table in ("firms", "departments", "employees", "managers", "market"):
        np.testing.assert_array_equal(getattr(few, table), getattr(more, table))
    for table in ("vendors", "products"):
        before, after = getattr(few, table), getattr(more, table)
        assert len(after) > len(before)
        np.testing.assert_array_equal(before, after[: len(before)])


@pytest.mark.parametrize(
    ("key", "value", "own"),
    [
        ("employees.skill", 0.8, {"employees.skill"}),
        ("firms.leadership", 0.7, {"firms.leadership"}),
        ("vendors.hype", 0.9, {"vendors.hype"}),
        ("firms.maturity", 0.6, {"departments.maturity"}),
        ("products.complexity", 0.6, {"products.complexity"}),
        ("firms.partners", 2, {"firms.partners", "firms.trade"}),
        ("employees.colleagues", 3, {"employees.colleagues"}),
    ],
)
def test_changing_one_trait_draws_no_other_anew(key: str, value: float, own: set[str]) -> None:
    one, other = prepare(market(START), 1), prepare(market({**START, key: value}), 1)
    assert set(differing(one, other, without=["parameters"])) == own


def test_a_longer_run_begins_as_the_shorter_one() -> None:
    # Launches are spread over the whole run, so there are none after the start here.
    told = {"products.late_launch": 0.0}
    short = live(market({**told, "run.months": 24}))
    long = live(market({**told, "run.months": 48}), months=24)
    assert differing(short, long, without=["parameters", "events", "series"]) == []
    np.testing.assert_array_equal(short.series, long.series[:24])
    written = int(short.market.event_count[0])
    np.testing.assert_array_equal(short.events[:written], long.events[:written])
