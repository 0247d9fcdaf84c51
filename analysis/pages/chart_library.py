"""The script that draws charts in a page, made once and kept for later reports."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import vl_convert

from analysis.charts.drawing import VEGA_LITE_VERSION
from analysis.files import write_atomically
from sim.cache_place import cache_place

__all__ = ["chart_library"]

LIBRARY_EXPORT = "window.vegaEmbed = vegaEmbed;"
"""What the page's own script calls; nothing else of the library is made visible."""


@cache
def chart_library() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script for the page.

    To put them together takes about two seconds and gives the same text each time. So the text is
    kept in the cache folder, with its checksum; where it is damaged, or nothing can be written
    there, it is made anew.

    Raises
    ------
    RuntimeError
        If the script held text that would end or disturb its own element in the page.
    """
    path = _place()
    kept = _read_whole(path)
    script = _without_tags(_put_together() if kept is None else kept)
    if kept is None:
        _keep(path, script)
    return script


def _put_together() -> str:
    script: str = vl_convert.javascript_bundle(snippet=LIBRARY_EXPORT, vl_version=VEGA_LITE_VERSION)
    return script


def _without_tags(script: str) -> str:
    """Return a script that holds nothing which a page would take for the end of it."""
    if "</script" in script.lower() or "<!--" in script:
        raise RuntimeError("The chart library cannot be put into a page: it holds a script tag.")
    return script


def _place() -> Path:
    """Return the file of the script, whose name says all that it depends on."""
    made_from = f"{version('vl-convert-python')} {VEGA_LITE_VERSION} {LIBRARY_EXPORT}"
    name = hashlib.sha256(made_from.encode()).hexdigest()[:16]
    return cache_place() / "chart-library" / f"{name}.js"


def _read_whole(path: Path) -> str | None:
    """Return a script that was kept, or None when there is none or it is not what was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    checksum, _, script = content.partition(b"\n")
    if checksum != hashlib.sha256(script).hexdigest().encode():
        return None
    return script.decode()


def _keep(path: Path, script: str) -> None:
    """Keep a script for later, behind its checksum, where that is possible."""
    content = script.encode()
    try:
        write_atomically(path, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    except OSError:
        return  # A report is made without it all the same.
