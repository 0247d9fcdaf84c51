"""Tidy tables behind the charts of an attribution: one row per mark, EUR per treated firm."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.attribution import AttributionSummary
from analysis.notation import number_at, write_estimate
from sim.outcomes import CHANNELS

__all__ = ["channel_cells", "interaction_cells", "player_steps", "scenario_points"]


def player_steps(summary: AttributionSummary) -> pd.DataFrame:
    """Return the steps from nobody to everybody, the largest first.

    Returns
    -------
    pandas.DataFrame
        As `analysis.charts.waterfall.waterfall` takes it, with ``difference`` and
        ``clear`` (whether the interval of the step excludes zero).
    """
    rows = []
    position = 0.0
    for item in sorted(summary.players, key=lambda item: -item.worth.difference):
        value = item.worth.difference
        rows.append(
            {
                "label": item.name,
                "meaning": item.meaning,
                "kind": "gain" if value > 0.0 else "loss",
                "difference": value,
                "start": position,
                "end": position + value,
                "low": position + item.worth.low,
                "high": position + item.worth.high,
                "clear": item.worth.excludes_zero,
                "text": write_estimate(item.worth).full,
            }
        )
        position += value
    total = summary.total
    rows.append(
        {
            "label": f"All {summary.over}",
            "meaning": "difference in net present value",
            "kind": "total",
            "difference": total.difference,
            "start": 0.0,
            "end": total.difference,
            "low": total.low,
            "high": total.high,
            "clear": total.excludes_zero,
            "text": write_estimate(total).full,
        }
    )
    table = pd.DataFrame(rows)
    table["next"] = table["label"].shift(-1).fillna(table["label"])
    return table


def interaction_cells(summary: AttributionSummary) -> pd.DataFrame:
    """Return the interaction of each pair of players.

    Returns
    -------
    pandas.DataFrame
        Columns first (the later player of the pair), second, difference, low, high,
        clear (whether the interval excludes zero), short (thousands of euros), text.
    """
    names = [item.name for item in summary.players]
    found = sorted(
        summary.interactions, key=lambda item: (names.index(item.second), names.index(item.first))
    )
    return pd.DataFrame(
        [
            {
                "first": item.second,
                "second": item.first,
                "difference": item.estimate.difference,
                "low": item.estimate.low,
                "high": item.estimate.high,
                "clear": item.estimate.excludes_zero,
                "short": _thousands(item.estimate.difference),
                "text": write_estimate(item.estimate).full,
            }
            for item in found
        ]
    )


def channel_cells(summary: AttributionSummary) -> pd.DataFrame:
    """Return what each player is worth through each channel; rows add up to its worth.

    Returns
    -------
    pandas.DataFrame
        Columns player, channel, meaning, difference, short. Channels that are zero for all players
        are left out.
    """
    rows = [
        {
            "player": item.name,
            "channel": channel.label,
            "meaning": channel.meaning,
            "difference": item.channels[f"channel_{channel.name}"],
            "short": _thousands(item.channels[f"channel_{channel.name}"]),
        }
        for item in summary.players
        for channel in CHANNELS
    ]
    table = pd.DataFrame(rows)
    moved = table.groupby("channel")["difference"].transform(lambda column: bool(column.any()))
    return table[moved.astype(bool)].reset_index(drop=True)


def scenario_points(summaries: Sequence[AttributionSummary]) -> pd.DataFrame:
    """Return the worth of each player in each scenario.

    Returns
    -------
    pandas.DataFrame
        Columns scenario, player, meaning, difference, low, high, text, n.
    """
    return pd.DataFrame(
        [
            {
                "scenario": summary.scenario,
                "player": item.name,
                "meaning": item.meaning,
                "difference": item.worth.difference,
                "low": item.worth.low,
                "high": item.worth.high,
                "text": write_estimate(item.worth).full,
                "n": item.worth.n,
            }
            for summary in summaries
            for item in summary.players
        ]
    )


def _thousands(value: float) -> str:
    """Write euros in thousands, for the few letters that a cell holds."""
    return number_at(value / 1000.0, 0, signed=True)
