from __future__ import annotations

from typing import Any

import pytest

from sim.model import AdoptionModel
from sim.tables import World

SMALL = {"firms.count": 5, "run.months": 6, "run.warmup": 8}


@pytest.fixture
def small() -> dict[str, Any]:
    """Overrides that make a market of five firms and a few months."""
    return dict(SMALL)


@pytest.fixture
def model(small: dict[str, Any]) -> AdoptionModel:
    return AdoptionModel(arm="misaligned", treated=0.4, rng=7, overrides=small)


@pytest.fixture
def same_bits() -> Any:
    """Tell whether two worlds are the same, bit for bit."""

    def compare(one: World, other: World) -> bool:
        return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))

    return compare
