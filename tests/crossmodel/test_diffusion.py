"""Reduced to the assumptions of Bass (1969), adoption follows his curve, and q is recovered."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from diffusion import (
    SCENARIO,
    Diffusion,
    adoption,
    fit_bass,
    implied,
    markets_with_one_product,
    mixed_adoption,
)

from sim.scenario_files import load_scenario

PUBLISHED = Diffusion(0.03, 0.38)
MARKETS = 3


@cache
def fits(*overrides: str, mixed: bool = False) -> list[Diffusion]:
    scenario = load_scenario(SCENARIO, list(overrides)).scenario
    run = mixed_adoption if mixed else adoption
    return [fit_bass(run(scenario, one)) for one in markets_with_one_product(scenario, MARKETS)]


def test_the_scenario_implies_the_published_average() -> None:
    found = implied(load_scenario(SCENARIO).scenario)
    assert found.p == pytest.approx(PUBLISHED.p, rel=0.01)
    assert found.q == pytest.approx(PUBLISHED.q, rel=0.01)


def test_adoption_follows_the_curve_and_imitation_is_recovered_where_all_mix() -> None:
    found = fits(mixed=True)
    assert min(one.explained for one in found) > 0.995
    assert np.mean([one.q for one in found]) == pytest.approx(PUBLISHED.q, rel=0.1)


def test_the_logit_bends_the_hazard_so_that_early_adoption_is_slower_than_p() -> None:
    found = float(np.mean([one.p for one in fits(mixed=True)]))
    assert 0.4 * PUBLISHED.p < found < 0.9 * PUBLISHED.p


def test_a_fixed_circle_of_peers_slows_imitation_down() -> None:
    fixed = [one.q for one in fits()]
    mixed = [one.q for one in fits(mixed=True)]
    assert np.mean(fixed) < np.mean(mixed)
    assert np.mean(fixed) == pytest.approx(PUBLISHED.q, rel=0.25)


def test_without_peers_innovation_is_recovered_and_nobody_imitates() -> None:
    found = fits("firms.peers=0")
    assert np.mean([one.p for one in found]) == pytest.approx(PUBLISHED.p, rel=0.06)
    assert np.mean([one.q for one in found]) < 0.01


def test_what_spreads_slower_by_half_is_found_to() -> None:
    whole, half = fits(), fits("decisions.occasion_rate=0.22")
    ratio = np.mean([one.q for one in half]) / np.mean([one.q for one in whole])
    assert ratio == pytest.approx(0.5, rel=0.15)
