"""A JSON Schema of scenario files, which lets an editor complete and check them."""

from __future__ import annotations

import copy
from typing import Any

from sim.catalogue import PURE_NUMBERS
from sim.parameters import Scenario

__all__ = ["scenario_schema"]

_EXTENDS: dict[str, Any] = {
    "description": "file(s) that this one builds on: the bare name of a scenario that ships, or "
    "a path ending in .toml, relative to this file",
    "anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "items": {"type": "string", "minLength": 1}},
    ],
}
_OVERRIDE_TABLES = {
    "practices": "Policy",
    "managers": "ManagerBiases",
    "employees": "EmployeeBiases",
}


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file.

    Descriptions carry the unit, so that an editor shows it; ``unit``, ``source`` and ``neutral``
    stand beside each number as annotations.
    """
    schema = Scenario.model_json_schema()
    tables = schema["$defs"]
    for table in [schema, *tables.values()]:
        table["description"] = table["description"].split("\n\n")[0]
        for field in table.get("properties", {}).values():
            _describe_unit(field)
            field.pop("title", None)
    for name, table in _OVERRIDE_TABLES.items():
        field = tables["Override"]["properties"][name]
        partial = copy.deepcopy(tables[table]["properties"])
        for value in partial.values():
            value.pop("default", None)
        field.pop("additionalProperties")
        field.update(properties=partial, additionalProperties=False)
    _drop_null(schema)
    properties = {"extends": _EXTENDS, **schema.pop("properties")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "smbsim scenario",
        "description": "What the world is, which policies live in it, and which are compared.",
        "properties": properties,
    }


def _describe_unit(field: dict[str, Any]) -> None:
    unit = field.get("unit")
    if unit and unit not in PURE_NUMBERS:
        field["description"] = f"{field['description']} [{unit}]"
    if "neutral" in field and field["neutral"] is None:
        del field["neutral"]


def _drop_null(node: Any) -> None:
    """Leave out the alternative "null", which TOML cannot write."""
    if isinstance(node, dict):
        if "anyOf" in node and {"type": "null"} in node["anyOf"]:
            node["anyOf"].remove({"type": "null"})
            if len(node["anyOf"]) == 1:
                node.update(node.pop("anyOf")[0])
            if node.get("default", "") is None:
                del node["default"]
        for item in node.values():
            _drop_null(item)
    elif isinstance(node, list):
        for item in node:
            _drop_null(item)
