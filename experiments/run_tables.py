"""One run from the inside: projects, systems, links, vendors and adoption as tidy tables.

A plain run keeps none of this. Here the market is advanced month by month, which gives the same
bits, and looked at in between.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.run_projects import live_since, project_table, slots_of
from experiments.simulator import simulator
from experiments.single_run import chosen_policy
from sim.parameters import CATEGORIES, FUNCTIONS, Scenario
from sim.status import LIVE, STATUS_NAMES
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, World

__all__ = ["RunTables", "record_run"]


@dataclass(frozen=True)
class RunTables:
    """What happened in one run.

    Attributes
    ----------
    events
        All recorded events, see `sim.story.event_table`.
    projects
        One row per system that was there or on its way: firm, department, slot, product, started,
        live, ended (months after the fork; missing where it did not happen), ending
        (``abandoned``, ``pilot stopped``, ``retired``, ``replaced`` or ``running``); see
        `experiments.run_projects.project_table`.
    systems
        One row per system at the end: firm, department, slot, product, status, usage (share),
        value (EUR/month).
    links
        One row per pair of a firm's live systems whose departments depend on each other: firm,
        first, second (department and slot), dependence (share of workflow), linked.
    employees
        One row per employee: firm, department, usage (mean share over the systems at hand).
    vendors
        One row per month and vendor: share (of seats in use), hype, reputation.
    adoption
        One row per month and category: share of firms with a live system of it.
    """

    events: pd.DataFrame
    projects: pd.DataFrame
    systems: pd.DataFrame
    links: pd.DataFrame
    employees: pd.DataFrame
    vendors: pd.DataFrame
    adoption: pd.DataFrame

    def named(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def record_run(scenario: Scenario, policy: str | None = None) -> RunTables:
    """Run one market and keep what happened inside.

    Parameters
    ----------
    scenario
        What to run; its seed is the run's.
    policy
        Policy of the treated firms; see `experiments.single_run.chosen_policy`.
    """
    from sim.story import event_table

    model, chosen = simulator(), chosen_policy(scenario, policy)
    world: World = model.prepare(scenario, scenario.run.seed)
    share = 0.0 if chosen is None else scenario.comparison.treated
    world = model.fork(world, scenario, chosen, share)
    vendors, adoption = [], []
    live_at_fork, slots = live_since(world), [slots_of(world)]
    for month in range(1, scenario.run.months + 1):
        model.advance(world, 1)
        vendors.append(_vendors(world, month))
        adoption.append(_adoption(world, month))
        slots.append(slots_of(world))
    events = event_table(world)
    return RunTables(
        events=events,
        projects=project_table(world, scenario, events, live_at_fork, np.array(slots)),
        systems=_systems(world),
        links=_links(world),
        employees=_employees(world),
        vendors=pd.concat(vendors, ignore_index=True),
        adoption=pd.concat(adoption, ignore_index=True),
    )


def _vendors(world: World, month: int) -> pd.DataFrame:
    from sim.story.names import vendor_name

    seats = np.asarray(world.vendors.seats, dtype=np.float64)
    return pd.DataFrame(
        {
            "month": month,
            "vendor": [vendor_name(row) for row in range(len(seats))],
            "share": seats / max(1.0, seats.sum()),
            "hype": np.array(world.vendors.hype),
            "reputation": np.array(world.vendors.reputation),
        }
    )


def _adoption(world: World, month: int) -> pd.DataFrame:
    live = np.asarray(world.systems.status) == LIVE
    product = np.where(live, np.asarray(world.systems.product), 0)
    category = np.asarray(world.products.category)[product].reshape(-1, SYSTEMS_PER_FIRM)
    live = live.reshape(-1, SYSTEMS_PER_FIRM)
    shares = [
        float((live & (category == number)).any(axis=1).mean()) for number in range(len(CATEGORIES))
    ]
    return pd.DataFrame({"month": month, "category": list(CATEGORIES), "share": shares})


def _systems(world: World) -> pd.DataFrame:
    from sim.story.names import product_name

    systems = world.systems
    rows = np.flatnonzero(np.asarray(systems.status) > 0)
    return pd.DataFrame(
        {
            "firm": rows // SYSTEMS_PER_FIRM,
            "department": [FUNCTIONS[row % SYSTEMS_PER_FIRM // SLOTS] for row in rows],
            "slot": rows % SLOTS,
            "product": [
                product_name(world, int(product)) if product >= 0 else ""
                for product in systems.product[rows]
            ],
            "status": [STATUS_NAMES[status] for status in systems.status[rows]],
            "usage": systems.usage[rows],
            "value": systems.value[rows],
        }
    )


def _links(world: World) -> pd.DataFrame:
    rows: list[tuple[int, str, str, float, bool]] = []
    live = np.asarray(world.systems.status).reshape(-1, SYSTEMS_PER_FIRM) == LIVE
    for firm, mine in enumerate(live):
        places = np.flatnonzero(mine)
        for position, one in enumerate(places):
            bits = int(world.systems.links[firm * SYSTEMS_PER_FIRM + one])
            for other in places[position + 1 :]:
                need = _dependence(world, firm, int(one) // SLOTS, int(other) // SLOTS)
                if need > 0.0 and one // SLOTS != other // SLOTS:
                    linked = bool(bits >> int(other) & 1)
                    rows.append((firm, _place(int(one)), _place(int(other)), need, linked))
    return pd.DataFrame(rows, columns=["firm", "first", "second", "dependence", "linked"])


def _dependence(world: World, firm: int, one: int, other: int) -> float:
    table = world.departments.dependence
    base = firm * DEPARTMENTS
    return float(max(table[base + one, other], table[base + other, one]))


def _place(position: int) -> str:
    return f"{FUNCTIONS[position // SLOTS]} {position % SLOTS}"


def _employees(world: World) -> pd.DataFrame:
    departments = np.asarray(world.employees.department)
    return pd.DataFrame(
        {
            "firm": departments // DEPARTMENTS,
            "department": [FUNCTIONS[row % DEPARTMENTS] for row in departments],
            "usage": np.array(world.employees.mean_use),
        }
    )
