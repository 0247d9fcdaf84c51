"""Options on a shortlist: what each would truly bring, and what the decider makes of it."""

from __future__ import annotations

from sim.compilation import rule
from sim.founding.vendors import TYPICAL_FEATURES
from sim.luck import gumbel, normal
from sim.perception import (
    assessed_capability,
    expected_use,
    focus_of,
    peer_share,
    planned_links,
    seen_weights,
)
from sim.status import LIVE
from sim.systems import (
    expected_integration,
    interplay,
    lock_in_cost,
    missing_links,
    partner_fit,
    readiness,
)
from sim.tables import DEPARTMENTS, GOAL_COUNT, SHORTLIST_MAX, SLOTS, Row, Table
from sim.vendors import pitch_strength

__all__ = ["true_benefit", "true_factor", "weigh_option", "write_shortlist"]

FIT, FEATURES, POPULARITY, PITCH_CUE = range(4)


@rule
def owns_product(systems: Table, department: int, product: int) -> bool:
    """Tell whether a department already has, or is introducing, a product."""
    for slot in range(SLOTS):
        row = department * SLOTS + slot
        if systems.status[row] > 2 and systems.product[row] == product:
            return True
    return False


@rule
def write_shortlist(
    scratch: Table,
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    managers: Table,
    market: Table,
    firm: int,
    function: int,
    category: int,
    exploring: bool,
    keys: tuple[int, int, int, int, int],
    p: Row,
) -> int:
    """Write the products that strike the eye on the shortlist; return how many.

    What is popular, loudly pitched, in fashion and well reputed comes to mind first, by the weights
    of the policy's cues and by luck. ``category`` restricts the search (-1: any); ``keys`` are the
    streams (salience, assessment, pitch).
    """
    department = firm * DEPARTMENTS + function
    who = departments.identity[department]
    known = policies.foresight[department]
    size = int(p.decisions_shortlist + known * (SHORTLIST_MAX - p.decisions_shortlist))
    size = min(size, SHORTLIST_MAX)
    count = 0
    for product in range(len(products)):
        if products.function[product] != function or products.launch[product] > market.month[0]:
            continue
        if category >= 0 and products.category[product] != category:
            continue
        if exploring and products.emerging[product] != 1:
            continue
        if owns_product(systems, department, product):
            continue
        fashion = market.attention[0, products.category[product]]
        _, features, popularity, pitch = seen_weights(policies, managers, department, fashion)
        vendor = products.vendor[product]
        loud = pitch_strength(vendors, vendor, firms.identity[firm], firms.headcount[firm], keys[2])
        month, lag = market.month[0], p.decisions_popularity_lag
        seen = peer_share(firms, systems, firm, function, product, month, lag)
        rich = min(products.features[product] / (2.0 * TYPICAL_FEATURES), 1.0)
        salience = gumbel(keys[0], who, product) + vendors.reputation[vendor]
        salience += 4.0 * (features * rich + popularity * seen + pitch * loud)
        place = count
        if count == size:
            if salience <= scratch.salience[0, size - 1]:
                continue
            place = size - 1
        else:
            count += 1
        while place > 0 and scratch.salience[0, place - 1] < salience:
            scratch.salience[0, place] = scratch.salience[0, place - 1]
            scratch.product[0, place] = scratch.product[0, place - 1]
            for cue in range(3):
                scratch.cue[0, place, cue] = scratch.cue[0, place - 1, cue]
            place -= 1
        scratch.salience[0, place], scratch.product[0, place] = salience, product
        scratch.cue[0, place, 0] = rich
        scratch.cue[0, place, 1], scratch.cue[0, place, 2] = seen, loud
    return count


@rule
def replaced_by(
    systems: Table, products: Table, policies: Table, department: int, product: int
) -> int:
    """Return the live system that a product would replace, or -1.

    Who sees redundancy, or decides for the firm as a whole, does not keep two of a category.
    """
    sees = max(policies.gap_assessment[department], policies.governance[department])
    if max(sees, policies.foresight[department]) < 0.5:
        return -1
    for slot in range(SLOTS):
        row = department * SLOTS + slot
        if systems.status[row] != LIVE:
            continue
        if products.category[systems.product[row]] == products.category[product]:
            return row
    return -1


@rule
def unserved(systems: Table, department: int, goal: int, row: int) -> float:
    """Return the part of a need that the department's other live systems leave unserved."""
    rest = 1.0
    for slot in range(SLOTS):
        other = department * SLOTS + slot
        if other != row and systems.status[other] == LIVE:
            rest *= 1.0 - systems.contribution[other, goal]
    return rest


@rule
def true_factor(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    policies: Table,
    market: Table,
    department: int,
    product: int,
    row: int,
    links: int,
    gain: float,
    p: Row,
) -> float:
    """Return the true factor on capability that is to be expected: ready, linked, used, fitting."""
    firm, function = department // DEPARTMENTS, department % DEPARTMENTS
    maturity = min(departments.maturity[department] + gain, 1.0)
    factor = readiness(maturity, products.complexity[product])
    missing = missing_links(systems, departments, firm, function, links)
    factor *= expected_integration(missing, p)
    factor *= expected_use(departments, firms, products, policies, department, product, p)
    factor *= partner_fit(firms, products, firm, product, p.market_network_effect)
    strength = p.market_interaction_strength
    factor *= interplay(systems, products, firms, market, firm, row, product, strength)
    return factor * products.reliability[product]


@rule
def true_benefit(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    department: int,
    product: int,
    row: int,
    factor: float,
) -> float:
    """Return the true benefit to be expected of a product in EUR per month.

    It is counted against what the department has now: ``row`` is the system itself when it is
    installed already, or the one it would replace, else -1.
    """
    firm, benefit = department // DEPARTMENTS, 0.0
    for goal in range(GOAL_COUNT):
        rewarded = firms.worth[firm, goal] * firms.reward[firm, goal]
        need = departments.need[department, goal] * unserved(systems, department, goal, row)
        gained = min(products.capability[product, goal] * factor, 1.0)
        if row >= 0 and systems.product[row] != product and systems.status[row] == LIVE:
            gained -= systems.contribution[row, goal]
        benefit += rewarded * need * gained
    return benefit


@rule
def _seen_factor(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    policies: Table,
    department: int,
    product: int,
    links: int,
    gain: float,
    p: Row,
) -> float:
    """Return the factor on capability that the policy makes visible; what is not looked at is 1."""
    firm, function = department // DEPARTMENTS, department % DEPARTMENTS
    maturity = min(departments.maturity[department] + gain, 1.0)
    ready = readiness(maturity, products.complexity[product])
    factor = 1.0 - policies.gap_assessment[department] * (1.0 - ready)
    missing = missing_links(systems, departments, firm, function, links)
    linked = expected_integration(missing, p)
    factor *= 1.0 - policies.implementation_planning[department] * (1.0 - linked)
    use = expected_use(departments, firms, products, policies, department, product, p)
    factor *= 1.0 - policies.involvement[department] * (1.0 - use)
    fit = partner_fit(firms, products, firm, product, p.market_network_effect)
    return factor * (1.0 - policies.ecosystem[department] * (1.0 - fit))


@rule
def _seen_benefit(
    scratch: Table,
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    policies: Table,
    managers: Table,
    market: Table,
    department: int,
    place: int,
    old: int,
    factor: float,
    misjudged: float,
    exploring: bool,
    p: Row,
) -> float:
    """Return the perceived benefit of an option in EUR per month: fit mixed with cues."""
    product, firm = scratch.product[0, place], department // DEPARTMENTS
    fashion = market.attention[0, products.category[product]]
    weights = seen_weights(policies, managers, department, fashion)
    cue = weights[FEATURES] * scratch.cue[0, place, 0]
    cue += weights[POPULARITY] * scratch.cue[0, place, 1]
    cue += weights[PITCH_CUE] * scratch.cue[0, place, 2]
    fit, scale = 0.0, 0.0
    for goal in range(GOAL_COUNT):
        focus = focus_of(firms, departments, policies, firm, department, goal)
        unit = focus * firms.worth[firm, goal] * departments.need[department, goal]
        capability = products.capability[product, goal]
        if exploring:
            capability = products.design[product, goal] * products.freshness[product]
        rest = unserved(systems, department, goal, old)
        rest = 1.0 - policies.gap_assessment[department] * (1.0 - rest)
        gained = min(capability * misjudged * factor, 1.0)
        if old >= 0:
            gained -= policies.gap_assessment[department] * systems.contribution[old, goal]
        fit += unit * gained * rest
        scale += unit
    return weights[FIT] * fit + scale * p.decisions_cue_scale * cue


@rule
def weigh_option(
    scratch: Table,
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    managers: Table,
    market: Table,
    department: int,
    place: int,
    months: float,
    exploring: bool,
    keys: tuple[int, int, int, int, int],
    p: Row,
) -> None:
    """Fill in benefit, true benefit, cost and first-year outlay of an option on the shortlist."""
    firm, function = department // DEPARTMENTS, department % DEPARTMENTS
    product, seats = scratch.product[0, place], departments.headcount[department]
    planning, known = policies.implementation_planning[department], policies.foresight[department]
    planning = max(planning, known)
    links, link_cost = planned_links(
        systems, departments, products, firm, function, product, planning, p
    )
    gap = max(products.complexity[product] - departments.maturity[department], 0.0)
    gain = max(policies.gap_assessment[department], known) * p.projects_process_work * gap
    factor = true_factor(
        systems,
        departments,
        firms,
        products,
        policies,
        market,
        department,
        product,
        -1,
        links,
        gain,
        p,
    )
    old = replaced_by(systems, products, policies, department, product)
    true = true_benefit(systems, departments, firms, products, department, product, old, factor)
    scratch.true_benefit[0, place] = true
    luck = normal(keys[1], departments.identity[department], product)
    misjudged = assessed_capability(
        products, vendors, policies, managers, department, product, luck, months, p
    )
    seen_factor = _seen_factor(
        systems, departments, firms, products, policies, department, product, links, gain, p
    )
    seen = _seen_benefit(
        scratch, systems, departments, firms, products, policies, managers, market, department,
        place, old, seen_factor, misjudged, exploring, p,
    )  # fmt: skip
    scratch.benefit[0, place] = max(known * true + (1.0 - known) * seen, 0.0)
    fallacy = managers.planning_fallacy[department] * (1.0 - policies.reference_class[department])
    fallacy *= 1.0 - known
    setup = p.products_setup_fixed + products.setup[product] * seats
    overrun = (
        known * p.projects_unforeseen_work * (1.0 - policies.implementation_planning[department])
    )
    setup *= (1.0 - fallacy) * (1.0 + overrun)
    setup += link_cost + gain * p.projects_process_cost * seats
    licence = products.price[product] * vendors.price_level[products.vendor[product]] * seats
    missing = missing_links(systems, departments, firm, function, links)
    manual = planning * missing * p.projects_manual_hours * seats * p.economy_hour_cost
    scratch.outlay[0, place] = setup + 12.0 * licence
    if old >= 0:
        # What the old system costs will be saved.
        was = systems.product[old]
        licence -= products.price[was] * vendors.price_level[products.vendor[was]] * seats
        month = market.month[0]
        setup += planning * lock_in_cost(systems, departments, products, old, month, p)
    later = 1.0 - managers.present_bias[department] * (1.0 - known)
    cost = setup + later * p.decisions_horizon * (licence + manual)
    scratch.cost[0, place] = max(cost, 0.0)
