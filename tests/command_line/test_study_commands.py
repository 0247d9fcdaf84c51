from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

Smbsim = Callable[..., Any]

STUDY = """\
title = "A small study"
arms = ["aligned", "misaligned"]
[set]
firms.count = 10
run.months = 3
[design]
kind = "factorial"
[factors]
market.turbulence = [0, 1]
[replication]
pairs = 4
"""


@pytest.fixture(autouse=True)
def file() -> None:
    Path("mine.toml").write_text(STUDY)


def test_a_plan_says_what_a_study_takes(smbsim: Smbsim) -> None:
    result = smbsim("plan", "mine.toml", "--workers", "2", "--pairs", "8")
    assert result.code == 0
    for words in ("cells             2\n", "runs of a market  32\n", "on 2 workers", "disk"):
        assert words in result.out
    assert result.err.endswith("Run it with: smbsim sweep mine.toml --pairs 8\n")
    assert not Path("results").exists()


def test_a_plan_without_a_probe_runs_nothing(
    smbsim: Smbsim, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise AssertionError("a market was run")

    monkeypatch.setattr("experiments.sweeping.blocks.simulator", refuse)
    content = smbsim("plan", "mine.toml", "--no-probe", "--json").json
    assert (content["cells"], content["runs_high"], content["seconds_high"]) == (2, 16, None)


def test_a_sweep_prints_each_cell_with_its_interval(smbsim: Smbsim) -> None:
    result = smbsim("sweep", "mine.toml")
    assert result.code == 0
    assert "aligned less misaligned, treated firms: npv [EUR]" in result.out
    assert len([line for line in result.out.split("\n") if " to " in line]) == 2
    assert result.err == "Written: results/mine (8 pairs)\n"
    assert smbsim("sweep", "mine.toml").out == result.out


def test_a_quiet_sweep_prints_the_answer_in_a_sentence(smbsim: Smbsim) -> None:
    result = smbsim("sweep", "mine.toml", "-q")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("3 months after the fork, aligned is clearly ahead of misaligned")
    assert result.out.count("\n") == 1


def test_one_cell_is_told_in_the_singular(smbsim: Smbsim) -> None:
    cell = "[[design.cells]]\nmarket.turbulence = 1\n[replication]\npairs = 1\n"
    Path("mine.toml").write_text(STUDY.partition("[design]")[0] + cell)
    assert "list of 1 factor\n" in smbsim("plan", "mine.toml", "--no-probe").out
    assert smbsim("sweep", "mine.toml").err.endswith("(1 pair)\n")
    assert "of 1 cell, clearly" in smbsim("report", "results/mine", "--format", "md").out
    assert "1 cells" not in Path("results/mine/report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--threads", "2", "--processes", "2"), "the work is done by threads or by processes"),
        (
            ("--set", "firms.count=9", "--set", "firms . count=8"),
            "firms . count is set twice, by firms.count=9 and firms . count=8; give it one value",
        ),
        (("--set", "market.turbulence=5"), "market.turbulence would change nothing, since the"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    options: tuple[str, ...], sentence: str, smbsim: Smbsim
) -> None:
    result = smbsim("sweep", "mine.toml", *options)
    assert (result.code, result.out) == (2, "")
    assert sentence in " ".join(result.err.replace("│", " ").split())
    assert not Path("results").exists()


def test_a_sweep_as_json_is_one_object(smbsim: Smbsim) -> None:
    result = smbsim("sweep", "mine.toml", "--out", "here", "--json")
    content = json.loads(result.out)
    assert content["complete"] is True
    assert [row["cell"] for row in content["summary"]] == [0, 1]
    assert set(content["summary"][0]) >= {"market.turbulence", "difference", "low", "high"}


def test_a_wrong_study_is_refused_before_anything_is_written(smbsim: Smbsim) -> None:
    Path("mine.toml").write_text(STUDY.replace("turbulence", "turbulance"))
    result = smbsim("sweep", "mine.toml")
    assert (result.code, result.out) == (2, "")
    assert "mine.toml, line 9: market.turbulance is not a parameter; did you mean" in result.err
    assert not Path("results").exists()


def test_no_resume_refuses_a_folder_with_results(smbsim: Smbsim) -> None:
    smbsim("sweep", "mine.toml")
    result = smbsim("sweep", "mine.toml", "--no-resume")
    assert result.code == 2
    assert "results/mine holds results already" in result.err


def test_check_knows_studies(smbsim: Smbsim) -> None:
    Path("bad.toml").write_text(STUDY.replace("pairs = 4", "pairs = 0"))
    result = smbsim("check", "mine.toml", "bad.toml")
    assert result.code == 1
    assert result.out.split("\n") == [
        "bad.toml, line 11: replication.pairs is 0; allowed is a whole number, 1 to 1000000",
        "mine.toml: no problems",
        "",
    ]


@pytest.mark.parametrize("what", ["0", "1/2", "1/2/misaligned"])
def test_reproduce_says_that_the_bits_agree(smbsim: Smbsim, what: str) -> None:
    smbsim("sweep", "mine.toml")
    result = smbsim("reproduce", f"results/mine#{what}")
    assert result.code == 0
    assert "the same bits" in result.out


def test_reproduce_says_which_bits_differ(smbsim: Smbsim, monkeypatch: pytest.MonkeyPatch) -> None:
    from experiments.sweeping import StudyResults

    smbsim("sweep", "mine.toml")
    stored = StudyResults._table

    def touched(self: StudyResults, kind: str, columns: list[str]) -> pd.DataFrame:
        table = stored(self, kind, columns)
        return table.assign(npv=table["npv"] * (1 + 2e-16)) if "npv" in table else table

    monkeypatch.setattr(StudyResults, "_table", touched)
    result = smbsim("reproduce", "results/mine#0/1/aligned")
    assert result.code == 1
    place = "npv at cell 0, pair 1, arm aligned, group "
    assert f"cell 0, pair 1, arm aligned: not the same bits; {place}" in result.out
    assert "np." not in result.out


def test_another_version_whose_bits_agree_is_not_asked_to_be_installed(
    smbsim: Smbsim, monkeypatch: pytest.MonkeyPatch
) -> None:
    smbsim("sweep", "mine.toml")
    monkeypatch.setattr("experiments.reproducing.PACKAGE_VERSION", "9.9")
    result = smbsim("reproduce", "results/mine#0/1/aligned")
    assert result.code == 0
    assert "the bits are the same all the same" in result.err
    assert "install" not in result.err


@pytest.mark.parametrize(
    ("identifier", "sentence"),
    [
        ("results/mine", "does not say what to run again"),
        ("results/mine#9", 'there is no cell "9"; they are 0 to 1'),
        ("results/mine#0/7", 'there is no pair "7"; they are 0 to 3'),
        ("results/mine#0/1/oracle", 'there is no arm "oracle"'),
        ("nowhere#0", "nowhere does not hold results"),
    ],
)
def test_what_cannot_be_reproduced_is_said_in_a_sentence(
    smbsim: Smbsim, identifier: str, sentence: str
) -> None:
    smbsim("sweep", "mine.toml")
    result = smbsim("reproduce", identifier)
    assert (result.code, result.out) == (2, "")
    assert sentence in result.err


def test_reproduce_runs_a_pair_of_a_comparison_again(smbsim: Smbsim) -> None:
    smbsim("compare", "--firms", "10", "--months", "3", "--pairs", "3", "--out", "done")
    result = smbsim("reproduce", "done#2")
    assert result.code == 0
    assert "pair 2: the same bits" in result.out


def test_reproduce_draws_a_figure_again_and_tells_when_it_is_another(smbsim: Smbsim) -> None:
    smbsim("compare", "--firms", "10", "--months", "3", "--pairs", "3", "--out", "done")
    figure = sorted(Path("done/charts").glob("*.svg"))[0]
    identifier = f"done#charts/{figure.name}"
    result = smbsim("reproduce", identifier)
    assert result.code == 0
    assert f"charts/{figure.name}: the same bits" in result.out
    figure.write_text(figure.read_text().replace("</svg>", "<g/></svg>"))
    result = smbsim("reproduce", identifier)
    assert result.code == 1
    assert f"{figure.name} is drawn otherwise now" in result.out


def test_the_doctor_finds_this_machine_well(smbsim: Smbsim) -> None:
    result = smbsim("doctor", "--json")
    findings = {item["topic"]: item for item in result.json["findings"]}
    assert findings["Python"]["well"]
    assert findings["libraries"]["found"] == "all there, new enough"


def test_the_doctor_names_the_remedy(smbsim: Smbsim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.health._LEAST_MEMORY", 1e9)
    monkeypatch.setattr("experiments.health.metadata.requires", lambda name: ["numpy>=99"])
    result = smbsim("doctor")
    assert result.code == 1
    assert "amiss  free memory" in result.out
    assert "or use fewer --threads." in result.out
    assert "(needs 99 or newer). Run: pip install --upgrade smbsim" in result.out
