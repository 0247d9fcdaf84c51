"""The files of a study: what made them, and their export."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from small_study import STUDY, data_files, study, swept

from experiments.studies import load_study
from experiments.sweeping import identity as identifying
from experiments.sweeping import sweep
from experiments.sweeping.identity import file_identity
from sim.version import MODEL_VERSION, PACKAGE_VERSION, source_hash

pytestmark = pytest.mark.usefixtures("small_parts")


def identity_of(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(pq.read_schema(path).metadata[b"smbsim"])["identity"]
    return found


def test_every_file_of_a_study_says_what_made_it(tmp_path: Path) -> None:
    folder = swept(tmp_path, command="smbsim sweep small.toml").folder
    files = sorted(folder.rglob("*.parquet"))
    assert {path.parent.name for path in files} == {"out", "runs", "series"}
    about = identity_of(files[0])
    assert all(identity_of(path) == about for path in files)
    assert about["model_version"] == MODEL_VERSION
    assert about["command"] == "smbsim sweep study.toml"
    made = f"smbsim {PACKAGE_VERSION} (model sources {source_hash()}), seed 1"
    assert about["signature"] == f"{made}: {about['command']}"


def test_a_file_of_a_study_sent_on_alone_is_enough_to_make_it_again(tmp_path: Path) -> None:
    folder = swept(tmp_path).folder
    part = folder / "runs" / "part-000000.parquet"
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "study.toml").write_text(identity_of(part)["study"], encoding="utf-8")
    again = sweep(load_study(alone / "study.toml", ["replication.pairs=6"]), alone / "out")
    assert (again.folder / "runs" / part.name).read_bytes() == part.read_bytes()


def test_other_words_and_another_command_leave_the_files_as_they_are(tmp_path: Path) -> None:
    one = sweep(study(tmp_path), tmp_path / "one", command="smbsim sweep small.toml")
    text = STUDY.replace("A small study", "Another title").replace("Does anything", "Does it")
    other = sweep(study(tmp_path, text=text), tmp_path / "two", command="smbsim sweep x.toml")
    both = [
        {name: content for name, content in data_files(item.folder).items() if name != "study.toml"}
        for item in (one, other)
    ]
    assert both[0] == both[1]


def test_a_study_too_long_for_every_file_is_named_by_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = file_identity(study(tmp_path))
    monkeypatch.setattr(identifying, "_LONGEST", 100)
    long = file_identity(study(tmp_path))
    assert dict(long) == {key: value for key, value in short.items() if key != "study"}
    other = file_identity(study(tmp_path, "market.competition=0.9", "firms.count=11"))
    assert long["study_hash"] != other["study_hash"]


def test_the_manifest_says_what_is_needed_to_repeat_it(tmp_path: Path) -> None:
    results = swept(tmp_path, command="smbsim sweep small.toml")
    manifest = json.loads((results.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["complete"] is True
    assert (manifest["pairs_done"], manifest["pairs_planned"]) == (36, 36)
    assert manifest["sessions"][0]["command"] == "smbsim sweep small.toml"
    assert results.identity.command == "smbsim sweep small.toml"
    assert {"version", "sources_hash", "libraries", "seed", "citation"} <= set(manifest)


def test_csv_is_exported_with_its_dictionary(tmp_path: Path) -> None:
    results = swept(tmp_path)
    written = results.export_csv(tmp_path / "csv")
    assert {path.name for path in written} == {
        "design.csv", "runs.csv", "series.csv", "dictionary.csv",
    }  # fmt: skip
    for path in written:
        about = json.loads(Path(f"{path}-metadata.json").read_text(encoding="utf-8"))
        assert about["url"] == path.name
        assert about["smbsim:signature"] == results.identity.signature
    runs = pd.read_csv(tmp_path / "csv" / "runs.csv")
    np.testing.assert_allclose(runs["npv"], results.runs["npv"])
