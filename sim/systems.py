"""What surrounds a live system: readiness, links, other systems, partners. Reads no policy."""

from __future__ import annotations

import math

from sim.compilation import rule
from sim.luck import stream, uniform_at
from sim.purposes import INTERPLAY
from sim.status import LIVE
from sim.tables import DEPARTMENTS, GOAL_COUNT, PARTNERS_MAX, SLOTS, SYSTEMS_PER_FIRM, Row, Table

__all__ = [
    "assess_systems",
    "expected_integration",
    "interplay",
    "lock_in_cost",
    "missing_links",
    "note_vendors",
    "partner_fit",
    "readiness",
    "see_partners",
    "unlinked_departments",
    "usefulness",
]


@rule
def readiness(maturity: float, complexity: float) -> float:
    """Return how far a department can draw the benefit of a product, 0..1.

    A smooth form of ``min(1, maturity / complexity)``: ``x / (1 + x^4)^(1/4)``.
    """
    ratio = maturity / complexity
    fourth = ratio * ratio
    fourth *= fourth
    return ratio / math.sqrt(math.sqrt(1.0 + fourth))


@rule
def note_vendors(presence: Table, systems: Table, products: Table, firm: int) -> None:
    """Note which vendors' systems are live in a firm, for partners to see.

    Columns changed: presence.vendors.
    """
    present = 0
    for row in range(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM):
        if systems.status[row] == LIVE:
            present |= 1 << products.vendor[systems.product[row]]
    presence.vendors[firm] = present


@rule
def see_partners(firms: Table, presence: Table, firm: int) -> None:
    """See which vendors' systems a firm's partners work with.

    Columns changed: firms.partner_vendors.
    """
    for place in range(PARTNERS_MAX):
        partner = firms.partners[firm, place]
        # All bits where there is no partner: nothing is strange to nobody.
        firms.partner_vendors[firm, place] = presence.vendors[partner] if partner >= 0 else -1


@rule
def unlinked_departments(
    systems: Table, departments: Table, firm: int, function: int, links: int
) -> int:
    """Return, as bits, the departments whose data has to be typed again.

    Only departments that work with live systems count: data on paper needs no link.
    """
    unlinked = 0
    for other in range(DEPARTMENTS):
        if departments.dependence[firm * DEPARTMENTS + function, other] == 0.0:
            continue
        live, linked = False, False
        for slot in range(SLOTS):
            position = other * SLOTS + slot
            if systems.status[firm * SYSTEMS_PER_FIRM + position] == LIVE:
                live = True
                if (links >> position) & 1:
                    linked = True
        if live and not linked:
            unlinked |= 1 << other
    return unlinked


@rule
def missing_links(
    systems: Table, departments: Table, firm: int, function: int, links: int
) -> float:
    """Return the share of a department's workflow dependence that no link serves."""
    unlinked, missing = unlinked_departments(systems, departments, firm, function, links), 0.0
    for other in range(DEPARTMENTS):
        if (unlinked >> other) & 1:
            missing += departments.dependence[firm * DEPARTMENTS + function, other]
    return missing


@rule
def expected_integration(missing: float, p: Row) -> float:
    """Return the factor on benefit that a share of missing links leaves."""
    return 1.0 - p.projects_integration_penalty * missing


@rule
def interplay(
    systems: Table,
    products: Table,
    firms: Table,
    market: Table,
    firm: int,
    row: int,
    product: int,
    strength: float,
) -> float:
    """Return 1 plus the mean epistatic term between a product and the firm's live systems.

    The term of two products in a firm is a fixed draw in -1..1 (Kauffman & Levin 1987). ``row`` is
    the system that holds the product, -1 for a product not yet bought.
    """
    if strength == 0.0:
        return 1.0
    key = stream(market.seed[0], INTERPLAY, 0)
    total, count = 0.0, 0
    for position in range(SYSTEMS_PER_FIRM):
        other = firm * SYSTEMS_PER_FIRM + position
        if other == row or systems.status[other] != LIVE:
            continue
        one, two = min(product, systems.product[other]), max(product, systems.product[other])
        total += 2.0 * uniform_at(key, firms.identity[firm], one * 4096 + two) - 1.0
        count += 1
    return 1.0 + strength * total / count if count > 0 else 1.0


@rule
def partner_fit(firms: Table, products: Table, firm: int, product: int, effect: float) -> float:
    """Return the factor by which partners' systems support a product.

    A partner with a system of the same vendor fits fully; otherwise as far as the product is open.
    """
    if effect == 0.0:
        return 1.0
    unfit = 0.0
    for place in range(PARTNERS_MAX):
        strange = 1 - ((firms.partner_vendors[firm, place] >> products.vendor[product]) & 1)
        unfit += strange * (firms.trade[firm, place] * (1.0 - products.openness[product]))
    return 1.0 - effect * unfit


@rule
def lock_in_cost(
    systems: Table, departments: Table, products: Table, row: int, month: int, p: Row
) -> float:
    """Return what leaving a live system costs for data and routines that its vendor holds, EUR.

    It grows with the years of service and with how closed the product is (Shapiro & Varian 1999).
    """
    if p.vendors_lock_in == 0.0:
        return 0.0
    product, years = systems.product[row], (month - systems.since[row]) / 12.0
    licences = 12.0 * products.price[product] * departments.headcount[row // SLOTS]
    return p.vendors_lock_in * years * (1.0 - products.openness[product]) * licences


@rule
def usefulness(departments: Table, products: Table, department: int, product: int, p: Row) -> float:
    """Return how much of a department's daily work a product serves at its best, 0..1."""
    served, total = 0.0, 0.0
    for goal in range(GOAL_COUNT):
        served += departments.need[department, goal] * products.capability[product, goal]
        total += departments.need[department, goal]
    level = served / total / p.products_capability
    return min(level * products.reliability[product], 1.0)


@rule
def assess_systems(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    market: Table,
    parameters: Table,
    first: int,
    last: int,
) -> None:
    """Assess what surrounds every live system this month.

    Data and routines grow around a system that is used and linked, up to
    ``projects.appreciation`` of what it contributes (intangible assets that technology leaves
    behind, Brynjolfsson, Hitt & Yang 2002).

    Columns changed: systems.readiness, unlinked, integration, interplay, partner_fit, embedded,
    growth, usefulness.
    """
    p = parameters[0]
    for firm in range(first, last):
        for position in range(SYSTEMS_PER_FIRM):
            row = firm * SYSTEMS_PER_FIRM + position
            if systems.status[row] != LIVE:
                continue
            product, function = systems.product[row], position // SLOTS
            department = firm * DEPARTMENTS + function
            ready = readiness(departments.maturity[department], products.complexity[product])
            systems.readiness[row] = ready
            if firms.changed[firm]:
                links = systems.links[row]
                missing = missing_links(systems, departments, firm, function, links)
                systems.unlinked[row] = missing
                systems.integration[row] = expected_integration(missing, p)
                strength = p.market_interaction_strength
                systems.interplay[row] = interplay(
                    systems, products, firms, market, firm, row, product, strength
                )
            systems.partner_fit[row] = partner_fit(
                firms, products, firm, product, p.market_network_effect
            )
            if p.projects_appreciation > 0.0:
                lived = (
                    systems.usage[row] * systems.integration[row] / p.projects_appreciation_months
                )
                systems.embedded[row] += lived * (1.0 - systems.embedded[row])
            systems.growth[row] = 1.0 + p.projects_appreciation * systems.embedded[row]
            useful = usefulness(departments, products, department, product, p)
            systems.usefulness[row] = useful * ready * systems.integration[row]
        firms.changed[firm] = 0
