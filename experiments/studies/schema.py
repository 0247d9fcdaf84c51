"""A JSON Schema of study files, which lets an editor complete and check them."""

from __future__ import annotations

from typing import Any

from experiments.studies.declaration import Design, Replication
from experiments.studies.reading_factors import FACTOR_KEYS
from sim.outcomes import OUTCOMES, SERIES
from sim.parameters import Section

__all__ = ["study_schema"]

_TEXT = {"type": "string"}
_NUMBER = {"type": "number"}
_LABELS = {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2}
_NAMED_TABLES = {"type": "object", "additionalProperties": {"type": "object"}}
_FACTOR_PROPERTIES: dict[str, dict[str, Any]] = {
    "low": {**_NUMBER, "description": "lowest value; by default that of the parameter's range"},
    "high": {**_NUMBER, "description": "highest value; by default that of the parameter's range"},
    "scale": {"enum": ["linear", "log"], "description": "in what the steps are equal"},
    "levels": {"type": "integer", "minimum": 2, "maximum": 1000, "description": "values in a grid"},
    "choices": {**_LABELS, "description": "values to choose from"},
    "scenarios": {
        "description": "scenarios that are laid over the study's",
        "anyOf": [
            {"type": "array", "items": _TEXT, "minItems": 2},
            {"type": "object", "additionalProperties": _TEXT},
        ],
    },
    "sets": {**_NAMED_TABLES, "description": "named bundles of values by dotted name"},
}
assert tuple(_FACTOR_PROPERTIES) == FACTOR_KEYS


def study_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a study file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "smbsim study",
        "description": "Which arms are compared in which cells, and how often.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "title": {**_TEXT, "description": "heading of the report"},
            "question": {**_TEXT, "description": "question that the study answers"},
            "description": {**_TEXT, "description": "what this study is about"},
            "scenario": {
                "description": "a scenario that ships, a path from this file's folder, or a table "
                "as in a scenario file",
                "anyOf": [_TEXT, {"type": "object"}],
            },
            "set": {"type": "object", "description": "values on top of the scenario's"},
            "arms": _arms(),
            "design": _section(Design),
            "factors": _factors(),
            "replication": _section(Replication),
            "outcomes": _names([item.name for item in OUTCOMES], "outcomes of interest"),
            "series": _names([item.name for item in SERIES], "monthly series to keep"),
        },
    }


def _names(names: list[str], description: str) -> dict[str, Any]:
    items = {"enum": names}
    return {"type": "array", "items": items, "uniqueItems": True, "description": description}


def _arms() -> dict[str, Any]:
    table = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "policy": {
                "description": "policy of the treated firms; false: nobody changes",
                "anyOf": [_TEXT, {"const": False}],
            },
            "scenario": {
                "description": "another scenario than the study's",
                "anyOf": [_TEXT, {"type": "object"}],
            },
            "set": {"type": "object", "description": "values of this arm's world only"},
        },
    }
    return {
        "description": "policies, or one table per arm; differences are the first less another",
        "anyOf": [
            {"type": "array", "items": _TEXT, "minItems": 2, "uniqueItems": True},
            {"type": "object", "additionalProperties": table, "minProperties": 2},
        ],
    }


def _factors() -> dict[str, Any]:
    """Return the schema of factors, whose dotted names may be written as tables."""
    return {
        "description": "what varies, by dotted name",
        "type": "object",
        "additionalProperties": {
            "anyOf": [
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": _FACTOR_PROPERTIES,
                },
                _LABELS,
                {"type": "object", "not": {"anyOf": [{"required": [key]} for key in FACTOR_KEYS]}},
            ]
        },
    }


def _section(section: type[Section]) -> dict[str, Any]:
    """Return the schema of a table as it is declared, without the null that TOML cannot write."""
    schema = section.model_json_schema()
    for field in schema["properties"].values():
        field.pop("title", None)
        options = [item for item in field.pop("anyOf", ()) if item.get("type") != "null"]
        for option in options:
            field.update(option)
        if field.get("default", "") is None:
            del field["default"]
    schema["description"] = schema["description"].split("\n\n")[0]
    return {key: item for key, item in schema.items() if key != "title"}
