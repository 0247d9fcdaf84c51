"""Double-entry accounts in whole cents: what a firm pays, somebody receives.

``firm.account.balance`` holds one balance per party, cash first; they always add up to zero.
``firm.account.month`` holds the month's effect on profit per cause. Numbers of parties and causes
are those of :mod:`sim.accounts`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.accounts import CASH, CAUSES

if TYPE_CHECKING:
    from plain_market.agents import Firm

__all__ = ["open_month", "pay", "receive", "to_cents"]


def to_cents(euros: float) -> int:
    """Round euros to whole cents, halves upward."""
    return math.floor(euros * 100.0 + 0.5)


def pay(firm: Firm, party: int, cause: int, euros: float) -> float:
    """Let a firm pay a party; return what was paid, in euros after rounding to cents."""
    cents = to_cents(euros)
    firm.account.balance[CASH] -= cents
    firm.account.balance[party] += cents
    firm.account.month[cause] -= cents
    return cents * 0.01


def receive(firm: Firm, party: int, cause: int, euros: float) -> float:
    """Let a firm receive money from a party; return it in euros after rounding to cents."""
    return -pay(firm, party, cause, -euros)


def open_month(firm: Firm) -> None:
    """Begin a month: remember the cash at hand and clear the causes."""
    firm.account.opening_cash = firm.account.balance[CASH]
    firm.account.month = [0] * len(CAUSES)
