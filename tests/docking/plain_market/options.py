"""Options on a shortlist: what each would truly bring, and what the decider makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from plain_market.founding_vendors import TYPICAL_FEATURES
from plain_market.luck import gumbel, normal, stream
from plain_market.perception import (
    analysis_months,
    assessed_capability,
    expected_use,
    focus_of,
    peer_share,
    planned_links,
    seen_weights,
)
from plain_market.systems import (
    expected_integration,
    interplay,
    lock_in_cost,
    missing_links,
    partner_fit,
    readiness,
)
from plain_market.value import live_systems
from plain_market.vendors import pitch_key, pitch_strength
from sim.parameters import GOALS
from sim.purposes import ASSESSMENT, CHOICE, LOTTERY, SALIENCE
from sim.status import LIVE, PILOTED

if TYPE_CHECKING:
    from plain_market.agents import Department
    from plain_market.model import PlainMarket
    from plain_market.things import Product, System

__all__ = [
    "DecisionLuck",
    "Option",
    "replaced_by",
    "true_benefit",
    "true_factor",
    "weigh",
    "write_shortlist",
]

SHORTLIST_LONGEST = 12


class DecisionLuck(NamedTuple):
    """The streams of luck of a month's decisions."""

    salience: Any
    assessment: Any
    pitch: Any
    choice: Any
    lottery: Any

    @classmethod
    def of_month(cls, model: PlainMarket) -> DecisionLuck:
        """Return the streams of the present month."""
        seed, month = model.market.seed, model.market.month
        return cls(
            stream(seed, SALIENCE, month),
            stream(seed, ASSESSMENT, month),
            pitch_key(model),
            stream(seed, CHOICE, month),
            stream(seed, LOTTERY, month),
        )


@dataclass(eq=False)
class Option:
    """A product on a shortlist: its cues as the eye sees them, then benefit and cost in EUR."""

    product: Product
    salience: float
    rich: float  # in features
    popular: float
    loud: float
    benefit: float = 0.0  # per month, perceived
    true_benefit: float = 0.0  # per month
    cost: float = 0.0  # over the horizon, perceived
    outlay: float = 0.0  # of the first year


def write_shortlist(
    department: Department, system: System, luck: DecisionLuck, model: PlainMarket
) -> list[Option]:
    """Return the products that strike the eye, the most striking first.

    What is popular, loudly pitched, in fashion and well reputed comes to mind first, by the weights
    of the policy's cues and by luck. ``system`` is the slot that is to be filled.
    """
    usual, known = model.market_scenario.decisions.shortlist, department.policy.foresight
    size = min(int(usual + known * (SHORTLIST_LONGEST - usual)), SHORTLIST_LONGEST)
    products = [item for item in model.products if _can_be_bought(item, department, system, model)]
    options = [_notice(product, department, luck, model) for product in products]
    options.sort(key=lambda option: -option.salience)
    return options[:size]


def _can_be_bought(
    product: Product, department: Department, system: System, model: PlainMarket
) -> bool:
    """Tell whether a product comes into question for a search."""
    if product.function != department.function or product.launch > model.market.month:
        return False
    if system.wished >= 0 and product.category != system.wished:
        return False
    if system.exploring == 1 and product.emerging != 1:
        return False
    begun = [item.product for item in department.systems if item.status >= PILOTED]
    return product not in begun


def _notice(
    product: Product, department: Department, luck: DecisionLuck, model: PlainMarket
) -> Option:
    """Return a product as it strikes the eye of a department's manager."""
    firm, vendor = department.firm, product.vendor
    weights = seen_weights(department, model.market.attention[product.category])
    rich = min(product.features / (2.0 * TYPICAL_FEATURES), 1.0)
    popular = peer_share(firm, product, model)
    loud = pitch_strength(vendor, firm, luck.pitch)
    salience = gumbel(luck.salience, department.identity, product.row) + vendor.reputation
    noise = weights.features * rich + weights.popularity * popular + weights.pitch * loud
    return Option(product, salience + 4.0 * noise, rich, popular, loud)


def replaced_by(department: Department, product: Product) -> System | None:
    """Return the live system that a product would replace, if any.

    Who sees redundancy, or decides for the firm as a whole, does not keep two of a category.
    """
    policy = department.policy
    if max(policy.gap_assessment, policy.governance, policy.foresight) < 0.5:
        return None
    for system in live_systems(department):
        if system.product.category == product.category:
            return system
    return None


def unserved(department: Department, goal: int, apart: System | None) -> float:
    """Return the part of a need that the department's other live systems leave unserved."""
    rest = 1.0
    for system in live_systems(department):
        if system is not apart:
            rest *= 1.0 - system.contribution[goal]
    return rest


def true_factor(
    department: Department,
    product: Product,
    apart: System | None,
    links: set[System],
    gain: float,
    model: PlainMarket,
) -> float:
    """Return the true factor on capability that is to be expected: ready, linked, used, fitting.

    ``apart`` is the system that holds the product already, ``gain`` what the project will add to
    process maturity.
    """
    factor = readiness(min(department.maturity + gain, 1.0), product.complexity)
    factor *= expected_integration(missing_links(department, links), model)
    factor *= expected_use(department, product, model)
    factor *= partner_fit(department.firm, product, model)
    factor *= interplay(department.firm, product, apart, model)
    return factor * product.reliability


def true_benefit(
    department: Department, product: Product, against: System | None, factor: float
) -> float:
    """Return the true benefit to be expected of a product in EUR per month.

    It is counted against what the department has now: ``against`` is the system itself when it is
    installed already, or the one it would replace.
    """
    firm, benefit = department.firm, 0.0
    replaces = against is not None and against.product is not product and against.status == LIVE
    for goal in range(len(GOALS)):
        rewarded = firm.worth[goal] * firm.reward[goal]
        need = department.need[goal] * unserved(department, goal, against)
        gained = min(product.capability[goal] * factor, 1.0)
        if replaces:
            gained -= against.contribution[goal]
        benefit += rewarded * need * gained
    return benefit


def _seen_factor(
    department: Department,
    product: Product,
    links: set[System],
    gain: float,
    model: PlainMarket,
) -> float:
    """Return the factor on capability that the policy makes visible; what is not looked at is 1."""
    policy = department.policy
    ready = readiness(min(department.maturity + gain, 1.0), product.complexity)
    factor = 1.0 - policy.gap_assessment * (1.0 - ready)
    linked = expected_integration(missing_links(department, links), model)
    factor *= 1.0 - policy.implementation_planning * (1.0 - linked)
    use = expected_use(department, product, model)
    factor *= 1.0 - policy.involvement * (1.0 - use)
    fit = partner_fit(department.firm, product, model)
    return factor * (1.0 - policy.ecosystem * (1.0 - fit))


def _seen_benefit(
    option: Option,
    department: Department,
    system: System,
    old: System | None,
    seen_factor: float,
    misjudged: float,
    model: PlainMarket,
) -> float:
    """Return the perceived benefit of an option in EUR per month: fit mixed with cues."""
    product, policy, firm = option.product, department.policy, department.firm
    weights = seen_weights(department, model.market.attention[product.category])
    cue = weights.features * option.rich
    cue += weights.popularity * option.popular
    cue += weights.pitch * option.loud
    fit, scale = 0.0, 0.0
    for goal in range(len(GOALS)):
        unit = focus_of(department, goal) * firm.worth[goal] * department.need[goal]
        capability = product.capability[goal]
        if system.exploring == 1:  # one explores for what a product is to become
            capability = product.design[goal] * product.freshness
        rest = 1.0 - policy.gap_assessment * (1.0 - unserved(department, goal, old))
        gained = min(capability * misjudged * seen_factor, 1.0)
        if old is not None:
            gained -= policy.gap_assessment * old.contribution[goal]
        fit += unit * gained * rest
        scale += unit
    return weights.fit * fit + scale * model.market_scenario.decisions.cue_scale * cue


def weigh(
    option: Option, department: Department, system: System, luck: DecisionLuck, model: PlainMarket
) -> None:
    """Fill in benefit, true benefit, cost and first-year outlay of an option on the shortlist."""
    product, policy, known = option.product, department.policy, department.policy.foresight
    planning = max(policy.implementation_planning, known)
    links, link_cost = planned_links(department, product, planning, model)
    gap = max(product.complexity - department.maturity, 0.0)
    gain = max(policy.gap_assessment, known) * model.market_scenario.projects.process_work * gap
    old = replaced_by(department, product)
    factor = true_factor(department, product, None, links, gain, model)
    option.true_benefit = true_benefit(department, product, old, factor)
    months = analysis_months(department, model)
    draw = normal(luck.assessment, department.identity, product.row)
    misjudged = assessed_capability(department, product, draw, months, model)
    seen_factor = _seen_factor(department, product, links, gain, model)
    seen = _seen_benefit(option, department, system, old, seen_factor, misjudged, model)
    option.benefit = max(known * option.true_benefit + (1.0 - known) * seen, 0.0)
    _weigh_costs(option, department, links, link_cost, gain, old, model)


def _weigh_costs(
    option: Option,
    department: Department,
    links: set[System],
    link_cost: float,
    gain: float,
    old: System | None,
    model: PlainMarket,
) -> None:
    """Fill in what an option seems to cost: set-up, links, process work, licences, typing."""
    product, seats, manager = option.product, department.headcount, department.manager
    policy, known = department.policy, department.policy.foresight
    rules = model.market_scenario.projects
    fallacy = manager.planning_fallacy * (1.0 - policy.reference_class) * (1.0 - known)
    overrun = known * rules.unforeseen_work * (1.0 - policy.implementation_planning)
    setup = model.market_scenario.products.setup_fixed + product.setup * seats
    setup *= (1.0 - fallacy) * (1.0 + overrun)
    setup += link_cost + gain * rules.process_cost * seats
    licence = product.price * product.vendor.price_level * seats
    option.outlay = setup + 12.0 * licence
    missing = missing_links(department, links)
    planning = max(policy.implementation_planning, known)
    manual = (
        planning * missing * rules.manual_hours * seats * model.market_scenario.economy.hour_cost
    )
    if old is not None:
        # What the old system costs will be saved.
        licence -= old.product.price * old.product.vendor.price_level * seats
        setup += planning * lock_in_cost(old, department, model)
    later = 1.0 - manager.present_bias * (1.0 - known)
    cost = setup + later * model.market_scenario.decisions.horizon * (licence + manual)
    option.cost = max(cost, 0.0)
