"""Which version this is: of the package, of the model's numbers, and of its sources.

The *package version* counts releases. The *model version* counts changes of the numbers that the
model gives: it is raised, and the reason named below and in the changelog, when a scenario and a
seed no longer give what they gave before. Results of different model versions are not compared as
if they were one. The *hash of the sources* tells two states of the code apart, whatever they give.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

__all__ = ["MODEL_CHANGES", "MODEL_VERSION", "PACKAGE_VERSION", "program", "source_hash"]

_LENGTH = 16


def _installed_version() -> str:
    try:
        return metadata.version("smbsim")
    except metadata.PackageNotFoundError:  # run from a folder of sources that is not installed
        return "0+unknown"


PACKAGE_VERSION = _installed_version()
"""Version of the installed package."""

MODEL_CHANGES: Mapping[str, str] = {
    "1": "the first numbers; there are none to compare them with",
}
"""Why each model version gives other numbers than the one before it, oldest first."""

MODEL_VERSION = list(MODEL_CHANGES)[-1]
"""Version of the model: results of the same one can be compared."""


def program() -> str:
    """Return name and versions of this program, as in citations and manifests."""
    return f"smbsim {PACKAGE_VERSION}, model version {MODEL_VERSION}, model sources {source_hash()}"


@cache
def source_hash() -> str:
    """Return a short hash of all Python sources of the model.

    Two results with the same hash, scenario and seed come from the same model; names and contents
    of the files below ``sim`` count, whatever folder they lie in and however lines end.
    """
    folder = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py"), key=lambda path: path.relative_to(folder).as_posix()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(str(len(content)).encode() + b"\0" + content)
    return digest.hexdigest()[:_LENGTH]
