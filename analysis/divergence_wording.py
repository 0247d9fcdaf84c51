"""Where arms part, in plain words, the same on the console and in the report."""

from __future__ import annotations

from analysis.divergence_summary import DivergenceSummary
from analysis.notation import percent, write_estimate

__all__ = ["divergence_answer"]


def divergence_answer(summary: DivergenceSummary) -> str:
    """Say in one sentence how most firms part, and which kind of parting carries the difference."""
    first, second = summary.arms
    commonest = max(summary.kinds, key=lambda item: item.share.difference)
    largest = max(summary.kinds, key=lambda item: abs(item.contribution.difference))
    total = write_estimate(summary.total)
    told = (
        f"{first} and {second} part first over '{commonest.label.lower()}' in "
        f"{percent(commonest.share.difference)} of {summary.firms} treated firms"
    )
    carried = write_estimate(largest.contribution)
    who = (
        "these firms" if largest is commonest else f"those that part over '{largest.label.lower()}'"
    )
    limits = f", 95 % interval {carried.interval}" if largest.contribution.has_interval else ""
    return (
        f"{told}; {who} carry EUR {carried.signed} of the mean difference of EUR {total.signed} "
        f"per firm{limits}."
    )
