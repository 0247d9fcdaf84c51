from __future__ import annotations

import numpy as np
import pytest

from sim import agents
from sim.model import AdoptionModel
from sim.status import EMPTY
from sim.tables import DEPARTMENTS, TABLES

FACES = {
    "firms": agents.Firm,
    "departments": agents.Department,
    "employees": agents.Employee,
    "vendors": agents.Vendor,
    "products": agents.Product,
    "systems": agents.System,
}
COLUMNS = [(table, column) for table in FACES for column in TABLES[table]]


def attribute(column) -> str:
    if column.unit != "row":
        return column.name
    return column.name + ("_rows" if column.shape else "_row")


def some_face(model, table: str, row: int):
    face = FACES[table]
    if table in ("products", "systems"):
        return face(model, row)
    return getattr(model, face.__name__.lower())(row)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda item: getattr(item, "name", item))
def test_every_column_is_read_and_written_through_its_face(table, column, model) -> None:
    values = getattr(model.world, table)[column.name]
    face = some_face(model, table, 2)
    name = attribute(column)
    assert np.array_equal(getattr(face, name), values[2])
    others = np.delete(values, 2, axis=0)
    setattr(face, name, 3)
    assert np.all(values[2] == 3)
    values[2] = 5
    assert np.all(np.asarray(getattr(face, name)) == 5)
    assert np.array_equal(np.delete(values, 2, axis=0), others)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda item: getattr(item, "name", item))
def test_every_column_has_its_meaning_and_unit_as_help(table, column) -> None:
    text = getattr(FACES[table], attribute(column)).__doc__
    assert column.meaning.lower() in text.lower()
    assert column.unit in text


def test_a_column_of_one_value_is_a_plain_number(model) -> None:
    assert type(model.firm(0).headcount) is int
    assert type(model.firm(0).revenue) is float


def test_a_column_of_several_values_is_written_in_place(model) -> None:
    model.firm(1).declared[2] = 0.125
    assert model.world.firms.declared[1, 2] == 0.125


def test_what_is_written_through_a_face_is_what_the_rules_read(small) -> None:
    longer = small | {"run.warmup": 24}
    one, other = (AdoptionModel(rng=7, overrides=longer) for _ in range(2))
    for person in one.agents_by_type[agents.Employee]:
        person.belief = 0.0
    one.step()
    other.step()
    assert one.world.employees.usage.sum() < other.world.employees.usage.sum()


def test_people_departments_and_firms_lead_to_each_other(model) -> None:
    people = 0
    for firm in model.agents_by_type[agents.Firm]:
        assert sum(department.headcount for department in firm.departments) == firm.headcount
        assert firm.employees == [p for d in firm.departments for p in d.employees]
        for department in firm.departments:
            assert department.firm is firm
            assert department.row // DEPARTMENTS == firm.row
            for person in department.employees:
                assert person.department is department
                assert person.firm is firm
                people += 1
    assert people == len(model.world.employees)


def test_colleagues_peers_and_partners_are_those_of_the_columns(model) -> None:
    person, firm = model.employee(3), model.firm(2)
    assert [p.row for p in person.colleagues] == [r for r in person.colleagues_rows if r >= 0]
    assert [f.row for f in firm.peers] == [r for r in firm.peers_rows if r >= 0]
    assert [f.row for f in firm.partners] == [r for r in firm.partners_rows if r >= 0]
    assert person.colleagues
    assert firm.peers
    assert firm.partners


def test_vendors_products_and_systems_lead_to_each_other(model) -> None:
    for _ in range(6):
        model.step()
    products = [
        product for vendor in model.agents_by_type[agents.Vendor] for product in vendor.products
    ]
    assert sorted(product.row for product in products) == list(range(len(model.world.products)))
    assert all(product in product.vendor.products for product in products)
    systems = [system for row in range(5) for system in model.firm(row).systems]
    assert len(systems) == (model.world.systems.status != EMPTY).sum() > 0
    for system in systems:
        assert system in system.department.systems
        assert system.live == (system.status_name == "live")
        if system.live:
            assert system.product.category // 2 == system.department.row % DEPARTMENTS


def test_practices_manager_ledger_and_measures_are_the_rows_of_their_tables(model) -> None:
    department, firm = model.department(7), model.firm(3)
    department.practices.monitoring = 0.77
    department.manager.loss_aversion = 1.5
    assert model.world.policies.monitoring[7] == 0.77
    assert model.world.managers.loss_aversion[7] == 1.5
    model.step()
    assert firm.ledger.balance.sum() == 0
    assert firm.measures.months == 1


def test_names_are_those_of_the_story(model) -> None:
    assert model.firm(3).name == "firm 3"
    assert model.department(6).name == "Operations"
    assert model.vendor(0).name == "Abrindo"
    assert model.vendor(0).products[0].name.startswith("Abrindo ")
    treated = int(np.flatnonzero(model.world.firms.treated)[0])
    assert model.firm(treated).policy_name == "misaligned"


def test_departments_without_people_are_no_agents() -> None:
    small = {"firms.count": 4, "firms.departments": 2, "run.warmup": 1}
    model = AdoptionModel(rng=1, overrides=small)
    assert [len(firm.departments) for firm in model.agents_by_type[agents.Firm]] == [2] * 4
    assert len(model.agents_by_type[agents.Department]) == 8


@pytest.mark.parametrize("row", [-1, 5])
def test_a_row_that_does_not_exist_is_refused(row, model) -> None:
    with pytest.raises(IndexError, match=f"there is no row {row} in firms; rows are 0 to 4"):
        model.firm(row)
