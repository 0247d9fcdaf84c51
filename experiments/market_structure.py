"""What a whole market looks like at the end of a run: who holds it, and what sells.

Outcomes are means over firms; concentration is a property of a market and is read from its tables.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.simulator import simulator
from experiments.studies import Study
from sim.status import LIVE
from sim.tables import SLOTS, World

__all__ = [
    "MEASURES",
    "market_differences",
    "market_runs",
    "market_structure",
    "rank_correlation",
]

MEASURES = {
    "revenue_concentration": "Herfindahl index of vendors' licence revenue, 1/vendors to 1",
    "seat_concentration": "Herfindahl index of vendors' installed seats",
    "leading_vendor": "share of installed seats of the vendor that has most",
    "leading_product": "share of the leading product of each category, mean weighted by seats",
    "hype": "exaggeration of the vendors, mean weighted by installed seats",
    "hype_of_all": "exaggeration, mean over vendors",
    "quality": "true capability of products over the mean of their category, weighted by seats",
    "seats_follow_hype": "rank correlation over vendors of installed seats and exaggeration",
    "seats_follow_quality": "rank correlation over vendors of installed seats and quality",
    "reputation_follows_quality": "rank correlation over vendors of reputation and quality",
    "reputation_follows_hype": "rank correlation over vendors of reputation and exaggeration",
}
"""Names and meanings of what `market_structure` measures."""

Numbers = NDArray[np.float64]


def herfindahl(amounts: Numbers) -> float:
    """Return the sum of squared shares; NaN where there is nothing to share."""
    total = float(amounts.sum())
    return float(np.square(amounts / total).sum()) if total > 0.0 else float("nan")


def rank_correlation(one: Numbers, other: Numbers) -> float:
    """Return Spearman's correlation; NaN where one of the two does not vary."""
    if len(one) < 3 or np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return float("nan")
    return float(stats.spearmanr(one, other).statistic)


def _totals(group: NDArray[np.int64], amounts: Numbers, groups: int) -> Numbers:
    return np.bincount(group, amounts, groups).astype(np.float64)


def _weighted(values: Numbers, weights: Numbers) -> float:
    return float(np.average(values, weights=weights)) if weights.sum() > 0.0 else float("nan")


def market_structure(world: World) -> dict[str, float]:
    """Measure a market as it stands.

    Quality of a product is its true capability times its reliability, over the mean of its
    category, so that what a category is for does not count; that of a vendor is the mean over its
    products.

    Returns
    -------
    dict
        One number for each name of `MEASURES`.
    """
    systems, products = np.asarray(world.systems), np.asarray(world.products)
    vendors, headcount = np.asarray(world.vendors), np.asarray(world.departments)["headcount"]
    live = np.flatnonzero(systems["status"] == LIVE)
    sold = systems["product"][live]
    seats = _totals(sold, headcount[live // SLOTS], len(products))
    owner, category = products["vendor"], products["category"]
    price = products["price"] * vendors["price_level"][owner]
    held = _totals(owner, seats, len(vendors))
    able = products["capability"].sum(axis=1) * products["reliability"]
    quality = able / (np.bincount(category, able) / np.bincount(category))[category]
    of_vendor = _totals(owner, quality, len(vendors)) / np.bincount(owner)
    most = np.zeros(int(category.max()) + 1)
    np.maximum.at(most, category, seats)
    total = seats.sum()
    return {
        "revenue_concentration": herfindahl(_totals(owner, seats * price, len(vendors))),
        "seat_concentration": herfindahl(held),
        "leading_vendor": float(held.max() / total) if total > 0.0 else float("nan"),
        "leading_product": float(most.sum() / total) if total > 0.0 else float("nan"),
        "hype": _weighted(vendors["hype"], held),
        "hype_of_all": float(vendors["hype"].mean()),
        "quality": _weighted(quality, seats),
        "seats_follow_hype": rank_correlation(held, vendors["hype"]),
        "seats_follow_quality": rank_correlation(held, of_vendor),
        "reputation_follows_quality": rank_correlation(vendors["reputation"], of_vendor),
        "reputation_follows_hype": rank_correlation(vendors["reputation"], vendors["hype"]),
    }


def market_runs(study: Study) -> pd.DataFrame:
    """Run the pairs of a study and measure each market at its end.

    Returns
    -------
    pandas.DataFrame
        One row per cell, pair and arm: cell, pair, arm and one column for each of `MEASURES`.
    """
    model = simulator()
    rows: list[dict[str, Any]] = []
    for cell in range(study.cells):
        arms = study.recipe.build(study.values(cell))
        for pair in range(study.replication.pairs or 0):
            for arm in arms:
                scenario = arm.scenario
                start = model.prepare(scenario, scenario.run.seed + pair)
                world = model.fork(start, scenario, arm.policy, scenario.comparison.treated)
                model.advance(world, scenario.run.months)
                rows.append(
                    {"cell": cell, "pair": pair, "arm": arm.name, **market_structure(world)}
                )
    return pd.DataFrame(rows)


def market_differences(runs: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return what the first arm has more of than the second, by cell and pair.

    Returns
    -------
    pandas.DataFrame
        cell, pair, first, second, difference.
    """
    first, second = runs["arm"].drop_duplicates().tolist()[:2]
    keys = ["cell", "pair"]
    one, two = (
        runs.loc[runs["arm"] == arm, [*keys, measure]].rename(columns={measure: place})
        for arm, place in ((first, "first"), (second, "second"))
    )
    table = one.merge(two, on=keys, validate="one_to_one")
    return table.assign(difference=table["first"] - table["second"])
