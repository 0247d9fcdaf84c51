"""Starting a folder of results, or going on with one: same study, same model, one writer."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, Field

from experiments.files import OutputError, replaced_at_once, writable_folder
from experiments.kept_files import checked, checksums, read_json
from experiments.studies import Study, cell_key
from experiments.studies.writing import resolved_study, study_text
from experiments.sweeping.arrow_tables import write_parquet
from experiments.sweeping.folder import INDEX
from experiments.sweeping.identity import file_identity
from sim.version import PACKAGE_VERSION, source_hash

__all__ = [
    "CELLS",
    "DESIGN",
    "MANIFEST",
    "SAMPLE",
    "STUDY",
    "cell_keys",
    "design_checksums",
    "locked",
    "read_keys",
    "read_manifest",
    "start_or_resume",
]

MANIFEST = "manifest.json"
STUDY = "study.toml"
DESIGN = "design.parquet"
SAMPLE = "sample.parquet"
CELLS = "cells.parquet"
_LOCK = ".lock"
_WORDS_ONLY = ("title", "question", "description", "outcomes")
_MOST_NAMED = 5
_REMEDY = "restore it, or sweep into another folder"


class _Stopping(BaseModel):
    looks: list[int]
    level: float


class _Failed(BaseModel):
    cell: int
    pair: int
    seed: int
    error: str


class _Session(BaseModel):
    started: str
    command: str
    seconds: float


class _Kept(BaseModel):
    """What reading the manifest of a study relies on."""

    name: str
    scenario: str = ""
    title: str
    question: str
    arms: Annotated[list[str], Field(min_length=2)]
    outcomes: Annotated[list[str], Field(min_length=1)]
    series: list[str]
    factors: list[str]
    cells: int
    checksums: dict[str, str] = Field(default_factory=dict)
    seed: int
    months: int
    firms: int
    treated_share: float
    discount_rate: float
    stopping: _Stopping | None
    version: str
    sources_hash: str
    libraries: dict[str, str]
    citation: str
    notes: list[str]
    complete: bool
    pairs_done: int
    pairs_planned: int
    failures: list[_Failed]
    sessions: Annotated[list[_Session], Field(min_length=1)]


def cell_keys(study: Study) -> list[str]:
    """Return the content address of each cell."""
    return [cell_key(study.recipe.build(values)) for values in study.all_values()]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep all others from writing into a folder.

    Raises
    ------
    OutputError
        When another process is writing into it.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(writable_folder(folder) / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise OutputError(
            f"another process is writing into {folder}; wait for it, or use another folder"
        ) from None
    try:
        yield
    finally:
        lock.release()


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a study's folder, or None where there is none yet.

    Raises
    ------
    OutputError
        When the folder holds something else, or the manifest is damaged.
    """
    path = folder / MANIFEST
    try:
        content = read_json(path, _REMEDY)
    except FileNotFoundError:
        return None
    if not isinstance(content, dict) or content.get("kind") != "study":
        raise OutputError(f"{folder} holds the results of a comparison, not of a study")
    checked(content, _Kept, path, _REMEDY)
    return content


def read_keys(folder: Path) -> list[str]:
    """Return the content address of each cell of a folder, empty where they cannot be read."""
    try:
        keys: list[str] = pq.read_table(folder / CELLS)["key"].to_pylist()
    except (OSError, ValueError, KeyError, pa.ArrowException):
        return []
    return keys


def design_checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of the files that say what the cells are, by name."""
    names = [name for name in (DESIGN, CELLS, SAMPLE) if (folder / name).is_file()]
    return checksums(folder, names)


def start_or_resume(folder: Path, study: Study, keys: list[str]) -> dict[str, Any] | None:
    """Write what a new folder needs, or make sure that an old one is of the same study.

    Returns
    -------
    dict or None
        The manifest to go on with, or None where the study begins.

    Raises
    ------
    OutputError
        When the folder holds another study, or results of another version of the model.
    """
    manifest = read_manifest(folder)
    if manifest is None or not (folder / INDEX).exists():
        _refuse_other_files(folder)
        _write_study(folder, study)
        _write_design(folder, study, keys)
        return None
    _refuse_other_model(folder, manifest)
    _refuse_other_study(folder, manifest, study, keys)
    _write_study(folder, study)
    _repair_design(folder, manifest, study, keys)
    return manifest


def _refuse_other_files(folder: Path) -> None:
    known = {MANIFEST, STUDY, DESIGN, SAMPLE, CELLS, INDEX, _LOCK, "pending", "runs", "series"}
    others = sorted(path.name for path in folder.iterdir() if path.name not in known)
    if others:
        raise OutputError(
            f"{folder} holds other files already ({', '.join(others[:_MOST_NAMED])}); "
            "a study needs a folder of its own"
        )


def _refuse_other_model(folder: Path, manifest: Mapping[str, Any]) -> None:
    theirs = (manifest["version"], manifest["sources_hash"])
    ours = (PACKAGE_VERSION, source_hash())
    if theirs != ours:
        raise OutputError(
            f"{folder} was computed with smbsim {theirs[0]} (model sources {theirs[1]}), and this "
            f"is {ours[0]} ({ours[1]}); results of two models are not mixed: use another folder, "
            "or that version"
        )


def _refuse_other_study(
    folder: Path, manifest: Mapping[str, Any], study: Study, keys: list[str]
) -> None:
    ours, theirs = resolved_study(study), _read_study(folder)
    before, now = theirs.get("replication", {}), ours["replication"]
    grows = set(before) == set(now) == {"pairs"} and before["pairs"] <= now["pairs"]
    same = read_keys(folder) in (keys, []) and manifest["series"] == list(study.series)
    if same and (grows or before == now) and manifest["arms"] == list(study.arms):
        return
    if same and set(before) == set(now) == {"pairs"}:
        raise OutputError(
            f"{folder} has {before['pairs']} pairs per cell already, and {now['pairs']} are asked "
            "for; pairs can be added, not taken away: use another folder"
        )
    differ = [name for name in _differing(theirs, ours) if name.split(".")[0] not in _WORDS_ONLY]
    listed = ", ".join(differ[:_MOST_NAMED]) or "its cells"
    more = f" and {len(differ) - _MOST_NAMED} more" if len(differ) > _MOST_NAMED else ""
    raise OutputError(
        f"{folder} holds another study: {listed}{more} differ; use another folder (finished cells "
        f"are taken over with --share {folder})"
    )


def _read_study(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / STUDY).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise OutputError(f"{folder / STUDY} is damaged; sweep into another folder") from None


def _differing(one: Mapping[str, Any], other: Mapping[str, Any], above: str = "") -> list[str]:
    found: list[str] = []
    for key in dict.fromkeys([*one, *other]):
        left, right = one.get(key), other.get(key)
        if isinstance(left, dict) or isinstance(right, dict):
            pair = [item if isinstance(item, dict) else {} for item in (left, right)]
            found += _differing(pair[0], pair[1], f"{above}{key}.")
        elif left != right:
            found.append(f"{above}{key}")
    return found


def _write_study(folder: Path, study: Study) -> None:
    with replaced_at_once(folder / STUDY) as temporary:
        temporary.write_text(study_text(study), encoding="utf-8", newline="\n")


def _repair_design(
    folder: Path, manifest: Mapping[str, Any], study: Study, keys: list[str]
) -> None:
    """Write the files that say what the cells are again where they are not as they were."""
    kept = manifest.get("checksums", {})
    if not read_keys(folder) or any(
        design_checksums(folder).get(name) != checksum for name, checksum in kept.items()
    ):
        _write_design(folder, study, keys)


def _write_design(folder: Path, study: Study, keys: list[str]) -> None:
    identity = file_identity(study)
    table = pa.Table.from_pandas(study.design_table, preserve_index=False)
    write_parquet(table.replace_schema_metadata(None), folder / DESIGN, identity)
    write_parquet(
        pa.table({"cell": pa.array(range(study.cells), pa.int64()), "key": pa.array(keys)}),
        folder / CELLS,
        identity,
    )
    if study.sample is not None:
        columns = {"cell": pa.array(range(study.cells), pa.int64())}
        for number, factor in enumerate(study.factors):
            columns[factor.name] = pa.array(study.sample[:, number].copy())
        write_parquet(pa.table(columns), folder / SAMPLE, identity)
