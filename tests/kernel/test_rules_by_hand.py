"""Corners of rules that markets at random hardly reach, against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from kernel_worlds import differing, market

from sim.accounts import CASH
from sim.budgets import grant_budgets, spendable
from sim.choice import begin_searches, finish_searches
from sim.demand import flow_from_partners, move_advantages
from sim.indicators import measured_benefit
from sim.luck import normal
from sim.month import PHASES
from sim.options import true_benefit
from sim.projects import end_project, go_live, live_positions
from sim.prospects import project_prospect
from sim.reviews import _switch_to_rival
from sim.simulation import advance, prepare
from sim.status import EMPTY, IMPLEMENTING, LIVE, PILOTED, PROPOSED
from sim.tables import CATEGORY_COUNT, DEPARTMENTS, SLOTS, World
from sim.value import BEST, set_worth
from sim.world import build_world

pytestmark = pytest.mark.mutation


@pytest.fixture
def w() -> World:
    return build_world(market({"firms.count": 2}), 1)


@pytest.mark.parametrize(
    ("planned", "spent", "completed", "overrun"),
    [
        (1000.0, 1500.0, True, 0.5),
        (1000.0, 400.0, True, -0.6),
        (1000.0, 1500.0, False, 0.5),
        (1000.0, 400.0, False, 0.0),  # stopped early is no saving against the plan
        (0.0, 400.0, True, 0.0),
    ],
)
def test_a_project_overruns_its_plan_by_a_share_of_it(
    w: World, planned: float, spent: float, completed: bool, overrun: float
) -> None:
    w.systems.planned_cost[18], w.systems.spent[18] = planned, spent
    assert end_project(w.systems, w.measures, 1, 18, completed) == pytest.approx(overrun)
    m = w.measures
    assert m.overrun.tolist() == pytest.approx([0.0, overrun])
    assert m.completed.tolist() == [0, int(completed)]
    assert m.abandoned.tolist() == [0, int(not completed)]
    assert m.ended.tolist() == [0, 1]
    assert m.escalated_ended.tolist() == [0, 0]


@pytest.mark.parametrize("escalated", [1, 2], ids=["at the last review", "at an earlier review"])
def test_overruns_of_projects_that_escalated_are_counted_apart_as_well(
    w: World, escalated: int
) -> None:
    w.systems.planned_cost[3], w.systems.spent[3] = 100.0, 300.0
    w.systems.escalated[3] = escalated
    end_project(w.systems, w.measures, 0, 3, False)
    assert w.measures.escalated_ended.tolist() == [1, 0]
    assert w.measures.escalated_overrun.tolist() == [2.0, 0.0]


@pytest.mark.parametrize(
    ("months", "spent", "on_plan"),
    [
        (7, 1200.0, 1),  # up to a fifth and a month longer, up to a fifth dearer
        (8, 1200.0, 0),
        (7, 1201.0, 0),
    ],
)
def test_a_project_is_on_plan_if_it_is_hardly_late_and_hardly_dearer(
    w: World, months: int, spent: float, on_plan: int
) -> None:
    product, system = 0, int(w.products.function[0]) * SLOTS
    systems = w.systems
    systems.product[system], systems.status[system] = product, IMPLEMENTING
    systems.planned_work[system], systems.planned_cost[system] = 5.0, 1000.0
    systems.since[system], systems.spent[system] = 40, spent
    w.market.month[:] = 40 + months
    go_live(
        systems, w.departments, w.employees, w.firms, w.products, w.vendors, w.policies, w.ledger,
        w.measures, w.market, system, w.parameters[0], w.parameters,
    )  # fmt: skip
    assert systems.on_plan[system] == on_plan


KEY, WHO = 77, 5  # of the luck that judges a rival


def pilot_of_two(w: World) -> tuple[int, int, int]:
    """Pilot product 0 and another for the same department; return it, the rival and the system."""
    function = int(w.products.function[0])
    rival, row = int(np.flatnonzero(w.products.function == function)[1]), function * SLOTS
    w.systems.product[row], w.systems.rival[row] = 0, rival + 1
    w.systems.status[row] = PILOTED
    return function, rival, row


def rival_in_view(w: World, row: int) -> tuple[float, float, float]:
    """Return what the rival seems to bring and truly costs a month, and the work it leaves."""
    p, rival = w.parameters[0], int(w.systems.rival[row]) - 1
    true, cost, left = project_prospect(
        w.systems, w.departments, w.firms, w.products, w.vendors, w.policies, w.market, row, rival,
        0.0, 1.0, p,
    )  # fmt: skip
    shown = measured_benefit(
        w.departments, w.firms, w.products, w.policies, w.market, row // SLOTS, rival, true, p
    )
    return shown * math.exp(0.2 * normal(KEY, WHO, 2) - 0.02), cost, left


def takes_rival(w: World, row: int, net: float) -> bool:
    """Review a pilot of two whose first product seems to bring that much more."""
    return _switch_to_rival(
        w.systems, w.departments, w.employees, w.firms, w.products, w.vendors, w.policies,
        w.managers, w.ledger, w.measures, w.market, w.events, row, 0.0, net, KEY, WHO,
        w.parameters,
    )  # fmt: skip


@pytest.mark.parametrize("monitoring", [0.0, 0.5, 1.0])
@pytest.mark.parametrize(("more", "taken"), [(-0.01, True), (0.01, False)])
def test_a_rival_is_taken_when_it_seems_to_bring_more_than_going_on(
    w: World, monitoring: float, more: float, taken: bool
) -> None:
    """What the rival seems to cost is its licences, and the rest as far as one measures."""
    p, systems = w.parameters[0], w.systems
    function, rival, row = pilot_of_two(w)
    seats = int(w.departments.headcount[function])
    w.products.price[rival], w.products.capability[rival] = 3.0, 0.9
    # Data is typed again: the department depends on another, whose system links to no other.
    other = int(np.argmax(w.departments.dependence[function])) * SLOTS
    w.products.openness[:] = 0.0
    foreign = w.products.vendor != w.products.vendor[rival]
    systems.product[other] = int(np.flatnonzero(foreign)[0])
    systems.status[other] = LIVE
    w.policies.monitoring[function], w.policies.foresight[function] = monitoring, 0.0
    w.policies.gap_assessment[function] = 0.0
    set_worth(w.firms, w.parameters, 0, len(w.firms))
    believed, cost, left = rival_in_view(w, row)
    licences = 3.0 * w.vendors.price_level[w.products.vendor[rival]] * seats
    seems = (1.0 - monitoring) * licences + monitoring * cost
    brings = p.decisions_review_horizon * (believed - seems) - left
    assert brings > 1.0
    assert seats > 1
    assert cost > licences > 0.0
    assert taken == takes_rival(w, row, brings + more)
    assert systems.product[row] == (rival if taken else 0)


def test_a_rival_that_is_easier_than_the_firm_is_mature_saves_no_work(w: World) -> None:
    """Preparing for a gap takes work only where there is one."""
    p = w.parameters[0]
    function, rival, row = pilot_of_two(w)
    w.products.complexity[rival], w.departments.maturity[function] = 0.1, 0.9
    w.policies.gap_assessment[function] = w.policies.monitoring[function] = 1.0
    set_worth(w.firms, w.parameters, 0, len(w.firms))
    believed, cost, left = rival_in_view(w, row)
    brings = p.decisions_review_horizon * (believed - cost) - left
    for more, taken in ((0.01, False), (-0.01, True)):
        assert taken == takes_rival(w, row, brings + more)


def test_a_department_may_spend_its_purse_and_a_year_less_the_licences_it_pays(w: World) -> None:
    p, department = w.parameters[0], DEPARTMENTS + 1
    w.policies.governance[:] = 0.0
    w.departments.purse[:] = 1000.0
    w.vendors.price_level[:] = 1.5
    w.systems.status[:] = EMPTY
    row = department * SLOTS + 1
    w.systems.product[row], w.systems.status[row] = 4, LIVE
    w.products.price[4] = 20.0
    seats, present = w.departments.headcount[department], 0
    for other in range(DEPARTMENTS, 2 * DEPARTMENTS):
        present += int(w.departments.headcount[other] > 0)
    year = 12.0 * p.firms_technology_budget * w.firms.revenue[1] / present
    found = spendable(
        w.systems, w.departments, w.firms, w.products, w.vendors, w.policies, 1, department, False,
        p,
    )  # fmt: skip
    assert found == pytest.approx(1000.0 + year - 12.0 * 20.0 * 1.5 * seats)


def test_where_nothing_is_kept_apart_any_more_the_purse_inherits_what_is_left(w: World) -> None:
    w.policies.governance[:] = 0.0
    before = w.departments.purse.copy()
    plain = w.copy()
    w.departments.track[2] = 5.0
    for world in (plain, w):
        world.parameters.decisions_exploration_budget[0] = 0.0
        world.parameters.decisions_carry_over[0] = 1e9
        grant_budgets(world.firms, world.departments, world.policies, world.parameters, 0, 2)
    assert w.departments.track.tolist() == [0.0] * len(before)
    inherited = w.departments.purse - plain.departments.purse
    assert inherited.tolist() == pytest.approx([0.0, 0.0, 5.0] + [0.0] * (len(before) - 3))


def test_what_partners_do_well_reaches_one_component_of_the_advantage(w: World) -> None:
    p, plain = w.parameters[0], w.copy()
    for world in (plain, w):
        world.firms.performance[:] = 0.7
        world.parameters.market_partner_flow[0] = 0.0 if world is plain else 0.5
        move_advantages(world.firms, world.parameters, 0)
    moved = (w.firms.advantage_parts - plain.firms.advantage_parts)[0]
    flow = flow_from_partners(w.firms, 0)
    assert flow == pytest.approx(0.7)
    assert moved[BEST] == pytest.approx(p.market_demand_speed * p.market_demand_sensitivity * 0.35)
    assert np.delete(moved, BEST).tolist() == [0.0] * (len(moved) - 1)


@pytest.mark.parametrize("category", range(CATEGORY_COUNT))
def test_a_wish_of_the_focal_firm_is_bought_by_the_department_that_it_serves(
    w: World, category: int
) -> None:
    """What is bought is open, that something is bought is not, also where all of it is a loss."""
    w.parameters.decisions_occasion_rate[0] = 0.0
    w.parameters.decisions_noise[0] = 0.0
    w.policies.randomness[:] = w.policies.impulse[:] = w.policies.precedent[:] = 0.0
    w.policies.coherence[:] = 0.0
    w.systems.status[:], w.systems.product[:] = EMPTY, -1
    w.market.wish_category[0], w.market.fork_month[0] = category, w.market.month[0]
    w.departments.headcount[:] = np.maximum(w.departments.headcount, 1)
    w.products.launch[:] = 0
    w.firms.worth[:] = 0.0
    w.departments.purse[:] = 1e9
    w.ledger.balance[:, CASH] = 10**12
    begin_searches(
        w.systems, w.departments, w.firms, w.products, w.policies, w.managers, w.ledger, w.market,
        w.events, w.parameters, 0, 2,
    )  # fmt: skip
    row = category // 2 * SLOTS
    assert np.flatnonzero(w.systems.status).tolist() == [row]
    assert (w.systems.status[row], w.systems.wished[row]) == (PROPOSED, category)
    w.systems.due[row] = w.market.month[0]
    finish_searches(
        w.scratch, w.systems, w.departments, w.firms, w.products, w.vendors, w.policies, w.managers,
        w.ledger, w.measures, w.market, w.events, w.parameters, 0, 2,
    )  # fmt: skip
    assert w.systems.product[row] >= 0
    assert w.products.category[w.systems.product[row]] == category


@pytest.mark.parametrize(("status", "lost"), [(LIVE, True), (PILOTED, False)])
def test_a_product_replaces_what_the_slot_gives_now_which_only_a_live_system_does(
    w: World, status: int, lost: bool
) -> None:
    w.systems.status[:] = EMPTY
    w.systems.product[0], w.systems.status[0] = 1, status
    set_worth(w.firms, w.parameters, 0, 1)
    found = []
    for given in (0.0, 0.2):
        w.systems.contribution[0] = given
        found.append(true_benefit(w.systems, w.departments, w.firms, w.products, 0, 0, 0, 1.0))
    assert found[0] > 0.0
    assert (found[1] < found[0]) == lost


def test_live_positions_are_those_of_live_systems_alone(w: World) -> None:
    w.systems.status[:] = EMPTY
    first = DEPARTMENTS * SLOTS
    w.systems.status[first + 1], w.systems.status[first + 4] = LIVE, IMPLEMENTING
    w.systems.status[first + 6] = LIVE
    assert live_positions(w.systems, 1) == 2 + 64


def test_phases_one_by_one_are_the_month_in_one_call() -> None:
    one = prepare(market({"firms.count": 2}), 1)
    other = one.copy()
    assert (one.systems.status == LIVE).any()
    for _ in range(3):
        advance(one, 1)
        for phase in PHASES:
            phase(other)
    assert differing(one, other) == []
