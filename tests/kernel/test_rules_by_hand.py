"""Corners of rules that markets at random hardly reach, against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from kernel_worlds import market

from sim.indicators import measured_benefit
from sim.luck import normal
from sim.projects import end_project, go_live
from sim.prospects import project_prospect
from sim.reviews import _switch_to_rival
from sim.status import IMPLEMENTING, LIVE, PILOTED
from sim.tables import SLOTS, World
from sim.value import set_worth
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


@pytest.mark.parametrize("monitoring", [0.0, 0.5, 1.0])
@pytest.mark.parametrize(("more", "taken"), [(-0.01, True), (0.01, False)])
def test_a_rival_is_taken_when_it_seems_to_bring_more_than_going_on(
    w: World, monitoring: float, more: float, taken: bool
) -> None:
    """What the rival seems to cost is its licences, and the rest as far as one measures."""
    p, systems, key, who = w.parameters[0], w.systems, 77, 5
    function = int(w.products.function[0])
    rival = int(np.flatnonzero(w.products.function == function)[1])
    row, seats = function * SLOTS, int(w.departments.headcount[function])
    systems.product[row], systems.rival[row], systems.status[row] = 0, rival + 1, PILOTED
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
    true, cost, left = project_prospect(
        systems, w.departments, w.firms, w.products, w.vendors, w.policies, w.market, row, rival,
        0.0, 1.0, p,
    )  # fmt: skip
    shown = measured_benefit(
        w.departments, w.firms, w.products, w.policies, w.market, function, rival, true, p
    )
    believed = shown * math.exp(0.2 * normal(key, who, 2) - 0.02)
    licences = 3.0 * w.vendors.price_level[w.products.vendor[rival]] * seats
    seems = (1.0 - monitoring) * licences + monitoring * cost
    brings = p.decisions_review_horizon * (believed - seems) - left
    assert brings > 1.0
    assert seats > 1
    assert cost > licences > 0.0
    assert taken == _switch_to_rival(
        systems, w.departments, w.employees, w.firms, w.products, w.vendors, w.policies,
        w.managers, w.ledger, w.measures, w.market, w.events, row, 0.0, brings + more, key, who,
        w.parameters,
    )  # fmt: skip
    assert systems.product[row] == (rival if taken else 0)
