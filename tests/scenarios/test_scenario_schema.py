from __future__ import annotations

import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sim.scenario_files import scenario_schema, shipped_scenarios
from sim.scenario_files.shipped import shipped_folder


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = scenario_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_shipped_files_pass(validator: Draft202012Validator, name: str) -> None:
    text = (shipped_folder() / f"{name}.toml").read_text(encoding="utf-8")
    validator.validate(tomllib.loads(text))


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"titel": "x"}, "$"),
        ({"extends": 3}, "$.extends"),
        ({"market": {"turbulence": 9}}, "$.market.turbulence"),
        ({"market": {"turbulense": 1}}, "$.market"),
        ({"run": {"months": 1.5}}, "$.run.months"),
        ({"mix": {"aligned": -1}}, "$.mix.aligned"),
        ({"policies": {"own": {"monitorng": 1}}}, "$.policies.own"),
        ({"overrides": [{"practices": {"monitorng": 1}}]}, "$.overrides[0].practices"),
        ({"overrides": [{"managers": {"hype": 2}}]}, "$.overrides[0].managers.hype"),
        ({"overrides": [{"function": "sale"}]}, "$.overrides[0].function"),
        ({"case": {"goal": "profit"}}, "$.case.goal"),
        ({"case": {"systems": [{"usage": 0.1}]}}, "$.case.systems[0]"),
        ({"case": {"maturity": {"sales": 2}}}, "$.case.maturity.sales"),
    ],
)
def test_broken_files_fail_where_they_are_broken(
    validator: Draft202012Validator, values: dict[str, Any], place: str
) -> None:
    assert [error.json_path for error in validator.iter_errors(values)] == [place]


def test_an_editor_is_told_unit_source_and_neutral_value() -> None:
    turbulence = scenario_schema()["$defs"]["Market"]["properties"]["turbulence"]
    assert turbulence["unit"] == "1/year"
    assert turbulence["description"].endswith("[1/year]")
    assert turbulence["source"]
    assert turbulence["neutral"] == 0
