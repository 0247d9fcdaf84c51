"""Found employees: traits, biases and colleagues; the same rules hire replacements."""

from __future__ import annotations

import math

from sim.compilation import rule
from sim.founding.firms import clip
from sim.luck import normal, stream, uniform_at
from sim.purposes import COLLEAGUES, EMPLOYEE_BIASES, EMPLOYEE_TRAITS, MANAGER_BIASES
from sim.tables import COLLEAGUES_MAX, DEPARTMENTS, Array, Row, Table

__all__ = ["draw_employee", "draw_manager", "found_employees", "vary"]


@rule
def vary(mean: float, neutral: float, spread: float, luck: float, high: float) -> float:
    """Draw a person's bias around the mean; at the neutral value everybody is exactly neutral."""
    return min(neutral + (mean - neutral) * math.exp(spread * luck - 0.5 * spread * spread), high)


@rule
def draw_manager(managers: Table, row: int, who: int, seed: int, means: Array) -> None:
    """Draw the biases of the manager of a department.

    ``means`` holds the ten means in the order of ``ManagerBiases`` and, last, their spread.
    """
    key = stream(seed, MANAGER_BIASES, 0)
    spread = means[10]
    managers.loss_aversion[row] = vary(means[0], 1.0, spread, normal(key, who, 0), 10.0)
    # The curvature belongs to the form of the value function, not to the person.
    managers.curvature[row] = means[1]
    managers.social_proof[row] = vary(means[2], 0.0, spread, normal(key, who, 2), 1.0)
    managers.confirmation[row] = vary(means[3], 0.0, spread, normal(key, who, 3), 1.0)
    managers.sunk_cost[row] = vary(means[4], 0.0, spread, normal(key, who, 4), 1.0)
    managers.hype[row] = vary(means[5], 0.0, spread, normal(key, who, 5), 1.0)
    managers.planning_fallacy[row] = vary(means[6], 0.0, spread, normal(key, who, 6), 0.8)
    managers.status_quo[row] = vary(means[7], 0.0, spread, normal(key, who, 7), 4.0)
    managers.overconfidence[row] = vary(means[8], 0.0, spread, normal(key, who, 8), 1.0)
    managers.present_bias[row] = vary(means[9], 0.0, spread, normal(key, who, 9), 1.0)
    managers.spread[row] = spread


@rule
def draw_employee(employees: Table, row: int, seed: int, parameters: Table, means: Array) -> None:
    """Draw traits and biases of the person who came in month ``hired`` and clear what was learnt.

    ``means`` holds the nine means in the order of ``EmployeeBiases`` and, last, their spread.
    """
    p = parameters[0]
    who, hired = employees.identity[row], employees.hired[row]
    traits = stream(seed, EMPLOYEE_TRAITS, hired)
    biases = stream(seed, EMPLOYEE_BIASES, hired)
    deviation = p.employees_trait_spread
    employees.skill[row] = clip(p.employees_skill + deviation * normal(traits, who, 0), 0.0, 1.0)
    employees.threat[row] = clip(p.employees_threat + deviation * normal(traits, who, 1), 0.0, 1.0)
    employees.openness[row] = clip(
        p.employees_openness + deviation * normal(traits, who, 2), 0.0, 1.0
    )
    spread = means[9]
    employees.loss_aversion[row] = vary(means[0], 1.0, spread, normal(biases, who, 0), 10.0)
    employees.social_proof[row] = vary(means[1], 0.0, spread, normal(biases, who, 1), 1.0)
    employees.confirmation[row] = vary(means[2], 0.0, spread, normal(biases, who, 2), 1.0)
    employees.sunk_cost[row] = vary(means[3], 0.0, spread, normal(biases, who, 3), 1.0)
    employees.hype[row] = vary(means[4], 0.0, spread, normal(biases, who, 4), 1.0)
    employees.planning_fallacy[row] = vary(means[5], 0.0, spread, normal(biases, who, 5), 1.0)
    employees.status_quo[row] = vary(means[6], 0.0, spread, normal(biases, who, 6), 1.0)
    employees.overconfidence[row] = vary(means[7], 0.0, spread, normal(biases, who, 7), 1.0)
    employees.present_bias[row] = vary(means[8], 0.0, spread, normal(biases, who, 8), 1.0)


@rule
def _tie_colleagues(
    employees: Table,
    departments: Table,
    firms: Table,
    firm: int,
    function: int,
    row: int,
    place_in: int,
    p: Row,
    key: int,
) -> None:
    """Tie a person to colleagues: neighbours in the department, some in other departments."""
    department = firm * DEPARTMENTS + function
    first, size = departments.first_employee[department], departments.headcount[department]
    who = employees.identity[row]
    for place in range(COLLEAGUES_MAX):
        employees.colleagues[row, place] = -1
        if place >= p.employees_colleagues:
            continue
        step = place // 2 + 1 if place % 2 == 0 else -(place // 2 + 1)
        other = first + (place_in + step) % size
        if size == 1 or uniform_at(key, who, 2 * place) < p.employees_rewiring:
            anyone = int(uniform_at(key, who, 2 * place + 1) * firms.headcount[firm])
            other = firms.first_employee[firm] + anyone
        if other != row:
            employees.colleagues[row, place] = other


@rule
def found_employees(
    employees: Table,
    departments: Table,
    managers: Table,
    firms: Table,
    market: Table,
    parameters: Table,
    bias_means: Array,
) -> None:
    """Found the people of every department, the manager included."""
    p = parameters[0]
    seed = market.seed[0]
    key = stream(seed, COLLEAGUES, 0)
    for firm in range(len(firms)):
        group = firms.policy[firm]
        for function in range(DEPARTMENTS):
            department = firm * DEPARTMENTS + function
            who = departments.identity[department]
            draw_manager(managers, department, who, seed, bias_means[group, function, 0])
            first = departments.first_employee[department]
            for place in range(departments.headcount[department]):
                row = first + place
                employees.department[row] = department
                employees.identity[row] = (
                    firms.identity[firm] * 4096 + row - firms.first_employee[firm]
                )
                employees.hired[row] = 0
                draw_employee(employees, row, seed, parameters, bias_means[group, function, 1])
                _tie_colleagues(employees, departments, firms, firm, function, row, place, p, key)
