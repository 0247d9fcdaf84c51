from __future__ import annotations

import pandas as pd

from sim.events import EVENT_KINDS
from sim.parameters import CATEGORIES, FUNCTIONS
from sim.story import LANGUAGES, event_table
from sim.story.names import (
    CATEGORY_NAMES,
    VENDOR_NAMES,
    department_name,
    firm_name,
    vendor_name,
)
from sim.tables import World


def test_every_vendor_has_a_name_of_its_own() -> None:
    assert len(set(VENDOR_NAMES)) == 32
    assert len({vendor_name(row) for row in range(100)}) == 100


def test_every_category_and_department_has_a_name() -> None:
    assert tuple(CATEGORY_NAMES) == CATEGORIES
    for language in LANGUAGES.values():
        names = {department_name(row, language) for row in range(len(FUNCTIONS))}
        assert len(names) == len(FUNCTIONS)


def test_departments_and_firms_without_a_name_are_called_in_the_language() -> None:
    german = LANGUAGES["de"]
    assert (department_name(0), department_name(0, german)) == ("Sales", "Vertrieb")
    assert (firm_name(None, 3), firm_name(None, 3, german)) == ("firm 3", "Firma 3")


def test_the_table_has_names_instead_of_numbers(world: World, note) -> None:
    note("chosen", 31, shortlisted=6, better=2, detail=3, perceived=2100, true=640, planned=9)
    note("reward jump", 0, firm=-1, department=-1, slot=-1, product=-1, detail=1)
    table = event_table(world)
    first = table.iloc[0]
    assert first["month"] == 31
    assert first["kind"] == "chosen"
    assert (first["department"], first["product"]) == ("Sales", "Abrindo CRM")
    assert (first["vendor"], first["category"]) == ("Abrindo", "crm")
    assert (first["shortlisted"], first["better"], first["detail"]) == (6, 2, "pitch")
    assert (first["perceived"], first["true"], first["planned"]) == (2100.0, 640.0, 9.0)
    second = table.iloc[1]
    assert (second["month"], second["detail"]) == (0, "retention")


def test_unlinked_departments_are_named(world: World, note) -> None:
    note("went live", 1, detail=0b00110)
    note("went live", 1, detail=0)
    details = event_table(world)["detail"]
    assert details[0] == "operations, service"
    assert pd.isna(details[1])


def test_what_a_kind_of_event_does_not_record_is_missing(world: World, note) -> None:
    note("reward jump", 1, firm=-1, department=-1, slot=-1, product=-1)
    note("search began", 1, product=-1)
    table = event_table(world)
    for column in ("firm", "department", "slot", "product", "perceived", "actual", "shortlisted"):
        assert pd.isna(table[column][0]), column
    assert table["firm"][1] == 1
    assert pd.isna(table["product"][1])
    assert pd.isna(table["detail"][1])


def test_the_table_has_a_row_for_each_record_and_none_for_free_rows(world: World, note) -> None:
    assert len(event_table(world)) == 0
    for kind in EVENT_KINDS:
        note(kind, 1)
    assert list(event_table(world)["kind"]) == list(EVENT_KINDS)
    world.market.event_count[0] = 10_000
    assert len(event_table(world)) == len(world.events)
