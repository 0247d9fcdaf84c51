from __future__ import annotations

import pytest

from sim.catalogue import child_names, entries, entry_at, is_table
from sim.parameters import Policy, Scenario, section_parameters


def test_every_number_of_every_section_is_listed_once() -> None:
    names = [entry.name for entry in entries()]
    assert len(set(names)) == len(names)
    declared = {info.name for info in section_parameters(Scenario)}
    declared |= {f"policies.NAME.{info.name}" for info in section_parameters(Policy)}
    assert declared <= set(names)


def test_every_number_says_what_it_is_and_where_it_comes_from() -> None:
    for entry in entries():
        assert entry.meaning, entry.name
        if entry.source:
            assert entry.unit, entry.name
            assert entry.low is not None
            assert entry.high is not None
            assert entry.low <= entry.default <= entry.high, entry.name


def test_every_key_of_a_scenario_is_reachable() -> None:
    assert set(child_names(())) == set(Scenario.model_fields)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("market", "turbulence"), "market.turbulence"),
        (("policies", "my own", "buying"), "policies.NAME.buying"),
        (("mix", "x"), "mix.NAME"),
        (("overrides", 3, "policy"), "overrides[].policy"),
        (("overrides", 3, "practices", "buying"), "policies.NAME.buying"),
        (("overrides", 3, "managers", "hype"), "biases.managers.hype"),
        (("case", "systems", 0, "usage"), "case.systems[].usage"),
        (("case", "maturity", "sales"), "case.maturity.sales"),
    ],
)
def test_a_concrete_path_leads_to_its_entry(path: tuple[str | int, ...], name: str) -> None:
    entry = entry_at(path)
    assert entry is not None
    assert entry.name == name


def test_tables_are_told_from_values() -> None:
    assert is_table(("biases", "managers"))
    assert not is_table(("market", "turbulence"))


def test_names_that_a_user_chooses_are_not_suggested() -> None:
    assert child_names(("policies",)) == []
    assert child_names(("mix",)) == []
