"""The result of a comparison as plain, frozen data, and as one JSON object."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from analysis.breakdown import FirmClass, Share
from analysis.identity import RunIdentity
from analysis.pairing import PairingAudit
from analysis.quantiles import QuantileEffect
from analysis.statistics import CONFIDENCE, Estimate

__all__ = ["ChannelContrast", "ComparisonSummary", "Contrast", "Headline", "OutcomeContrast"]

Json = dict[str, Any]


@dataclass(frozen=True)
class OutcomeContrast:
    """One outcome in two arms.

    ``means`` holds the mean of each arm over the firms in which the outcome is defined in both;
    ``standardised`` and its limits are the difference in standard deviations between firms.
    ``adjusted_p`` is the p value of no difference, adjusted by Holm's method for all outcomes
    looked at.
    """

    name: str
    unit: str
    better: int
    meaning: str
    means: Mapping[str, float]
    estimate: Estimate
    firms: int
    standardised: float
    standardised_low: float
    standardised_high: float
    adjusted_p: float

    @property
    def is_clear(self) -> bool:
        """Whether arms differ: by the interval, and after Holm's adjustment for all outcomes."""
        return self.estimate.excludes_zero and self.adjusted_p < 1.0 - CONFIDENCE


@dataclass(frozen=True)
class ChannelContrast:
    """One channel's part of the NPV difference, EUR per firm."""

    name: str
    label: str
    meaning: str
    estimate: Estimate


@dataclass(frozen=True)
class Headline:
    """The cost of misalignment: NPV of the first arm less the second.

    ``per_firm`` in EUR; ``per_employee_year`` in EUR per employee at the fork and year simulated,
    worked out for each firm and then averaged over firms and pairs, so that a small firm counts
    as much as a large one.
    """

    per_firm: Estimate
    per_employee_year: Estimate
    worse: Share
    same: Share


@dataclass(frozen=True)
class Contrast:
    """Everything about the first arm against one other arm.

    ``channels_residual`` is the largest gap in EUR, over firms, between the sum of the channels'
    differences and the difference in NPV. ``break_even_month`` is the first month from which the
    mean cumulative NPV of the first arm stays above the other's until the end, or None.
    """

    first: str
    second: str
    outcomes: Mapping[str, OutcomeContrast]
    channels: Mapping[str, ChannelContrast]
    channels_residual: float
    headline: Headline
    untreated: Estimate
    treated_firms: int
    untreated_firms: int
    by_headcount: tuple[FirmClass, ...]
    by_group: tuple[FirmClass, ...]
    firm_quantiles: Mapping[str, float]
    quantile_effects: tuple[QuantileEffect, ...]
    audit: PairingAudit
    break_even_month: int | None


@dataclass(frozen=True)
class ComparisonSummary:
    """A comparison of arms: ``contrasts[0]`` is between the first two, the others follow."""

    identity: RunIdentity
    pairs: int
    contrasts: tuple[Contrast, ...]

    @property
    def main(self) -> Contrast:
        """The contrast between the first two arms."""
        return self.contrasts[0]

    def to_dict(self) -> Json:
        """Return the JSON object of the comparison; what is undefined is None.

        The top level is about the first two arms; ``contrasts`` holds the first arm against each
        other arm by name, with method, effect size and smallest detectable difference of every
        estimate and with the breakdowns.
        """
        main = self.main
        result: Json = {
            "arms": list(self.identity.arms),
            "pairs": self.pairs,
            "seed": self.identity.seed,
            "outcomes": {name: _outcome(item) for name, item in main.outcomes.items()},
            "channels": {
                name: {"label": item.label, **_limits(item.estimate)}
                for name, item in main.channels.items()
            },
            "headline": _headline(main.headline),
            "untreated": _untreated(main),
            "audit": _audit(main),
            "contrasts": {item.second: _contrast(item) for item in self.contrasts},
        }
        cleaned: Json = _without_nan(result)
        return cleaned


def _limits(estimate: Estimate) -> Json:
    return {"difference": estimate.difference, "low": estimate.low, "high": estimate.high}


def _outcome(item: OutcomeContrast) -> Json:
    return {
        "unit": item.unit,
        "mean": dict(item.means),
        **_limits(item.estimate),
        "n": item.estimate.n,
    }


def _headline(headline: Headline) -> Json:
    return {
        "per_firm": {**_limits(headline.per_firm), "unit": "EUR", "n": headline.per_firm.n},
        "per_employee_year": {
            **_limits(headline.per_employee_year),
            "unit": "EUR/employee/year",
            "n": headline.per_employee_year.n,
        },
        "share_worse_off": asdict(headline.worse),
    }


def _untreated(contrast: Contrast) -> Json:
    estimate = contrast.untreated
    return {
        **_limits(estimate),
        "unit": "EUR",
        "n": estimate.n,
        "firms": contrast.untreated_firms,
    }


def _audit(contrast: Contrast) -> Json:
    return {**asdict(contrast.audit), "channels_residual": contrast.channels_residual}


def _contrast(contrast: Contrast) -> Json:
    """One contrast in full detail."""
    return {
        "arms": [contrast.first, contrast.second],
        "outcomes": {
            name: {
                **_outcome(item),
                **_detail(item.estimate),
                "firms": item.firms,
                "standardised": item.standardised,
                "adjusted_p": item.adjusted_p,
            }
            for name, item in contrast.outcomes.items()
        },
        "channels": {
            name: {"label": item.label, **_limits(item.estimate), **_detail(item.estimate)}
            for name, item in contrast.channels.items()
        },
        "headline": _headline(contrast.headline),
        "untreated": _untreated(contrast),
        "treated_firms": contrast.treated_firms,
        "by_headcount": [_firm_class(item) for item in contrast.by_headcount],
        "by_group": [_firm_class(item) for item in contrast.by_group],
        "firm_quantiles": dict(contrast.firm_quantiles),
        "quantile_effects": [_quantile(item) for item in contrast.quantile_effects],
        "audit": _audit(contrast),
        "break_even_month": contrast.break_even_month,
    }


def _quantile(item: QuantileEffect) -> Json:
    return {
        "level": item.level,
        "first": item.first,
        "second": item.second,
        "effect": {**_limits(item.effect), "unit": "EUR", "n": item.effect.n},
        "own": {**_limits(item.own), "unit": "EUR", "n": item.own.n},
    }


def _detail(estimate: Estimate) -> Json:
    return {
        "method": estimate.method,
        "effect_size": estimate.effect_size,
        "detectable": estimate.detectable,
        "skewed": estimate.skewed,
    }


def _firm_class(item: FirmClass) -> Json:
    return {
        "name": item.name,
        "firms": item.firms,
        "npv": {**_limits(item.npv), "unit": "EUR", "n": item.npv.n},
        "worse": asdict(item.worse),
        "same": asdict(item.same),
        "better": asdict(item.better),
    }


def _without_nan(value: Any) -> Any:
    """Replace every number JSON cannot hold by None, at any depth."""
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
