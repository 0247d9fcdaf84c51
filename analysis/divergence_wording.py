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
    told = (
        f"{first} and {second} part first over '{commonest.label.lower()}' in "
        f"{percent(commonest.share.difference)} of {summary.firms} treated firms"
    )
    who = (
        "these firms" if largest is commonest else f"those that part over '{largest.label.lower()}'"
    )
    carried, total = write_estimate(largest.contribution), write_estimate(summary.total)
    return (
        f"{told}; {who} carry EUR {carried.signed} ({carried.limits}) of the mean difference per "
        f"firm, EUR {total.signed} ({total.limits})."
    )
