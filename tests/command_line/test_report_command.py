from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SMALL = ("--firms", "10", "--months", "6", "--pairs", "4", "--quiet")
Smbsim = Callable[..., Any]


def test_report_is_made_again_from_a_folder_in_every_form(smbsim: Smbsim) -> None:
    assert smbsim("compare", *SMALL, "--out", "found").code == 0
    page = Path("found/report.html").read_bytes()
    Path("found/report.html").unlink()
    result = smbsim("report", "found")
    assert result.code == 0
    assert "aligned" in result.out
    assert Path("found/report.html").read_bytes() == page
    assert smbsim("report", "found", "--format", "md", "--out", "notes/paper.md").code == 0
    assert Path("notes/paper_figures/channels.svg").is_file()
    assert smbsim("report", "found", "--format", "latex", "-q").code == 0
    assert r"\begin{tabular}" in Path("found/report.tex").read_text(encoding="utf-8")


def test_a_file_is_answered_with_its_folder(smbsim: Smbsim) -> None:
    Path("found").mkdir()
    Path("found/report.html").write_text("")
    result = smbsim("report", "found/report.html")
    assert result.code == 2
    assert "is a file; give the folder of results: found" in result.err


def test_a_study_over_an_ensemble_is_answered_with_where_its_numbers_are(smbsim: Smbsim) -> None:
    Path("mine.toml").write_text(
        'arms = ["aligned", "misaligned"]\n[set]\nfirms.count = 10\nrun.months = 3\n'
    )
    assert smbsim("sweep", "mine.toml", "--ensemble", "2", "--out", "many").code == 0
    result = smbsim("report", "many")
    assert result.code == 2
    assert "many holds a study over 2 parameter sets, which has no report" in result.err
    assert "`smbsim report many/set_000` reports one set alone" in result.err
    assert smbsim("report", "many/set_000", "-q").code == 0


@pytest.mark.parametrize(
    ("manifest", "sentence"),
    [
        (None, "is not a folder of results: it has no manifest.json"),
        (
            "[",
            "manifest.json is damaged: it is not JSON; move the folder found out of the way",
        ),
        ('{"kind": "poem"}', "holds results of the kind 'poem', which has no report"),
    ],
)
def test_folder_without_results_is_refused_in_a_sentence(
    manifest: str | None, sentence: str, smbsim: Smbsim
) -> None:
    Path("found").mkdir()
    if manifest is not None:
        Path("found/manifest.json").write_text(manifest)
    result = smbsim("report", "found")
    assert result.code == 2
    assert sentence in result.err
    assert "Traceback" not in result.err
