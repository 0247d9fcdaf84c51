"""Facts against the model, and parameters before and after the facts."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.marks import interval_rules, layered
from analysis.notation import number
from analysis.patterns.summary import FEWEST_SETS
from analysis.theme import FAINT, INK, MUTED, NEGATIVE, POSITIVE, WIDTH, frame, inline

__all__ = ["identifiability_chart", "patterns_chart"]

PLOT_WIDTH = WIDTH - 330
SHORT = ("ai", "crm", "erp")
MOST = 4.0  # half bands to each side that are drawn
LEFTWARDS, RIGHTWARDS = "\u2190", "\u2192"


def patterns_chart(patterns: pd.DataFrame) -> alt.LayerChart:
    """Draw each fact's band and where the ensemble lies, all in half bands from the middle.

    Parameters
    ----------
    patterns
        As from `analysis.patterns.summary.to_table`.
    """
    table = patterns.assign(
        label=patterns["fact"].map(_label)
        + patterns["use"].map({"calibrate": " (fitted)", "validate": " (compared)"}),
        verdict=patterns["met"].map({True: "within the band", False: "outside"}),
        text=[
            f"{number(row['median'])} ({number(row['low'])} to {number(row['high'])}); "
            f"band {number(row['band_low'])} to {number(row['band_high'])}"
            for row in patterns.to_dict("records")
        ],
    )
    middle = (table["band_low"] + table["band_high"]) / 2.0
    half = (table["band_high"] - table["band_low"]) / 2.0
    for name in ("median", "low", "high"):
        table[name] = (table[name] - middle) / half
    outside = _beyond(table)
    for name in ("median", "low", "high"):
        table[name] = table[name].clip(-MOST, MOST)
    shown = table[["label", "verdict", "text", "median", "low", "high", "quantity", "source"]]
    shown = shown.assign(band_from=-1.0, band_to=1.0)
    base = alt.Chart(inline(shown)).encode(
        y=alt.Y("label:N", sort=list(shown["label"]), title=None, axis=alt.Axis(labelLimit=230))
    )
    axis = alt.Axis(values=[-4, -3, -2, -1, 0, 1, 2, 3, 4], format="~g")
    scale = alt.Scale(domain=[-MOST, MOST])
    bands = base.mark_bar(color=FAINT, height=18).encode(
        x=alt.X(
            "band_from:Q", title="half bands from the middle of the band", axis=axis, scale=scale
        ),
        x2="band_to:Q",
    )
    verdicts = ["within the band", "outside"]
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=alt.X("median:Q", scale=scale),
        color=alt.Color("verdict:N", scale=alt.Scale(domain=verdicts, range=[POSITIVE, NEGATIVE])),
        shape=alt.Shape("verdict:N", scale=alt.Scale(domain=verdicts, range=["circle", "square"])),
        tooltip=["quantity:N", "text:N", "source:N"],
    )
    text = base.mark_text(align="left").encode(x=alt.value(PLOT_WIDTH + 12), text="text:N")
    met, members = int(patterns["met"].sum()), int(patterns["members"].max())
    chart = layered(
        bands, *interval_rules(base, shown, colour=MUTED), dots, *_arrows(outside, scale), text
    ).properties(width=PLOT_WIDTH, height=alt.Step(26))
    return frame(
        chart,
        f"{met} of {len(patterns)} facts are met by the median of the ensemble",
        f"Bands from outside in grey; lines are the middle 95 % of {members} parameter sets"
        + ("; arrows: median beyond the axis" if len(outside) else ""),
        "Facts and what the model gives: "
        + "; ".join(
            f"{row['label']} {row['text']}, {row['verdict']}" for row in table.to_dict("records")
        )
        + ".",
    )


def _beyond(table: pd.DataFrame) -> pd.DataFrame:
    """Return where medians lie that the axis does not reach, with an arrow and their value."""
    found = table[table["median"].abs() > MOST]
    right = found["median"] > 0.0
    values = [number(value, 2, signed=True) for value in found["median"]]
    return pd.DataFrame(
        {
            "label": found["label"],
            "place": found["median"].clip(-MOST, MOST),
            "right": right,
            "beyond": [
                f"{value} {RIGHTWARDS}" if there else f"{LEFTWARDS} {value}"
                for value, there in zip(values, right, strict=True)
            ],
        }
    )


def _arrows(outside: pd.DataFrame, scale: alt.Scale) -> list[alt.Chart]:
    """Write an arrow and the value beside each point that stands at an end of the axis."""
    return [
        alt.Chart(inline(rows))
        .mark_text(align="right" if right else "left", dx=-9 if right else 9, color=INK)
        .encode(x=alt.X("place:Q", scale=scale), y="label:N", text="beyond:N")
        for right, rows in outside.groupby("right")
    ]


def _label(fact: str) -> str:
    """Write the name of a fact for people."""
    return " ".join(word.upper() if word in SHORT else word for word in fact.split("_"))


def identifiability_chart(parameters: pd.DataFrame, members: int) -> alt.LayerChart:
    """Draw each parameter's prior range and where the ensemble lies within it.

    Parameters
    ----------
    parameters
        As from `analysis.patterns.summary.identifiability`.
    members
        Number of members of the ensemble.
    """
    table = parameters.sort_values("contraction", ascending=False).reset_index(drop=True)
    width = table["prior_high"] - table["prior_low"]
    enough = members >= FEWEST_SETS
    open_ = "left open" if enough else "too few sets"
    shown = pd.DataFrame(
        {
            "label": table["parameter"],
            "whole": 1.0,
            "none": 0.0,
            **{
                name: (table[name] - table["prior_low"]) / width
                for name in ("median", "low", "high")
            },
            "kind": table["identified"].map({True: "pinned down", False: open_}),
            "text": [
                f"{number(row['low'])} to {number(row['high'])} of {number(row['prior_low'])} to "
                f"{number(row['prior_high'])}"
                for row in table.to_dict("records")
            ],
        }
    )
    base = alt.Chart(inline(shown)).encode(
        y=alt.Y("label:N", sort=list(shown["label"]), title=None, axis=alt.Axis(labelLimit=250))
    )
    ranges = base.mark_bar(color=FAINT, height=14).encode(
        x=alt.X("none:Q", title="place within the prior range", axis=alt.Axis(format=".0%")),
        x2="whole:Q",
    )
    kinds = ["pinned down", open_] if enough else [open_]
    colours, shapes = (
        ([POSITIVE, MUTED], ["circle", "diamond"]) if enough else ([MUTED], ["diamond"])
    )
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(
        x="median:Q",
        color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=colours)),
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=shapes)),
        tooltip=["label:N", "text:N", "kind:N"],
    )
    text = base.mark_text(align="left").encode(x=alt.value(PLOT_WIDTH + 12), text="text:N")
    pinned = int(table["identified"].sum())
    chart = layered(ranges, *interval_rules(base, shown, colour=INK), dots, text).properties(
        width=PLOT_WIDTH, height=alt.Step(24)
    )
    return frame(
        chart,
        f"The facts pin down {pinned} of {len(table)} uncertain parameters"
        if enough
        else f"{members} parameter sets are too few to say what the facts pin down",
        f"Prior ranges in grey; lines are the middle 90 % of {members} parameter sets",
        "Parameters and where the ensemble lies within the prior range: "
        + "; ".join(
            f"{row['label']} {row['text']}, {row['kind']}" for row in shown.to_dict("records")
        )
        + ".",
    )
