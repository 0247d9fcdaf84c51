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
    "change",
    "coherence",
    "competition",
    "decision_modes",
    "exploration",
    "kpis",
    "leadership",
    "partners",
    "practices",
    "rigidity",
    "silos",
    "stages",
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


@pytest.mark.study
@pytest.mark.parametrize("name", STUDIES)
def test_every_study_runs_in_full(name: str, tmp_path: Path) -> None:
    assert swept(name, tmp_path).complete
