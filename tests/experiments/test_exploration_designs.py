"""Designs for sensitivity and exploration, from the file to the indices, on the real model."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from small_study import study

from analysis.discovery import discover
from analysis.sensitivity import morris_effects, sobol_indices
from experiments.study_tables import study_tables
from experiments.sweeping import StudyResults, sweep

DESIGN = """\
scenario = "default"
arms = ["aligned", "misaligned"]
outcomes = ["technology_spend"]
set = {{firms.count = 10, run.months = 12, run.warmup = 6}}
[design]
kind = "{kind}"
size = {size}
[factors]
products.price = {{ low = 1, high = 60 }}
policies.oracle.monitoring = {{ low = 0, high = 1 }}
[replication]
pairs = 2
"""
IDLE = "policies.oracle.monitoring"  # of a policy that no firm of these markets follows


@pytest.fixture(autouse=True)
def fake_model() -> None:
    """Leave the real model where other tests put a stand-in."""


def swept(folder: Path, kind: str, size: int) -> StudyResults:
    asked = study(folder, text=DESIGN.format(kind=kind, size=size))
    return sweep(asked, folder / "out", threads=2)


def test_sobol_indices_find_the_factor_that_works_and_nothing_in_an_idle_one(
    tmp_path: Path,
) -> None:
    found = sobol_indices(study_tables(swept(tmp_path, "sobol", 16)))
    total = {item.factor: item for item in found.main}
    assert total["products.price"].value > 0.9
    assert total[IDLE].value == pytest.approx(0.0, abs=1e-12)
    assert not total[IDLE].claimed


def test_morris_screening_ranks_them_likewise(tmp_path: Path) -> None:
    found = morris_effects(study_tables(swept(tmp_path, "morris", 8)))
    assert [item.factor for item in found.main] == ["products.price", IDLE]
    assert found.main[1].value == pytest.approx(0.0, abs=1e-9)
    assert not found.main[1].claimed


def test_scenario_discovery_finds_the_box_of_dear_licences(tmp_path: Path) -> None:
    results = swept(tmp_path, "sobol_sequence", 32)
    spread = results.differences("technology_spend").groupby("cell")["difference"].mean().abs()
    design = results.design.set_index("cell").loc[spread.index]
    box = discover(design, (spread > spread.median()).to_numpy()).box
    assert box is not None
    assert box.limits[0].factor == "products.price"
    assert box.coverage > 0.5


def test_duckdb_and_polars_read_what_pandas_reads(tmp_path: Path) -> None:
    results = swept(tmp_path, "morris", 2)
    files = str(tmp_path / "out" / "runs" / "*.parquet")
    treated = results.runs.loc[lambda runs: runs["group"] == "treated"]
    ours = treated.groupby("arm")["technology_spend"].mean()
    by_polars = (
        pl.scan_parquet(files)
        .filter(pl.col("group") == "treated")
        .group_by("arm")
        .agg(pl.col("technology_spend").mean())
        .collect()
    )
    table = duckdb.read_parquet(files)
    by_duckdb = table.filter("\"group\" = 'treated'").aggregate("arm, avg(technology_spend)")
    for rows in (by_polars.rows(), by_duckdb.fetchall()):
        read = dict(rows)
        assert set(read) == set(ours.index)
        np.testing.assert_allclose([read[arm] for arm in ours.index], ours.to_numpy())
