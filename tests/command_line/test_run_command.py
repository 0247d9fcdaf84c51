from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.version import MODEL_VERSION, PACKAGE_VERSION

SMALL = ("--firms", "10", "--months", "6")
Smbsim = Callable[..., Any]


def test_a_run_prints_means_and_the_story_of_a_firm(smbsim: Smbsim) -> None:
    result = smbsim("run", *SMALL, "--policy", "oracle", "--firm", "3")
    assert result.code == 0
    assert "10 firms, 6 months, seed 1; 2 follow oracle." in result.out
    assert "Firm 3, " in result.out
    assert "month 6: firm 3 followed oracle" in result.out


def test_a_teaching_case_tells_of_its_focal_firm(smbsim: Smbsim) -> None:
    out = smbsim("run", "shop_without_stock").out
    assert "Harbour Street Shop, " in out
    assert "policy misaligned" in out


def test_json_is_one_object(smbsim: Smbsim) -> None:
    content = smbsim("run", *SMALL, "--json").json
    assert content["policy"] is None
    assert content["outcomes"]["npv"]["unit"] == "EUR"
    assert content["story"]["events"]


@pytest.mark.parametrize("name", ["series.csv", "series.parquet", "new/series.csv"])
def test_the_series_are_written_as_asked(smbsim: Smbsim, name: str) -> None:
    assert smbsim("run", *SMALL, "--policy", "oracle", "--series", name).code == 0
    table = pd.read_csv(name) if name.endswith("csv") else pd.read_parquet(name)
    assert len(table) == 2 * 6
    assert list(table.columns[:2]) == ["treated", "month"]


@pytest.mark.usefixtures("forbid_running")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--series", "x.xlsx"), "x.xlsx ends neither in .parquet nor in .csv"),
        (("--policy", "oracel"), 'there is no policy "oracel"; did you mean oracle?'),
        (("--firm", "10"), "there is no firm 10; the 10 firms are 0 to 9"),
        (("--out", "file"), "file is a file, not a folder; results need a folder"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_is_computed(
    smbsim: Smbsim, arguments: tuple[str, ...], sentence: str
) -> None:
    Path("file").write_text("")
    result = smbsim("run", *SMALL, *arguments)
    assert (result.code, result.out, result.err) == (2, "", f"smbsim: {sentence}\n")


def test_the_folder_holds_the_series_and_the_summary(smbsim: Smbsim) -> None:
    assert smbsim("run", *SMALL, "--out", "here").code == 0
    assert {path.name for path in Path("here").iterdir()} == {"run.json", "series.parquet"}


@pytest.mark.parametrize("option", ["--out", "--inside"])
def test_every_table_of_a_run_says_what_made_it(smbsim: Smbsim, option: str) -> None:
    assert smbsim("run", *SMALL, "--seed", "7", option, "here").code == 0
    tables = sorted(Path("here").glob("*.parquet"))
    assert len(tables) == (1 if option == "--out" else 7)
    for path in tables:
        about = pd.read_parquet(path).attrs
        assert about["signature"].startswith(f"smbsim {PACKAGE_VERSION} (model sources ")
        assert about["signature"].endswith(f", seed 7: {about['command']}")
        assert (about["scenario"], about["seed"]) == ("default", 7)
        assert about["model_version"] == MODEL_VERSION


def test_the_command_that_a_table_carries_makes_it_again(
    smbsim: Smbsim, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path("here/series.parquet")
    typed = ["run", *SMALL, "--seed", "7", "--out", "here"]
    monkeypatch.setattr("sys.argv", ["smbsim", *typed])
    assert smbsim(*typed).code == 0
    before = path.read_bytes()
    identity = json.loads(Path("here/run.json").read_text(encoding="utf-8"))["identity"]
    path.unlink()
    program, *arguments = shlex.split(identity["command"])
    assert program == "smbsim"
    assert smbsim(*arguments).code == 0
    assert path.read_bytes() == before


def test_beside_a_table_of_csv_stands_what_made_it(
    smbsim: Smbsim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["smbsim", "run", *SMALL, "--series", "series.csv"])
    assert smbsim("run", *SMALL, "--series", "series.csv").code == 0
    about = json.loads(Path("series.csv-metadata.json").read_text(encoding="utf-8"))
    assert about["@context"] == "http://www.w3.org/ns/csvw"
    assert about["url"] == "series.csv"
    assert about["smbsim:command"].endswith("--series series.csv")
    assert about["smbsim:signature"].endswith(about["smbsim:command"])


def test_where_nobody_changes_all_firms_are_one_group(smbsim: Smbsim) -> None:
    out = smbsim("run", *SMALL).out
    assert "nobody changes policy" in out
    assert "all firms (10)" in out
    assert "treated (" not in out
