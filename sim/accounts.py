"""Double-entry accounts in whole cents.

Every payment takes from the firm's cash what it gives to a party, so that the balances of a firm
add up to zero at any moment, exactly. Beside the party, each payment names its cause; the causes of
a month add up to the month's profit.
"""

from __future__ import annotations

import math

from sim.compilation import rule
from sim.tables import Table

__all__ = ["CAUSES", "PARTIES", "open_month", "pay", "receive", "to_cents"]

PARTIES = ("cash", "customers", "employees", "suppliers", "vendors", "advisers", "owners")
CASH, CUSTOMERS, EMPLOYEES, SUPPLIERS, VENDORS, ADVISERS, OWNERS = range(7)

CAUSES = (
    "revenue",
    "variable_cost",
    "wages",
    "overhead",
    "labour_saved",
    "manual_work",
    "disruption",
    "licence_used",
    "licence_unused",
    "setup",
    "links",
    "process_work",
    "exit",
    "training",
    "analysis",
    "planning",
    "monitoring",
    "reviews",
    "involvement",
    "leadership",
    "governance",
    "strategy",
    "debiasing",
    "escalation",
)
(
    REVENUE,
    VARIABLE_COST,
    WAGES,
    OVERHEAD,
    LABOUR_SAVED,
    MANUAL_WORK,
    DISRUPTION,
    LICENCE_USED,
    LICENCE_UNUSED,
    SETUP,
    LINKS,
    PROCESS_WORK,
    EXIT,
    TRAINING,
    ANALYSIS,
    PLANNING,
    MONITORING,
    REVIEWS,
    INVOLVEMENT,
    LEADERSHIP,
    GOVERNANCE,
    STRATEGY,
    DEBIASING,
    ESCALATION,
) = range(24)

FIRST_TECHNOLOGY_CAUSE = MANUAL_WORK
"""This cause and all after it are costs of technology."""


@rule
def to_cents(euros: float) -> int:
    """Round euros to whole cents, halves upward."""
    return int(math.floor(euros * 100.0 + 0.5))


@rule
def pay(ledger: Table, firm: int, party: int, cause: int, euros: float) -> float:
    """Let a firm pay a party; return what was paid, in euros after rounding to cents."""
    cents = to_cents(euros)
    ledger.balance[firm, CASH] -= cents
    ledger.balance[firm, party] += cents
    ledger.month[firm, cause] -= cents
    return cents * 0.01


@rule
def receive(ledger: Table, firm: int, party: int, cause: int, euros: float) -> float:
    """Let a firm receive money from a party; return it in euros after rounding to cents."""
    return -pay(ledger, firm, party, cause, -euros)


@rule
def open_month(ledger: Table) -> None:
    """Begin a month: remember the cash at hand and clear the causes."""
    for firm in range(len(ledger)):
        ledger.opening_cash[firm] = ledger.balance[firm, CASH]
        for cause in range(ESCALATION + 1):
            ledger.month[firm, cause] = 0
