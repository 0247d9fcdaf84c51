"""Reduced to Levinthal (1997): rugged landscapes have many peaks, and climbs end apart and low."""

from __future__ import annotations

import numpy as np
import pytest
from landscapes import Ruggedness, climb, landscape, measure_ruggedness

STRENGTHS = (0.0, 0.2, 0.5, 1.0)


@pytest.fixture(scope="module")
def found() -> list[Ruggedness]:
    return [measure_ruggedness(landscape(strength, 1, firms=10)) for strength in STRENGTHS]


def test_without_interaction_all_climbs_end_on_the_one_best_form(found: list[Ruggedness]) -> None:
    assert found[0] == Ruggedness(1.0, 1.0, 1.0, 1.0)


def test_peaks_and_different_ends_grow_with_interaction(found: list[Ruggedness]) -> None:
    assert all(np.diff([one.peaks for one in found]) > 0.0)
    assert all(np.diff([one.ends for one in found]) > 0.0)
    assert found[-1].peaks > 4.0


def test_fewer_climbs_reach_the_best_form_and_the_rest_fall_short(found: list[Ruggedness]) -> None:
    assert all(np.diff([one.reached for one in found]) < 0.0)
    assert found[-1].at_the_best < 0.6


def test_a_climb_ends_where_no_single_change_improves() -> None:
    worth = landscape(1.0, 2, firms=1)[0]
    end = climb(worth, (0, 0, 0, 0, 0))
    for place in range(len(end)):
        along = worth[(*end[:place], slice(None), *end[place + 1 :])]
        assert worth[end] == along.max()
