"""What must not go the wrong way, whatever the numbers are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from kernel_worlds import SOMEWHAT, differing, live, live_arm, market

from sim.budgets import spendable
from sim.choice import value_of
from sim.employees import introduce, proficiency_after
from sim.events import CHOSEN, SEARCH_BEGAN
from sim.perception import assessed_capability, link_price, planned_links
from sim.reviews import review_interval
from sim.simulation import prepare
from sim.status import LIVE
from sim.systems import expected_integration, partner_fit, readiness
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, World

MANAGERS_BIASED: dict[str, float] = {
    "loss_aversion": 5.0,
    "curvature": 0.4,
    "social_proof": 0.9,
    "confirmation": 0.9,
    "sunk_cost": 0.9,
    "hype": 0.9,
    "planning_fallacy": 0.7,
    "status_quo": 2.0,
    "overconfidence": 0.9,
    "present_bias": 0.9,
}
ORACLES: dict[str, Any] = {
    "policies.somewhat": SOMEWHAT | {"foresight": 1.0, "randomness": 0.0},
    "mix": {"somewhat": 1.0},
}


@pytest.fixture(scope="module")
def grown() -> World:
    return live(market(), seed=3, months=24)


@pytest.fixture(scope="module")
def oracles() -> World:
    return live(market(ORACLES))


@pytest.mark.parametrize("name", sorted(MANAGERS_BIASED))
def test_no_bias_of_managers_changes_anything_for_oracles(name: str, oracles: World) -> None:
    biased = live(market({**ORACLES, f"biases.managers.{name}": MANAGERS_BIASED[name]}))
    assert differing(oracles, biased, without=["parameters", "bias_means", "managers"]) == []
    assert oracles.measures.started.sum() > 50


def test_hype_changes_what_others_buy() -> None:
    bought = [
        live(market({"biases.managers.hype": hype})).systems["product"].tobytes()
        for hype in (0.0, 0.9)
    ]
    assert bought[0] != bought[1]


def test_oracles_judge_every_product_exactly(oracles: World) -> None:
    p, w = oracles.parameters[0], oracles
    for product in range(len(w.products)):
        for luck in (-2.0, 0.0, 2.0):
            assert (
                assessed_capability(
                    w.products, w.vendors, w.policies, w.managers, 0, product, luck, 0.0, p
                )
                == 1.0
            )


def test_more_exaggeration_is_believed_more_and_doubted_after_analysis(grown: World) -> None:
    w, p = grown.copy(), grown.parameters[0]
    p.decisions_assessment_noise = 0.0

    def seen(hype: float, months: float) -> float:
        w.vendors.hype[:] = hype
        return float(
            assessed_capability(w.products, w.vendors, w.policies, w.managers, 0, 0, 0.0, months, p)
        )

    assert seen(0.0, 0.0) == 1.0
    assert 1.0 < seen(0.3, 6.0) < seen(0.3, 1.0) < seen(0.3, 0.0) < seen(0.6, 0.0)


def test_more_training_never_lowers_proficiency_right_after_introduction(grown: World) -> None:
    before = None
    for training in np.linspace(0.0, 1.0, 11):
        w = grown.copy()
        for department in range(len(w.departments)):
            introduce(
                w.employees, w.departments, w.market, department, 1, 0, 0.3, training, w.parameters
            )
        learnt = w.employees.proficiency[:, 1]
        assert np.all((learnt >= 0.0) & (learnt < 1.0))
        if before is not None:
            assert np.all(learnt >= before)
            assert learnt.mean() > before.mean()
        before = learnt.copy()


def test_proficiency_rises_with_every_month_of_practice(grown: World) -> None:
    learnt = [proficiency_after(months, grown.parameters) for months in np.linspace(0, 60, 121)]
    assert learnt[0] == 0.0
    assert np.all(np.diff(learnt) > 0.0)
    assert learnt[-1] < 1.0


def test_the_frugal_begin_no_search_and_start_nothing_that_was_not_begun_before() -> None:
    scenario = market()
    prepared = prepare(scenario, 2)
    began = int((prepared.systems.status == 1).sum())
    world = live_arm(prepared, scenario, "frugal", 1.0)
    after = world.events[prepared.market.event_count[0] : world.market.event_count[0]]
    assert np.sum(after.kind == SEARCH_BEGAN) == 0
    assert np.sum(after.kind == CHOSEN) <= began
    assert live_arm(prepared, scenario, "aligned", 1.0).measures.started.sum() > 10 * began


def test_those_who_were_always_frugal_buy_nothing_at_all() -> None:
    world = live(market({"mix": {"frugal": 1.0}}))
    assert world.measures.started.sum() == 0
    assert np.all(world.systems.status == 0)
    assert np.all(world.vendors.received == 0)


def test_a_larger_budget_never_forbids_what_a_smaller_one_allowed(grown: World) -> None:
    p = grown.copy().parameters[0]
    for department in range(len(grown.departments)):
        limits = []
        for budget in (0.0, 0.02, 0.05, 0.1, 0.3):
            p.firms_technology_budget = budget
            limits.append(
                spendable(
                    grown.systems, grown.departments, grown.firms, grown.products, grown.vendors,
                    grown.policies, department // DEPARTMENTS, department, False, p,
                )
            )  # fmt: skip
        assert np.all(np.diff(limits) > 0.0)


FEWER = [
    ("biases.managers.loss_aversion", (1.0, 2.0, 5.0)),
    ("biases.managers.status_quo", (0.0, 0.7, 2.0)),
    ("biases.managers.present_bias", (0.0, 0.4, 0.9)),
    ("firms.technology_budget", (0.08, 0.03, 0.005)),
    ("products.price", (20.0, 150.0, 1000.0)),
    ("decisions.occasion_rate", (6.0, 2.0, 0.3)),
    ("policies.somewhat.buying", (1.0, 0.5, 0.0)),
]


@pytest.mark.parametrize(("name", "values"), FEWER)
def test_reasons_against_buying_make_fewer_purchases(name: str, values: tuple[float, ...]) -> None:
    # Occasions are rare enough that departments do not run out of room for systems.
    told: dict[str, Any] = {
        "firms.count": 60,
        "mix": {"somewhat": 1.0},
        "biases.managers.spread": 0.0,
    }
    told["decisions.occasion_rate"] = 0.6
    counts = [live(market({**told, name: value})).measures.started.sum() for value in values]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1.1 * counts[-1]


def test_those_who_mourn_sunk_costs_stop_less() -> None:
    # What is bought must not depend on the bias, so it is left to the lot.
    blunt = {"randomness": 1.0, "kill_criteria": 0.0, "independent_review": 0.0, "monitoring": 0.8}
    told = {
        "policies.somewhat": SOMEWHAT | blunt,
        "mix": {"somewhat": 1.0},
        "biases.managers.spread": 0.0,
        "firms.count": 60,
    }
    stopped = []
    for salience in (0.0, 0.4, 1.0):
        measures = live(market({**told, "biases.managers.sunk_cost": salience})).measures
        stopped.append(int(measures.abandoned.sum() + measures.retired.sum()))
    assert stopped == sorted(stopped, reverse=True)
    assert stopped[0] > 1.2 * stopped[-1]


def test_when_more_people_leave_less_is_used() -> None:
    use = []
    for turnover in (0.0, 0.3, 1.0):
        world = live(market({"employees.turnover": turnover}))
        use.append(np.mean(world.systems.usage[world.systems.status == LIVE]))
    assert use[0] > use[1] > use[2]


def test_readiness_rises_with_maturity_and_falls_with_complexity() -> None:
    levels = np.linspace(0.01, 1.0, 100)
    assert np.all(np.diff([readiness(level, 0.5) for level in levels]) > 0.0)
    assert np.all(np.diff([readiness(0.5, level) for level in levels]) < 0.0)


def test_more_missing_links_leave_less_of_the_benefit(grown: World) -> None:
    p = grown.parameters[0]
    left = [expected_integration(missing, p) for missing in np.linspace(0.0, 1.0, 11)]
    assert left[0] == 1.0
    assert np.all(np.diff(left) < 0.0)


def test_more_open_products_are_linked_more_cheaply(grown: World) -> None:
    w, p = grown.copy(), grown.parameters[0]
    other = int(np.flatnonzero(w.products.vendor != w.products.vendor[0])[0])
    prices = []
    for openness in (0.2, 0.5, 0.8, 1.0):
        w.products.openness[:] = openness
        prices.append(link_price(w.products, 0, other, p))
    assert np.all(np.diff(prices) < 0.0)
    assert prices[-1] == 0.0


def test_a_stronger_network_effect_never_makes_a_product_fit_partners_better(
    grown: World,
) -> None:
    unfit = 0
    for firm in range(len(grown.firms)):
        for product in range(len(grown.products)):
            fits = [
                partner_fit(grown.firms, grown.products, firm, product, effect)
                for effect in (0.0, 0.3, 1.0)
            ]
            assert fits[0] == 1.0
            assert fits[0] >= fits[1] >= fits[2] >= 0.0
            unfit += fits[2] < 1.0
    assert unfit > 0


def test_better_planning_makes_all_the_links_of_worse_planning_and_costs_no_less(
    grown: World,
) -> None:
    w, p = grown, grown.parameters[0]
    gained = 0
    for row in np.flatnonzero(w.systems.status == LIVE):
        firm, function = row // SYSTEMS_PER_FIRM, (row // SLOTS) % DEPARTMENTS
        before, cost_before = 0, 0.0
        for planning in (0.0, 0.3, 0.6, 0.8, 1.0):
            links, cost = planned_links(
                w.systems, w.departments, w.products, int(firm), int(function),
                int(w.systems["product"][row]), planning, p,
            )  # fmt: skip
            assert links & before == before
            assert cost >= cost_before
            gained += links != before
            before, cost_before = links, cost
    assert gained > 0


def test_reviews_are_never_rarer_with_more_monitoring_and_stay_within_their_bounds(
    grown: World,
) -> None:
    p = grown.parameters[0]
    months = [review_interval(monitoring, p) for monitoring in np.linspace(0.0, 1.0, 101)]
    assert months[0] == p.decisions_review_longest
    assert months[-1] == p.decisions_review_shortest
    assert np.all(np.diff(months) <= 0)


def test_losses_weigh_more_with_loss_aversion_and_gains_do_not() -> None:
    assert value_of(0.0, 2.0, 1.0, 0.88) > value_of(0.0, 2.0, 2.0, 0.88)
    assert value_of(2.0, 0.0, 1.0, 0.88) == value_of(2.0, 0.0, 2.0, 0.88)
