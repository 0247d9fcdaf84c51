"""What does not act: the market's state, products, systems, accounts, measures, events.

Attributes have the names of the columns in ``sim/tables.py``, where units and meanings stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.accounts import CAUSES, PARTIES
from sim.outcomes import CHANNELS
from sim.parameters import CATEGORIES, GOALS

if TYPE_CHECKING:
    from plain_market.agents import Department, Firm, Vendor

__all__ = ["Account", "Event", "Manager", "Market", "Measures", "Product", "System"]


def zeros(count: int) -> Callable[[], list[float]]:
    """Return a function that makes a list of zeros."""
    return lambda: [0.0] * count


@dataclass(eq=False)
class Market:
    """What all firms share: rewards, demand, fashions, the calendar."""

    seed: int
    month: int = 0
    fork_month: int = 0
    event_count: int = 0
    wish_category: int = -1
    jumps: int = 0
    reward: list[float] = field(default_factory=zeros(len(GOALS)))
    demand: float = 0.0
    index: float = 0.0
    attention: list[float] = field(default_factory=zeros(len(CATEGORIES)))
    news: list[float] = field(default_factory=zeros(len(CATEGORIES)))


@dataclass(eq=False)
class Product:
    """A product that can be bought."""

    row: int
    vendor: Vendor
    category: int = 0
    function: int = 0
    launch: int = 0
    emerging: int = 0
    design: list[float] = field(default_factory=zeros(len(GOALS)))
    capability: list[float] = field(default_factory=zeros(len(GOALS)))
    freshness: float = 0.0
    features: float = 0.0
    complexity: float = 0.0
    openness: float = 0.0
    price: float = 0.0
    setup: float = 0.0
    reliability: float = 0.0
    automation: float = 0.0


@dataclass(eq=False)
class System:
    """A slot of a department: empty, or with a product in use or on its way there.

    ``links`` holds the linked systems of the firm; links go both ways.
    """

    row: int
    department: Department
    slot: int
    status: int = 0
    product: Product | None = None
    since: int = 0
    decided: int = 0
    due: int = 0
    links: set[System] = field(default_factory=set)
    escalated: int = 0
    exploring: int = 0
    wished: int = 0
    over_budget: int = 0
    on_plan: int = 0
    valued: int = 0
    judged: int = 0
    rival: int = 0
    stages: int = 0
    stage: int = 0
    work: float = 0.0
    done: float = 0.0
    base_work: float = 0.0
    planned_work: float = 0.0
    planned_cost: float = 0.0
    spent: float = 0.0
    believed: float = 0.0
    process_gain: float = 0.0
    interplay: float = 0.0
    partner_fit: float = 0.0
    integration: float = 0.0
    unlinked: float = 0.0
    readiness: float = 0.0
    embedded: float = 0.0
    growth: float = 0.0
    usefulness: float = 0.0
    usage: float = 0.0
    active: float = 0.0
    contribution: list[float] = field(default_factory=zeros(len(GOALS)))
    value: float = 0.0


@dataclass(eq=False)
class Manager:
    """The biases of who decides for a department."""

    loss_aversion: float = 0.0
    curvature: float = 0.0
    social_proof: float = 0.0
    confirmation: float = 0.0
    sunk_cost: float = 0.0
    hype: float = 0.0
    planning_fallacy: float = 0.0
    status_quo: float = 0.0
    overconfidence: float = 0.0
    present_bias: float = 0.0
    spread: float = 0.0


@dataclass(eq=False)
class Account:
    """A firm's books in cents: a balance per party, and this month's profit per cause."""

    balance: list[int] = field(default_factory=lambda: [0] * len(PARTIES))
    month: list[int] = field(default_factory=lambda: [0] * len(CAUSES))
    opening_cash: int = 0


@dataclass(eq=False)
class Measures:
    """What was measured of a firm since the fork, added up."""

    months: int = 0
    npv: float = 0.0
    channels: list[float] = field(default_factory=zeros(len(CHANNELS)))
    profit: float = 0.0
    revenue: float = 0.0
    technology_spend: float = 0.0
    benefit: float = 0.0
    believed_benefit: float = 0.0
    paid_seats: int = 0
    unused_seats: float = 0.0
    started: int = 0
    completed: int = 0
    abandoned: int = 0
    successful: int = 0
    ended: int = 0
    overrun: float = 0.0
    escalations: int = 0
    escalated_ended: int = 0
    escalated_overrun: float = 0.0
    retired: int = 0
    judged: int = 0
    regrets: int = 0
    shelved: int = 0
    valued: int = 0
    value_months: int = 0
    usage: float = 0.0
    usage_months: int = 0
    integration: float = 0.0
    maturity: float = 0.0
    alignment_spending: float = 0.0
    alignment_months: int = 0
    alignment_strategy: float = 0.0
    performance: float = 0.0
    market_share: float = 0.0
    satisfaction: float = 0.0
    resistance: float = 0.0


@dataclass(eq=False)
class Event:
    """Something that happened; kinds are numbered in ``sim.events``."""

    month: int
    kind: int
    firm: Firm | None
    department: int
    slot: int
    product: Product | None
    shortlisted: int = 0
    better: int = 0
    detail: int = 0
    perceived: float = 0.0
    true: float = 0.0
    planned: float = 0.0
    actual: float = 0.0
