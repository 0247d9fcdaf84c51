"""Firms, departments, employees and vendors as Mesa knows agents.

An agent here is a *face*: it holds no state but the row of its table. Its attributes read and write
the columns of that row, so that a face and the compiled rules always see the same. Attributes are
made from the declaration of the columns in :mod:`sim.tables`:

- a column of one value is a plain number: ``firm.revenue``, ``employee.skill = 0.8``;
- a column of several values is a view of the row: ``firm.declared[0] = 0.5`` changes the firm;
- a column that holds rows of another table is named ``..._row`` or ``..._rows``, and its plain name
  leads to the faces: ``employee.colleagues``, ``firm.partners``, ``product.vendor``.

Rows are seats: a leaver's seat is taken by the newcomer, so the number of faces never changes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import mesa  # type: ignore[import-untyped]
import numpy as np

from sim.parameters import CATEGORIES, FUNCTIONS
from sim.status import EMPTY, LIVE, STATUS_NAMES
from sim.story.names import department_name, firm_name, product_name, vendor_name
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, TABLES, Column

if TYPE_CHECKING:
    from sim.model import AdoptionModel

__all__ = ["Department", "Employee", "Firm", "Product", "System", "Vendor"]

AnyFace = TypeVar("AnyFace", bound="type[Any]")
AnyAgent = TypeVar("AnyAgent", bound="_AgentFace")


def _column_property(table: str, column: Column) -> property:
    """Make the attribute that reads and writes one column of a face's row."""
    name = column.name

    def read(face: Any) -> Any:
        value = face.model.columns[table][name][face.row]
        return value if column.shape else value.item()

    def write(face: Any, value: Any) -> None:
        face.model.columns[table][name][face.row] = value

    shape = f", {' x '.join(map(str, column.shape))} values" if column.shape else ""
    return property(read, write, doc=f"{column.meaning.capitalize()} ({column.unit}{shape}).")


def _attribute_name(column: Column) -> str:
    """Return the attribute of a column; the plain name of a relation is left to its faces."""
    if column.unit != "row":
        return column.name
    return f"{column.name}_rows" if column.shape else f"{column.name}_row"


def _face_of(table: str) -> Callable[[AnyFace], AnyFace]:
    """Give a class an attribute for each column of a table."""

    def complete(face: AnyFace) -> AnyFace:
        face.table = table
        for column in TABLES[table]:
            setattr(face, _attribute_name(column), _column_property(table, column))
        return face

    return complete


class _Row:
    """What every face has: its model and its row; two faces of one row are the same."""

    table = ""
    model: AdoptionModel
    row: int

    if TYPE_CHECKING:  # the columns are attributes, see _face_of

        def __getattr__(self, name: str) -> Any: ...

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.row}>"


class _Numbers:
    """Counts the agents of each model from 1.

    Mesa 3.3 looks counters up by model in a dictionary of the class ``Agent``, which would keep
    every model alive for good; here the model holds its counter itself. Mesa 3.5 has its own way.
    """

    def __getitem__(self, model: AdoptionModel) -> Iterator[int]:
        counter: Iterator[int] = model.__dict__.setdefault("_agent_numbers", itertools.count(1))
        return counter


class _AgentFace(_Row, mesa.Agent):  # type: ignore[misc]
    """A face that is a Mesa agent.

    Parameters
    ----------
    model
        The model whose table holds the row.
    row
        Row of the table, from 0. Mesa's ``unique_id`` counts all agents of a model from 1.
    registered
        Whether Mesa manages the agent; if not, it is none of ``model.agents`` and has no
        ``unique_id``.
    """

    _ids = _Numbers()

    def __init__(self, model: AdoptionModel, row: int, registered: bool = True) -> None:
        self.row = row
        if registered:
            super().__init__(model)
        else:
            self.model, self.unique_id, self.pos = model, None, None


@_face_of("firms")
class Firm(_AgentFace):
    """A firm: decides on technology, competes for customers."""

    @property
    def name(self) -> str:
        """Name of the firm: that of the teaching case, or its number."""
        return firm_name(self.model.market_scenario, self.row)

    @property
    def policy_name(self) -> str:
        """Name of the policy in force."""
        return self.model.policy_names[int(self.policy)]

    @property
    def departments(self) -> list[Department]:
        """Departments with people in them."""
        headcount = self.model.columns["departments"]["headcount"]
        first = self.row * DEPARTMENTS
        rows = range(first, first + DEPARTMENTS)
        return [self.model.department(row) for row in rows if headcount[row] > 0]

    @property
    def employees(self) -> list[Employee]:
        """All people of the firm."""
        first = self.first_employee_row
        return [self.model.employee(row) for row in range(first, first + self.headcount)]

    @property
    def systems(self) -> list[System]:
        """Systems and projects of all departments; free slots are left out."""
        first = self.row * SYSTEMS_PER_FIRM
        return _systems(self.model, range(first, first + SYSTEMS_PER_FIRM))

    @property
    def peers(self) -> list[Firm]:
        """Firms that this one looks at."""
        return [self.model.firm(int(row)) for row in self.peers_rows if row >= 0]

    @property
    def partners(self) -> list[Firm]:
        """Firms with which this one exchanges value; shares stand in ``trade``."""
        return [self.model.firm(int(row)) for row in self.partners_rows if row >= 0]

    @property
    def ledger(self) -> Any:
        """The firm's accounts in cents, see ``sim.tables.LEDGER``."""
        return self.model.world.ledger[self.row]

    @property
    def measures(self) -> Any:
        """Sums of what was measured since the fork, see ``sim.tables.MEASURES``."""
        return self.model.world.measures[self.row]


@_face_of("departments")
class Department(_AgentFace):
    """A department: needs technology for goals, carries projects."""

    @property
    def function(self) -> str:
        """What the department does, one of ``FUNCTIONS``."""
        return FUNCTIONS[self.row % DEPARTMENTS]

    @property
    def name(self) -> str:
        """Name of the department."""
        return department_name(self.row % DEPARTMENTS)

    @property
    def firm(self) -> Firm:
        """The firm that the department belongs to."""
        return self.model.firm(self.row // DEPARTMENTS)

    @property
    def employees(self) -> list[Employee]:
        """People of the department."""
        first = self.first_employee_row
        return [self.model.employee(row) for row in range(first, first + self.headcount)]

    @property
    def systems(self) -> list[System]:
        """Systems and projects of the department; free slots are left out."""
        return _systems(self.model, range(self.row * SLOTS, (self.row + 1) * SLOTS))

    @property
    def practices(self) -> Any:
        """The practices in force, as a record: ``department.practices.monitoring``."""
        return self.model.world.policies[self.row]

    @property
    def manager(self) -> Any:
        """Biases of who decides, as a record: ``department.manager.loss_aversion``."""
        return self.model.world.managers[self.row]


@_face_of("employees")
class Employee(_AgentFace):
    """A person on a seat: believes, learns, resists, uses; one value per slot for systems."""

    @property
    def department(self) -> Department:
        """The department in which the person works."""
        return self.model.department(self.department_row)

    @property
    def firm(self) -> Firm:
        """The firm in which the person works."""
        return self.model.firm(self.department_row // DEPARTMENTS)

    @property
    def colleagues(self) -> list[Employee]:
        """People whose use and opinion the person sees."""
        return [self.model.employee(int(row)) for row in self.colleagues_rows if row >= 0]


@_face_of("vendors")
class Vendor(_AgentFace):
    """A vendor: pitches, reprices, earns or loses its reputation."""

    @property
    def name(self) -> str:
        """Name of the vendor, invented."""
        return vendor_name(self.row)

    @property
    def products(self) -> list[Product]:
        """Products of the vendor."""
        rows = np.flatnonzero(self.model.columns["products"]["vendor"] == self.row)
        return [Product(self.model, int(row)) for row in rows]


class _PlainFace(_Row):
    """A face of a thing that does not act, and so is no Mesa agent."""

    def __init__(self, model: AdoptionModel, row: int) -> None:
        self.model = model
        self.row = row

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _PlainFace) or type(self) is not type(other):
            return NotImplemented
        return self.model is other.model and self.row == other.row

    def __hash__(self) -> int:
        return hash((type(self), id(self.model), self.row))


@_face_of("products")
class Product(_PlainFace):
    """A product that can be bought."""

    @property
    def name(self) -> str:
        """Name of the product: its vendor's and its category's."""
        return product_name(self.model.world, self.row)

    @property
    def category_name(self) -> str:
        """What the product is for, one of ``CATEGORIES``."""
        return CATEGORIES[int(self.category)]

    @property
    def vendor(self) -> Vendor:
        """Who sells it."""
        return self.model.vendor(self.vendor_row)


@_face_of("systems")
class System(_PlainFace):
    """An installed product, or a project that may become one, in a slot of a department."""

    @property
    def status_name(self) -> str:
        """State in words, one of ``sim.status.STATUS_NAMES``."""
        return STATUS_NAMES[self.status]

    @property
    def live(self) -> bool:
        """Whether the system is in service."""
        return bool(self.status == LIVE)

    @property
    def department(self) -> Department:
        """The department that uses it."""
        return self.model.department(self.row // SLOTS)

    @property
    def slot(self) -> int:
        """Which of the department's slots it is in: the index of employees' columns."""
        return self.row % SLOTS

    @property
    def product(self) -> Product | None:
        """The product, or None while it is not chosen."""
        return Product(self.model, self.product_row) if self.product_row >= 0 else None


def _systems(model: AdoptionModel, rows: range) -> list[System]:
    status = model.columns["systems"]["status"]
    return [System(model, row) for row in rows if status[row] != EMPTY]
