"""Employees are told, trained, try, learn, persuade each other, resist, use, forget and leave."""

from __future__ import annotations

import math

from sim.compilation import rule
from sim.founding.employees import draw_employee
from sim.luck import normal, stream, uniform, uniform_at
from sim.purposes import ATTITUDE, EXPERIENCE, TURNOVER
from sim.status import LIVE
from sim.tables import COLLEAGUES_MAX, DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, Array, Row, Table

__all__ = [
    "introduce",
    "measure_use",
    "remember_use",
    "replace_leavers",
    "resistance",
    "take_attitude",
    "work",
]

LOGISTIC_DEVIATION = math.pi / math.sqrt(3.0)  # of the standard logistic distribution


@rule
def logistic(x: float) -> float:
    """Return ``1 / (1 + exp(-x))``; beyond -700, where the exponential overflows, as at -700."""
    return 1.0 / (1.0 + math.exp(min(-x, 700.0)))


@rule
def proficiency_after(months: float, parameters: Table) -> float:
    """Return the proficiency after some months of full practice, 0..1.

    The effort that is left falls with a constant progress ratio each time experience doubles
    (Argote & Epple 1990): ``1 - (1 + months / learning_months) ** log2(progress_ratio)``.
    """
    p = parameters[0]
    exponent = math.log(p.employees_progress_ratio) / math.log(2.0)
    return 1.0 - math.pow(1.0 + months / p.employees_learning_months, exponent)


@rule
def take_attitude(employees: Table, row: int, slot: int, product: int, seed: int, p: Row) -> None:
    """Draw a person's attitude to a product: the part of intention that nothing else explains.

    Columns changed: employees.attitude.
    """
    employees.attitude[row, slot] = 0.0
    if product >= 0 and p.employees_unexplained > 0.0:
        key = stream(seed, ATTITUDE, employees.hired[row])
        luck = normal(key, employees.identity[row], product)
        employees.attitude[row, slot] = p.employees_unexplained * luck


@rule
def introduce(
    employees: Table,
    departments: Table,
    market: Table,
    department: int,
    slot: int,
    product: int,
    attention: float,
    training: float,
    parameters: Table,
) -> None:
    """Introduce a new system to a department: first beliefs and what training gives.

    Fashion raises first beliefs of those who are open to it; who is overconfident skips part of the
    training.

    Columns changed: employees.attitude, belief, proficiency, usage, usage_before.
    """
    p = parameters[0]
    first = departments.first_employee[department]
    for row in range(first, first + departments.headcount[department]):
        take_attitude(employees, row, slot, product, market.seed[0], p)
        belief = p.employees_belief_start + 0.2 * (employees.openness[row] - 0.5)
        belief += (1.0 - belief) * employees.hype[row] * attention
        employees.belief[row, slot] = min(max(belief, 0.0), 1.0)
        taken = training * (1.0 - employees.overconfidence[row])
        months = p.employees_first_practice + taken * p.employees_training_months
        months *= 0.5 + employees.skill[row]
        employees.proficiency[row, slot] = proficiency_after(months, parameters)
        employees.usage[row, slot] = 0.0
        employees.usage_before[row, slot] = 0.0


@rule
def replace_leavers(
    employees: Table,
    departments: Table,
    systems: Table,
    firms: Table,
    market: Table,
    parameters: Table,
    bias_means: Array,
    firm: int,
) -> None:
    """Replace people who leave a firm: the seat is taken by somebody new who knows no system.

    Columns changed: employees, all but identity, department and colleagues.
    """
    p = parameters[0]
    chance = p.employees_turnover / 12.0
    key = stream(market.seed[0], TURNOVER, market.month[0])
    first = firms.first_employee[firm]
    for row in range(first, first + firms.headcount[firm]):
        if uniform(key, employees.identity[row]) >= chance:
            continue
        # Founders came in month 0; whoever comes later has an address of their own.
        employees.hired[row] = market.month[0] + 1
        department = employees.department[row]
        means = bias_means[firms.policy[firm], department % DEPARTMENTS, 1]
        draw_employee(employees, row, market.seed[0], parameters, means)
        for slot in range(SLOTS):
            product = systems.product[department * SLOTS + slot]
            take_attitude(employees, row, slot, product, market.seed[0], p)
            employees.belief[row, slot] = p.employees_belief_start
            employees.proficiency[row, slot] = 0.0
            employees.usage[row, slot] = 0.0
            employees.usage_before[row, slot] = 0.0


@rule
def remember_use(employees: Table, systems: Table, firms: Table, firm: int) -> None:
    """Remember last month's use, so that all people of a firm see the same past.

    Columns changed: employees.usage_before, mean_use.
    """
    first = firms.first_employee[firm]
    for row in range(first, first + firms.headcount[firm]):
        place = employees.department[row] * SLOTS
        total, count = 0.0, 0
        for slot in range(SLOTS):
            employees.usage_before[row, slot] = employees.usage[row, slot]
            if systems.status[place + slot] == LIVE:
                total += employees.usage[row, slot]
                count += 1
        employees.mean_use[row] = total / count if count > 0 else -1.0


@rule
def colleagues_use(employees: Table, row: int, slot: int) -> float:
    """Return the mean use that a person sees among colleagues, or -1 when there is none to see.

    In the own department it is the use of the same system, elsewhere that of the systems at hand.
    """
    total, count = 0.0, 0
    department = employees.department[row]
    for place in range(COLLEAGUES_MAX):
        other = employees.colleagues[row, place]
        if other < 0:
            continue
        if employees.department[other] == department:
            total += employees.usage_before[other, slot]
            count += 1
        elif employees.mean_use[other] >= 0.0:
            total += employees.mean_use[other]
            count += 1
    return total / count if count > 0 else -1.0


@rule
def resistance(
    threat: float, automation: float, load: float, fatigue: float, relief: float, p: Row
) -> float:
    """Return a person's resistance to a system: threat, workload and fatigue, less relief."""
    felt = p.employees_weight_threat * threat * automation
    felt += p.employees_weight_workload * load + p.employees_weight_fatigue * fatigue
    return felt * relief


@rule
def intended_use(
    employees: Table,
    row: int,
    slot: int,
    seen: float,
    resisted: float,
    led: float,
    complexity: float,
    p: Row,
) -> float:
    """Return the use that a person intends, 0..1.

    Technology acceptance (King & He 2006): usefulness as believed, ease of use as far as the system
    is mastered, what colleagues do, visible leadership, less resistance and the loss of the known
    tool, which weighs lambda times while the new one is not mastered.
    """
    scale = p.employees_acceptance_scale
    proficiency = employees.proficiency[row, slot]
    ease = scale * (proficiency - 0.5 * complexity)
    useful = scale * (employees.belief[row, slot] - 0.5) + p.employees_weight_ease_usefulness * ease
    later = 1.0 - employees.present_bias[row]
    intention = p.employees_acceptance_intercept + p.employees_weight_usefulness * later * useful
    intention += p.employees_weight_ease * ease + p.employees_weight_leadership * scale * led
    if seen >= 0.0:
        weight = p.employees_weight_colleagues + employees.social_proof[row]
        intention += weight * scale * (seen - 0.5)
    known = p.employees_weight_known_tool * employees.loss_aversion[row]
    known += p.employees_weight_known_tool * employees.sunk_cost[row]
    intention -= scale * (known * (1.0 - proficiency) + resisted)
    intention += employees.attitude[row, slot]
    return logistic(LOGISTIC_DEVIATION * intention)


@rule
def _experience(
    employees: Table, row: int, slot: int, useful: float, seen: float, luck: float, p: Row
) -> None:
    """Update a person's belief by a month's own experience and by colleagues.

    Evidence against one's opinion counts less the stronger the confirmation bias. Who underrated
    the effort of learning takes the toil for the system's fault.
    """
    proficiency, belief = employees.proficiency[row, slot], employees.belief[row, slot]
    use = employees.usage[row, slot]
    signal = useful * (0.6 + 0.4 * proficiency)
    signal -= 0.3 * employees.planning_fallacy[row] * (1.0 - proficiency)
    # A uniform draw scaled to the noise's standard deviation: cheap, bounded, symmetric.
    signal += p.employees_experience_noise * math.sqrt(12.0) * (luck - 0.5)
    change = p.employees_belief_speed * (0.2 + 0.8 * use) * (signal - belief)
    contrary, confirmation = (belief >= 0.5) == (signal < belief), employees.confirmation[row]
    change *= 1.0 - (confirmation if contrary else 0.0)  # no branch, which nothing could predict
    if seen >= 0.0:
        change += p.employees_persuasion * (seen - 0.5)
    employees.belief[row, slot] = min(max(belief + change, 0.0), 1.0)


@rule
def _learn(
    employees: Table, row: int, slot: int, speed: float, exponent: float, keep: float
) -> None:
    """Let proficiency follow the learning curve with practice, and fade without it.

    The differential form of :func:`proficiency_after`; forgetting halves what is not practised
    (Argote, Beckman & Epple 1990).
    """
    use, left = employees.usage[row, slot], 1.0 - employees.proficiency[row, slot]
    step = speed * use * (0.5 + employees.skill[row]) * math.pow(left, exponent)
    proficiency = employees.proficiency[row, slot] + min(step, left)
    employees.proficiency[row, slot] = proficiency * (1.0 - (1.0 - use) * (1.0 - keep))


@rule
def work(
    employees: Table,
    departments: Table,
    firms: Table,
    systems: Table,
    products: Table,
    policies: Table,
    market: Table,
    parameters: Table,
    firm: int,
) -> None:
    """Let every employee of a firm live a month with every live system of the department.

    Columns changed: employees.belief, proficiency, usage; departments.resistance.
    """
    p = parameters[0]
    key = stream(market.seed[0], EXPERIENCE, market.month[0])
    curve = -math.log(p.employees_progress_ratio) / math.log(2.0)
    speed, exponent = curve / p.employees_learning_months, 1.0 + 1.0 / curve
    keep = math.pow(0.5, 1.0 / p.employees_forgetting_half_life)
    for department in range(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS):
        involved = policies.involvement[department]
        told = policies.change_management[department] * (
            0.5 + 0.5 * policies.goal_clarity[department]
        )
        relief = 1.0 - p.employees_relief_involvement * involved
        relief *= 1.0 - p.employees_relief_communication * told
        led = policies.leadership[department] * (0.5 + 0.5 * firms.leadership[firm])
        load, fatigue = departments.load[department], departments.fatigue[department]
        first, felt, pairs = departments.first_employee[department], 0.0, 0
        for slot in range(SLOTS):
            system = department * SLOTS + slot
            if systems.status[system] != LIVE:
                continue
            product = systems.product[system]
            automation, complexity = products.automation[product], products.complexity[product]
            useful = systems.usefulness[system]
            for row in range(first, first + departments.headcount[department]):
                luck = uniform_at(key, employees.identity[row], slot)
                seen = colleagues_use(employees, row, slot)
                _experience(employees, row, slot, useful, seen, luck, p)
                resisted = resistance(employees.threat[row], automation, load, fatigue, relief, p)
                intended = intended_use(employees, row, slot, seen, resisted, led, complexity, p)
                pace = p.employees_usage_speed * (1.0 - employees.status_quo[row])
                use = employees.usage[row, slot]
                employees.usage[row, slot] = use + pace * (intended - use)
                _learn(employees, row, slot, speed, exponent, keep)
                felt += resisted
                pairs += 1
        departments.resistance[department] = felt / pairs if pairs > 0 else 0.0


@rule
def measure_use(
    systems: Table, employees: Table, departments: Table, parameters: Table, firm: int
) -> None:
    """Measure mean use of every live system of a firm and the share of its paid seats in use.

    Columns changed: systems.usage, active.
    """
    threshold = parameters[0].employees_use_threshold
    for row in range(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM):
        if systems.status[row] != LIVE:
            continue
        department, slot = row // SLOTS, row % SLOTS
        first, seats = departments.first_employee[department], departments.headcount[department]
        total, active = 0.0, 0
        for employee in range(first, first + seats):
            total += employees.usage[employee, slot]
            if employees.usage[employee, slot] >= threshold:
                active += 1
        systems.usage[row] = total / seats
        systems.active[row] = active / seats
