"""The last stage of a fit: the closest sets run again on new markets, so that luck does not choose.

Of thousands of sets, each run on a few markets, the closest are in part the luckiest, and on other
markets they are farther off. So they are run again, and only the new runs count. By successive
halving (Karnin, Koren & Somekh 2013, Proceedings of Machine Learning Research 28(3)) most runs go
to the sets that may be kept: in each round those that are left run twice as often as in the round
before, and the farther half is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.patterns import Fact
from experiments.calibration.simulating import Simulate, distances, simulate_sets

__all__ = ["chosen_again", "runs_again"]


def runs_again(members: int, rounds: int) -> int:
    """Return the runs that the stage takes: as many in every round."""
    return rounds * members * 2**rounds


def chosen_again(
    sets: pd.DataFrame,
    simulate: Simulate,
    targets: Mapping[str, Fact],
    members: int,
    rounds: int,
    first: int,
    told: Callable[[], None],
    threads: int = 1,
) -> pd.DataFrame:
    """Choose the members of an ensemble among sets by runs that had no part in finding them.

    Parameters
    ----------
    sets
        One row per set, one column per parameter, the closest first.
    simulate, targets
        The model, and the facts to meet.
    members
        How many sets are kept.
    rounds
        How often the sets are halved; ``members * 2**rounds`` sets begin.
    first
        Number of the first run; no earlier run may have it or a later one.
    told
        Called after each run.
    threads
        Sets run at a time; changes no result.

    Returns
    -------
    pandas.DataFrame
        The members, the closest first: ``runs`` (new runs), ``distance``, a column per parameter,
        and one per fact: the mean of its quantity over the new runs.
    """
    left = sets.head(members * 2**rounds)
    names = list(targets)
    total = pd.DataFrame(0.0, index=left.index, columns=names)
    runs = 0
    for number in range(rounds):
        for _ in range(2**number):
            total += simulate_sets(left, simulate, first, names, told, threads)
            first, runs = first + len(left), runs + 1
        far = pd.Series(distances(total / runs, targets), index=left.index)
        left = left.loc[far.nsmallest(members * 2 ** (rounds - 1 - number)).index]
        total = total.loc[left.index]
    means = total / runs
    counted = pd.DataFrame({"runs": runs, "distance": distances(means, targets)}, left.index)
    return pd.concat([counted, left, means], axis=1).reset_index(drop=True)
