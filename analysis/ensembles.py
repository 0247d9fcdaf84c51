"""A difference over an ensemble of parameter sets: what is luck, what is not knowing parameters.

Each member of the ensemble is run in a few pairs of arms. The variance of members' means is that of
the true differences between members plus that of luck within them; the latter is known from the
spread of pairs within members (one-way random effects; Searle, Casella & McCulloch 1992), so that
the former is what remains.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["EnsembleEstimate", "ensemble_sentence", "estimate_over_ensemble"]


@dataclass(frozen=True)
class EnsembleEstimate:
    """A mean difference with its two uncertainties, in the unit of the differences.

    ``low`` and ``high`` hold the middle 95 % of parameter sets, luck taken out; ``mean_low`` and
    ``mean_high`` are the 95 % interval of the mean over the ensemble; ``parameter_deviation`` is
    the standard deviation between parameter sets, ``luck_deviation`` that between markets of one
    set; ``positive`` is the share of sets in which the difference is above zero.
    """

    mean: float
    mean_low: float
    mean_high: float
    low: float
    high: float
    parameter_deviation: float
    luck_deviation: float
    positive: float
    members: int
    pairs: int

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate as plain data."""
        return asdict(self)


def estimate_over_ensemble(differences: pd.DataFrame) -> EnsembleEstimate:
    """Estimate a difference over an ensemble.

    Parameters
    ----------
    differences
        One row per member and pair: columns member and difference; every member has the same number
        of pairs, at least two.

    Raises
    ------
    ValueError
        When there are fewer than two members, or fewer than two pairs in a member.
    """
    groups = differences.groupby("member")["difference"]
    counts = groups.size()
    pairs = int(counts.min())
    if len(counts) < 2 or pairs < 2 or counts.max() > pairs:
        raise ValueError("an ensemble needs at least two members with as many pairs, at least two")
    means = groups.mean().to_numpy(dtype=np.float64)
    within = float(groups.var(ddof=1).mean())
    observed = float(means.var(ddof=1))
    between = max(0.0, observed - within / pairs)
    mean = float(means.mean())
    # Members' means are pulled together until they vary as much as the true differences do.
    shrunk = mean + (means - mean) * (math.sqrt(between / observed) if observed > 0.0 else 0.0)
    low, high = np.quantile(shrunk, [0.025, 0.975])
    error = 1.96 * math.sqrt(observed / len(means))
    return EnsembleEstimate(
        mean=mean,
        mean_low=mean - error,
        mean_high=mean + error,
        low=float(low),
        high=float(high),
        parameter_deviation=math.sqrt(between),
        luck_deviation=math.sqrt(within),
        positive=float((shrunk > 0.0).mean()),
        members=len(means),
        pairs=pairs,
    )


def ensemble_sentence(estimate: EnsembleEstimate, first: str, second: str) -> str:
    """Write the answer over an ensemble in one sentence."""
    from analysis.notation import number, percent

    verb = "costs" if estimate.mean > 0.0 else "saves"
    return (
        f"Over {estimate.members} parameter sets that agree with the facts, choosing {second} "
        f"instead of {first} {verb} EUR {number(abs(estimate.mean))} of net present value per firm "
        f"on average; in the middle 95 % of sets {first} is ahead by {number(estimate.low)} to "
        f"{number(estimate.high)}, and in {percent(estimate.positive)} of them it is ahead at all."
    )
