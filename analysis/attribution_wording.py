"""Results of an attribution in plain words, the same on the console and in the report."""

from __future__ import annotations

from analysis.attribution import AttributionSummary
from analysis.notation import write_estimate

__all__ = ["EACH_BY_ITSELF", "attribution_answer"]

EACH_BY_ITSELF = (
    "Each interval is at 95 % by itself and not adjusted for the number of parts: of twenty parts "
    "that do nothing, one would seem clear of zero."
)


def attribution_answer(summary: AttributionSummary) -> str:
    """Say in one sentence which players carry the difference, with intervals."""
    total = write_estimate(summary.total)
    first, second = summary.arms
    ranked = sorted(summary.players, key=lambda item: -item.worth.difference)
    clear = [item for item in ranked if item.worth.excludes_zero]
    gains = [item for item in clear if item.worth.difference > 0.0]
    losses = [item for item in reversed(clear) if item.worth.difference < 0.0]
    whole = f"{first} and {second} differ by EUR {total.signed} of net present value per firm"
    if not clear:
        return f"{whole} ({total.limits}); no single part of it is clear of zero."
    # what is added up is a bias going, not a bias being there
    moving = "removing " if summary.over == "biases" else ""
    told = []
    if gains:
        named = " and ".join(f"{i.name} (EUR {write_estimate(i.worth).full})" for i in gains[:2])
        told.append(f"clear of zero is the gain from {moving}{named}")
    if losses:
        worst = losses[0]
        told.append(
            f"{moving}{worst.name} works against it (EUR {write_estimate(worst.worth).full})"
        )
    return f"{whole} ({total.limits}); {'; '.join(told)}."
