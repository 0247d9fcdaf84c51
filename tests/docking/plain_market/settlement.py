"""The month's payments that follow from the business and from live systems. Reads no policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plain_market.accounts import pay, receive, to_cents
from plain_market.value import EFFICIENCY
from sim.accounts import (
    CASH,
    CUSTOMERS,
    DISRUPTION,
    EMPLOYEES,
    ESCALATION,
    LABOUR_SAVED,
    LICENCE_UNUSED,
    LICENCE_USED,
    MANUAL_WORK,
    OVERHEAD,
    OWNERS,
    REVENUE,
    SUPPLIERS,
    VARIABLE_COST,
    VENDORS,
    WAGES,
)
from sim.status import IMPLEMENTING, LIVE

if TYPE_CHECKING:
    from plain_market.agents import Department, Firm, Vendor
    from plain_market.model import PlainMarket
    from plain_market.things import System

__all__ = [
    "cause_of",
    "pay_from",
    "pay_vendor",
    "settle_business",
    "settle_owners",
    "settle_systems",
]


def cause_of(system: System, cause: int) -> int:
    """Return the cause to book: whatever an escalated system costs is booked as escalation."""
    return ESCALATION if system.escalated == 1 else cause


def pay_vendor(vendor: Vendor, firm: Firm, cause: int, euros: float) -> float:
    """Pay a vendor and note what the vendor receives, to the cent; return the euros paid."""
    vendor.received += to_cents(euros)
    return pay(firm, VENDORS, cause, euros)


def pay_from(system: System, department: Department, paid: float, model: PlainMarket) -> None:
    """Take what was paid for a system out of the budget of its track, or out of the purse."""
    if model.market_scenario.decisions.exploration_budget > 0.0 and system.exploring == 1:
        department.track -= paid
    else:
        department.purse -= paid


def settle_business(firm: Firm, model: PlainMarket) -> None:
    """Settle revenue, materials, wages and overhead, and the labour that efficiency saves."""
    economy = model.market_scenario.economy
    wages = economy.wage * firm.headcount
    saved = wages * economy.labour_saving
    saved *= firm.reward[EFFICIENCY] * firm.capability[EFFICIENCY]
    receive(firm, CUSTOMERS, REVENUE, firm.revenue)
    pay(firm, SUPPLIERS, VARIABLE_COST, firm.revenue * economy.variable_cost)
    pay(firm, EMPLOYEES, WAGES, wages)
    pay(firm, SUPPLIERS, OVERHEAD, economy.overhead * firm.headcount)
    receive(firm, EMPLOYEES, LABOUR_SAVED, saved)


def settle_systems(department: Department, model: PlainMarket) -> None:
    """Pay for a department's systems: work that projects disturb, licences, manual re-entry."""
    economy = model.market_scenario.economy
    for system in department.systems:
        if system.status == IMPLEMENTING:
            lost = model.market_scenario.projects.disruption * economy.wage * department.headcount
            lost /= system.stages  # only the people of one stage are disturbed at a time
            pay(department.firm, EMPLOYEES, cause_of(system, DISRUPTION), lost)
        elif system.status == LIVE:
            _pay_licences(system, department, model)
            hours = model.market_scenario.projects.manual_hours * department.headcount
            hours *= system.unlinked
            hours *= system.usage
            typed = hours * economy.hour_cost
            pay(department.firm, EMPLOYEES, cause_of(system, MANUAL_WORK), typed)


def _pay_licences(system: System, department: Department, model: PlainMarket) -> None:
    """Pay a system's licences for all seats, used or not, from the department's budget."""
    vendor, firm, seats = system.product.vendor, department.firm, department.headcount
    vendor.seats += seats
    licence = system.product.price * vendor.price_level * seats
    used = licence * system.active
    paid = pay_vendor(vendor, firm, cause_of(system, LICENCE_USED), used)
    paid += pay_vendor(vendor, firm, cause_of(system, LICENCE_UNUSED), licence - used)
    pay_from(system, department, paid, model)


def settle_owners(firm: Firm, model: PlainMarket) -> None:
    """Let owners take half of the cash above the target, or put back half of what is missing."""
    target = to_cents(firm.base_revenue * model.market_scenario.economy.cash_target)
    taken = (firm.account.balance[CASH] - target) // 2
    firm.account.balance[CASH] -= taken
    firm.account.balance[OWNERS] += taken
