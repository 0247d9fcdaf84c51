from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario_files import LoadedScenario, ScenarioError, load_scenario

Write = Callable[..., Path]


def refusal(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    (problem,) = caught.value.problems
    return str(problem)


def test_later_values_win_and_tables_are_merged_key_by_key(write: Write) -> None:
    write('extends = "default"\n[market]\nturbulence = 1.0\ncompetition = 0.1', "base.toml")
    loaded = load_scenario(write('extends = "base.toml"\n[market]\nturbulence = 2.0'))
    assert loaded.scenario.market.turbulence == 2.0
    assert loaded.scenario.market.competition == 0.1


def test_a_partly_specified_policy_keeps_its_other_practices(write: Write) -> None:
    loaded = load_scenario(write('extends = "default"\n[policies.aligned]\nmonitoring = 0.25'))
    assert loaded.scenario.policies["aligned"].monitoring == 0.25
    assert loaded.scenario.policies["aligned"].goal_clarity == 0.8


def test_a_new_policy_starts_from_the_defaults(write: Write) -> None:
    loaded = load_scenario(write('extends = "default"\n[policies.own]\nmonitoring = 0.25'))
    assert loaded.scenario.policies["own"].goal_clarity == 0
    assert loaded.scenario.policies["own"].buying == 1


def test_a_mix_and_a_list_are_replaced_as_a_whole(write: Write) -> None:
    text = 'extends = "default"\ncomparison.arms = ["frugal", "oracle"]\n[mix]\nfrugal = 2'
    scenario = load_scenario(write(text)).scenario
    assert scenario.mix == {"frugal": 2}
    assert scenario.comparison.arms == ["frugal", "oracle"]


def test_several_files_are_extended_from_left_to_right(write: Write) -> None:
    write('extends = "default"\nmarket.turbulence = 1.0\nrun.months = 24', "one.toml")
    write('extends = "default"\nmarket.turbulence = 2.0', "two.toml")
    scenario = load_scenario(write('extends = ["one.toml", "two.toml"]')).scenario
    assert (scenario.market.turbulence, scenario.run.months) == (2.0, 24)


def test_a_file_reached_on_two_ways_counts_once(write: Write) -> None:
    loaded = load_scenario(write('extends = ["oracle", "regimes/complex"]'))
    assert loaded.scenario.mix == {"oracle": 1.0}
    assert loaded.scenario.market.interaction_strength == 0.7


def test_a_circle_is_refused(write: Write) -> None:
    write('extends = "mine.toml"', "other.toml")
    assert refusal(write('extends = "other.toml"')) == (
        "other.toml, line 1: extends runs in a circle: mine.toml extends other.toml extends "
        "mine.toml"
    )


def test_a_file_that_extends_itself_is_refused(write: Write) -> None:
    assert "extends runs in a circle" in refusal(write('extends = "mine.toml"'))


def test_a_chain_that_is_too_deep_is_refused(write: Write) -> None:
    for number in range(20):
        write(f'extends = "f{number + 1}.toml"', f"f{number}.toml")
    assert refusal(Path("f0.toml")) == "f15.toml, line 1: extends is more than 16 files deep"


@pytest.mark.parametrize("name", ["../outside.toml", "below/../../outside.toml"])
def test_a_path_out_of_the_folder_is_refused(write: Write, name: str) -> None:
    write('extends = "default"', "outside.toml")
    path = write(f'extends = "{name}"', "inner/mine.toml")
    assert refusal(path) == (
        f'inner/mine.toml, line 1: extends: "{name}" leads out of this file\'s folder; '
        "only files in it can be extended"
    )


def test_an_absolute_path_out_of_the_folder_is_refused(write: Write) -> None:
    assert "leads out of this file's folder" in refusal(write('extends = "/etc/hosts.toml"'))


def test_a_link_out_of_the_folder_is_refused(write: Write) -> None:
    outside = write('extends = "default"', "outside.toml")
    path = write('extends = "link.toml"', "inner/mine.toml")
    os.symlink(outside, path.parent / "link.toml")
    assert "leads out of this file's folder" in refusal(path)


def test_a_file_in_a_folder_below_can_be_extended(write: Write) -> None:
    write('extends = "default"\nrun.months = 7', "below/base.toml")
    assert load_scenario(write('extends = "below/base.toml"')).scenario.run.months == 7


def test_a_missing_file_is_named(write: Write) -> None:
    assert refusal(write('extends = "no.toml"')) == (
        'mine.toml, line 1: extends: there is no file "no.toml" in this file\'s folder'
    )


def test_a_file_beside_that_lacks_its_ending_is_suggested(write: Write) -> None:
    write('extends = "default"', "base.toml")
    assert refusal(write('extends = "base"')) == (
        'mine.toml, line 1: extends: no scenario named "base" ships; did you mean "base.toml"?'
    )


def test_each_value_knows_its_file_and_line(write: Write) -> None:
    write('extends = "default"\n[market]\nturbulence = 1.0\ncompetition = 0.1', "base.toml")
    path = write('extends = "base.toml"\n\nmarket.turbulence = 2.0')
    loaded: LoadedScenario = load_scenario(path, ["run.months=5"])
    assert loaded.origins["market.turbulence"] == ("mine.toml", 3)
    assert loaded.origins["market.competition"] == ("base.toml", 4)
    assert loaded.origins["run.months"] == ("--set", None)
    assert loaded.origins["comparison.arms"][0] == "scenarios/default.toml"
    assert loaded.resolved["market"] == {"turbulence": 2.0, "competition": 0.1}
    assert loaded.source == "mine.toml"
    assert loaded.name == "mine"
