from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from experiments.studies import shipped_studies
from sim.catalogue import entries
from sim.scenario_files import load_scenario, shipped_scenarios

Smbsim = Callable[..., Any]


def test_check_without_a_name_checks_all_that_ships(smbsim: Smbsim) -> None:
    result = smbsim("check")
    assert result.code == 0
    assert result.out.count(": no problems\n") == len(shipped_scenarios()) + len(shipped_studies())


def test_check_lists_every_problem_of_every_file_and_ends_with_1(smbsim: Smbsim) -> None:
    Path("one.toml").write_text('extends = "default"\n[market]\nturbulence = 9\nx = 1')
    Path("two.toml").write_text('extends = "default"\nrun.months = 0')
    result = smbsim("check", "one.toml", "two.toml", "default")
    assert result.code == 1
    assert result.out.split("\n") == [
        "one.toml, line 3: market.turbulence is 9; allowed is 0 to 6 1/year",
        "one.toml, line 4: market.x is not a parameter",
        "two.toml, line 2: run.months is 0; allowed is 1 to 1200 months",
        "scenarios/default.toml: no problems",
        "",
    ]


def test_check_gives_each_problem_in_parts_as_json(smbsim: Smbsim) -> None:
    Path("one.toml").write_text('extends = "default"\n[market]\nturbulense = 9')
    result = smbsim("check", "one.toml", "--json")
    assert result.code == 1
    (problem,) = result.json["problems"]
    assert problem == {
        "file": "one.toml",
        "line": 3,
        "key": "market.turbulense",
        "message": "market.turbulense is not a parameter; did you mean market.turbulence?",
        "found": None,
        "allowed": None,
        "nearest": "market.turbulence",
        "text": "one.toml, line 3: market.turbulense is not a parameter; "
        "did you mean market.turbulence?",
    }


def test_checking_a_file_that_is_not_there_is_a_wrong_command_line(smbsim: Smbsim) -> None:
    result = smbsim("check", "no.toml")
    assert (result.code, result.out) == (2, "")


def test_a_policy_nobody_follows_is_noted_but_no_problem(smbsim: Smbsim) -> None:
    Path("one.toml").write_text('extends = "default"\n[policies.alinged]\nbuying = 0.5')
    result = smbsim("check", "one.toml")
    assert result.code == 0
    assert result.err == (
        "Note: one.toml, line 2: nobody follows policies.alinged; did you mean policies.aligned?\n"
    )


@pytest.mark.parametrize("base", shipped_scenarios())
def test_a_new_file_is_sound_and_changes_nothing_yet(smbsim: Smbsim, base: str) -> None:
    assert smbsim("new", "mine.toml", "--from", base).code == 0
    assert smbsim("check", "mine.toml").code == 0
    mine, original = load_scenario("mine.toml").scenario, load_scenario(base).scenario
    same = {"title": original.title}
    assert mine.model_copy(update=same) == original


def test_every_suggestion_in_a_new_file_can_be_taken_up(smbsim: Smbsim) -> None:
    assert smbsim("new", "mine.toml").code == 0
    lines = Path("mine.toml").read_text(encoding="utf-8").split("\n")
    taken = [
        line.removeprefix("# ") if "=" in line or line.startswith("# [") else line
        for line in lines
        if not line.startswith("# A line")
    ]
    Path("taken.toml").write_text("\n".join(taken), encoding="utf-8")
    result = smbsim("check", "taken.toml")
    assert result.code == 0, result.out
    assert load_scenario("taken.toml").scenario.mix == {"misaligned": 0.7, "aligned": 0.3}


def test_a_new_file_replaces_another_only_when_told(smbsim: Smbsim) -> None:
    Path("mine.toml").write_text("precious")
    result = smbsim("new", "mine.toml")
    assert (result.code, result.err) == (2, "smbsim: mine.toml exists; --force replaces it\n")
    assert Path("mine.toml").read_text() == "precious"
    assert smbsim("new", "mine.toml", "--force").code == 0
    assert Path("mine.toml").read_text() != "precious"


def test_new_says_which_scenario_was_probably_meant(smbsim: Smbsim) -> None:
    result = smbsim("new", "mine.toml", "--from", "oracel")
    assert result.code == 2
    assert result.err == '--from: no scenario named "oracel" ships; did you mean oracle?\n'
    assert not Path("mine.toml").exists()


def test_params_lists_every_parameter_on_a_line_of_its_own(smbsim: Smbsim) -> None:
    lines = smbsim("params").out.strip().split("\n")
    assert len(lines) == 1 + len(entries())
    assert [line.split()[0] for line in lines[1:]] == [entry.name for entry in entries()]


def test_params_are_filtered_by_all_words(smbsim: Smbsim) -> None:
    names = [
        item["name"] for item in smbsim("params", "hype", "managers", "--json").json["parameters"]
    ]
    assert names == ["biases.managers.hype"]


def test_params_as_json_carry_range_unit_source_and_neutral_value(smbsim: Smbsim) -> None:
    (item,) = smbsim("params", "managers.loss_aversion", "--json").json["parameters"]
    assert (item["default"], item["low"], item["high"], item["neutral"]) == (1.955, 1, 5, 1)
    assert item["source"].startswith("Brown, Imai, Vieider & Camerer 2024")


def test_a_filter_that_nothing_matches_is_said(smbsim: Smbsim) -> None:
    result = smbsim("params", "zzz")
    assert (result.code, result.out) == (2, "")
    assert "No parameter has zzz in its name" in result.err


def test_the_schema_is_printed_or_written(smbsim: Smbsim) -> None:
    printed = smbsim("schema").out
    Draft202012Validator.check_schema(json.loads(printed))
    assert smbsim("schema", "--out", "schema.json").out == ""
    assert Path("schema.json").read_text(encoding="utf-8") == printed


HOSTILE = """extends = "default"
title = "\\u001b[31mred [bold]\\u202e"
[policies."\\u001b[2J"]
monitoring = 0.5
[comparison]
arms = ["\\u001b[2J", "aligned"]
"""


@pytest.mark.parametrize("command", ["check", "run", "compare"])
def test_no_name_from_a_file_can_steer_the_terminal(smbsim: Smbsim, command: str) -> None:
    Path("hostile.toml").write_text(HOSTILE)
    sizes = () if command == "check" else ("--firms", "5", "--months", "6")
    pairs = ("--pairs", "2") if command == "compare" else ()
    result = smbsim(command, "hostile.toml", *sizes, *pairs)
    assert result.code == 0
    assert command == "check" or "[31mred [bold]" in result.out + result.err
    for sign in ("\u001b", "\u202e"):
        assert sign not in result.out + result.err


def test_a_refusal_shows_no_sign_that_steers_the_terminal(smbsim: Smbsim) -> None:
    Path("hostile.toml").write_text(HOSTILE)
    result = smbsim("compare", "hostile.toml", "--arms", "\u001b[2J,nobody")
    assert result.code == 2
    assert "\u001b" not in result.err
