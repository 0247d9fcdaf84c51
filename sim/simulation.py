"""Run a market: prepare it, fork it into arms, advance it, read what came out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.cases import open_case
from sim.compilation import COMPILED
from sim.month import run_months
from sim.outcomes import CHANNELS, OUTCOMES, SERIES
from sim.parameters import Scenario
from sim.tables import Array, World, as_bytes
from sim.world import build_world, treat

__all__ = ["advance", "firm_outcomes", "fork", "group_series", "measure_totals", "prepare"]


def advance(world: World, months: int) -> None:
    """Advance a world by some months, in place. Compiled code releases the interpreter lock."""
    if COMPILED:
        run_months(world, months)
        return
    with np.errstate(over="ignore"):
        run_months(world, months)


def prepare(scenario: Scenario, seed: int) -> World:
    """Build a market and let it live through the warm-up, ready to fork."""
    world = build_world(scenario, seed)
    advance(world, scenario.run.warmup)
    as_bytes(world.measures)[:] = 0
    if scenario.case is not None:
        open_case(world, scenario.case)
    return world


def fork(world: World, scenario: Scenario, arm: str | None, treated: float) -> World:
    """Return an independent copy of a world in which treated firms follow the policy ``arm``.

    Parameters
    ----------
    world
        A prepared world; it is not changed.
    arm
        Name of a policy, or None to change nobody's policy.
    treated
        Share of firms that are treated, 0..1.
    """
    copy = world.copy()
    treat(copy, scenario, arm, treated)
    return copy


def _ratios(pairs: Mapping[str, tuple[Array, Array]]) -> dict[str, Array]:
    """Divide many pairs at once, giving NaN where there is nothing to divide by."""
    numerators, denominators = np.array(list(pairs.values()), dtype=float).swapaxes(0, 1)
    result = np.full(numerators.shape, np.nan)
    np.divide(numerators, denominators, out=result, where=denominators != 0)
    return dict(zip(pairs, result, strict=True))


def firm_outcomes(world: World) -> dict[str, Array]:
    """Return the outcomes of every firm since the fork.

    Returns
    -------
    dict
        One array of length firms for each name of ``sim.outcomes.OUTCOMES``, ``channel_<name>`` for
        each channel, and ``treated`` (bool), ``headcount`` and ``group`` (int).
    """
    # As plain arrays: a column of a record array costs ten times as much to name.
    m, firms = np.asarray(world.measures), np.asarray(world.firms)
    months, spend = m["months"], m["technology_spend"]
    ratios = {
        "profit": (m["profit"], months),
        "revenue": (m["revenue"], months),
        "technology_spend": (spend, months),
        "technology_share": (spend, m["revenue"]),
        "roi_true": (m["benefit"] - spend, spend),
        "roi_believed": (m["believed_benefit"] - spend, spend),
        "unused_licences": (m["unused_seats"], m["paid_seats"]),
        "projects_overrun": (m["overrun"], m["ended"]),
        "time_to_value": (m["value_months"], m["valued"]),
        "usage": (m["usage"], m["usage_months"]),
        "integration": (m["integration"], m["usage_months"]),
        "maturity": (m["maturity"], months),
        "alignment_spending": (m["alignment_spending"], m["alignment_months"]),
        "alignment_strategy": (m["alignment_strategy"], months),
        "performance": (m["performance"], months),
        "market_share": (m["market_share"], months),
        "satisfaction": (m["satisfaction"], months),
        "resistance": (m["resistance"], months),
    }
    measured = {
        "npv": m["npv"].copy(),
        "projects_started": m["started"].astype(float),
        "projects_completed": m["completed"].astype(float),
        "projects_abandoned": m["abandoned"].astype(float),
        "projects_successful": m["successful"].astype(float),
        "escalations": m["escalations"].astype(float),
        "systems_retired": m["retired"].astype(float),
        "regrets": m["regrets"].astype(float),
        **_ratios(ratios),
    }
    found = {outcome.name: measured[outcome.name] for outcome in OUTCOMES}
    for number, channel in enumerate(CHANNELS):
        found[f"channel_{channel.name}"] = m["channels"][:, number].copy()
    found["treated"] = firms["treated"].astype(bool)
    found["headcount"] = firms["headcount"].astype(np.int64)
    found["group"] = firms["group"].astype(np.int64)
    return found


def measure_totals(world: World) -> dict[str, float]:
    """Return the sums over all firms of each measure that is one number per firm."""
    measures = world.measures
    names = [name for name in measures.dtype.names or () if measures[name].ndim == 1]
    return {name: float(measures[name].sum()) for name in names}


def group_series(world: World) -> dict[str, Array]:
    """Return monthly means since the fork, each of shape (months, 2): untreated, treated.

    Months that were not run and groups without firms are NaN.
    """
    quantities = len(SERIES)
    series = np.ascontiguousarray(world.series.transpose(2, 0, 1))
    sums, counts = series[:quantities], series[quantities : 2 * quantities]
    means = np.full(sums.shape, np.nan)
    np.divide(sums, counts, out=means, where=counts > 0)
    return {column.name: means[number] for number, column in enumerate(SERIES)}
