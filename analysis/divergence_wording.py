"""Where arms part, in plain words, the same on the console and in the report."""

from __future__ import annotations

from analysis.divergence_summary import DivergenceSummary
from analysis.notation import percent, write_estimate
from analysis.statistics import Estimate

__all__ = ["divergence_answer"]


def divergence_answer(summary: DivergenceSummary) -> str:
    """Say in one sentence how most firms part, and which kind of parting carries the difference."""
    first, second = summary.arms
    commonest = max(summary.kinds, key=lambda item: item.share.difference)
    largest = max(summary.kinds, key=lambda item: abs(item.contribution.difference))
    told = (
        f"{first} and {second} part first over '{commonest.label.lower()}' in "
        f"{percent(commonest.share.difference)} of {summary.firms} treated firms"
    )
    who = (
        "these firms" if largest is commonest else f"those that part over '{largest.label.lower()}'"
    )
    return (
        f"{told}; {who} carry EUR {_with_interval(largest.contribution)} of the mean difference "
        f"per firm, EUR {_with_interval(summary.total)}."
    )


def _with_interval(estimate: Estimate) -> str:
    text = write_estimate(estimate)
    limits = f" (95 % interval {text.interval})" if estimate.has_interval else ""
    return f"{text.signed}{limits}"
