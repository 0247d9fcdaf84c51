"""Tidy tables behind the charts: one row per mark, values in the units that are shown."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy import stats

from analysis.breakdown import FirmClass
from analysis.notation import outcome_label, shown_unit, write_estimate
from analysis.pairing import PairedFirms, pair_means
from analysis.statistics import CONFIDENCE
from analysis.summary import Contrast

__all__ = [
    "channel_steps",
    "class_shares",
    "outcome_points",
    "pair_differences",
    "time_bands",
    "time_difference",
]

BARE_UNITS = ("count", "ratio", "index", "cosine")
"""Units that a number is written without, where the row already says what it is."""

BAND_LEVELS = {"low90": 0.05, "low50": 0.25, "median": 0.5, "high50": 0.75, "high90": 0.95}


def pair_differences(paired: PairedFirms) -> pd.DataFrame:
    """Mean NPV of both arms and their difference, EUR per firm, one row per pair.

    Returns
    -------
    pandas.DataFrame
        Columns pair, first, second, difference, ahead (name of the arm ahead, or "neither").
    """
    table = pd.DataFrame(
        {
            "first": pair_means(paired.first["npv"], paired.keys)["npv"],
            "second": pair_means(paired.second["npv"], paired.keys)["npv"],
            "difference": pair_means(paired.difference["npv"], paired.keys)["npv"],
        }
    ).dropna()
    table["ahead"] = np.select(
        [table["difference"] > 0.0, table["difference"] < 0.0],
        [paired.first_arm, paired.second_arm],
        "neither",
    )
    return table.rename_axis("pair").reset_index()


def time_bands(series: pd.DataFrame, arms: tuple[str, ...], name: str) -> pd.DataFrame:
    """Spread of a monthly series over pairs, for the treated firms of each arm.

    Returns
    -------
    pandas.DataFrame
        Columns arm, month, low90, low50, median, high50, high90, mean, n: half of the pairs lie
        between low50 and high50, nine in ten between low90 and high90.
    """
    rows = series[series["treated"].astype(bool) & series["arm"].isin(arms)]
    grouped = rows.groupby(["arm", "month"], sort=True)[name]
    table = pd.DataFrame({column: grouped.quantile(q) for column, q in BAND_LEVELS.items()})
    table["mean"] = grouped.mean()
    table["n"] = grouped.count()
    return table.reset_index()


def time_difference(series: pd.DataFrame, first: str, second: str, name: str) -> pd.DataFrame:
    """Mean paired difference of a monthly series of the treated firms.

    Returns
    -------
    pandas.DataFrame
        Columns month, difference, low, high, n; limits of a 95 % t interval for each month by
        itself, NaN with one pair.
    """
    rows = series[series["treated"].astype(bool)]
    table = rows.pivot_table(index=["pair", "month"], columns="arm", values=name, observed=True)
    grouped = (table[first] - table[second]).groupby(level="month")
    n = grouped.count()
    degrees = (n - 1).where(n > 1)
    critical = stats.t.ppf(0.5 + CONFIDENCE / 2.0, degrees.to_numpy(dtype=np.float64))
    half = critical * grouped.std(ddof=1) / np.sqrt(n)
    mean = grouped.mean()
    result = pd.DataFrame({"difference": mean, "low": mean - half, "high": mean + half, "n": n})
    return result.reset_index()


def channel_steps(contrast: Contrast) -> pd.DataFrame:
    """Return the steps of the waterfall from zero to the whole difference, EUR per firm.

    Returns
    -------
    pandas.DataFrame
        Columns label, meaning, kind (gain, loss, total), difference, start, end, low, high (the
        interval of the step, drawn where the step ends), text, next (label of the step below).
        Gains come first, the largest on top; channels that are exactly zero are left out.
    """
    estimates = [(item, item.estimate) for item in contrast.channels.values()]
    shown = [pair for pair in estimates if pair[1].difference != 0.0]
    shown.sort(key=lambda pair: -pair[1].difference)
    rows = []
    position = 0.0
    for item, estimate in shown:
        rows.append(
            {
                "label": item.label,
                "meaning": item.meaning,
                "kind": "gain" if estimate.difference > 0.0 else "loss",
                "difference": estimate.difference,
                "start": position,
                "end": position + estimate.difference,
                "low": position + estimate.low,
                "high": position + estimate.high,
                "text": write_estimate(estimate).full,
            }
        )
        position += estimate.difference
    total = contrast.headline.per_firm
    rows.append(
        {
            "label": "All channels",
            "meaning": "difference in net present value",
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


def outcome_points(contrast: Contrast) -> pd.DataFrame:
    """Differences of the outcomes in standard deviations between firms.

    Returns
    -------
    pandas.DataFrame
        Columns label, meaning, unit, standardised, low, high, verdict, n, text; outcomes that
        cannot be standardised are left out; the largest first. ``verdict`` says what the
        difference means for the firm, "not clear" where the interval holds zero or the difference
        does not stand up to looking at all outcomes at once (Holm).
    """
    rows = []
    for item in contrast.outcomes.values():
        if math.isnan(item.standardised):
            continue
        estimate = item.estimate
        clear = item.is_clear
        side = item.better * np.sign(estimate.difference) if clear else 0
        neutral = "neither good nor bad" if clear else "not clear"
        unit = shown_unit(item.unit, difference=True)
        text = write_estimate(estimate, item.unit).signed
        rows.append(
            {
                "label": outcome_label(item.name),
                "meaning": item.meaning,
                "unit": unit,
                "standardised": item.standardised,
                "low": item.standardised_low,
                "high": item.standardised_high,
                "verdict": {1: "good for the firm", -1: "bad for the firm"}.get(int(side), neutral),
                "n": estimate.n,
                "text": text if unit in BARE_UNITS else f"{text} {unit}",
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values("standardised", ascending=False, ignore_index=True)


def class_shares(classes: tuple[FirmClass, ...]) -> pd.DataFrame:
    """Shares of firms worse off, equally well off and better off in the second arm, by class.

    Returns
    -------
    pandas.DataFrame
        Columns name, label (with the number of firms), side (worse, same, better), order (left to
        right), share, start, end (0..1), low, high (interval of the share worse off, NaN for the
        other sides), n, firms.
    """
    rows = []
    for item in classes:
        start = 0.0
        sides = (("worse", item.worse), ("same", item.same), ("better", item.better))
        for order, (side, share) in enumerate(sides):
            rows.append(
                {
                    "name": item.name,
                    "label": f"{item.name} (n = {item.firms:,})",
                    "side": side,
                    "order": order,
                    "share": share.share,
                    "start": start,
                    "end": start + share.share,
                    "low": share.low if side == "worse" else math.nan,
                    "high": share.high if side == "worse" else math.nan,
                    "n": share.n,
                    "firms": item.firms,
                }
            )
            start += share.share
    return pd.DataFrame(rows)
