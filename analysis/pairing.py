"""Pairing: the same firm under the same luck in two arms, and what pairing was worth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.statistics import detectable_difference, is_constant
from analysis.tables import CHANNEL_COLUMNS, OUTCOME_COLUMNS

__all__ = ["PairedFirms", "PairingAudit", "audit_pairing", "pair_firms", "pair_means"]

VALUE_COLUMNS = [*OUTCOME_COLUMNS, *CHANNEL_COLUMNS]
KEY_COLUMNS = ["treated", "group", "headcount"]
WEAK_CORRELATION = 0.2


@dataclass(frozen=True)
class PairedFirms:
    """Firms of two arms, row by row the same firm of the same pair.

    Attributes
    ----------
    first_arm, second_arm
        Names of the arms; differences are first minus second.
    keys
        Columns pair, firm, treated, group, headcount (at the fork).
    first, second, difference
        Outcomes and channels, same rows as ``keys``. Where a value is undefined in one arm it is
        NaN in all three, so that means of the arms and of the difference are over the same firms.
    """

    first_arm: str
    second_arm: str
    keys: pd.DataFrame
    first: pd.DataFrame
    second: pd.DataFrame
    difference: pd.DataFrame

    def select(self, rows: pd.Series[bool]) -> PairedFirms:
        """Return only the firms where ``rows`` is true."""
        return PairedFirms(
            self.first_arm,
            self.second_arm,
            self.keys[rows],
            self.first[rows],
            self.second[rows],
            self.difference[rows],
        )

    @property
    def treated(self) -> PairedFirms:
        """The firms that were given the arms' practices."""
        return self.select(self.keys["treated"])

    @property
    def untreated(self) -> PairedFirms:
        """The firms that kept their own practices."""
        return self.select(~self.keys["treated"])


def pair_firms(firms: pd.DataFrame, first_arm: str, second_arm: str) -> PairedFirms:
    """Put the two arms' rows of each firm side by side.

    Parameters
    ----------
    firms
        A table that `analysis.tables.check_firms` accepts.
    first_arm, second_arm
        Arms to compare.

    Raises
    ------
    ValueError
        If the arms do not hold the same firms with the same treatment, group and headcount.
    """
    index = ["pair", "firm"]
    first = firms[firms["arm"] == first_arm].set_index(index).sort_index()
    second = firms[firms["arm"] == second_arm].set_index(index).sort_index()
    if not first.index.equals(second.index):
        lone = first.index.symmetric_difference(second.index)[0]
        raise ValueError(
            f"Pair {lone[0]}, firm {lone[1]} is in only one of the arms {first_arm} and "
            f"{second_arm}; a paired comparison needs every firm in both."
        )
    for column in ("seed", *KEY_COLUMNS):
        differs = first[column] != second[column]
        if bool(differs.any()):
            pair, firm = differs.index[differs][0]
            raise ValueError(
                f"Pair {pair}, firm {firm} has another {column} in arm {first_arm} than in arm "
                f"{second_arm}; both must be forked from the same state."
            )
    keys = first[KEY_COLUMNS].reset_index().astype({"treated": bool})
    values_first = _finite(first)
    values_second = _finite(second)
    difference = values_first - values_second
    defined = difference.notna()
    return PairedFirms(
        first_arm,
        second_arm,
        keys,
        values_first.where(defined),
        values_second.where(defined),
        difference,
    )


def _finite(firms: pd.DataFrame) -> pd.DataFrame:
    """Return the value columns with what is not finite turned into NaN."""
    values = firms[VALUE_COLUMNS].reset_index(drop=True).astype(np.float64)
    return values.where(np.isfinite(values))


def pair_means(values: pd.DataFrame | pd.Series[float], keys: pd.DataFrame) -> pd.DataFrame:
    """Mean over firms within each pair; a pair in which nothing is defined gives NaN.

    Parameters
    ----------
    values
        One row per firm and pair.
    keys
        Rows of the same order with the column ``pair``.

    Returns
    -------
    pandas.DataFrame
        One row per pair, in increasing order of pair.
    """
    frame = values.to_frame() if isinstance(values, pd.Series) else values
    return frame.groupby(keys["pair"], sort=True).mean()


@dataclass(frozen=True)
class PairingAudit:
    """What sharing the luck was worth.

    Attributes
    ----------
    pairs
        Pairs the audit is based on.
    correlation
        Correlation of the two arms' mean NPV across pairs.
    variance_removed
        ``1 - var(difference) / (var(first) + var(second))``.
    independent_pairs, pairs_saved
        Runs per arm that independent luck would need for an interval as narrow, and how many
        more that is than were run.
    detectable
        Smallest true NPV difference per firm (EUR) found with 80 % power.
    decayed
        Whether the arms have drifted so far apart that pairing hardly helps.
    """

    pairs: int
    correlation: float
    variance_removed: float
    independent_pairs: float
    pairs_saved: float
    detectable: float
    decayed: bool


def audit_pairing(first: NDArray[np.float64], second: NDArray[np.float64]) -> PairingAudit:
    """Measure how much variance pairing removed.

    Parameters
    ----------
    first, second
        Mean NPV per pair of the two arms, in EUR, shape (pairs,), in the same order.

    Returns
    -------
    PairingAudit
        With fewer than three pairs, or no variation, what cannot be measured is NaN and
        ``decayed`` is false.
    """
    both = np.isfinite(first) & np.isfinite(second)
    first, second = first[both], second[both]
    n = int(first.size)
    nan = math.nan
    if n < 3 or is_constant(first) or is_constant(second):
        return PairingAudit(n, nan, nan, nan, nan, nan, False)
    difference = first - second
    apart = float(first.var(ddof=1) + second.var(ddof=1))
    together = 0.0 if is_constant(difference) else float(difference.var(ddof=1))
    correlation = float(np.corrcoef(first, second)[0, 1])
    removed = 1.0 - together / apart
    needed = n * apart / together if together > 0.0 else nan
    return PairingAudit(
        pairs=n,
        correlation=correlation,
        variance_removed=removed,
        independent_pairs=needed,
        pairs_saved=needed - n,
        detectable=detectable_difference(math.sqrt(together), n),
        decayed=correlation < WEAK_CORRELATION or removed < 0.0,
    )
