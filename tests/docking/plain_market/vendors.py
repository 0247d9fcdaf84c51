"""Vendors pitch, learn what sells, and earn or lose their reputation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plain_market.luck import stream, uniform, uniform_at
from sim.purposes import PITCH, VENDOR_TRIAL

if TYPE_CHECKING:
    from plain_market.agents import Firm, Vendor
    from plain_market.model import PlainMarket

__all__ = ["learn_what_sells", "pitch_key", "pitch_strength", "settle_reputation"]

HALF_YEAR = 6


def pitch_key(model: PlainMarket) -> Any:
    """Return the stream of this month's pitches."""
    return stream(model.market.seed, PITCH, model.market.month)


def pitch_strength(vendor: Vendor, firm: Firm, key: Any) -> float:
    """Return how loudly a vendor pitches to a firm this month, 0..1.

    Sales effort goes to larger firms first; a meeting's success is luck; hype makes it louder.
    """
    effort = vendor.sales_capacity * min(0.5 + firm.headcount / 60.0, 1.0)
    luck = uniform_at(key, firm.identity, vendor.row)
    loud = effort * (0.4 + 0.6 * luck) * (0.7 + 0.75 * vendor.hype)
    return min(loud, 1.0)


def learn_what_sells(vendor: Vendor, model: PlainMarket) -> None:
    """Let a vendor try more or less hype, keep what sold, and reprice, every half-year.

    It goes on in the direction in which sales rose and turns round when they fell; when they stayed
    the same, luck decides.
    """
    month, rules = model.market.month, model.market_scenario.vendors
    if month % HALF_YEAR != 0 or month == 0:
        return
    key = stream(model.market.seed, VENDOR_TRIAL, month)
    rose = vendor.sold > vendor.sold_before
    fell = vendor.sold < vendor.sold_before
    if fell or (not rose and uniform(key, vendor.row) < 0.5):
        vendor.direction = -vendor.direction
    if rules.hype > 0.0:
        step = rules.learning_step * vendor.direction
        vendor.hype = min(max(vendor.hype + step, 0.0), 2.0)
    price = 1.0
    if rose:
        price = 1.0 + rules.repricing
    elif fell:
        price = 1.0 - rules.repricing
    if rules.harvesting > 0.0:  # who lives of installed seats raises prices
        captive = vendor.seats / max(vendor.seats + vendor.sold, 1)
        price *= 1.0 + rules.harvesting * captive
    vendor.price_level = min(max(vendor.price_level * price, 0.5), 2.0)
    vendor.sold_before = vendor.sold
    vendor.sold = 0


def settle_reputation(vendor: Vendor, model: PlainMarket) -> None:
    """Move a reputation by this month's verdicts of customers who measured what they got."""
    verdicts = vendor.praised + vendor.blamed
    if verdicts > 0:
        share = vendor.praised / verdicts
        weight = min(model.market_scenario.vendors.reputation_speed * verdicts, 0.5)
        vendor.reputation += weight * (share - vendor.reputation)
    vendor.praised = 0
    vendor.blamed = 0
