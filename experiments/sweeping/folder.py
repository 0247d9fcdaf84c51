"""The folder of a study's results: parts that are finished, and pieces on the way to a part.

A part is a Parquet file with the rows of a fixed stretch of the study's sequence of pairs. What
workers bring is put down at once as a piece, whatever its size; when the pieces fill a part, the
part is written in the order of the sequence, entered in the index with its checksum, and the pieces
go. So a kill at any moment loses what was running and nothing else, and the parts do not depend on
what was interrupted when.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import BaseModel, Field

from experiments.files import OutputError, file_hash, replaced_at_once, writable_folder
from experiments.kept_files import checked, read_json
from experiments.results import write_json
from experiments.sweeping.arrow_tables import run_table, series_table, write_parquet
from experiments.sweeping.blocks import Block, Failure
from experiments.sweeping.sequence import Sequence as Order

__all__ = ["INDEX", "PENDING", "Part", "ResultsFolder", "read_index", "read_pieces"]

INDEX = "index.json"
PENDING = "pending"

_KINDS = ("runs", "series")
_REMEDY = "restore it, or sweep into another folder"


class _File(BaseModel):
    file: Annotated[str, Field(pattern=r"^(runs|series)/part-[0-9]{6,12}\.parquet$")]
    rows: int
    sha256: str


class _Failed(BaseModel):
    position: int
    cell: int
    pair: int
    seed: int
    error: str


class _Part(BaseModel):
    part: Annotated[int, Field(ge=0)]
    first: Annotated[int, Field(ge=0)]
    units: Annotated[int, Field(ge=1)]
    files: dict[Literal["runs", "series"], _File]
    failures: list[_Failed]


class _Index(BaseModel):
    """What an index holds; names of files stay within the folder."""

    part_size: Annotated[int, Field(ge=1)]
    parts: list[_Part]


@dataclass(frozen=True)
class Part:
    """An entry of the index: a stretch of the sequence, its files and what failed in it.

    ``files`` holds per kind ("runs", "series") the name, rows and SHA-256 of its file.
    """

    number: int
    first: int
    units: int
    files: dict[str, dict[str, Any]]
    failures: tuple[Failure, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain data."""
        return {
            "part": self.number,
            "first": self.first,
            "units": self.units,
            "files": self.files,
            "failures": [item._asdict() for item in self.failures],
        }


def read_index(folder: Path) -> tuple[int, list[Part]]:
    """Return the size of parts and the entries of a folder's index.

    Raises
    ------
    OutputError
        When the index is damaged.
    """
    path = folder / INDEX
    try:
        content = checked(read_json(path, _REMEDY), _Index, path, _REMEDY)
        parts = [
            Part(
                item["part"],
                item["first"],
                item["units"],
                dict(item["files"]),
                tuple(Failure(**failure) for failure in item["failures"]),
            )
            for item in content["parts"]
        ]
        return content["part_size"], parts
    except FileNotFoundError:
        raise OutputError(f"{folder} does not hold the results of a study: no {INDEX}") from None


@dataclass
class ResultsFolder:
    """The growing results of a study; only one process at a time may have one open.

    ``identity`` is what each part says about itself; ``repaired`` counts the parts that were found
    damaged and will be run again.
    """

    path: Path
    order: Order
    arms: tuple[str, ...]
    series: tuple[str, ...]
    identity: Mapping[str, str]
    parts: dict[int, Part] = field(default_factory=dict)
    done: bytearray = field(default_factory=bytearray)
    counts: dict[int, int] = field(default_factory=dict)
    failures: dict[int, Failure] = field(default_factory=dict)
    finished: int = 0
    repaired: int = 0

    @classmethod
    def create(
        cls,
        path: Path,
        order: Order,
        arms: tuple[str, ...],
        series: tuple[str, ...],
        identity: Mapping[str, str],
    ) -> ResultsFolder:
        """Make the folders and an empty index."""
        writable_folder(path / PENDING)
        writable_folder(path / "runs")
        if series:
            writable_folder(path / "series")
        folder = cls(path, order, arms, series, identity)
        folder._write_index()
        return folder

    @classmethod
    def reopen(
        cls,
        path: Path,
        order: Order,
        arms: tuple[str, ...],
        series: tuple[str, ...],
        identity: Mapping[str, str],
    ) -> ResultsFolder:
        """Take up the parts of an earlier run that are whole; call :meth:`resume` per round."""
        folder = cls(path, order, arms, series, identity)
        writable_folder(path / PENDING)
        for kind in ("runs", *(("series",) if series else ())):
            writable_folder(path / kind)
        for torn in _torn_files(path):
            torn.unlink(missing_ok=True)
        for part in read_index(path)[1]:
            if all(_is_whole(path, item) for item in part.files.values()):
                folder.parts[part.number] = part
            else:
                folder.repaired += 1
        return folder

    def resume(self) -> None:
        """Mark what is already there of the rounds known by now.

        A part that ends before the sequence by now does is taken apart into a piece, since more
        pairs belong into it.
        """
        self._extend()
        for part in list(self.parts.values()):
            if part.first >= self.order.units:
                continue
            if part.first + part.units < self.order.bounds(part.number)[1]:
                self._take_apart(part)
            else:
                self._mark(part.first, min(part.units, self.order.units - part.first))
                self._keep_failures(part.failures)
        for first, units, path in list(self._pieces()):
            if first + units > self.order.units:
                continue
            number = self.order.part(first)
            if number in self.parts:
                path.unlink()
            elif not self.is_done(first):
                content = _read_piece(path)
                if content is None:
                    path.unlink()
                else:
                    self._keep_failures(content[1])
                    self._mark(first, units)
        for number in self.order.parts():
            self._finish(number)

    def is_done(self, position: int) -> bool:
        """Tell whether the pair at a place in the sequence has been run."""
        return position < len(self.done) and bool(self.done[position])

    def gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield stretches that are yet to be run, none across two parts, first and end each."""
        self._extend()
        position = start
        while position < end:
            if self.done[position]:
                position += 1
                continue
            stop = min(end, (self.order.part(position) + 1) * self.order.part_size)
            last = position
            while last < stop and not self.done[last]:
                last += 1
            yield position, last
            position = last

    def add(self, first: int, block: Block) -> None:
        """Put down the rows of a stretch that starts at ``first``; write its part if it is full."""
        tables = {"runs": run_table(block, self.arms)}
        if self.series:
            tables["series"] = series_table(block, self.arms, self.series)
        self.add_tables(first, block.units, tables, block.failures)

    def add_tables(
        self,
        first: int,
        units: int,
        tables: dict[str, pa.Table],
        failures: Sequence[Failure] = (),
    ) -> None:
        """Put down tables with the column ``position``; see :meth:`add`."""
        path = self.path / PENDING / f"{first:012d}-{units:06d}.arrow"
        _write_piece(path, tables, failures)
        self._keep_failures(failures)
        self._extend()
        self._mark(first, units)
        self._finish(self.order.part(first))

    def close(self) -> None:
        """Remove the folder of pieces where none are left."""
        pending = self.path / PENDING
        if pending.is_dir() and not _written_pieces(pending):
            shutil.rmtree(pending)

    def pieces(self) -> list[Path]:
        """Return the pieces that are there, in the order of the sequence."""
        return [path for _, _, path in sorted(self._pieces())]

    def _extend(self) -> None:
        missing = self.order.units - len(self.done)
        if missing > 0:
            self.done += bytes(missing)

    def _mark(self, first: int, units: int) -> None:
        for position in range(first, first + units):
            if not self.done[position]:
                self.done[position] = 1
                self.finished += 1
                part = self.order.part(position)
                self.counts[part] = self.counts.get(part, 0) + 1

    def _keep_failures(self, failures: Sequence[Failure]) -> None:
        self.failures |= {failure.position: failure for failure in failures}

    def _pieces(self) -> Iterator[tuple[int, int, Path]]:
        pending = self.path / PENDING
        for path in _written_pieces(pending):
            first, _, units = path.stem.partition("-")
            if first.isdigit() and units.isdigit():
                yield int(first), int(units), path

    def _take_apart(self, part: Part) -> None:
        """Turn a part into a piece; the index forgets it only when a fuller one replaces it."""
        tables = {
            kind: _with_positions(pq.read_table(self.path / item["file"]), part, self.order)
            for kind, item in part.files.items()
        }
        del self.parts[part.number]
        path = self.path / PENDING / f"{part.first:012d}-{part.units:06d}.arrow"
        _write_piece(path, tables, part.failures)

    def _finish(self, number: int) -> None:
        """Write a part once all that belongs to it by now is there."""
        first, last = self.order.bounds(number)
        if number in self.parts or self.counts.get(number, 0) < last - first:
            return
        if last - first < self.order.part_size and not self.order.closed:
            return
        pieces = [(start, path) for start, _, path in self._pieces() if first <= start < last]
        contents = [_whole_piece(path) for _, path in sorted(pieces)]
        failures = sorted({failure for _, some in contents for failure in some})
        files: dict[str, dict[str, Any]] = {}
        for kind in _KINDS:
            tables = [tables[kind] for tables, _ in contents if kind in tables]
            if not tables:
                continue
            table = _in_order(tables)
            if table.num_rows:
                name = f"{kind}/part-{number:06d}.parquet"
                checksum = write_parquet(table, self.path / name, self.identity)
                files[kind] = {"file": name, "rows": table.num_rows, "sha256": checksum}
        self.parts[number] = Part(number, first, last - first, files, tuple(failures))
        self._write_index()
        for _, path in pieces:
            path.unlink()

    def _write_index(self) -> None:
        parts = [self.parts[number].to_dict() for number in sorted(self.parts)]
        write_json({"part_size": self.order.part_size, "parts": parts}, self.path / INDEX)


def _is_whole(folder: Path, item: dict[str, Any]) -> bool:
    path = folder / item["file"]
    return path.is_file() and file_hash(path) == item["sha256"]


def _in_order(tables: list[pa.Table]) -> pa.Table:
    """Join tables in the order of the sequence; within a pair rows keep their order."""
    joined = pa.concat_tables(tables)
    place = pa.array(range(joined.num_rows), pa.int64())
    order = pc.sort_indices(
        joined.append_column("_place", place),
        sort_keys=[("position", "ascending"), ("_place", "ascending")],
    )
    return joined.take(order).drop_columns(["position"]).combine_chunks()


def _with_positions(table: pa.Table, part: Part, order: Order) -> pa.Table:
    """Put back the column that says where in the sequence each row belongs."""
    places = {order.at(number): number for number in range(part.first, part.first + part.units)}
    pairs = zip(table["cell"].to_pylist(), table["pair"].to_pylist(), strict=True)
    positions = pa.array([places[item] for item in pairs], pa.int64())
    plain = table.replace_schema_metadata(None)
    fields = [pa.field(item.name, item.type) for item in plain.schema]
    return plain.cast(pa.schema(fields)).add_column(0, "position", positions)


def _write_piece(path: Path, tables: dict[str, pa.Table], failures: Sequence[Failure]) -> None:
    about = {"kinds": list(tables), "failures": [item._asdict() for item in failures]}
    with replaced_at_once(path) as temporary, temporary.open("wb") as sink:
        for kind in tables:
            table = tables[kind].replace_schema_metadata({"smbsim": json.dumps(about)})
            with pa.ipc.new_stream(sink, table.schema) as writer:
                writer.write_table(table)


def _read_piece(path: Path) -> tuple[dict[str, pa.Table], tuple[Failure, ...]] | None:
    """Return tables and failures of a piece, or None where it is damaged."""
    try:
        with path.open("rb") as source:
            first = pa.ipc.open_stream(source).read_all()
            about = json.loads(first.schema.metadata[b"smbsim"])
            tables = {about["kinds"][0]: first}
            for kind in about["kinds"][1:]:
                tables[kind] = pa.ipc.open_stream(source).read_all()
    except (pa.ArrowInvalid, OSError, ValueError, KeyError, TypeError):
        return None
    plain = {kind: table.replace_schema_metadata(None) for kind, table in tables.items()}
    return plain, tuple(Failure(**item) for item in about["failures"])


def _whole_piece(path: Path) -> tuple[dict[str, pa.Table], tuple[Failure, ...]]:
    content = _read_piece(path)
    if content is None:
        raise OutputError(f"{path} was damaged while the study ran; start again to repair it")
    return content


def _torn_files(folder: Path) -> list[Path]:
    """Return the files that were being written when their process was killed."""
    return [
        path
        for path in folder.rglob(".*")
        if path.suffix in (".arrow", ".parquet", ".json", ".toml") and path.is_file()
    ]


def _written_pieces(pending: Path) -> list[Path]:
    """Return the pieces in a folder, in order.

    A name that begins with a dot is a piece that was being written when its process was killed.
    """
    return sorted(path for path in pending.glob("*.arrow") if not path.name.startswith("."))


def read_pieces(folder: Path, kind: str, parts: Sequence[Part]) -> list[pa.Table]:
    """Return the tables of one kind of all pieces, without ``position``.

    Pieces whose pairs are in one of the ``parts`` already are left out.
    """
    found: list[pa.Table] = []
    for path in _written_pieces(folder / PENDING):
        first = int(path.stem.partition("-")[0])
        if any(part.first <= first < part.first + part.units for part in parts):
            continue
        content = _read_piece(path)
        if content is not None and kind in content[0]:
            found.append(content[0][kind].drop_columns(["position"]))
    return found
