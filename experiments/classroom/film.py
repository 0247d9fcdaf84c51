"""Filming a market: pictures of the watched firms, month by month, and what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.tables import World

__all__ = ["Film"]

Numbers = NDArray[np.float64]
_SPENT = {  # causes of the accounts, by what became of the money
    "unused_seats": ("licence_unused",),
    "practices": (
        "analysis", "planning", "monitoring", "reviews", "involvement", "leadership",
        "governance", "strategy", "debiasing",
    ),
    "friction": ("manual_work", "disruption"),
    "used": (
        "licence_used", "setup", "links", "process_work", "exit", "training", "escalation",
    ),
}  # fmt: skip


class Film:
    """Pictures of some firms: copies of their rows of each table, one per month.

    Parameters
    ----------
    firms
        Rows of the firms that are filmed.
    """

    def __init__(self, firms: list[int]) -> None:
        self.firms = firms
        self._taken: dict[tuple[str, int], list[NDArray[Any]]] = {}
        self._links: dict[int, list[dict[str, list[list[int]]]]] = {firm: [] for firm in firms}
        self._stopped: dict[int, list[float]] = {firm: [] for firm in firms}
        self._seen = 0
        self._lost = dict.fromkeys(firms, 0.0)

    def take(self, world: World) -> None:
        """Take the picture of a month."""
        if not self._taken:
            world = _with_use_measured(world)
        self._note_stopped(world)
        for firm in self.firms:
            for name, rows in _rows_of(world, firm).items():
                table = np.asarray(getattr(world, name))
                self._taken.setdefault((name, firm), []).append(table[rows].copy())
            self._links[firm].append(_links_now(world, firm))
            self._stopped[firm].append(self._lost[firm])

    def _note_stopped(self, world: World) -> None:
        """Add up what was spent on projects that were stopped since the last picture."""
        from sim.events import ABANDONED, PILOT_STOPPED

        count = min(int(world.market.event_count[0]), len(world.events))
        fork = int(world.market.fork_month[0])
        for row in range(self._seen, count):
            event = world.events[row]
            stopped = event.kind in (ABANDONED, PILOT_STOPPED) and event.month >= fork
            if stopped and int(event.firm) in self._lost:
                self._lost[int(event.firm)] += float(event.actual)
        self._seen = count

    def _column(self, table: str, firm: int, column: str) -> NDArray[Any]:
        """Return a column over months: shape (months + 1, rows, ...)."""
        return np.stack([picture[column] for picture in self._taken[table, firm]])

    def systems(self, firm: int) -> dict[str, NDArray[Any]]:
        """Return status, product and usage of each place for a system, over months."""
        return {
            name: self._column("systems", firm, name) for name in ("status", "product", "usage")
        }

    def links(self, firm: int) -> list[dict[str, Any]]:
        """Return the links present and missing, as pairs of places, where they change."""
        found: list[dict[str, Any]] = []
        for month, links in enumerate(self._links[firm]):
            if month == 0 or links != self._links[firm][month - 1]:
                found.append({"month": month, **links})
        return found

    def series(self, firm: int) -> dict[str, Numbers]:
        """Return the monthly series of a firm, each from the month of parting on."""
        npv = self._column("measures", firm, "npv")[:, 0]
        profit = self._column("measures", firm, "profit")[:, 0]
        reward = self._column("firms", firm, "reward")[:, 0]
        live = self._live(firm)
        seats = np.repeat(self._column("departments", firm, "headcount"), live.shape[1] // 5, 1)
        paid = np.where(live, seats, 0)
        return {
            "cash": self._column("ledger", firm, "balance")[:, 0, 0] / 100.0,
            "npv": npv,
            "profit": np.diff(profit, prepend=np.nan),  # at the parting no month has passed
            "revenue": self._column("firms", firm, "revenue")[:, 0],
            "usage": _ratio((self._column("systems", firm, "usage") * paid).sum(1), paid.sum(1)),
            "active": _ratio((self._column("systems", firm, "active") * paid).sum(1), paid.sum(1)),
            "resistance": _mean_of_staffed(
                self._column("departments", firm, "resistance"),
                self._column("departments", firm, "headcount"),
            ),
            "alignment": _cosines(self._column("firms", firm, "spending")[:, 0], reward),
            "strategy": _cosines(self._column("firms", firm, "declared")[:, 0], reward),
            "satisfaction": self._column("firms", firm, "satisfaction")[:, 0],
            **self._spending(firm),
        }

    def _spending(self, firm: int) -> dict[str, Numbers]:
        """Return spending on technology since the parting, in EUR, by what became of it."""
        from sim.accounts import CAUSES

        monthly = -self._column("ledger", firm, "month")[:, 0] / 100.0
        monthly[0] = 0.0  # the picture at the parting still holds the last month of the warm-up
        total = monthly.cumsum(0)
        found = {
            fate: total[:, [CAUSES.index(cause) for cause in causes]].sum(1)
            for fate, causes in _SPENT.items()
        }
        found["stopped"] = np.minimum(np.array(self._stopped[firm]), found["used"])
        found["used"] = found["used"] - found["stopped"]
        return found

    def _live(self, firm: int) -> NDArray[np.bool_]:
        from sim.status import LIVE

        live: NDArray[np.bool_] = self._column("systems", firm, "status") == LIVE
        return live

    def people(self, firm: int, world: World) -> dict[str, Numbers]:
        """Return use and resistance of each employee, shape (months + 1, people).

        A person's use is the mean over the department's live systems, NaN where there is none. The
        mean resistance of the department is spread over its people by how the automation of the
        live systems and the person's sensitivity to it differ (``sim.employees.resistance``).
        """
        from sim.employees import resistance
        from sim.tables import SLOTS

        felt_by: Any = getattr(resistance, "py_func", resistance)
        department = self._column("employees", firm, "department")[0] % 5
        live = self._live(firm).reshape(-1, 5, SLOTS)
        count = live.sum(2)[:, department]
        here = live[:, department]
        use = _ratio((self._column("employees", firm, "usage") * here).sum(2), count)
        product = self._column("systems", firm, "product").reshape(-1, 5, SLOTS)
        automation = np.asarray(world.products)["automation"][np.maximum(product, 0)]
        mean_automation = _ratio((automation * live).sum(2), live.sum(2))[:, department]
        load = self._column("departments", firm, "load")[:, department]
        fatigue = self._column("departments", firm, "fatigue")[:, department]
        threat = self._column("employees", firm, "threat")
        felt = felt_by(threat, mean_automation, load, fatigue, 1.0, world.parameters[0])
        mean = np.full_like(felt, np.nan)
        for place in np.unique(department):
            there = department == place
            mean[:, there] = felt[:, there].mean(1, keepdims=True)
        overall = self._column("departments", firm, "resistance")[:, department]
        return {"use": use, "resistance": np.where(count > 0, overall * _ratio(felt, mean), np.nan)}


def _with_use_measured(world: World) -> World:
    """Return a copy in which the use of systems is measured: those of a case are not used yet."""
    from sim.employees import measure_use

    copy = world.copy()
    for firm in range(len(copy.firms)):
        measure_use(copy.systems, copy.employees, copy.departments, copy.parameters, firm)
    return copy


def _rows_of(world: World, firm: int) -> dict[str, slice]:
    from sim.tables import DEPARTMENTS, SYSTEMS_PER_FIRM

    first, people = int(world.firms.first_employee[firm]), int(world.firms.headcount[firm])
    return {
        "firms": slice(firm, firm + 1),
        "ledger": slice(firm, firm + 1),
        "measures": slice(firm, firm + 1),
        "departments": slice(firm * DEPARTMENTS, (firm + 1) * DEPARTMENTS),
        "systems": slice(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM),
        "employees": slice(first, first + people),
    }


def _links_now(world: World, firm: int) -> dict[str, list[list[int]]]:
    """Return links present as pairs of places, and missing ones as place and department."""
    from sim.status import LIVE
    from sim.systems import unlinked_departments
    from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM

    rows = slice(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM)
    systems = np.asarray(world.systems)[rows]
    present: list[list[int]] = []
    missing: list[list[int]] = []
    live = np.flatnonzero(systems["status"] == LIVE)
    for place in live:
        links = int(systems["links"][place])
        present += [
            [int(place), int(other)] for other in live if other > place and links >> int(other) & 1
        ]
        unlinked = unlinked_departments(
            world.systems, world.departments, firm, int(place) // SLOTS, links
        )
        missing += [[int(place), other] for other in range(DEPARTMENTS) if unlinked >> other & 1]
    return {"present": present, "missing": missing}


def _ratio(numerator: NDArray[Any], denominator: NDArray[Any]) -> Numbers:
    """Divide, giving NaN where there is nothing to divide by."""
    result = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    np.divide(numerator, denominator, out=result, where=denominator > 0)
    return result


def _cosines(weights: Numbers, rewards: Numbers) -> Numbers:
    """Return the cosine between two vectors over the goals in each month, NaN for none."""
    lengths = np.linalg.norm(weights, axis=1) * np.linalg.norm(rewards, axis=1)
    return _ratio((weights * rewards).sum(1), lengths)


def _mean_of_staffed(values: Numbers, headcount: NDArray[Any]) -> Numbers:
    staffed = headcount > 0
    return _ratio(np.where(staffed, values, 0.0).sum(1), staffed.sum(1))
