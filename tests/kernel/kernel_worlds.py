"""Small markets for the tests of the kernel, and comparisons of their states bit for bit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np

from sim.parameters import Scenario
from sim.scenario_files import load_scenario
from sim.simulation import advance, firm_outcomes, fork, group_series, prepare
from sim.tables import World

# A policy that follows every practice somewhat, so that each of them and its cost takes part.
SOMEWHAT = {
    "goal_clarity": 0.5,
    "gap_assessment": 0.5,
    "fit_evaluation": 0.5,
    "implementation_planning": 0.5,
    "monitoring": 0.5,
    "involvement": 0.5,
    "change_management": 0.5,
    "leadership": 0.5,
    "governance": 0.4,
    "adaptivity": 0.5,
    "exploration": 0.3,
    "ecosystem": 0.5,
    "independent_review": 0.3,
    "kill_criteria": 0.3,
    "devils_advocate": 0.3,
    "reference_class": 0.3,
    "features": 0.4,
    "popularity": 0.3,
    "pitch": 0.3,
    "buying": 0.9,
    "randomness": 0.1,
    "coherence": 0.0,
    "precedent": 0.0,
    "probing": 0.0,
    "impulse": 0.0,
    "staging": 0.0,
    "kpi_revenue": 1.0,
    "kpi_satisfaction": 1.0,
    "kpi_savings": 1.0,
    "kpi_cycle_time": 1.0,
    "foresight": 0.0,
}

# Fixed here, so that the tests mean the same whatever the defaults are: a market in which much is
# bought and used, products come and go and fashions change.
LIVELY: dict[str, Any] = {
    "run.warmup": 12,
    "run.months": 36,
    "firms.count": 30,
    "firms.technology_budget": 0.06,
    "decisions.occasion_rate": 3.0,
    "employees.acceptance_intercept": 0.5,
    "market.turbulence": 1.0,
    "market.attention_hazard": 1.0,
    "products.emerging_hazard": 1.0,
    "policies.somewhat": SOMEWHAT,
    "policies.careless": {"monitoring": 0.2, "goal_clarity": 0.2},
    "mix": {"somewhat": 0.6, "careless": 0.4},
}

DERIVED_FROM_DECLARATIONS = ("parameters", "bias_means")
"""Tables that only repeat the scenario."""


@cache
def _defaults() -> dict[str, Any]:
    return load_scenario("default").scenario.model_dump()


def _merged(values: Any, path: list[str], value: Any) -> dict[str, Any]:
    copy = dict(values)
    head, *rest = path
    copy[head] = _merged(copy.get(head, {}), rest, value) if rest else value
    return copy


def changed(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """Return a scenario with other values under dotted keys."""
    data = scenario.model_dump()
    for key, value in values.items():
        data = _merged(data, key.split("."), value)
    return Scenario.model_validate(data)


def market(values: Mapping[str, Any] | None = None, base: Mapping[str, Any] = LIVELY) -> Scenario:
    """Return the lively market with other values under dotted keys."""
    data = _defaults()
    for key, value in {**base, **(values or {})}.items():
        data = _merged(data, key.split("."), value)
    return Scenario.model_validate(data)


def live(scenario: Scenario, seed: int = 1, months: int | None = None) -> World:
    """Return a market after warm-up and all its months, nobody's policy changed."""
    world = prepare(scenario, seed)
    advance(world, scenario.run.months if months is None else months)
    return world


def live_arm(prepared: World, scenario: Scenario, arm: str | None, treated: float = 0.5) -> World:
    """Return a prepared market after all its months in one arm."""
    world = fork(prepared, scenario, arm, treated)
    advance(world, scenario.run.months)
    return world


def columns(table: np.ndarray) -> dict[str, np.ndarray]:
    """Return the columns of a table by name; a plain array is one column."""
    if table.dtype.names is None:
        return {"": np.asarray(table)}
    return {name: np.asarray(table[name]) for name in table.dtype.names}


def all_columns(world: World, without: Iterable[str] = ()) -> dict[str, np.ndarray]:
    """Return all columns as ``table.column``, except whole tables or single columns named."""
    left_out = set(without)
    return {
        f"{name}.{column}".rstrip("."): values
        for name, table in world._asdict().items()
        if name not in left_out
        for column, values in columns(table).items()
        if f"{name}.{column}".rstrip(".") not in left_out
    }


def differing(one: World, other: World, without: Iterable[str] = ()) -> list[str]:
    """Name the columns whose bits differ."""
    first, second = all_columns(one, without), all_columns(other, without)
    return [
        name
        for name in first
        if first[name].shape != second[name].shape
        or first[name].tobytes() != second[name].tobytes()
    ]


def column_digest(values: np.ndarray) -> str:
    """Hash the values of a column bit for bit; whole numbers alike, however wide they are kept."""
    if values.dtype.kind == "i":
        values = values.astype(np.int64)
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()


def digest(world: World) -> str:
    """Hash the bits of all tables."""
    found = hashlib.sha256()
    for name, values in all_columns(world).items():
        found.update(f"{name} {values.shape} {column_digest(values)}".encode())
    return found.hexdigest()


def results(world: World) -> dict[str, np.ndarray]:
    """Return outcomes and series of a world by name."""
    series = {f"series {name}": values for name, values in group_series(world).items()}
    return firm_outcomes(world) | series


def differing_results(one: World, other: World) -> list[str]:
    """Name outcomes and series that differ; a value that exists in neither is no difference."""
    first, second = results(one), results(other)
    return [name for name in first if not np.array_equal(first[name], second[name], equal_nan=True)]


MONEY_AND_MEASURES = ("ledger", "measures", "series")


def consequences(world: World) -> str:
    """Hash accounts, measures and series: what a market comes to."""
    found = hashlib.sha256()
    for name in MONEY_AND_MEASURES:
        found.update(np.ascontiguousarray(getattr(world, name)).tobytes())
    return found.hexdigest()
