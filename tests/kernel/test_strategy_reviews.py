"""Reviews of strategy are worth nothing where nothing changes, and something where it does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from kernel_worlds import consequences, live, market

from sim.simulation import firm_outcomes

# Strategies are right from the start and rewards stay as they are. How often one looks again is
# varied alone, since adaptivity does more than that.
CALM: dict[str, Any] = {
    "market.turbulence": 0.0,
    "firms.strategy_error": 0.0,
    "mix": {"somewhat": 1.0},
}
OFTEN, NEVER = {"decisions.strategy_interval": 1.0}, {"decisions.strategy_interval": 120.0}
FREE = {"practice_costs.strategy_review_hours": 0.0}
EXACT = {"decisions.sensing_noise": 0.0}


def test_without_turbulence_a_free_and_exact_review_finds_nothing_to_change() -> None:
    often, never = (live(market({**CALM, **FREE, **EXACT, **how})) for how in (OFTEN, NEVER))
    np.testing.assert_allclose(often.firms.declared, often.firms.reward, rtol=1e-12)
    np.testing.assert_allclose(often.measures.npv, never.measures.npv, rtol=1e-9)


def test_without_turbulence_reviews_by_what_is_sensed_only_lead_strategy_astray() -> None:
    often, never = (firm_outcomes(live(market({**CALM, **FREE, **how}))) for how in (OFTEN, NEVER))
    assert np.all(often["alignment_strategy"] <= never["alignment_strategy"] + 1e-12)
    assert np.mean(often["alignment_strategy"]) < np.mean(never["alignment_strategy"])


@pytest.mark.parametrize("turbulence", [0.0, 3.0])
def test_reviews_bring_strategy_nearer_to_what_is_rewarded_only_where_that_moves(
    turbulence: float,
) -> None:
    told = {**CALM, **FREE, "market.turbulence": turbulence}
    often, never = (firm_outcomes(live(market({**told, **how}))) for how in (OFTEN, NEVER))
    gain = np.mean(often["alignment_strategy"] - never["alignment_strategy"])
    assert (gain > 0.0) == (turbulence > 0.0)


def test_without_turbulence_reviews_are_worth_at_most_nothing() -> None:
    gains = []
    for seed in range(1, 9):
        worlds = [live(market({**CALM, **how, "firms.count": 60}), seed) for how in (OFTEN, NEVER)]
        gains.append(np.mean(worlds[0].measures.npv - worlds[1].measures.npv))
    # The same luck on both sides; eight markets.
    assert np.mean(gains) < 0.0


def test_reviews_do_something() -> None:
    assert consequences(live(market({**CALM, **OFTEN}))) != consequences(
        live(market({**CALM, **NEVER}))
    )
