"""Whether worth depends on the scenario: what changes from one to another, market by market."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.attribution import AttributionSummary, plain_estimate
from analysis.statistics import Estimate, estimate_mean

__all__ = ["WorthChanges", "changes_to_dict", "worth_changes"]


@dataclass(frozen=True)
class WorthChanges:
    """How worth changes from one scenario to another, in EUR per treated firm.

    Attributes
    ----------
    scenario, base
        What is compared, and with what: worth in ``scenario`` less worth in ``base``.
    total
        Change of the difference that all players make together.
    players
        Change of each player's worth by its name, in the order of the players; they add up to
        ``total`` in every market.
    """

    scenario: str
    base: str
    total: Estimate
    players: dict[str, Estimate]


def worth_changes(summaries: Sequence[AttributionSummary]) -> tuple[WorthChanges, ...]:
    """Compare every scenario with the first, in the same markets.

    Markets of the same seed share their luck as far as scenarios allow, so that an interval of the
    change is narrower than the two intervals of worth suggest.

    Parameters
    ----------
    summaries
        Attributions of the same players, one per scenario. Those whose markets have other seeds
        than the first one's, or whose players differ, are left out: nothing pairs them.
    """
    first = summaries[0]
    return tuple(
        _changes(other, first)
        for other in summaries[1:]
        if other.seeds == first.seeds and _names(other) == _names(first)
    )


def _names(summary: AttributionSummary) -> list[str]:
    return [player.name for player in summary.players]


def _changes(other: AttributionSummary, first: AttributionSummary) -> WorthChanges:
    change = other.worth_by_market - first.worth_by_market
    return WorthChanges(
        other.scenario,
        first.scenario,
        estimate_mean(change.sum(axis=1)),
        {name: estimate_mean(change[:, place]) for place, name in enumerate(_names(first))},
    )


def changes_to_dict(changes: Sequence[WorthChanges]) -> dict[str, Any]:
    """Return changes as plain data for JSON, by scenario."""
    return {
        item.scenario: {
            "less": item.base,
            "unit": "EUR",
            "total": plain_estimate(item.total),
            "players": {name: plain_estimate(change) for name, change in item.players.items()},
        }
        for item in changes
    }
