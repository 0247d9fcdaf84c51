"""Money is conserved to the cent, each month, and every euro has one reason."""

from __future__ import annotations

import numpy as np
import pytest
from kernel_worlds import live_arm, market

from sim.accounts import ADVISERS, CASH, CAUSES, CUSTOMERS, EMPLOYEES, OWNERS, SUPPLIERS, VENDORS
from sim.outcomes import CHANNELS
from sim.simulation import advance, firm_outcomes, fork, prepare
from sim.tables import World

SCENARIO = market()
MONTHS = 36


@pytest.fixture(scope="module")
def prepared() -> World:
    return prepare(SCENARIO, 5)


@pytest.fixture(scope="module")
def months(prepared: World) -> list[tuple[World, World]]:
    """The world before and after each month."""
    world = fork(prepared, SCENARIO, "aligned", 0.5)
    found = []
    for _ in range(MONTHS):
        before = world.copy()
        advance(world, 1)
        found.append((before, world.copy()))
    return found


def _flow(before: World, after: World, party: int) -> np.ndarray:
    """Return what a party received from each firm in a month, in cents."""
    flow: np.ndarray = after.ledger.balance[:, party] - before.ledger.balance[:, party]
    return flow


def _cause(after: World, *names: str) -> np.ndarray:
    total: np.ndarray = sum(after.ledger.month[:, CAUSES.index(name)] for name in names)
    return total


def test_balances_of_every_firm_add_up_to_zero_every_month(
    months: list[tuple[World, World]],
) -> None:
    for _, after in months:
        assert np.all(after.ledger.balance.sum(axis=1) == 0)
        assert np.any(after.ledger.balance != 0)


def test_causes_of_a_month_add_up_to_the_change_of_cash_before_owners_settle(
    months: list[tuple[World, World]],
) -> None:
    for before, after in months:
        np.testing.assert_array_equal(after.ledger.opening_cash, before.ledger.balance[:, CASH])
        settled = _flow(before, after, OWNERS)
        change = after.ledger.balance[:, CASH] + settled - after.ledger.opening_cash
        np.testing.assert_array_equal(after.ledger.month.sum(axis=1), change)


def test_vendors_receive_what_firms_pay_them(months: list[tuple[World, World]]) -> None:
    for before, after in months:
        received = after.vendors.received.sum() - before.vendors.received.sum()
        assert received == _flow(before, after, VENDORS).sum()
    assert after.vendors.received.sum() == after.ledger.balance[:, VENDORS].sum() > 0


# Who is paid for which causes, where a cause has one payee only.
PAYEES = [(CUSTOMERS, ("revenue",)), (SUPPLIERS, ("variable_cost", "overhead"))]


@pytest.mark.parametrize(("party", "causes"), PAYEES)
def test_customers_and_suppliers_are_paid_for_their_causes_alone(
    months: list[tuple[World, World]], party: int, causes: tuple[str, ...]
) -> None:
    for before, after in months:
        np.testing.assert_array_equal(-_cause(after, *causes), _flow(before, after, party))


def test_all_that_is_not_paid_to_others_goes_to_employees_vendors_and_advisers(
    months: list[tuple[World, World]],
) -> None:
    outside = ("revenue", "variable_cost", "overhead")
    for before, after in months:
        inner = sum(_flow(before, after, party) for party in (EMPLOYEES, VENDORS, ADVISERS))
        rest = [name for name in CAUSES if name not in outside]
        np.testing.assert_array_equal(-_cause(after, *rest), inner)


def test_every_cause_occurs_in_a_lively_market(months: list[tuple[World, World]]) -> None:
    ever = np.zeros(len(CAUSES), dtype=bool)
    for _, after in months:
        ever |= np.any(after.ledger.month != 0, axis=0)
    assert [name for name, seen in zip(CAUSES, ever, strict=True) if not seen] == []


def test_profit_of_the_run_is_the_sum_of_its_months(months: list[tuple[World, World]]) -> None:
    cents = sum(after.ledger.month.sum(axis=1) for _, after in months)
    last = months[-1][1]
    np.testing.assert_allclose(last.measures.profit, cents / 100.0, rtol=1e-12, atol=1e-6)


def test_npv_is_the_discounted_sum_of_monthly_profits(months: list[tuple[World, World]]) -> None:
    rate = SCENARIO.economy.discount_rate
    npv = sum(
        after.ledger.month.sum(axis=1) / 100.0 * (1.0 + rate) ** (-(number + 1) / 12.0)
        for number, (_, after) in enumerate(months)
    )
    np.testing.assert_allclose(months[-1][1].measures.npv, npv, rtol=1e-12, atol=1e-6)


@pytest.mark.parametrize("arm", ["aligned", "misaligned", "oracle", "frugal", "random"])
def test_channels_of_every_firm_add_up_to_its_npv(prepared: World, arm: str) -> None:
    outcomes = firm_outcomes(live_arm(prepared, SCENARIO, arm))
    channels = np.array([outcomes[f"channel_{channel.name}"] for channel in CHANNELS])
    # Adding 36 months of 12 channels in floating point costs at most some hundred roundings.
    bound = 500 * np.finfo(float).eps * np.abs(channels).sum(axis=0)
    assert np.all(np.abs(channels.sum(axis=0) - outcomes["npv"]) <= bound)


def test_channels_of_cost_are_the_discounted_causes(months: list[tuple[World, World]]) -> None:
    rate = SCENARIO.economy.discount_rate
    causes = {
        "unused_licences": ("licence_unused",),
        "disruption": ("disruption",),
        "escalation": ("escalation",),
        "technology_spend": ("licence_used", "setup", "links", "process_work", "exit"),
    }
    outcomes = firm_outcomes(months[-1][1])
    for channel, names in causes.items():
        expected = sum(
            _cause(after, *names) / 100.0 * (1.0 + rate) ** (-(number + 1) / 12.0)
            for number, (_, after) in enumerate(months)
        )
        np.testing.assert_allclose(outcomes[f"channel_{channel}"], expected, atol=1e-6)
        assert np.all(outcomes[f"channel_{channel}"] <= 0.0)


def test_market_shares_add_up_to_one_every_month(months: list[tuple[World, World]]) -> None:
    for _, after in months:
        # Each share is rounded once.
        assert abs(after.firms.market_share.sum() - 1.0) < 1e-12


def test_spend_on_technology_is_every_cause_that_technology_has(
    months: list[tuple[World, World]],
) -> None:
    technology = CAUSES[CAUSES.index("manual_work") :]
    spent = sum(-_cause(after, *technology) for _, after in months) / 100.0
    last = months[-1][1]
    np.testing.assert_allclose(last.measures.technology_spend, spent, rtol=1e-12)
