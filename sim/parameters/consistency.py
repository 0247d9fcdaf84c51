"""Contradictions between parameters that are each within their own range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sim.parameters.scenario import Scenario

__all__ = ["Contradiction", "contradictions"]

# The first name must not be above the second.
_ORDERED: tuple[tuple[str, str, str], ...] = (
    ("firms", "headcount_low", "headcount_high"),
    ("vendors", "products_low", "products_high"),
    ("decisions", "review_shortest", "review_longest"),
)


class Contradiction(NamedTuple):
    """One contradiction.

    ``keys`` are the keys it is about, the likeliest culprit first; ``message`` is a sentence
    without its end; ``unknown`` is the name of a policy that does not exist, where that is the
    problem.
    """

    keys: tuple[tuple[str | int, ...], ...]
    message: str
    unknown: str | None = None


def contradictions(scenario: Scenario) -> list[Contradiction]:
    """List every contradiction of a scenario; an empty list means there is none."""
    return [
        *_reversed_ranges(scenario),
        *_unknown_policies(scenario),
        *_repeated_arms(scenario),
        *_empty_mix(scenario),
    ]


def _reversed_ranges(scenario: Scenario) -> Iterator[Contradiction]:
    for section, low, high in _ORDERED:
        values = getattr(scenario, section)
        smaller, larger = getattr(values, low), getattr(values, high)
        if smaller > larger:
            yield Contradiction(
                ((section, low), (section, high)),
                f"{section}.{low} is {smaller:g}, above {section}.{high}, which is {larger:g}",
            )


def _unknown_policies(scenario: Scenario) -> Iterator[Contradiction]:
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("comparison", "arms"), name) for name in scenario.comparison.arms
    ]
    named += [(("mix", name), name) for name in scenario.mix]
    named += [
        (("overrides", row, "policy"), item.policy)
        for row, item in enumerate(scenario.overrides)
        if item.policy is not None
    ]
    for key, name in named:
        if name not in scenario.policies:
            place = "overrides" if key[0] == "overrides" else ".".join(map(str, key[:2]))
            place = "mix" if key[0] == "mix" else place
            yield Contradiction((key,), f'{place} names "{name}", which is not a policy', name)


def _repeated_arms(scenario: Scenario) -> Iterator[Contradiction]:
    arms = scenario.comparison.arms
    for name in sorted({name for name in arms if arms.count(name) > 1}):
        yield Contradiction(
            (("comparison", "arms"),), f'comparison.arms names "{name}" more than once'
        )


def _empty_mix(scenario: Scenario) -> Iterator[Contradiction]:
    if not scenario.mix:
        yield Contradiction((("mix",),), "mix names no policy, so nobody lives in this market")
    elif not any(share > 0 for share in scenario.mix.values()):
        yield Contradiction((("mix",),), "mix gives no policy a share above 0")
