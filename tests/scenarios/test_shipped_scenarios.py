from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario_files import load_scenario, shipped_scenarios
from sim.scenario_files.shipped import shipped_folder

POLICIES = (
    "aligned", "misaligned", "vendor_led", "trend_chasing", "feature_first", "siloed",
    "rigid_plan", "frugal", "random", "dual_track", "agile_probe", "oracle",
)  # fmt: skip
REGIMES = ("clear", "complicated", "complex", "chaotic", "disorder")
CASES = ("shop_without_stock", "crm_without_process")
REDUCTIONS = ("one_product", "bass", "landscape", "prospects")


def test_what_ships_is_what_is_promised() -> None:
    regimes = [f"regimes/{name}" for name in REGIMES]
    reductions = [f"reductions/{name}" for name in REDUCTIONS]
    promised = [*POLICIES, *CASES, *regimes, *reductions, "default", "policies"]
    assert sorted(promised) == list(shipped_scenarios())


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_is_sound_and_begins_with_a_remark(name: str) -> None:
    loaded = load_scenario(name)
    assert loaded.name == name
    assert loaded.notes == ()
    assert loaded.path.read_text(encoding="utf-8").startswith("# ")


def test_no_two_scenarios_have_the_same_title() -> None:
    titles = [load_scenario(name).scenario.title for name in shipped_scenarios()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", POLICIES)
def test_in_a_policys_scenario_everybody_follows_it_and_it_is_compared(name: str) -> None:
    scenario = load_scenario(name).scenario
    assert scenario.mix == {name: 1.0}
    assert name in scenario.comparison.arms
    assert "misaligned" in scenario.comparison.arms


def test_seven_in_ten_firms_of_the_default_market_link_nothing_to_their_goals() -> None:
    mix = load_scenario("default").scenario.mix
    unlinked = ("vendor_led", "trend_chasing", "feature_first", "siloed", "misaligned")
    assert sum(mix[name] for name in unlinked) == pytest.approx(0.7 * sum(mix.values()))


@pytest.mark.parametrize("name", CASES)
def test_a_teaching_case_treats_only_its_focal_firm_in_a_small_market(name: str) -> None:
    scenario = load_scenario(name).scenario
    assert scenario.case is not None
    assert scenario.comparison.treated == 0
    assert scenario.firms.count == 12


def test_the_shops_stock_is_in_a_system_that_hardly_anything_can_be_linked_to() -> None:
    scenario = load_scenario("shop_without_stock").scenario
    assert scenario.case is not None
    (system,) = scenario.case.systems
    assert system.category == "inventory"
    assert system.openness < scenario.projects.link_openness


def test_the_crm_case_lacks_a_sales_process() -> None:
    scenario = load_scenario("crm_without_process").scenario
    assert scenario.case is not None
    assert scenario.case.wish == "crm"
    assert scenario.case.maturity["sales"] < scenario.products.complexity / 3


def test_regimes_are_ordered_by_what_analysis_can_find_out() -> None:
    visible = [load_scenario(f"regimes/{n}").scenario.market.fit_visibility for n in REGIMES[:4]]
    assert visible == sorted(visible, reverse=True)


def test_scenarios_are_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_scenario("regimes/complex").source == "scenarios/regimes/complex.toml"


def test_a_file_named_like_a_shipped_scenario_does_not_hide_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "default").write_text("not TOML")
    assert load_scenario("default").path == shipped_folder() / "default.toml"
