"""Tiny, lively markets in which every rule acts, docked month by month.

They cost about a second each even where rules are plain Python, so that a broken rule can be tried
on all of them (``python tests/mutation``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from from_tables import differing
from plain_market.model import PlainMarket
from plain_market.policies import treat

from sim.parameters import Policy, Scenario
from sim.parameters.declaration import ParameterInfo, section_parameters
from sim.scenario_files import load_scenario
from sim.simulation import advance, fork, prepare
from sim.tables import World
from sim.world import build_world

__all__ = ["MARKETS", "DockedMarket", "both_month_by_month", "draw_scenario", "months_of_tables"]

# Much is bought, used, reviewed and stopped, and people come and go, in little time.
LIVELY = (
    "decisions.occasion_rate=6",
    "decisions.review_shortest=1",
    "decisions.review_longest=5",
    "firms.technology_budget=0.08",
    "employees.turnover=0.5",
    "market.turbulence=3",
    "market.attention_hazard=2",
    "products.emerging_hazard=1",
    "products.emerging_share=0.4",
    "projects.duration=1.3",
    "projects.analysis_months=1.4",
    "projects.pilot_months=2",
    "projects.trouble_hazard=0.2",
)
TINY = {
    "run.warmup": 3,
    "run.months": 22,
    "firms.count": 3,
    "firms.headcount_low": 5,
    "firms.headcount_high": 12,
    "vendors.count": 5,
    "vendors.products_low": 2,
    "vendors.products_high": 5,
}
ELSEWHERE = ("run.", "comparison.", "case.")
OVERRIDES = [
    {"function": "sales", "practices": {"monitoring": 1.0, "independent_review": 0.5}},
    {"policy": "aligned", "managers": {"loss_aversion": 3.0}, "employees": {"hype": 0.9}},
]


class DockedMarket(NamedTuple):
    """A market to run as tables and as objects: scenario, seed, arm and share of treated firms."""

    scenario: Scenario
    seed: int
    arm: str | None
    treated: float


def _value(item: ParameterInfo, luck: np.random.Generator) -> float | int:
    """Draw a value of a parameter's range, in three cases of ten one of its ends."""
    place = luck.choice([0.0, 1.0, luck.random()], p=[0.15, 0.15, 0.7])
    value = item.low + (item.high - item.low) * place
    return round(value) if item.kind is int else float(value)


def draw_scenario(number: int, size: dict[str, int]) -> tuple[Scenario, str]:
    """Return a scenario in which some or all parameters have values at random, and an arm.

    The arm's practices, too, have values at random.
    """
    luck = np.random.default_rng(number)
    share = luck.choice([0.1, 0.5, 1.0])
    values = {
        item.name: _value(item, luck)
        for item in section_parameters(Scenario)
        if not item.name.startswith(ELSEWHERE) and luck.random() < share
    }
    shortest, longest = sorted(luck.uniform(1, 120, 2).tolist())
    values |= {"decisions.review_shortest": shortest, "decisions.review_longest": longest, **size}
    arm = str(luck.choice(sorted(load_scenario("default").scenario.policies)))
    for item in section_parameters(Policy):
        values[f"policies.{arm}.{item.name}"] = _value(item, luck)
    settings = [f"{key}={value!r}" for key, value in values.items()]
    return load_scenario("default", settings).scenario, arm


def _scenario(name: str, *settings: str, mix: tuple[str, ...] = ()) -> Scenario:
    """Return a tiny, lively market in which each of some policies has the same share."""
    tiny = [f"{key}={value!r}" for key, value in TINY.items()]
    scenario = load_scenario(name, (*tiny, *LIVELY, *settings)).scenario
    if not mix:
        return scenario
    shares = {policy: 1.0 / len(mix) for policy in mix}
    return Scenario.model_validate(scenario.model_dump() | {"mix": shares})


def _somewhat(number: int) -> tuple[str, ...]:
    """Return settings by which two policies follow every practice to some degree, by luck."""
    luck = np.random.default_rng(number)
    return tuple(
        f"policies.{policy}.{item.name}={luck.uniform(0.15, 0.85):.3f}"
        for policy in ("aligned", "misaligned")
        for item in section_parameters(Policy)
        if item.name != "foresight"
    )


def _markets() -> Iterator[tuple[str, DockedMarket]]:
    """Yield all markets by name, those in which most happens first."""
    three = ("aligned", "misaligned", "agile_probe")
    half = _scenario("regimes/complex", *_somewhat(1), mix=("aligned", "misaligned"))
    yield "every practice to some degree", DockedMarket(half, 1, "dual_track", 0.4)
    mixed = _scenario("regimes/complicated", mix=("vendor_led", "siloed", "rigid_plan"))
    yield "three archetypes", DockedMarket(mixed, 2, "oracle", 0.4)
    for name in ("shop_without_stock", "crm_without_process"):
        yield name, DockedMarket(_scenario(name), 3, "aligned", 0.0)
    overridden = _scenario("regimes/disorder", *_somewhat(2), mix=three).model_dump()
    overridden = Scenario.model_validate(overridden | {"overrides": OVERRIDES})
    yield "values for some departments", DockedMarket(overridden, 4, None, 0.4)
    two = _scenario("default", "firms.departments=2", mix=("trend_chasing", "feature_first"))
    yield "two departments", DockedMarket(two, 5, "frugal", 0.4)
    probing = _scenario(
        "regimes/chaotic", "employees.acceptance_intercept=-1", mix=("agile_probe",)
    )
    yield "pilots", DockedMarket(probing, 9, "dual_track", 0.4)
    many = ("firms.count=11", "firms.headcount_high=60", "run.warmup=1", "run.months=3")
    # More products than the longest shortlist has room for.
    many += ("vendors.count=24", "vendors.products_low=5", "decisions.shortlist=12")
    many += ("products.late_launch=0",)
    yield "more and larger firms", DockedMarket(_scenario("default", *many), 6, "random", 0.3)
    alone = _scenario("regimes/chaotic", "firms.count=1", *_somewhat(3), mix=("aligned",))
    yield "one firm", DockedMarket(alone, 7, "misaligned", 1.0)
    for number in range(8):
        scenario, arm = draw_scenario(number, TINY)
        yield f"parameters at random, {number}", DockedMarket(scenario, number, arm, 0.5)


MARKETS = dict(_markets())


def months_of_tables(market: DockedMarket) -> Iterator[World]:
    """Yield the world of a market as it was founded, at the fork, and after each month since."""
    yield build_world(market.scenario, market.seed)
    prepared = prepare(market.scenario, market.seed)
    world = fork(prepared, market.scenario, market.arm, market.treated)
    yield world
    for _ in range(market.scenario.run.months):
        advance(world, 1)
        yield world


def both_month_by_month(market: DockedMarket) -> Iterator[tuple[World, list[str]]]:
    """Run a market as tables and as objects; yield the world and the columns that differ."""
    model = PlainMarket(market.scenario, market.seed, prepare=False)
    steps = _months_of_objects(model, market)
    for world, _ in zip(months_of_tables(market), steps, strict=True):
        yield world, differing(world, model)


def _months_of_objects(model: PlainMarket, market: DockedMarket) -> Iterator[PlainMarket]:
    model.found()
    yield model
    model.warm_up()
    treat(model, market.arm, market.treated)
    yield model
    for _ in range(market.scenario.run.months):
        model.step()
        yield model
