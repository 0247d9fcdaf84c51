"""Parameters of firms and their departments."""

from __future__ import annotations

from sim.parameters.declaration import Section, parameter

__all__ = ["Firms"]


class Firms(Section):
    """Who the firms are at the start."""

    count: int = parameter(100, 1, 100_000, "firms", "number of firms in a market")
    departments: int = parameter(
        5,
        1,
        5,
        "departments",
        "departments per firm (sales, operations, service, finance, product)",
    )
    headcount_low: int = parameter(10, 5, 500, "people", "smallest head-count")
    headcount_high: int = parameter(60, 5, 500, "people", "largest head-count")
    headcount_shape: float = parameter(
        1.2, 0.1, 5, "exponent", "Pareto exponent of head-counts; larger means more small firms"
    )
    revenue_per_employee: float = parameter(
        10_000,
        1_000,
        100_000,
        "EUR/month",
        "revenue per employee at the start",
        "order of magnitude of Eurostat structural business statistics, small firms; swept",
    )
    revenue_spread: float = parameter(
        0.2, 0, 1, "log units", "spread of revenue per employee over firms"
    )
    technology_budget: float = parameter(
        0.04,
        0,
        0.3,
        "share",
        "technology budget as a share of revenue",
        "Computer Economics 2017 and practitioner surveys (0.02 to 0.10 in small firms)",
    )
    strategy_error: float = parameter(
        0.35,
        0,
        1,
        "share",
        "share of a declared strategy that is unrelated to what is rewarded",
        neutral=0,
    )
    need_spread: float = parameter(
        0.3, 0, 1, "log units", "variation between firms in what departments need"
    )
    dependence_spread: float = parameter(
        0.4, 0, 2, "log units", "variation between firms in which departments depend on each other"
    )
    maturity: float = parameter(0.4, 0, 1, "index", "mean process maturity at the start")
    leadership: float = parameter(0.4, 0, 1, "index", "mean commitment of leaders as persons")
    sensing: float = parameter(
        0.5,
        0,
        1,
        "index",
        "mean ability to sense what the market rewards",
        "Teece 2007; level assumed; swept",
    )
    seizing: float = parameter(
        0.5,
        0,
        1,
        "index",
        "mean ability to turn what is sensed into strategy",
        "Teece 2007; level assumed; swept",
    )
    reconfiguring: float = parameter(
        0.5, 0, 1, "index", "mean ability to carry out change", "Teece 2007; level assumed; swept"
    )
    sensing_learning: float = parameter(
        0,
        0,
        1,
        "share",
        "share of the missing ability to sense that a review of strategy adds",
        "Zollo & Winter 2002, Organization Science 13(3); level assumed; swept",
        neutral=0,
    )
    seizing_learning: float = parameter(
        0,
        0,
        1,
        "share",
        "share of the missing ability to seize that a full change of strategy adds",
        "Zollo & Winter 2002, Organization Science 13(3); level assumed; swept",
        neutral=0,
    )
    reconfiguring_learning: float = parameter(
        0,
        0,
        1,
        "share",
        "share of the missing ability to reconfigure that a system gone live adds",
        "Zollo & Winter 2002, Organization Science 13(3); level assumed; swept",
        neutral=0,
    )
    ability_fading: float = parameter(
        0,
        0,
        1,
        "1/year",
        "share of the three abilities that fades without practice",
        "Winter 2003, Strategic Management Journal 24(10); level assumed; swept",
        neutral=0,
    )
    trait_spread: float = parameter(
        0.15, 0, 0.5, "index", "spread of maturity, leadership and abilities"
    )
    peers: int = parameter(6, 0, 8, "firms", "peer firms whose systems a firm can see")
    partners: int = parameter(
        4, 0, 6, "firms", "customers and suppliers a firm exchanges value with"
    )
    rewiring: float = parameter(
        0.1,
        0,
        1,
        "share",
        "share of ties between firms that reach far (small world)",
        "Watts & Strogatz 1998; level assumed; swept",
    )
