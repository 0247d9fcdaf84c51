"""How value comes about. Nothing here reads a policy, a practice or a bias.

Five hypothetical levels of capability are computed beside the true one, each with one shortfall
less. Their differences split what a firm's systems could do from what they do, and carry the
accounting channels of :mod:`sim.channels`.
"""

from __future__ import annotations

from sim.compilation import rule
from sim.status import LIVE
from sim.tables import DEPARTMENTS, GOAL_COUNT, PARTS, SLOTS, SYSTEMS_PER_FIRM, Array, Table

__all__ = ["PART_NAMES", "realise_value", "set_worth", "system_value"]

EFFICIENCY = 2  # index of the goal that saves labour; the others win customers

PART_NAMES = (
    "best",
    "missed_opportunity",
    "wrong_goal",
    "low_use",
    "process_gaps",
    "system_interplay",
    "missing_integration",
)
BEST, MISSED, WRONG, LOW_USE, PROCESS, INTERPLAY_PART, INTEGRATION_PART = range(7)
LEVELS = 5  # owned; used; ready; with interplay; integrated (= true)


@rule
def set_worth(firms: Table, parameters: Table, first: int, last: int) -> None:
    """Set what one unit of rewarded capability is worth to each firm, EUR per month.

    Efficiency saves wages; the other goals win customers, at the contribution margin.

    Columns changed: firms.worth.
    """
    p = parameters[0]
    for firm in range(first, last):
        margin = firms.revenue[firm] * (1.0 - p.economy_variable_cost)
        for goal in range(GOAL_COUNT):
            firms.worth[firm, goal] = margin * p.market_demand_sensitivity
        wages = p.economy_wage * firms.headcount[firm]
        firms.worth[firm, EFFICIENCY] = wages * p.economy_labour_saving


@rule
def _measure_levels(
    levels: Array, systems: Table, departments: Table, products: Table, firm: int
) -> None:
    """Fill the capabilities of a firm, (levels, goals): from what is owned to what is true.

    Contributions of several systems of a department to one goal saturate.
    """
    for goal in range(GOAL_COUNT):
        for level in range(LEVELS):
            levels[level, goal] = 0.0
        for function in range(DEPARTMENTS):
            rest_0, rest_1, rest_2, rest_3, rest_4 = 1.0, 1.0, 1.0, 1.0, 1.0
            for slot in range(SLOTS):
                row = firm * SYSTEMS_PER_FIRM + function * SLOTS + slot
                if systems.status[row] != LIVE:
                    continue
                product = systems.product[row]
                part = products.capability[product, goal] * products.reliability[product]
                rest_0 *= 1.0 - part
                part *= systems.usage[row]
                rest_1 *= 1.0 - part
                part = min(part * systems.readiness[row] * systems.growth[row], 1.0)
                rest_2 *= 1.0 - part
                part = min(part * systems.interplay[row] * systems.partner_fit[row], 1.0)
                rest_3 *= 1.0 - part
                part *= systems.integration[row]
                rest_4 *= 1.0 - part
                systems.contribution[row, goal] = part
            need = departments.need[firm * DEPARTMENTS + function, goal]
            levels[0, goal] += need * (1.0 - rest_0)
            levels[1, goal] += need * (1.0 - rest_1)
            levels[2, goal] += need * (1.0 - rest_2)
            levels[3, goal] += need * (1.0 - rest_3)
            levels[4, goal] += need * (1.0 - rest_4)


@rule
def _split_performance(levels: Array, firms: Table, firm: int) -> None:
    """Split performance into what the best affordable portfolio would give and each shortfall.

    Columns changed: firms.customer_parts, efficiency_parts, capability, performance. The parts of a
    firm add up to its true performance.
    """
    best_goal, owned = 0, 0.0
    for part in range(PARTS):
        firms.customer_parts[firm, part] = 0.0
        firms.efficiency_parts[firm, part] = 0.0
    for goal in range(GOAL_COUNT):
        owned += levels[0, goal]
        if firms.reward[firm, goal] > firms.reward[firm, best_goal]:
            best_goal = goal
    # All that is owned, if it served the goal that is rewarded most.
    ideal = owned * firms.reward[firm, best_goal]
    ideal_efficiency = ideal if best_goal == EFFICIENCY else 0.0
    ideal_customer = ideal - ideal_efficiency
    firms.customer_parts[firm, BEST] = firms.best_customer[firm]
    firms.efficiency_parts[firm, BEST] = firms.best_efficiency[firm]
    firms.customer_parts[firm, MISSED] = ideal_customer - firms.best_customer[firm]
    firms.efficiency_parts[firm, MISSED] = ideal_efficiency - firms.best_efficiency[firm]
    firms.customer_parts[firm, WRONG] = -ideal_customer
    firms.efficiency_parts[firm, WRONG] = -ideal_efficiency
    performance = 0.0
    for goal in range(GOAL_COUNT):
        reward = firms.reward[firm, goal]
        parts = firms.efficiency_parts[firm] if goal == EFFICIENCY else firms.customer_parts[firm]
        parts[WRONG] += reward * levels[0, goal]
        parts[LOW_USE] += reward * (levels[1, goal] - levels[0, goal])
        parts[PROCESS] += reward * (levels[2, goal] - levels[1, goal])
        parts[INTERPLAY_PART] += reward * (levels[3, goal] - levels[2, goal])
        parts[INTEGRATION_PART] += reward * (levels[4, goal] - levels[3, goal])
        firms.capability[firm, goal] = levels[4, goal]
        performance += reward * levels[4, goal]
    firms.performance[firm] = performance


@rule
def system_value(systems: Table, departments: Table, firms: Table, firm: int, row: int) -> float:
    """Return the marginal benefit of a live system in EUR per month, before its running cost."""
    position = row - firm * SYSTEMS_PER_FIRM
    department = firm * DEPARTMENTS + position // SLOTS
    value = 0.0
    for goal in range(GOAL_COUNT):
        rest = 1.0
        for slot in range(SLOTS):
            other = firm * SYSTEMS_PER_FIRM + (position // SLOTS) * SLOTS + slot
            if other != row and systems.status[other] == LIVE:
                rest *= 1.0 - systems.contribution[other, goal]
        rewarded = firms.worth[firm, goal] * firms.reward[firm, goal]
        need = departments.need[department, goal]
        value += rewarded * need * systems.contribution[row, goal] * rest
    return value


@rule
def running_cost(
    systems: Table,
    departments: Table,
    products: Table,
    vendors: Table,
    firms: Table,
    firm: int,
    row: int,
    parameters: Table,
) -> float:
    """Return what a live system costs in a month: licences, manual work, errors; EUR."""
    p = parameters[0]
    department = firm * DEPARTMENTS + (row - firm * SYSTEMS_PER_FIRM) // SLOTS
    seats, product = departments.headcount[department], systems.product[row]
    licence = products.price[product] * vendors.price_level[products.vendor[product]] * seats
    missing = systems.unlinked[row] * systems.usage[row]
    manual = missing * p.projects_manual_hours * seats * p.economy_hour_cost
    margin = firms.revenue[firm] * (1.0 - p.economy_variable_cost)
    errors = missing * p.projects_error_rate / DEPARTMENTS * p.market_error_sensitivity * margin
    return licence + manual + errors


@rule
def realise_value(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    scratch: Table,
    parameters: Table,
    firm: int,
) -> None:
    """Turn a firm's systems in use into capability, performance and errors.

    Columns changed: systems.contribution, value; firms.capability, performance, errors,
    satisfaction and the parts of performance.
    """
    p = parameters[0]
    levels = scratch.capability[0]
    _measure_levels(levels, systems, departments, products, firm)
    _split_performance(levels, firms, firm)
    errors = 0.0
    for position in range(SYSTEMS_PER_FIRM):
        row = firm * SYSTEMS_PER_FIRM + position
        if systems.status[row] != LIVE:
            continue
        errors += p.projects_error_rate * systems.unlinked[row] * systems.usage[row]
        benefit = system_value(systems, departments, firms, firm, row)
        cost = running_cost(systems, departments, products, vendors, firms, firm, row, parameters)
        systems.value[row] = benefit - cost
    firms.errors[firm] = errors / DEPARTMENTS
    satisfied = 0.6 + 0.5 * firms.capability[firm, 1] - firms.errors[firm]
    firms.satisfaction[firm] = min(max(satisfied, 0.0), 1.0)
