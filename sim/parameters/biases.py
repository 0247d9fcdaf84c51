"""Parameters of the nine biases, for managers and for employees."""

from __future__ import annotations

from sim.parameters.declaration import Section, parameter

__all__ = ["BIASES", "EmployeeBiases", "ManagerBiases"]

_LAMBDA = "Brown, Imai, Vieider & Camerer 2024, J. Econ. Lit. 62(2), mean of 607 estimates"

BIASES: tuple[str, ...] = (
    "loss_aversion",
    "social_proof",
    "confirmation",
    "sunk_cost",
    "hype",
    "planning_fallacy",
    "status_quo",
    "overconfidence",
    "present_bias",
)


class ManagerBiases(Section):
    """Means over managers; each manager draws an own value around them."""

    loss_aversion: float = parameter(
        1.955, 1, 5, "ratio", "weight of losses against gains", _LAMBDA, neutral=1
    )
    curvature: float = parameter(
        0.88,
        0.3,
        1,
        "exponent",
        "curvature of the value function for gains and losses",
        "Tversky & Kahneman 1992, J. Risk and Uncertainty 5",
        neutral=1,
    )
    social_proof: float = parameter(
        0.3, 0, 1, "share", "extra weight of what peers have bought", neutral=0
    )
    confirmation: float = parameter(
        0.4, 0, 1, "share", "share of contrary evidence discounted", neutral=0
    )
    sunk_cost: float = parameter(
        0.35, 0, 1, "share", "salience of money already spent when stopping", neutral=0
    )
    hype: float = parameter(
        0.35, 0, 1, "share", "susceptibility to fashion and exaggeration", neutral=0
    )
    planning_fallacy: float = parameter(
        0.15,
        0,
        1,
        "share",
        "cost and time left out of a plan",
        "Buehler, Griffin & Ross 1994; level assumed; swept",
        neutral=0,
    )
    status_quo: float = parameter(
        0.2, 0, 2, "utility", "extra value of leaving things as they are", neutral=0
    )
    overconfidence: float = parameter(
        0.3, 0, 1, "share", "analysis that is skipped as unnecessary", neutral=0
    )
    present_bias: float = parameter(
        0.2,
        0,
        1,
        "share",
        "value taken from everything that comes later",
        "Laibson 1997; level assumed; swept",
        neutral=0,
    )
    spread: float = parameter(0.5, 0, 1.5, "log units", "spread of every bias between managers")


class EmployeeBiases(Section):
    """Means over employees; each employee draws an own value around them."""

    loss_aversion: float = parameter(
        1.955, 1, 5, "ratio", "weight of giving up the known tool", _LAMBDA, neutral=1
    )
    social_proof: float = parameter(
        0.15, 0, 1, "standardised", "extra weight of what colleagues do", neutral=0
    )
    confirmation: float = parameter(
        0.4, 0, 1, "share", "share of contrary experience discounted", neutral=0
    )
    sunk_cost: float = parameter(
        0.2,
        0,
        1,
        "standardised",
        "clinging to the old tool one has worked with for years",
        neutral=0,
    )
    hype: float = parameter(0.25, 0, 1, "share", "first belief taken from fashion", neutral=0)
    planning_fallacy: float = parameter(
        0.2, 0, 1, "share", "effort of learning underrated, then felt as disappointment", neutral=0
    )
    status_quo: float = parameter(0.25, 0, 1, "share", "slowness of changing habits", neutral=0)
    overconfidence: float = parameter(
        0.2, 0, 1, "share", "training not taken because one knows already", neutral=0
    )
    present_bias: float = parameter(
        0.2, 0, 1, "share", "later usefulness counted less than today's effort", neutral=0
    )
    spread: float = parameter(0.5, 0, 1.5, "log units", "spread of every bias between employees")
