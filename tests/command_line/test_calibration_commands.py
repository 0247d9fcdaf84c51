"""`calibrate`, `validate`, `robustness` and `compare --ensemble`, small."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from experiments.command_line.application import invoke
from experiments.robustness import VARIANTS, agreement


def run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert invoke([*arguments, "--json", "--quiet"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def beside(path: Path) -> dict[str, Any]:
    """What stands beside a table of CSV."""
    text = path.with_name(f"{path.name}-metadata.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_calibrate_keeps_an_ensemble(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    size = ["--runs", "40", "--waves", "2", "--members", "5", "--markets", "1", "--firms", "8"]
    found = run(["calibrate", *size, "--months", "24", "--out", str(tmp_path)], capsys)
    assert found["runs"] == 40
    assert len(found["patterns"]) == 7
    assert len(pd.read_csv(tmp_path / "posterior.csv", comment="#")) == 5
    assert {path.name for path in tmp_path.iterdir()} == {
        "posterior.csv", "runs.parquet", "patterns.csv", "parameters.csv", "patterns.svg",
        "parameters.svg", "patterns.csv-metadata.json", "parameters.csv-metadata.json",
    }  # fmt: skip
    made = pd.read_parquet(tmp_path / "runs.parquet").attrs
    assert made["command"] in made["signature"]
    assert beside(tmp_path / "parameters.csv")["smbsim:signature"] == made["signature"]


def test_validate_prints_every_fact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    size = ["--members", "3", "--markets", "1", "--firms", "10", "--months", "24"]
    found = run(["validate", *size, "--out", str(tmp_path)], capsys)
    assert len(found["patterns"]) == 12
    assert {row["use"] for row in found["patterns"]} == {"calibrate", "validate"}
    assert (tmp_path / "patterns.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (tmp_path / "adoption.svg").read_text(encoding="utf-8").startswith("<svg")
    made = {beside(path)["smbsim:signature"] for path in tmp_path.glob("*.csv")}
    assert len(made) == 1
    adoption = pd.read_csv(tmp_path / "adoption.csv")
    assert set(adoption["technology"]) == {"crm", "erp", "cloud", "ai"}
    assert adoption["year"].max() == 2


def test_an_ensemble_comparison_splits_the_variance(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    size = ["--firms", "10", "--months", "12", "--ensemble", "4", "--pairs", "2"]
    found = run(["compare", *size, "--out", str(tmp_path)], capsys)
    assert found["members"] == 4
    assert found["mean_low"] < found["mean"] < found["mean_high"]
    assert (found["low"] is None) == (found["parameter_deviation"] == 0.0)
    members = pd.read_parquet(tmp_path / "members.parquet")
    assert len(members) == 8
    assert members.attrs["signature"].endswith(members.attrs["command"])


def test_an_ensemble_needs_two_policies(capsys: pytest.CaptureFixture[str]) -> None:
    code = invoke(["compare", "--arms", "aligned,misaligned,frugal", "--ensemble", "4"])
    assert code == 2
    assert "--ensemble compares two policies of one scenario" in capsys.readouterr().err


@pytest.mark.study
def test_robustness_names_the_answer_of_every_variant(capsys: pytest.CaptureFixture[str]) -> None:
    found = run(["robustness", "--firms", "10", "--pairs", "2"], capsys)
    assert len(found["variants"]) == len(VARIANTS)
    aspects = {row["aspect"] for row in found["variants"]}
    assert aspects >= {"choice", "competition", "networks", "horizon", "discount rate"}
    assert {row["sign"] for row in found["variants"]} <= {"+", "-", "0"}


@pytest.mark.parametrize(
    ("signs", "words"),
    [
        ("0000", "no sign is established anywhere"),
        ("00+-", "it cannot be told which is ahead; of 3 other variants, one is ahead in 1 and"),
        ("+++0", "one is ahead; of 3 other variants, one is ahead in 2 and two in 0, and in 1"),
        ("-++-", "In the scenario itself two is ahead; of 3 other variants, one is ahead in 2"),
    ],
)
def test_robustness_counts_other_variants_only(signs: str, words: str) -> None:
    assert words in agreement(pd.DataFrame({"sign": list(signs)}), "one", "two")


def test_robustness_refuses_a_third_policy(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["robustness", "--arms", "aligned,misaligned,frugal"]) == 2
    assert "two policies are needed, found 3" in capsys.readouterr().err


def test_calibrate_refuses_to_keep_most_of_what_it_tries(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert invoke(["calibrate", "--members", "100", "--runs", "40"]) == 2
    assert "keep a quarter at" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "command", [["validate", "--members"], ["compare", "--ensemble"], ["attribute", "--ensemble"]]
)
def test_no_more_sets_are_used_than_there_are(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert invoke([*command, "1000"]) == 2
    assert "the ensemble that ships has 200" in capsys.readouterr().err


def test_sets_that_are_kept_are_said_to_be_far_or_few(capsys: pytest.CaptureFixture[str]) -> None:
    size = ["--runs", "20", "--waves", "1", "--members", "3", "--rounds", "1", "--markets", "1"]
    assert invoke(["calibrate", *size, "--firms", "8", "--months", "24"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "of 3 sets that were kept meet every fact" in printed
    assert "3 sets are too few to call a parameter pinned down" in printed
