"""Runs that are no pairs are refused."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from small_study import swept

from experiments.sweeping.pairing import PairingError, paired_differences

pytestmark = pytest.mark.usefixtures("small_parts")


@pytest.fixture
def runs(tmp_path: Path) -> pd.DataFrame:
    return swept(tmp_path).runs


def test_a_market_without_its_partner_is_refused(runs: pd.DataFrame) -> None:
    lone = (runs["cell"] == 2) & (runs["pair"] == 1) & (runs["arm"] == "aligned")
    with pytest.raises(PairingError, match="cell 2, pair 1 is in only one of the arms"):
        paired_differences(runs[~lone], "npv", "aligned", "misaligned")


@pytest.mark.parametrize("column", ["seed", "firms", "headcount"])
def test_pairs_of_different_markets_are_refused(runs: pd.DataFrame, column: str) -> None:
    changed = runs.copy()
    row = (changed["cell"] == 1) & (changed["pair"] == 4) & (changed["arm"] == "aligned")
    changed.loc[row, column] += 1
    with pytest.raises(PairingError, match=f"cell 1, pair 4 has another {column}"):
        paired_differences(changed, "npv", "aligned", "misaligned")


def test_a_market_that_is_there_twice_is_refused(runs: pd.DataFrame) -> None:
    with pytest.raises(PairingError, match="is there twice in the arm aligned"):
        paired_differences(pd.concat([runs, runs]), "npv", "aligned", "misaligned")


def test_an_arm_that_is_not_there_is_refused(runs: pd.DataFrame) -> None:
    with pytest.raises(PairingError, match='no treated firms of an arm "oracle"'):
        paired_differences(runs, "npv", "aligned", "oracle")
