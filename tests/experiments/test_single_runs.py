from __future__ import annotations

import json

import pytest

from experiments.arms import ArmsError
from experiments.single_run import chosen_policy, run_once
from sim.parameters import Scenario
from sim.scenario_files import load_scenario


def small(name: str = "default") -> Scenario:
    return load_scenario(name, ["firms.count=10", "run.months=6"]).scenario


def test_without_a_policy_nobody_changes() -> None:
    result = run_once(small())
    assert result.policy is None
    assert result.counts == (10, 0)
    assert result.story == (f"month 6: firm {result.firm} followed None",)


def test_the_story_is_that_of_the_first_treated_firm() -> None:
    result = run_once(small(), policy="oracle")
    assert result.firm_policy == "oracle"
    assert result.counts == (8, 2)


def test_in_a_teaching_case_the_focal_firm_follows_the_last_arm() -> None:
    scenario = small("shop_without_stock")
    result = run_once(scenario)
    assert (result.firm, result.firm_name) == (0, "Harbour Street Shop")
    assert result.firm_policy == scenario.comparison.arms[-1] == "misaligned"


def test_a_firm_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ArmsError, match="there is no firm 10; the 10 firms are 0 to 9"):
        run_once(small(), firm=10)


def test_a_policy_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ArmsError, match="did you mean oracle"):
        chosen_policy(small(), "oracel")


def test_a_run_is_plain_data() -> None:
    content = run_once(small(), policy="frugal", firm=3).to_dict()
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    assert content["story"]["firm"] == 3
    assert content["outcomes"]["npv"]["unit"] == "EUR"
