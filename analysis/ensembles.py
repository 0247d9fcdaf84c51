"""A difference over an ensemble of parameter sets: what is luck, what is not knowing parameters.

Each member of the ensemble is run in a few pairs of arms. The variance of members' means is that of
the true differences between members plus that of luck within them; the latter is known from the
spread of pairs within members (one-way random effects; Searle, Casella & McCulloch 1992), so that
the former is what remains. Members are the independent units: the interval of the mean is Student's
t over their means. Whether members differ at all is asked by the F test of the same book.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.notation import number, p_value, percent
from analysis.statistics import CONFIDENCE

__all__ = [
    "NOT_TOLD_APART",
    "EnsembleEstimate",
    "ensemble_sentence",
    "estimate_over_ensemble",
    "sets_text",
]

NOT_TOLD_APART = (
    "A question mark: these parameter sets cannot be told apart from luck (F test at 5 %); a dash: "
    "they differ no more than by luck, so how the sets lie is not estimated."
)
"""What the marks of `sets_text` mean."""


@dataclass(frozen=True)
class EnsembleEstimate:
    """A mean difference with its two uncertainties, in the unit of the differences.

    ``low`` and ``high`` hold the middle 95 % of parameter sets, luck taken out; ``mean_low`` and
    ``mean_high`` are the 95 % interval of the mean over the ensemble; ``parameter_deviation`` is
    the standard deviation between parameter sets, ``luck_deviation`` that between markets of one
    set; ``positive`` is the share of sets in which the difference is above zero. ``luck_alone`` is
    the chance that sets without any difference would seem to differ as much (F test).

    Where sets differ no more than luck makes them, ``parameter_deviation`` is estimated as 0. That
    does not show that all sets are alike, so ``low``, ``high`` and ``positive`` are then NaN.
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
    luck_alone: float

    @property
    def told_apart(self) -> bool:
        """Whether parameter sets differ by more than luck, at 5 %."""
        return self.luck_alone < 1.0 - CONFIDENCE

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval of the mean lies on one side of zero."""
        return self.mean_low > 0.0 or self.mean_high < 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate as plain data, with None for what is not estimated."""
        return {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in asdict(self).items()
        }


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
    low, high, positive = _sets(means, between, observed, within)
    students_t = float(stats.t.ppf(0.5 + CONFIDENCE / 2.0, len(means) - 1))
    error = students_t * math.sqrt(observed / len(means))
    return EnsembleEstimate(
        mean=mean,
        mean_low=mean - error,
        mean_high=mean + error,
        low=low,
        high=high,
        parameter_deviation=math.sqrt(between),
        luck_deviation=math.sqrt(within),
        positive=positive,
        members=len(means),
        pairs=pairs,
        luck_alone=_luck_alone(observed, within, len(means), pairs),
    )


def _sets(
    means: NDArray[np.float64], between: float, observed: float, within: float
) -> tuple[float, float, float]:
    """Return the middle 95 % of sets and the share above zero, luck taken out."""
    if between == 0.0 and within > 0.0:
        return math.nan, math.nan, math.nan
    # Members' means are pulled together until they vary as much as the true differences do.
    pulled = math.sqrt(between / observed) if observed > 0.0 else 1.0
    shrunk = means.mean() + (means - means.mean()) * pulled
    low, high = np.quantile(shrunk, [0.025, 0.975])
    return float(low), float(high), float((shrunk > 0.0).mean())


def _luck_alone(observed: float, within: float, members: int, pairs: int) -> float:
    """Return the chance of members that differ so much when they do not (one-way F test)."""
    if within == 0.0:
        return 0.0
    return float(stats.f.sf(pairs * observed / within, members - 1, members * (pairs - 1)))


def sets_text(estimate: EnsembleEstimate) -> tuple[str, str]:
    """Write the middle 95 % of sets and the share above zero; `NOT_TOLD_APART` tells the marks."""
    if math.isnan(estimate.low):
        return number(math.nan), number(math.nan)
    doubt = "" if estimate.told_apart else " ?"
    middle = f"{number(estimate.low)} to {number(estimate.high)}{doubt}"
    return middle, f"{percent(estimate.positive)}{doubt}"


def ensemble_sentence(estimate: EnsembleEstimate, first: str, second: str) -> str:
    """Write the answer over an ensemble, with a side only where the interval has one."""
    limits = f"95 % interval {number(estimate.mean_low)} to {number(estimate.mean_high)}"
    sets = f"Over {estimate.members} parameter sets that agree with the facts"
    worth = f"EUR {number(abs(estimate.mean))} of net present value per firm on average"
    signed = number(estimate.mean, signed=True)
    if estimate.mean == estimate.mean_low == estimate.mean_high == 0.0:
        return f"{sets}, nothing differs between {first} and {second}."
    if not estimate.excludes_zero:
        answer = (
            f"{sets}, these runs do not show which pays: {first} and {second} differ by EUR "
            f"{signed} of net present value per firm on average ({limits}), and the interval "
            "covers zero"
        )
    elif estimate.mean > 0.0:
        answer = f"{sets}, choosing {second} instead of {first} costs {worth} ({limits})"
    else:
        answer = (
            f"{sets}, choosing {second} instead of {first} saves {worth} (difference {signed}, "
            f"{limits})"
        )
    return f"{answer}; {_told_of_sets(estimate, first)}."


def _told_of_sets(estimate: EnsembleEstimate, first: str) -> str:
    if not estimate.told_apart:
        return (
            "the sets cannot be told apart from luck (F test, p = "
            f"{p_value(estimate.luck_alone)}), so in how many of them {first} is ahead is not said"
        )
    return (
        f"in the middle 95 % of sets {first} is ahead by {number(estimate.low)} to "
        f"{number(estimate.high)}, and in {percent(estimate.positive)} of them it is ahead at all"
    )
