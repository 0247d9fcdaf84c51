"""The numbers of one version of the model, from a results folder or a file of golden numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import RunIdentity
from analysis.tables import FIRM_KEYS, SERIES_KEYS
from experiments.files import OutputError
from experiments.kept_files import read_kept_table
from experiments.versions import kept_identity
from sim.outcomes import CHANNELS, OUTCOMES, SERIES

__all__ = ["KeptNumbers", "different_settings", "golden_table", "read_numbers"]

_OUTCOMES = [item.name for item in OUTCOMES] + [f"channel_{item.name}" for item in CHANNELS]
_SERIES = [item.name for item in SERIES]
_COLUMNS = ["number", "seed", "value"]
_SETTINGS = ("arms", "months", "firms", "treated_share", "discount_rate")


@dataclass(frozen=True)
class KeptNumbers:
    """Numbers of one version.

    Attributes
    ----------
    source
        Where they were read.
    model_version, version, sources_hash
        Which program gave them.
    settings
        What was run, as values by dotted name; equal wherever two results can be compared.
    table
        Columns ``number``, ``seed``, ``value``.
    """

    source: Path
    model_version: str
    version: str
    sources_hash: str
    settings: Mapping[str, Any]
    table: pd.DataFrame


def read_numbers(source: str | Path) -> KeptNumbers:
    """Read the numbers of a results folder, or of a file of golden numbers.

    Raises
    ------
    OutputError
        When there is neither.
    """
    path = Path(source)
    try:
        if path.is_dir():
            return _from_folder(path)
        return _from_golden(path, json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        name = Path(str(error.filename)).name
        raise OutputError(f"{path} holds no complete results: {name} is missing") from None
    except OutputError:
        raise
    except (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError,
            ValueError) as error:  # fmt: skip
        raise OutputError(
            f"{path} holds no results of `smbsim compare` and no golden numbers "
            f"({type(error).__name__})"
        ) from None


def _from_folder(folder: Path) -> KeptNumbers:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    kind = manifest.get("kind", "comparison")
    if kind != "comparison":
        raise OutputError(
            f"{folder} holds results of the kind {kind!r}; only those of `smbsim compare --out` "
            "and files of golden numbers can be held against each other"
        )
    identity = kept_identity(manifest["identity"], folder / "manifest.json")
    sums, remedy = manifest.get("checksums", {}), "run the comparison again"
    firms = read_kept_table(folder / "firms.parquet", sums, FIRM_KEYS, remedy)
    series = read_kept_table(folder / "series.parquet", sums, SERIES_KEYS, remedy)
    settings = {name: getattr(identity, name) for name in _SETTINGS}
    settings |= _flat(manifest["scenarios"], "")
    means = pd.concat([_outcome_means(firms), _series_means(firms, series)])
    return KeptNumbers(
        folder, identity.model_version, identity.version, identity.sources_hash, settings,
        _with_differences(means, identity),
    )  # fmt: skip


def _flat(values: Any, prefix: str) -> dict[str, Any]:
    if not isinstance(values, dict):
        return {prefix: values}
    found: dict[str, Any] = {}
    for key, value in values.items():
        found |= _flat(value, f"{prefix}.{key}" if prefix else str(key))
    return found


def _outcome_means(firms: pd.DataFrame) -> pd.DataFrame:
    """Return means over treated firms: columns arm, seed, number, value."""
    there = [name for name in _OUTCOMES if name in firms]
    means = firms[firms["treated"]].groupby(["arm", "seed"], sort=False)[there].mean()
    return means.reset_index().melt(["arm", "seed"], var_name="number")


def _series_means(firms: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Return means over months for the treated firms: columns arm, seed, number, value."""
    seeds = firms.drop_duplicates("pair").set_index("pair")["seed"]
    there = [name for name in _SERIES if name in series]
    means = series[series["treated"]].groupby(["arm", "pair"], sort=False)[there].mean()
    table = means.reset_index().melt(["arm", "pair"], var_name="number")
    table["number"] = "monthly " + table["number"]
    return table.assign(seed=table["pair"].map(seeds)).drop(columns="pair")


def _with_differences(means: pd.DataFrame, identity: RunIdentity) -> pd.DataFrame:
    """Add to each arm's numbers the differences of the first arm and each other."""
    first, *others = identity.arms
    by_arm = {
        arm: rows.set_index(["number", "seed"])["value"]
        for arm, rows in means.groupby("arm", sort=False)
    }
    tables = {arm: by_arm[arm] for arm in identity.arms}
    tables |= {f"{first} less {other}": by_arm[first] - by_arm[other] for other in others}
    named = []
    for name, values in tables.items():
        table = values.rename("value").reset_index()
        named.append(table.assign(number=f"{name}: " + table["number"]))
    return pd.concat(named, ignore_index=True)[_COLUMNS]


def _from_golden(path: Path, content: Mapping[str, Any]) -> KeptNumbers:
    return KeptNumbers(
        path, content["model_version"], content["version"], content["sources_hash"], {},
        golden_table(content),
    )  # fmt: skip


def golden_table(content: Mapping[str, Any]) -> pd.DataFrame:
    """Return the table of a file of golden numbers."""
    return pd.DataFrame(_golden_rows(content), columns=_COLUMNS)


def _golden_rows(content: Mapping[str, Any]) -> Iterator[tuple[str, int, float]]:
    for scenario, arms in content["numbers"].items():
        for arm, numbers in arms.items():
            for name, values in numbers.items():
                for seed, value in zip(content["seeds"], values, strict=True):
                    number = float("nan") if value is None else float(value)
                    yield f"{scenario}, {arm}: {name}", seed, number


def different_settings(before: KeptNumbers, now: KeptNumbers) -> list[str]:
    """Return the settings that both have and in which they differ, as sentences."""
    words = ("title", "question", "description")
    return [
        f"{name} is {value} in {before.source} and {now.settings[name]} in {now.source}"
        for name, value in before.settings.items()
        if name in now.settings
        and now.settings[name] != value
        and name.split(".")[-1] not in (*words, "pairs", "seed")
    ]
