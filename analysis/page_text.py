"""The words of the report, from the summary; no layout, no files."""

from __future__ import annotations

import math

from analysis.inference import MOST_PAIRS, equivalence_margin, pairs_needed
from analysis.notation import number, percent, share_interval, write_estimate
from analysis.statistics import BOOTSTRAP_PAIRS, Estimate
from analysis.summary import ComparisonSummary, Contrast
from analysis.wording import duration

__all__ = [
    "limits",
    "method",
    "sureness",
    "untreated",
    "warnings",
    "worse_off",
]

CENT = 0.005


def warnings(summary: ComparisonSummary) -> list[str]:
    """Return what a reader must know before believing the answer."""
    contrast = summary.main
    audit, estimate = contrast.audit, contrast.headline.per_firm
    found = []
    if summary.pairs == 1:
        found.append("Only one pair was run. There is no interval; run more pairs for an estimate.")
    found += _power_guard(estimate)
    if estimate.skewed and estimate.method == "t":
        found.append(
            f"The {estimate.n} differences are few and skewed; the interval may be too narrow."
        )
    if audit.decayed:
        found.append(
            "Pairing has decayed: the arms share their luck but have drifted so far apart that it "
            f"hardly helps (correlation {number(audit.correlation, 2)}, variance removed "
            f"{percent_signed(audit.variance_removed)}). The interval is right but wide; more "
            "pairs would help."
        )
    if not contrast.channels_residual <= CENT:
        found.append(
            "The channels do not add up: for at least one firm they miss its difference by "
            f"EUR {number(contrast.channels_residual)}. Do not rely on the channels."
        )
    return found


def _power_guard(estimate: Estimate) -> list[str]:
    """Say when a study is too small for a claim, and what it can exclude all the same."""
    if estimate.n < 2 or not estimate.detectable > 0.0 or estimate.excludes_zero:
        return []
    needed = pairs_needed(estimate, estimate.difference)
    more = (
        f"about {needed:,} pairs would be needed"
        if needed is not None
        else f"more than {MOST_PAIRS:,} pairs would be needed"
    )
    return [
        f"Too few pairs for a claim: {estimate.n} pairs find a true difference of "
        f"EUR {number(estimate.detectable)} per firm four times in five, and the one seen is "
        f"EUR {number(abs(estimate.difference))}; to find that, {more}. This does not show that "
        "the arms are equal. What it does show: true differences beyond "
        f"EUR {number(equivalence_margin(estimate))} per firm either way are excluded (two "
        "one-sided tests at 5 %)."
    ]


def percent_signed(share: float) -> str:
    """Write a share that may be negative as a percentage."""
    return f"{number(100.0 * share, 2)} %"


def sureness(summary: ComparisonSummary) -> list[str]:
    """Return the paragraphs on luck, pairing and power."""
    contrast, identity = summary.main, summary.identity
    audit = contrast.audit
    luck = "" if summary.pairs > 1 else " What other luck would change, one market cannot tell."
    shared = _sharing_of_scenarios if identity.scenarios_are_arms else _sharing_of_policies
    text = [f"{shared(summary)}{luck}"]
    if not math.isnan(audit.correlation):
        text.append(_audit_sentence(contrast))
    detectable = contrast.headline.per_firm.detectable
    if detectable > 0.0:
        text.append(
            f"With these {contrast.headline.per_firm.n} pairs, a true difference of "
            f"EUR {number(detectable)} per firm would be found four times in five; a smaller one "
            "could well be missed."
        )
    return text


def _sharing_of_policies(summary: ComparisonSummary) -> str:
    """Say what the arms of one scenario have in common, and in what they differ."""
    identity = summary.identity
    markets = f"Each of the {summary.pairs} markets" if summary.pairs > 1 else "One market"
    return (
        f"{markets} was run once per arm, from the same state and with the same luck: the same "
        "firms, people, vendors, products, shocks and chance meetings. Only the practices of the "
        f"treated firms ({percent(identity.treated_share)} of {identity.firms} firms per market) "
        "differ, so what differs afterwards is due to them."
    )


def _sharing_of_scenarios(summary: ComparisonSummary) -> str:
    """Say what markets of several scenarios have in common, and in what they differ."""
    seeds = f"Each of {summary.pairs} seeds" if summary.pairs > 1 else "One seed"
    differing = summary.identity.differing
    what = (
        f"in {', '.join(differing)}, and in the policies of firms where these differ"
        if differing
        else "in the policies of firms alone"
    )
    return (
        f"{seeds} was run once in each scenario from its founding, so that luck is the same as far "
        f"as the scenarios allow. They differ {what}; what differs between the arms is due to all "
        "of that together."
    )


def _audit_sentence(contrast: Contrast) -> str:
    audit = contrast.audit
    start = (
        f"Audit of the pairing: the arms' results correlate at {number(audit.correlation, 2)} "
        f"across markets, and pairing {_variance_words(audit.variance_removed)} the variance"
    )
    if math.isnan(audit.independent_pairs):
        return f"{start}."
    if audit.pairs_saved <= 0.0:
        return f"{start}, so independent runs would have done as well."
    return (
        f"{start}. With independent luck it would take about "
        f"{number(audit.independent_pairs, 2)} runs per arm for an interval as narrow; "
        f"{audit.pairs} were needed."
    )


def _variance_words(removed: float) -> str:
    if removed < 0.0:
        return f"added {percent_signed(-removed)} to"
    return f"removed {percent(removed)} of"


def worse_off(contrast: Contrast) -> str:
    """Say in one paragraph how differently firms fare."""
    headline, spread = contrast.headline, contrast.firm_quantiles
    alike = (
        f" For {percent(headline.same.share)} it makes no difference at all."
        if headline.same.share > 0.0
        else ""
    )
    return (
        f"{percent(headline.worse.share)} of the treated firms ({share_interval(headline.worse)}) "
        f"are worse off under {contrast.second} than under {contrast.first}.{alike} Firms differ "
        f"widely: the middle half gains between EUR {number(spread['p25'])} and "
        f"EUR {number(spread['p75'])} from {contrast.first}, the median firm "
        f"EUR {number(spread['p50'])}; one in twenty is below EUR {number(spread['p05'])} and one "
        f"in twenty above EUR {number(spread['p95'])}."
    )


def untreated(contrast: Contrast) -> str:
    """Say what happened to the firms that kept their own practices."""
    estimate = contrast.untreated
    if contrast.untreated_firms == 0:
        return "Every firm was treated, so there are no others to compare."
    amount = f"EUR {write_estimate(estimate).full}"
    if not estimate.has_interval:
        effect = f"differ by {amount} per firm in this one market"
    elif estimate.difference == 0.0 and estimate.method == "exact":
        effect = "are not affected at all"
    elif not estimate.excludes_zero:
        effect = f"show no clear effect: {amount} per firm"
    else:
        side = "gain" if estimate.difference > 0.0 else "lose"
        effect = f"{side} when the treated have {contrast.first}: {amount} per firm"
    return (
        "Firms compete for the same customers and copy each other, so a gain of the treated can be "
        f"a loss of others. The untreated firms of the same markets {effect}."
    )


def method(summary: ComparisonSummary) -> list[str]:
    """Return the method in five lines."""
    identity = summary.identity
    goes_on = (
        f"after a warm-up in each scenario it is followed for {duration(identity.months)}"
        if identity.scenarios_are_arms
        else "it runs under a common mix of policies, then forks into the arms and goes on for "
        f"{duration(identity.months)}"
    )
    return [
        f"An agent-based model of a market: {identity.firms} firms with departments, employees, "
        f"vendors, products and the systems they install, in monthly steps; {goes_on}.",
        "All arms use common random numbers: each draw of luck is addressed by what it means, so "
        "no arm's decisions shift another's luck.",
        "Each pair gives one number, the mean over treated firms of the difference "
        f"({identity.arms[0]} minus {identity.arms[1]}); intervals are over pairs, because firms "
        "of one market are not independent.",
        f"Intervals are at 95 %: Student's t, or the BCa bootstrap where {BOOTSTRAP_PAIRS} or more "
        "differences are clearly skewed. Intervals are not widened for the number of outcomes "
        "shown; the p values in the table of outcomes are adjusted for it (paired t test, Holm), "
        "and what is called clear is clear after that.",
        "Net present value discounts monthly profit after the fork at "
        f"{100.0 * identity.discount_rate:.3g} % a year; per employee and year, it is divided by "
        "each firm's headcount at the fork and by the years, then averaged over firms and pairs.",
    ]


def limits(summary: ComparisonSummary) -> list[str]:
    """Return what the result must not be taken for."""
    share = percent(summary.identity.treated_share)
    bundles = (
        "Scenarios may differ in several things at once. The difference does not say which of them "
        "it is due to."
        if summary.identity.scenarios_are_arms
        else "The arms are bundles of practices. The difference does not say which practice it is "
        "due to, nor what half of the bundle would bring."
    )
    return [
        "It is a result about a model, under the scenario named above; no real firm was observed. "
        "The interval holds the luck of markets, not doubt about the model or its parameters.",
        f"It holds for {share} of firms treated. What happens when another share of firms changes "
        "its ways is another question, since firms compete.",
        bundles,
        "An average hides that firms differ; who is worse off belongs to the answer.",
    ]
