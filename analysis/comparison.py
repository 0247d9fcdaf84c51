"""From the tables of a comparison to its summary."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.breakdown import break_down, firm_quantiles, share_of_firms, size_class
from analysis.identity import RunIdentity
from analysis.inference import holm, two_sided_p
from analysis.pairing import PairedFirms, audit_pairing, pair_firms, pair_means
from analysis.quantiles import quantile_effects
from analysis.statistics import Estimate, estimate_mean
from analysis.summary import (
    ChannelContrast,
    ComparisonSummary,
    Contrast,
    Headline,
    OutcomeContrast,
)
from analysis.tables import CHANNEL_COLUMNS, check_firms, check_series
from sim.outcomes import CHANNELS, OUTCOMES

__all__ = ["break_even_month", "contrast_arms", "per_employee_year", "summarise"]


def summarise(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity
) -> ComparisonSummary:
    """Compare the first arm with every other arm.

    Parameters
    ----------
    firms
        One row per (pair, arm, firm): columns pair, seed, arm, firm, treated, group, headcount
        (at the fork), one column per outcome, and ``channel_<name>`` in EUR per channel.
    series
        One row per (pair, arm, treated, month): one column per monthly series.
    identity
        What was run.

    Returns
    -------
    ComparisonSummary
        Differences are ``identity.arms[0]`` minus the other arm.

    Raises
    ------
    ValueError
        If a table lacks columns or arms, or the arms do not hold the same firms.
    """
    check_firms(firms, identity.arms)
    check_series(series, identity.arms)
    first, *others = identity.arms
    contrasts = tuple(contrast_arms(firms, series, identity, first, other) for other in others)
    return ComparisonSummary(identity, int(firms["pair"].nunique()), contrasts)


def contrast_arms(
    firms: pd.DataFrame, series: pd.DataFrame, identity: RunIdentity, first: str, second: str
) -> Contrast:
    """Compare two arms in every respect; tables as for `summarise`."""
    paired = pair_firms(firms, first, second)
    treated = paired.treated
    untreated = paired.untreated
    means_first = pair_means(treated.first["npv"], treated.keys)["npv"]
    means_second = pair_means(treated.second["npv"], treated.keys)["npv"]
    return Contrast(
        first=first,
        second=second,
        outcomes=_outcomes(treated),
        channels=_channels(treated),
        channels_residual=_channels_residual(paired),
        headline=_headline(treated, identity),
        untreated=_npv_difference(untreated),
        treated_firms=len(treated.keys),
        untreated_firms=len(untreated.keys),
        by_headcount=break_down(treated, size_class(treated.keys["headcount"])),
        by_group=break_down(treated, treated.keys["group"].astype(str)),
        firm_quantiles=firm_quantiles(treated.difference["npv"]),
        quantile_effects=quantile_effects(treated),
        audit=audit_pairing(means_first.to_numpy(), means_second.to_numpy()),
        break_even_month=break_even_month(series, first, second),
    )


def _npv_difference(paired: PairedFirms) -> Estimate:
    if paired.keys.empty:
        return estimate_mean([])
    return estimate_mean(pair_means(paired.difference["npv"], paired.keys)["npv"].to_numpy())


def _outcomes(paired: PairedFirms) -> dict[str, OutcomeContrast]:
    """Compare all outcomes; the mean of an arm is over firms, then over pairs."""
    first = pair_means(paired.first, paired.keys)
    second = pair_means(paired.second, paired.keys)
    difference = pair_means(paired.difference, paired.keys)
    result: dict[str, OutcomeContrast] = {}
    for outcome in OUTCOMES:
        name = outcome.name
        estimate = estimate_mean(difference[name].to_numpy())
        spread = between_firms_deviation(paired, name)
        result[name] = OutcomeContrast(
            name=name,
            unit=outcome.unit,
            better=outcome.better,
            meaning=outcome.meaning,
            means={
                paired.first_arm: float(first[name].mean()),
                paired.second_arm: float(second[name].mean()),
            },
            estimate=estimate,
            firms=int(paired.difference[name].notna().sum()),
            standardised=_ratio(estimate.difference, spread),
            standardised_low=_ratio(estimate.low, spread),
            standardised_high=_ratio(estimate.high, spread),
            adjusted_p=math.nan,
        )
    adjusted = holm([two_sided_p(item.estimate) for item in result.values()])
    return {
        name: replace(item, adjusted_p=float(p))
        for (name, item), p in zip(result.items(), adjusted, strict=True)
    }


def between_firms_deviation(paired: PairedFirms, name: str) -> float:
    """Return the standard deviation of an outcome between firms of a market, pooled over arms.

    Unlike the spread of paired differences, it does not shrink when luck is shared or when more
    firms are averaged, so a standardised difference means the same in every comparison.
    """
    first = paired.first[name].groupby(paired.keys["pair"]).var(ddof=1)
    second = paired.second[name].groupby(paired.keys["pair"]).var(ddof=1)
    variances = pd.concat([first, second]).dropna()
    return float(np.sqrt(variances.mean())) if len(variances) else math.nan


def _ratio(value: float, spread: float) -> float:
    if value == 0.0:
        return 0.0
    return value / spread if spread > 0.0 else math.nan


def _channels(paired: PairedFirms) -> dict[str, ChannelContrast]:
    difference = pair_means(paired.difference, paired.keys)
    return {
        channel.name: ChannelContrast(
            channel.name,
            channel.label,
            channel.meaning,
            estimate_mean(difference[f"channel_{channel.name}"].to_numpy()),
        )
        for channel in CHANNELS
    }


def _channels_residual(paired: PairedFirms) -> float:
    """Largest gap, in EUR, between a firm's NPV difference and the sum of its channels'."""
    channels = paired.difference[list(CHANNEL_COLUMNS)].sum(axis=1, skipna=False)
    return float((channels - paired.difference["npv"]).abs().max(skipna=False))


def _headline(paired: PairedFirms, identity: RunIdentity) -> Headline:
    difference = paired.difference["npv"]
    employee_years = per_employee_year(difference, paired.keys["headcount"], identity.months)
    return Headline(
        per_firm=_npv_difference(paired),
        per_employee_year=estimate_mean(
            pair_means(employee_years, paired.keys)["per_employee_year"].to_numpy()
        ),
        worse=share_of_firms(difference > 0.0, paired.keys),
        same=share_of_firms(difference == 0.0, paired.keys),
    )


def per_employee_year(
    difference: pd.Series[float], headcount: pd.Series[int], months: int
) -> pd.Series[float]:
    """Express an NPV difference per employee and year, for each firm.

    Parameters
    ----------
    difference
        NPV difference per firm, EUR.
    headcount
        Employees at the fork.
    months
        Months the NPV covers; years are counted plainly, not discounted.

    Returns
    -------
    pandas.Series
        EUR per employee and year, named ``per_employee_year``.
    """
    return (difference / headcount / (months / 12.0)).rename("per_employee_year")


def break_even_month(series: pd.DataFrame, first: str, second: str) -> int | None:
    """First month from which the first arm's mean cumulative NPV stays ahead until the end.

    Parameters
    ----------
    series
        Monthly table; only treated firms are read.
    first, second
        Arms to compare.

    Returns
    -------
    int or None
        None if the first arm is not ahead in the last month.
    """
    treated = series[series["treated"].astype(bool)]
    means = treated.groupby(["arm", "month"])["cumulative_npv"].mean()
    ahead = (means.loc[first] - means.loc[second]) > 0.0
    behind = ahead.index[~ahead]
    if not bool(ahead.iloc[-1]):
        return None
    return int(behind.max()) + 1 if len(behind) else int(ahead.index.min())
