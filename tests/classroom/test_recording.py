"""A recording is what the model did: the same luck for both, and changes only from their month."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

from experiments.classroom.futures import futures
from experiments.classroom.recording import record
from experiments.classroom.settings import Setting, SettingError, read_setting
from sim.story import LANGUAGES

CHANGE = {"month": 20, "arm": 1, "key": "practices.monitoring", "value": 0.9}


def with_changes(*changes: dict[str, Any]) -> Setting:
    return read_setting({"case": "shop", "seed": 7, "changes": list(changes)})


def test_the_same_setting_gives_the_same_recording(
    shop: Setting, shop_recording: dict[str, Any]
) -> None:
    assert record(shop) == shop_recording


def test_a_recording_ends_where_the_model_ends(
    shop: Setting, shop_recording: dict[str, Any]
) -> None:
    from sim.simulation import advance, firm_outcomes, fork, prepare

    scenario = shop.base()
    prepared = prepare(scenario, 7)
    for place, policy in enumerate(("aligned", "misaligned")):
        world = fork(prepared, scenario, policy, scenario.comparison.treated)
        advance(world, scenario.run.months)
        series = shop_recording["arms"][place]["firms"][0]["series"]
        assert series["npv"][-1] == round(float(firm_outcomes(world)["npv"][0]))
        spent = sum(series[fate][-1] for fate in
                    ("used", "unused_seats", "stopped", "practices", "friction"))  # fmt: skip
        assert spent == pytest.approx(float(world.measures.technology_spend[0]), abs=5)


def test_twins_are_one_firm_at_the_start(shop_recording: dict[str, Any]) -> None:
    first, second = (arm["firms"][0] for arm in shop_recording["arms"])
    starts = [{name: values[0] for name, values in firm["series"].items()}
              for firm in (first, second)]  # fmt: skip
    assert starts[0] == starts[1]
    assert first["series"]["npv"] != second["series"]["npv"]


def test_each_repair_stands_in_its_own_month(shop_recording: dict[str, Any]) -> None:
    repairs = [
        event
        for arm in shop_recording["arms"]
        for event in arm["firms"][0]["events"]
        if event["kind"] == "fixed"
    ]
    assert len(repairs) > 10
    for event in repairs:
        assert "times" not in event["text"]["en"]
        paid = f"for {round(event['facts']['actual']):,} EUR."
        assert event["text"]["en"].endswith(paid if event["facts"]["actual"] else "at no cost.")


def test_the_month_of_the_parting_has_no_profit_yet(shop_recording: dict[str, Any]) -> None:
    profit = shop_recording["arms"][0]["firms"][0]["series"]["profit"]
    assert profit[0] is None
    assert None not in profit[1:]


def test_what_the_shop_begins_with_is_in_use(shop_recording: dict[str, Any]) -> None:
    for arm in shop_recording["arms"]:
        assert arm["firms"][0]["series"]["usage"][0] == pytest.approx(0.9)


def test_people_have_a_use_only_where_there_is_a_system(shop_recording: dict[str, Any]) -> None:
    firm = shop_recording["arms"][0]["firms"][0]
    months, people = shop_recording["months"] + 1, shop_recording["firms"][0]["headcount"]
    use = np.frombuffer(base64.b64decode(firm["people"]["use"]), np.uint8).reshape(months, people)
    status = np.frombuffer(base64.b64decode(firm["systems"]["status"]), np.uint8)
    live = (status.reshape(months, 5, 3) == 5).any(2)
    sizes = [item["people"] for item in shop_recording["firms"][0]["departments"]]
    there = np.repeat(live, sizes, axis=1)
    assert ((use != 255) == there).all()


def test_a_change_acts_from_its_month_on_and_in_its_arm_alone(
    shop_recording: dict[str, Any],
) -> None:
    changed = record(with_changes(CHANGE))
    assert changed["arms"][0] == shop_recording["arms"][0]
    before, after = (item["arms"][1]["firms"][0] for item in (shop_recording, changed))
    for name, values in before["series"].items():
        assert after["series"][name][:21] == values[:21]
    assert after["series"]["npv"][21:] != before["series"]["npv"][21:]


@pytest.mark.parametrize(
    "change",
    [
        {"key": "policy", "value": "misaligned"},
        {"key": "practices.monitoring", "value": 0.1},
        {"key": "managers.sunk_cost", "value": 0.35},
        {"key": "employees.hype", "value": 0.25},
    ],
)
def test_a_change_to_what_holds_already_changes_nothing(
    shop_recording: dict[str, Any], change: dict[str, Any]
) -> None:
    again = record(with_changes({"month": 20, "arm": 1, **change}))
    assert again["arms"] == shop_recording["arms"]


@pytest.mark.parametrize("key", ["managers.loss_aversion", "employees.status_quo"])
def test_a_bias_changed_at_the_start_acts(shop_recording: dict[str, Any], key: str) -> None:
    arms = [{"policy": "aligned"}, {"policy": "misaligned", "values": {key: 1.0}}]
    changed = record(read_setting({"case": "shop", "seed": 7, "arms": arms}))
    assert changed["arms"][0] == shop_recording["arms"][0]
    assert changed["arms"][1] != shop_recording["arms"][1]


def test_every_event_says_when_and_numbers_come_from_its_record(
    shop_recording: dict[str, Any],
) -> None:
    for arm in shop_recording["arms"]:
        events = arm["firms"][0]["events"]
        assert [event["month"] for event in events] == sorted(event["month"] for event in events)
        chosen = [event for event in events if event["kind"] == "chosen"]
        assert chosen
        for event in chosen:
            believed = f"{round(event['facts']['perceived']):,}"
            assert believed in event["text"]["en"]
            assert believed.replace(",", ".") in event["text"]["de"]


def test_firms_and_events_are_told_in_every_language(shop_recording: dict[str, Any]) -> None:
    market = record(Setting())
    for firm in market["firms"]:
        assert firm["name"] == {"en": f"Firm {firm['row']}", "de": f"Firma {firm['row']}"}
    for recording in (market, shop_recording):
        events = [event for arm in recording["arms"] for event in arm["firms"][0]["events"]]
        for event in events:
            assert set(event["text"]) == set(LANGUAGES)
            assert not any(text.startswith(("Month", "Monat")) for text in event["text"].values())


def test_futures_are_those_of_the_next_seeds_whatever_the_threads(shop: Setting) -> None:
    one = [world for batch in futures(shop, 12, threads=1) for world in batch["worlds"]]
    two = [world for batch in futures(shop, 12, threads=2) for world in batch["worlds"]]
    assert one == two
    assert [world["seed"] for world in one] == list(range(8, 20))
    following = record(read_setting({"case": "shop", "seed": 8}))
    assert one[0]["arms"][0]["npv"] == following["arms"][0]["firms"][0]["series"]["npv"][-1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"case": "shp"}, "did you mean shop"),
        ({"regime": "complx"}, "did you mean complex"),
        ({"arms": [{"policy": "alined"}, {"policy": "misaligned"}]}, "did you mean aligned"),
        ({"changes": [{**CHANGE, "key": "practices.monitorng"}]}, "practices.monitoring"),
        ({"changes": [{**CHANGE, "value": 3}]}, "allowed is 0 to 1"),
        ({"changes": [{**CHANGE, "month": 500}]}, "after the end"),
        ({"seed": "x"}, "seed"),
        ({"sed": 1}, "sed"),
        ([], "setting"),
    ],
)
def test_what_cannot_be_run_is_explained(content: Any, words: str) -> None:
    with pytest.raises(SettingError, match=words):
        read_setting(content)


def test_a_regime_moves_the_market_and_keeps_the_story() -> None:
    from sim.scenario_files import load_scenario

    calm, moved = Setting(case="shop").base(), Setting(case="shop", regime="complex").base()
    wanted = load_scenario("regimes/complex").scenario
    assert moved.market == wanted.market
    assert moved.decisions == wanted.decisions
    assert moved.case == calm.case
    assert moved.title == calm.title
