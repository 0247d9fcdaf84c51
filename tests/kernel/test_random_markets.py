"""Whatever allowed values a scenario has: books balance, nothing is lost, a pause changes nothing.

Parameters, practices and seeds are drawn from their declared ranges. What a state may be is checked
in ``test_bounds``, the order of firms in ``test_order_of_firms``.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kernel_worlds import differing, live_arm
from random_markets import markets

from sim.accounts import CASH, OWNERS, VENDORS
from sim.parameters import Scenario
from sim.simulation import advance, fork, prepare
from sim.status import LIVE
from sim.tables import SLOTS, World

ANY = settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
SEEDS = st.integers(0, 2**53)


def _months(scenario: Scenario, seed: int) -> Iterator[tuple[World, World]]:
    """Yield the world before and after each month of an arm."""
    world = fork(prepare(scenario, seed), scenario, "somewhat", 0.5)
    for _ in range(scenario.run.months):
        before = world.copy()
        advance(world, 1)
        yield before, world


@ANY
@given(scenario=markets(), seed=SEEDS)
def test_books_of_every_firm_balance_in_every_month(scenario: Scenario, seed: int) -> None:
    for before, after in _months(scenario, seed):
        assert np.all(after.ledger.balance.sum(axis=1) == 0)
        flow = after.ledger.balance - before.ledger.balance
        # All causes of profit, and nothing else, change cash before owners take their part.
        profit = after.ledger.month.sum(axis=1)
        np.testing.assert_array_equal(profit, flow[:, CASH] + flow[:, OWNERS])
        received = after.vendors.received.sum() - before.vendors.received.sum()
        assert received == flow[:, VENDORS].sum()


@ANY
@given(scenario=markets(), seed=SEEDS)
def test_people_and_seats_are_conserved_in_every_month(scenario: Scenario, seed: int) -> None:
    for before, after in _months(scenario, seed):
        for table in ("firms", "departments"):
            one, other = getattr(before, table), getattr(after, table)
            np.testing.assert_array_equal(one.headcount, other.headcount)
        # A seat is refilled: someone else comes, in the same place, this month.
        one, other = before.employees, after.employees
        np.testing.assert_array_equal(one.identity, other.identity)
        np.testing.assert_array_equal(one.department, other.department)
        here = other.hired == one.hired
        # Months of people count from 1, since 0 stands for those who founded the firm.
        assert np.all(here | (other.hired == after.market.month[0]))


@ANY
@given(scenario=markets(), seed=SEEDS)
def test_every_seat_of_a_live_system_is_a_licence_paid_used_or_not(
    scenario: Scenario, seed: int
) -> None:
    for before, after in _months(scenario, seed):
        live = after.systems.status == LIVE
        seats = np.repeat(after.departments.headcount, SLOTS)
        by_firm = np.where(live, seats, 0).reshape(len(after.firms), -1).sum(axis=1)
        paid = after.measures.paid_seats - before.measures.paid_seats
        np.testing.assert_array_equal(paid, by_firm)
        idle = np.where(live, seats * (1.0 - after.systems.active), 0.0)
        unused = after.measures.unused_seats - before.measures.unused_seats
        expected = idle.reshape(len(after.firms), -1).sum(axis=1)
        np.testing.assert_allclose(unused, expected, rtol=0, atol=1e-7)
        assert after.vendors.seats.sum() == by_firm.sum()


@ANY
@given(scenario=markets(), seed=SEEDS, share=st.floats(0.0, 1.0))
def test_a_pause_of_a_run_anywhere_and_through_bytes_changes_nothing(
    scenario: Scenario, seed: int, share: float
) -> None:
    prepared, months = prepare(scenario, seed), scenario.run.months
    whole = live_arm(prepared, scenario, "aligned")
    split = round(share * months)
    world = fork(prepared, scenario, "aligned", 0.5)
    advance(world, split)
    kept = pickle.dumps(world.copy())
    advance(world, 1)  # whatever becomes of the original
    world = pickle.loads(kept)
    advance(world, months - split)
    assert differing(whole, world) == []


@ANY
@given(scenario=markets(), seed=SEEDS)
def test_a_fork_that_changes_no_policy_is_the_original_going_on(
    scenario: Scenario, seed: int
) -> None:
    original = prepare(scenario, seed)
    copy = fork(original, scenario, None, 0.0)
    advance(original, scenario.run.months)
    advance(copy, scenario.run.months)
    assert differing(original, copy) == []


@ANY
@given(scenario=markets(), seed=SEEDS)
def test_equal_practices_under_two_names_differ_by_exactly_nothing(
    scenario: Scenario, seed: int
) -> None:
    practices = scenario.policies["aligned"]
    both = scenario.model_copy(
        update={"policies": {**scenario.policies, "aligned_as_well": practices}}
    )
    prepared = prepare(both, seed)
    one, other = (live_arm(prepared, both, arm) for arm in ("aligned", "aligned_as_well"))
    assert differing(one, other, without=["firms.policy"]) == []
