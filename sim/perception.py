"""What a decider sees of an option: benefit, cost and cues, through practices and biases.

The true values are the same for everybody; perception differs by what was analysed, by what the
policy makes visible (readiness, links, people, partners) and by the decider's biases.
"""

from __future__ import annotations

import math

from sim.compilation import rule
from sim.employees import LOGISTIC_DEVIATION, logistic
from sim.status import LIVE
from sim.systems import readiness, usefulness
from sim.tables import DEPARTMENTS, PEERS_MAX, SLOTS, SYSTEMS_PER_FIRM, Row, Table

__all__ = [
    "analysis_months",
    "assessed_capability",
    "expected_use",
    "focus_of",
    "link_price",
    "peer_share",
    "planned_links",
    "seen_weights",
]


@rule
def analysis_months(policies: Table, managers: Table, department: int, p: Row) -> float:
    """Return the months of analysis a department takes, less what overconfidence skips.

    The oracle needs none.
    """
    overconfident = managers.overconfidence[department] * (
        1.0 - policies.reference_class[department]
    )
    months = policies.gap_assessment[department] + policies.fit_evaluation[department]
    months *= p.projects_analysis_months * (1.0 - overconfident)
    return months * (1.0 - policies.foresight[department])


@rule
def focus_of(
    firms: Table, departments: Table, policies: Table, firm: int, department: int, goal: int
) -> float:
    """Return the weight that a decider gives to a goal.

    The declared strategy as far as goals are clear; the rest is filled with the department's own
    favourites. Foresight replaces both by what is truly rewarded.
    """
    clear = policies.goal_clarity[department]
    weight = clear * firms.declared[firm, goal]
    weight += (1.0 - clear) * departments.favourite[department, goal]
    known = policies.foresight[department]
    return known * firms.reward[firm, goal] + (1.0 - known) * weight


@rule
def assessed_capability(
    products: Table,
    vendors: Table,
    policies: Table,
    managers: Table,
    department: int,
    product: int,
    luck: float,
    months: float,
    p: Row,
) -> float:
    """Return the factor by which a product's capability is misjudged.

    Exaggeration is believed less the longer one analyses; random error shrinks with analysis as far
    as fit is visible at all. In a complex regime only a pilot informs.
    """
    doubt = math.pow(0.5, months / p.decisions_analysis_halving)
    vendor = products.vendor[product]
    hyped = managers.hype[department] * (1.0 - policies.devils_advocate[department])
    trust = min(p.decisions_gullibility + hyped, 1.0) * (0.5 + vendors.reputation[vendor])
    visible = p.market_fit_visibility
    deviation = p.decisions_assessment_noise * (visible * doubt + 1.0 - visible)
    unknown = 1.0 - policies.foresight[department]
    deviation *= unknown
    error = math.exp(deviation * luck - 0.5 * deviation * deviation)
    return (1.0 + unknown * vendors.hype[vendor] * trust * doubt) * error


@rule
def link_price(products: Table, one: int, other: int, p: Row) -> float:
    """Return the cost of a link between two products in EUR, or -1 where none can be made.

    Products of one vendor link for free; open products cheaply.
    """
    if products.vendor[one] == products.vendor[other]:
        return 0.0
    open_share = 0.5 * (products.openness[one] + products.openness[other])
    if open_share < p.projects_link_openness:
        return -1.0
    return p.projects_link_cost * (1.0 - open_share)


@rule
def planned_links(
    systems: Table,
    departments: Table,
    products: Table,
    firm: int,
    function: int,
    product: int,
    planning: float,
    p: Row,
) -> tuple[int, float]:
    """Return the links a plan would make, as bits, and what they cost.

    For every department that work depends on, the cheapest link to one of its live systems is
    planned when the dependence is large enough for the care taken. What links for free is linked
    in any case.
    """
    links, cost = 0, 0.0
    row = firm * DEPARTMENTS + function
    for other in range(DEPARTMENTS):
        weight = departments.dependence[row, other]
        if weight == 0.0:
            continue
        best, price = -1, 0.0
        for slot in range(SLOTS):
            position = other * SLOTS + slot
            system = firm * SYSTEMS_PER_FIRM + position
            if systems.status[system] != LIVE:
                continue
            asked = link_price(products, product, systems.product[system], p)
            if asked == 0.0:
                links |= 1 << position
            if asked >= 0.0 and (best < 0 or asked < price):
                best, price = position, asked
        if best >= 0 and price > 0.0 and weight >= 1.0 - planning:
            links |= 1 << best
            cost += price
    return links, cost


@rule
def expected_use(
    departments: Table,
    firms: Table,
    products: Table,
    policies: Table,
    department: int,
    product: int,
    p: Row,
) -> float:
    """Return the use to expect of a product once people know it, 0..1.

    The intention of an average employee without biases whose belief equals the usefulness.
    """
    firm, scale = department // DEPARTMENTS, p.employees_acceptance_scale
    ready = readiness(departments.maturity[department], products.complexity[product])
    useful = usefulness(departments, products, department, product, p) * ready
    ease = scale * (0.75 - 0.5 * products.complexity[product])
    value = scale * (useful - 0.5) + p.employees_weight_ease_usefulness * ease
    intention = p.employees_acceptance_intercept + p.employees_weight_usefulness * value
    intention += p.employees_weight_ease * ease
    led = policies.leadership[department] * (0.5 + 0.5 * firms.leadership[firm])
    intention += p.employees_weight_leadership * scale * led
    resisted = p.employees_weight_threat * p.employees_threat * products.automation[product]
    resisted *= 1.0 - p.employees_relief_involvement * policies.involvement[department]
    intention -= scale * (0.25 * p.employees_weight_known_tool + resisted)
    return logistic(LOGISTIC_DEVIATION * intention)


@rule
def peer_share(
    firms: Table, systems: Table, firm: int, function: int, product: int, month: int, lag: float
) -> float:
    """Return the share of peers that work with a product, as seen with a lag."""
    seen, peers = 0, 0
    for place in range(PEERS_MAX):
        peer = firms.peers[firm, place]
        if peer < 0:
            continue
        peers += 1
        for slot in range(SLOTS):
            row = peer * SYSTEMS_PER_FIRM + function * SLOTS + slot
            if (
                systems.status[row] == LIVE
                and systems.product[row] == product
                and systems.since[row] <= month - 1 - lag
            ):
                seen += 1
                break
    return seen / peers if peers > 0 else 0.0


@rule
def seen_weights(
    policies: Table, managers: Table, department: int, attention: float
) -> tuple[float, float, float, float]:
    """Return the weights of fit, features, popularity and pitch, adding up to 1.

    Social proof adds weight to what peers have, hype to what is in fashion; a diverse panel takes
    both back.
    """
    fit = policies.fit_evaluation[department]
    known = policies.foresight[department]
    fit = fit + known * (1.0 - fit)
    total = policies.features[department] + policies.popularity[department]
    total += policies.pitch[department]
    total = max(total, 1e-9)  # weights that are all but 0 are no weights
    rest = 1.0 - fit
    checked = (1.0 - policies.devils_advocate[department]) * (1.0 - known)
    features = rest * (policies.features[department] / total)
    popularity = rest * (policies.popularity[department] / total)
    popularity += managers.social_proof[department] * checked
    pitch = rest * (policies.pitch[department] / total)
    pitch += managers.hype[department] * attention * checked
    norm = fit + features + popularity + pitch
    if norm <= 0.0:
        return 1.0, 0.0, 0.0, 0.0
    return fit / norm, features / norm, popularity / norm, pitch / norm
