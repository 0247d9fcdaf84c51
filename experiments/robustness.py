"""Whether the answer of a comparison holds when structure and horizon are other ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.summary import Contrast
from experiments.comparison import compare
from sim.scenario_files import load_scenario

__all__ = ["VARIANTS", "Variant", "agreement", "compare_variants"]


@dataclass(frozen=True)
class Variant:
    """One other world: what is varied, how, and the values that make it so."""

    aspect: str
    name: str
    overrides: tuple[str, ...]


VARIANTS: tuple[Variant, ...] = (
    Variant("as it is", "the scenario", ()),
    Variant("choice", "nearly always the best seen (temperature 0.01)", ("decisions.noise=0.01",)),
    Variant("choice", "hardly better than by lot (temperature 2)", ("decisions.noise=2",)),
    Variant("choice", "two products seen, not six", ("decisions.shortlist=2",)),
    Variant("choice", "satisficing: the first product seen that beats what one has",
            ("decisions.shortlist=1", "decisions.noise=0.01")),
    Variant("competition", "none: advantages take nothing from others", ("market.competition=0",)),
    Variant("competition", "all: what one gains the others lose", ("market.competition=1",)),
    Variant("networks", "nobody sees peers or colleagues",
            ("firms.peers=0", "employees.colleagues=0", "firms.partners=0")),
    Variant("networks", "ties at random, not in neighbourhoods",
            ("firms.rewiring=1", "employees.rewiring=1")),
    Variant("networks", "neighbours only, no far ties",
            ("firms.rewiring=0", "employees.rewiring=0")),
    Variant("networks", "as many ties as there can be",
            ("firms.peers=8", "employees.colleagues=8", "firms.partners=6")),
    Variant("horizon", "three years", ("run.months=36",)),
    Variant("horizon", "five years", ("run.months=60",)),
    Variant("horizon", "twenty years", ("run.months=240",)),
    Variant("discount rate", "none", ("economy.discount_rate=0",)),
    Variant("discount rate", "2 % a year", ("economy.discount_rate=0.02",)),
    Variant("discount rate", "20 % a year", ("economy.discount_rate=0.2",)),
)  # fmt: skip


def compare_variants(
    scenario: str,
    overrides: Sequence[str] = (),
    arms: Sequence[str] | None = None,
    pairs: int = 20,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Compare the first two arms in every variant.

    Returns
    -------
    pandas.DataFrame
        One row per variant: aspect, variant, values, difference, low and high (95 % interval), in
        EUR of NPV per treated firm, and ``sign``: +, - or 0 where the interval holds zero.
    """
    rows = []
    for number, variant in enumerate(VARIANTS):
        loaded = load_scenario(scenario, [*overrides, *variant.overrides])
        result = compare(loaded, arms, pairs=pairs, threads=threads)
        rows.append(_row(variant, result.summary().main))
        if progress is not None:
            progress(number + 1, len(VARIANTS))
    return pd.DataFrame(rows)


def _row(variant: Variant, contrast: Contrast) -> dict[str, object]:
    estimate = contrast.headline.per_firm
    sign = "0"
    if estimate.excludes_zero:
        sign = "+" if estimate.difference > 0.0 else "-"
    return {
        "aspect": variant.aspect,
        "variant": variant.name,
        "values": " ".join(variant.overrides),
        "difference": estimate.difference,
        "low": estimate.low,
        "high": estimate.high,
        "pairs": estimate.n,
        "sign": sign,
    }


def agreement(table: pd.DataFrame, first: str, second: str) -> str:
    """Say in a sentence in how many other variants the scenario's own answer holds.

    Parameters
    ----------
    table
        As from :func:`compare_variants`; the first row is the scenario itself, and does not count
        as a variant that agrees with it.
    first, second
        Names of the arms.
    """
    own, others = table["sign"].iloc[0], list(table["sign"].iloc[1:])
    ahead, behind, open_ = (others.count(sign) for sign in ("+", "-", "0"))
    if own == "0" and open_ == len(others):
        return (
            f"Neither in the scenario itself nor in any of {len(others)} other variants can it be "
            f"told whether {first} or {second} is ahead: no sign is established anywhere."
        )
    counts = (
        f"of {len(others)} other variants, {first} is ahead in {ahead} and {second} in {behind}, "
        f"and in {open_} it cannot be told"
    )
    if own == "0":
        return f"In the scenario itself it cannot be told which is ahead; {counts}."
    return f"In the scenario itself {first if own == '+' else second} is ahead; {counts}."
