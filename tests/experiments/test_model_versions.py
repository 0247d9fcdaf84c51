"""Results of another version of the model open, and are not mixed with those of this one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from experiments.comparison import Comparison, compare, compare_scenarios
from experiments.files import OutputError
from experiments.results import read_results, write_results
from experiments.scenario_differences import kept_changes, kept_input_changes, output_changes
from experiments.simulator import simulator
from experiments.versions import (
    UNKNOWN,
    MixedVersionsError,
    note_on_version,
    require_one_model_version,
)
from sim.scenario_files import load_scenario
from sim.version import MODEL_VERSION


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    overrides = ["firms.count=10", "run.months=6", "comparison.pairs=3"]
    return compare(load_scenario("default", overrides), command="smbsim compare")


@pytest.fixture
def older(comparison: Comparison, tmp_path: Path) -> Callable[[Callable[[Any], None]], Path]:
    """Write results and change their manifest as another version would have written it."""

    def write(change: Callable[[Any], None]) -> Path:
        write_results(comparison, tmp_path)
        path = tmp_path / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        del manifest["checksums"]
        change(manifest)
        path.write_text(json.dumps(manifest), encoding="utf-8")
        return tmp_path

    return write


def test_results_of_this_version_carry_it_and_no_remark(
    comparison: Comparison, older: Callable[..., Path]
) -> None:
    again = read_results(older(lambda manifest: None))
    assert again.identity.model_version == comparison.identity.model_version == MODEL_VERSION
    assert again.notes == comparison.notes
    assert note_on_version(again.identity) is None


def test_results_that_say_no_model_version_open_with_a_remark(older: Callable[..., Path]) -> None:
    found = read_results(older(lambda manifest: manifest["identity"].pop("model_version")))
    assert found.identity.model_version == UNKNOWN
    assert f"this program has model version {MODEL_VERSION}" in found.notes[-1]
    assert found.summary().pairs == 3


def test_results_of_an_older_version_open_although_parameters_are_gone(
    older: Callable[..., Path],
) -> None:
    def change(manifest: Any) -> None:
        manifest["identity"]["model_version"] = "0"
        manifest["identity"]["invented"] = "by a newer one"
        for scenario in manifest["scenarios"].values():
            scenario["market"]["gravity"] = 9.81
            scenario["policies"]["aligned"]["courage"] = 0.5
            del scenario["market"]["turbulence"]

    found = read_results(older(change))
    assert "model version 0" in found.notes[-1]
    assert found.scenarios["aligned"].market.turbulence == 0.15


def test_results_whose_scenario_cannot_be_read_say_which_key(older: Callable[..., Path]) -> None:
    def change(manifest: Any) -> None:
        manifest["scenarios"]["aligned"]["firms"]["count"] = "many"

    with pytest.raises(OutputError, match=r"manifest\.json .* firms\.count: "):
        read_results(older(change))


def test_results_without_an_outcome_of_today_open(older: Callable[..., Path]) -> None:
    folder = older(lambda manifest: None)
    firms = pd.read_parquet(folder / "firms.parquet")
    firms.drop(columns=["regrets"]).to_parquet(folder / "firms.parquet", index=False)
    found = read_results(folder)
    assert found.firms["regrets"].isna().all()
    assert found.summary().main.outcomes["npv"].estimate.n == 3


def test_the_report_carries_the_model_version(comparison: Comparison, tmp_path: Path) -> None:
    text = comparison.report(tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Model version" in text
    assert f"model version {MODEL_VERSION}" in text


def test_versions_are_not_mixed_in_one_comparison() -> None:
    require_one_model_version({"first": "1", "second": "1"})
    with pytest.raises(MixedVersionsError, match=r"first: 1; second: 2.*smbsim moved OLD NEW"):
        require_one_model_version({"first": "1", "second": "2"})


def test_the_difference_of_two_comparisons_refuses_mixed_model_versions(
    comparison: Comparison,
) -> None:
    assert not any(item.moved for item in kept_changes(comparison, comparison))
    other = replace(comparison, identity=replace(comparison.identity, model_version="0"))
    with pytest.raises(MixedVersionsError, match="come from different versions"):
        kept_changes(comparison, other)


def test_kept_comparisons_are_told_apart_as_when_both_are_run(
    comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.comparison.simulator", simulator)  # as all else here

    plain = load_scenario("default", ["firms.count=10", "run.months=6", "comparison.pairs=3"])
    costly = load_scenario(
        "default",
        ["firms.count=10", "run.months=6", "comparison.pairs=3", "products.setup=3000"],
    )
    kept = kept_changes(comparison, compare(costly))
    ran = output_changes(plain.scenario, costly.scenario, 3)
    assert [item.name for item in kept] == [item.name for item in ran]
    for one, other in zip(kept, ran, strict=True):
        assert one.moved == other.moved
        assert one.change.difference == pytest.approx(other.change.difference, abs=1e-6)


def test_comparisons_are_told_apart_by_what_was_run_not_by_their_files(
    comparison: Comparison,
) -> None:
    plain = load_scenario("default", ["firms.count=10", "run.months=6", "comparison.pairs=3"])
    assert kept_input_changes(comparison, comparison) == ()
    other = compare(plain, arms=["frugal", "misaligned"], treated=1.0)
    found = {item.name: (item.first, item.second) for item in kept_input_changes(comparison, other)}
    assert found == {
        "comparison.arms": (["aligned", "misaligned"], ["frugal", "misaligned"]),
        "comparison.treated": (0.2, 1.0),
    }
    answer = kept_changes(comparison, other)[0]
    assert "aligned minus misaligned on the first side, frugal minus" in answer.meaning


def test_what_differs_in_later_arms_alone_is_named_with_the_arm() -> None:
    plain, calm, wild = (
        load_scenario("default", ["firms.count=4", "run.months=3", *more]).scenario
        for more in ([], ["market.turbulence=0.1"], ["market.turbulence=2.0"])
    )
    one, other = (
        compare_scenarios({"plain": plain, "changed": changed}, pairs=1) for changed in (calm, wild)
    )
    (found,) = kept_input_changes(one, other)
    assert found.name == "arm 2: market.turbulence"
    assert (found.first, found.second) == (0.1, 2.0)


def test_seeds_that_are_not_shared_leave_nothing_to_compare(comparison: Comparison) -> None:
    elsewhere = replace(comparison, firms=comparison.firms.assign(seed=comparison.firms.seed + 99))
    with pytest.raises(OutputError, match="no seed in common"):
        kept_changes(comparison, elsewhere)


def test_tables_say_in_their_own_metadata_what_made_them(
    comparison: Comparison, tmp_path: Path
) -> None:
    write_results(comparison, tmp_path)
    for name in ("firms", "series"):
        kept = pd.read_parquet(tmp_path / f"{name}.parquet").attrs
        assert kept["signature"] == comparison.identity.signature
        assert kept["model_version"] == MODEL_VERSION
        assert kept["command"] == comparison.identity.command
    assert comparison.firms.attrs == {}
