"""A study for each idea of strategic alignment: each runs, and is silent without its mechanism."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from experiments.studies import load_study
from experiments.sweeping import StudyResults, sweep

STUDIES = (
    "abilities",
    "appreciation",
    "biases",
    "cascades",
    "change",
    "coherence",
    "competition",
    "debiasing",
    "decision_modes",
    "employee_biases",
    "escalation",
    "exploration",
    "exploration_budget",
    "exploration_budget_or_thrift",
    "exploration_or_thrift",
    "exploration_share",
    "kpis",
    "leadership",
    "losses_and_peers",
    "partners",
    "practices",
    "rigidity",
    "silos",
    "stages",
    "vendor_market",
    "vendors",
)


def small(firms: int, months: int) -> list[str]:
    size = {"firms.count": firms, "run.months": months, "run.warmup": 4, "replication.pairs": 1}
    return [f"{name}={value}" for name, value in size.items()]


# What removes the mechanism in which the two arms differ: they are then one and the same.
NEUTRAL = {
    "coherence": ["policies.coherent.coherence=0"],
    "stages": ["policies.staged.staging=0"],
    "silos": ["policies.joined.governance=0"],
    "leadership": ["policies.led.leadership=0"],
    "partners": ["policies.looking.ecosystem=0"],
    "abilities": ["policies.adaptive.adaptivity=0"],
}


def swept(name: str, folder: Path, *overrides: str) -> StudyResults:
    return sweep(load_study(f"studies/{name}", overrides), folder / name, threads=1)


@pytest.mark.parametrize("name", STUDIES)
def test_every_study_runs(name: str, tmp_path: Path) -> None:
    results = swept(name, tmp_path, *small(6, 8))
    assert results.complete
    summary = results.summary()
    assert len(summary) > 4
    assert np.all(np.isfinite(results.differences(results.manifest["outcomes"][0])["difference"]))


@pytest.mark.parametrize("name", sorted(NEUTRAL))
def test_arms_that_differ_in_a_mechanism_alone_are_the_same_without_it(
    name: str, tmp_path: Path
) -> None:
    results = swept(name, tmp_path, *small(6, 24), *NEUTRAL[name])
    for outcome in ("npv", "technology_spend", "usage"):
        assert np.all(results.differences(outcome)["difference"].fillna(0.0) == 0.0)


@pytest.mark.parametrize("name", ["coherence", "stages", "kpis"])
def test_with_it_they_differ(name: str, tmp_path: Path) -> None:
    results = swept(name, tmp_path, *small(12, 48))
    assert np.any(results.differences("npv")["difference"] != 0.0)


def cells_of(results: StudyResults, **factors: object) -> set[int]:
    """Return the cells of a design in which these factors have these values."""
    design = results.design
    for name, value in factors.items():
        design = design[design[name.replace("__", ".")] == value]
    assert len(design)
    return set(design["cell"])


def test_neither_fearing_losses_nor_following_peers_is_no_bias(tmp_path: Path) -> None:
    results = swept("losses_and_peers", tmp_path, *small(6, 24))
    found = results.differences("npv").set_index("cell")["difference"]
    neither = cells_of(results, biases__managers__loss_aversion=1, biases__managers__social_proof=0)
    assert all(found[cell] == 0.0 for cell in neither)
    assert any(found != 0.0)


def test_who_minds_what_was_spent_goes_on_longer(tmp_path: Path) -> None:
    results = swept("escalation", tmp_path, *small(12, 48), "replication.pairs=2")
    cells = cells_of(results, habits="aligned", projects__trouble_hazard=0.15)
    for outcome, sign in (("channel_escalation", -1), ("projects_abandoned", -1)):
        found = results.differences(outcome)
        assert sign * found.loc[found["cell"].isin(cells), "difference"].mean() > 0.0


def test_rules_for_stopping_only_cost_where_nobody_minds_what_was_spent(tmp_path: Path) -> None:
    results = swept("debiasing", tmp_path, *small(12, 48))
    cells = cells_of(results, managers="unbiased", measure="kill_criteria", habits="misaligned")
    for outcome in ("projects_started", "projects_abandoned", "systems_retired", "usage"):
        found = results.differences(outcome).set_index("cell")["difference"]
        assert all(found[cell] == 0.0 for cell in cells)
    found = results.differences("npv").set_index("cell")["difference"]
    assert all(found[cell] < 0.0 for cell in cells)


def test_biases_that_the_misaligned_never_meet_meet_decisions_of_the_aligned(
    tmp_path: Path,
) -> None:
    # The misaligned overrate what they buy by so much, and measure so little, that neither a
    # dislike of change nor discounted evidence tips more than a rare choice; both are reached.
    results = swept("biases", tmp_path, *small(12, 60))
    found = results.differences("npv").set_index("cell")["difference"]
    believed = results.differences("roi_believed").set_index("cell")["difference"]
    for bias in ("status_quo", "confirmation"):
        assert all(found[cell] != 0.0 for cell in cells_of(results, bias=bias, habits="aligned"))
    unseen = cells_of(results, bias="confirmation", habits="misaligned")
    assert all(believed[cell] > 0.0 for cell in unseen)


@pytest.mark.study
@pytest.mark.parametrize("name", STUDIES)
def test_every_study_runs_in_full(name: str, tmp_path: Path) -> None:
    assert swept(name, tmp_path).complete
