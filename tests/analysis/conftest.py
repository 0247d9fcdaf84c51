"""Synthetic comparisons: tables like those of real runs, drawn from a known truth.

Factories are handed out as fixtures, so tests import nothing from each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import ComparisonSummary, RunIdentity, summarise
from analysis.tables import CHANNEL_COLUMNS, OUTCOME_COLUMNS, SERIES_COLUMNS

GROUPS = ("feature-first", "siloed", "vendor-led")
BASE = {
    "npv": 900_000.0,
    "profit": 9_000.0,
    "revenue": 180_000.0,
    "technology_spend": 7_000.0,
    "technology_share": 0.04,
    "unused_licences": 0.35,
    "usage": 0.55,
    "integration": 0.4,
    "time_to_value": 9.0,
    "market_share": 0.01,
}
LEVEL = {
    "cumulative_npv": 1.0,
    "performance": 0.4,
    "usage": 0.5,
    "unused_licences": 0.3,
    "alignment_spending": 0.6,
    "technology_spend": 7_000.0,
}


def build_identity(**changes: Any) -> RunIdentity:
    facts: dict[str, Any] = {
        "scenario": "default",
        "title": "A market of small firms",
        "question": "What does misaligned technology investment cost these firms?",
        "arms": ("aligned", "misaligned"),
        "seed": 7,
        "pairs": 12,
        "months": 24,
        "firms": 10,
        "treated_share": 0.3,
        "discount_rate": 0.08,
        "version": "0.1.0",
        "sources_hash": "0123456789abcdef",
        "command": "smbsim compare default --seed 7 --pairs 12",
        "wall_seconds": 3.2,
        "libraries": {"numpy": "2.4.6", "pandas": "3.1.1"},
        "citation": "The smbsim authors (2026). smbsim 0.1.0.",
        "date": "2026-01-31",
    }
    return RunIdentity(**{**facts, **changes})


def build_firms(
    identity: RunIdentity, effect: float = 30_000.0, luck: float = 50_000.0, noise: float = 20_000.0
) -> pd.DataFrame:
    """Firms of all arms; the second and later arms lack `effect` (EUR of NPV) on the treated.

    `luck` (EUR) is shared by the arms of a pair, `noise` (EUR) is not.
    """
    rng = np.random.default_rng(identity.seed)
    n = identity.firms
    treated = np.zeros(n, dtype=bool)
    treated[: max(1, round(identity.treated_share * n))] = True
    headcount = 8 + (52.0 * rng.random(n) ** 2).astype(int)
    rows = []
    for pair in range(identity.pairs):
        market = rng.normal(0.0, luck)
        own = rng.normal(0.0, luck, n)
        for position, arm in enumerate(identity.arms):
            rows.append(_market(rng, pair, arm, headcount, treated, identity))
            shift = np.where(treated, -effect, 0.0) if position else np.zeros(n)
            disturbed = rng.normal(0.0, noise) + rng.normal(0.0, noise, n)
            _settle(rows[-1], market + own + shift + disturbed, effect if position else 0.0)
    return pd.concat(rows, ignore_index=True)


def _market(
    rng: np.random.Generator,
    pair: int,
    arm: str,
    headcount: np.ndarray,
    treated: np.ndarray,
    identity: RunIdentity,
) -> pd.DataFrame:
    n = len(headcount)
    frame = pd.DataFrame(
        {
            "pair": pair,
            "seed": identity.seed + pair,
            "arm": arm,
            "firm": np.arange(n),
            "treated": treated,
            "group": np.resize(GROUPS, n),
            "headcount": headcount,
        }
    )
    values = {
        name: BASE.get(name, 1.0) * (1.0 + 0.1 * rng.normal(size=n)) for name in OUTCOME_COLUMNS
    }
    return pd.concat([frame, pd.DataFrame(values)], axis=1)


def _settle(frame: pd.DataFrame, surplus: np.ndarray, lost: float) -> None:
    """Set NPV, move some outcomes with it, and split it over the channels."""
    frame["npv"] = BASE["npv"] + surplus
    for name, change in (("usage", -0.1), ("unused_licences", 0.08), ("integration", -0.12)):
        frame[name] += change * lost / 30_000.0
    parts = np.linspace(0.2, -0.05, len(CHANNEL_COLUMNS) - 1)
    for column, part in zip(CHANNEL_COLUMNS[:-1], parts, strict=True):
        frame[column] = part * surplus
    frame[CHANNEL_COLUMNS[-1]] = frame["npv"] - frame[list(CHANNEL_COLUMNS[:-1])].sum(axis=1)


def build_series(identity: RunIdentity, effect: float = 30_000.0) -> pd.DataFrame:
    """Monthly means; the first arm starts behind by its costs and ends `effect` EUR ahead."""
    rng = np.random.default_rng(identity.seed + 1)
    months = np.arange(1, identity.months + 1)
    time = months / identity.months
    groups = [True] if identity.treated_share >= 1.0 else [True, False]
    tables = []
    for pair in range(identity.pairs):
        luck = rng.normal(0.0, 1.0)
        for position, arm in enumerate(identity.arms):
            for treated in groups:
                gain = effect if treated and not position else 0.0
                frame = pd.DataFrame(
                    {"pair": pair, "arm": arm, "treated": treated, "month": months}
                )
                for name in SERIES_COLUMNS:
                    walk = 0.03 * rng.normal(size=len(months)).cumsum() / np.sqrt(len(months))
                    growth = 1.0 + 0.1 * luck * time + walk + gain / 3e5 * (time - 0.2)
                    frame[name] = LEVEL.get(name, 1.0) * growth
                frame["cumulative_npv"] = (
                    (BASE["npv"] + 40_000.0 * luck) * time
                    + gain * (1.8 * time**2 - 0.8 * time)
                    + 6_000.0 * rng.normal(size=len(months)).cumsum() / np.sqrt(len(months))
                )
                tables.append(frame)
    return pd.concat(tables, ignore_index=True)


@pytest.fixture(scope="session")
def make_identity() -> Callable[..., RunIdentity]:
    return build_identity


@pytest.fixture(scope="session")
def make_firms() -> Callable[..., pd.DataFrame]:
    return build_firms


@pytest.fixture(scope="session")
def make_series() -> Callable[..., pd.DataFrame]:
    return build_series


@pytest.fixture(scope="session")
def identity() -> RunIdentity:
    return build_identity()


@pytest.fixture(scope="session")
def firms(identity: RunIdentity) -> pd.DataFrame:
    return build_firms(identity)


@pytest.fixture(scope="session")
def series(identity: RunIdentity) -> pd.DataFrame:
    return build_series(identity)


@pytest.fixture(scope="session")
def summary(firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity) -> ComparisonSummary:
    return summarise(firms, series, identity)
