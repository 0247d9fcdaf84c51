"""What the treated firms gain, beside what happens to the others in their market."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import interval_rules, layered, unit_axis, zero_line
from analysis.notation import write_estimate
from analysis.statistics import Estimate
from analysis.theme import INK, POSITIVE, WIDTH, frame, inline

__all__ = ["treatment_chart"]

PLOT_WIDTH = WIDTH - 250
NAMES = ("treated firms", "untreated firms")


def treatment_chart(
    treated: pd.DataFrame,
    untreated: pd.DataFrame,
    estimates: tuple[Estimate, Estimate],
    arms: tuple[str, str],
) -> alt.LayerChart:
    """Draw the paired NPV differences of treated and of untreated firms on one scale.

    Parameters
    ----------
    treated, untreated
        As from `analysis.chart_tables.pair_differences`.
    estimates
        Mean differences per firm (EUR) of the treated and of the untreated firms.
    arms
        Names of the arms.
    """
    dots = pd.concat([treated.assign(who=NAMES[0]), untreated.assign(who=NAMES[1])])
    means = _means(estimates)
    y = alt.Y("who:N", sort=list(NAMES), title=None, axis=alt.Axis(labelFontSize=13))
    x = alt.X(
        "difference:Q",
        title=f"EUR of NPV per firm, {arms[0]} minus {arms[1]}",
        axis=unit_axis("EUR", 6),
    )
    strip = (
        alt.Chart(inline(dots))
        .mark_tick(thickness=1.5, size=22, opacity=0.45, color=POSITIVE)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("who:N", title="firms"),
                alt.Tooltip("pair:Q", title="pair"),
                alt.Tooltip("difference:Q", title="difference, EUR", format="+,.0f"),
            ],
        )
    )
    base = alt.Chart(inline(means)).encode(y=y)
    text = base.mark_text(align="left").encode(x=alt.value(PLOT_WIDTH + 14), text="text:N")
    chart = layered(
        zero_line("difference"),
        strip,
        *interval_rules(base, means, width=3.0),
        base.mark_point(filled=True, shape="diamond", size=150, color=INK, opacity=1).encode(x=x),
        text,
    ).properties(width=PLOT_WIDTH, height=alt.Step(56))
    return frame(
        chart,
        _title(estimates[1]),
        f"One line per market, n = {estimates[0].n}; diamond: mean with 95 % interval"
        if estimates[0].n > 1
        else "One market, no interval",
        f"Strip plot of paired differences in NPV per firm, {arms[0]} minus {arms[1]}: "
        + "; ".join(f"{row.who} {row.text}" for row in means.itertuples())
        + " euros.",
    )


def _means(estimates: tuple[Estimate, Estimate]) -> pd.DataFrame:
    """Return mean, interval and text of each group."""
    return pd.DataFrame(
        [
            {
                "who": who,
                "difference": estimate.difference,
                "low": estimate.low,
                "high": estimate.high,
                "text": write_estimate(estimate).full,
            }
            for who, estimate in zip(NAMES, estimates, strict=True)
        ]
    )


def _title(untreated: Estimate) -> str:
    if not untreated.excludes_zero:
        return "No clear effect on the untreated firms of the same markets"
    if untreated.difference > 0.0:
        return "The untreated firms of the same markets gain as well"
    return "The untreated firms of the same markets lose"
