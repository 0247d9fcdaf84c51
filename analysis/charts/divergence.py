"""Two arms of one firm along the months: what was decided, and the euros between them."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import layered, unit_axis, zero_line
from analysis.charts.waterfall import largest_part, waterfall
from analysis.notation import number
from analysis.theme import ARM_COLOURS, INK, MUTED, WIDTH, frame, inline

__all__ = ["MARKS", "divergence_chart", "event_marks", "kinds_chart", "money_between"]

MARKS: dict[str, tuple[str, ...]] = {
    "buys": ("chosen",),
    "goes live": ("went live",),
    "repairs": ("fixed",),
    "keeps what loses": ("escalated",),
    "stops or retires": ("pilot stopped", "abandoned", "retired"),
    "revises strategy": ("strategy revised",),
}
"""Events that are drawn, by what the legend calls them."""

SHAPES = ("triangle-up", "circle", "cross", "diamond", "square", "triangle-down")
PLOT_WIDTH = WIDTH - 170


def event_marks(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events that are drawn.

    Parameters
    ----------
    events
        Events of one firm in two arms: arm, month, kind, department, slot, product.

    Returns
    -------
    pandas.DataFrame
        Columns month, arm, department ("Strategy" for the firm's), row (department and arm), what,
        product, alone (whether the other arm has no such event in that month).
    """
    names = {kind: name for name, kinds in MARKS.items() for kind in kinds}
    table = events[events["kind"].isin(names)].copy()
    table["what"] = table["kind"].map(names)
    table["department"] = table["department"].fillna("Strategy")
    table["product"] = table["product"].fillna("")
    keys = ["month", "what", "department", "slot", "product"]
    arms = table.groupby(keys, dropna=False)["arm"].transform("nunique")
    table["alone"] = arms < 2
    table["row"] = table["department"] + ", " + table["arm"]
    columns = ["month", "arm", "department", "row", "what", "product", "alone"]
    return table[columns].reset_index(drop=True)


def money_between(months: pd.DataFrame, arms: tuple[str, str]) -> pd.DataFrame:
    """Return the difference in NPV since the fork, and in what one place has brought.

    Parameters
    ----------
    months
        Columns arm, month, npv (EUR since the fork), place (EUR in the month).

    Returns
    -------
    pandas.DataFrame
        Columns month, difference, place (EUR since the fork, not discounted), first arm less
        second.
    """
    npv = months.pivot_table(index="month", columns="arm", values="npv")
    place = months.pivot_table(index="month", columns="arm", values="place").cumsum()
    first, second = arms
    return pd.DataFrame(
        {"difference": npv[first] - npv[second], "place": place[first] - place[second]}
    ).reset_index()


def divergence_chart(
    marks: pd.DataFrame, money: pd.DataFrame, arms: tuple[str, str], parting: int | None, name: str
) -> alt.VConcatChart:
    """Draw the decisions of both arms above the euros between them.

    Parameters
    ----------
    marks, money
        As from :func:`event_marks` and :func:`money_between`.
    arms
        Names of the arms.
    parting
        Month of the first decision that differs, or None.
    name
        Name of the firm.
    """
    months = int(money["month"].max())
    rows = [f"{place}, {arm}" for place in sorted(marks["department"].unique()) for arm in arms]
    scale = alt.Scale(domain=[0, months], nice=False)
    timeline = _timeline(marks, rows, arms, scale, months)
    line = _difference(money, arms, scale, months)
    rule = _parting_rule(parting, scale)
    top = layered(*rule, timeline).properties(width=PLOT_WIDTH, height=alt.Step(17))
    bottom = layered(zero_line("difference", upright=False), *rule, *line).properties(
        width=PLOT_WIDTH, height=170
    )
    end = float(money["difference"].iloc[-1])
    when = f"{arms[0]} and {arms[1]} part in month {parting}" if parting else "No decision differs"
    return frame(
        alt.vconcat(top, bottom, spacing=14),
        f"{name[0].upper()}{name[1:]}: {when}",
        f"Filled marks: the other arm does not do the same that month; in the end the difference "
        f"is EUR {number(end, signed=True)}",
        f"Event timeline of {name} under {arms[0]} and {arms[1]}, by department, above a line of "
        f"the difference in net present value, which ends at {number(end, signed=True)} euros.",
    )


def _timeline(
    marks: pd.DataFrame, rows: list[str], arms: tuple[str, str], scale: alt.Scale, months: int
) -> alt.Chart:
    return (
        alt.Chart(inline(marks))
        .mark_point(size=48, strokeWidth=1.4)
        .encode(
            x=alt.X(
                "month:Q",
                scale=scale,
                title=None,
                axis=alt.Axis(values=_ticks(months), grid=True),
            ),
            y=alt.Y(
                "row:N", sort=rows, title=None, axis=alt.Axis(labelFontSize=11, labelLimit=230)
            ),
            shape=alt.Shape(
                "what:N",
                scale=alt.Scale(domain=list(MARKS), range=list(SHAPES)),
                legend=alt.Legend(columns=6, labelFontSize=12, columnPadding=8, symbolSize=80),
            ),
            color=alt.Color(
                "arm:N", scale=alt.Scale(domain=list(arms), range=ARM_COLOURS[:2]), legend=None
            ),
            fill=alt.Fill(
                "arm:N", scale=alt.Scale(domain=list(arms), range=ARM_COLOURS[:2]), legend=None
            ),
            fillOpacity=alt.condition(alt.datum.alone, alt.value(1), alt.value(0)),
            tooltip=[
                alt.Tooltip("month:Q", title="month"),
                alt.Tooltip("arm:N", title="arm"),
                alt.Tooltip("department:N", title="department"),
                alt.Tooltip("what:N", title="what"),
                alt.Tooltip("product:N", title="product"),
            ],
        )
    )


def _ticks(months: int) -> list[int]:
    return list(range(0, months + 1, 12 if months >= 24 else max(1, months // 8)))


def _difference(
    money: pd.DataFrame, arms: tuple[str, str], scale: alt.Scale, months: int
) -> list[alt.Chart]:
    axis = alt.Axis(grid=False, values=_ticks(months))
    base = alt.Chart(inline(money)).encode(
        x=alt.X("month:Q", scale=scale, title="months after the fork", axis=axis),
        tooltip=[
            alt.Tooltip("month:Q", title="month"),
            alt.Tooltip("difference:Q", title="difference in NPV, EUR", format="+,.0f"),
            alt.Tooltip("place:Q", title="of systems in that place, EUR", format="+,.0f"),
        ],
    )
    title = f"EUR, {arms[0]} minus {arms[1]}"
    whole = base.mark_line(color=INK, strokeWidth=2.5).encode(
        y=alt.Y("difference:Q", title=title, axis=unit_axis("EUR"))
    )
    place = base.mark_line(color=MUTED, strokeWidth=2, strokeDash=[5, 3]).encode(y="place:Q")
    last = money.iloc[[-1]]
    labels = [
        alt.Chart(inline(last.assign(text=text)))
        .mark_text(align="left", dx=5, fontSize=11, color=colour, lineBreak="\n")
        .encode(x=alt.X("month:Q", scale=scale), y=f"{field}:Q", text="text:N")
        for field, text, colour in (
            ("difference", "the firm's NPV", INK),
            ("place", "that place alone", MUTED),
        )
    ]
    return [whole, place, *labels]


def _parting_rule(parting: int | None, scale: alt.Scale) -> list[alt.Chart]:
    if parting is None:
        return []
    return [
        alt.Chart(inline(pd.DataFrame({"month": [parting]})))
        .mark_rule(color=INK, strokeWidth=1.5, strokeDash=[2, 2])
        .encode(x=alt.X("month:Q", scale=scale))
    ]


def kinds_chart(steps: pd.DataFrame, arms: tuple[str, str], pairs: int) -> alt.LayerChart:
    """Draw which kinds of first parting carry the difference.

    Parameters
    ----------
    steps
        As from `analysis.divergence_summary.kind_steps`.
    arms
        Names of the arms.
    pairs
        Number of markets.
    """
    chart = waterfall(steps, f"EUR of NPV per treated firm, {arms[0]} minus {arms[1]}", "parting")
    top = largest_part(steps)
    return frame(
        chart,
        f"Most of the difference begins with: {str(top).lower()}",
        "Firms by the first decision that differs, mean differences that add up to the last bar; "
        + (f"whiskers: 95 % intervals, n = {pairs} markets" if pairs > 1 else "one market"),
        "Waterfall chart of the difference in net present value by the kind of the first decision "
        "that differs, euros per treated firm: "
        + "; ".join(f"{row.label} {row.text}" for row in steps.itertuples())
        + ".",
    )
