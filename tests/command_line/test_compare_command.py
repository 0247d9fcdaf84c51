from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SMALL = ("--firms", "10", "--months", "6", "--pairs", "4")
Smbsim = Callable[..., Any]


def test_without_a_scenario_the_default_market_is_compared(smbsim: Smbsim) -> None:
    result = smbsim("compare", *SMALL)
    assert result.code == 0
    assert result.out.startswith("A market of small firms\n")
    assert "aligned less misaligned, treated firms\n" in result.out
    assert "4 markets of 10 firms x 6 months in each of 2 arms, seeds from 1" in result.out
    assert "add --out DIR" in result.err


def test_in_a_pipe_nothing_is_coloured_or_framed_or_padded(smbsim: Smbsim) -> None:
    out = smbsim("compare", *SMALL).out
    assert "\x1b" not in out
    assert not set("─│━┃╭╮") & set(out)
    assert all(line == line.rstrip() for line in out.split("\n"))


def test_json_is_one_object_with_the_promised_keys_and_nothing_else(smbsim: Smbsim) -> None:
    result = smbsim("compare", *SMALL, "--json", "--seed", "5")
    content = result.json
    assert result.out == json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    assert content["arms"] == ["aligned", "misaligned"]
    assert (content["pairs"], content["seed"]) == (4, 5)
    npv = content["outcomes"]["npv"]
    assert set(npv) >= {"unit", "mean", "difference", "low", "high", "n"}
    assert set(npv["mean"]) == {"aligned", "misaligned"}
    assert content["channels"]["market"]["difference"] == pytest.approx(npv["difference"])


def test_arms_may_be_named_on_the_command_line(smbsim: Smbsim) -> None:
    content = smbsim("compare", *SMALL, "--json", "--arms", "oracle, frugal,random").json
    assert content["arms"] == ["oracle", "frugal", "random"]
    assert set(content["contrasts"]) == {"frugal", "random"}


def test_several_files_are_arms(smbsim: Smbsim) -> None:
    Path("calm.toml").write_text('extends = "default"\nmarket.turbulence = 0')
    Path("wild.toml").write_text('extends = "default"\nmarket.turbulence = 2')
    result = smbsim("compare", "calm.toml", "wild.toml", *SMALL)
    assert result.code == 0
    assert "calm less wild, treated firms\n" in result.out
    assert "The worlds of the arms differ" in result.out
    assert "market.turbulence" in result.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--arms", "aligned"), "a comparison needs at least two arms; only aligned is given"),
        (("--arms", "aligned,oracel"), 'there is no policy "oracel"; did you mean oracle?'),
        (("default", "oracle", "--arms", "a,b"), "with several scenario files each file is an arm"),
        (("default", "default"), "two scenario files have the same name"),
        (("--treated", "0"), "no firm is treated: 0 of 10 firms is none"),
        (("--set", "market.turbulence=9"), "market.turbulence is 9; allowed is 0 to 6 1/year"),
        (("--seed", "-1"), "--seed: run.seed is -1; allowed is 0 to 9007199254740992"),
        (("no.toml",), "no.toml: there is no such file"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(
    smbsim: Smbsim, arguments: tuple[str, ...], sentence: str
) -> None:
    result = smbsim("compare", *SMALL, *arguments)
    assert result.code == 2
    assert result.out == ""
    assert sentence in result.err
    assert "Traceback" not in result.err


def test_the_results_folder_is_written(smbsim: Smbsim) -> None:
    result = smbsim("compare", *SMALL, "--out", "results/first")
    assert result.code == 0, result.err
    names = {path.name for path in Path("results/first").iterdir()}
    assert names == {
        "firms.parquet", "series.parquet", "summary.json", "report.html", "manifest.json", "charts"
    }  # fmt: skip
    assert all(path.suffix == ".svg" for path in Path("results/first/charts").iterdir())
    assert "report.html" in result.err


def test_json_and_the_summary_file_say_the_same(smbsim: Smbsim) -> None:
    content = smbsim("compare", *SMALL, "--json", "--out", "results").json
    written = json.loads(Path("results/summary.json").read_text(encoding="utf-8"))
    del content["notes"]
    assert content == written


@pytest.mark.usefixtures("forbid_running")
@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_computed(
    smbsim: Smbsim, folder: str
) -> None:
    Path("file").write_text("")
    result = smbsim("compare", *SMALL, "--out", folder)
    assert result.code == 2
    assert result.err.startswith(f"smbsim: {folder} ")
    assert result.err.endswith("results need a folder\n")


def test_quiet_prints_the_answer_only(smbsim: Smbsim) -> None:
    result = smbsim("compare", *SMALL, "--quiet")
    assert result.err == ""
    assert result.out.count("\n") == 1
