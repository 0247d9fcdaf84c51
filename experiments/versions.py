"""Results of other versions: they open, and they are not mixed."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from analysis import RunIdentity
from analysis.tables import CHANNEL_COLUMNS, OUTCOME_COLUMNS, SERIES_COLUMNS
from experiments.files import OutputError
from sim.parameters import Scenario
from sim.version import MODEL_VERSION

__all__ = [
    "UNKNOWN",
    "MixedVersionsError",
    "kept_firms",
    "kept_identity",
    "kept_scenario",
    "kept_series",
    "note_on_version",
    "require_one_model_version",
]

UNKNOWN = "unknown"
"""Model version of results that do not say theirs."""


class MixedVersionsError(OutputError):
    """Results of several model versions were to be compared as if they came from one."""


def require_one_model_version(versions: Mapping[str, str]) -> None:
    """Refuse to compare results of several model versions with each other.

    Parameters
    ----------
    versions
        The model version of each result, by what the user calls the result.

    Raises
    ------
    MixedVersionsError
        When they are not all the same.
    """
    if len(set(versions.values())) < 2:
        return
    listed = "; ".join(f"{name}: {version}" for name, version in versions.items())
    raise MixedVersionsError(
        f"these results come from different versions of the model ({listed}), so a difference "
        "between them is also one between versions; run them again with one version, or let "
        "`smbsim moved OLD NEW` tell what the versions changed"
    )


def kept_identity(values: Mapping[str, Any], source: Path) -> RunIdentity:
    """Read an identity from a manifest; what an older one lacks is unknown.

    Raises
    ------
    OutputError
        When it holds something else than an identity.
    """
    known = {item.name for item in fields(RunIdentity)}
    kept = {"model_version": UNKNOWN, **values}
    kept = {name: value for name, value in kept.items() if name in known}
    try:
        return TypeAdapter(RunIdentity).validate_python(kept)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
    key = ".".join(["identity", *map(str, first["loc"])])
    raise OutputError(f"{source} is damaged: {key}: {first['msg'].lower()}")


def kept_scenario(values: Mapping[str, Any], source: object) -> Scenario:
    """Read a scenario from a manifest; parameters that are no longer there are left out.

    Raises
    ------
    OutputError
        When it does not fit the parameters of this version in another way.
    """
    try:
        return Scenario(**values)
    except ValidationError as error:
        problems = error.errors()
    gone = [problem["loc"] for problem in problems if problem["type"] == "extra_forbidden"]
    if len(gone) == len(problems):
        try:
            return Scenario(**_without(values, gone))
        except ValidationError as error:
            problems = error.errors()
    first = next(
        (problem for problem in problems if problem["type"] != "extra_forbidden"), problems[0]
    )
    key = ascii(".".join(map(str, first["loc"])))[1:-1][:80]
    raise OutputError(
        f"{source} holds a scenario that this version cannot read: {key}: {first['msg']}"
    )


def _without(values: Mapping[str, Any], places: Iterable[tuple[int | str, ...]]) -> dict[str, Any]:
    kept: dict[str, Any] = copy.deepcopy(dict(values))
    for *path, last in places:
        section: Any = kept
        for part in path:
            section = section[part]
        del section[last]
    return kept


def kept_firms(firms: pd.DataFrame) -> pd.DataFrame:
    """Return a table of firms with what was not measured yet: outcomes NaN, channels 0."""
    return _completed(_completed(firms, OUTCOME_COLUMNS, float("nan")), CHANNEL_COLUMNS, 0.0)


def kept_series(series: pd.DataFrame) -> pd.DataFrame:
    """Return a table of monthly series with NaN for what was not measured yet."""
    return _completed(series, SERIES_COLUMNS, float("nan"))


def _completed(table: pd.DataFrame, names: Iterable[str], value: float) -> pd.DataFrame:
    return table.assign(**{name: value for name in names if name not in table})


def note_on_version(identity: RunIdentity) -> str | None:
    """Return a remark for the reader of results of another model version, or None."""
    if identity.model_version == MODEL_VERSION:
        return None
    return (
        f"These results come from model version {identity.model_version} (smbsim "
        f"{identity.version}); this program has model version {MODEL_VERSION}. Do not compare "
        "them with results of this one: `smbsim moved OLD NEW` tells what has changed."
    )
