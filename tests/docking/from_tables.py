"""From tables to objects, and the comparison of both, column by column and bit by bit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from plain_market.agents import SLOTS, Department, Employee, Firm, Vendor
from plain_market.model import PlainMarket
from plain_market.policies import set_policies
from plain_market.things import Event, Product, System

from sim.parameters import FUNCTIONS, Scenario
from sim.tables import TABLES, Table, World

__all__ = ["differing", "to_objects"]

# Columns that hold no state of their own: where the rows of people stand, which follows from the
# order of departments, and what partners show, which objects look up at the partner itself.
LAYOUT = {
    ("firms", "first_employee"),
    ("firms", "partner_vendors"),
    ("departments", "first_employee"),
}


def to_objects(world: World, scenario: Scenario) -> PlainMarket:
    """Return a plain market in the state of a world of tables."""
    model = PlainMarket(scenario, int(world.market.seed[0]), prepare=False)
    _copy(model.market, world.market, "market", 0)
    model.vendors += [Vendor(model, row) for row in range(len(world.vendors))]
    for vendor in model.vendors:
        _copy(vendor, world.vendors, "vendors", vendor.row)
    for row, vendor in enumerate(world.products.vendor):
        model.products.append(Product(row, model.vendors[vendor]))
        _copy(model.products[row], world.products, "products", row)
    model.firms += [Firm(model, row) for row in range(len(world.firms))]
    for firm in model.firms:
        _copy_firm(firm, world, model)
    for employee in model.employees:
        rows = world.employees.colleagues[employee.row]
        employee.colleagues = [_at(model.employees, row) for row in rows]
    for row in range(min(int(world.market.event_count[0]), len(world.events))):
        firm = _at(model.firms, world.events.firm[row])
        product = _at(model.products, world.events.product[row])
        event = Event(0, 0, firm, 0, 0, product)
        _copy(event, world.events, "events", row)
        model.events.append(event)
    model.series = world.series.tolist()
    return model


def _at(objects: Sequence[Any], row: int) -> Any:
    """Return the object in a row, None where there is none."""
    return objects[row] if row >= 0 else None


def _copy(to: Any, table: Table, name: str, row: int) -> None:
    """Copy numbers of a row to the attributes of an object; references are left as they are."""
    for column in TABLES[name]:
        if column.unit not in ("row", "bits"):
            setattr(to, column.name, table[column.name][row].tolist())


def _copy_firm(firm: Firm, world: World, model: PlainMarket) -> None:
    """Copy a firm with its books, departments, systems and people."""
    _copy(firm, world.firms, "firms", firm.row)
    _copy(firm.account, world.ledger, "ledger", firm.row)
    _copy(firm.measures, world.measures, "measures", firm.row)
    firm.peers = [_at(model.firms, row) for row in world.firms.peers[firm.row]]
    firm.partners = [_at(model.firms, row) for row in world.firms.partners[firm.row]]
    present = int(world.presence.vendors[firm.row])
    firm.vendors_present = {vendor for vendor in model.vendors if present >> vendor.row & 1}
    for function in range(len(FUNCTIONS)):
        row = firm.row * len(FUNCTIONS) + function
        department = Department(model, row, firm, function)
        firm.departments.append(department)
        model.departments.append(department)
        _copy_department(department, world, model)
    systems = [system for department in firm.departments for system in department.systems]
    for system in systems:
        links = int(world.systems.links[system.row])
        system.links = {other for place, other in enumerate(systems) if links >> place & 1}
    set_policies(firm, model)


def _copy_department(department: Department, world: World, model: PlainMarket) -> None:
    """Copy a department with its manager, systems and people."""
    _copy(department, world.departments, "departments", department.row)
    _copy(department.manager, world.managers, "managers", department.row)
    for slot in range(SLOTS):
        system = System(department.row * SLOTS + slot, department, slot)
        _copy(system, world.systems, "systems", system.row)
        system.product = _at(model.products, world.systems.product[system.row])
        department.systems.append(system)
    for _ in range(department.headcount):
        employee = Employee(model, len(model.employees), department)
        _copy(employee, world.employees, "employees", employee.row)
        department.employees.append(employee)
        model.employees.append(employee)


def differing(world: World, model: PlainMarket) -> list[str]:
    """Name what differs, as ``table.column``; nothing when both are in the same state.

    Every column of every table is compared bit for bit, except the layout of rows, what repeats the
    scenario (``parameters``, ``bias_means``) and what does not outlive a rule (``scratch``).
    """
    departments = model.departments
    objects: dict[str, Sequence[Any]] = {
        "market": [model.market],
        "firms": model.firms,
        "presence": [SimpleNamespace(vendors=firm.vendors_present) for firm in model.firms],
        "departments": departments,
        "employees": model.employees,
        "vendors": model.vendors,
        "products": model.products,
        "systems": [system for department in departments for system in department.systems],
        "policies": [department.policy for department in departments],
        "managers": [department.manager for department in departments],
        "ledger": [firm.account for firm in model.firms],
        "measures": [firm.measures for firm in model.firms],
        "events": model.events,
    }
    found = []
    for name, of in objects.items():
        table = getattr(world, name)
        kept = table[: int(world.market.event_count[0])] if name == "events" else table
        found += _differing_columns(name, kept, of)
    if np.array(model.series).tobytes() != world.series.tobytes():
        found.append("series")
    return found


def _differing_columns(name: str, table: Table, objects: Sequence[Any]) -> Iterable[str]:
    """Name the columns of a table that differ from the attributes of objects."""
    if len(table) != len(objects):
        return [f"{name}: {len(table)} rows, {len(objects)} objects"]
    found = []
    for column in TABLES[name]:
        if (name, column.name) in LAYOUT:
            continue
        write: Callable[[Any], Any] = _bits if column.unit == "bits" else _number
        values = np.zeros((len(objects), *column.shape), column.dtype)
        for row, one in enumerate(objects):
            values[row] = write(getattr(one, column.name))
        if values.tobytes() != np.ascontiguousarray(table[column.name]).tobytes():
            found.append(f"{name}.{column.name}")
    return found


def _number(value: Any) -> Any:
    """Return what a table holds for an attribute: the number itself, the row, -1 for None."""
    if isinstance(value, list):
        return [_number(item) for item in value]
    return -1 if value is None else getattr(value, "row", value)


def _bits(members: set[Any]) -> int:
    """Return a set of vendors or of systems as bits."""
    places = len(FUNCTIONS) * SLOTS
    number = {system: system.row % places for system in members if isinstance(system, System)}
    return sum(1 << number.get(member, member.row) for member in members)
