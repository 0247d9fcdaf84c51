"""Coalitions of practices and of biases, on the model itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.attribution import AttributionSummary, summarise_attribution
from analysis.attribution_changes import worth_changes
from analysis.attribution_tables import player_steps, scenario_points
from analysis.attribution_wording import EACH_BY_ITSELF, attribution_answer
from analysis.charts.attribution import attribution_chart, interaction_chart, scenarios_chart
from analysis.shapley import draw_orders
from analysis.statistics import Estimate
from experiments.arms import ArmsError, policy_arms
from experiments.coalitions import run_coalitions, run_game
from experiments.command_line.attributing import _groups
from experiments.games import EACH_BIAS, STEPS, Game, bias_game, practice_game
from experiments.pairs import run_pair
from experiments.simulator import simulator
from sim.parameters import BIASES, Policy, Scenario
from sim.scenario_files import load_scenario

SMALL = ["firms.count=8", "run.months=12", "run.warmup=6"]
NEUTRAL = [
    f"biases.{people}.{bias}={1 if bias == 'loss_aversion' else 0}"
    for people in ("managers", "employees")
    for bias in BIASES
]


def small(*overrides: str, name: str = "default") -> Scenario:
    return load_scenario(name, [*SMALL, *overrides]).scenario


def everybody(game: Game) -> int:
    return (1 << len(game.players)) - 1


def means_of_arms(scenario: Scenario, *names: str, treated: float = 0.5) -> list[float]:
    result = run_pair(simulator(), policy_arms(scenario, names), 0, treated)
    return [float(np.mean(np.asarray(arm["npv"])[arm["treated"]])) for arm in result.firms]


def test_everybody_is_the_first_policy_and_nobody_the_second_to_the_last_bit() -> None:
    game = practice_game(small())
    runs = run_coalitions(simulator(), game, 0, [0, everybody(game)], 0.5)
    second, first = runs["npv"]
    assert [first, second] == means_of_arms(small(), "aligned", "misaligned")


def test_values_add_up_to_what_the_comparison_finds() -> None:
    groups = {"people": STEPS["people"], "review": STEPS["monitoring and review (step 5)"]}
    rest = tuple(
        name for name in Policy.model_fields if not any(name in group for group in groups.values())
    )
    game = practice_game(small(), groups={**groups, "rest": rest})
    runs = run_game(simulator(), game, 2, 0.5, 1)
    meanings = {player.name: player.meaning for player in game.players}
    summary = summarise_attribution(runs, meanings, "small", "practices", game.arms)
    first, second = means_of_arms(small(), "aligned", "misaligned")
    both = runs[runs["pair"] == 0].set_index("coalition")["npv"]
    assert both[7] - both[0] == first - second
    worth = sum(player.worth.difference for player in summary.players)
    assert worth == pytest.approx(summary.total.difference, abs=1e-6)
    assert summary.residual < 1e-6
    for player in summary.players:
        channels = sum(player.channels.values())
        assert channels == pytest.approx(player.worth.difference, abs=0.01)


def test_a_practice_that_does_not_differ_is_no_player() -> None:
    game = practice_game(small("policies.twin={goal_clarity=0.8}"), ["aligned", "twin"], {})
    assert "goal clarity" not in [player.name for player in game.players]
    assert "leadership" in [player.name for player in game.players]


def test_biases_of_the_treated_are_those_of_a_world_without_them() -> None:
    # Without warm-up, nobody has decided anything yet, and all firms are treated.
    game = bias_game(small("run.warmup=0"), "misaligned")
    runs = run_coalitions(simulator(), game, 0, [0, everybody(game)], 1.0)
    biased = means_of_arms(small("run.warmup=0"), "misaligned", "aligned", treated=1.0)[0]
    without = small("run.warmup=0", *NEUTRAL)
    unbiased = means_of_arms(without, "misaligned", "aligned", treated=1.0)[0]
    assert list(runs["npv"]) == [biased, unbiased]
    assert biased != unbiased


def test_biases_of_others_are_left_alone() -> None:
    game = bias_game(small(), "misaligned")
    market = simulator().prepare(game.base, 1)
    worlds: list[Any] = [
        simulator().fork(market, game.scenario(mask), "~treated", 0.5)
        for mask in (0, everybody(game))
    ]
    other = np.repeat(worlds[0].firms.treated == 0, 5)
    for bias in BIASES:
        before, after = (np.asarray(world.managers)[bias] for world in worlds)
        assert (before[other] == after[other]).all()
        assert (after[~other] == (1.0 if bias == "loss_aversion" else 0.0)).all()


def test_a_bias_that_is_neutral_already_is_worth_exactly_nothing() -> None:
    scenario = small("biases.managers.hype=0", "biases.employees.hype=0")
    game = bias_game(scenario, "misaligned", {"the rest": tuple(b for b in BIASES if b != "hype")})
    assert [player.name for player in game.players] == ["the rest", "hype"]
    runs = run_game(simulator(), game, 2, 0.5, 1)
    meanings = {player.name: player.meaning for player in game.players}
    summary = summarise_attribution(runs, meanings, "small", "biases", game.arms)
    assert summary.players[1].worth.difference == 0.0
    assert summary.players[0].worth.difference != 0.0


def attributed(scenario: Scenario, name: str) -> AttributionSummary:
    """Attribute the difference between two policies in three small markets."""
    game = practice_game(scenario)
    orders = draw_orders(len(game.players), 3, 2, 1)
    runs = run_game(simulator(), game, 3, 0.5, 1, orders)
    meanings = {player.name: player.meaning for player in game.players}
    return summarise_attribution(runs, meanings, name, "practices", game.arms, orders)


def test_changes_between_scenarios_are_taken_market_by_market_and_add_up() -> None:
    clear, complex_ = (
        attributed(small(name=f"regimes/{name}"), name) for name in ("clear", "complex")
    )
    (changes,) = worth_changes([clear, complex_])
    assert (changes.scenario, changes.base) == ("complex", "clear")
    for place, name in enumerate(changes.players):
        by_hand = complex_.worth_by_market[:, place] - clear.worth_by_market[:, place]
        assert changes.players[name].difference == pytest.approx(by_hand.mean(), rel=1e-12)
        assert changes.players[name].n == 3
    total = complex_.total.difference - clear.total.difference
    assert changes.total.difference == pytest.approx(total, abs=1e-6)
    assert sum(c.difference for c in changes.players.values()) == pytest.approx(total, abs=1e-6)


def test_a_scenario_does_not_differ_from_itself_and_other_markets_are_not_paired() -> None:
    once = attributed(small(), "once")
    (changes,) = worth_changes([once, replace(once, scenario="again")])
    assert changes.total.low == changes.total.difference == changes.total.high == 0.0
    assert worth_changes([once, attributed(small("run.seed=9"), "other luck")]) == ()
    fewer = replace(once, players=once.players[:-1])
    assert worth_changes([once, fewer]) == ()


def test_threads_and_orders_change_no_coalition() -> None:
    game = practice_game(small())
    orders = draw_orders(len(game.players), 2, 2, 1)
    one = run_game(simulator(), game, 2, 0.5, 1, orders)
    two = run_game(simulator(), game, 2, 0.5, 2, orders)
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    alone = run_coalitions(simulator(), game, 1, [int(one["coalition"].iloc[-1])], 0.5)
    assert alone["npv"].iloc[0] == one["npv"].iloc[-1]


def test_each_bias_of_managers_and_employees_can_stand_apart() -> None:
    game = bias_game(small(), "misaligned", EACH_BIAS)
    assert len(game.players) == 2 * len(BIASES)
    assert game.players[0].name == "loss aversion of managers"
    assert game.players[1].meaning == "employees: weight of giving up the known tool"


@pytest.mark.parametrize(
    ("arms", "groups", "sentence"),
    [
        (["aligned", "aligned"], None, "named more than once"),
        (["aligned"], None, "found 1"),
        (["aligned", "oracel"], None, "did you mean oracle"),
        (None, {"goals": ("goal_clarty",)}, "did you mean goal_clarity"),
        (None, {"a": ("governance",), "b": ("governance",)}, 'both in "a" and in "b"'),
    ],
)
def test_what_cannot_be_played_is_refused_in_a_sentence(
    arms: list[str] | None, groups: dict[str, tuple[str, ...]] | None, sentence: str
) -> None:
    with pytest.raises(ArmsError, match=sentence):
        practice_game(small(), arms, groups)


def test_policies_that_an_override_changes_are_not_mixed(tmp_path: Any) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        'extends = "default"\n[[overrides]]\npolicy = "aligned"\npractices = {monitoring = 0.1}\n'
    )
    with pytest.raises(ArmsError, match='override of this scenario is for the policy "aligned"'):
        practice_game(load_scenario(str(file), SMALL).scenario)


def pairs_of(*rows: tuple[str, str, float, bool]) -> pd.DataFrame:
    pairs = pd.DataFrame(rows, columns=["second", "first", "difference", "clear"])
    return pairs.assign(short="", text="")


def test_a_title_names_no_part_and_no_change_whose_interval_holds_zero() -> None:
    summary = attributed(small(), "once")
    steps = player_steps(summary).assign(clear=False)
    title = attribution_chart(steps, "practices", summary.arms, 3).to_dict()["title"]["text"]
    assert title == "What each is worth: no single part is clear of zero"
    changes = worth_changes([summary, replace(summary, scenario="again")])
    points = scenario_points([summary])
    title = scenarios_chart(points, "practices", changes).to_dict()["title"]["text"]
    count = len(summary.players)
    assert title == f"What practices are worth: 0 of {count} differ clearly between scenarios"


@pytest.mark.parametrize(
    ("clear", "title"),
    [
        ((False, False), "No two clearly need or make up for each other"),
        ((False, True), "Clear of zero: c and d make up for each other"),
        ((True, True), "Most of all, a and b need each other"),
    ],
)
def test_a_title_names_the_strongest_pair_only_if_it_is_clear(
    clear: tuple[bool, bool], title: str
) -> None:
    pairs = pairs_of(("a", "b", 9_000.0, clear[0]), ("c", "d", -500.0, clear[1]))
    chart = interaction_chart(pairs, "practices", 3).to_dict()
    assert chart["title"]["text"] == title


def test_an_answer_over_biases_speaks_of_removing_them_and_the_method_of_many_parts() -> None:
    summary = attributed(small(), "once")
    gain = replace(summary.total, difference=5.0, low=1.0, high=9.0)
    first, second, *others = summary.players
    unclear = [replace(item, worth=replace(gain, low=-1.0)) for item in others]
    players = (replace(first, worth=gain), replace(second, worth=mirrored(gain)), *unclear)
    biases = replace(summary, over="biases", players=players)
    answer = attribution_answer(biases)
    assert f"removing {first.name} " in answer
    assert f"removing {second.name} works against it" in answer
    practices = attribution_answer(replace(biases, over="practices"))
    assert "removing" not in practices
    assert "not adjusted for the number of parts" in EACH_BY_ITSELF


def mirrored(estimate: Estimate) -> Estimate:
    return replace(
        estimate, difference=-estimate.difference, low=-estimate.high, high=-estimate.low
    )


def test_a_group_given_twice_is_refused() -> None:
    with pytest.raises(ArmsError, match='"A" is given twice'):
        _groups(["A=monitoring", "A=leadership"])
