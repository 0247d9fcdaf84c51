"""A twin run as one compact recording: all that the page plays, and nothing else."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.classroom.film import Film
from experiments.classroom.settings import ARM_NAMES, Setting
from experiments.classroom.told_events import told_events
from experiments.classroom.twins import plan, prepare_market, run_arm, treated_firms

if TYPE_CHECKING:
    from sim.parameters import Scenario
    from sim.tables import World

__all__ = ["RECORDING_FORMAT", "record"]

RECORDING_FORMAT = 2
"""Raised whenever pages of another format could not play a recording."""

_EUROS = frozenset(
    {"cash", "npv", "profit", "revenue", "used", "unused_seats", "stopped", "practices", "friction"}
)


def record(setting: Setting) -> dict[str, Any]:
    """Run both twins of a setting and return what the page needs, as plain data for JSON.

    Returns
    -------
    dict
        ``firms`` describes the firms that can be watched, each with its ``name`` by language;
        ``arms`` holds for each twin and firm ``series`` (one value per month from the parting,
        months + 1 in all; null where nothing is defined), ``people`` (use and resistance of each
        employee in 0..254 as base64, 255 where there is no system), ``systems`` and ``links`` (per
        month) and ``events``.
    """
    planned = plan(setting)
    scenario = planned.scenario
    prepared = prepare_market(planned, setting.seed)
    arms, firms = [], None
    for arm in range(len(ARM_NAMES)):
        film = Film(_rows_to_watch(prepared, scenario))
        world = run_arm(prepared, planned, arm, film.take)
        firms = firms or [_describe(world, scenario, row) for row in film.firms]
        told = told_events(world, scenario, film.firms)
        arms.append({"firms": [_one_firm(film, world, row, told[row]) for row in film.firms]})
    return {
        "format": RECORDING_FORMAT,
        "setting": setting.model_dump(mode="json"),
        "months": scenario.run.months,
        "market": {"firms": scenario.firms.count, "title": scenario.title},
        "firms": firms,
        "products": _products(prepared),
        "arms": arms,
    }


def _rows_to_watch(prepared: World, scenario: Scenario) -> list[int]:
    from sim.simulation import fork

    return treated_firms(fork(prepared, scenario, ARM_NAMES[0], scenario.comparison.treated))


def _describe(world: World, scenario: Scenario, firm: int) -> dict[str, Any]:
    from sim.parameters import FUNCTIONS
    from sim.story import LANGUAGES
    from sim.story.names import department_name, firm_name
    from sim.tables import DEPARTMENTS

    sizes = world.departments.headcount[firm * DEPARTMENTS : (firm + 1) * DEPARTMENTS]
    names = {key: firm_name(scenario, firm, language) for key, language in LANGUAGES.items()}
    return {
        "row": firm,
        "name": {key: name[0].upper() + name[1:] for key, name in names.items()},
        "headcount": int(world.firms.headcount[firm]),
        "departments": [
            {"name": department_name(place), "people": int(sizes[place])}
            for place in range(len(FUNCTIONS))
        ],
    }


def _products(world: World) -> list[dict[str, Any]]:
    from sim.parameters import CATEGORIES
    from sim.story.names import product_name

    return [
        {"name": product_name(world, row), "category": CATEGORIES[world.products.category[row]]}
        for row in range(len(world.products))
    ]


def _one_firm(film: Film, world: World, firm: int, events: list[dict[str, Any]]) -> dict[str, Any]:
    people = film.people(firm, world)
    return {
        "series": {name: _numbers(name, values) for name, values in film.series(firm).items()},
        "people": {name: _packed(values) for name, values in people.items()},
        "systems": _systems(film.systems(firm)),
        "links": film.links(firm),
        "events": events,
    }


def _numbers(name: str, values: NDArray[np.float64]) -> list[float | None]:
    digits = 0 if name in _EUROS else 4
    return [None if np.isnan(value) else round(float(value), digits) for value in values]


def _packed(shares: NDArray[np.float64]) -> str:
    """Pack shares 0..1 of shape (months + 1, people) into bytes; NaN becomes 255."""
    levels = np.where(np.isnan(shares), 255, np.round(np.clip(shares, 0, 1) * 254))
    return base64.b64encode(levels.astype(np.uint8).tobytes()).decode()


def _systems(columns: Mapping[str, NDArray[Any]]) -> dict[str, str]:
    status = columns["status"].astype(np.uint8)
    product = np.where(columns["product"] < 0, 255, columns["product"]).astype(np.uint8)
    return {
        "status": base64.b64encode(status.tobytes()).decode(),
        "product": base64.b64encode(product.tobytes()).decode(),
        "usage": _packed(columns["usage"]),
    }
