"""Phase by phase: from the same state of a lively market, each phase leaves the same state."""

from __future__ import annotations

import math
from typing import Any

import pytest
from from_tables import differing, to_objects

from sim import month
from sim.parameters import Scenario
from sim.scenario_files import load_scenario
from sim.simulation import advance, fork, prepare
from sim.tables import World

PHASES = {phase.__name__: phase for phase in month.PHASES}
MONTHS = 18

# Much is bought, used and stopped in little time, under all shipped policies.
SETTINGS = (
    "firms.count=24",
    "run.warmup=14",
    "run.months=24",
    "firms.technology_budget=0.07",
    "decisions.occasion_rate=3",
    "market.turbulence=2",
    "products.emerging_hazard=1",
)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("regimes/complex", SETTINGS).scenario


@pytest.fixture(scope="module")
def before(scenario: Scenario) -> dict[str, list[World]]:
    """Return worlds as they stand before each phase, several months apart."""
    world = fork(prepare(scenario, 5), scenario, "dual_track", 0.3)
    found: dict[str, list[World]] = {name: [] for name in PHASES}
    # Vendors act every half-year, the best portfolio is set every year.
    for until in (0, 4, 10, MONTHS):
        advance(world, until - int(world.market.month[0] - world.market.fork_month[0]))
        for name, phase in PHASES.items():
            found[name].append(world.copy())
            phase(world)
    return found


@pytest.mark.parametrize("name", PHASES)
def test_a_world_of_tables_and_its_objects_are_in_the_same_state(
    name: str, before: dict[str, list[World]], scenario: Scenario
) -> None:
    for world in before[name]:
        assert differing(world, to_objects(world, scenario)) == []


@pytest.mark.parametrize("name", PHASES)
def test_a_phase_leaves_the_same_state(
    name: str, before: dict[str, list[World]], scenario: Scenario
) -> None:
    changed = 0
    for start in before[name]:
        world, model = start.copy(), to_objects(start, scenario)
        PHASES[name](world)
        changed += bool(differing(world, model))
        getattr(model, name)()
        assert differing(world, model) == []
    assert changed, "the phase changed nothing, so that this test could not fail"


def _next_number(one: Any, name: str) -> None:
    setattr(one, name, math.nextafter(getattr(one, name), math.inf))


def _add(numbers: list[Any]) -> None:
    numbers[0] += 1


def _link_to_itself(model: Any) -> None:
    system = model.departments[0].systems[0]
    system.links = system.links ^ {system}


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("firms.revenue", lambda model: _next_number(model.firms[3], "revenue")),
        ("departments.maturity", lambda model: _next_number(model.departments[7], "maturity")),
        ("employees.skill", lambda model: _next_number(model.employees[11], "skill")),
        ("vendors.price_level", lambda model: _next_number(model.vendors[1], "price_level")),
        ("products.price", lambda model: _next_number(model.products[2], "price")),
        ("ledger.balance", lambda model: _add(model.firms[0].account.balance)),
        ("measures.channels", lambda model: _add(model.firms[0].measures.channels)),
        ("employees.colleagues", lambda model: model.employees[0].colleagues.reverse()),
        ("market.reward", lambda model: model.market.reward.reverse()),
        ("systems.links", _link_to_itself),
    ],
)
def test_a_difference_of_one_bit_is_named(
    column: str, change: Any, before: dict[str, list[World]], scenario: Scenario
) -> None:
    world = before["environment_phase"][-1]
    model = to_objects(world, scenario)
    change(model)
    assert differing(world, model) == [column]
