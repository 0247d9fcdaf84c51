"""For whom it pays: shares of firms worse off, the difference by size and by former policy."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.pairing import PairedFirms
from analysis.ratios import estimate_ratio
from analysis.statistics import CONFIDENCE, Estimate

__all__ = [
    "QUANTILES",
    "SIZE_CLASSES",
    "FirmClass",
    "Share",
    "break_down",
    "firm_quantiles",
    "share_of_firms",
    "size_class",
]

SIZE_CLASSES: tuple[tuple[str, int], ...] = (
    ("1 to 9", 9),
    ("10 to 19", 19),
    ("20 to 49", 49),
    ("50 to 249", 249),
    ("250 or more", 10**9),
)
"""Label and largest headcount of each class, as Eurostat and the OECD draw them."""

QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


@dataclass(frozen=True)
class Share:
    """A share of firms, 0..1, with an interval over pairs (NaN where there is none)."""

    share: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class FirmClass:
    """Firms of one class.

    ``firms`` counts rows (the same firm of two pairs counts twice), ``npv`` is the paired
    difference of NPV per firm in EUR, and the shares are of firms worse off, equally well off
    and better off in the second arm. All are over the firms of the class, each counting alike, so
    that classes weighted by their firms add up to the whole.
    """

    name: str
    firms: int
    npv: Estimate
    worse: Share
    same: Share
    better: Share


def share_of_firms(condition: pd.Series[bool], keys: pd.DataFrame) -> Share:
    """Share of all firms for which a condition holds.

    Parameters
    ----------
    condition
        One value per firm and pair.
    keys
        Rows of the same order with the column ``pair``.

    Returns
    -------
    Share
        The interval takes each pair as one observation (firms of a market are not independent),
        however many firms it holds (`analysis.ratios.estimate_ratio`), and is cut to 0..1, where
        Student's t may reach beyond. Where all pairs agree on 0 or 1 there is no spread to judge
        by; then the limit is that of Clopper & Pearson (1934) with each pair as a single trial,
        which is cautious.
    """
    estimate = _over_firms(condition.astype(np.float64), keys)
    if estimate.method == "exact":
        return _unanimous(estimate.difference, estimate.n)
    if not estimate.has_interval:
        return Share(estimate.difference, math.nan, math.nan, estimate.n)
    return Share(estimate.difference, max(0.0, estimate.low), min(1.0, estimate.high), estimate.n)


def _over_firms(values: pd.Series[float], keys: pd.DataFrame) -> Estimate:
    """Estimate the mean over firms; those in which a value is not defined are left out."""
    per_pair = values.groupby(keys["pair"], sort=True)
    return estimate_ratio(per_pair.sum().to_numpy(), per_pair.count().to_numpy())


def _unanimous(share: float, n: int) -> Share:
    """Return a share on which all pairs agree, with an interval only at its ends."""
    reach = 1.0 - ((1.0 - CONFIDENCE) / 2.0) ** (1.0 / n)
    if share == 0.0:
        return Share(0.0, 0.0, reach, n)
    if share == 1.0:
        return Share(1.0, 1.0 - reach, 1.0, n)
    return Share(share, math.nan, math.nan, n)


def size_class(headcount: pd.Series[int]) -> pd.Series[str]:
    """Name of the size class of each headcount."""
    edges = [0, *(largest for _, largest in SIZE_CLASSES)]
    labels = [label for label, _ in SIZE_CLASSES]
    return pd.cut(headcount, bins=edges, labels=labels).astype(str)


def break_down(paired: PairedFirms, classes: pd.Series[str]) -> tuple[FirmClass, ...]:
    """Compare the arms within each class of firms.

    Parameters
    ----------
    paired
        Firms to be broken down.
    classes
        Name of each firm's class, in the order of ``paired``.

    Returns
    -------
    tuple of FirmClass
        Size classes in increasing order, other classes by name.
    """
    order = [label for label, _ in SIZE_CLASSES]
    names = sorted(
        classes.unique(), key=lambda name: (order.index(name) if name in order else -1, name)
    )
    return tuple(_one_class(name, paired.select(classes == name)) for name in names)


def _one_class(name: str, paired: PairedFirms) -> FirmClass:
    difference = paired.difference["npv"]
    return FirmClass(
        name=name,
        firms=len(difference),
        npv=_over_firms(difference, paired.keys),
        worse=share_of_firms(difference > 0.0, paired.keys),
        same=share_of_firms(difference == 0.0, paired.keys),
        better=share_of_firms(difference < 0.0, paired.keys),
    )


def firm_quantiles(difference: pd.Series[float]) -> dict[str, float]:
    """Quantiles of the firms' own differences, by name (``"p05"``, ..., ``"p95"``).

    Firms of all pairs are pooled, so these describe the spread between firms; they are not
    limits of an interval.
    """
    return {f"p{round(100 * level):02d}": float(difference.quantile(level)) for level in QUANTILES}
