"""The script that draws charts is made once, kept whole, and never needed to be there."""

from __future__ import annotations

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


def in_a_new_process() -> str:
    """Return the script as a process would that has not asked for it yet."""
    chart_library.cache_clear()
    try:
        return chart_library()
    finally:
        chart_library.cache_clear()


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "cache").rglob("*.js"))


def test_the_script_is_made_once_and_is_the_same_ever_after(made: Made, tmp_path: Path) -> None:
    first = in_a_new_process()
    assert first.endswith(LIBRARY_EXPORT)
    assert in_a_new_process() == first
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
    first = in_a_new_process()
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert in_a_new_process() == first
    assert len(made) == 2
    assert path.read_bytes() == whole


def test_another_version_of_what_makes_it_has_a_script_of_its_own(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_a_new_process()
    monkeypatch.setattr("analysis.pages.chart_library.version", lambda name: "0.0.1")
    in_a_new_process()
    assert len(made) == len(kept(tmp_path)) == 2


def test_where_nothing_can_be_kept_the_script_is_made_each_time(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("SMBSIM_CACHE", str(tmp_path / "file"))
    assert in_a_new_process() == in_a_new_process()
    assert len(made) == 2


def test_a_script_that_would_end_its_element_is_refused_kept_or_not(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vl_convert, "javascript_bundle", lambda **_: "'</SCRIPT>'")
    for _ in range(2):
        with pytest.raises(RuntimeError, match="script tag"):
            in_a_new_process()
