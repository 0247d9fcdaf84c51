"""Teaching cases: set the stage of one named firm at the moment the arms part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plain_market.things import System
from sim.parameters import CATEGORIES, FUNCTIONS, GOALS
from sim.parameters.scenario import Case, StartingSystem
from sim.status import EMPTY, LIVE

if TYPE_CHECKING:
    from plain_market.agents import Department, Firm
    from plain_market.model import PlainMarket
    from plain_market.things import Product

__all__ = ["open_case"]


def open_case(model: PlainMarket, case: Case) -> None:
    """Set the focal firm (the first) as the case tells: its systems, processes, goal and wish."""
    firm = model.firms[0]
    for department in firm.departments:
        department.systems = [
            System(system.row, department, system.slot) for system in department.systems
        ]
    for function, level in case.maturity.items():
        firm.departments[FUNCTIONS.index(function)].maturity = level
    if case.goal is not None:
        firm.niche = _drawn_to(firm.niche, GOALS.index(case.goal))
        firm.declared = _drawn_to(firm.declared, GOALS.index(case.goal))
    for system in case.systems:
        _install(system, firm, model)
    if case.wish is not None:
        model.market.wish_category = CATEGORIES.index(case.wish)
        _offered(model.market.wish_category, model)
    grant = model.market_scenario.firms.technology_budget * firm.base_revenue
    for department in firm.departments:
        department.purse = 12.0 * grant / len(FUNCTIONS)
    firm.changed = 1


def _drawn_to(weights: list[float], goal: int) -> list[float]:
    """Move weights towards one goal."""
    weights = [0.4 * weight for weight in weights]
    weights[goal] += 0.6
    return weights


def _offered(category: int, model: PlainMarket) -> Product:
    """Return the first product of a category that is on the market; launch one if there is none."""
    products = [product for product in model.products if product.category == category]
    for product in products:
        if product.launch <= model.market.month:
            return product
    products[0].launch = -1
    return products[0]


def _install(start: StartingSystem, firm: Firm, model: PlainMarket) -> None:
    """Install a system of a category in the focal firm, known and used, linked to nothing."""
    number = CATEGORIES.index(start.category)
    product, department = _offered(number, model), firm.departments[number // 2]
    product.openness = start.openness
    system = next(system for system in department.systems if system.status == EMPTY)
    system.status, system.product = LIVE, product
    system.since = system.decided = model.market.month - 12
    system.judged = system.valued = 1
    system.base_work = system.planned_work = system.work = 1.0
    system.planned_cost = 1.0
    _make_known(system.slot, start.usage, department)


def _make_known(slot: int, usage: float, department: Department) -> None:
    """Let the people of a department know and use the system in a slot."""
    for employee in department.employees:
        employee.belief[slot] = 0.7
        employee.proficiency[slot] = 0.8
        employee.usage[slot] = usage
