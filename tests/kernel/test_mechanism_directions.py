"""What each mechanism that the default market leaves out does, and what it must not do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from kernel_worlds import SOMEWHAT, live, market

from sim.accounts import CAUSES
from sim.budgets import grant_budgets, spendable
from sim.events import CHOSEN, PILOT_STOPPED
from sim.indicators import measured_benefit
from sim.settlement import pay_from
from sim.simulation import prepare
from sim.status import ANALYSED, IMPLEMENTING, LIVE, PILOTED
from sim.strategy import _observe_returns
from sim.systems import lock_in_cost
from sim.tables import DEPARTMENTS, GOAL_COUNT, SYSTEMS_PER_FIRM, World


def somewhat(**habits: float) -> dict[str, Any]:
    return {"policies.somewhat": SOMEWHAT | {"randomness": 0.0} | habits, "mix": {"somewhat": 1.0}}


def _events(world: World, kind: int) -> Any:
    written = world.events[: int(world.market.event_count[0])]
    return written[written.kind == kind]


def _live_rows(world: World) -> Any:
    rows = np.flatnonzero(world.systems.status == LIVE)
    assert len(rows) > 20
    return rows


@pytest.fixture(scope="module")
def usual() -> World:
    return live(market(somewhat()))


def test_returns_that_are_observed_are_shares_of_the_goals(usual: World) -> None:
    observed = np.zeros(GOAL_COUNT)
    for firm in range(len(usual.firms)):
        _observe_returns(
            observed, usual.firms, usual.departments, usual.systems, usual.products, usual.vendors,
            firm,
        )  # fmt: skip
        assert observed.sum() == pytest.approx(1.0)
        assert np.all(observed >= 0.0)


def test_a_goal_whose_systems_are_believed_to_pay_more_draws_strategy_to_it(usual: World) -> None:
    row = int(_live_rows(usual)[0])
    firm, world = row // SYSTEMS_PER_FIRM, usual.copy()
    product = world.systems["product"][row]
    parts = world.departments.need[row // 3] * world.products.capability[product]
    world.systems.believed[firm * SYSTEMS_PER_FIRM : (firm + 1) * SYSTEMS_PER_FIRM] = 100.0
    seen = []
    for believed in (100.0, 1e6):
        world.systems.believed[row] = believed
        observed = np.zeros(GOAL_COUNT)
        _observe_returns(
            observed, world.firms, world.departments, world.systems, world.products, world.vendors,
            firm,
        )  # fmt: skip
        seen.append(observed @ (parts / parts.sum()))
    assert seen[1] >= seen[0]


def test_who_believes_in_nothing_keeps_to_what_was_sensed(usual: World) -> None:
    world, observed = usual.copy(), np.zeros(GOAL_COUNT)
    world.systems.believed[:] = 0.0
    _observe_returns(
        observed, world.firms, world.departments, world.systems, world.products, world.vendors, 3
    )
    assert observed.tobytes() == world.firms.reward_estimate[3].tobytes()


def test_coherence_moves_strategy_only_where_strategy_is_reviewed() -> None:
    start = prepare(market({**somewhat(), "run.warmup": 0}), 1).firms.declared
    still = live(market(somewhat(coherence=1.0, adaptivity=0.0))).firms.declared
    moved = live(market(somewhat(coherence=1.0, adaptivity=1.0))).firms.declared
    assert np.all(still == start)
    assert np.all(np.abs(moved - start).sum(axis=1) > 0.0)


def test_comparing_returns_with_the_strategy_costs_leaders_hours_and_nothing_else() -> None:
    # Nobody buys, so that what is paid cannot change what is bought. Every firm reviews each month.
    told = {
        **somewhat(coherence=0.5, adaptivity=1.0, buying=0.0),
        "decisions.strategy_interval": 1.0,
        "run.warmup": 0,
    }
    hours = "practice_costs.coherence_hours"
    free, usual, dear = (live(market({**told, hours: spent})) for spent in (0.0, 16.0, 48.0))
    wage = usual.parameters.economy_management_hour_cost[0]
    months = usual.measures.months
    for world, spent in ((usual, 16.0), (dear, 48.0)):
        paid = np.asarray(free.measures.profit - world.measures.profit)
        np.testing.assert_allclose(paid, months * 0.5 * spent * wage, rtol=1e-9)
        assert np.all(world.measures.npv < free.measures.npv)
        assert np.all(world.firms.declared == free.firms.declared)
    lost = [np.asarray(free.measures.npv - world.measures.npv) for world in (usual, dear)]
    np.testing.assert_allclose(lost[1], 3.0 * lost[0], rtol=1e-6)


def test_abilities_grow_with_practice_and_fade_without() -> None:
    learning = {f"firms.{name}_learning": 0.2 for name in ("sensing", "seizing", "reconfiguring")}
    start = prepare(market({**somewhat(), "run.warmup": 0}), 1).firms
    learned = live(market({**somewhat(), **learning})).firms
    faded = live(market({**somewhat(adaptivity=0.0), "firms.ability_fading": 0.5})).firms
    for name in ("sensing", "seizing", "reconfiguring"):
        before, after = np.asarray(start[name]), np.asarray(learned[name])
        assert np.all(after >= before)
        assert np.all(after <= 1.0)
        assert after.mean() > before.mean() + 0.02
        assert np.all(np.asarray(faded[name])[before > 0.0] < before[before > 0.0])


def test_without_reviews_of_strategy_sensing_is_not_learnt() -> None:
    told = somewhat(adaptivity=0.0)
    learning = {"firms.sensing_learning": 0.5, "firms.seizing_learning": 0.5}
    before, after = live(market(told)).firms, live(market({**told, **learning})).firms
    assert np.all(before.sensing == after.sensing)
    assert np.all(before.seizing == after.seizing)


def test_who_acts_on_impulse_passes_better_options_over(usual: World) -> None:
    acted = _events(live(market(somewhat(impulse=1.0))), CHOSEN)
    assert len(acted) > 50
    assert acted.better.mean() > _events(usual, CHOSEN).better.mean()


def test_who_follows_precedent_believes_what_peers_tell() -> None:
    told = market(somewhat(precedent=1.0))
    chosen = _events(live(told), CHOSEN)
    alone = _events(live(market({**somewhat(precedent=1.0), "firms.peers": 0})), CHOSEN)
    weighed = _events(live(market({**somewhat(), "firms.peers": 0})), CHOSEN)
    assert alone.tobytes() == weighed.tobytes()
    assert chosen.tobytes() != weighed.tobytes()


@pytest.mark.parametrize(("probing", "pilots"), [(0.0, False), (0.4, False), (0.5, True)])
def test_two_are_piloted_from_one_half_of_probing_on(probing: float, pilots: bool) -> None:
    world = live(market(somewhat(adaptivity=0.0, probing=probing)))
    assert bool(np.any(world.systems.rival > 0)) is pilots


def test_a_rival_that_showed_more_is_taken_and_not_piloted_again() -> None:
    world = live(market(somewhat(adaptivity=0.0, probing=1.0)))
    taken = world.systems[world.systems.rival == -1]
    assert len(taken) > 5
    assert not np.any(taken.status == PILOTED)
    assert len(_events(world, PILOT_STOPPED)) > 5


def test_a_roll_out_in_stages_takes_more_work_and_is_reviewed_at_each() -> None:
    world = live(market(somewhat(staging=1.0)))
    running = world.systems[world.systems.status == IMPLEMENTING]
    assert np.all(running.stages == 4)
    assert running.stage.max() > 0
    assert np.all(running.stage < 4)


def test_stages_disturb_fewer_people_at_a_time(usual: World) -> None:
    cause = CAUSES.index("disruption")
    free = {"projects.project_hours": 0.0, "projects.stage_work": 0.0}
    lost = [
        live(market({**somewhat(staging=staging), **free}), months=12).measures.channels[:, 8].sum()
        for staging in (0.0, 1.0)
    ]
    assert CAUSES[cause] == "disruption"
    assert lost[0] < 2.0 * lost[1] < 0.0


def test_what_no_kpi_is_kept_for_is_not_seen(usual: World) -> None:
    world, p = usual.copy(), usual.parameters[0]
    seen = []
    kpis = ("kpi_revenue", "kpi_satisfaction", "kpi_savings", "kpi_cycle_time")
    for row in _live_rows(world):
        department, product = row // 3, world.systems["product"][row]
        shares = []
        for kept in kpis:
            for name in kpis:
                world.policies[name][:] = 1.0 if name == kept else 0.0
            shares.append(
                measured_benefit(
                    world.departments, world.firms, world.products, world.policies, world.market,
                    department, product, 100.0, p,
                )
            )  # fmt: skip
        assert min(shares) >= 0.0
        assert sum(shares) == pytest.approx(100.0)
        seen.append(shares)
    assert np.std(seen) > 1.0


def test_firms_that_measure_nothing_of_value_believe_in_less() -> None:
    kpis = {"kpi_revenue": 0.0, "kpi_satisfaction": 0.0, "kpi_cycle_time": 0.0}
    believed = [
        live(market(somewhat(monitoring=1.0, **kept))).systems.believed.sum() for kept in ({}, kpis)
    ]
    assert believed[1] < believed[0]


def test_an_error_of_attribution_lasts_as_long_as_the_system() -> None:
    world = live(market({**somewhat(), "decisions.attribution_error": 1.0}))
    told = []
    for _ in range(2):
        told.append(
            measured_benefit(
                world.departments, world.firms, world.products, world.policies, world.market, 2, 5,
                100.0, world.parameters[0],
            )
        )  # fmt: skip
        world.market.month[0] += 7
    assert told[0] == told[1] != 100.0


def test_leaving_costs_more_with_years_and_with_closed_products(usual: World) -> None:
    world = live(market({**somewhat(), "vendors.lock_in": 0.5}))
    row, p = int(_live_rows(world)[0]), world.parameters[0]
    month, product = int(world.market.month[0]), world.systems["product"][row]
    world.products.openness[product] = 0.5

    def cost(later: int) -> float:
        return lock_in_cost(world.systems, world.departments, world.products, row, month + later, p)

    assert 0.0 <= cost(0) < cost(12) < cost(24)
    half = cost(12)
    world.products.openness[product] = 1.0
    assert cost(12) == 0.0 < half
    free = lock_in_cost(usual.systems, usual.departments, usual.products, row, month, p)
    assert free >= 0.0


def test_vendors_who_harvest_ask_more() -> None:
    tame, harvesting = (
        live(market({**somewhat(), "vendors.harvesting": share})).vendors.price_level
        for share in (0.0, 0.3)
    )
    assert np.all(harvesting >= tame * 0.9)
    assert harvesting.mean() > tame.mean() + 0.1


def test_a_standard_opens_every_product_that_is_closed() -> None:
    closed, opened, all_open = (
        prepare(market({"run.warmup": 0, "products.standard": share}), 1).products.openness
        for share in (0.0, 0.5, 1.0)
    )
    assert np.all(opened[closed < 1.0] > closed[closed < 1.0])
    assert np.all(all_open == 1.0)


def test_without_partners_nothing_flows() -> None:
    told = {**somewhat(), "firms.partners": 0}
    before, after = live(market(told)), live(market({**told, "market.partner_flow": 0.5}))
    assert np.all(before.firms.revenue == after.firms.revenue)


def test_what_partners_do_well_reaches_a_firms_customers() -> None:
    told = {**somewhat(), "market.competition": 0.0}
    revenue = [
        live(market({**told, "market.partner_flow": flow}), months=6).firms.revenue
        for flow in (0.0, 0.5)
    ]
    assert np.all(revenue[1] >= revenue[0] * 0.97)
    assert revenue[1].mean() > revenue[0].mean()


def test_what_grows_around_a_system_adds_to_it_and_is_bounded() -> None:
    world = live(market({**somewhat(), "projects.appreciation": 1.0}))
    systems = world.systems[_live_rows(world)]
    assert np.all((systems.embedded >= 0.0) & (systems.embedded < 1.0))
    assert systems.growth.max() > 1.05
    assert np.all(systems.growth == 1.0 + systems.embedded)
    assert np.all(systems.contribution <= 1.0)


def test_patience_with_emerging_products_delays_their_reviews() -> None:
    told = somewhat(exploration=1.0, monitoring=1.0)
    retired = [
        live(market({**told, "decisions.exploration_patience": months})).measures.retired.sum()
        for months in (0, 120)
    ]
    assert retired[0] > retired[1]


def ring_fenced(world: World, share: float) -> World:
    """Return a copy in which a share of what exploration claims is kept apart."""
    copy = world.copy()
    copy.parameters.decisions_exploration_budget[:] = share
    return copy


def granted(world: World) -> World:
    """Return a copy after a month's grant."""
    copy = world.copy()
    grant_budgets(
        copy.firms, copy.departments, copy.policies, copy.parameters, 0, len(copy.firms)
    )  # fmt: skip
    return copy


def may_spend(world: World, exploring: bool) -> Any:
    """Return what each department with people may commit, on the track or off it."""
    return np.array(
        [
            spendable(
                world.systems, world.departments, world.firms, world.products, world.vendors,
                world.policies, department // DEPARTMENTS, department, exploring,
                world.parameters[0],
            )
            for department in np.flatnonzero(world.departments.headcount)
        ]
    )  # fmt: skip


def test_what_is_kept_apart_is_taken_from_the_purse_and_is_no_new_money(usual: World) -> None:
    saving = usual.copy()
    saving.parameters.decisions_carry_over[:] = 1e6
    saving.departments.track[:] = 0.0
    together, tracks = [], []
    for share in (0.0, 0.5, 1.0):
        after = granted(ring_fenced(saving, share))
        both = after.departments.purse + after.departments.track
        together.append(both.reshape(-1, DEPARTMENTS).sum(axis=1))
        tracks.append(np.array(after.departments.track))
    np.testing.assert_allclose(together[1], together[0], rtol=1e-12)
    np.testing.assert_allclose(together[2], together[0], rtol=1e-12)
    assert np.all(tracks[0] == 0.0)
    np.testing.assert_allclose(tracks[2], 2.0 * tracks[1], rtol=1e-12)
    people = usual.departments.headcount > 0
    assert np.all((tracks[2] > 0.0) == (people & (usual.policies.exploration > 0.0)))


def test_savings_of_the_track_and_of_the_purse_are_limited_together(usual: World) -> None:
    rich = ring_fenced(usual, 0.5)
    rich.departments.purse[:], rich.departments.track[:] = 1e9, 1e9
    after, before = granted(rich).departments, granted(ring_fenced(rich, 0.0)).departments
    assert np.all(before.track == 0.0)
    for firm in range(len(usual.firms)):
        rows = slice(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS)
        people = usual.departments.headcount[rows] > 0
        limits = (after.purse[rows] + after.track[rows])[people].sum()
        assert limits == pytest.approx(before.purse[rows][people].sum())


def test_who_gives_the_track_up_has_what_is_left_of_it_or_owed(usual: World) -> None:
    for left in (100.0, -100.0):
        world = ring_fenced(usual, 1.0)
        world.policies.exploration[:] = 0.0
        world.parameters.decisions_carry_over[:] = 1e6
        before = granted(world).departments.purse
        world.departments.track[:] = left
        after = granted(world).departments
        people = usual.departments.headcount > 0
        np.testing.assert_allclose((after.purse - before)[people], left, rtol=1e-6)
        assert np.all(after.track[people] == 0.0)


def test_each_payment_leaves_one_of_the_two_budgets(usual: World) -> None:
    world = ring_fenced(usual, 0.5)
    row = int(_live_rows(world)[0])
    department = world.departments[row // 3]
    for exploring, paid_from, other in ((1, "track", "purse"), (0, "purse", "track")):
        world.systems.exploring[row] = exploring
        before = {name: float(department[name]) for name in (paid_from, other)}
        pay_from(world.departments, world.systems, row, 64.0, world.parameters[0])
        assert department[paid_from] == before[paid_from] - 64.0
        assert department[other] == before[other]


def test_an_empty_purse_crowds_exploring_out_only_without_a_track(usual: World) -> None:
    poor = usual.copy()
    poor.departments.purse[:] = -1e6
    assert np.all(may_spend(poor, True) < 0.0)
    assert np.all(may_spend(poor, True) == may_spend(poor, False))
    fenced = ring_fenced(poor, 1.0)
    fenced.systems.exploring[:] = 0
    assert np.all(may_spend(fenced, False) < 0.0)
    explores = poor.policies.exploration[np.flatnonzero(poor.departments.headcount)] > 0.0
    assert np.all(may_spend(fenced, True)[explores] > 0.0)


def _bought(share: float) -> tuple[int, int]:
    """Count systems off and on the track in a market where money is short."""
    told = {**somewhat(exploration=0.5, governance=0.0), "firms.technology_budget": 0.02}
    systems = live(market({**told, "run.warmup": 0, "decisions.exploration_budget": share})).systems
    on_track = systems.exploring[systems.status >= ANALYSED] == 1
    return int(np.sum(~on_track)), int(np.sum(on_track))


def test_a_track_takes_from_other_purchases_and_is_a_ceiling_for_its_own() -> None:
    shared, small, large = _bought(0.0), _bought(0.5), _bought(0.9)
    assert large[0] < shared[0]
    assert large[1] / sum(large) > shared[1] / sum(shared)
    assert small[1] < min(shared[1], large[1])
