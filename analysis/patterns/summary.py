"""How an ensemble of parameter sets meets the facts, and what the facts say about parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.patterns.facts import Fact

__all__ = [
    "FEWEST_SETS",
    "IDENTIFIED",
    "PatternSummary",
    "identifiability",
    "summarise_patterns",
    "to_table",
]

MIDDLE_95 = (0.025, 0.975)
IDENTIFIED = 0.25
"""Share of the prior's spread that the facts must take away before a parameter is called
identified."""

FEWEST_SETS = 20
"""Fewest parameter sets from which a parameter may be called identified. A parameter of which the
facts say nothing seems to lose that share of its spread with a chance of 22 % over 5 sets, 8 % over
10 and 1.6 % over 20."""


@dataclass(frozen=True)
class PatternSummary:
    """One fact against the ensemble.

    ``median``, ``low`` and ``high`` (middle 95 %) are over members, in the fact's unit; ``inside``
    is the share of members within the band; ``n`` counts members for which the quantity is defined.
    """

    fact: Fact
    median: float
    low: float
    high: float
    inside: float
    n: int

    @property
    def met(self) -> bool:
        """Whether the median over members lies within the band."""
        return self.fact.met_by(self.median)


def summarise_patterns(
    values: pd.DataFrame, targets: Mapping[str, Fact]
) -> tuple[PatternSummary, ...]:
    """Summarise the quantities of an ensemble.

    Parameters
    ----------
    values
        One row per member, one column per fact.
    targets
        The facts, by name.
    """
    found = []
    for name, fact in targets.items():
        known = values[name].dropna().to_numpy(dtype=np.float64)
        low, median, high = np.quantile(known, [MIDDLE_95[0], 0.5, MIDDLE_95[1]])
        inside = float(np.mean((known >= fact.low) & (known <= fact.high)))
        found.append(
            PatternSummary(fact, float(median), float(low), float(high), inside, len(known))
        )
    return tuple(found)


def to_table(summaries: tuple[PatternSummary, ...]) -> pd.DataFrame:
    """Return one row per fact: use, band, ensemble, met or not, source and definition."""
    return pd.DataFrame(
        {
            "fact": item.fact.name,
            "use": item.fact.use,
            "quantity": item.fact.quantity,
            "unit": item.fact.unit,
            "value": item.fact.value,
            "band_low": item.fact.low,
            "band_high": item.fact.high,
            "median": item.median,
            "low": item.low,
            "high": item.high,
            "share_inside": item.inside,
            "met": item.met,
            "members": item.n,
            "population": item.fact.population,
            "source": item.fact.source,
            "definition": item.fact.definition,
        }
        for item in summaries
    )


def identifiability(
    members: pd.DataFrame, prior: Mapping[str, tuple[float, float]]
) -> pd.DataFrame:
    """Say how far the facts pin each parameter down.

    Parameters
    ----------
    members
        One row per member, one column per parameter.
    prior
        Range of each parameter before the facts were used.

    Returns
    -------
    pandas.DataFrame
        Per parameter: prior_low, prior_high, median, low and high (middle 90 % of members), and
        ``contraction``, the share of the prior's standard deviation that is gone: 0 where the facts
        say nothing, 1 where they say all. ``identified`` is whether it reaches `IDENTIFIED`, over
        `FEWEST_SETS` members or more; over fewer nothing is.
    """
    rows: list[dict[str, Any]] = []
    for name, (first, last) in prior.items():
        values = members[name].to_numpy(dtype=np.float64)
        low, median, high = np.quantile(values, [0.05, 0.5, 0.95])
        uniform_deviation = (last - first) / np.sqrt(12.0)
        contraction = max(0.0, 1.0 - float(values.std(ddof=1)) / uniform_deviation)
        rows.append(
            {
                "parameter": name,
                "prior_low": first,
                "prior_high": last,
                "median": median,
                "low": low,
                "high": high,
                "contraction": contraction,
                "identified": len(members) >= FEWEST_SETS and contraction >= IDENTIFIED,
            }
        )
    return pd.DataFrame(rows)
