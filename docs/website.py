"""Hooks of the documentation's site: what makes the same files right on a forge and in the site.

The files beside ``docs/`` that a reader needs (README, CONTRIBUTING, CHANGELOG) become pages; links
to other files of the repository become plain text, because the site does not hold them; the
navigation leaves out what is not there and puts what it does not name under "More".
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

__all__: list[str] = []

ROOT = Path(__file__).parents[1]
BESIDE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
"""Files of the repository that are pages of the site, and the names of these."""

LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s#]+)(#[^)]*)?\)")
CODE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fit the navigation to the pages that exist."""
    folder = Path(config.docs_dir)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}
    there |= set(BESIDE.values())
    named: set[str] = set()
    config.nav = _existing(config.nav or [], there, named)
    rest = sorted(there - named)
    if rest:
        config.nav.append({"More": rest})
    return config


def _existing(nav: list[Any], there: set[str], named: set[str]) -> list[Any]:
    """Return the navigation without pages that do not exist; note those that it names."""
    kept: list[Any] = []
    for item in nav:
        title, target = next(iter(item.items())) if isinstance(item, dict) else ("", item)
        if isinstance(target, list):
            below = _existing(target, there, named)
            if below:
                kept.append({title: below})
        elif target in there:
            named.add(target)
            kept.append(item)
    return kept


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie beside the folder of the docs."""
    for name, page in BESIDE.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let links within the repository lead to pages of the site, or be plain text."""
    source = next((name for name, made in BESIDE.items() if made == page.file.src_uri), None)
    place = posixpath.dirname(source or f"docs/{page.file.src_uri}")

    def fitted(match: re.Match[str]) -> str:
        image, text, target, anchor = match.groups(default="")
        if ":" in target:
            return match[0]
        path = posixpath.normpath(posixpath.join(place, target))
        found = BESIDE.get(path, path.removeprefix("docs/") if path.startswith("docs/") else "")
        if not found:
            return text
        relative = posixpath.relpath(found, posixpath.dirname(page.file.src_uri) or ".")
        return f"{image}[{text}]({relative}{anchor})"

    # Nothing is a link within a block of code.
    parts = CODE.split(markdown)
    parts[::2] = [LINK.sub(fitted, part) for part in parts[::2]]
    return "".join(parts)
