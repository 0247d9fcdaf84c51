"""The rows of a study as Arrow tables, and as Parquet files that every reader of Parquet reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from experiments.files import file_hash, replaced_at_once
from experiments.sweeping.blocks import GROUPS, VALUE_COLUMNS, Block
from sim.outcomes import CHANNELS, OUTCOMES, SERIES

__all__ = [
    "RUN_KEYS",
    "SERIES_KEYS",
    "dictionary",
    "run_table",
    "series_table",
    "write_parquet",
]

RUN_KEYS = ("cell", "pair", "seed", "arm", "group", "firms", "headcount")
SERIES_KEYS = ("cell", "pair", "arm", "group", "month")

_KEY_WORDS = {
    "cell": ("", "cell of the design, from 0"),
    "pair": ("", "number of the market within the cell, from 0; the same luck in every arm"),
    "seed": ("seed", "seed of the market"),
    "arm": ("", "arm of the study"),
    "group": ("", "firms the row is about: treated, untreated, or all"),
    "firms": ("count", "number of firms in the group"),
    "headcount": ("people", "people in these firms at the fork, all together"),
    "month": ("months", "month after the fork, from 1"),
}


def dictionary(columns: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return unit and meaning of each of these columns, as far as they are known."""
    words = dict(_KEY_WORDS)
    words |= {item.name: (item.unit, f"{item.meaning}; mean over firms") for item in OUTCOMES}
    words |= {
        f"channel_{item.name}": ("EUR", f"{item.meaning}; mean over firms") for item in CHANNELS
    }
    for item in SERIES:
        words.setdefault(item.name, (item.unit, f"{item.meaning}; mean over firms"))
    return {
        name: {"unit": words[name][0], "meaning": words[name][1]}
        for name in columns
        if name in words
    }


def run_table(block: Block, arms: Sequence[str]) -> pa.Table:
    """Return the rows of a block: ``position`` and the columns of the table of runs."""
    keys = block.keys
    columns: dict[str, pa.Array] = {
        "position": pa.array(keys[:, 0]),
        "cell": pa.array(keys[:, 1]),
        "pair": pa.array(keys[:, 2]),
        "seed": pa.array(keys[:, 3]),
        "arm": _named(keys[:, 4], arms),
        "group": _named(keys[:, 5], GROUPS),
        "firms": pa.array(keys[:, 6]),
        "headcount": pa.array(keys[:, 7]),
    }
    for number, name in enumerate(VALUE_COLUMNS):
        columns[name] = pa.array(np.ascontiguousarray(block.values[:, number]))
    return pa.table(columns)


def series_table(block: Block, arms: Sequence[str], names: Sequence[str]) -> pa.Table:
    """Return the monthly rows of a block: ``position`` and the columns of the table of series."""
    keys = block.series_keys
    columns: dict[str, pa.Array] = {
        "position": pa.array(keys[:, 0]),
        "cell": pa.array(keys[:, 1]),
        "pair": pa.array(keys[:, 2]),
        "arm": _named(keys[:, 3], arms),
        "group": _named(keys[:, 4], GROUPS),
        "month": pa.array(keys[:, 5]),
    }
    for number, name in enumerate(names):
        columns[name] = pa.array(np.ascontiguousarray(block.series[:, number]))
    return pa.table(columns)


def _named(codes: NDArray[np.int64], names: Sequence[str]) -> pa.Array:
    coded = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(names))
    return coded.cast(pa.string())


def write_parquet(table: pa.Table, path: Path, identity: Mapping[str, str]) -> str:
    """Write a table at once and return the SHA-256 of the file.

    The same table gives the same bytes. Unit and meaning stand in the metadata of each column; the
    metadata of the file have, as JSON under the key ``smbsim``, the ``dictionary`` of all columns
    and the ``identity``, see `experiments.sweeping.identity`.
    """
    words = dictionary(table.column_names)
    about = {"dictionary": words, "identity": dict(identity)}
    schema = pa.schema(
        [
            pa.field(
                item.name,
                item.type,
                metadata={key: value for key, value in words.get(item.name, {}).items() if value},
            )
            for item in table.schema
        ],
        metadata={"smbsim": json.dumps(about, sort_keys=True)},
    )
    with replaced_at_once(path) as temporary:
        pq.write_table(
            table.cast(schema), temporary, compression="zstd", version="2.6", row_group_size=100_000
        )
        return file_hash(temporary)
