"""Writing a page and its charts into a folder of results."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from analysis import RunIdentity
from analysis.charts import Drawable, save_chart, sign
from analysis.files import write_atomically
from analysis.pages import Page, as_html
from experiments.files import OutputError, file_hash, replaced_at_once, writable_folder
from experiments.kept_files import REMEDY, checked, checksums, read_json
from experiments.results import CHARTS, write_json
from experiments.versions import kept_identity, note_on_version

__all__ = ["read_identity", "with_note_on_version", "write_manifest", "write_page"]


class _Manifest(BaseModel):
    """What must be there for a report; folders kept before there were checksums have none."""

    identity: dict[str, Any]
    checksums: dict[str, str] = {}


def write_page(target: Path, page: Page, charts: Mapping[str, Drawable]) -> list[Path]:
    """Write ``report.html`` and each chart as a signed SVG file; return the paths."""
    written = [target / "report.html"]
    write_atomically(written[0], as_html(page).encode())
    writable_folder(target / CHARTS)
    for name, chart in charts.items():
        written.append(target / CHARTS / f"{name}.svg")
        with replaced_at_once(written[-1]) as temporary:
            save_chart(sign(chart, page.source.signature), temporary)
    return written


def write_manifest(
    target: Path,
    kind: str,
    identity: RunIdentity,
    written: Sequence[Path],
    scenarios: Mapping[str, Any],
) -> Path:
    """Write the manifest, which comes last and says that all is there."""
    content = {
        "kind": kind,
        "identity": asdict(identity),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "files": [path.relative_to(target).as_posix() for path in written],
        "checksums": checksums(target, [path.name for path in written if _is_data(path)]),
        "scenarios": dict(scenarios),
    }
    path = target / "manifest.json"
    write_json(content, path)
    return path


def _is_data(path: Path) -> bool:
    return path.suffix in (".parquet", ".json")


def read_identity(folder: Path) -> RunIdentity:
    """Return what was run, from a folder whose tables are those that were written.

    Raises
    ------
    FileNotFoundError
        When there is no manifest, or a table is missing.
    OutputError
        When the manifest or a table is damaged; it says which.
    """
    path = folder / "manifest.json"
    content = read_json(path, REMEDY)
    checked(content, _Manifest, path, REMEDY)
    for name, expected in content.get("checksums", {}).items():
        if file_hash(folder / name) != expected:
            raise OutputError(f"{folder / name} is damaged; {REMEDY}")
    return kept_identity(content["identity"], path)


def with_note_on_version(page: Page, identity: RunIdentity) -> Page:
    """Return a page that says first when its results come from another version of the model."""
    note = note_on_version(identity)
    return page if note is None else replace(page, warnings=(note, *page.warnings))
