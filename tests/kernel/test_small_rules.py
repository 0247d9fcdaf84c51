"""Small rules against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_worlds import market

from sim.accounts import CASH, CAUSES, VENDORS, open_month, pay, receive, to_cents
from sim.choice import value_of
from sim.compilation import COMPILED
from sim.demand import compete
from sim.employees import intended_use, logistic, proficiency_after, resistance
from sim.market import monthly
from sim.measures import cosine
from sim.perception import analysis_months, link_price, seen_weights
from sim.portfolio import next_department
from sim.reviews import review_interval
from sim.status import EMPTY, LIVE
from sim.systems import interplay, lock_in_cost, missing_links, partner_fit, readiness, see_partners
from sim.tables import SLOTS, World, empty_table
from sim.vendors import pitch_strength
from sim.world import build_world

pytestmark = pytest.mark.mutation


@pytest.fixture
def w() -> World:
    return build_world(market({"firms.count": 4}), 1)


@pytest.mark.parametrize("yearly", [0.0, 0.15, 1.0, 6.0])
def test_twelve_months_of_a_monthly_hazard_make_the_yearly_one(yearly: float) -> None:
    assert math.isclose((1.0 - monthly(yearly)) ** 12, math.exp(-yearly), rel_tol=1e-12)
    assert 0.0 <= monthly(yearly) < 1.0


def test_no_hazard_never_strikes() -> None:
    assert monthly(0.0) == 0.0


@pytest.mark.parametrize(
    ("x", "expected"),
    [(0.0, 0.5), (math.log(3.0), 0.75), (-math.log(3.0), 0.25), (-40.0, math.exp(-40.0))],
)
def test_the_logistic_turns_log_odds_into_shares(x: float, expected: float) -> None:
    assert math.isclose(logistic(x), expected, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("maturity", "complexity", "expected"),
    [(0.5, 0.5, 0.5**0.25), (0.0, 0.5, 0.0), (1.0, 0.5, 2.0 / 17.0**0.25), (1.0, 0.05, 1.0)],
)
def test_readiness_is_a_smooth_minimum_of_one_and_maturity_over_complexity(
    maturity: float, complexity: float, expected: float
) -> None:
    assert math.isclose(readiness(maturity, complexity), expected, rel_tol=1e-5)
    assert readiness(maturity, complexity) <= min(1.0, maturity / complexity)


def test_each_doubling_of_experience_leaves_the_progress_ratio_of_the_effort(w: World) -> None:
    p = w.parameters
    p.employees_progress_ratio[:], p.employees_learning_months[:] = 0.8, 0.5
    # Experience begins at one learning time: 0, 0.5, 1.5 and 3.5 months on, it has doubled again.
    for doublings, months in enumerate((0.0, 0.5, 1.5, 3.5)):
        assert math.isclose(1.0 - proficiency_after(months, p), 0.8**doublings, rel_tol=1e-12)


@settings(max_examples=100, derandomize=True, database=None, deadline=None)
@given(gain=st.floats(0.0, 1e6), loss=st.floats(0.0, 1e6))
def test_the_neutral_value_function_is_the_plain_difference(gain: float, loss: float) -> None:
    assert value_of(gain, loss, 1.0, 1.0) == gain - loss


def test_the_value_function_is_that_of_prospect_theory() -> None:
    assert math.isclose(value_of(4.0, 0.0, 2.25, 0.5), 2.0)
    assert math.isclose(value_of(0.0, 4.0, 2.25, 0.5), -4.5)
    assert math.isclose(value_of(9.0, 4.0, 2.25, 0.5), -1.5)


@pytest.mark.parametrize(
    ("monitoring", "months"), [(0.0, 24), (1.0, 3), (0.5, 8), (1.0 / 3.0, 12), (2.0 / 3.0, 6)]
)
def test_intervals_of_reviews_shrink_by_equal_ratios(
    w: World, monitoring: float, months: int
) -> None:
    p = w.parameters[0]
    p.decisions_review_longest, p.decisions_review_shortest = 24.0, 3.0
    assert review_interval(monitoring, p) == months


@pytest.mark.parametrize(
    ("euros", "cents"), [(0.0, 0), (1.005, 100), (0.125, 13), (-0.125, -12), (12.34, 1234)]
)
def test_euros_are_rounded_to_cents_halves_upward(euros: float, cents: int) -> None:
    assert to_cents(euros) == cents


def test_a_payment_has_two_sides_and_a_cause() -> None:
    ledger = empty_table("ledger", 2)
    assert pay(ledger, 1, VENDORS, CAUSES.index("setup"), 10.004) == 10.0
    assert receive(ledger, 1, VENDORS, CAUSES.index("revenue"), 2.5) == 2.5
    assert ledger.balance[1].tolist() == [-750, 0, 0, 0, 750, 0, 0]
    assert ledger.month[1, CAUSES.index("setup")] == -1000
    assert ledger.month[1, CAUSES.index("revenue")] == 250
    assert not np.any(ledger.balance[0])
    open_month(ledger)
    assert ledger.opening_cash[1] == ledger.balance[1, CASH] == -750
    assert not np.any(ledger.month)


def test_dependence_is_missing_where_live_systems_are_not_linked(w: World) -> None:
    w.departments.dependence[5] = [0.0, 0.5, 0.3, 0.2, 0.0]
    w.systems.status[15:30] = EMPTY
    assert missing_links(w.systems, w.departments, 1, 0, 0) == 0.0
    w.systems.status[15 + 3] = LIVE  # operations, first slot
    w.systems.status[15 + 7] = LIVE  # service, second slot
    assert missing_links(w.systems, w.departments, 1, 0, 0) == 0.5 + 0.3
    assert missing_links(w.systems, w.departments, 1, 0, 1 << 3) == 0.3
    assert missing_links(w.systems, w.departments, 1, 0, 1 << 3 | 1 << 7) == 0.0
    w.systems.status[15 + 4] = LIVE  # a second system of operations needs no link of its own
    assert missing_links(w.systems, w.departments, 1, 0, 1 << 3) == 0.3
    assert missing_links(w.systems, w.departments, 1, 0, 1 << 6) == 0.5 + 0.3


def test_the_price_of_a_link_follows_openness_and_family(w: World) -> None:
    p = w.parameters[0]
    p.projects_link_cost, p.projects_link_openness = 5000.0, 0.15
    w.products.vendor[:3] = [0, 0, 1]
    w.products.openness[:3] = [0.1, 0.9, 0.3]
    assert link_price(w.products, 0, 1, p) == 0.0
    assert math.isclose(link_price(w.products, 0, 2, p), 5000.0 * 0.8)
    assert math.isclose(link_price(w.products, 1, 2, p), 5000.0 * 0.4)
    w.products.openness[2] = 0.1
    assert link_price(w.products, 0, 2, p) == -1.0


def test_partners_support_a_product_as_far_as_they_can_work_with_it(w: World) -> None:
    w.firms.partners[0] = [1, 2, 3, -1, -1, -1]
    # Somebody may have taken a partner away and left the share that was exchanged with it.
    w.firms.trade[0] = [0.5, 0.3, 0.2, 0.6, 0.0, 0.0]
    w.presence.vendors[:] = [0, 0b100, 0b011, 0b000]
    see_partners(w.firms, w.presence, 0)
    w.products.vendor[0], w.products.openness[0] = 2, 0.25
    # Firm 1 has a system of vendor 2; firms 2 and 3 have none and meet a product 25 % open.
    assert math.isclose(partner_fit(w.firms, w.products, 0, 0, 0.4), 1.0 - 0.4 * 0.5 * 0.75)
    assert partner_fit(w.firms, w.products, 0, 0, 0.0) == 1.0
    w.products.openness[0] = 1.0
    assert partner_fit(w.firms, w.products, 0, 0, 1.0) == 1.0


def test_leaving_a_vendor_costs_a_part_of_each_year_of_licences_as_far_as_it_is_closed(
    w: World,
) -> None:
    p = w.parameters[0]
    row = 2 * SLOTS + 1
    w.systems["product"][row], w.systems.since[row] = 3, 14
    w.products.price[3], w.products.openness[3] = 20.0, 0.25
    w.departments.headcount[2] = 5
    p.vendors_lock_in = 0.1
    # Two years of 5 seats at EUR 20 a month; three quarters of the product are closed.
    cost = lock_in_cost(w.systems, w.departments, w.products, row, 38, p)
    assert math.isclose(cost, 0.1 * 2.0 * 0.75 * 1200.0)
    p.vendors_lock_in = 0.0
    assert lock_in_cost(w.systems, w.departments, w.products, row, 38, p) == 0.0


def test_interplay_is_the_same_for_a_pair_seen_from_either_side(w: World) -> None:
    w.systems.status[:3], w.systems["product"][:3] = LIVE, [4, 9, -1]
    w.systems.status[2] = EMPTY
    one = interplay(w.systems, w.products, w.firms, w.market, 0, 0, 4, 0.5)
    other = interplay(w.systems, w.products, w.firms, w.market, 0, 1, 9, 0.5)
    assert one == other != 1.0
    assert 0.5 <= one <= 1.5
    assert interplay(w.systems, w.products, w.firms, w.market, 0, 0, 4, 0.0) == 1.0
    # A product considered meets both; a firm with no other system has nothing to interact with.
    assert interplay(w.systems, w.products, w.firms, w.market, 1, -1, 4, 0.5) == 1.0


def test_use_that_an_average_person_intends_follows_the_written_formula(w: World) -> None:
    p, e = w.parameters[0], w.employees
    p.employees_acceptance_scale, p.employees_acceptance_intercept = 4.0, -0.5
    p.employees_weight_usefulness, p.employees_weight_ease = 0.5, 0.2
    p.employees_weight_ease_usefulness, p.employees_weight_leadership = 0.4, 0.25
    p.employees_weight_colleagues, p.employees_weight_known_tool = 0.15, 0.1
    e.belief[0, 1], e.proficiency[0, 1] = 0.7, 0.6
    for name in ("present_bias", "social_proof", "sunk_cost"):
        e[name][0] = 0.0
    e.loss_aversion[0] = 1.0
    ease = 4.0 * (0.6 - 0.25)
    useful = 4.0 * 0.2 + 0.4 * ease
    plain = -0.5 + 0.5 * useful + 0.2 * ease + 0.25 * 4.0 * 0.8
    alone = plain - 4.0 * (0.1 * 0.4 + 0.05)
    slope = math.pi / math.sqrt(3.0)

    def share(z: float) -> float:
        return 1.0 / (1.0 + math.exp(-slope * z))

    # Nobody to see; then colleagues who use it more than half.
    assert math.isclose(intended_use(e, 0, 1, -1.0, 0.05, 0.8, 0.5, p), share(alone))
    seen = alone + 0.15 * 4.0 * 0.25
    assert math.isclose(intended_use(e, 0, 1, 0.75, 0.05, 0.8, 0.5, p), share(seen))
    # Each bias moves it by its own term.
    e.social_proof[0] = 0.1
    assert math.isclose(
        intended_use(e, 0, 1, 0.75, 0.05, 0.8, 0.5, p), share(seen + 0.1 * 4.0 * 0.25)
    )
    e.social_proof[0], e.loss_aversion[0] = 0.0, 2.0
    lost = alone - 4.0 * 0.1 * 0.4
    assert math.isclose(intended_use(e, 0, 1, -1.0, 0.05, 0.8, 0.5, p), share(lost))
    e.loss_aversion[0], e.sunk_cost[0] = 1.0, 1.0
    assert math.isclose(intended_use(e, 0, 1, -1.0, 0.05, 0.8, 0.5, p), share(lost))
    e.sunk_cost[0], e.present_bias[0] = 0.0, 1.0
    today = alone - 0.5 * useful
    assert math.isclose(intended_use(e, 0, 1, -1.0, 0.05, 0.8, 0.5, p), share(today))


def test_resistance_adds_threat_workload_and_fatigue_and_is_relieved_as_a_whole(w: World) -> None:
    p = w.parameters[0]
    p.employees_weight_threat, p.employees_weight_workload = 0.35, 0.3
    p.employees_weight_fatigue = 0.2
    felt = 0.35 * 0.4 * 0.5 + 0.3 * 0.2 + 0.2 * 0.1
    assert math.isclose(resistance(0.4, 0.5, 0.2, 0.1, 1.0, p), felt)
    assert math.isclose(resistance(0.4, 0.5, 0.2, 0.1, 0.25, p), 0.25 * felt)
    assert resistance(0.0, 1.0, 0.0, 0.0, 1.0, p) == 0.0


def _judge(w: World, **values: float) -> tuple[float, float, float, float]:
    """Return the weights of a decider without biases, apart from the values named."""
    for name in w.policies.dtype.names:
        w.policies[name][0] = 0.0
    w.managers.hype[0], w.managers.social_proof[0] = 0.0, 0.0
    for name, value in values.items():
        (w.managers if name in ("hype", "social_proof") else w.policies)[name][0] = value
    found: tuple[float, float, float, float] = seen_weights(w.policies, w.managers, 0, 0.5)
    assert math.isclose(sum(found), 1.0)
    return found


def test_an_unbiased_decider_weighs_cues_as_the_policy_says(w: World) -> None:
    found = _judge(w, fit_evaluation=0.4, features=0.2, popularity=0.1, pitch=0.1)
    np.testing.assert_allclose(found, [0.4, 0.3, 0.15, 0.15])
    assert _judge(w, fit_evaluation=1.0, features=1.0) == (1.0, 0.0, 0.0, 0.0)
    assert _judge(w) == (1.0, 0.0, 0.0, 0.0)


def test_social_proof_and_hype_add_weight_to_peers_and_to_fashion(w: World) -> None:
    told = {"fit_evaluation": 0.4, "features": 0.2, "popularity": 0.1, "pitch": 0.1}
    found = _judge(w, **told, social_proof=0.25)
    np.testing.assert_allclose(found, np.array([0.4, 0.3, 0.4, 0.15]) / 1.25)
    found = _judge(w, **told, hype=0.5)
    np.testing.assert_allclose(found, np.array([0.4, 0.3, 0.15, 0.4]) / 1.25)
    for undone in ({"devils_advocate": 1.0}, {"foresight": 1.0}):
        assert _judge(w, **told, **undone, hype=0.5, social_proof=0.5) == _judge(
            w, **told, **undone
        )


def test_analysis_takes_its_months_less_what_overconfidence_skips(w: World) -> None:
    p = w.parameters[0]
    p.projects_analysis_months = 2.0
    w.policies.gap_assessment[0], w.policies.fit_evaluation[0] = 0.5, 0.75
    w.policies.reference_class[0], w.policies.foresight[0] = 0.0, 0.0
    w.managers.overconfidence[0] = 0.0
    assert math.isclose(analysis_months(w.policies, w.managers, 0, p), 2.5)
    w.managers.overconfidence[0] = 0.4
    assert math.isclose(analysis_months(w.policies, w.managers, 0, p), 1.5)
    w.policies.reference_class[0] = 1.0
    assert math.isclose(analysis_months(w.policies, w.managers, 0, p), 2.5)
    w.policies.foresight[0] = 1.0
    assert analysis_months(w.policies, w.managers, 0, p) == 0.0


def test_a_pitch_is_a_share_and_louder_with_exaggeration(w: World) -> None:
    key = np.uint64(2**63 + 5) if COMPILED else 2**63 + 5
    w.vendors.sales_capacity[0] = 0.6
    loud = []
    for hype in (0.0, 0.4, 0.8, 2.0):
        w.vendors.hype[0] = hype
        loud.append(pitch_strength(w.vendors, 0, 3, 40, key))
    assert np.all(np.diff(loud) > 0.0)
    assert loud[0] > 0.0
    assert loud[-1] <= 1.0


def test_shares_of_demand_add_up_to_one_and_full_competition_keeps_demand_fixed(
    w: World,
) -> None:
    p = w.parameters
    w.firms.base_revenue[:] = [10_000.0, 20_000.0, 30_000.0, 40_000.0]
    w.firms.advantage[:] = [0.5, 0.0, 0.2, -0.1]
    w.market.demand[0] = 1.0
    attraction = w.firms.base_revenue * np.exp(w.firms.advantage)
    p.market_competition[0] = 1.0
    compete(w.firms, w.market, p)
    assert math.isclose(w.firms.revenue.sum(), 100_000.0, rel_tol=1e-6)
    np.testing.assert_allclose(w.firms.market_share, attraction / attraction.sum(), rtol=1e-5)
    assert math.isclose(w.firms.market_share.sum(), 1.0, rel_tol=1e-6)
    p.market_competition[0] = 0.0
    compete(w.firms, w.market, p)
    np.testing.assert_allclose(w.firms.revenue, attraction, rtol=1e-12)


def test_the_cosine_of_vectors_is_one_for_parallel_and_zero_for_orthogonal_ones() -> None:
    assert math.isclose(cosine(np.array([1.0, 2, 0, 0]), np.array([2.0, 4, 0, 0])), 1.0)
    assert cosine(np.array([1.0, 0, 0, 0]), np.array([0.0, 1, 0, 0])) == 0.0
    assert cosine(np.zeros(4), np.ones(4)) == 0.0


@pytest.mark.parametrize(
    ("products", "nets", "expected"),
    [
        ([3, 5, 0, 2, 1], [10.0, 30.0, 20.0, 30.5, 5.0], 3),  # the greatest net value
        ([3, 5, 0, 2, 1], [10.0, 30.0, 20.0, 30.0, 5.0], 3),  # of equal ones the first product
        ([3, 1, 0, 2, 4], [10.0, 30.0, 20.0, 30.0, 5.0], 1),
        ([3, 1, 0, 2, 4], [40.0, 30.0, 20.0, 30.0, 5.0], 0),
        ([-1, 5, -1, -1, -1], [90.0, 3.0, 90.0, 90.0, 90.0], 1),  # nothing pays in the others
        ([-1, -1, -1, -1, -1], [90.0, 90.0, 90.0, 90.0, 90.0], -1),
    ],
)
def test_the_best_purchase_of_all_departments_comes_next(
    products: list[int], nets: list[float], expected: int
) -> None:
    scratch = empty_table("scratch", 1)
    scratch.best[0], scratch.best_net[0] = products, nets
    assert next_department(scratch) == expected
