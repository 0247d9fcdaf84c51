"""What surrounds a live system: readiness, links, other systems, partners. Reads no policy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from plain_market.luck import stream, uniform_at
from plain_market.sums import added
from plain_market.value import live_systems
from sim.parameters import GOALS
from sim.purposes import INTERPLAY

if TYPE_CHECKING:
    from plain_market.agents import Department, Firm
    from plain_market.model import PlainMarket
    from plain_market.things import Product, System

__all__ = [
    "assess_systems",
    "expected_integration",
    "firm_systems",
    "interplay",
    "lock_in_cost",
    "missing_links",
    "note_vendors",
    "partner_fit",
    "readiness",
    "unlinked_departments",
    "usefulness",
]


def firm_systems(firm: Firm) -> list[System]:
    """Return the systems in service in all departments of a firm."""
    return [system for department in firm.departments for system in live_systems(department)]


def readiness(maturity: float, complexity: float) -> float:
    """Return how far a department can draw the benefit of a product, 0..1.

    A smooth form of ``min(1, maturity / complexity)``: ``x / (1 + x^4)^(1/4)``.
    """
    ratio = maturity / complexity
    square = ratio * ratio
    return ratio / math.sqrt(math.sqrt(1.0 + square * square))


def note_vendors(firm: Firm) -> None:
    """Note which vendors' systems are live in a firm, for partners to see."""
    firm.vendors_present = {system.product.vendor for system in firm_systems(firm)}


def unlinked_departments(department: Department, links: set[System]) -> list[Department]:
    """Return the departments whose data has to be typed again, given the links of a system.

    Only departments that work with live systems count: data on paper needs no link.
    """
    unlinked = []
    for other in department.firm.departments:
        live = live_systems(other)
        needed = department.dependence[other.function] != 0.0
        if needed and live and not any(system in links for system in live):
            unlinked.append(other)
    return unlinked


def missing_links(department: Department, links: set[System]) -> float:
    """Return the share of a department's workflow dependence that no link serves."""
    unlinked = unlinked_departments(department, links)
    return added(department.dependence[other.function] for other in unlinked)


def expected_integration(missing: float, model: PlainMarket) -> float:
    """Return the factor on benefit that a share of missing links leaves."""
    return 1.0 - model.market_scenario.projects.integration_penalty * missing


def interplay(firm: Firm, product: Product, apart: System | None, model: PlainMarket) -> float:
    """Return 1 plus the mean epistatic term between a product and the firm's live systems.

    The term of two products in a firm is a fixed draw in -1..1 (Kauffman & Levin 1987). ``apart``
    is the system that holds the product, None for a product not yet bought.
    """
    strength = model.market_scenario.market.interaction_strength
    if strength == 0.0:
        return 1.0
    key = stream(model.market.seed, INTERPLAY, 0)
    total, count = 0.0, 0
    for system in firm_systems(firm):
        if system is not apart:
            one, two = sorted((product.row, system.product.row))
            total += 2.0 * uniform_at(key, firm.identity, one * 4096 + two) - 1.0
            count += 1
    return 1.0 + strength * total / count if count > 0 else 1.0


def partner_fit(firm: Firm, product: Product, model: PlainMarket) -> float:
    """Return the factor by which partners' systems support a product.

    A partner with a system of the same vendor fits fully; otherwise as far as the product is open.
    """
    effect = model.market_scenario.market.network_effect
    if effect == 0.0:
        return 1.0
    unfit = 0.0
    for partner, trade in zip(firm.partners, firm.trade, strict=True):
        if partner is not None and product.vendor not in partner.vendors_present:
            unfit += trade * (1.0 - product.openness)
    return 1.0 - effect * unfit


def lock_in_cost(system: System, department: Department, model: PlainMarket) -> float:
    """Return what leaving a live system costs for data and routines that its vendor holds, EUR."""
    lock_in = model.market_scenario.vendors.lock_in
    if lock_in == 0.0:
        return 0.0
    years = (model.market.month - system.since) / 12.0
    licences = 12.0 * system.product.price * department.headcount
    return lock_in * years * (1.0 - system.product.openness) * licences


def usefulness(department: Department, product: Product, model: PlainMarket) -> float:
    """Return how much of a department's daily work a product serves at its best, 0..1."""
    served = added(department.need[goal] * product.capability[goal] for goal in range(len(GOALS)))
    level = served / added(department.need) / model.market_scenario.products.capability
    return min(level * product.reliability, 1.0)


def _grow(system: System, model: PlainMarket) -> None:
    """Let data and routines grow around a system that is used and linked."""
    rules = model.market_scenario.projects
    if rules.appreciation > 0.0:
        lived = system.usage * system.integration / rules.appreciation_months
        system.embedded += lived * (1.0 - system.embedded)
    system.growth = 1.0 + rules.appreciation * system.embedded


def assess_systems(firm: Firm, model: PlainMarket) -> None:
    """Assess what surrounds every live system of a firm this month."""
    for department in firm.departments:
        for system in live_systems(department):
            product = system.product
            system.readiness = readiness(department.maturity, product.complexity)
            if firm.changed:
                system.unlinked = missing_links(department, system.links)
                system.integration = expected_integration(system.unlinked, model)
                system.interplay = interplay(firm, product, system, model)
            system.partner_fit = partner_fit(firm, product, model)
            _grow(system, model)
            useful = usefulness(department, product, model)
            system.usefulness = useful * system.readiness * system.integration
    firm.changed = 0
