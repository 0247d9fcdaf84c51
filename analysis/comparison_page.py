"""The report of a comparison as a page: which parts stand in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis import page_tables, page_text
from analysis.charts import Drawable
from analysis.notation import NO_INTERVAL, percent, share_interval, write_estimate
from analysis.pages import Fact, Figure, Listing, Page, Part, Section, Source, Text
from analysis.statistics import Estimate
from analysis.summary import ComparisonSummary
from analysis.wording import answer_sentence

__all__ = ["comparison_page", "comparison_source", "facts"]

READINGS = {
    "distribution": "Each dot is one market, placed by how much more a treated firm earned there "
    "under {first} than under {second}. The further the black bar stays from the dotted line, the "
    "surer the answer.",
    "difference": "Above the dotted line a treated firm has earned more under {first} up to that "
    "month, below it less: what a choice costs early shows here before what it brings later.",
    "time_course": "Lines are the median market of each arm, bands show how far markets differ by "
    "luck; since both arms share that luck, bands overlap even where the paired difference is "
    "clear.",
    "panels": "The same kind of picture for what lies behind the money.",
    "channels": "Read from the top: each bar starts where the one above ended; blue adds to the "
    "lead of {first}, orange takes from it, and the grey bar is the whole.",
    "shares": "Each bar is all treated firms of a class; those in the blue part are worse off "
    "under {second}.",
    "beeswarm": "Each dot is a firm, right of the dotted line better off under {first}. The width "
    "of the swarm shows how differently one and the same choice touches firms.",
    "quantiles": "On the left the poorest firms of a market, on the right the richest. A flat line "
    "says that all ranks gain alike; a dot near the dotted line, that this rank hardly differs.",
    "treatment": "Both rows share one scale; each thin line is one market, and the black bar is "
    "the mean with its interval.",
    "outcomes": "Each row is one outcome, larger under {first} to the right of the dotted line. "
    "Circles are good for the firm, squares bad, crosses too uncertain to tell.",
}

DEFAULT_QUESTION = "What does it cost to choose technology one way rather than the other?"


def comparison_page(
    summary: ComparisonSummary, charts: Mapping[str, Drawable], notes: Sequence[str] = ()
) -> Page:
    """Put the report of a comparison together.

    Parameters
    ----------
    summary
        Result of `analysis.comparison.summarise`.
    charts
        As from `analysis.report.draw_charts`; a chart that is missing is left out.
    notes
        Remarks that a reader must know before the numbers.
    """
    identity, contrast = summary.identity, summary.main
    date = f" · {identity.date[:10]}" if identity.date else ""
    return Page(
        title=f"{identity.title}: {contrast.first} and {contrast.second}",
        kicker=f"{identity.title} · {contrast.first} compared with {contrast.second}{date}",
        question=identity.question or DEFAULT_QUESTION,
        answer=answer_sentence(summary),
        warnings=(*notes, *page_text.warnings(summary)),
        facts=facts(summary),
        facts_label=f"Differences: {contrast.first} minus {contrast.second}",
        note=f"All differences on this page are {contrast.first} minus {contrast.second}. NPV is "
        "net present value.",
        sections=_sections(summary, charts),
        source=comparison_source(summary),
    )


def comparison_source(summary: ComparisonSummary) -> Source:
    """Return how to repeat and to cite a comparison."""
    identity = summary.identity
    return Source(
        command=identity.command,
        facts=page_tables.repeat(summary),
        citation=identity.citation,
        signature=identity.signature,
        version=identity.version,
    )


def _sections(summary: ComparisonSummary, charts: Mapping[str, Drawable]) -> tuple[Section, ...]:
    contrast = summary.main

    def figures(*names: str) -> tuple[Part, ...]:
        return tuple(
            Figure(
                name,
                charts[name],
                READINGS[name].format(first=contrast.first, second=contrast.second),
            )
            for name in names
            if name in charts
        )

    sureness = tuple(Text(paragraph) for paragraph in page_text.sureness(summary))
    sections = [
        Section(
            "sure",
            "How sure is this, and compared with what?",
            (*sureness, *figures("distribution")),
        ),
        Section("when", "When does it show?", figures("difference", "time_course", "panels")),
        Section(
            "why",
            "Where does the difference come from?",
            (*figures("channels"), page_tables.channel_table(contrast)),
        ),
        Section(
            "who",
            "Who is worse off?",
            (
                Text(page_text.worse_off(contrast)),
                *figures("shares", "beeswarm"),
                page_tables.class_table(contrast),
                *figures("quantiles"),
                page_tables.quantile_table(contrast),
            ),
        ),
        Section(
            "others",
            "What happens to the other firms?",
            (Text(page_text.untreated(contrast)), *figures("treatment")),
        ),
        Section(
            "outcomes",
            "All outcomes",
            (*figures("outcomes"), page_tables.outcome_table(contrast)),
        ),
    ]
    if len(summary.contrasts) > 1:
        sections.append(Section("arms", "All arms", (page_tables.arm_table(summary),)))
    method = Listing(tuple(page_text.method(summary)), ordered=True)
    sections.append(Section("method", "Method", (method,)))
    limits = Listing(tuple(page_text.limits(summary)))
    sections.append(Section("limits", "What this does not say", (limits,)))
    return tuple(sections)


def facts(summary: ComparisonSummary) -> tuple[Fact, ...]:
    """Return the numbers that stand below the answer."""
    contrast = summary.main
    headline = contrast.headline
    found = [
        _money_fact("NPV per treated firm", headline.per_firm),
        _money_fact("Per employee and year", headline.per_employee_year),
        Fact(
            f"Worse off under {contrast.second}",
            percent(headline.worse.share),
            _interval_detail(share_interval(headline.worse)),
        ),
    ]
    if contrast.untreated_firms:
        found.append(_money_fact("NPV per untreated firm", contrast.untreated))
    return tuple(found)


def _money_fact(name: str, estimate: Estimate) -> Fact:
    text = write_estimate(estimate)
    return Fact(name, f"EUR {text.signed}", _interval_detail(text.interval))


def _interval_detail(limits: str) -> str:
    return limits if limits == NO_INTERVAL else f"95 % interval\n{limits}"
