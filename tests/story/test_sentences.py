from __future__ import annotations

import pytest

from sim.events import EVENT_KINDS
from sim.scenario_files import load_scenario
from sim.story import story, tell
from sim.tables import World

PLAIN = load_scenario("default").scenario

ONE_OF_EACH = {
    "reward jump": (
        {"firm": -1, "department": -1, "product": -1, "detail": 1},
        "the market shifts; customers now reward retention most",
    ),
    "product matured": (
        {"firm": -1, "department": -1},
        "Abrindo CRM, which Sales has bought, matures",
    ),
    "product disappointed": (
        {"firm": -1, "department": -1},
        "Abrindo CRM, which Sales has bought, disappoints",
    ),
    "strategy revised": (
        {"department": -1, "detail": 2},
        "firm 1 revises its strategy; efficiency now comes first",
    ),
    "search began": ({}, "Sales starts to look for a new system and has not decided yet"),
    "nothing chosen": ({}, "Sales looks for a new system and buys nothing"),
    "chosen": (
        {"shortlisted": 6, "better": 2, "detail": 3, "perceived": 2100.4, "true": 639.6},
        "Sales buys Abrindo CRM; two of the six on the shortlist would truly have brought more; "
        "its pitch was the loudest cue; its benefit was put at 2,100 EUR a month, in truth 640 EUR",
    ),
    "pilot stopped": (
        {"perceived": 300, "true": 500},
        "Sales stops the pilot of Abrindo CRM; its benefit was put at 300 EUR a month, in truth "
        "500 EUR",
    ),
    "trouble": (
        {"actual": 2.34},
        "the Abrindo CRM project of Sales runs into trouble: 2.3 more months of work",
    ),
    "over budget": (
        {"planned": 5000, "actual": 5600},
        "the Abrindo CRM project of Sales is over budget: 5,600 EUR spent, 5,000 EUR planned",
    ),
    "went live": (
        {"planned": 5000, "actual": 9800},
        "Abrindo CRM goes live in Sales; it cost 9,800 EUR against 5,000 EUR planned",
    ),
    "abandoned": (
        {"perceived": 100, "true": 700, "actual": 4200},
        "Sales abandons the project of Abrindo CRM, with 4,200 EUR spent on it; its benefit was "
        "put at 100 EUR a month, in truth 700 EUR",
    ),
    "escalated": (
        {"perceived": 900, "true": 200, "planned": 640},
        "Sales keeps Abrindo CRM, which truly brings 200 EUR a month and costs 640 EUR; it is "
        "believed to bring 900 EUR",
    ),
    "fixed": (
        {"detail": 1, "actual": 1250},
        "Sales improves its processes for Abrindo CRM, for 1,250 EUR",
    ),
    "retired": (
        {"perceived": 50, "true": 40, "actual": 9800},
        "Sales retires Abrindo CRM, with 9,800 EUR spent on it; its benefit was put at 50 EUR a "
        "month, in truth 40 EUR",
    ),
    "judged a loss": (
        {"perceived": 900, "true": -240},
        "after a year, Abrindo CRM in Sales truly costs 240 EUR a month more than it brings; it is "
        "believed to bring 900 EUR before its cost",
    ),
}


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_each_kind_of_event_yields_a_sentence_with_the_numbers_of_its_record(
    kind: str, world: World, note
) -> None:
    columns, expected = ONE_OF_EACH[kind]
    if kind.startswith("product "):
        note("chosen", 29, shortlisted=1)
    row = note(kind, 31, **columns)
    (sentence,) = [item for item in tell(world, PLAIN, 1) if row in item.events]
    assert sentence.text.startswith(f"month 31: {expected}")
    assert sentence.text.endswith(".")


@pytest.mark.parametrize(
    ("shortlisted", "better", "words"),
    [
        (1, 0, "it was alone on the shortlist"),
        (2, 0, "of the two on the shortlist it would truly bring most"),
        (2, 1, "the other one on the shortlist would truly have brought more"),
        (6, 1, "one of the six on the shortlist would truly have brought more"),
        (6, 5, "all five others on the shortlist would truly have brought more"),
    ],
)
def test_the_rank_on_the_shortlist_is_told_as_recorded(
    shortlisted: int, better: int, words: str, world: World, note
) -> None:
    note("chosen", 1, shortlisted=shortlisted, better=better)
    assert f"; {words};" in story(world, PLAIN, 1)[0]


@pytest.mark.parametrize("detail", range(4))
def test_the_loudest_cue_is_told_as_recorded(detail: int, world: World, note) -> None:
    note("chosen", 1, shortlisted=3, detail=detail)
    word = ("fit", "features", "popularity", "pitch")[detail]
    told = story(world, PLAIN, 1)[0]
    assert word in told
    assert sum(cue in told for cue in ("fit c", "features", "popularity", "pitch")) == 1


def test_a_choice_tells_how_long_the_search_took(world: World, note) -> None:
    rows = note("search began", 3), note("chosen", 6, shortlisted=2)
    first = tell(world, PLAIN, 1)[0]
    assert first.text.startswith("month 6: Sales buys Abrindo CRM after three months of looking;")
    assert first.events == rows


def test_going_live_tells_the_troubles_and_when_the_budget_was_passed(world: World, note) -> None:
    note("chosen", 1, shortlisted=1)
    rows = [note("trouble", 3, actual=1.5), note("trouble", 5, actual=1.04)]
    rows += [note("over budget", 6, planned=5000, actual=5600)]
    rows += [note("went live", 9, planned=5000, actual=9800)]
    told = tell(world, PLAIN, 1)
    assert told[1].text == (
        "month 9: Abrindo CRM goes live in Sales eight months after the decision; it cost 9,800 "
        "EUR against 5,000 EUR planned (over budget since month 6); trouble came twice and added "
        "2.5 months of work."
    )
    assert told[1].events == tuple(rows)
    assert len(told) == 3


def test_going_live_tells_whose_systems_nothing_links(world: World, note) -> None:
    note("went live", 9, planned=1, actual=1, detail=0b10010)
    told = story(world, PLAIN, 1)[0]
    assert told.endswith(
        "Nothing links it to the systems of Operations or Product Development: data is typed twice."
    )


def test_a_project_that_never_goes_live_keeps_its_troubles_in_the_story(world: World, note) -> None:
    note("chosen", 1, shortlisted=1)
    note("trouble", 3, actual=1.5)
    note("over budget", 6, planned=5000, actual=5600)
    note("abandoned", 7, perceived=1, true=2, actual=5700)
    told = story(world, PLAIN, 1)
    assert [line.split(":")[0] for line in told[:-1]] == [
        "month 1",
        "month 3",
        "month 6",
        "month 7",
    ]


def test_like_repairs_are_one_sentence_with_their_sum(world: World, note) -> None:
    rows = [note("fixed", month, detail=0, actual=400.4) for month in (4, 8, 12)]
    other = note("fixed", 13, detail=2, actual=0)
    told = tell(world, PLAIN, 1)
    assert told[0].text == (
        "months 4 to 12: Sales trains its people on Abrindo CRM three times, for 1,201 EUR in all."
    )
    assert told[0].events == tuple(rows)
    assert told[1].text == "month 13: Sales links Abrindo CRM to other systems, at no cost."
    assert told[1].events == (other,)


def test_like_searches_in_vain_are_one_sentence(world: World, note) -> None:
    rows = [note("search began", 2), note("nothing chosen", 3, slot=0)]
    rows += [note("nothing chosen", 8, slot=1)]
    note("chosen", 9, slot=2, shortlisted=1)
    told = tell(world, PLAIN, 1)
    assert told[0].text == "months 3 to 8: Sales looks for a new system twice and buys nothing."
    assert told[0].events == tuple(rows)


def test_a_project_continued_against_the_truth_tells_what_is_left_to_spend(
    world: World, note
) -> None:
    for month in (5, 15):
        note("escalated", month, perceived=900, true=200, planned=640, actual=5000)
    told = story(world, PLAIN, 1)
    assert told[0] == (
        "month 5: Sales goes on with the Abrindo CRM project: 5,000 EUR are left to spend on what "
        "will truly bring 200 EUR a month and cost 640 EUR; it is believed to bring 900 EUR."
    )
    assert told[1].startswith("month 15: Sales still goes on")


def test_retiring_tells_how_long_the_system_was_in_use(world: World, note) -> None:
    note("chosen", 1, shortlisted=1)
    note("went live", 5, planned=1, actual=1)
    note("retired", 27, actual=10, perceived=1, true=0)
    assert "retires Abrindo CRM after 22 months in use" in story(world, PLAIN, 1)[2]


def test_a_goal_that_stays_first_is_not_called_new(world: World, note) -> None:
    for month in (3, 9):
        note("reward jump", month, firm=-1, department=-1, detail=0)
        note("strategy revised", month, department=-1, detail=0)
    told = story(world, PLAIN, 1)
    assert told[2] == "month 9: the market shifts; customers still reward growth most."
    assert told[3] == "month 9: firm 1 revises its strategy; growth still comes first."
