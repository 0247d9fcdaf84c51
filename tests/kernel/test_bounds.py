"""Whatever allowed values a scenario has, every state of a small world is a possible one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kernel_worlds import all_columns, columns, live_arm, market
from random_markets import FREE, ORDERED, SMALL, at_share, markets

from sim.parameters import Policy, Scenario
from sim.simulation import firm_outcomes, prepare
from sim.status import EMPTY, IMPLEMENTING, LIVE, STATUS_NAMES
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, TABLES, World


def _columns_of_unit(unit: str) -> list[str]:
    tables = set(TABLES) - {"parameters", "policies", "managers", "measures", "scratch", "events"}
    return [
        f"{table}.{column.name}"
        for table in sorted(tables)
        for column in TABLES[table]
        if column.unit == unit
    ]


# A share of a capability by which it is exaggerated may be above 1.
SHARE_COLUMNS = sorted(set(_columns_of_unit("share")) - {"vendors.hype"})
WEIGHTS = ("firms.niche", "firms.reward", "firms.reward_estimate", "firms.declared")
WEIGHTS += ("market.reward",)
INDICES_UP_TO_ONE = (
    "firms.leadership", "firms.sensing", "firms.seizing", "firms.reconfiguring", "firms.capability",
    "firms.performance", "firms.satisfaction", "departments.maturity", "departments.fatigue",
    "employees.skill", "employees.threat", "employees.openness", "employees.belief",
    "employees.proficiency", "employees.usage_before", "vendors.reputation", "products.design",
    "products.capability", "products.complexity", "products.openness", "products.automation",
    "systems.usefulness", "systems.contribution", "systems.process_gain", "market.news",
)  # fmt: skip
NOT_NEGATIVE = (
    "firms.revenue", "firms.base_revenue", "firms.errors", "firms.worth", "firms.best_customer",
    "firms.best_efficiency", "firms.spending", "departments.resistance", "vendors.hype",
    "vendors.price_level", "vendors.sold", "vendors.sold_before", "vendors.praised",
    "vendors.blamed", "vendors.seats", "vendors.received", "products.price", "products.setup",
    "products.features", "products.freshness", "systems.work", "systems.done", "systems.spent",
    "systems.planned_cost", "systems.planned_work", "systems.interplay", "market.demand",
    "market.index", "market.jumps", "market.event_count",
)  # fmt: skip
TINY = 1e-12  # rounding of sums that make up a share


def _check_numbers(world: World) -> None:
    found = all_columns(world)
    for name, values in found.items():
        assert np.all(np.isfinite(values)), f"{name} is not finite"
    for name in (*SHARE_COLUMNS, *INDICES_UP_TO_ONE):
        values = found[name]
        if name == "employees.mean_use":
            values = values[values != -1.0]  # nothing to use
        assert np.all((values >= -TINY) & (values <= 1.0 + TINY)), f"{name} is outside 0..1"
    for name in NOT_NEGATIVE:
        assert np.all(found[name] >= 0), f"{name} is negative"
    for name in WEIGHTS:
        np.testing.assert_allclose(found[name].sum(axis=1), 1.0, rtol=1e-9, err_msg=name)
    for name, values in columns(world.measures).items():
        if values.dtype.kind == "i":
            assert np.all(values >= 0), f"measures.{name} counts below zero"


def _check_people(world: World) -> None:
    firms, departments, employees = world.firms, world.departments, world.employees
    assert firms.headcount.sum() == len(employees)
    by_firm = departments.headcount.reshape(-1, DEPARTMENTS)
    np.testing.assert_array_equal(by_firm.sum(axis=1), firms.headcount)
    counted = np.bincount(employees.department, minlength=len(departments))
    np.testing.assert_array_equal(counted, departments.headcount)
    firm = employees.department // DEPARTMENTS
    here, ties = employees.colleagues >= 0, employees.colleagues
    np.testing.assert_array_equal(
        firm[ties][here], np.broadcast_to(firm[:, None], ties.shape)[here]
    )
    assert np.all(ties != np.arange(len(employees))[:, None]), "a colleague of oneself"
    assert len(np.unique(employees.identity)) == len(employees)
    for name in ("peers", "partners"):
        others = firms[name]
        assert np.all((others >= -1) & (others < len(firms)))
        assert np.all(others != np.arange(len(firms))[:, None]), f"{name}: a tie to oneself"
    present = departments.headcount.reshape(-1, DEPARTMENTS)[0] > 0
    needs = departments.need.reshape(len(firms), DEPARTMENTS, -1).sum(axis=1)
    np.testing.assert_allclose(needs, 1.0, rtol=1e-9)
    assert np.all(by_firm[:, ~present] == 0)


def _check_systems(world: World) -> None:
    systems, products = world.systems, world.products
    status, product = systems.status, systems["product"]
    assert np.all((status >= EMPTY) & (status < len(STATUS_NAMES)))
    assert np.all(product[status == EMPTY] == -1)
    bought = status > 1
    assert np.all((product[bought] >= 0) & (product[bought] < len(products)))
    function = (np.arange(len(systems)) // SLOTS) % DEPARTMENTS
    np.testing.assert_array_equal(products.function[product[bought]], function[bought])
    assert np.all(products.launch[product[bought]] <= world.market.month[0])
    staffed = np.repeat(world.departments.headcount > 0, SLOTS)
    assert np.all(status[~staffed] == EMPTY)
    working = (status == LIVE) | (status == IMPLEMENTING)
    assert np.all(systems.base_work[working] > 0.0)
    assert np.all(systems.done[status == LIVE] >= systems.work[status == LIVE] - TINY)
    _check_links(world)
    _check_partners(world)
    seats = np.repeat(world.departments.headcount, SLOTS)[status == LIVE]
    owner = products.vendor[product[status == LIVE]]
    in_use = np.bincount(owner, seats, minlength=len(world.vendors))
    np.testing.assert_array_equal(world.vendors.seats, in_use)


def _check_links(world: World) -> None:
    for firm in range(len(world.firms)):
        rows = slice(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM)
        links, live = world.systems.links[rows], world.systems.status[rows] == LIVE
        linked = (links[:, None] >> np.arange(SYSTEMS_PER_FIRM)) & 1 == 1
        np.testing.assert_array_equal(linked, linked.T, err_msg="a link has one end only")
        assert not np.any(linked[~live]), "a link of a system that is not live"
        assert not np.any(np.diag(linked)), "a link of a system to itself"
        assert np.all(links >> SYSTEMS_PER_FIRM == 0)


def _check_partners(world: World) -> None:
    systems, firms, present = world.systems, world.firms, world.presence.vendors
    owner = np.where(systems.status == LIVE, world.products.vendor[systems["product"]], -1)
    by_firm = np.where(owner >= 0, 1 << np.maximum(owner, 0), 0).reshape(-1, SYSTEMS_PER_FIRM)
    np.testing.assert_array_equal(np.bitwise_or.reduce(by_firm, axis=1), present)
    seen = np.where(firms.partners >= 0, present[firms.partners], -1)
    np.testing.assert_array_equal(firms.partner_vendors, seen)


def _check_counts(world: World) -> None:
    m = world.measures
    ended = m.completed + m.abandoned
    assert np.all(m.ended <= ended)
    assert np.all(m.regrets <= m.judged)
    assert np.all(m.successful <= m.judged)
    assert np.all(m.unused_seats <= m.paid_seats + TINY)
    assert np.all(m.usage <= m.usage_months + TINY)
    assert np.all(m.months == 18)
    assert np.all(world.ledger.balance.sum(axis=1) == 0)
    if world.market.event_count[0] <= len(world.events):
        written = world.events[: world.market.event_count[0]]
        assert np.all(np.diff(written.month) >= 0)


def _check(world: World) -> None:
    _check_numbers(world)
    _check_people(world)
    _check_systems(world)
    _check_counts(world)
    for name, values in firm_outcomes(world).items():
        if values.dtype.kind == "f":
            assert not np.any(np.isinf(values)), f"{name} is infinite"


@settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(scenario=markets(), seed=st.integers(0, 2**53))
def test_every_allowed_market_stays_within_its_bounds(scenario: Scenario, seed: int) -> None:
    world = live_arm(prepare(scenario, seed), scenario, "somewhat")
    _check(world)


@pytest.mark.parametrize("share", [0.0, 1.0])
@pytest.mark.parametrize("name", sorted(FREE))
def test_each_parameter_may_go_to_the_ends_of_its_range(name: str, share: float) -> None:
    values = {name: at_share(name, share)}
    for low, high in ORDERED:
        if name == low:
            values[high] = max(values[low], at_share(high, 0.8))
        if name == high:
            values[low] = min(values[high], at_share(low, 0.2))
    scenario = market({**SMALL, **values})
    _check(live_arm(prepare(scenario, 1), scenario, "somewhat"))


def test_projects_that_cost_nothing_overrun_nothing() -> None:
    scenario = market({**SMALL, "products.setup": 0.0, "products.setup_fixed": 0.0})
    world = live_arm(prepare(scenario, 1), scenario, "somewhat")
    assert world.measures.completed.sum() > 10
    assert np.all(np.isfinite(world.measures.overrun))


@pytest.mark.parametrize(
    "key", ["policies.somewhat." + name for name in sorted(Policy.model_fields)]
)
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_each_practice_may_be_absent_or_perfect(key: str, value: float) -> None:
    scenario = market({**SMALL, key: value})
    _check(live_arm(prepare(scenario, 1), scenario, "somewhat"))


@pytest.mark.parametrize("arm", sorted(market().policies))
def test_each_policy_that_ships_stays_within_its_bounds(arm: str) -> None:
    scenario = market({"run.months": 18})
    _check(live_arm(prepare(scenario, 1), scenario, arm, 1.0))


def test_the_checks_see_a_broken_world() -> None:
    scenario = market(SMALL)
    sound = live_arm(prepare(scenario, 1), scenario, "somewhat")
    _check(sound)
    live = int(np.flatnonzero(sound.systems.status == LIVE)[0])
    for table, column, row, value in [
        ("firms", "revenue", 0, np.nan),
        ("employees", "usage", 0, 1.1),
        ("firms", "declared", 0, 0.3),
        ("employees", "colleagues", 0, len(sound.employees) - 1),
        ("systems", "links", live, 1 << 14 | 1 << 2 | 1),
        ("systems", "product", live, -1),
        ("systems", "status", live, 9),
        ("vendors", "seats", 0, -3),
        ("measures", "started", 0, -1),
        ("ledger", "balance", 0, 12),
        ("departments", "headcount", 0, 0),
        ("presence", "vendors", 0, -1),
        ("firms", "partner_vendors", (0, 0), 1 << 40),
    ]:
        broken = sound.copy()
        getattr(broken, table)[column][row] = value
        with pytest.raises((AssertionError, IndexError)):
            _check(broken)
