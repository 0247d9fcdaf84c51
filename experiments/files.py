"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["OutputError", "file_hash", "replaced_at_once", "writable_folder"]


class OutputError(OSError):
    """Results cannot be written; the message is a sentence that says where and why."""


@contextmanager
def replaced_at_once(path: Path) -> Iterator[Path]:
    """Give a temporary file beside ``path`` that takes its place when all went well.

    Raises
    ------
    OutputError
        When the folder cannot be written, or no longer while the file is.
    """
    try:
        handle, name = tempfile.mkstemp(
            suffix=path.suffix, prefix=f".{path.stem}-", dir=path.parent
        )
        os.close(handle)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from None
    temporary = Path(name)
    try:
        try:
            yield temporary
        except OutputError:
            raise
        except OSError as error:  # the disk is full, or is gone
            reason = os.strerror(error.errno) if error.errno else error
            raise OutputError(f"{path} cannot be written: {reason}") from None
        try:
            temporary.chmod(_ordinary_mode())
            temporary.replace(path)
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        temporary.unlink(missing_ok=True)


def _ordinary_mode() -> int:
    """Return the mode that a new file would have had; temporary files are private."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def writable_folder(path: Path) -> Path:
    """Make a folder, with those above it, and try whether files can be written into it.

    Raises
    ------
    OutputError
        When it cannot be made or written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except FileExistsError:
        raise OutputError(f"{path} is a file, not a folder; results need a folder") from None
    except NotADirectoryError:
        raise OutputError(f"{path} lies below a file; results need a folder") from None
    except OSError as error:
        raise OutputError(f"the folder {path} cannot be written: {error.strerror}") from None
    return path


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
