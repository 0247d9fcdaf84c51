"""Arms on common luck: what is equal stays equal to the last bit, whatever way it is run."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from kernel_worlds import SOMEWHAT, all_columns, differing, differing_results, live_arm, market

from sim.simulation import advance, fork, prepare
from sim.tables import World

SCENARIO = market({"policies.same_by_another_name": SOMEWHAT, "run.months": 120})


@pytest.fixture(scope="module")
def prepared() -> World:
    return prepare(SCENARIO, 7)


@pytest.mark.parametrize("treated", [0.0, 0.2, 1.0])
def test_equal_practices_give_a_difference_of_exactly_zero(prepared: World, treated: float) -> None:
    one = live_arm(prepared, SCENARIO, "somewhat", treated)
    other = live_arm(prepared, SCENARIO, "same_by_another_name", treated)
    assert differing_results(one, other) == []
    assert differing(one, other, without=["firms.policy"]) == []


def test_other_practices_give_a_difference(prepared: World) -> None:
    one = live_arm(prepared, SCENARIO, "somewhat")
    other = live_arm(prepared, SCENARIO, "careless")
    assert "npv" in differing_results(one, other)


def test_a_fork_without_a_change_is_the_original_going_on(prepared: World) -> None:
    original = prepared.copy()
    copy = fork(prepared, SCENARIO, None, 0.0)
    assert differing(original, copy) == []
    advance(original, 120)
    advance(copy, 120)
    assert differing(original, copy) == []


def test_a_fork_into_the_policies_in_force_changes_only_who_is_called_treated() -> None:
    alike = market({"mix": {"somewhat": 1.0}})
    prepared = prepare(alike, 3)
    named = live_arm(prepared, alike, "somewhat", 0.5)
    untouched = live_arm(prepared, alike, None, 0.5)
    assert differing(named, untouched) == []


def test_forking_and_running_an_arm_leave_the_prepared_world_alone(prepared: World) -> None:
    before = prepared.copy()
    live_arm(prepared, SCENARIO, "aligned", 1.0)
    assert differing(before, prepared) == []


def test_the_same_firms_are_treated_in_every_arm(prepared: World) -> None:
    worlds = [fork(prepared, SCENARIO, arm, 0.2) for arm in (None, "aligned", "careless")]
    for world in worlds:
        assert world.firms.treated.sum() == 6
        np.testing.assert_array_equal(world.firms.treated, worlds[0].firms.treated)


def test_untreated_firms_keep_their_policies(prepared: World) -> None:
    world = fork(prepared, SCENARIO, "oracle", 0.3)
    untreated = world.firms.treated == 0
    np.testing.assert_array_equal(world.firms.policy[untreated], prepared.firms.policy[untreated])
    rows = np.repeat(untreated, 5)
    for name in world.policies.dtype.names:
        np.testing.assert_array_equal(world.policies[name][rows], prepared.policies[name][rows])
    assert np.all(world.policies.foresight[~rows] == 1.0)


def _through_a_copy(world: World) -> World:
    return world.copy()


def _through_a_file(world: World) -> World:
    file = BytesIO()
    np.savez(file, **world._asdict())
    file.seek(0)
    with np.load(file) as saved:
        return World(
            *(
                saved[name].view(np.recarray) if table.dtype.names else saved[name]
                for name, table in world._asdict().items()
            )
        )


def _unchanged(world: World) -> World:
    return world


@pytest.mark.parametrize("carry", [_unchanged, _through_a_copy, _through_a_file])
@pytest.mark.parametrize("split", [1, 50, 119])
def test_a_run_in_two_pieces_is_the_run_in_one(
    prepared: World, split: int, carry: Callable[[World], World]
) -> None:
    whole = live_arm(prepared, SCENARIO, "aligned")
    halved = fork(prepared, SCENARIO, "aligned", 0.5)
    advance(halved, split)
    halved = carry(halved)
    advance(halved, 120 - split)
    assert differing(whole, halved) == []


def test_a_copy_shares_no_memory_with_the_original(prepared: World) -> None:
    copy = prepared.copy()
    for name, values in all_columns(copy).items():
        assert not np.shares_memory(values, all_columns(prepared)[name]), name
