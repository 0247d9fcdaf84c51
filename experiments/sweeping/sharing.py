"""Taking over finished pairs from other studies, found by the content of their cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.files import OutputError, file_hash
from experiments.sweeping.folder import INDEX, Part, ResultsFolder, read_index
from experiments.sweeping.opening import MANIFEST, read_keys, read_manifest
from experiments.sweeping.sequence import Round

__all__ = ["take_over"]


def take_over(folder: ResultsFolder, stretch: Round, keys: list[str], source: Path) -> int:
    """Copy the pairs of a round that other studies have run already.

    Parameters
    ----------
    folder
        Results to complete.
    stretch
        Round whose pairs are wanted.
    keys
        Content address of each cell.
    source
        A folder of results, or a folder that holds such folders at any depth.

    Returns
    -------
    int
        Number of pairs that were taken over.

    Raises
    ------
    OutputError
        When there is no such folder.
    """
    if not source.is_dir():
        raise OutputError(f"{source} is no folder of results to share with")
    wanted = {keys[cell]: (row, int(cell)) for row, cell in enumerate(stretch.cells.tolist())}
    taken = 0
    for other in _folders(source, folder.path):
        manifest = read_manifest(other)
        if manifest is None or manifest["series"] != list(folder.series):
            continue
        places = {cell: wanted[key] for cell, key in enumerate(read_keys(other)) if key in wanted}
        if places and manifest["arms"] == list(folder.arms):
            for part in read_index(other)[1]:
                taken += _take_part(folder, stretch, other, part, places)
    return taken


def _folders(source: Path, own: Path) -> Iterator[Path]:
    for path in sorted(source.rglob(MANIFEST)):
        other = path.parent
        if (other / INDEX).is_file() and other.resolve() != own.resolve():
            yield other


def _take_part(
    folder: ResultsFolder,
    stretch: Round,
    other: Path,
    part: Part,
    places: dict[int, tuple[int, int]],
) -> int:
    """Copy what is wanted of one part; a damaged part is left alone."""
    tables: dict[str, pa.Table] = {}
    for kind, item in part.files.items():
        path = other / item["file"]
        if not path.is_file() or file_hash(path) != item["sha256"]:
            return 0
        table = pq.read_table(path)
        known = pc.is_in(table["cell"], pa.array(list(places), pa.int64()))
        tables[kind] = _plain(table.filter(known))
    if "runs" not in tables:
        return 0
    runs = tables["runs"]
    there = sorted(set(zip(runs["cell"].to_pylist(), runs["pair"].to_pylist(), strict=True)))
    taken = 0
    for cell, pair in there:
        row, own_cell = places[cell]
        if not stretch.first <= pair < stretch.last:
            continue
        position = stretch.position(row, pair)
        if not folder.is_done(position):
            copied = {
                kind: _copied(table, cell, pair, own_cell, position)
                for kind, table in tables.items()
            }
            folder.add_tables(position, 1, copied)
            taken += 1
    return taken


def _plain(table: pa.Table) -> pa.Table:
    plain = table.replace_schema_metadata(None)
    return plain.cast(pa.schema([pa.field(item.name, item.type) for item in plain.schema]))


def _copied(table: pa.Table, cell: int, pair: int, own_cell: int, position: int) -> pa.Table:
    """Return the rows of one pair under the number of the cell in this study."""
    chosen: Any = pc.and_(pc.equal(table["cell"], cell), pc.equal(table["pair"], pair))
    rows = table.filter(chosen)
    number = pa.array([own_cell] * rows.num_rows, pa.int64())
    named = rows.set_column(rows.column_names.index("cell"), "cell", number)
    places = pa.array([position] * rows.num_rows, pa.int64())
    return named.add_column(0, "position", places)
