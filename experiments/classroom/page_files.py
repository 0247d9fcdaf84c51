"""The page: its files as they are served, and the same page as one file that opens offline.

Modules import each other by the names ``classroom/NAME.js``; an import map says where they are: on
the server under ``/page/``, in a file on its own as text inside it. So there is nothing to build.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = [
    "PageFile",
    "all_files",
    "class_page_html",
    "content_policy",
    "page_file",
    "page_html",
    "replay_html",
]

_MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
_MAP_PLACE = "<!-- import map -->"
_STYLE_PLACE = '<link rel="stylesheet" href="/page/style.css">'
_ICON_PLACE = '<link rel="icon" href="/page/icon.svg">'


class PageFile(NamedTuple):
    """A file of the page and its media type."""

    content: bytes
    media_type: str


@cache
def all_files() -> dict[str, bytes]:
    """Return all files of the page by name."""
    folder = files("experiments.classroom").joinpath("page")
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.is_file()}


def page_file(name: str) -> PageFile | None:
    """Return a file of the page, or None where there is no such file."""
    content = all_files().get(name)
    ending = name[name.rfind(".") :]
    if content is None or ending not in _MEDIA_TYPES:
        return None
    return PageFile(content, _MEDIA_TYPES[ending])


def _served_map() -> str:
    return json.dumps({"imports": {"classroom/": "/page/"}})


def page_html() -> str:
    """Return the page as it is served."""
    script = f'<script type="importmap">{_served_map()}</script>\n' + "\n".join(
        f'<link rel="modulepreload" href="/page/{name}">'
        for name in sorted(all_files())
        if name.endswith(".js")
    )
    return all_files()["index.html"].decode().replace(_MAP_PLACE, script)


def content_policy() -> str:
    """Return the content security policy of the served page: nothing but this server's files."""
    digest = base64.b64encode(hashlib.sha256(_served_map().encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self' 'sha256-{digest}'; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


def replay_html(
    recording: Mapping[str, Any], kept: Mapping[str, Any], catalogue: Mapping[str, Any]
) -> str:
    """Return the page with a recording inside, as one file that asks no other place for anything.

    Parameters
    ----------
    recording
        What :func:`experiments.classroom.recording.record` returns.
    kept
        What the page wants back when it opens: month, guesses, results of many worlds.
    catalogue
        What :func:`experiments.classroom.controls.catalogue` returns.
    """
    inlined = {"recording": recording, "kept": kept, "catalogue": catalogue}
    return _single_file("index.html", "main.js", inlined)


def class_page_html(surface: Mapping[str, Any]) -> str:
    """Return the class page with a response surface inside, as one file that opens offline.

    Parameters
    ----------
    surface
        What :func:`experiments.classroom.surface.response_surface` returns.
    """
    return _single_file("class_page.html", "class_page.js", surface)


def _single_file(page: str, main: str, inlined: Mapping[str, Any]) -> str:
    """Return a page with its modules, style, icon and data inside."""
    modules = {
        f"classroom/{name}": f"data:text/javascript;base64,{base64.b64encode(content).decode()}"
        for name, content in all_files().items()
        if name.endswith(".js")
    }
    policy = (
        "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; "
        "img-src data: blob:"
    )
    icon = base64.b64encode(all_files()["icon.svg"]).decode()
    changes = {
        _MAP_PLACE: f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<script type="importmap">{json.dumps({"imports": modules})}</script>\n'
        f'<script type="application/json" id="inlined">{_as_script(inlined)}</script>',
        _STYLE_PLACE: f"<style>{all_files()['style.css'].decode()}</style>",
        _ICON_PLACE: f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">',
        f'<script type="module" src="/page/{main}"></script>': '<script type="module">'
        f'import "classroom/{main}";</script>',
    }
    html = all_files()[page].decode()
    for place, text in changes.items():
        assert place in html
        html = html.replace(place, text)
    return html


def _as_script(content: Any) -> str:
    """Write JSON so that no text in it can end the script element."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
