from __future__ import annotations

import re

import numpy as np
import pytest

from sim.parameters import Scenario
from sim.parameters.scenario import Case, StartingSystem
from sim.scenario_files import load_scenario
from sim.simulation import advance, fork, prepare
from sim.status import IMPLEMENTING, LIVE
from sim.story import story, tell
from sim.story.teller import Teller
from sim.tables import World

PLAIN = load_scenario("default").scenario
CASE = PLAIN.model_copy(
    update={
        "case": Case(
            firm_name="Harbour Street Shop",
            headcount=12,
            wish="web_store",
            goal="growth",
            systems=[StartingSystem(category="inventory")],
        )
    }
)


@pytest.fixture(scope="module")
def market() -> tuple[World, Scenario]:
    values = ["firms.count=8", "run.months=36", "run.warmup=12"]
    scenario = load_scenario("default", values).scenario
    world = fork(prepare(scenario, 3), scenario, "misaligned", 0.5)
    advance(world, 36)
    return world, scenario


def test_month_1_is_the_first_after_the_fork_and_the_warm_up_is_said_so(world: World, note) -> None:
    for month in (-2, 0, 1):
        note("chosen", month, shortlisted=1)
    told = story(world, PLAIN, 1)
    assert [line.split(":")[0] for line in told[:3]] == [
        "month 22 of the warm-up",
        "month 24 of the warm-up",
        "month 1",
    ]


def test_sentences_stand_in_the_order_of_their_months(market: tuple[World, Scenario]) -> None:
    world, scenario = market
    told = 0
    for firm in range(len(world.firms)):
        months = []
        for line in story(world, scenario, firm)[:-1]:
            number = int(re.match(r"months? (\d+)", line)[1])
            months.append(number - 12 if "of the warm-up:" in line else number)
        assert months == sorted(months)
        told += len(months)
    assert told > 50


def test_other_firms_and_products_that_the_firm_has_not_bought_are_no_part_of_it(
    world: World, note
) -> None:
    note("chosen", 1, firm=0, product=3, shortlisted=1)
    note("product matured", 2, firm=-1, department=-1, product=3)
    note("reward jump", 3, firm=-1, department=-1, detail=0)
    told = story(world, PLAIN, 1)
    assert len(told) == 2
    assert told[0].startswith("month 3: the market shifts")


def test_a_retired_product_that_matures_is_no_longer_told(world: World, note) -> None:
    note("chosen", 1, product=3, shortlisted=1)
    note("retired", 5, product=3)
    note("product matured", 6, firm=-1, department=-1, product=3)
    assert not any("matures" in line for line in story(world, PLAIN, 1))


def test_a_teaching_case_begins_at_the_fork_under_its_own_name(world: World, note) -> None:
    note("chosen", 0, firm=0, shortlisted=1)
    note("strategy revised", 2, firm=0, department=-1, detail=0)
    told = story(world, CASE, 0)
    assert told[0] == (
        "At the start Harbour Street Shop, 12 people, has an inventory system, linked to nothing; "
        "it wants a web store; growth comes first."
    )
    assert told[1] == "month 2: Harbour Street Shop revises its strategy; growth still comes first."
    assert told[2].startswith("After 60 months, Harbour Street Shop has no systems live")
    assert len(told) == 3


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (620.4, "together they bring 1,241 EUR a month more than they cost to run."),
        (-620.4, "together they cost 1,241 EUR a month more to run than they bring."),
    ],
)
def test_the_last_sentence_sums_up_systems_use_and_value(
    value: float, words: str, world: World
) -> None:
    firm, places = world.systems[15:30], [0, 3, 6]
    firm.status[places] = LIVE, LIVE, IMPLEMENTING
    firm.usage[places] = 0.5, 0.74, 0.9
    firm.value[places] = value, value, 99.0
    world.departments.headcount[5:8] = 3, 1, 8  # more seats weigh more
    assert story(world, PLAIN, 1) == [
        "After 60 months, firm 1 has two systems live and one project under way, 56% used on "
        f"average; {words}"
    ]


def test_one_system_is_told_in_the_singular(world: World) -> None:
    world.systems.status[15] = LIVE
    world.systems.usage[15], world.systems.value[15] = 0.5, 10.0
    world.departments.headcount[5] = 4
    world.market.month[0] = world.market.fork_month[0] + 1
    assert story(world, PLAIN, 1) == [
        "After 1 month, firm 1 has one system live, 50% used; it brings 10 EUR a month more than "
        "it costs to run."
    ]


def test_a_full_record_is_admitted(world: World, note) -> None:
    for _ in range(64):
        note("chosen", 1, firm=0, shortlisted=1)
    world.market.event_count[0] += 1200
    assert "The record was full: 1,200 later events are not told." in story(world, PLAIN, 1)


@pytest.mark.parametrize("firm", [-1, 2])
def test_a_firm_that_does_not_exist_is_refused(firm: int, world: World) -> None:
    with pytest.raises(IndexError, match=f"there is no firm {firm}; the firms are 0 to 1"):
        story(world, PLAIN, firm)


def test_every_record_of_a_firm_is_told_exactly_once(market: tuple[World, Scenario]) -> None:
    world, scenario = market
    events = world.events[: world.market.event_count[0]]
    for firm in range(len(world.firms)):
        told = [row for sentence in tell(world, scenario, firm) for row in sentence.events]
        assert len(told) == len(set(told))
        assert set(np.flatnonzero(events.firm == firm)) <= set(told)


def test_amounts_in_sentences_are_those_of_their_records(market: tuple[World, Scenario]) -> None:
    world, scenario = market
    checked = 0
    for firm in range(len(world.firms)):
        for sentence in tell(world, scenario, firm):
            if not sentence.events:
                continue
            rows = world.events[list(sentence.events)]
            columns = [rows[name] for name in ("perceived", "true", "planned", "actual")]
            known = {round(abs(float(value))) for column in columns for value in column}
            known.add(round(float(rows.actual.sum())))
            for amount in re.findall(r"([\d,]+) EUR", sentence.text):
                assert int(amount.replace(",", "")) in known, sentence
                checked += 1
    assert checked > 100


def test_no_story_says_the_same_sentence_twice(market: tuple[World, Scenario]) -> None:
    world, scenario = market
    for firm in range(len(world.firms)):
        told = story(world, scenario, firm)
        assert len(told) == len(set(told))


def test_the_teller_knows_every_kind_of_event() -> None:
    from sim.events import EVENT_KINDS

    assert set(Teller(lambda language: "", 0, []).handlers) == set(range(len(EVENT_KINDS)))
