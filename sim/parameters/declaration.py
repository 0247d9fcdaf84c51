"""How a parameter is declared: default, range, unit, source and meaning in one place.

Everything else reads this declaration: validation and its messages, the JSON Schema,
``smbsim params``, the tables of the docs, the limits of sliders and of sensitivity designs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

__all__ = [
    "ASSUMED",
    "ParameterInfo",
    "Section",
    "parameter",
    "parameter_info",
    "section_parameters",
]

ASSUMED = "assumed; swept"


class Section(BaseModel):
    """A named group of parameters; unknown keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, strict=False)


class ParameterInfo(NamedTuple):
    """The declaration of one parameter.

    ``neutral`` is the value that removes the mechanism exactly, or None where there is none.
    """

    name: str
    kind: type
    default: float | int
    low: float
    high: float
    unit: str
    source: str
    meaning: str
    neutral: float | None


def parameter(
    default: float | int,
    low: float,
    high: float,
    unit: str,
    meaning: str,
    source: str = ASSUMED,
    neutral: float | None = None,
) -> Any:
    """Declare a parameter of a section.

    Parameters
    ----------
    default, low, high
        Default value and the closed range of allowed values, in ``unit``.
    unit
        Unit, or "share", "index", "ratio" for pure numbers.
    meaning
        One line that completes "this is ...".
    source
        Citation, or the words "assumed; swept".
    neutral
        Value at which the mechanism does exactly nothing, where there is one.
    """
    extra: dict[str, Any] = {"unit": unit, "source": source, "neutral": neutral}
    return Field(default=default, ge=low, le=high, description=meaning, json_schema_extra=extra)


def parameter_info(name: str, field: FieldInfo) -> ParameterInfo:
    """Read the declaration of a field back as a :class:`ParameterInfo`."""
    bounds = {type(item).__name__: item for item in field.metadata}
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    return ParameterInfo(
        name=name,
        kind=int if field.annotation is int else float,
        default=field.default,
        low=bounds["Ge"].ge,
        high=bounds["Le"].le,
        unit=str(extra["unit"]),
        source=str(extra["source"]),
        meaning=field.description or "",
        neutral=extra["neutral"],  # type: ignore[arg-type]
    )


def section_parameters(section: type[Section], prefix: str = "") -> list[ParameterInfo]:
    """List the parameters of a section, in the order of declaration, nested sections included."""
    found: list[ParameterInfo] = []
    for name, field in section.model_fields.items():
        dotted = f"{prefix}{name}"
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            found += section_parameters(field.annotation, f"{dotted}.")
        elif isinstance(field.json_schema_extra, dict) and "unit" in field.json_schema_extra:
            found.append(parameter_info(dotted, field))
    return found
