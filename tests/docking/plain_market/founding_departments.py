"""Found departments: people, needs, dependence on each other, maturity, empty slots."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from plain_market.agents import SLOTS, Department, Employee
from plain_market.luck import normal, stream, uniform_at
from plain_market.people import clip, draw_employee, draw_manager
from plain_market.policies import set_policies
from plain_market.sums import added, shares
from plain_market.things import System
from sim.parameters import FUNCTIONS, GOALS
from sim.purposes import COLLEAGUES, DEPENDENCE, NEEDS

if TYPE_CHECKING:
    from plain_market.agents import Firm
    from plain_market.model import PlainMarket

__all__ = ["found_departments", "found_employees"]

# Rows: sales, operations, service, finance, product. Columns: growth, retention, efficiency,
# innovation. How much of a firm's capability for a goal depends on the department (assumed).
BASE_NEED = (
    (0.40, 0.25, 0.10, 0.10),
    (0.10, 0.10, 0.45, 0.10),
    (0.15, 0.40, 0.15, 0.10),
    (0.10, 0.05, 0.25, 0.10),
    (0.25, 0.20, 0.05, 0.60),
)

# How much of a department's work (row) needs data from another department (column) (assumed).
BASE_DEPENDENCE = (
    (0.00, 0.45, 0.25, 0.20, 0.10),
    (0.35, 0.00, 0.20, 0.20, 0.25),
    (0.40, 0.35, 0.00, 0.10, 0.15),
    (0.40, 0.40, 0.10, 0.00, 0.10),
    (0.30, 0.40, 0.25, 0.05, 0.00),
)

# Share of a firm's people in each department (assumed).
STAFF_SHARE = (0.25, 0.35, 0.20, 0.08, 0.12)


def found_departments(firm: Firm, model: PlainMarket) -> None:
    """Found the departments of a firm; a market may leave the last ones without people."""
    for function in range(len(FUNCTIONS)):
        row = firm.row * len(FUNCTIONS) + function
        department = Department(model, row, firm, function)
        department.systems = [System(row * SLOTS + slot, department, slot) for slot in range(SLOTS)]
        firm.departments.append(department)
        model.departments.append(department)
    set_policies(firm, model)
    present = firm.departments[: model.market_scenario.firms.departments]
    _split_staff(firm, present)
    _draw_needs(firm, present, model)
    for department in present:
        department.identity = firm.identity * 8 + department.function
        budget = 3.0 * model.market_scenario.firms.technology_budget * firm.base_revenue
        department.purse = budget / len(present)
        _draw_maturity(department, model)
        _draw_dependence(department, present, model)


def _split_staff(firm: Firm, present: list[Department]) -> None:
    """Share a firm's people out to its departments, at least one each."""
    spare = firm.headcount - len(present)
    total = added(STAFF_SHARE[: len(present)])
    reached, given = 0.0, 0
    for department in present:
        reached += STAFF_SHARE[department.function] / total
        upto = math.floor(reached * spare + 0.5)
        department.headcount = 1 + upto - given
        given = upto


def _draw_needs(firm: Firm, present: list[Department], model: PlainMarket) -> None:
    """Draw how much of each goal depends on each department, and what each one favours."""
    spread = model.market_scenario.firms.need_spread
    key = stream(model.market.seed, NEEDS, 0)
    for goal in range(len(GOALS)):
        needs = []
        for department in present:
            luck = normal(key, firm.identity, department.function * len(GOALS) + goal)
            needs.append(BASE_NEED[department.function][goal] * math.exp(spread * luck))
        for department, share in zip(present, shares(needs), strict=True):
            department.need[goal] = share
    for department in present:
        department.favourite = shares([need * need for need in department.need])


def _draw_maturity(department: Department, model: PlainMarket) -> None:
    """Draw how mature a department's processes are at the start."""
    rules, who = model.market_scenario.firms, department.firm.identity
    luck = normal(stream(model.market.seed, DEPENDENCE, 0), who, 90 + department.function)
    department.maturity = clip(rules.maturity + rules.trait_spread * luck, 0.02, 1.0)


def _draw_dependence(department: Department, present: list[Department], model: PlainMarket) -> None:
    """Draw how far a department's work depends on the data of each other one."""
    spread, who = model.market_scenario.firms.dependence_spread, department.firm.identity
    key = stream(model.market.seed, DEPENDENCE, 0)
    for other in present:
        luck = normal(key, who, department.function * len(FUNCTIONS) + other.function)
        weight = BASE_DEPENDENCE[department.function][other.function]
        department.dependence[other.function] = weight * math.exp(spread * luck)
    if added(department.dependence) > 0.0:
        department.dependence = shares(department.dependence)


def found_employees(firm: Firm, model: PlainMarket) -> None:
    """Found the people of a firm, the managers included, and tie them to each other."""
    people = []
    for department in firm.departments:
        draw_manager(department, model)
        for _ in range(department.headcount):
            employee = Employee(model, len(model.employees), department)
            employee.identity = firm.identity * 4096 + len(people)
            employee.hired = 0
            draw_employee(employee, model)
            department.employees.append(employee)
            model.employees.append(employee)
            people.append(employee)
    for department in firm.departments:
        for seat, employee in enumerate(department.employees):
            _tie_colleagues(employee, seat, people, model)


def _tie_colleagues(
    employee: Employee, seat: int, people: list[Employee], model: PlainMarket
) -> None:
    """Tie a person to colleagues: neighbours in the department, some from the whole firm."""
    rules, near = model.market_scenario.employees, employee.department.employees
    key, who = stream(model.market.seed, COLLEAGUES, 0), employee.identity
    for place in range(rules.colleagues):
        distance = place // 2 + 1
        step = distance if place % 2 == 0 else -distance
        other = near[(seat + step) % len(near)]
        if len(near) == 1 or uniform_at(key, who, 2 * place) < rules.rewiring:
            other = people[int(uniform_at(key, who, 2 * place + 1) * len(people))]
        if other is not employee:
            employee.colleagues[place] = other
