"""The studies of the gallery: each is described, runs small here and in full with ``-m study``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments.command_line.application import invoke

ROOT = Path(__file__).parents[2]
GALLERY = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
STUDIES = tuple(dict.fromkeys(re.findall(r"smbsim sweep studies/(\w+)", GALLERY)))
SMALL = ("--pairs", "2", "--set", "firms.count=10", "--set", "run.warmup=1")
SHORT = ("--set", "run.months=3")
FEWER = {"behaviour_screening": "2", "where_it_does_not_pay": "8"}
LENGTH_IS_A_FACTOR = ("patience", "where_it_does_not_pay")


def test_the_gallery_shows_ten_studies_with_their_pictures() -> None:
    assert len(STUDIES) == 9
    assert "smbsim attribute" in GALLERY
    pictures = re.findall(r"\((images/gallery/\w+\.svg)\)", GALLERY)
    assert len(pictures) == 10
    assert all((ROOT / "docs" / picture).is_file() for picture in pictures)
    assert GALLERY.count("**What would overturn it.**") == 10


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_of_the_gallery_runs_small(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    size = ("--set", f"design.size={FEWER[name]}") if name in FEWER else ()
    short = () if name in LENGTH_IS_A_FACTOR else SHORT
    arguments = ["sweep", f"studies/{name}", *SMALL, *short, *size, "--out", "found", "--quiet"]
    assert invoke(arguments) == 0
    assert (tmp_path / "found" / "manifest.json").is_file()


@pytest.mark.parametrize(
    "size",
    [
        pytest.param("--pairs 2 --firms 8 --months 3 --set run.warmup=1", id="small"),
        pytest.param("", id="in full", marks=pytest.mark.study),
    ],
)
def test_the_worth_of_practices_in_the_gallery_runs_and_is_reported(
    size: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = re.search(r"^smbsim (attribute .*) --out (\S+)$", GALLERY, re.MULTILINE)
    assert found is not None
    command, out = found.groups()
    kept = command.split() if not size else ["attribute", *size.split()]
    assert invoke([*kept, "--out", out, "--quiet"]) == 0
    assert invoke(["report", out, "--format", "md"]) == 0
    assert (tmp_path / out / "report.md").is_file()


@pytest.mark.study
@pytest.mark.parametrize("name", STUDIES)
def test_a_study_of_the_gallery_runs_in_full_and_is_reported(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert invoke(["sweep", f"studies/{name}", "--out", "found", "--quiet"]) == 0
    assert invoke(["report", "found"]) == 0
    assert (tmp_path / "found" / "report.html").is_file()
