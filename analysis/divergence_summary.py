"""Over many firms: which kind of first parting carries the difference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.divergence import KINDS
from analysis.notation import write_estimate
from analysis.ratios import estimate_ratio
from analysis.statistics import Estimate, estimate_mean

__all__ = ["DivergenceSummary", "KindShare", "kind_steps", "summarise_divergences"]


@dataclass(frozen=True)
class KindShare:
    """Firms whose arms part first in one way.

    Attributes
    ----------
    name, label, meaning
        The kind; see `analysis.divergence.KINDS`.
    firms
        Firms of all pairs that part so.
    share
        Share of treated firms, 0..1, with its interval over pairs.
    contribution
        What these firms add to the mean difference per treated firm, EUR; contributions of all
        kinds add up to it in every pair.
    mean
        Mean difference of these firms, EUR per firm, each counting alike, so that share times mean
        is the contribution.
    month
        Median month of the parting; NaN where no decision differs.
    """

    name: str
    label: str
    meaning: str
    firms: int
    share: Estimate
    contribution: Estimate
    mean: Estimate
    month: float


@dataclass(frozen=True)
class DivergenceSummary:
    """All kinds that occur, the largest contribution first; ``total`` is the mean difference."""

    arms: tuple[str, str]
    pairs: int
    firms: int
    total: Estimate
    kinds: tuple[KindShare, ...]


def summarise_divergences(firms: pd.DataFrame, arms: tuple[str, str]) -> DivergenceSummary:
    """Add up the differences of firms by the way in which their arms part first.

    Parameters
    ----------
    firms
        One row per pair and treated firm: pair, firm, kind, month, difference (EUR of NPV).
    arms
        Names of the arms; differences are the first less the second.
    """
    per_pair = firms.groupby("pair")["difference"]
    sizes = per_pair.size()
    kinds = [
        _kind(item.name, item.label, item.meaning, firms, sizes)
        for item in KINDS
        if bool((firms["kind"] == item.name).any())
    ]
    return DivergenceSummary(
        arms=arms,
        pairs=len(sizes),
        firms=len(firms),
        total=estimate_mean(per_pair.mean().to_numpy()),
        kinds=tuple(sorted(kinds, key=lambda item: -item.contribution.difference)),
    )


def _kind(
    name: str, label: str, meaning: str, firms: pd.DataFrame, sizes: pd.Series[int]
) -> KindShare:
    rows = firms[firms["kind"] == name]
    grouped = rows.groupby("pair")["difference"]
    counts = grouped.size().reindex(sizes.index, fill_value=0)
    sums = grouped.sum().reindex(sizes.index, fill_value=0.0)
    return KindShare(
        name=name,
        label=label,
        meaning=meaning,
        firms=len(rows),
        share=estimate_mean((counts / sizes).to_numpy()),
        contribution=estimate_mean((sums / sizes).to_numpy()),
        mean=estimate_ratio((sums / sizes).to_numpy(), (counts / sizes).to_numpy()),
        month=float(np.median(rows["month"])) if rows["month"].notna().all() else float("nan"),
    )


def kind_steps(summary: DivergenceSummary) -> pd.DataFrame:
    """Return the contributions as steps of a waterfall; see `analysis.charts.waterfall`."""
    rows = []
    position = 0.0
    for item in summary.kinds:
        value = item.contribution.difference
        rows.append(
            {
                "label": item.label,
                "meaning": f"{item.meaning}; {item.firms} of {summary.firms} firms",
                "kind": "gain" if value > 0.0 else "loss",
                "difference": value,
                "start": position,
                "end": position + value,
                "low": position + item.contribution.low,
                "high": position + item.contribution.high,
                "text": write_estimate(item.contribution).full,
            }
        )
        position += value
    total = summary.total
    rows.append(
        {
            "label": "All firms",
            "meaning": "mean difference in net present value",
            "kind": "total",
            "difference": total.difference,
            "start": 0.0,
            "end": total.difference,
            "low": total.low,
            "high": total.high,
            "text": write_estimate(total).full,
        }
    )
    table = pd.DataFrame(rows)
    table["next"] = table["label"].shift(-1).fillna(table["label"])
    return table
