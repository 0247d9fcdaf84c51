"""Parameters of vendors and their products."""

from __future__ import annotations

from sim.parameters.declaration import Section, parameter

__all__ = ["Products", "Vendors"]


class Vendors(Section):
    """Who sells, and how they learn."""

    count: int = parameter(12, 2, 32, "vendors", "number of vendors")
    products_low: int = parameter(3, 1, 8, "products", "fewest products of a vendor")
    products_high: int = parameter(5, 1, 8, "products", "most products of a vendor")
    hype: float = parameter(
        0.4, 0, 2, "share", "mean exaggeration of a product's capability", neutral=0
    )
    hype_spread: float = parameter(0.2, 0, 1, "share", "spread of exaggeration between vendors")
    learning_step: float = parameter(
        0.03, 0, 0.5, "share", "half-yearly step by which vendors try more or less hype", neutral=0
    )
    repricing: float = parameter(
        0.02,
        0,
        0.2,
        "share",
        "half-yearly price step after sales rose (up) or fell (down)",
        neutral=0,
    )
    reputation_speed: float = parameter(
        0.02, 0, 1, "share", "weight of one customer's verdict in a vendor's reputation", neutral=0
    )
    lock_in: float = parameter(
        0,
        0,
        3,
        "share",
        "yearly licences that leaving costs per year of service, for a product not open at all",
        "Shapiro & Varian 1999, Information Rules; Farrell & Klemperer 2007; level assumed; swept",
        neutral=0,
    )
    harvesting: float = parameter(
        0,
        0,
        0.5,
        "share",
        "half-yearly price rise of a vendor who lives of installed seats alone",
        "Farrell & Klemperer 2007, Handbook of Industrial Organization 3; level assumed; swept",
        neutral=0,
    )
    sales_spread: float = parameter(
        0.5, 0, 1.5, "log units", "spread of sales capacity between vendors"
    )


class Products(Section):
    """What can be bought."""

    heterogeneity: float = parameter(
        1.0, 0, 1, "share", "differences between products; 0 makes all products the same", neutral=0
    )
    capability: float = parameter(
        0.5, 0.05, 1, "index", "mean true capability for the goal served best"
    )
    specialisation: float = parameter(
        1.0, 0, 3, "log units", "how far a product's capability is concentrated on some goals"
    )
    quality_spread: float = parameter(0.3, 0, 1, "log units", "spread of quality between products")
    feature_complexity: float = parameter(
        0.5, 0, 1, "share", "part of complexity that comes from the number of features"
    )
    complexity: float = parameter(
        0.5, 0.05, 1, "index", "mean process maturity that full benefit needs"
    )
    openness: float = parameter(
        0.45, 0, 1, "index", "mean openness (how well a product integrates)"
    )
    standard: float = parameter(
        0,
        0,
        1,
        "share",
        "share of what products are closed by that a common standard opens",
        "Katz & Shapiro 1985, American Economic Review 75(3); level assumed; swept",
        neutral=0,
    )
    trait_spread: float = parameter(0.2, 0, 0.5, "index", "spread of complexity and openness")
    price: float = parameter(
        55,
        1,
        1000,
        "EUR/seat/month",
        "mean licence price",
        "order of Zylo SaaS Management Index 2025 (4,830 USD per employee and year, all software)",
    )
    price_spread: float = parameter(0.4, 0, 1.5, "log units", "spread of prices")
    setup: float = parameter(350, 0, 10_000, "EUR/seat", "mean set-up cost per seat")
    setup_fixed: float = parameter(
        3_000, 0, 200_000, "EUR", "set-up cost per project, whatever its size"
    )
    reliability: float = parameter(0.95, 0.3, 1, "share", "mean share of time a product works")
    emerging_share: float = parameter(
        0.25, 0, 1, "share", "share of products that are emerging", neutral=0
    )
    emerging_capability: float = parameter(
        0.5,
        0,
        1,
        "share",
        "share of its design capability an emerging product has before it matures",
    )
    emerging_hazard: float = parameter(
        0.3, 0, 6, "1/year", "hazard that an emerging product is decided"
    )
    emerging_success: float = parameter(
        0.5, 0, 1, "share", "share of emerging products that mature"
    )
    emerging_gain: float = parameter(
        1.5, 1, 4, "ratio", "design capability of matured emerging products against ordinary ones"
    )
    late_launch: float = parameter(0.4, 0, 1, "share", "share of products launched after the start")
    frontier_growth: float = parameter(
        0.02,
        0,
        0.3,
        "1/year",
        "growth of capability and of expectations; old products fall behind",
        neutral=0,
    )
    release_hazard: float = parameter(
        0.4, 0, 12, "1/year", "hazard of a release that brings a product back to the frontier"
    )
