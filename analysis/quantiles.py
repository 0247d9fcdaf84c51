"""Who loses most: the difference between the arms among poor, middling and rich firms."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.breakdown import QUANTILES
from analysis.pairing import PairedFirms
from analysis.statistics import Estimate, estimate_mean

__all__ = ["QuantileEffect", "quantile_effects"]


@dataclass(frozen=True)
class QuantileEffect:
    """One quantile of firms in both arms.

    ``effect`` is the quantile of NPV in the first arm less that in the second: how the firms at
    that rank of the market fare, whoever they are. ``own`` is the same quantile of the firms' own
    paired differences: how unequally one and the same firm is touched. Both in EUR, computed
    within each market and averaged over markets, so the intervals are over markets.
    """

    level: float
    first: float
    second: float
    effect: Estimate
    own: Estimate


def quantile_effects(paired: PairedFirms) -> tuple[QuantileEffect, ...]:
    """Return the quantile treatment effects on NPV, from the poorest firms to the richest.

    Parameters
    ----------
    paired
        The firms to look at, usually the treated.

    Notes
    -----
    A quantile within a market of few firms is pulled towards the middle, by the same rule in both
    arms; with fewer than about ten firms the outer quantiles say little.
    """
    pairs = paired.keys["pair"]
    return tuple(
        _effect(
            level,
            *(
                table["npv"].groupby(pairs, sort=True).quantile(level)
                for table in (paired.first, paired.second, paired.difference)
            ),
        )
        for level in QUANTILES
    )


def _effect(
    level: float, first: pd.Series[float], second: pd.Series[float], own: pd.Series[float]
) -> QuantileEffect:
    """Average a quantile of each market over the markets."""
    return QuantileEffect(
        level=level,
        first=float(first.mean()),
        second=float(second.mean()),
        effect=estimate_mean((first - second).to_numpy()),
        own=estimate_mean(own.to_numpy()),
    )
