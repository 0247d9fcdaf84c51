"""Facts from outside and their counterparts in the model."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.charts.patterns import identifiability_chart, patterns_chart
from analysis.patterns import CALIBRATE, PATTERNS, VALIDATE, facts, pattern_values
from analysis.patterns.summary import (
    FEWEST_SETS,
    IDENTIFIED,
    identifiability,
    summarise_patterns,
    to_table,
)

TOTALS = {
    "unused_seats": 45.0, "paid_seats": 100.0, "ended": 20.0, "escalated_ended": 5.0,
    "overrun": 11.0, "escalated_overrun": 8.0, "regrets": 6.0, "judged": 10.0, "abandoned": 2.0,
    "successful": 6.0, "shelved": 1.0, "alignment_correlation": 0.6, "markets": 2.0,
    "crm_firm_months": 30.0, "firm_months": 100.0, "linked_firm_months": 40.0,
    "any_firm_months": 90.0, "small_assistant_firm_months": 8.0, "small_firm_months": 80.0,
}  # fmt: skip
EXPECTED = {
    "unused_licences": 0.45, "escalation_share": 0.25, "overrun_not_escalated": 0.2,
    "overrun_escalated": 1.6, "regret": 0.6, "small_project_success": 0.5, "project_failed": 0.25,
    "alignment_performance": 0.3, "crm_use": 0.3, "erp_use": 0.4, "cloud_use": 0.9,
    "ai_use_small": 0.1,
}  # fmt: skip


def test_every_fact_has_a_counterpart_and_every_counterpart_a_fact() -> None:
    assert set(PATTERNS) == set(facts())


def test_a_fact_is_either_fitted_or_only_compared() -> None:
    assert set(facts(CALIBRATE)) | set(facts(VALIDATE)) == set(facts())
    assert not set(facts(CALIBRATE)) & set(facts(VALIDATE))


@pytest.mark.parametrize("name", facts())
def test_a_fact_is_within_its_own_band_and_has_source_and_definition(name: str) -> None:
    fact = facts()[name]
    assert fact.met_by(fact.value)
    assert fact.source
    assert fact.definition
    assert fact.population


def test_patterns_are_what_their_definitions_say() -> None:
    found = pattern_values([TOTALS], list(EXPECTED))
    assert found == pytest.approx(EXPECTED)


def test_markets_are_pooled_not_averaged() -> None:
    empty = dict.fromkeys(TOTALS, 0.0) | {"paid_seats": 100.0}
    assert pattern_values([TOTALS, empty], ["unused_licences"])["unused_licences"] == 0.225


def test_nothing_to_divide_by_is_undefined() -> None:
    none = dict.fromkeys(TOTALS, 0.0)
    assert all(math.isnan(value) for value in pattern_values([none], list(EXPECTED)).values())


@pytest.fixture
def summary() -> pd.DataFrame:
    targets = facts(CALIBRATE)
    inside = {name: [fact.value] * 9 + [fact.high + 1.0] for name, fact in targets.items()}
    inside["regret"] = [0.99] * 10
    return to_table(summarise_patterns(pd.DataFrame(inside), targets))


def test_a_fact_is_met_by_the_median_of_the_ensemble(summary: pd.DataFrame) -> None:
    by_name = summary.set_index("fact")
    assert not by_name.loc["regret", "met"]
    assert by_name["met"].sum() == len(by_name) - 1
    assert by_name.loc["unused_licences", "share_inside"] == pytest.approx(0.9)


def test_the_chart_of_facts_shows_band_verdict_and_numbers(summary: pd.DataFrame) -> None:
    drawn = patterns_chart(summary).to_dict()
    assert drawn["title"]["text"].startswith("6 of 7 facts are met")
    assert "regret (fitted) 0.99" in drawn["description"]
    rows = [row for table in drawn["datasets"].values() for row in table]
    assert [row.get("verdict") for row in rows].count("outside") == 1


@pytest.mark.parametrize(("sets", "chance"), [(5, 0.22), (10, 0.08), (FEWEST_SETS, 0.016)])
def test_few_sets_seem_to_pin_down_what_no_fact_speaks_of(sets: int, chance: float) -> None:
    free = 4000  # parameters drawn from the prior, whatever the facts say
    draws = np.random.default_rng(1).random((sets, free))
    members = pd.DataFrame(draws, columns=[f"free_{number}" for number in range(free)])
    found = identifiability(members, dict.fromkeys(members.columns, (0.0, 1.0)))
    seeming = float((found["contraction"] >= IDENTIFIED).mean())
    assert seeming == pytest.approx(chance, abs=4.0 * math.sqrt(chance / free))


def test_a_parameter_that_the_facts_leave_alone_is_not_called_identified() -> None:
    spread = [number / 100.0 for number in range(101)]
    members = pd.DataFrame({"free": spread, "pinned": [0.5 + 0.001 * value for value in spread]})
    table = identifiability(members, {"free": (0.0, 1.0), "pinned": (0.0, 1.0)})
    by_name = table.set_index("parameter")
    assert by_name.loc["free", "contraction"] < 0.05
    assert by_name.loc["pinned", "contraction"] > 0.99
    assert list(by_name["identified"]) == [False, True]
    drawn = identifiability_chart(table, 101).to_dict()
    assert drawn["title"]["text"] == "The facts pin down 1 of 2 uncertain parameters"


def test_a_median_beyond_the_axis_is_marked_with_its_value(summary: pd.DataFrame) -> None:
    drawn = patterns_chart(summary).to_dict()
    rows = [row for table in drawn["datasets"].values() for row in table]
    assert [row["beyond"] for row in rows if "beyond" in row] == ["+5.5 \u2192"]
    assert "beyond the axis" in drawn["title"]["subtitle"]
    near = summary[summary["fact"] != "regret"]
    assert "beyond the axis" not in patterns_chart(near).to_dict()["title"]["subtitle"]


def test_few_sets_pin_nothing_down() -> None:
    members = pd.DataFrame({"pinned": [0.5 + 0.001 * value for value in range(FEWEST_SETS)]})
    ranges = {"pinned": (0.0, 1.0)}
    assert list(identifiability(members, ranges)["identified"]) == [True]
    few = identifiability(members[:-1], ranges)
    assert list(few["identified"]) == [False]
    drawn = identifiability_chart(few, FEWEST_SETS - 1).to_dict()
    assert drawn["title"]["text"].startswith("19 parameter sets are too few to say")
    assert "pinned down" not in drawn["description"]
