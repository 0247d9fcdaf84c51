"""Build a world from a scenario and a seed, and set who follows which policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter

import numpy as np

from sim.compilation import rule
from sim.founding.employees import draw_employee, draw_manager, found_employees
from sim.founding.firms import draw_headcounts, found_departments, found_firms, tie_firms
from sim.founding.market import found_market
from sim.founding.vendors import draw_catalogue, found_products, found_vendors
from sim.luck import stream, uniform
from sim.parameters import FUNCTIONS, EmployeeBiases, ManagerBiases, Override, Policy, Scenario
from sim.parameters.declaration import Section, section_parameters
from sim.purposes import GROUP, TREATED
from sim.tables import DEPARTMENTS, SLOTS, Array, Table, World, empty_table

__all__ = [
    "build_world",
    "found_entities",
    "parameter_table",
    "policy_names",
    "set_policies",
    "treat",
]

EVENTS_PER_FIRM_YEAR = 40
MEASURED_QUANTITIES = 32  # twice the quantities of sim.measures
BIAS_FIELDS = 11


def policy_names(scenario: Scenario) -> list[str]:
    """Return the policies of a scenario in the order in which ``firms.group`` numbers them."""
    return sorted(scenario.policies)


# Read all fields of a section at once: a sweep of small runs does little else than this.
_PARAMETERS = attrgetter(*(item.name for item in section_parameters(Scenario)))
_PRACTICES = attrgetter(*Policy.model_fields)
_BIASES = (attrgetter(*ManagerBiases.model_fields), attrgetter(*EmployeeBiases.model_fields))


def parameter_table(scenario: Scenario) -> Table:
    """Return the parameters of a scenario as a table of one row, for rules to read."""
    table = empty_table("parameters", 1)
    _as_numbers(table)[0] = _PARAMETERS(scenario)
    return table


def _as_numbers(table: Table) -> Array:
    """Return a table whose columns are all numbers as one array, shape (rows, columns)."""
    return table.view(np.float64, np.ndarray).reshape(len(table), -1)


def _bias_means(scenario: Scenario, names: list[str]) -> Array:
    """Return mean biases and spread, shape (policies, departments, 2 kinds of people, 11)."""
    means = np.zeros((len(names), DEPARTMENTS, 2, BIAS_FIELDS))
    for kind, (section, fields) in enumerate(zip(_bias_sections(scenario), _BIASES, strict=True)):
        means[:, :, kind, : len(type(section).model_fields)] = fields(section)
    for number, function, item in _overridden(scenario, names):
        for kind, section in enumerate(_bias_sections(scenario)):
            values = item.managers if kind == 0 else item.employees
            _write(means[number, function, kind], type(section), values)
    return means


def _bias_sections(scenario: Scenario) -> tuple[Section, Section]:
    return scenario.biases.managers, scenario.biases.employees


def practice_table(scenario: Scenario, names: list[str]) -> Array:
    """Return the fields of every policy per department, shape (policies, departments, fields)."""
    practices = np.array([_PRACTICES(scenario.policies[name]) for name in names], dtype=float)
    table = np.repeat(practices[:, np.newaxis], DEPARTMENTS, axis=1)
    for number, function, item in _overridden(scenario, names):
        _write(table[number, function], Policy, item.practices)
    return table


def _overridden(scenario: Scenario, names: list[str]) -> Iterator[tuple[int, int, Override]]:
    """Yield policy, department and values of each override, later ones last."""
    for item in scenario.overrides:
        functions = [
            number for number, name in enumerate(FUNCTIONS) if item.function in (None, name)
        ]
        for number, policy in enumerate(names):
            if item.policy in (None, policy):
                for function in functions:
                    yield number, function, item


def _write(row: Array, section: type[Section], values: Mapping[str, float]) -> None:
    """Write named values at the places that a section's fields have in a row."""
    fields = list(section.model_fields)
    for name, value in values.items():
        row[fields.index(name)] = value


@rule
def draw_tickets(tickets: Array, identities: Array, seed: int, purpose: int) -> None:
    """Draw one ticket in (0, 1) for each firm, to put firms into an order by luck."""
    key = stream(seed, purpose, 0)
    for row in range(len(identities)):
        tickets[row] = uniform(key, identities[row])


def _assign_groups(firms: Table, seed: int, scenario: Scenario, names: list[str]) -> None:
    """Give each firm a policy of the mix, in exact shares, to whom by luck."""
    shares = np.array([scenario.mix.get(name, 0.0) for name in names])
    upper = np.floor(np.cumsum(shares) / shares.sum() * len(firms) + 0.5).astype(int)
    groups = np.searchsorted(upper, np.arange(len(firms)), side="right")
    columns = np.asarray(firms)
    columns["group"][_order_by_luck(columns["identity"], seed, GROUP)] = groups
    columns["policy"] = columns["group"]


def _order_by_luck(identities: Array, seed: int, purpose: int) -> Array:
    tickets = np.empty(len(identities))
    draw_tickets(tickets, identities, seed, purpose)
    return np.argsort(tickets, kind="stable")


def set_policies(world: World, scenario: Scenario, rows: Array) -> None:
    """Write the practices of each firm's policy into the departments of the firms in ``rows``."""
    if len(rows) == 0:
        return
    followed = np.asarray(world.firms)["policy"][rows]
    names, used = policy_names(scenario), sorted(set(followed.tolist()))
    table = practice_table(scenario, [names[number] for number in used])
    departments = (rows[:, np.newaxis] * DEPARTMENTS + np.arange(DEPARTMENTS)).ravel()
    values = table[np.searchsorted(used, followed)]
    _as_numbers(world.policies)[departments] = values.reshape(len(departments), -1)


@rule
def redraw_people(
    managers: Table,
    employees: Table,
    departments: Table,
    firms: Table,
    rows: Array,
    seed: int,
    parameters: Table,
    bias_means: Array,
) -> None:
    """Draw the biases of the people of firms again after a change of policy; same luck.

    Only scenarios that give a policy biases of its own change anything here.
    """
    for firm in rows:
        for function in range(DEPARTMENTS):
            department = firm * DEPARTMENTS + function
            means = bias_means[firms.policy[firm], function]
            draw_manager(managers, department, departments.identity[department], seed, means[0])
            first = departments.first_employee[department]
            for row in range(first, first + departments.headcount[department]):
                draw_employee(employees, row, seed, parameters, means[1])


def treat(world: World, scenario: Scenario, arm: str | None, share: float) -> None:
    """Let the treated firms follow an arm's policy: the same firms whatever the arm.

    The firms are drawn by luck of their own; the focal firm of a case is always treated. Practices
    and biases of policies are taken from ``scenario``, so that one market can be forked into arms
    whose policies were given other values than it was warmed up with.
    """
    firms, seed = np.asarray(world.firms), int(world.market.seed[0])
    count = int(np.floor(share * len(firms) + 0.5))
    firms["treated"] = 0
    firms["treated"][_order_by_luck(firms["identity"], seed, TREATED)[:count]] = 1
    if scenario.case is not None:
        firms["treated"][0] = 1
    if arm is None:
        return
    rows = np.flatnonzero(firms["treated"])
    names = policy_names(scenario)
    firms["policy"][rows] = names.index(arm)
    world.bias_means[:] = _bias_means(scenario, names)
    set_policies(world, scenario, rows)
    redraw_people(
        world.managers, world.employees, world.departments, world.firms, rows, seed,
        world.parameters, world.bias_means,
    )  # fmt: skip


@rule
def found_entities(w: World, counts: Array) -> None:
    """Found all entities, in the order in which they need each other."""
    found_market(w.market, w.parameters)
    found_firms(w.firms, w.market, w.parameters)
    tie_firms(w.firms, w.market, w.parameters)
    found_departments(w.departments, w.firms, w.market, w.parameters)
    found_employees(
        w.employees, w.departments, w.managers, w.firms, w.market, w.parameters, w.bias_means
    )
    found_vendors(w.vendors, w.market, w.parameters)
    found_products(w.products, counts, w.market, w.parameters)


# A column of a plain array is named at a tenth of the cost of one of a record array.


def _empty_market(scenario: Scenario, seed: int) -> Table:
    table = empty_table("market", 1)
    market = np.asarray(table)
    market["seed"] = seed
    market["fork_month"] = scenario.run.warmup
    market["wish_category"] = -1
    return table


def _empty_firms(scenario: Scenario, seed: int) -> tuple[Table, Array]:
    """Return a table of firms that have only people, and how many each has."""
    table, sizes = empty_table("firms", scenario.firms.count), scenario.firms
    low, high, shape = sizes.headcount_low, sizes.headcount_high, sizes.headcount_shape
    draw_headcounts(table, seed, float(low), float(high), float(shape))
    firms = np.asarray(table)
    headcounts = firms["headcount"]
    if scenario.case is not None:
        headcounts[0] = scenario.case.headcount
    firms["first_employee"] = np.cumsum(headcounts) - headcounts
    return table, headcounts


def build_world(scenario: Scenario, seed: int) -> World:
    """Build the world of a scenario at its first month.

    Parameters
    ----------
    scenario
        A checked scenario.
    seed
        Seed of the market; every draw is addressed from it.
    """
    parameters = parameter_table(scenario)
    names = policy_names(scenario)
    firms, headcounts = _empty_firms(scenario, seed)
    _assign_groups(firms, seed, scenario, names)
    counts = np.zeros(scenario.vendors.count, dtype=np.int64)
    sizes = scenario.vendors
    draw_catalogue(counts, seed, float(sizes.products_low), float(sizes.products_high))
    months = scenario.run.warmup + scenario.run.months
    departments = len(firms) * DEPARTMENTS
    world = World(
        parameters=parameters,
        market=_empty_market(scenario, seed),
        firms=firms,
        presence=empty_table("presence", len(firms)),
        departments=empty_table("departments", departments),
        employees=empty_table("employees", int(headcounts.sum())),
        vendors=empty_table("vendors", scenario.vendors.count),
        products=empty_table("products", int(counts.sum())),
        systems=empty_table("systems", departments * SLOTS),
        policies=empty_table("policies", departments),
        managers=empty_table("managers", departments),
        ledger=empty_table("ledger", len(firms)),
        measures=empty_table("measures", len(firms)),
        events=empty_table("events", len(firms) * EVENTS_PER_FIRM_YEAR * (months // 12 + 1)),
        scratch=empty_table("scratch", 1),
        series=np.zeros((scenario.run.months, 2, MEASURED_QUANTITIES)),
        bias_means=_bias_means(scenario, names),
    )
    np.asarray(world.systems)["product"] = -1
    found_entities(world, counts)
    set_policies(world, scenario, np.arange(len(firms)))
    return world
