"""What tells two scenarios apart, on the model itself."""

from __future__ import annotations

from experiments.scenario_differences import input_changes, output_changes
from sim.parameters import Scenario
from sim.scenario_files import load_scenario

SMALL = ["firms.count=6", "run.months=6", "run.warmup=6", "comparison.treated=0.5"]


def small(*overrides: str) -> Scenario:
    return load_scenario("default", [*SMALL, *overrides]).scenario


def test_inputs_differ_by_resolved_value_with_unit_and_meaning() -> None:
    changed = small("market.turbulence=1.5", "policies.aligned.monitoring=0.3", "title=Other")
    first, second = input_changes(small(), changed)
    assert (first.name, first.second, first.unit) == ("market.turbulence", 1.5, "1/year")
    assert first.first == small().market.turbulence
    assert "jump" in first.meaning
    assert second.name == "policies.aligned.monitoring"
    assert second.meaning == "KPIs measured and reviews held"


def test_a_value_that_is_only_in_one_has_none_in_the_other() -> None:
    names = {
        item.name: item for item in input_changes(small(), small("policies.own={leadership=1}"))
    }
    assert names["policies.own.leadership"].first is None
    assert names["policies.own.leadership"].second == 1.0


def test_a_scenario_against_itself_differs_in_nothing() -> None:
    assert input_changes(small(), small()) == ()
    outputs = output_changes(small(), small(), 3)
    assert all(item.change.difference == 0.0 and not item.moved for item in outputs)
    assert outputs[0].name == "answer"


def test_an_output_that_must_move_is_said_to_move_and_one_that_cannot_is_not() -> None:
    # A firm that buys nothing starts nothing; nobody's declared strategy hangs on that at once.
    outputs = output_changes(small(), small("policies.aligned.buying=0", "run.months=12"), 5)
    found = {item.name: item for item in outputs}
    assert found["projects_started"].means[1] == 0.0
    assert found["projects_started"].moved
    assert found["projects_started"].change.n == 5
