"""Tidy tables behind the charts of one run: a firm's projects in time, and its network."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

__all__ = ["firm_network", "timeline"]

SIGNALS = ("over budget", "escalated", "abandoned", "pilot stopped", "retired")
RING_OF_SYSTEMS = 0.95
RING_OF_DEPARTMENTS = 1.42
EMPLOYEES_PER_ROW = 8
EMPLOYEE_GAP = 0.055


def timeline(
    projects: pd.DataFrame, events: pd.DataFrame, firm: int, months: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cut a firm's projects into bars, and collect what went wrong with them.

    Parameters
    ----------
    projects
        Columns firm, department, slot, product, started, live, ended, ending. What was there from
        the beginning has not started.
    events
        Columns month, kind, firm, department, slot.
    firm
        Row of the firm.
    months
        Months of the run; what still runs is drawn up to here. What began before the fork is drawn
        from month 0 on.

    Returns
    -------
    bars : pandas.DataFrame
        Columns row, phase ("at work on it", "live"), start, end, ending.
    signals : pandas.DataFrame
        Columns row, kind, month.
    """
    mine = projects[projects["firm"] == firm].sort_values(
        "started", kind="stable", na_position="first"
    )
    bars: list[dict[str, Any]] = []
    signals: list[dict[str, Any]] = []
    theirs = events[(events["firm"] == firm) & events["kind"].isin(SIGNALS)]
    for number, project in enumerate(_records(mine), start=1):
        end = months if pd.isna(project["ended"]) else int(project["ended"])
        if end < 0:
            continue
        row = f"{number}. {project['product']} ({project['department']})"
        live = end if pd.isna(project["live"]) else int(project["live"])
        began = live if pd.isna(project["started"]) else int(project["started"])
        for phase, start, stop in (
            ("at work on it", began, live),
            ("live", live, end),
        ):
            if stop > max(0, start):
                bars.append(
                    {
                        "row": row, "phase": phase, "start": max(0, int(start)), "end": int(stop),
                        "ending": project["ending"],
                    }
                )  # fmt: skip
        same = (theirs["department"] == project["department"]) & (theirs["slot"] == project["slot"])
        within = theirs[same & theirs["month"].between(max(0, began), end)]
        signals += [
            {"row": row, "kind": kind, "month": int(month)}
            for kind, month in zip(within["kind"], within["month"], strict=True)
        ]
    kept = pd.DataFrame(bars, columns=["row", "phase", "start", "end", "ending"])
    told = pd.DataFrame(signals, columns=["row", "kind", "month"])
    return kept, told[told["row"].isin(kept["row"])].reset_index(drop=True)


def firm_network(
    systems: pd.DataFrame,
    links: pd.DataFrame,
    employees: pd.DataFrame,
    firm: int,
    least: float = 0.2,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Place a firm's departments, employees and live systems, and the links between systems.

    Parameters
    ----------
    systems
        Columns firm, department, slot, product, status, usage.
    links
        Columns firm, first, second (department and slot, as in ``"sales 0"``), dependence, linked.
    employees
        Columns firm, department, usage.
    firm
        Row of the firm.
    least
        Links of less workflow dependence than this share are left out.

    Returns
    -------
    nodes : pandas.DataFrame
        Columns kind (department, employee, system), label, x, y, usage.
    edges : pandas.DataFrame
        Columns first, second, kind ("linked", "link is missing"), dependence, x, y, x2, y2.
    """
    people = employees[employees["firm"] == firm]
    live = systems[(systems["firm"] == firm) & (systems["status"] == "live")]
    names = list(dict.fromkeys([*people["department"], *live["department"]]))
    nodes: list[dict[str, Any]] = []
    places: dict[str, tuple[float, float, str]] = {}
    for number, name in enumerate(names):
        angle = 2.0 * math.pi * number / len(names)
        nodes += _department(name, people[people["department"] == name], angle)
        mine = live[live["department"] == name]
        for order, system in enumerate(_records(mine)):
            turn = angle + 0.34 * (order - (len(mine) - 1) / 2.0)
            x, y = RING_OF_SYSTEMS * math.sin(turn), RING_OF_SYSTEMS * math.cos(turn)
            y -= 0.17 * (order % 2)  # names of neighbours would overlap on one height
            places[f"{name} {system['slot']}"] = (x, y, str(system["product"]))
            nodes.append(_node("system", str(system["product"]), x, y, float(system["usage"])))
    edges = [
        {
            "first": places[link["first"]][2], "second": places[link["second"]][2],
            "kind": "linked" if link["linked"] else "link is missing",
            "dependence": link["dependence"],
            "x": places[link["first"]][0], "y": places[link["first"]][1],
            "x2": places[link["second"]][0], "y2": places[link["second"]][1],
        }
        for link in _records(links[links["firm"] == firm])
        if link["first"] in places
        and link["second"] in places
        and link["dependence"] >= least
    ]  # fmt: skip
    columns = ["first", "second", "kind", "dependence", "x", "y", "x2", "y2"]
    return pd.DataFrame(nodes), pd.DataFrame(edges, columns=columns)


def _department(name: str, people: pd.DataFrame, angle: float) -> list[dict[str, Any]]:
    """Place a department's name at the rim, its employees in rows below the name."""
    x, y = RING_OF_DEPARTMENTS * math.sin(angle), RING_OF_DEPARTMENTS * math.cos(angle)
    x *= 0.92
    found = [_node("department", name.capitalize(), x, y + 0.09, float("nan"))]
    for place, usage in enumerate(people["usage"]):
        row, column = divmod(place, EMPLOYEES_PER_ROW)
        width = min(len(people) - row * EMPLOYEES_PER_ROW, EMPLOYEES_PER_ROW)
        shift = (column - (width - 1) / 2.0) * EMPLOYEE_GAP
        found.append(_node("employee", name, x + shift, y - row * EMPLOYEE_GAP, float(usage)))
    return found


def _node(kind: str, label: str, x: float, y: float, usage: float) -> dict[str, Any]:
    return {"kind": kind, "label": label, "x": x, "y": y, "usage": usage}


def _records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.to_dict(orient="records")
