"""A policy: a bundle of practices, debiasing measures and habits of judging."""

from __future__ import annotations

from sim.parameters.declaration import Section, parameter

__all__ = ["DEBIASING", "HABITS", "PRACTICES", "Policy"]

PRACTICES: tuple[str, ...] = (
    "goal_clarity",
    "gap_assessment",
    "fit_evaluation",
    "implementation_planning",
    "monitoring",
    "involvement",
    "change_management",
    "leadership",
    "governance",
    "adaptivity",
    "exploration",
    "ecosystem",
)

DEBIASING: tuple[str, ...] = (
    "independent_review",
    "kill_criteria",
    "devils_advocate",
    "reference_class",
)

HABITS: tuple[str, ...] = (
    "coherence",
    "precedent",
    "probing",
    "impulse",
    "staging",
    "kpi_revenue",
    "kpi_satisfaction",
    "kpi_savings",
    "kpi_cycle_time",
)
"""Ways of deciding, rolling out and measuring that are neither good nor bad by themselves."""

_COHERENCE = "Burgelman 1991, Organization Science 2(3); strength of a habit"
_DOMAINS = "Snowden & Boone 2007, Harvard Business Review 85(11); strength of a habit"
_KPI = "Kaplan & Norton 1992, Harvard Business Review 70(1); share that is measured"


def _practice(default: float, meaning: str) -> float:
    value: float = parameter(
        default, 0, 1, "share", meaning, "seed article; strength of a practice", neutral=0
    )
    return value


class Policy(Section):
    """How a firm chooses, introduces and reviews technology. Every field is a share 0..1."""

    goal_clarity: float = _practice(0, "goals known to deciders and staff")
    gap_assessment: float = _practice(
        0, "readiness and redundancy seen before buying; process work planned"
    )
    fit_evaluation: float = _practice(0, "weight on fit against features, popularity and pitch")
    implementation_planning: float = _practice(0, "links, duration and cost foreseen and funded")
    monitoring: float = _practice(0, "KPIs measured and reviews held")
    involvement: float = _practice(0, "staff take part; usage foreseen, resistance lower")
    change_management: float = _practice(0, "training and communication")
    leadership: float = _practice(0, "commitment communicated and visible")
    governance: float = _practice(0, "one portfolio across departments, not one per silo")
    adaptivity: float = _practice(0, "strategy re-sensed, roadmap revised, pilots before roll-out")
    exploration: float = _practice(0, "share of occasions reserved for emerging products")
    ecosystem: float = _practice(0, "partners' systems counted when choosing")
    independent_review: float = _practice(0, "outsiders review projects (sunk cost, confirmation)")
    kill_criteria: float = _practice(
        0, "stopping rules set before the start (sunk cost, loss aversion)"
    )
    devils_advocate: float = _practice(
        0, "a diverse panel argues against (confirmation, social proof, hype)"
    )
    reference_class: float = _practice(
        0, "forecasts from comparable projects (planning fallacy, overconfidence)"
    )
    features: float = parameter(
        0.34, 0, 1, "weight", "weight of the number of features among other cues"
    )
    popularity: float = parameter(
        0.33, 0, 1, "weight", "weight of what peers have among other cues"
    )
    pitch: float = parameter(0.33, 0, 1, "weight", "weight of the vendor's pitch among other cues")
    buying: float = parameter(
        1, 0, 1, "share", "share of occasions that are followed up", neutral=1
    )
    randomness: float = parameter(0, 0, 1, "share", "share of choices made by lot", neutral=0)
    coherence: float = parameter(
        0, 0, 1, "share", "returns seen of technology shape the declared strategy", _COHERENCE, 0
    )
    precedent: float = parameter(
        0, 0, 1, "share", "decisions by what paid for peers in the same case", _DOMAINS, 0
    )
    probing: float = parameter(
        0, 0, 1, "share", "pilots before roll-out; from one half on, of the two best", _DOMAINS, 0
    )
    impulse: float = parameter(
        0, 0, 1, "share", "decisions for what strikes the eye first, unweighed", _DOMAINS, 0
    )
    staging: float = parameter(
        0,
        0,
        1,
        "share",
        "roll-out in stages with a review after each, against all at once",
        "Boehm 1988, Computer 21(5); strength of a habit",
        neutral=0,
    )
    kpi_revenue: float = parameter(
        1, 0, 1, "share", "benefit for growth that the KPIs show", _KPI, 1
    )
    kpi_satisfaction: float = parameter(
        1, 0, 1, "share", "benefit for retention that the KPIs show", _KPI, 1
    )
    kpi_savings: float = parameter(
        1, 0, 1, "share", "benefit for efficiency that the KPIs show", _KPI, 1
    )
    kpi_cycle_time: float = parameter(
        1, 0, 1, "share", "benefit for innovation that the KPIs show", _KPI, 1
    )
    foresight: float = parameter(
        0, 0, 1, "share", "true values known in place of perceived ones (the oracle)", neutral=0
    )
