"""The month's payments that follow from the business and from live systems. Reads no policy."""

from __future__ import annotations

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
    pay,
    receive,
    to_cents,
)
from sim.compilation import rule
from sim.status import IMPLEMENTING, LIVE
from sim.tables import SLOTS, SYSTEMS_PER_FIRM, Row, Table
from sim.value import EFFICIENCY

__all__ = [
    "cause_of",
    "pay_from",
    "pay_vendor",
    "settle_business",
    "settle_owners",
    "settle_systems",
]


@rule
def cause_of(systems: Table, row: int, cause: int) -> int:
    """Return the cause to book: whatever an escalated system costs is booked as escalation."""
    return ESCALATION if systems.escalated[row] == 1 else cause


@rule
def pay_vendor(
    ledger: Table, vendors: Table, vendor: int, firm: int, cause: int, euros: float
) -> float:
    """Pay a vendor and note what the vendor receives, to the cent; return the euros paid."""
    vendors.received[vendor] += to_cents(euros)
    return pay(ledger, firm, VENDORS, cause, euros)


@rule
def pay_from(departments: Table, systems: Table, row: int, paid: float, p: Row) -> None:
    """Take what was paid for a system out of the budget of its track, or out of the purse.

    Columns changed: departments.purse, track.
    """
    if p.decisions_exploration_budget > 0.0 and systems.exploring[row] == 1:
        departments.track[row // SLOTS] -= paid
    else:
        departments.purse[row // SLOTS] -= paid


@rule
def settle_business(firms: Table, ledger: Table, parameters: Table, first: int, last: int) -> None:
    """Settle revenue, materials, wages and overhead, and the labour that efficiency saves."""
    p = parameters[0]
    for firm in range(first, last):
        wages = p.economy_wage * firms.headcount[firm]
        saved = wages * p.economy_labour_saving
        saved *= firms.reward[firm, EFFICIENCY] * firms.capability[firm, EFFICIENCY]
        receive(ledger, firm, CUSTOMERS, REVENUE, firms.revenue[firm])
        pay(ledger, firm, SUPPLIERS, VARIABLE_COST, firms.revenue[firm] * p.economy_variable_cost)
        pay(ledger, firm, EMPLOYEES, WAGES, wages)
        pay(ledger, firm, SUPPLIERS, OVERHEAD, p.economy_overhead * firms.headcount[firm])
        receive(ledger, firm, EMPLOYEES, LABOUR_SAVED, saved)


@rule
def settle_systems(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    ledger: Table,
    parameters: Table,
    first: int,
    last: int,
) -> None:
    """Pay licences for all seats from the department's budget, manual re-entry, disturbed work.

    Columns changed: ledger; departments.purse, track; vendors.received, seats.
    """
    p = parameters[0]
    for row in range(first * SYSTEMS_PER_FIRM, last * SYSTEMS_PER_FIRM):
        status = systems.status[row]
        if status != LIVE and status != IMPLEMENTING:
            continue
        department, firm = row // SLOTS, row // SYSTEMS_PER_FIRM
        seats, product = departments.headcount[department], systems.product[row]
        if status == IMPLEMENTING:
            # In a roll-out by stages only the people of one stage are disturbed at a time.
            lost = p.projects_disruption * p.economy_wage * seats / systems.stages[row]
            cause = cause_of(systems, row, DISRUPTION)
            pay(ledger, firm, EMPLOYEES, cause, lost)
            continue
        vendor = products.vendor[product]
        vendors.seats[vendor] += seats
        licence = products.price[product] * vendors.price_level[vendor] * seats
        used = licence * systems.active[row]
        cause = cause_of(systems, row, LICENCE_USED)
        paid = pay_vendor(ledger, vendors, vendor, firm, cause, used)
        cause = cause_of(systems, row, LICENCE_UNUSED)
        paid += pay_vendor(ledger, vendors, vendor, firm, cause, licence - used)
        hours = p.projects_manual_hours * seats * systems.unlinked[row] * systems.usage[row]
        cause = cause_of(systems, row, MANUAL_WORK)
        pay(ledger, firm, EMPLOYEES, cause, hours * p.economy_hour_cost)
        pay_from(departments, systems, row, paid, p)


@rule
def settle_owners(firms: Table, ledger: Table, parameters: Table, firm: int) -> None:
    """Let owners take half of the cash above the target, or put back half of what is missing."""
    target = to_cents(firms.base_revenue[firm] * parameters[0].economy_cash_target)
    taken = (ledger.balance[firm, CASH] - target) // 2
    ledger.balance[firm, CASH] -= taken
    ledger.balance[firm, OWNERS] += taken
