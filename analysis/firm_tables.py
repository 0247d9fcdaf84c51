"""Tidy tables of single firms behind the charts, thinned so that a report stays small."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analysis.breakdown import SIZE_CLASSES, size_class
from analysis.notation import write_estimate
from analysis.pairing import PairedFirms
from analysis.quantiles import QuantileEffect

__all__ = ["MOST_DOTS", "firm_swarm", "quantile_points"]

MOST_DOTS = 1_500
"""Dots a chart of firms has at most; with more firms, each dot stands for several."""

SWARM_COLUMNS = 90


def firm_swarm(paired: PairedFirms, most: int = MOST_DOTS) -> pd.DataFrame:
    """Place the firms' own NPV differences as swarms, one per size class.

    Firms are thinned by rank within their class (every k-th), which keeps the shape of the
    distribution and depends on no luck.

    Returns
    -------
    pandas.DataFrame
        Columns pair, firm, label (class with its number of firms), difference (EUR), ahead (name
        of the better arm, or "neither"), offset (-1..1, place across the swarm), stands_for (firms
        per dot), firms (in all).
    """
    table = paired.keys[["pair", "firm"]].assign(
        difference=paired.difference["npv"], size=size_class(paired.keys["headcount"])
    )
    table = table.dropna(subset=["difference"]).sort_values("difference", kind="stable")
    each = max(1, math.ceil(len(table) / most))
    counts = table.groupby("size").size()
    table["label"] = table["size"].map({name: f"{name} (n = {k:,})" for name, k in counts.items()})
    kept = table[table.groupby("size").cumcount() % each == each // 2]
    kept = kept if len(kept) else table.head(1)
    order = {name: place for place, (name, _) in enumerate(SIZE_CLASSES)}
    kept = kept.assign(order=kept["size"].map(order)).sort_values(["order", "difference"])
    return (
        kept.assign(
            ahead=np.select(
                [kept["difference"] > 0.0, kept["difference"] < 0.0],
                [paired.first_arm, paired.second_arm],
                "neither",
            ),
            offset=_swarm_offsets(kept),
            stands_for=each,
            firms=len(table),
        )
        .drop(columns=["size", "order"])
        .reset_index(drop=True)
    )


def _swarm_offsets(table: pd.DataFrame) -> pd.Series[float]:
    """Spread dots of the same class and narrow column evenly to both sides of the middle."""
    span = float(np.ptp(table["difference"].to_numpy())) or 1.0
    column = np.floor(table["difference"] / (span / SWARM_COLUMNS))
    place = table.groupby(["size", column]).cumcount()
    side: pd.Series[float] = (place + 1) // 2 * np.where(place % 2 == 1, 1.0, -1.0)
    farthest = max(float(side.abs().max()), 12.0)
    return side / farthest * 0.95


def quantile_points(effects: tuple[QuantileEffect, ...]) -> pd.DataFrame:
    """Return the quantile effects as one row per quantile.

    Returns
    -------
    pandas.DataFrame
        Columns level (0..1), first, second, difference, low, high (EUR), n, text.
    """
    return pd.DataFrame(
        [
            {
                "level": item.level,
                "first": item.first,
                "second": item.second,
                "difference": item.effect.difference,
                "low": item.effect.low,
                "high": item.effect.high,
                "n": item.effect.n,
                "text": write_estimate(item.effect).full,
            }
            for item in effects
        ]
    )
