"""What each fact is in the model: from the totals of a market to the quantity of the source.

Totals are sums over the firms of a market, by the names of the columns of the model's measures, and
a few quantities that are observed while the market runs (`OBSERVED`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

__all__ = ["OBSERVED", "PATTERNS", "pattern_values", "pooled"]

Totals = Mapping[str, float]

OBSERVED = (
    "firm_months",
    "crm_firm_months",
    "assistant_firm_months",
    "small_firm_months",
    "small_assistant_firm_months",
    "any_firm_months",
    "linked_firm_months",
    "alignment_correlation",
    "markets",
)
"""Totals that are no column of the model's measures; firm-months count firms over months."""


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def unused_licences(totals: Totals) -> float:
    """Paid seat-months that are not used, over all paid seat-months."""
    return _share(totals["unused_seats"], totals["paid_seats"])


def escalation_share(totals: Totals) -> float:
    """Return ended projects that had escalated, over all that ended."""
    return _share(totals["escalated_ended"], totals["ended"])


def overrun_escalated(totals: Totals) -> float:
    """Mean cost overrun of ended projects that had escalated, as a share of the plan."""
    return _share(totals["escalated_overrun"], totals["escalated_ended"])


def overrun_not_escalated(totals: Totals) -> float:
    """Mean cost overrun of ended projects that had not escalated, as a share of the plan."""
    return _share(
        totals["overrun"] - totals["escalated_overrun"],
        totals["ended"] - totals["escalated_ended"],
    )


def regret(totals: Totals) -> float:
    """Systems that are a loss a year after going live, over all systems judged then."""
    return _share(totals["regrets"], totals["judged"])


def known_fates(totals: Totals) -> float:
    """Projects whose fate is known: stopped, or live for a year."""
    return totals["abandoned"] + totals["judged"]


def small_project_success(totals: Totals) -> float:
    """Projects on time, on budget and then used, over projects whose fate is known."""
    return _share(totals["successful"], known_fates(totals))


def project_failed(totals: Totals) -> float:
    """Projects stopped or hardly used a year later, over projects whose fate is known."""
    return _share(totals["abandoned"] + totals["shelved"], known_fates(totals))


def alignment_performance(totals: Totals) -> float:
    """Rank correlation over firms of alignment practices and performance, mean over markets."""
    return _share(totals["alignment_correlation"], totals["markets"])


def crm_use(totals: Totals) -> float:
    """Firms with a live CRM, over all firms, in the months observed."""
    return _share(totals["crm_firm_months"], totals["firm_months"])


def erp_use(totals: Totals) -> float:
    """Firms that have linked the systems of three departments, over all firms."""
    return _share(totals["linked_firm_months"], totals["firm_months"])


def cloud_use(totals: Totals) -> float:
    """Firms with any live system, over all firms; all systems are paid by subscription."""
    return _share(totals["any_firm_months"], totals["firm_months"])


def ai_use_small(totals: Totals) -> float:
    """Firms of 10 to 49 people with a live assistant, over all firms of that size."""
    return _share(totals["small_assistant_firm_months"], totals["small_firm_months"])


PATTERNS: Mapping[str, Callable[[Totals], float]] = {
    function.__name__: function
    for function in (
        unused_licences,
        escalation_share,
        overrun_not_escalated,
        overrun_escalated,
        regret,
        small_project_success,
        project_failed,
        alignment_performance,
        crm_use,
        erp_use,
        cloud_use,
        ai_use_small,
    )
}
"""The model's counterpart of each fact, by the fact's name."""


def pooled(totals: Sequence[Totals]) -> dict[str, float]:
    """Add up the totals of several markets."""
    return {name: sum(one[name] for one in totals) for name in totals[0]}


def pattern_values(totals: Sequence[Totals], names: Sequence[str]) -> dict[str, float]:
    """Return the quantities of the named facts over the firms of several markets together."""
    together = pooled(totals)
    return {name: PATTERNS[name](together) for name in names}
