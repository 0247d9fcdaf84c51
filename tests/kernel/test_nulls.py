"""Every mechanism can be switched off, and is then gone exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from kernel_worlds import SOMEWHAT, consequences, live, market

from sim.accounts import CAUSES
from sim.channels import CHANNEL_OF_CAUSE, GOVERNANCE
from sim.events import CHOSEN, EVENT_KINDS, FIXED
from sim.parameters import PRACTICES
from sim.parameters.policies import DEBIASING
from sim.simulation import advance, firm_outcomes, prepare
from sim.status import LIVE
from sim.tables import World


def _live_systems(world: World) -> np.recarray:
    found: np.recarray = world.systems[world.systems.status == LIVE]
    assert len(found) > 20
    return found


def _events(world: World, kind: int) -> np.recarray:
    written = world.events[: min(int(world.market.event_count[0]), len(world.events))]
    found: np.recarray = written[written.kind == kind]
    return found


# Products that differ in nothing. Vendors remain vendors, so what depends on whose product it is
# (links, partners, interplay) is off as well.
SAME_BENEFIT = {
    "products.heterogeneity": 0.0,
    "projects.integration_penalty": 0.0,
    "market.network_effect": 0.0,
    "market.interaction_strength": 0.0,
    # Who sees redundancy replaces a system of the same category, and only that one.
    "policies.somewhat.gap_assessment": 0.4,
    "policies.somewhat.governance": 0.4,
    "mix": {"somewhat": 1.0},
}


@pytest.mark.parametrize("fit", [0.0, 1.0])
def test_identical_products_leave_nothing_to_gain_from_fit(fit: float) -> None:
    told = {**SAME_BENEFIT, "policies.somewhat.fit_evaluation": fit}
    choices = _events(live(market(told)), CHOSEN)
    assert len(choices) > 50
    assert choices.shortlisted.max() > 3
    assert np.all(choices.better == 0)


def test_different_products_leave_something_to_gain_from_fit() -> None:
    told = {**SAME_BENEFIT, "products.heterogeneity": 1.0}
    better = [
        _events(live(market({**told, "policies.somewhat.fit_evaluation": fit})), CHOSEN).better
        for fit in (0.0, 1.0)
    ]
    assert better[0].mean() > better[1].mean() > 0.0


@pytest.mark.parametrize(
    "trait",
    [
        "design",
        "capability",
        "features",
        "complexity",
        "openness",
        "price",
        "setup",
        "reliability",
        "emerging",
        "automation",
        "freshness",
    ],
)
def test_without_heterogeneity_all_products_are_the_same(trait: str) -> None:
    products = prepare(market({"products.heterogeneity": 0.0, "run.warmup": 24}), 1).products
    assert len(np.unique(products[trait], axis=0)) == 1


def test_a_firm_of_one_department_misses_no_integration() -> None:
    world = live(market({"firms.departments": 1}))
    outcomes = firm_outcomes(world)
    assert np.all(outcomes["channel_missing_integration"] == 0.0)
    assert np.all(_live_systems(world).integration == 1.0)
    assert np.all(_live_systems(world).unlinked == 0.0)
    whole = firm_outcomes(live(market()))
    assert np.mean(whole["channel_missing_integration"] < 0.0) > 0.8


def test_a_firm_of_one_department_gains_nothing_from_one_portfolio() -> None:
    told = {"firms.departments": 1, "practice_costs.governance_hours": 0.0}
    found = {
        consequences(live(market({**told, "policies.somewhat.governance": governance})))
        for governance in (0.0, 1.0)
    }
    assert len(found) == 1


FREE_LINKS = {
    "products.openness": 1.0,
    "products.trait_spread": 0.0,
    "projects.link_cost": 0.0,
    "run.months": 60,
}


def test_with_open_products_and_free_links_nothing_is_left_unlinked() -> None:
    world = live(market(FREE_LINKS))
    assert np.all(_live_systems(world).unlinked == 0.0)
    assert np.all(_live_systems(world).integration == 1.0)
    assert np.all(firm_outcomes(world)["channel_missing_integration"] == 0.0)


def test_without_cost_of_missing_links_their_channel_is_zero() -> None:
    free = ("integration_penalty", "manual_hours", "error_rate")
    world = live(market({f"projects.{name}": 0.0 for name in free}))
    assert np.all(firm_outcomes(world)["channel_missing_integration"] == 0.0)
    assert np.any(_live_systems(world).unlinked > 0.0)
    assert np.all(world.firms.errors == 0.0)


def test_without_interaction_and_network_effect_systems_do_not_interplay() -> None:
    apart = {"market.interaction_strength": 0.0, "market.network_effect": 0.0}
    world = live(market(apart))
    assert np.all(_live_systems(world).interplay == 1.0)
    assert np.all(_live_systems(world).partner_fit == 1.0)
    assert np.all(firm_outcomes(world)["channel_system_interplay"] == 0.0)
    assert np.any(firm_outcomes(live(market()))["channel_system_interplay"] != 0.0)


def test_without_turbulence_rewards_never_jump() -> None:
    calm, start = market({"market.turbulence": 0.0}), market({"run.warmup": 0})
    world = live(calm)
    assert world.market.jumps[0] == 0
    np.testing.assert_array_equal(world.market.reward, prepare(start, 1).market.reward)
    assert live(market()).market.jumps[0] > 0


def test_without_turnover_the_people_stay() -> None:
    world = live(market({"employees.turnover": 0.0}))
    start = prepare(market({"run.warmup": 0}), 1)
    assert np.all(world.employees.hired == 0)
    for name in ("skill", "threat", "openness", "loss_aversion", "hype", "present_bias"):
        np.testing.assert_array_equal(world.employees[name], start.employees[name])
    assert np.any(live(market()).employees.hired > 0)


def test_without_the_unexplained_nobody_has_an_attitude_of_their_own() -> None:
    assert np.all(live(market({"employees.unexplained": 0.0})).employees.attitude == 0.0)
    drawn = live(market()).employees.attitude
    assert np.std(drawn[drawn != 0.0]) == pytest.approx(0.7, abs=0.05)


def test_vendors_that_do_not_learn_keep_their_ways() -> None:
    told = {
        "vendors.learning_step": 0.0,
        "vendors.repricing": 0.0,
        "vendors.reputation_speed": 0.0,
    }
    start, world = prepare(market({"run.warmup": 0}), 1), live(market(told))
    for name in ("hype", "price_level", "reputation"):
        np.testing.assert_array_equal(world.vendors[name], start.vendors[name])
        assert np.any(live(market()).vendors[name] != start.vendors[name])


def test_without_hype_no_vendor_ever_exaggerates() -> None:
    assert np.all(live(market({"vendors.hype": 0.0})).vendors.hype == 0.0)


def test_without_fashions_there_is_no_attention() -> None:
    world = live(market({"market.attention_hazard": 0.0}))
    assert np.all(world.market.attention == 0.0)
    assert np.all(world.market.news == 0.0)


def test_without_a_moving_frontier_no_product_ages() -> None:
    world = live(market({"products.frontier_growth": 0.0, "products.emerging_share": 0.0}))
    assert np.all(world.products.freshness == 1.0)
    np.testing.assert_array_equal(world.products.capability, world.products.design)


def test_without_niches_all_firms_are_rewarded_alike_and_without_spread_all_goals() -> None:
    world = live(market({"market.niche_weight": 0.0}))
    assert len(np.unique(world.firms.reward, axis=0)) == 1
    level = live(market({"market.reward_concentration": 0.0}))
    np.testing.assert_allclose(level.firms.reward, 0.25, rtol=1e-15)


def test_strategies_without_error_declare_what_is_rewarded() -> None:
    world = prepare(market({"firms.strategy_error": 0.0, "run.warmup": 0}), 1)
    np.testing.assert_array_equal(world.firms.declared, world.firms.reward)


def test_when_customers_do_not_care_technology_moves_no_revenue() -> None:
    told = {"market.demand_sensitivity": 0.0, "market.error_sensitivity": 0.0}
    world = live(market(told))
    assert np.all(world.firms.advantage == 0.0)
    assert np.all(world.market.index == 1.0)
    np.testing.assert_array_equal(
        world.firms.revenue, world.firms.base_revenue * world.market.demand[0]
    )


def test_without_competition_a_firm_keeps_what_it_gains() -> None:
    world = live(market({"market.competition": 0.0}))
    gained = world.firms.base_revenue * np.exp(world.firms.advantage) * world.market.demand[0]
    np.testing.assert_allclose(world.firms.revenue, gained, rtol=1e-14)


@pytest.mark.parametrize(
    ("off", "cause"),
    [
        ({"economy.labour_saving": 0.0}, "labour_saved"),
        ({"projects.manual_hours": 0.0}, "manual_work"),
        ({"projects.disruption": 0.0, "projects.project_hours": 0.0}, "disruption"),
        ({"economy.overhead": 0.0}, "overhead"),
        ({"projects.exit_cost": 0.0}, "exit"),
        ({"projects.link_cost": 0.0}, "links"),
        ({"projects.process_cost": 0.0}, "process_work"),
        ({"projects.analysis_cost": 0.0}, "analysis"),
    ],
)
def test_what_costs_nothing_is_never_paid(off: dict[str, float], cause: str) -> None:
    def ever(values: dict[str, float]) -> bool:
        world = prepare(market(values), 1)
        paid = 0
        for _ in range(36):
            advance(world, 1)
            paid += int(np.abs(world.ledger.month[:, CAUSES.index(cause)]).sum())
        return paid > 0

    assert not ever(off)
    assert ever({})


def test_processes_without_growth_decay_and_care_stay_as_they_are() -> None:
    still = ("maturity_from_use", "maturity_decay", "process_work")
    told = {f"projects.{name}": 0.0 for name in still} | {"decisions.fix_step": 0.0}
    start = prepare(market({"run.warmup": 0}), 1)
    world = live(market(told))
    np.testing.assert_array_equal(world.departments.maturity, start.departments.maturity)
    assert len(_events(world, FIXED)) == 0
    assert len(_events(live(market()), FIXED)) > 0


# With the first at its neutral value, the others no longer matter.
IDLE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"market.turbulence": 0.0}, {"market.turbulence_size": 0.2}),
    ({"market.turbulence_size": 0.0}, {"market.turbulence": 3.0}),
    (
        {"market.attention_hazard": 0.0},
        {"market.attention_rise": 0.9, "market.attention_fade": 0.9},
    ),
    ({"market.network_effect": 0.0}, {"firms.partners": 1}),
    (
        {"vendors.hype": 0.0},
        {"vendors.hype_spread": 0.9, "vendors.learning_step": 0.2, "decisions.gullibility": 0.9},
    ),
    (
        {"products.emerging_share": 0.0},
        {
            "products.emerging_capability": 0.2,
            "products.emerging_hazard": 3.0,
            "products.emerging_success": 0.9,
            "products.emerging_gain": 3.0,
        },
    ),
    ({"products.frontier_growth": 0.0}, {"products.release_hazard": 6.0}),
    (
        {"products.heterogeneity": 0.0},
        {
            "products.specialisation": 2.0,
            "products.quality_spread": 0.9,
            "products.trait_spread": 0.4,
            "products.price_spread": 1.2,
            "products.emerging_share": 0.9,
        },
    ),
    ({"employees.weight_threat": 0.0}, {"employees.threat": 0.9}),
    ({"employees.weight_fatigue": 0.0}, {"employees.fatigue_half_life": 40.0}),
    ({"employees.weight_leadership": 0.0}, {"firms.leadership": 0.9}),
    (
        {
            "employees.weight_colleagues": 0.0,
            "biases.employees.social_proof": 0.0,
            "employees.persuasion": 0.0,
        },
        {"employees.colleagues": 2, "employees.rewiring": 0.9},
    ),
    (
        {
            "employees.weight_known_tool": 0.0,
        },
        {"biases.employees.loss_aversion": 4.0, "biases.employees.sunk_cost": 0.9},
    ),
    (
        {"employees.training_months": 0.0},
        {"biases.employees.overconfidence": 0.9},
    ),
    ({"projects.trouble_hazard": 0.0}, {"projects.trouble_size": 3.0}),
    ({"projects.trouble_size": 0.0}, {"projects.trouble_hazard": 0.5}),
    (
        {"policies.somewhat.popularity": 0.0, "policies.careless.popularity": 0.0}
        | {"biases.managers.social_proof": 0.0},
        {"firms.peers": 1, "firms.rewiring": 0.9, "decisions.popularity_lag": 20.0},
    ),
    ({"decisions.assessment_noise": 0.0}, {"market.fit_visibility": 0.1}),
]


@pytest.mark.parametrize(("neutral", "idle"), IDLE, ids=lambda item: ",".join(item))
def test_with_a_mechanism_neutral_its_details_do_not_matter(
    neutral: dict[str, Any], idle: dict[str, Any]
) -> None:
    before = consequences(live(market(neutral)))
    assert consequences(live(market({**neutral, **idle}))) == before
    assert consequences(live(market(idle))) != consequences(live(market()))


NO_PRACTICE = dict.fromkeys(SOMEWHAT, 0.0) | {"features": 0.4, "popularity": 0.3, "pitch": 0.3}
NO_PRACTICE |= {"buying": 1.0}
NO_PRACTICE |= {name: 1.0 for name in SOMEWHAT if name.startswith("kpi_")}


def test_without_practices_nothing_is_spent_on_practices() -> None:
    told = market({"policies.tried": NO_PRACTICE, "mix": {"tried": 1.0}})
    assert np.all(live(told).measures.channels[:, GOVERNANCE] == 0.0)


@pytest.mark.parametrize("practice", [*PRACTICES, *DEBIASING])
def test_no_practice_is_free(practice: str) -> None:
    told = market({"policies.tried": NO_PRACTICE | {practice: 1.0}, "mix": {"tried": 1.0}})
    assert live(told).measures.channels[:, GOVERNANCE].sum() < -1000.0


def test_every_cost_of_a_practice_is_in_the_channel_of_practices() -> None:
    governance = [
        name
        for name, channel in zip(CAUSES, CHANNEL_OF_CAUSE, strict=True)
        if channel == GOVERNANCE
    ]
    assert governance == [
        "training", "analysis", "planning", "monitoring", "reviews", "involvement", "leadership",
        "governance", "strategy", "debiasing",
    ]  # fmt: skip


def test_kinds_of_events_have_their_names() -> None:
    assert EVENT_KINDS[CHOSEN] == "chosen"
    assert EVENT_KINDS[FIXED] == "fixed"
