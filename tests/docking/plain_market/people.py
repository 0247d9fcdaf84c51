"""Found people: their traits and biases; the same rules hire replacements."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from plain_market.luck import normal, stream
from sim.parameters import BIASES
from sim.purposes import EMPLOYEE_BIASES, EMPLOYEE_TRAITS, MANAGER_BIASES

if TYPE_CHECKING:
    from plain_market.agents import Department, Employee
    from plain_market.model import PlainMarket

__all__ = ["clip", "draw_employee", "draw_manager", "vary"]

# Where a bias has its neutral value, and the highest value a person can have of it.
NEUTRAL = dict.fromkeys(BIASES, 0.0) | {"loss_aversion": 1.0}
HIGHEST = dict.fromkeys(BIASES, 1.0) | {"loss_aversion": 10.0}
HIGHEST_OF_MANAGERS = HIGHEST | {"planning_fallacy": 0.8, "status_quo": 4.0}


def clip(value: float, low: float, high: float) -> float:
    """Keep a value between two bounds."""
    return min(max(value, low), high)


def vary(mean: float, neutral: float, spread: float, luck: float, high: float) -> float:
    """Draw a person's bias around the mean; at the neutral value everybody is exactly neutral."""
    return min(neutral + (mean - neutral) * math.exp(spread * luck - 0.5 * spread * spread), high)


def draw_manager(department: Department, model: PlainMarket) -> None:
    """Draw the biases of the manager of a department, around the means that hold there."""
    means, manager = department.manager_biases, department.manager
    key = stream(model.market.seed, MANAGER_BIASES, 0)
    # Luck is numbered as the biases are declared: the curvature of the value function, which
    # belongs to the form of the function and not to the person, has number 1.
    for number, bias in enumerate(BIASES):
        luck = normal(key, department.identity, number if number == 0 else number + 1)
        high = HIGHEST_OF_MANAGERS[bias]
        value = vary(getattr(means, bias), NEUTRAL[bias], means.spread, luck, high)
        setattr(manager, bias, value)
    manager.curvature = means.curvature
    manager.spread = means.spread


def draw_employee(employee: Employee, model: PlainMarket) -> None:
    """Draw traits and biases of the person who came in month ``hired``."""
    rules, who = model.market_scenario.employees, employee.identity
    traits = stream(model.market.seed, EMPLOYEE_TRAITS, employee.hired)
    deviation = rules.trait_spread
    employee.skill = clip(rules.skill + deviation * normal(traits, who, 0), 0.0, 1.0)
    employee.threat = clip(rules.threat + deviation * normal(traits, who, 1), 0.0, 1.0)
    employee.openness = clip(rules.openness + deviation * normal(traits, who, 2), 0.0, 1.0)
    means = employee.department.employee_biases
    biases = stream(model.market.seed, EMPLOYEE_BIASES, employee.hired)
    for number, bias in enumerate(BIASES):
        luck = normal(biases, who, number)
        value = vary(getattr(means, bias), NEUTRAL[bias], means.spread, luck, HIGHEST[bias])
        setattr(employee, bias, value)
