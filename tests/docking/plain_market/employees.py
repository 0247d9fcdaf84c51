"""Employees are told, trained, try, learn, persuade each other, resist, use, forget and leave."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from plain_market.agents import SLOTS
from plain_market.luck import normal, stream, uniform, uniform_at
from plain_market.people import draw_employee
from plain_market.sums import added
from plain_market.value import live_systems
from sim.purposes import ATTITUDE, EXPERIENCE, TURNOVER

if TYPE_CHECKING:
    from plain_market.agents import Department, Employee
    from plain_market.model import PlainMarket
    from plain_market.things import Product, System

__all__ = [
    "LOGISTIC_DEVIATION",
    "introduce",
    "logistic",
    "measure_use",
    "remember_use",
    "replace_leaver",
    "work",
]

LOGISTIC_DEVIATION = math.pi / math.sqrt(3.0)  # of the standard logistic distribution


def logistic(x: float) -> float:
    """Return ``1 / (1 + exp(-x))``; beyond -700, where the exponential overflows, as at -700."""
    return 1.0 / (1.0 + math.exp(min(-x, 700.0)))


def proficiency_after(months: float, model: PlainMarket) -> float:
    """Return the proficiency after some months of full practice, 0..1.

    The effort that is left falls with a constant progress ratio each time experience doubles
    (Argote & Epple 1990): ``1 - (1 + months / learning_months) ** log2(progress_ratio)``.
    """
    rules = model.market_scenario.employees
    exponent = math.log(rules.progress_ratio) / math.log(2.0)
    return 1.0 - math.pow(1.0 + months / rules.learning_months, exponent)


def take_attitude(
    employee: Employee, slot: int, product: Product | None, model: PlainMarket
) -> None:
    """Draw a person's attitude to a product: the part of intention that nothing else explains."""
    employee.attitude[slot] = 0.0
    unexplained = model.market_scenario.employees.unexplained
    if product is not None and unexplained > 0.0:
        key = stream(model.market.seed, ATTITUDE, employee.hired)
        employee.attitude[slot] = unexplained * normal(key, employee.identity, product.row)


def introduce(
    system: System, department: Department, attention: float, training: float, model: PlainMarket
) -> None:
    """Introduce a new system to a department: first beliefs and what training gives.

    Fashion raises first beliefs of those who are open to it; who is overconfident skips part of the
    training.
    """
    rules, slot = model.market_scenario.employees, system.slot
    for employee in department.employees:
        take_attitude(employee, slot, system.product, model)
        belief = rules.belief_start + 0.2 * (employee.openness - 0.5)
        belief += (1.0 - belief) * employee.hype * attention
        employee.belief[slot] = min(max(belief, 0.0), 1.0)
        taken = training * (1.0 - employee.overconfidence)
        months = rules.first_practice + taken * rules.training_months
        months *= 0.5 + employee.skill
        employee.proficiency[slot] = proficiency_after(months, model)
        employee.usage[slot] = 0.0
        employee.usage_before[slot] = 0.0


def replace_leaver(employee: Employee, model: PlainMarket) -> None:
    """Let a person leave by luck; the seat is taken by somebody who knows none of the systems."""
    month = model.market.month
    key = stream(model.market.seed, TURNOVER, month)
    if uniform(key, employee.identity) >= model.market_scenario.employees.turnover / 12.0:
        return
    # Founders came in month 0; whoever comes later has an address of their own.
    employee.hired = month + 1
    draw_employee(employee, model)
    for system in employee.department.systems:
        take_attitude(employee, system.slot, system.product, model)
    employee.belief = [model.market_scenario.employees.belief_start] * SLOTS
    employee.proficiency = [0.0] * SLOTS
    employee.usage = [0.0] * SLOTS
    employee.usage_before = [0.0] * SLOTS


def remember_use(employee: Employee) -> None:
    """Remember last month's use, so that all people see the same past whatever the order."""
    employee.usage_before = list(employee.usage)
    used = [employee.usage[system.slot] for system in live_systems(employee.department)]
    employee.mean_use = added(used) / len(used) if used else -1.0


def colleagues_use(employee: Employee, slot: int) -> float | None:
    """Return the mean use that a person sees among colleagues, or None when there is none to see.

    In the own department it is the use of the same system, elsewhere that of the systems at hand.
    """
    total, count = 0.0, 0
    for other in employee.colleagues:
        if other is None:
            continue
        if other.department is employee.department:
            total += other.usage_before[slot]
            count += 1
        elif other.mean_use >= 0.0:
            total += other.mean_use
            count += 1
    return total / count if count > 0 else None


class Climate(NamedTuple):
    """What surrounds the work of a department's people this month.

    ``relief`` is the factor that involvement and communication leave of resistance; ``led`` is the
    leadership that people see.
    """

    load: float
    fatigue: float
    relief: float
    led: float


def climate_of(department: Department, model: PlainMarket) -> Climate:
    """Return the climate of a department, which its practices and projects make."""
    rules, policy = model.market_scenario.employees, department.policy
    told = policy.change_management * (0.5 + 0.5 * policy.goal_clarity)
    relief = 1.0 - rules.relief_involvement * policy.involvement
    relief *= 1.0 - rules.relief_communication * told
    led = policy.leadership * (0.5 + 0.5 * department.firm.leadership)
    return Climate(department.load, department.fatigue, relief, led)


def resistance(employee: Employee, product: Product, climate: Climate, model: PlainMarket) -> float:
    """Return a person's resistance to a system: threat, workload and fatigue, less relief."""
    rules = model.market_scenario.employees
    felt = rules.weight_threat * employee.threat * product.automation
    felt += rules.weight_workload * climate.load + rules.weight_fatigue * climate.fatigue
    return felt * climate.relief


def intended_use(
    employee: Employee,
    system: System,
    seen: float | None,
    resisted: float,
    led: float,
    model: PlainMarket,
) -> float:
    """Return the use that a person intends, 0..1.

    Technology acceptance (King & He 2006): usefulness as believed, ease of use as far as the system
    is mastered, what colleagues do, visible leadership, less resistance and the loss of the known
    tool, which weighs lambda times while the new one is not mastered.
    """
    rules = model.market_scenario.employees
    scale, proficiency = rules.acceptance_scale, employee.proficiency[system.slot]
    ease = scale * (proficiency - 0.5 * system.product.complexity)
    useful = scale * (employee.belief[system.slot] - 0.5) + rules.weight_ease_usefulness * ease
    later = 1.0 - employee.present_bias
    intention = rules.acceptance_intercept + rules.weight_usefulness * later * useful
    intention += rules.weight_ease * ease + rules.weight_leadership * scale * led
    if seen is not None:
        weight = rules.weight_colleagues + employee.social_proof
        intention += weight * scale * (seen - 0.5)
    known = rules.weight_known_tool * employee.loss_aversion
    known += rules.weight_known_tool * employee.sunk_cost
    intention -= scale * (known * (1.0 - proficiency) + resisted)
    intention += employee.attitude[system.slot]
    return logistic(LOGISTIC_DEVIATION * intention)


def experience(
    employee: Employee, system: System, seen: float | None, luck: float, model: PlainMarket
) -> None:
    """Update a person's belief by a month's own experience and by colleagues.

    Evidence against one's opinion counts less the stronger the confirmation bias. Who underrated
    the effort of learning takes the toil for the system's fault.
    """
    rules, slot = model.market_scenario.employees, system.slot
    proficiency, belief = employee.proficiency[slot], employee.belief[slot]
    signal = system.usefulness * (0.6 + 0.4 * proficiency)
    signal -= 0.3 * employee.planning_fallacy * (1.0 - proficiency)
    # A uniform draw scaled to the noise's standard deviation.
    signal += rules.experience_noise * math.sqrt(12.0) * (luck - 0.5)
    change = rules.belief_speed * (0.2 + 0.8 * employee.usage[slot]) * (signal - belief)
    if (belief >= 0.5) == (signal < belief):
        change *= 1.0 - employee.confirmation
    if seen is not None:
        change += rules.persuasion * (seen - 0.5)
    employee.belief[slot] = min(max(belief + change, 0.0), 1.0)


class Learning(NamedTuple):
    """The learning curve as a differential equation, and what a month without practice keeps."""

    speed: float
    exponent: float
    keep: float


def learning_of(model: PlainMarket) -> Learning:
    """Return the differential form of :func:`proficiency_after`."""
    rules = model.market_scenario.employees
    curve = -math.log(rules.progress_ratio) / math.log(2.0)
    keep = math.pow(0.5, 1.0 / rules.forgetting_half_life)
    return Learning(curve / rules.learning_months, 1.0 + 1.0 / curve, keep)


def learn(employee: Employee, slot: int, learning: Learning) -> None:
    """Let proficiency follow the learning curve with practice, and fade without it.

    Forgetting halves what is not practised (Argote, Beckman & Epple 1990).
    """
    use, left = employee.usage[slot], 1.0 - employee.proficiency[slot]
    step = learning.speed * use * (0.5 + employee.skill) * math.pow(left, learning.exponent)
    proficiency = employee.proficiency[slot] + min(step, left)
    employee.proficiency[slot] = proficiency * (1.0 - (1.0 - use) * (1.0 - learning.keep))


def work(department: Department, model: PlainMarket) -> None:
    """Let everybody in a department live a month with every live system."""
    rules = model.market_scenario.employees
    key = stream(model.market.seed, EXPERIENCE, model.market.month)
    climate, learning = climate_of(department, model), learning_of(model)
    felt, pairs = 0.0, 0
    for system in live_systems(department):
        for employee in department.employees:
            luck = uniform_at(key, employee.identity, system.slot)
            seen = colleagues_use(employee, system.slot)
            experience(employee, system, seen, luck, model)
            resisted = resistance(employee, system.product, climate, model)
            intended = intended_use(employee, system, seen, resisted, climate.led, model)
            pace = rules.usage_speed * (1.0 - employee.status_quo)
            employee.usage[system.slot] += pace * (intended - employee.usage[system.slot])
            learn(employee, system.slot, learning)
            felt += resisted
            pairs += 1
    department.resistance = felt / pairs if pairs > 0 else 0.0


def measure_use(department: Department, model: PlainMarket) -> None:
    """Measure mean use of every live system and the share of its paid seats in use."""
    threshold = model.market_scenario.employees.use_threshold
    for system in live_systems(department):
        usage = [employee.usage[system.slot] for employee in department.employees]
        system.usage = added(usage) / len(usage)
        system.active = sum(use >= threshold for use in usage) / len(usage)
