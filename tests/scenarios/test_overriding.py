from __future__ import annotations

import pytest

from sim.scenario_files import ScenarioError, load_scenario


def refusals(*overrides: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("default", overrides)
    return [str(problem) for problem in caught.value.problems]


def test_a_number_a_text_and_a_list_are_read_without_ceremony() -> None:
    scenario = load_scenario(
        "default",
        ["market.turbulence=0.5", "title=Hello, you", "comparison.arms=oracle, frugal"],
    ).scenario
    assert scenario.market.turbulence == 0.5
    assert scenario.title == "Hello, you"
    assert scenario.comparison.arms == ["oracle", "frugal"]


@pytest.mark.parametrize("text", ['["oracle", "frugal"]', '"oracle,frugal"', "oracle,frugal"])
def test_a_list_may_be_given_as_toml_or_as_words(text: str) -> None:
    scenario = load_scenario("default", [f"comparison.arms={text}"]).scenario
    assert scenario.comparison.arms == ["oracle", "frugal"]


def test_one_share_of_the_mix_can_be_set_beside_the_others() -> None:
    mix = load_scenario("default", ["mix.aligned=0.5"]).scenario.mix
    assert mix["aligned"] == 0.5
    assert mix["vendor_led"] == 0.18


def test_a_whole_mix_replaces_the_mix() -> None:
    assert load_scenario("default", ["mix={aligned=1}"]).scenario.mix == {"aligned": 1}


def test_a_table_is_merged() -> None:
    scenario = load_scenario("default", ["policies.aligned={monitoring=0.1}"]).scenario
    assert scenario.policies["aligned"].monitoring == 0.1
    assert scenario.policies["aligned"].goal_clarity == 0.8


def test_a_policy_with_an_unusual_name_can_be_set() -> None:
    scenario = load_scenario("default", ['policies."my own".monitoring=0.1']).scenario
    assert scenario.policies["my own"].monitoring == 0.1


def test_later_overrides_win() -> None:
    scenario = load_scenario("default", ["run.months=5", "run.months=6"]).scenario
    assert scenario.run.months == 6


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("market.turbulence=9", "--set: market.turbulence is 9; allowed is 0 to 6 1/year"),
        (
            "market.turbulense=1",
            "--set: market.turbulense is not a parameter; did you mean market.turbulence?",
        ),
        (
            "comparison.arms=aligned,misalined",
            '--set: comparison.arms names "misalined", which is not a policy; '
            "did you mean misaligned?",
        ),
        (
            "run.months",
            '--set: "run.months" is not of the form KEY=VALUE, such as market.turbulence=0.5',
        ),
        ("=3", '--set: "=3" is not of the form KEY=VALUE, such as market.turbulence=0.5'),
        (
            "run.months.x=1",
            "--set: run.months is a table; allowed is a whole number, 1 to 1200 months",
        ),
        ("a.b=1", "--set: a is not a parameter"),
        (
            "run.months=many",
            '--set: run.months is "many"; allowed is a whole number, 1 to 1200 months',
        ),
        ("run.months=", '--set: run.months is ""; allowed is a whole number, 1 to 1200 months'),
        (
            "title.x=1",
            "--set: title.x is not a parameter; title is not a table of parameters",
        ),
    ],
)
def test_a_wrong_override_is_answered_like_a_wrong_line(override: str, sentence: str) -> None:
    assert refusals(override) == [sentence]


def test_an_override_cannot_smuggle_in_a_second_key() -> None:
    assert refusals("run.seed=1\nrun.months=2") == [
        '--set: run.seed is "1?run.months=2"; allowed is a whole number, 0 to 9007199254740992'
    ]


def test_a_new_policy_that_looks_like_a_slip_of_the_pen_is_remarked_upon() -> None:
    loaded = load_scenario("default", ["policies.alinged.buying=0.5"])
    assert loaded.notes == (
        "--set: nobody follows policies.alinged; did you mean policies.aligned?",
    )
