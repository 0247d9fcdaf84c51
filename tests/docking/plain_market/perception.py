"""What a decider sees of an option: benefit, cost and cues, through practices and biases.

The true values are the same for everybody; perception differs by what was analysed, by what the
policy makes visible and by the decider's biases.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from plain_market.employees import LOGISTIC_DEVIATION, logistic
from plain_market.systems import readiness, usefulness
from plain_market.value import live_systems

if TYPE_CHECKING:
    from plain_market.agents import Department, Firm
    from plain_market.model import PlainMarket
    from plain_market.things import Product, System

__all__ = [
    "CueWeights",
    "analysis_months",
    "assessed_capability",
    "expected_use",
    "focus_of",
    "link_price",
    "peer_share",
    "planned_links",
    "seen_weights",
]


class CueWeights(NamedTuple):
    """What counts in a decision, adding up to 1."""

    fit: float
    features: float
    popularity: float
    pitch: float


def analysis_months(department: Department, model: PlainMarket) -> float:
    """Return the months of analysis a department takes, less what overconfidence skips.

    The oracle needs none.
    """
    policy = department.policy
    overconfident = department.manager.overconfidence * (1.0 - policy.reference_class)
    months = policy.gap_assessment + policy.fit_evaluation
    months *= model.market_scenario.projects.analysis_months * (1.0 - overconfident)
    return months * (1.0 - policy.foresight)


def focus_of(department: Department, goal: int) -> float:
    """Return the weight that a decider gives to a goal.

    The declared strategy as far as goals are clear; the rest is filled with the department's own
    favourites. Foresight replaces both by what is truly rewarded.
    """
    firm, clear, known = (
        department.firm,
        department.policy.goal_clarity,
        department.policy.foresight,
    )
    weight = clear * firm.declared[goal] + (1.0 - clear) * department.favourite[goal]
    return known * firm.reward[goal] + (1.0 - known) * weight


def assessed_capability(
    department: Department, product: Product, luck: float, months: float, model: PlainMarket
) -> float:
    """Return the factor by which a product's capability is misjudged after some months of analysis.

    Exaggeration is believed less the longer one analyses; random error shrinks with analysis as far
    as fit is visible at all. In a complex regime only a pilot informs.
    """
    rules, policy, vendor = model.market_scenario.decisions, department.policy, product.vendor
    doubt = math.pow(0.5, months / rules.analysis_halving)
    hyped = department.manager.hype * (1.0 - policy.devils_advocate)
    trust = min(rules.gullibility + hyped, 1.0) * (0.5 + vendor.reputation)
    visible = model.market_scenario.market.fit_visibility
    unknown = 1.0 - policy.foresight
    deviation = rules.assessment_noise * (visible * doubt + 1.0 - visible) * unknown
    error = math.exp(deviation * luck - 0.5 * deviation * deviation)
    return (1.0 + unknown * vendor.hype * trust * doubt) * error


def link_price(one: Product, other: Product, model: PlainMarket) -> float | None:
    """Return the cost of a link between two products in EUR; None where none can be made.

    Products of one vendor link for free; open products cheaply.
    """
    if one.vendor is other.vendor:
        return 0.0
    open_share = 0.5 * (one.openness + other.openness)
    if open_share < model.market_scenario.projects.link_openness:
        return None
    return model.market_scenario.projects.link_cost * (1.0 - open_share)


def planned_links(
    department: Department, product: Product, planning: float, model: PlainMarket
) -> tuple[set[System], float]:
    """Return the systems that a plan would link a product to, and what the links cost.

    For every department that work depends on, the cheapest link to one of its live systems is
    planned when the dependence is large enough for the care taken. What links for free is linked
    in any case.
    """
    links: set[System] = set()
    cost = 0.0
    for other in department.firm.departments:
        weight = department.dependence[other.function]
        if weight == 0.0:
            continue
        best, price = None, 0.0
        for system in live_systems(other):
            asked = link_price(product, system.product, model)
            if asked is None:
                continue
            if asked == 0.0:
                links.add(system)
            if best is None or asked < price:
                best, price = system, asked
        if best is not None and price > 0.0 and weight >= 1.0 - planning:
            links.add(best)
            cost += price
    return links, cost


def expected_use(department: Department, product: Product, model: PlainMarket) -> float:
    """Return the use to expect of a product once people know it, 0..1.

    The intention of an average employee without biases whose belief equals the usefulness.
    """
    rules, policy = model.market_scenario.employees, department.policy
    ready = readiness(department.maturity, product.complexity)
    useful = usefulness(department, product, model) * ready
    ease = rules.acceptance_scale * (0.75 - 0.5 * product.complexity)
    value = rules.acceptance_scale * (useful - 0.5) + rules.weight_ease_usefulness * ease
    intention = rules.acceptance_intercept + rules.weight_usefulness * value
    intention += rules.weight_ease * ease
    led = policy.leadership * (0.5 + 0.5 * department.firm.leadership)
    intention += rules.weight_leadership * rules.acceptance_scale * led
    resisted = rules.weight_threat * rules.threat * product.automation
    resisted *= 1.0 - rules.relief_involvement * policy.involvement
    intention -= rules.acceptance_scale * (0.25 * rules.weight_known_tool + resisted)
    return logistic(LOGISTIC_DEVIATION * intention)


def peer_share(firm: Firm, product: Product, model: PlainMarket) -> float:
    """Return the share of peers that work with a product, as seen with a lag."""
    seen_until = model.market.month - 1 - model.market_scenario.decisions.popularity_lag
    peers = [peer for peer in firm.peers if peer is not None]
    seen = 0
    for peer in peers:
        systems = live_systems(peer.departments[product.function])
        if any(item.product is product and item.since <= seen_until for item in systems):
            seen += 1
    return seen / len(peers) if peers else 0.0


def seen_weights(department: Department, attention: float) -> CueWeights:
    """Return what counts in a department's decision about a product of some fashion.

    Social proof adds weight to what peers have, hype to what is in fashion; a diverse panel takes
    both back.
    """
    policy, manager = department.policy, department.manager
    known = policy.foresight
    fit = policy.fit_evaluation + known * (1.0 - policy.fit_evaluation)
    rest = 1.0 - fit
    total = max(policy.features + policy.popularity + policy.pitch, 1e-9)
    checked = (1.0 - policy.devils_advocate) * (1.0 - known)
    features = rest * (policy.features / total)
    popularity = rest * (policy.popularity / total)
    popularity += manager.social_proof * checked
    pitch = rest * (policy.pitch / total)
    pitch += manager.hype * attention * checked
    norm = fit + features + popularity + pitch
    if norm <= 0.0:
        return CueWeights(1.0, 0.0, 0.0, 0.0)
    return CueWeights(fit / norm, features / norm, popularity / norm, pitch / norm)
