"""The script that draws charts is made once, kept whole, and never needed to be there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import vl_convert

from analysis.pages.chart_library import LIBRARY_EXPORT, chart_library

Made = list[str]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Made:
    """Count how often the script is put together, with an empty cache folder."""
    times: Made = []

    def bundle(snippet: str, vl_version: str) -> str:
        times.append(vl_version)
        return f"let a = 'Ä'; {snippet}"

    monkeypatch.setattr(vl_convert, "javascript_bundle", bundle)
    monkeypatch.setenv("SMBSIM_CACHE", str(tmp_path / "cache"))
    return times


def as_if_new() -> str:
    """Return the script as to one who has not asked for it yet."""
    chart_library.cache_clear()
    try:
        return chart_library()
    finally:
        chart_library.cache_clear()


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "cache").rglob("*.js"))


def test_the_script_is_made_once_and_is_the_same_ever_after(made: Made, tmp_path: Path) -> None:
    first = as_if_new()
    assert first.endswith(LIBRARY_EXPORT)
    assert as_if_new() == first
    assert len(made) == 1
    assert [path.parent.name for path in kept(tmp_path)] == ["chart-library"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-5],
        lambda content: content[:100],
        lambda content: content + b" ",
        lambda content: b"",
        lambda content: b"\xff\xfe" + content,
    ],
    ids=["end missing", "hardly begun", "something added", "empty", "not even text"],
)
def test_a_damaged_script_is_made_anew(
    made: Made, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    first = as_if_new()
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert as_if_new() == first
    assert len(made) == 2
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("name", "value"),
    [("version", lambda library: "0.0.1"), ("VEGA_LITE_VERSION", "0.1"), ("LIBRARY_EXPORT", "")],
)
def test_a_script_made_from_something_else_has_a_place_of_its_own(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: object
) -> None:
    as_if_new()
    monkeypatch.setattr(f"analysis.pages.chart_library.{name}", value)
    as_if_new()
    assert len(made) == len(kept(tmp_path)) == 2


def test_where_nothing_can_be_kept_the_script_is_made_each_time(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("SMBSIM_CACHE", str(tmp_path / "file"))
    assert as_if_new() == as_if_new()
    assert len(made) == 2


def test_a_script_that_would_end_its_element_is_refused_and_not_kept(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(vl_convert, "javascript_bundle", lambda **_: "'</SCRIPT>'")
    with pytest.raises(RuntimeError, match="script tag"):
        as_if_new()
    assert kept(tmp_path) == []


def test_a_kept_script_that_would_end_its_element_is_refused(made: Made, tmp_path: Path) -> None:
    as_if_new()
    (path,) = kept(tmp_path)
    planted = b"'</script>'"
    path.write_bytes(hashlib.sha256(planted).hexdigest().encode() + b"\n" + planted)
    with pytest.raises(RuntimeError, match="script tag"):
        as_if_new()
