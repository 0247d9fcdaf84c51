"""The folder of a comparison's results: tables, summary, manifest, report."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel, Field

from analysis.tables import FIRM_KEYS, SERIES_KEYS
from experiments.comparison import Comparison
from experiments.files import OutputError, replaced_at_once, writable_folder
from experiments.kept_files import checked, checksums, read_json, read_kept_table
from experiments.table_identity import SIGNATURE, identified
from experiments.versions import (
    kept_firms,
    kept_identity,
    kept_scenario,
    kept_series,
    note_on_version,
)

__all__ = [
    "CHARTS",
    "CSV_METADATA",
    "FILES",
    "read_results",
    "write_json",
    "write_results",
    "write_table",
]

FILES = ("firms.parquet", "series.parquet", "summary.json", "report.html", "manifest.json")
"""Files of a results folder, beside the charts; the manifest is written last, lists all of them and
says that all is there."""

CHARTS = "charts"
"""Folder within a results folder that holds the charts of the report, one SVG file each."""

CSV_METADATA = "-metadata.json"
"""What follows the name of a CSV file in that of the file which says what made it, after the W3C's
recommendation *Metadata Vocabulary for Tabular Data* (2015)."""

_TABLES = ("firms.parquet", "series.parquet")
_REMEDY = "run the comparison again"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class _Kept(BaseModel):
    """What reading a manifest relies on."""

    identity: dict[str, Any]
    scenarios: dict[str, dict[str, Any]]
    notes: list[str]
    checksums: dict[str, str] = Field(default_factory=dict)


def write_results(comparison: Comparison, folder: str | Path) -> list[Path]:
    """Write a comparison into a folder, charts included; each file replaces an older one at once.

    Returns
    -------
    list of Path
        The files, in the order of `FILES`, then the charts.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    """
    target = writable_folder(Path(folder))
    _remove_older_charts(target)
    (target / "manifest.json").unlink(missing_ok=True)
    for name in ("firms", "series"):
        table = identified(getattr(comparison, name), comparison.identity)
        write_table(table, target / f"{name}.parquet")
    write_json(comparison.summary().to_dict(), target / "summary.json")
    comparison.report(target / "report.html")
    charts = comparison.save_charts(target / CHARTS)
    files = [target / name for name in FILES] + charts
    names = [path.relative_to(target).as_posix() for path in files]
    content = _manifest(comparison, names, checksums(target, _TABLES))
    write_json(content, target / "manifest.json")
    return files


def read_results(folder: str | Path) -> Comparison:
    """Read a comparison back from the folder that :func:`write_results` wrote.

    Results of another version of the model open, too; a note says so.

    Raises
    ------
    OutputError
        When the folder does not hold a complete comparison.
    """
    source = Path(folder)
    path = source / "manifest.json"
    try:
        manifest = checked(read_json(path, _REMEDY), _Kept, path, _REMEDY)
        sums = manifest.get("checksums", {})
        firms = read_kept_table(source / "firms.parquet", sums, FIRM_KEYS, _REMEDY)
        series = read_kept_table(source / "series.parquet", sums, SERIES_KEYS, _REMEDY)
    except FileNotFoundError as error:
        raise OutputError(
            f"{source} is not a complete folder of results: {Path(str(error.filename)).name} "
            "is missing"
        ) from None
    identity = kept_identity(manifest["identity"], path)
    scenarios = {
        name: kept_scenario(values, path) for name, values in manifest["scenarios"].items()
    }
    notes = list(manifest["notes"])
    remark = note_on_version(identity)
    if remark is not None:
        notes.append(remark)
    return Comparison(kept_firms(firms), kept_series(series), identity, scenarios, tuple(notes))


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet, or as CSV where the name ends so.

    Parquet keeps the identity that :func:`experiments.table_identity.signed` gives a table. CSV has
    no place for it; there it stands beside the table, in a file named `CSV_METADATA`.
    """
    with replaced_at_once(path) as temporary:
        if path.suffix == ".csv":
            plain_cells(table).to_csv(temporary, index=False, lineterminator="\n")
        else:
            table.to_parquet(temporary, index=False)
    if path.suffix == ".csv" and SIGNATURE in table.attrs:
        about = {key: value for key, value in table.attrs.items() if key != "dictionary"}
        content = {"@context": "http://www.w3.org/ns/csvw", "url": path.name}
        content |= {f"smbsim:{key}": value for key, value in about.items()}
        write_json(content, path.with_name(path.name + CSV_METADATA))


def plain_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which no text is a formula for a spreadsheet.

    Names come from files of others. Text that begins as a formula does gets an apostrophe in front,
    which spreadsheets take as "this is text".
    """
    changed = table.rename(columns=_as_text)
    for name in changed.select_dtypes(exclude="number"):
        changed[name] = changed[name].map(_as_text)
    return changed


def _as_text(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell


def write_json(content: Mapping[str, Any], path: Path) -> None:
    """Write one JSON object."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    with replaced_at_once(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8", newline="\n")


def _remove_older_charts(folder: Path) -> None:
    """Remove the charts of the comparison that a folder holds; another may have fewer of them."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        charts = [name for name in manifest["files"] if Path(name).parts[0] == CHARTS]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return
    for name in charts:
        (folder / CHARTS / Path(name).name).unlink(missing_ok=True)


def _manifest(comparison: Comparison, files: list[str], sums: dict[str, str]) -> dict[str, Any]:
    seeds = comparison.firms["seed"]
    return {
        "identity": asdict(comparison.identity),
        "seeds": {"first": int(seeds.min()), "last": int(seeds.max())},
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "files": files,
        "checksums": sums,
        "notes": list(comparison.notes),
        "scenarios": {
            name: scenario.model_dump(mode="json")
            for name, scenario in comparison.scenarios.items()
        },
    }
