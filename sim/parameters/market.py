"""Parameters of the market: rewards, demand, complexity, attention."""

from __future__ import annotations

from sim.parameters.declaration import Section, parameter

__all__ = ["Market"]


class Market(Section):
    """The environment that all firms of a run share."""

    turbulence: float = parameter(
        0.15, 0, 6, "1/year", "hazard that the market's rewards for the four goals jump", neutral=0
    )
    turbulence_size: float = parameter(
        0.6, 0, 1, "share", "share of the reward weights that a jump redraws", neutral=0
    )
    reward_concentration: float = parameter(
        0.8,
        0,
        3,
        "log units",
        "spread of reward weights over goals; 0 rewards all goals alike",
        neutral=0,
    )
    niche_weight: float = parameter(
        0.4, 0, 1, "share", "share of a firm's rewards that comes from its own niche", neutral=0
    )
    demand_growth: float = parameter(
        0.01, -0.2, 0.3, "1/year", "growth of the market's total demand"
    )
    demand_sensitivity: float = parameter(
        0.45,
        0,
        3,
        "log share",
        "log demand that one unit of customer performance attracts",
        neutral=0,
    )
    demand_speed: float = parameter(
        0.08,
        0,
        1,
        "1/month",
        "share of the gap to its target that a firm's demand closes in a month",
    )
    competition: float = parameter(
        0.7,
        0,
        1,
        "share",
        "share of an advantage in demand that is taken from competitors",
        neutral=0,
    )
    error_sensitivity: float = parameter(
        0.25, 0, 3, "log share", "log demand lost per unit of errors that customers feel", neutral=0
    )
    interaction_strength: float = parameter(
        0.3,
        0,
        1,
        "share",
        "how strongly systems in one firm help or hinder each other (epistasis)",
        "Kauffman & Levin 1987; Levinthal 1997; strength assumed; swept",
        neutral=0,
    )
    fit_visibility: float = parameter(
        0.7, 0, 1, "share", "share of the uncertainty about fit that analysis can remove at all"
    )
    network_effect: float = parameter(
        0.15,
        0,
        1,
        "share",
        "share of a system's value that depends on partners' compatible systems",
        neutral=0,
    )
    partner_flow: float = parameter(
        0,
        0,
        1,
        "share",
        "share of partners' performance that reaches a firm's customers through what they exchange",
        "Allee 2008, Journal of Intellectual Capital 9(1); level assumed; swept",
        neutral=0,
    )
    attention_hazard: float = parameter(
        0.3, 0, 4, "1/year", "hazard that a technology category becomes a fashion", neutral=0
    )
    attention_rise: float = parameter(
        0.25, 0, 1, "1/month", "speed at which attention follows news"
    )
    attention_fade: float = parameter(
        0.12, 0, 1, "1/month", "share of the news forgotten each month"
    )
