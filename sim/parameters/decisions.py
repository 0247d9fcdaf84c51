"""Parameters of managers' decisions: perception, choice, reviews."""

from __future__ import annotations

from sim.parameters.declaration import Section, parameter

__all__ = ["Decisions"]


class Decisions(Section):
    """How options are seen, weighed, chosen and reviewed."""

    occasion_rate: float = parameter(
        0.5, 0, 12, "1/year", "occasions per department at which a purchase is considered"
    )
    shortlist: int = parameter(6, 1, 12, "products", "products on a shortlist")
    horizon: float = parameter(36, 6, 120, "months", "months over which a purchase is judged")
    noise: float = parameter(0.25, 0.001, 5, "utility", "temperature of the logit choice")
    utility_unit: float = parameter(
        4_000, 1, 100_000, "EUR/seat", "euros per seat that make one unit of utility"
    )
    assessment_noise: float = parameter(
        0.5,
        0,
        3,
        "log units",
        "error of assessing a product's capability without analysis",
        neutral=0,
    )
    analysis_halving: float = parameter(
        1.2, 0.1, 12, "months", "months of analysis that halve error and gullibility"
    )
    gullibility: float = parameter(
        0.6, 0, 1, "share", "share of a vendor's exaggeration believed without analysis", neutral=0
    )
    cue_scale: float = parameter(
        0.3,
        0,
        1,
        "index",
        "capability that a cue of full strength (features, popularity, pitch) suggests",
    )
    popularity_lag: float = parameter(6, 0, 36, "months", "age of what a firm sees of its peers")
    review_longest: float = parameter(
        24, 1, 120, "months", "interval of reviews without monitoring"
    )
    review_shortest: float = parameter(
        3, 1, 120, "months", "interval of reviews with full monitoring"
    )
    review_horizon: float = parameter(24, 1, 120, "months", "months a review looks ahead")
    review_noise: float = parameter(
        0.5, 0, 3, "log units", "error of evidence when nothing is measured"
    )
    strategy_interval: float = parameter(
        12, 1, 120, "months", "interval of strategy reviews with full adaptivity"
    )
    sensing_noise: float = parameter(
        0.5, 0, 3, "log units", "error of a month's reading of the market", neutral=0
    )
    sensing_lag: float = parameter(9, 1, 60, "months", "lag of a firm of mean sensing ability")
    attribution_error: float = parameter(
        0,
        0,
        3,
        "log units",
        "lasting error of attributing results to a system, however well one measures",
        "Brynjolfsson & Hitt 1998, Communications of the ACM 41(8); level assumed; swept",
        neutral=0,
    )
    exploration_patience: int = parameter(
        24,
        0,
        120,
        "months",
        "months before a live system on the track for emerging products is first reviewed",
        "O'Reilly & Tushman 2004, Harvard Business Review 82(4); level assumed; swept",
    )
    exploration_budget: float = parameter(
        0,
        0,
        1,
        "share",
        "share of the grant for exploration that is kept apart, for emerging products only",
        "O'Reilly & Tushman 2004, Harvard Business Review 82(4); level assumed; swept",
        neutral=0,
    )
    carry_over: float = parameter(18, 1, 120, "months", "months of budget that can be saved up")
    fix_step: float = parameter(
        0.3,
        0,
        1,
        "share",
        "share of the worst shortfall that a fix after a review closes",
        neutral=0,
    )
