"""The docs build as a site without a warning, and the site fetches nothing from elsewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
BLOCK = re.compile(r"^```(?:bash|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# What loads by itself when a page is opened; a link is followed only by a reader.
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}

# Commands that a test cannot run in a moment, and what runs them.
RUN_BY = {
    "python3 -m venv": ".ci/run types the lines of the README; the others only prepare",
    "source": "prepares",
    "pip install": ".ci/run",
    ".venv/bin/pip install": ".ci/run",
    ".venv/bin/pre-commit install": "prepares",
    ".ci/run": "itself",
    "mkdocs": "this file",
    ".venv-release/bin/cyclonedx-py": ".ci/run",
    "uv pip compile": "writes locks, which test_dependencies.py checks",
    "lock=": "the same",
    "$lock": "the same",
}


class Fetched(HTMLParser):
    """Collects what a page loads from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get(LOADED.get(tag, ""), None)
        if target and re.match(r"(?:\w+:)?//", target):
            self.found.append(f"<{tag}> {target}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("material", reason="needs the docs extra")
    folder = tmp_path_factory.mktemp("site")
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr
    return folder


def test_every_document_is_a_page(site: Path) -> None:
    docs = ROOT / "docs"
    wanted = {path.relative_to(docs).with_suffix(".html") for path in docs.rglob("*.md")}
    wanted |= {Path("index.html"), Path("contributing.html"), Path("changelog.html")}
    assert {path for path in wanted if not (site / path).is_file()} == set()


def test_every_page_is_in_the_navigation(site: Path) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    missing = [page for page in pages if f'href="{page}"' not in home]
    assert set(missing) <= {"404.html", "index.html"}


def test_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    found: dict[str, list[str]] = {}
    for path in site.rglob("*.html"):
        page = Fetched()
        page.feed(path.read_text(encoding="utf-8"))
        if page.found:
            found[path.name] = page.found
    for path in site.rglob("*.css"):
        urls = re.findall(r"url\(\s*[\"']?(https?://[^)\"']+)", path.read_text(encoding="utf-8"))
        if urls:
            found[path.name] = urls
    assert found == {}


def typed_commands() -> list[tuple[str, str]]:
    """Return the lines of shell blocks that are not smbsim, with the name of their document."""
    found = []
    for path in DOCUMENTS:
        for block in BLOCK.findall(path.read_text(encoding="utf-8")):
            text = block.replace("\\\n", " ")
            if any(line.startswith("$ ") for line in text.splitlines()):
                text = "\n".join(x[2:] for x in text.splitlines() if x.startswith("$ "))
            lines = [line.partition("  #")[0].strip() for line in text.splitlines()]
            name = path.relative_to(ROOT).as_posix()
            found += [(name, line) for line in lines if line and not line.startswith("#")]
    return [item for item in found if not re.match(r"(\.venv/bin/|uv run )?smbsim ", item[1])]


def exists(line: str) -> bool:
    """Tell whether the files that a command names are there, and a test run finds tests."""
    environment = {**os.environ}
    words = shlex.split(line)
    while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
        name, _, value = words.pop(0).partition("=")
        environment[name] = value
    if words[0] in ("pytest", ".venv/bin/pytest"):
        places = [word.partition("::")[0] for word in words[1:] if "/" in word]
        return all((ROOT / place).exists() for place in places)
    if words[0] in ("python", "python3") and len(words) > 1 and words[1] != "-m":
        return (ROOT / words[1]).exists()
    return False


@pytest.mark.parametrize(("document", "line"), typed_commands())
def test_other_commands_of_the_docs_are_there(document: str, line: str) -> None:
    """Commands of `smbsim` are run by test_readme.py; others name what exists or who runs them."""
    known = any(line.startswith(start) for start in RUN_BY)
    assert known or exists(line), f"{document}: nothing runs `{line}`; see RUN_BY"
