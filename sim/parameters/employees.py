"""Parameters of employees: traits, beliefs, usage, resistance, learning."""

from __future__ import annotations

from sim.parameters.declaration import Section, parameter

__all__ = ["Employees"]

_TAM = "King & He 2006, Information & Management 43 (88 studies)"


class Employees(Section):
    """How people take up the systems they are given."""

    skill: float = parameter(0.5, 0, 1, "index", "mean digital skill")
    threat: float = parameter(
        0.4, 0, 1, "index", "mean sensitivity to the threat of losing one's job"
    )
    openness: float = parameter(0.5, 0, 1, "index", "mean openness to new ways of working")
    trait_spread: float = parameter(0.18, 0, 0.5, "index", "spread of these traits between people")
    colleagues: int = parameter(6, 0, 8, "people", "colleagues whose use a person sees")
    rewiring: float = parameter(
        0.15,
        0,
        1,
        "share",
        "share of those colleagues who work in other departments",
        "Watts & Strogatz 1998; level assumed; swept",
    )
    turnover: float = parameter(
        0.20,
        0,
        1,
        "1/year",
        "share of employees who leave in a year",
        "official labour statistics, small firms (0.10 to 0.45)",
        neutral=0,
    )
    belief_start: float = parameter(
        0.5, 0, 1, "index", "belief in the usefulness of an unknown system"
    )
    belief_speed: float = parameter(
        0.15, 0, 1, "1/month", "weight of a month's experience in belief"
    )
    experience_noise: float = parameter(0.15, 0, 1, "index", "noise of a month's experience")
    persuasion: float = parameter(
        0.05, 0, 1, "1/month", "pull of colleagues' use on belief", neutral=0
    )
    usage_speed: float = parameter(
        0.25, 0, 1, "1/month", "share of the gap to intended use closed in a month"
    )
    acceptance_intercept: float = parameter(
        0.2, -4, 4, "z score", "readiness to use a system of no known usefulness"
    )
    weight_usefulness: float = parameter(
        0.505, 0, 2, "standardised", "path from usefulness to intention to use", _TAM
    )
    weight_ease_usefulness: float = parameter(
        0.479, 0, 2, "standardised", "path from ease of use to usefulness", _TAM
    )
    weight_ease: float = parameter(
        0.186, 0, 2, "standardised", "path from ease of use to intention to use", _TAM
    )
    acceptance_scale: float = parameter(
        4.0,
        0.5,
        20,
        "logit",
        "standard deviations of intention to logits and of indices to z scores",
    )
    unexplained: float = parameter(
        0.7,
        0,
        3,
        "standardised",
        "spread of intention that usefulness, ease and the rest do not explain",
        "models of technology acceptance explain about half of the variance; King & He 2006",
        neutral=0,
    )
    weight_colleagues: float = parameter(
        0.1,
        0,
        2,
        "standardised",
        "what colleagues do, for people without social-proof bias",
        neutral=0,
    )
    weight_leadership: float = parameter(
        0.25, 0, 2, "standardised", "visible commitment of leaders", neutral=0
    )
    weight_known_tool: float = parameter(
        0.06,
        0,
        2,
        "standardised",
        "giving up the known tool while the new one is not mastered",
        neutral=0,
    )
    weight_threat: float = parameter(
        0.35, 0, 2, "standardised", "automation that threatens one's job", neutral=0
    )
    weight_workload: float = parameter(
        0.30, 0, 2, "standardised", "work on top while projects run", neutral=0
    )
    weight_fatigue: float = parameter(
        0.20, 0, 2, "standardised", "fatigue from many changes", neutral=0
    )
    fatigue_half_life: float = parameter(12, 1, 60, "months", "time in which change fatigue halves")
    relief_involvement: float = parameter(
        0.5, 0, 1, "share", "share of resistance that full involvement removes", neutral=0
    )
    relief_communication: float = parameter(
        0.5,
        0,
        1,
        "share",
        "share of resistance removed when people see the link to goals and to their role",
        neutral=0,
    )
    progress_ratio: float = parameter(
        0.80,
        0.5,
        0.99,
        "ratio",
        "effort left after experience doubles",
        "Argote & Epple 1990, Science 247 (0.70 to 0.90)",
    )
    learning_months: float = parameter(
        0.4, 0.05, 12, "months", "months of full use to the first doubling"
    )
    first_practice: float = parameter(
        0.5, 0, 24, "months", "months of practice that any introduction gives"
    )
    training_months: float = parameter(
        2.0, 0, 24, "months", "months of practice that full training gives", neutral=0
    )
    forgetting_half_life: float = parameter(
        18,
        1,
        240,
        "months",
        "time in which unpractised proficiency halves",
        "Argote, Beckman & Epple 1990; level assumed; swept",
    )
    use_threshold: float = parameter(
        0.15, 0.01, 1, "share", "usage below which a paid seat counts as not used in that month"
    )
