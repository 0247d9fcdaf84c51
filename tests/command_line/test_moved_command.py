from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim import version

Smbsim = Callable[..., Any]
JOB = ("--firms", "10", "--months", "6", "--pairs", "3", "--quiet")


@pytest.fixture
def results(smbsim: Smbsim, tmp_path: Path) -> Path:
    assert smbsim("compare", *JOB, "--out", str(tmp_path / "old")).code == 0
    return tmp_path / "old"


def other_version(folder: Path, copy: Path, model_version: str, change: float) -> Path:
    """Copy results as another model version would have written them, its profits changed."""
    shutil.copytree(folder, copy)
    path = copy / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["identity"]["model_version"] = model_version
    del manifest["checksums"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    firms = pd.read_parquet(copy / "firms.parquet")
    firms["npv"] += change * (firms["arm"] == "aligned")
    firms.to_parquet(copy / "firms.parquet", index=False)
    return copy


def test_the_same_numbers_have_not_moved(smbsim: Smbsim, results: Path) -> None:
    result = smbsim("moved", str(results), str(results))
    assert result.code == 0
    assert " same." in result.out
    assert "moved" not in result.out


def test_moved_numbers_that_no_version_names_are_findings(
    smbsim: Smbsim, results: Path, tmp_path: Path
) -> None:
    other = other_version(results, tmp_path / "new", version.MODEL_VERSION, 1000.0)
    result = smbsim("moved", str(results), str(other))
    assert result.code == 1
    assert "aligned: npv" in result.out
    assert "aligned less misaligned: npv" in result.out
    assert "misaligned: npv" not in result.out.replace("aligned less misaligned: npv", "")
    assert "raise it in sim/version.py" in result.out


def test_numbers_moved_by_design_are_told_with_the_reason(
    smbsim: Smbsim, results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons = {**version.MODEL_CHANGES, "9": "firms find money in the street"}
    monkeypatch.setattr(version, "MODEL_CHANGES", reasons)
    other = other_version(results, tmp_path / "new", "9", 1000.0)
    result = smbsim("moved", str(results), str(other))
    assert result.code == 0
    assert "By design, model version 9: firms find money in the street." in result.out
    content = json.loads(smbsim("moved", str(results), str(other), "--json").out)
    rows = {row["number"]: row for row in content["numbers"]}
    assert rows["aligned: npv"]["state"] == "moved"
    assert rows["aligned: npv"]["change"] == pytest.approx(1000.0)
    assert rows["misaligned: npv"]["state"] == "same"
    assert content["by_design"]["9"] == "firms find money in the street"


def test_another_job_is_refused(smbsim: Smbsim, results: Path, tmp_path: Path) -> None:
    smbsim("compare", *JOB, "--set", "market.turbulence=0.9", "--out", str(tmp_path / "new"))
    result = smbsim("moved", str(results), str(tmp_path / "new"))
    assert result.code == 2
    assert "not the same job: aligned.market.turbulence is 0.15 in" in result.err


def test_other_seeds_are_refused(smbsim: Smbsim, results: Path, tmp_path: Path) -> None:
    smbsim("compare", *JOB, "--seed", "90", "--out", str(tmp_path / "new"))
    result = smbsim("moved", str(results), str(tmp_path / "new"))
    assert result.code == 2
    assert "share no seed" in result.err


@pytest.mark.parametrize("content", ["", "{}", '{"numbers": 3}', "[1]"])
def test_what_holds_no_results_is_refused(smbsim: Smbsim, tmp_path: Path, content: str) -> None:
    (tmp_path / "file.json").write_text(content, encoding="utf-8")
    result = smbsim("moved", str(tmp_path / "file.json"), str(tmp_path / "file.json"))
    assert result.code == 2
    assert "holds no results of `smbsim compare`" in result.err


def test_golden_files_are_compared(smbsim: Smbsim) -> None:
    golden = Path(__file__).parents[1] / "golden" / "model_1.json"
    result = smbsim("moved", str(golden), str(golden))
    assert result.code == 0
    assert " same." in result.out


def test_seeds_that_only_one_has_are_not_compared_and_that_is_said(
    smbsim: Smbsim, results: Path, tmp_path: Path
) -> None:
    smbsim("compare", *JOB, "--pairs", "2", "--out", str(tmp_path / "fewer"))
    old = len(pd.read_parquet(results / "firms.parquet")["seed"].unique())
    result = smbsim("moved", str(results), str(tmp_path / "fewer"))
    assert f"over the 2 seeds that both have, of {old} in the old and 2 in the new" in result.out


def test_a_study_cannot_be_held_against_anything(smbsim: Smbsim, results: Path) -> None:
    other = results / "study"
    other.mkdir()
    (other / "manifest.json").write_text('{"kind": "study"}')
    result = smbsim("moved", str(results), str(other))
    assert result.code == 2
    assert "holds results of the kind 'study'" in result.err
    assert "KeyError" not in result.err
