"""Reading kept files back: whole and of the shape in which they were written, or refused.

Files may have been cut short, changed by hand, or damaged by a disk. What cannot be trusted is
refused in a sentence that names the file; it is never read as other numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel, ValidationError

from experiments.files import OutputError, file_hash

__all__ = ["REMEDY", "checked", "checksums", "read_json", "read_kept_table"]

REMEDY = "run the command that made it again"
"""What to do about a damaged file of results whose kind is not known."""


def read_json(path: Path, remedy: str) -> Any:
    """Read a JSON file.

    Parameters
    ----------
    path
        The file.
    remedy
        What to do when it is damaged, for the message.

    Raises
    ------
    FileNotFoundError
        When there is none.
    OutputError
        When it cannot be read or is not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise
    except (OSError, ValueError, RecursionError):
        raise OutputError(f"{path} is damaged: it is not JSON; {remedy}") from None


def checked(content: Any, shape: type[BaseModel], path: Path, remedy: str) -> Any:
    """Return the content as it is where it has a shape, strictly.

    Raises
    ------
    OutputError
        When it has not; the message names the first key that is wrong.
    """
    try:
        shape.model_validate(content, strict=True)
        return content
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
    key = ascii(".".join(map(str, first["loc"])) or "all of it")[1:-1][:80]
    raise OutputError(f"{path} is damaged: {key}: {first['msg'].lower()}; {remedy}")


def checksums(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the SHA-256 of files of a folder, by name."""
    return {name: file_hash(folder / name) for name in names}


def read_kept_table(
    path: Path, sums: Mapping[str, str], columns: Sequence[str], remedy: str
) -> pd.DataFrame:
    """Read a table of Parquet that must be the one that was written.

    Parameters
    ----------
    path
        The file.
    sums
        SHA-256 by name of file; a file that is not among them was kept before there were any.
    columns
        Columns that it must have.
    remedy
        What to do when it is damaged, for the message.

    Raises
    ------
    FileNotFoundError
        When there is none.
    OutputError
        When its bytes are not those that were written, or are no such table.
    """
    try:
        whole = sums.get(path.name) in (None, file_hash(path))
        table = pd.read_parquet(path) if whole else None
    except (FileNotFoundError, MemoryError):
        raise
    except Exception:  # a reader of damaged bytes may fail in any way
        table = None
    if table is None or not set(columns) <= set(table.columns):
        raise OutputError(f"{path} is damaged; {remedy}")
    return table
