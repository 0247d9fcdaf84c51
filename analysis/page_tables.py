"""The tables of a comparison's report, as text, from the summary."""

from __future__ import annotations

from analysis.breakdown import FirmClass
from analysis.identity import RunIdentity
from analysis.notation import (
    counted,
    number,
    number_at,
    outcome_label,
    p_value,
    percent,
    rounding_place,
    share_interval,
    shown_unit,
    write_estimate,
)
from analysis.pages.parts import Row, RowGroup, Table
from analysis.statistics import Estimate
from analysis.summary import ComparisonSummary, Contrast, OutcomeContrast
from analysis.wording import months_after_the_fork, size_of_market, treated

__all__ = [
    "arm_table",
    "channel_table",
    "class_table",
    "difference_cells",
    "outcome_table",
    "quantile_table",
    "repeat",
    "repeat_facts",
]

INTERVAL = "95 % interval"


def difference_cells(estimate: Estimate, unit: str = "EUR") -> tuple[str, str]:
    """Return difference and interval as text."""
    text = write_estimate(estimate, unit)
    return text.signed, text.interval


def channel_table(contrast: Contrast) -> Table:
    """Return the table of channels, in the order they are declared, with their total."""
    rows = tuple(
        Row((item.label, *difference_cells(item.estimate)), item.meaning)
        for item in contrast.channels.values()
    )
    return Table(
        name="channels",
        caption="Channels of the difference in net present value, EUR per treated firm, "
        f"{contrast.first} minus {contrast.second}. The channels add up to the total.",
        columns=("Channel", "Difference", INTERVAL),
        groups=(RowGroup(rows),),
        total=Row(("Net present value", *difference_cells(contrast.headline.per_firm))),
    )


def class_table(contrast: Contrast) -> Table:
    """Return the table of classes of firms, by size and by former policy."""
    return Table(
        name="firms_by_class",
        caption="Treated firms by size and by the policy they had before the fork: difference in "
        "net present value, EUR per firm, and share worse off, each firm of the class counting "
        "alike; intervals are over markets (jackknife of a ratio). Classes are compared without "
        "correction for looking at several at once.",
        columns=("Class", "Firms", "Difference", INTERVAL, f"Worse off under {contrast.second}"),
        groups=(
            RowGroup(_class_rows(contrast.by_headcount), "Employees at the fork"),
            RowGroup(_class_rows(contrast.by_group), "Policy before the fork"),
        ),
    )


def _class_rows(classes: tuple[FirmClass, ...]) -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                item.name,
                f"{item.firms:,}",
                *difference_cells(item.npv),
                f"{percent(item.worse.share)} ({share_interval(item.worse)})",
            )
        )
        for item in classes
    )


def outcome_table(contrast: Contrast) -> Table:
    """Return the table of outcomes; shares and their differences are in percent."""
    return Table(
        name="outcomes",
        caption="Outcomes of the treated firms: mean of each arm and paired difference, "
        f"{contrast.first} minus {contrast.second}. n is the number of pairs in which an outcome "
        "is defined in both arms; p is that of no difference, adjusted for all outcomes (Holm).",
        columns=(
            "Outcome",
            "Unit",
            contrast.first,
            contrast.second,
            "Difference",
            INTERVAL,
            "p",
            "n",
        ),
        groups=(RowGroup(tuple(_outcome_row(o, contrast) for o in contrast.outcomes.values())),),
        text_columns=2,
    )


def _outcome_row(item: OutcomeContrast, contrast: Contrast) -> Row:
    """Write one outcome, the arms' means to the same place as their difference."""
    scale = 100.0 if item.unit == "share" else 1.0
    place = rounding_place(item.estimate, item.unit) if item.estimate.difference else -2
    cells = (
        outcome_label(item.name),
        shown_unit(item.unit),
        number_at(scale * item.means[contrast.first], place),
        number_at(scale * item.means[contrast.second], place),
        *difference_cells(item.estimate, item.unit),
        p_value(item.adjusted_p),
        str(item.estimate.n),
    )
    return Row(cells, item.meaning)


def quantile_table(contrast: Contrast) -> Table:
    """Return the table of quantile effects, from the poorest firms to the richest."""
    rows = tuple(
        Row(
            (
                percent(item.level),
                number(item.first),
                number(item.second),
                *difference_cells(item.effect),
                write_estimate(item.own).full,
            )
        )
        for item in contrast.quantile_effects
    )
    return Table(
        name="quantiles",
        caption="Quantiles of net present value among the treated firms of a market, EUR per firm, "
        "mean over markets. Difference: between the arms at that rank. Own difference: the same "
        "quantile of what each firm itself gains or loses. Intervals are over markets.",
        columns=(
            "Firms below",
            contrast.first,
            contrast.second,
            "Difference",
            INTERVAL,
            "Own difference",
        ),
        groups=(RowGroup(rows),),
    )


def arm_table(summary: ComparisonSummary) -> Table:
    """Return one row per arm that the first is compared with."""
    rows = tuple(
        Row(
            (
                item.second,
                *difference_cells(item.headline.per_firm),
                percent(item.headline.worse.share),
            )
        )
        for item in summary.contrasts
    )
    return Table(
        name="arms",
        caption=f"{summary.main.first} against each other arm: difference in net present value, "
        "EUR per treated firm.",
        columns=("Compared with", "Difference", INTERVAL, "Worse off under that arm"),
        groups=(RowGroup(rows),),
    )


def repeat(summary: ComparisonSummary) -> tuple[tuple[str, str], ...]:
    """Return the facts needed to repeat the comparison, by name."""
    pairs = f"{counted(summary.pairs, 'market')} in {len(summary.identity.arms)} arms each"
    return repeat_facts(summary.identity, pairs)


def repeat_facts(identity: RunIdentity, pairs: str) -> tuple[tuple[str, str], ...]:
    """Return the facts needed to repeat any run; ``pairs`` says in words how many there were."""
    return (
        ("Scenario", identity.scenario),
        ("Arms", ", ".join(identity.arms)),
        ("Seed", str(identity.seed)),
        ("Pairs", pairs),
        ("Size", f"{size_of_market(identity)}, {months_after_the_fork(identity)}"),
        ("Treated", treated(identity)),
        ("Version", f"smbsim {identity.version}"),
        ("Model version", identity.model_version),
        ("Model sources", identity.sources_hash),
        ("Libraries", ", ".join(f"{name} {text}" for name, text in identity.libraries.items())),
        ("Date", identity.date),
        ("Time taken", f"{identity.wall_seconds:.1f} s"),
    )
