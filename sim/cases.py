"""Teaching cases: set the stage of one named firm at the moment the arms part."""

from __future__ import annotations

import numpy as np

from sim.parameters import CATEGORIES, FUNCTIONS, GOALS
from sim.parameters.scenario import Case
from sim.status import EMPTY, LIVE
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, World

__all__ = ["open_case"]


def _install(world: World, category: str, openness: float, usage: float) -> None:
    """Install a system of a category in the focal firm, known and used, linked to nothing."""
    number = CATEGORIES.index(category)
    department = number // 2
    systems, products = world.systems, world.products
    offered = np.flatnonzero(
        (products.category == number) & (products.launch <= world.market.month[0])
    )
    if len(offered) == 0:
        offered = np.flatnonzero(products.category == number)
        products.launch[offered[0]] = -1
    product = int(offered[0])
    products.openness[product] = openness
    slot = next(
        place for place in range(SLOTS) if systems.status[department * SLOTS + place] == EMPTY
    )
    row = department * SLOTS + slot
    systems[row] = np.zeros(1, systems.dtype)[0]
    systems.status[row], systems.product[row] = LIVE, product
    systems.since[row] = systems.decided[row] = int(world.market.month[0]) - 12
    systems.judged[row] = systems.valued[row] = 1
    systems.base_work[row] = systems.planned_work[row] = systems.work[row] = 1.0
    systems.planned_cost[row] = 1.0
    first = world.departments.first_employee[department]
    people = slice(first, first + world.departments.headcount[department])
    world.employees.belief[people, slot] = 0.7
    world.employees.proficiency[people, slot] = 0.8
    world.employees.usage[people, slot] = usage


def open_case(world: World, case: Case) -> None:
    """Set the focal firm (row 0) as the case tells: its systems, processes, goal and wish."""
    firms, departments = world.firms, world.departments
    rows = slice(0, SYSTEMS_PER_FIRM)
    world.systems[rows] = np.zeros(1, world.systems.dtype)[0]
    world.systems.product[rows] = -1
    for function, level in case.maturity.items():
        departments.maturity[FUNCTIONS.index(function)] = level
    if case.goal is not None:
        goal = GOALS.index(case.goal)
        for table in (firms.niche, firms.declared):
            table[0] = 0.4 * table[0]
            table[0, goal] += 0.6
    for system in case.systems:
        _install(world, system.category, system.openness, system.usage)
    if case.wish is not None:
        world.market.wish_category[0] = CATEGORIES.index(case.wish)
        wished = np.flatnonzero(world.products.category == CATEGORIES.index(case.wish))
        if not np.any(world.products.launch[wished] <= world.market.month[0]):
            world.products.launch[wished[0]] = -1
    grant = float(world.parameters.firms_technology_budget[0]) * firms.base_revenue[0]
    departments.purse[:DEPARTMENTS] = 12.0 * grant / DEPARTMENTS
    firms.changed[0] = 1
