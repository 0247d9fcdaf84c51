"""Reports in every form: one offline HTML file, Markdown, or tables and figures in LaTeX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.chart_tables import (
    channel_steps,
    class_shares,
    outcome_points,
    pair_differences,
    time_bands,
    time_difference,
)
from analysis.charts import (
    Drawable,
    FinishedChart,
    beeswarm_chart,
    channels_chart,
    difference_chart,
    distribution_chart,
    outcomes_chart,
    panels_chart,
    quantiles_chart,
    save_chart,
    shares_chart,
    sign,
    time_course_chart,
    treatment_chart,
)
from analysis.comparison_page import comparison_page
from analysis.files import write_atomically
from analysis.firm_tables import firm_swarm, quantile_points
from analysis.pages import Page, as_html, as_latex, as_markdown
from analysis.pairing import pair_firms
from analysis.summary import ComparisonSummary

__all__ = [
    "FILES",
    "FORMS",
    "PANELS",
    "draw_charts",
    "render_report",
    "write_page",
    "write_report",
]

FORMS = ("html", "md", "latex", "pdf-ready")
"""Forms in which any report can be written."""

FILES = {
    "html": "report.html",
    "md": "report.md",
    "latex": "report.tex",
    "pdf-ready": "report_to_print.html",
}
"""Name of the file of each form, where none is given."""

FIGURE_ENDINGS = {"md": "svg", "latex": "pdf"}
"""Forms whose figures are files of their own, and the ending of these."""

PANELS = ("performance", "usage", "unused_licences", "alignment_spending")
"""Series shown as small panels."""


def draw_charts(
    summary: ComparisonSummary, firms: pd.DataFrame, series: pd.DataFrame
) -> dict[str, FinishedChart]:
    """Draw all charts of a comparison's first two arms, by name.

    Parameters
    ----------
    summary
        Result of `analysis.comparison.summarise` for the same tables.
    firms, series
        The tables the summary was made from.

    Returns
    -------
    dict
        Charts by name; ``treatment`` is left out if every firm was treated.
    """
    contrast = summary.main
    arms = (contrast.first, contrast.second)
    paired = pair_firms(firms, *arms)
    pairs = pair_differences(paired.treated)
    estimate = contrast.headline.per_firm
    money = "cumulative_npv"
    charts: dict[str, Drawable] = {
        "distribution": distribution_chart(pairs, estimate, arms),
        "difference": difference_chart(
            time_difference(series, *arms, money), money, arms, contrast.break_even_month
        ),
        "time_course": time_course_chart(time_bands(series, arms, money), money, arms),
        "panels": panels_chart({name: time_bands(series, arms, name) for name in PANELS}, arms),
        "channels": channels_chart(channel_steps(contrast), arms, estimate.n),
        "shares": shares_chart(class_shares(contrast.by_headcount), arms, "employees at the fork"),
        "beeswarm": beeswarm_chart(firm_swarm(paired.treated), arms, "employees at the fork"),
        "quantiles": quantiles_chart(quantile_points(contrast.quantile_effects), arms, estimate.n),
        "outcomes": outcomes_chart(outcome_points(contrast), arms, estimate.n),
    }
    if contrast.untreated_firms:
        charts["treatment"] = treatment_chart(
            pairs, pair_differences(paired.untreated), (estimate, contrast.untreated), arms
        )
    return {name: sign(chart, summary.identity.signature) for name, chart in charts.items()}


def write_report(
    path: Path,
    summary: ComparisonSummary,
    charts: Mapping[str, Drawable],
    form: str = "html",
    notes: Sequence[str] = (),
) -> None:
    """Write the report of a comparison.

    Parameters
    ----------
    path
        File to write; an older report is replaced only once the new one is whole.
    summary
        Result of `analysis.comparison.summarise`.
    charts
        As from `draw_charts`.
    form
        One of `FORMS`; see `write_page`.
    notes
        Remarks that a reader must know before the numbers.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    write_page(path, comparison_page(summary, charts, notes), form)


def write_page(path: Path, page: Page, form: str = "html") -> None:
    """Write a page of any kind in any form.

    Parameters
    ----------
    path
        File to write. Figures of Markdown and LaTeX go into a folder beside it, named after it
        (``report_figures``), before the text that shows them.
    page
        What to write.
    form
        One of `FORMS`: ``html`` (one file, charts with tooltips), ``pdf-ready`` (the same without
        scripts, for printing), ``md`` (Markdown), ``latex`` (tables and figures for a paper).

    Raises
    ------
    ValueError
        If there is no such form.
    OSError
        If a file cannot be written.
    """
    if form not in FORMS:
        raise ValueError(f"{form!r} is no form of a report; there are {', '.join(FORMS)}.")
    figures = f"{path.stem}_figures"
    if form in FIGURE_ENDINGS:
        for figure in page.figures:
            name = f"{figure.name}.{FIGURE_ENDINGS[form]}"
            save_chart(figure.chart, path.parent / figures / name)
    if form == "md":
        text = as_markdown(page, figures)
    elif form == "latex":
        text = as_latex(page, figures)
    else:
        text = as_html(page, still=form == "pdf-ready")
    write_atomically(path, text.encode())


def render_report(summary: ComparisonSummary, charts: Mapping[str, Drawable]) -> str:
    """Return the report's HTML; every text from outside is escaped."""
    return as_html(comparison_page(summary, charts))
