"""Vendors pitch, learn what sells, and earn or lose their reputation."""

from __future__ import annotations

from sim.compilation import rule
from sim.luck import stream, uniform, uniform_at
from sim.purposes import PITCH, VENDOR_TRIAL
from sim.tables import Table

__all__ = ["clear_seats", "learn_what_sells", "pitch_strength", "settle_reputation"]

HALF_YEAR = 6


@rule
def pitch_strength(
    vendors: Table, vendor: int, firm_identity: int, headcount: int, key: int
) -> float:
    """Return how loudly a vendor pitches to a firm this month, 0..1.

    Sales effort goes to larger firms first; a meeting's success is luck; hype makes it louder.
    ``key`` is the stream of purpose PITCH for the month.
    """
    effort = vendors.sales_capacity[vendor] * min(0.5 + headcount / 60.0, 1.0)
    luck = uniform_at(key, firm_identity, vendor)
    loud = effort * (0.4 + 0.6 * luck) * (0.7 + 0.75 * vendors.hype[vendor])
    return min(loud, 1.0)


@rule
def pitch_key(market: Table) -> int:
    """Return the stream of this month's pitches."""
    return stream(market.seed[0], PITCH, market.month[0])


@rule
def learn_what_sells(vendors: Table, market: Table, parameters: Table) -> None:
    """Let vendors try more or less hype, keep what sold, and reprice, every half-year.

    A vendor goes on in the direction in which sales rose and turns round when they fell. Who lives
    of installed seats more than of new ones raises prices ("bargains, then rip-offs", Farrell &
    Klemperer 2007), as far as ``vendors.harvesting`` says.

    Columns changed: vendors.hype, price_level, direction, sold, sold_before.
    Source: adaptive search as in Cyert & March 1963; steps assumed.
    """
    p = parameters[0]
    month = market.month[0]
    if month % HALF_YEAR != 0 or month == 0:
        return
    key = stream(market.seed[0], VENDOR_TRIAL, month)
    for vendor in range(len(vendors)):
        rose = vendors.sold[vendor] > vendors.sold_before[vendor]
        fell = vendors.sold[vendor] < vendors.sold_before[vendor]
        if fell:
            vendors.direction[vendor] = -vendors.direction[vendor]
        if not rose and not fell and uniform(key, vendor) < 0.5:
            vendors.direction[vendor] = -vendors.direction[vendor]
        step = p.vendors_learning_step * vendors.direction[vendor]
        if p.vendors_hype > 0.0:
            vendors.hype[vendor] = min(max(vendors.hype[vendor] + step, 0.0), 2.0)
        price = 1.0 + p.vendors_repricing if rose else 1.0
        price = 1.0 - p.vendors_repricing if fell else price
        if p.vendors_harvesting > 0.0:
            seats, sold = vendors.seats[vendor], vendors.sold[vendor]
            price *= 1.0 + p.vendors_harvesting * (seats / max(seats + sold, 1))
        vendors.price_level[vendor] = min(max(vendors.price_level[vendor] * price, 0.5), 2.0)
        vendors.sold_before[vendor] = vendors.sold[vendor]
        vendors.sold[vendor] = 0


@rule
def settle_reputation(vendors: Table, parameters: Table) -> None:
    """Move reputations by this month's verdicts on what systems truly bring.

    Columns changed: vendors.reputation, praised, blamed.
    """
    speed = parameters[0].vendors_reputation_speed
    for vendor in range(len(vendors)):
        praised, blamed = vendors.praised[vendor], vendors.blamed[vendor]
        verdicts = praised + blamed
        if verdicts > 0:
            share = praised / verdicts
            weight = min(speed * verdicts, 0.5)
            vendors.reputation[vendor] += weight * (share - vendors.reputation[vendor])
        vendors.praised[vendor] = 0
        vendors.blamed[vendor] = 0


@rule
def clear_seats(vendors: Table) -> None:
    """Begin to count anew the seats that live systems pay for.

    Columns changed: vendors.seats.
    """
    for vendor in range(len(vendors)):
        vendors.seats[vendor] = 0
