"""What is measured: the outcomes of a run, declared once.

An outcome is one number per firm and run. The kernel fills them in ``sim.measures``; tables,
charts, ``--json`` and the data dictionary take names, units and meanings from here.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CHANNELS", "OUTCOMES", "SERIES", "Channel", "Outcome", "SeriesColumn"]


class Outcome(NamedTuple):
    """One measured quantity per firm.

    ``better`` is +1 where more is better for the firm, -1 where less is, 0 where neither holds.
    """

    name: str
    unit: str
    better: int
    meaning: str


class Channel(NamedTuple):
    """One way in which euros are gained or lost; all channels of a firm add up to its NPV."""

    name: str
    label: str
    meaning: str


class SeriesColumn(NamedTuple):
    """One monthly quantity, averaged over the firms of a group (treated or untreated)."""

    name: str
    unit: str
    meaning: str


OUTCOMES: tuple[Outcome, ...] = (
    Outcome("npv", "EUR", 1, "net present value of monthly profit after the fork"),
    Outcome("profit", "EUR/month", 1, "mean monthly profit"),
    Outcome("revenue", "EUR/month", 1, "mean monthly revenue"),
    Outcome("technology_spend", "EUR/month", 0, "mean monthly spend on technology, all costs"),
    Outcome("technology_share", "share", 0, "technology spend as a share of revenue"),
    Outcome("roi_true", "ratio", 1, "true benefit of technology less its cost, over its cost"),
    Outcome("roi_believed", "ratio", 0, "the same ratio as the firm itself believes it to be"),
    Outcome(
        "unused_licences", "share", -1, "share of paid seat-months in which the seat is not used"
    ),
    Outcome("projects_started", "count", 0, "implementation projects started"),
    Outcome("projects_completed", "count", 0, "implementation projects that went live"),
    Outcome("projects_abandoned", "count", -1, "projects stopped before going live"),
    Outcome("projects_overrun", "ratio", -1, "mean cost overrun of ended projects over plan"),
    Outcome("projects_successful", "count", 1, "projects live on time, on budget and then used"),
    Outcome(
        "escalations",
        "count",
        -1,
        "times that projects or live systems went on against their true expectation",
    ),
    Outcome("systems_retired", "count", 0, "live systems retired"),
    Outcome(
        "regrets", "count", -1, "systems that truly are a loss in the month a year after going live"
    ),
    Outcome(
        "time_to_value",
        "months",
        -1,
        "mean months from decision to the first month with net benefit",
    ),
    Outcome("usage", "share", 1, "mean usage of live systems by the seats they are paid for"),
    Outcome(
        "integration", "share", 1, "mean integration of live systems with those they depend on"
    ),
    Outcome("maturity", "index", 1, "mean process maturity of departments"),
    Outcome("alignment_spending", "cosine", 1, "what spending serves against what is rewarded"),
    Outcome("alignment_strategy", "cosine", 1, "declared strategy against what is rewarded"),
    Outcome("performance", "index", 1, "reward-weighted capability of the firm"),
    Outcome("market_share", "share", 1, "mean share of the market's demand"),
    Outcome("satisfaction", "index", 1, "customer satisfaction"),
    Outcome(
        "resistance", "index", -1, "mean resistance of employees to the systems they are given"
    ),
)

CHANNELS: tuple[Channel, ...] = (
    Channel(
        "missed_opportunity",
        "Missed opportunity",
        "benefit that the best affordable portfolio would bring and the systems owned cannot",
    ),
    Channel(
        "wrong_goal", "Wrong goal", "capability bought for goals that the market does not reward"
    ),
    Channel("low_use", "Low use", "benefit lost because people do not use what is there"),
    Channel(
        "process_gaps", "Process gaps", "benefit lost because the work is not ready for the tool"
    ),
    Channel(
        "missing_integration",
        "Missing integration",
        "benefit lost, manual re-entry and errors for want of links",
    ),
    Channel(
        "system_interplay",
        "System interplay",
        "benefit gained or lost because systems help or hinder each other",
    ),
    Channel("unused_licences", "Unused licences", "licences paid for seats that do not use them"),
    Channel("technology_spend", "Technology spend", "licences in use, set-up, links and overruns"),
    Channel("disruption", "Disruption", "work lost while projects disturb the department"),
    Channel("escalation", "Escalation", "spending on systems after they should have been stopped"),
    Channel(
        "governance",
        "Practices",
        "what the practices cost: analysis, reviews, training, meetings, leaders' hours",
    ),
    Channel("market", "Market", "size, base business and what competitors do"),
)

SERIES: tuple[SeriesColumn, ...] = (
    SeriesColumn("profit", "EUR/month", "profit"),
    SeriesColumn("cumulative_npv", "EUR", "present value of profit since the fork"),
    SeriesColumn("revenue", "EUR/month", "revenue"),
    SeriesColumn("technology_spend", "EUR/month", "all technology costs"),
    SeriesColumn("performance", "index", "reward-weighted capability"),
    SeriesColumn("usage", "share", "usage of live systems"),
    SeriesColumn("unused_licences", "share", "paid seats not used"),
    SeriesColumn("integration", "share", "integration of live systems"),
    SeriesColumn("live_systems", "count", "live systems per firm"),
    SeriesColumn("projects", "count", "projects under way per firm"),
    SeriesColumn("alignment_spending", "cosine", "what spending serves against what is rewarded"),
    SeriesColumn("alignment_strategy", "cosine", "declared strategy against what is rewarded"),
    SeriesColumn("satisfaction", "index", "customer satisfaction"),
    SeriesColumn("resistance", "index", "resistance of employees"),
    SeriesColumn("maturity", "index", "process maturity"),
    SeriesColumn("market_share", "share", "share of the market's demand"),
)
