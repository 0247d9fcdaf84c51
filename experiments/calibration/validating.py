"""The ensemble against all facts, those that were not used for fitting included."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.patterns import facts
from experiments.calibration.observing import (
    SMALL_BELOW,
    Observation,
    holders,
    observe_patterns,
)
from experiments.calibration.parameter_sets import Ensemble, with_values
from sim.parameters import Scenario

__all__ = ["VALIDATION_SEED", "observe_adoption", "observe_ensemble"]

VALIDATION_SEED = 2_000_000
"""First seed of the markets on which an ensemble is validated: none of these were fitted to."""

LARGEST_MEDIUM = 249  # people; Eurostat's medium enterprises have 50 to 249


def observe_ensemble(
    scenario: Scenario,
    ensemble: Ensemble,
    observation: Observation,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Run markets with each member's values and count all facts' quantities.

    Returns
    -------
    pandas.DataFrame
        One row per member, one column per fact.
    """
    sized, names = observation.of(scenario), tuple(facts())
    rows = []
    for number in range(len(ensemble)):
        one = with_values(sized, ensemble.member(number))
        seed = VALIDATION_SEED + number * observation.markets
        rows.append(observe_patterns(one, observation, names, seed))
        if progress is not None:
            progress(number + 1, len(ensemble))
    return pd.DataFrame(rows)


def observe_adoption(
    scenario: Scenario, ensemble: Ensemble, observation: Observation
) -> pd.DataFrame:
    """Run one market with each member's values and count yearly who has which technology.

    Firms have up to `LARGEST_MEDIUM` people, so that both classes of size of the statistics are
    there.

    Returns
    -------
    pandas.DataFrame
        One row per member, technology, size of firm and year after the fork: firms and users.
    """
    from sim.simulation import advance, fork, prepare

    content = observation.of(scenario).model_dump()
    content["firms"]["headcount_high"] = LARGEST_MEDIUM
    sized, rows = Scenario.model_validate(content), list[dict[str, object]]()
    for number in range(len(ensemble)):
        one = with_values(sized, ensemble.member(number))
        world = fork(prepare(one, VALIDATION_SEED + number), one, None, 0.0)
        small = world.firms.headcount < SMALL_BELOW
        for year in range(observation.months // 12 + 1):
            if year > 0:
                advance(world, 12)
            for technology, holds in holders(world).items():
                for size, group in (("small", small), ("medium", ~small)):
                    users, firms = int((holds & group).sum()), int(group.sum())
                    rows.append(
                        {
                            "member": number,
                            "technology": technology,
                            "size": size,
                            "year": year,
                            "firms": firms,
                            "users": users,
                        }
                    )
    return pd.DataFrame(rows)
