"""The market as a Mesa model: the same rows, rules and bits, with agents to look at and to change.

Nothing else depends on this adapter. Sweeps use :mod:`sim.simulation`, without agents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any, Literal

import mesa  # type: ignore[import-untyped]
import numpy as np

from sim import month
from sim.agents import AnyAgent, Department, Employee, Firm, Vendor
from sim.parameters import Scenario
from sim.scenario_files import Problem, ScenarioError, load_scenario
from sim.scenario_files.checking import check_values
from sim.scenario_files.merging import Merged, put
from sim.scenario_files.problems import did_you_mean, nearest, spell
from sim.simulation import advance, firm_outcomes, fork, group_series, prepare
from sim.story import story
from sim.tables import TABLES, World
from sim.world import policy_names

__all__ = ["AdoptionModel"]

PHASES = tuple(phase.__name__ for phase in month.PHASES)
LARGEST_SEED = 2**53
ASKED = "AdoptionModel"


class AdoptionModel(mesa.Model):  # type: ignore[misc]
    """A market of small firms that choose, introduce and use technology, as a Mesa model.

    A new model stands at the fork: the warm-up is over and the treated firms have taken on the
    policy of their arm. Each :meth:`step` is a month. A subclass may override any of the seven
    phases with ordinary Python; it is then used from the fork on, and the others stay compiled.

    Parameters
    ----------
    scenario
        A scenario, or the name or path of its file; by default the scenario "default". One of
        Mesa's own scenarios holds overrides of it and perhaps ``rng``; the view of Mesa 3.5 gives
        one at each reset.
    arm
        Policy of the treated firms; None changes nobody's policy.
    treated
        Share of firms that are treated, 0..1; by default the scenario's.
    rng
        Seed of the market (a whole number), or any other seed or generator that NumPy takes, from
        which the market's seed is then drawn. None draws a fresh one, as everywhere in Mesa, unless
        the override ``run__seed`` is given. ``seed`` is understood in its place.
    faces
        Which agents Mesa manages: "all", only the "firms", or "none". All can be reached in any
        case, as in ``model.firm(0).employees``.
    overrides
        Values of parameters by dotted name: ``{"market.turbulence": 0.5}``.
    **more
        The same with two underscores for the dot, as ``mesa.batch_run`` needs it:
        ``market__turbulence=0.5``.

    Raises
    ------
    ScenarioError
        When the scenario, an override or ``arm`` is wrong, with all problems at once.

    Examples
    --------
    >>> model = AdoptionModel("shop_without_stock", arm="misaligned", rng=1)
    >>> model.step()
    >>> model.agents_by_type[Firm].agg("headcount", sum)  # doctest: +SKIP
    """

    firm_class: type[Firm] = Firm
    department_class: type[Department] = Department
    employee_class: type[Employee] = Employee
    vendor_class: type[Vendor] = Vendor

    def __init__(
        self,
        scenario: Any = None,
        arm: str | None = None,
        treated: float | None = None,
        *,
        rng: Any = None,
        faces: Literal["all", "firms", "none"] = "all",
        overrides: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        if "seed" in more:
            given, seed = rng, more.pop("seed")
            if given is not None and seed is not None:
                raise ValueError("give rng or seed, not both")
            rng = seed if given is None else given
        if _is_mesas(scenario):
            values = dict(scenario)
            own = values.pop("rng", None)
            rng = own if rng is None else rng
            scenario, more = None, {**values, **more}
        changes = dict(overrides or {})
        changes |= {name.replace("__", "."): value for name, value in more.items()}
        self.market_scenario = _scenario(scenario, changes, arm)
        if rng is None and "run.seed" in changes:
            rng = self.market_scenario.run.seed
        rng = int(rng) if isinstance(rng, np.integer) else rng
        super().__init__(rng=rng)
        share = self.market_scenario.comparison.treated if treated is None else treated
        prepared = prepare(self.market_scenario, self._market_seed(rng))
        self._world = fork(prepared, self.market_scenario, arm, share)
        self._faces: dict[str, dict[int, Any]] = {}
        self._register(faces)
        self.datacollector = self._own_collector = _series_collector(self._world)

    def _market_seed(self, rng: Any) -> int:
        """Take a whole number as the market's seed; draw one from anything else."""
        if isinstance(rng, int) and 0 <= rng <= LARGEST_SEED:
            return rng
        return int(self.rng.integers(LARGEST_SEED))

    def _register(self, faces: str) -> None:
        """Let Mesa manage the faces that were asked for; firms first, so firm 0 has number 1."""
        wanted = {"none": 0, "firms": 1, "all": 4}
        if faces not in wanted:
            raise ValueError(f'faces is {faces!r}; allowed are "all", "firms" and "none"')
        classes = (self.firm_class, self.department_class, self.employee_class, self.vendor_class)
        peopled = np.flatnonzero(self.columns["departments"]["headcount"])
        for face in classes[: wanted[faces]]:
            count = len(getattr(self._world, face.table))
            rows = peopled.tolist() if face.table == "departments" else range(count)
            self._faces[face.table] = {row: face(self, row) for row in rows}

    @property
    def world(self) -> World:
        """The tables, one record array each; rules and faces read and write the same."""
        return self._world

    @cached_property
    def columns(self) -> dict[str, dict[str, Any]]:
        """The columns of each table as plain arrays, without copying: quicker to read and write."""
        tables = self._world._asdict()
        return {
            name: {column.name: tables[name][column.name] for column in columns}
            for name, columns in TABLES.items()
        }

    @cached_property
    def policy_names(self) -> list[str]:
        """Policies in the order in which ``firm.policy`` and ``firm.group`` number them."""
        return policy_names(self.market_scenario)

    @property
    def market_seed(self) -> int:
        """The market's seed: ``AdoptionModel(..., rng=model.market_seed)`` is the same market."""
        return int(self._world.market.seed[0])

    @property
    def month(self) -> int:
        """Months since the fork."""
        return int(self._world.market.month[0] - self._world.market.fork_month[0])

    def firm(self, row: int) -> Firm:
        """Return the firm in a row, from 0."""
        return self._face(self.firm_class, row)

    def department(self, row: int) -> Department:
        """Return the department in a row, from 0; five rows for each firm."""
        return self._face(self.department_class, row)

    def employee(self, row: int) -> Employee:
        """Return the employee in a row, from 0; the people of a firm stand together."""
        return self._face(self.employee_class, row)

    def vendor(self, row: int) -> Vendor:
        """Return the vendor in a row, from 0."""
        return self._face(self.vendor_class, row)

    def _face(self, face: type[AnyAgent], row: int) -> AnyAgent:
        """Return the face of a row; there is one for each row, made when it is first asked for."""
        known: dict[int, AnyAgent] = self._faces.setdefault(face.table, {})
        if row not in known:
            count = len(getattr(self._world, face.table))
            if not 0 <= row < count:
                raise IndexError(
                    f"there is no row {row} in {face.table}; rows are 0 to {count - 1}"
                )
            known[row] = face(self, row, registered=False)
        return known[row]

    def step(self) -> None:
        """Advance by a month, in one compiled call unless a subclass overrides a phase."""
        own = [name for name in PHASES if getattr(type(self), name) is not BASE[name]]
        if own:
            for name in PHASES:
                getattr(self, name)()
        else:
            advance(self._world, 1)
        if self.datacollector is self._own_collector:
            self.datacollector.collect(self)
        if self.month >= self.market_scenario.run.months:
            self.running = False

    def environment_phase(self) -> None:
        """1. The environment moves: rewards, fashions, products."""
        self._follow(month.environment_phase)

    def vendors_phase(self) -> None:
        """2. Vendors learn what sells, reprice and live with their reputation."""
        self._follow(month.vendors_phase)

    def firms_phase(self) -> None:
        """3. Firms sense, revise strategy, review what they have and decide on what they buy."""
        self._follow(month.firms_phase)

    def departments_phase(self) -> None:
        """4. Departments carry their projects, at the cost of daily work."""
        self._follow(month.departments_phase)

    def employees_phase(self) -> None:
        """5. Employees come and go, learn, persuade each other, resist and use."""
        self._follow(month.employees_phase)

    def value_phase(self) -> None:
        """6. Systems in use turn into performance; firms compete; accounts are settled."""
        self._follow(month.value_phase)

    def measures_phase(self) -> None:
        """7. Measures are taken, owners settle, the calendar turns."""
        self._follow(month.measures_phase)

    def _follow(self, phase: Callable[[World], None]) -> None:
        """Let a rule of the month act on the tables."""
        with np.errstate(over="ignore"):  # as sim.simulation.advance does
            phase(self._world)

    def outcomes(self) -> dict[str, np.ndarray]:
        """Return the outcomes of every firm since the fork, see ``sim.simulation``."""
        return firm_outcomes(self._world)

    def story(self, firm: int) -> list[str]:
        """Tell what happened to a firm, in words, see ``sim.story``."""
        return story(self._world, self.market_scenario, firm)


BASE = {name: getattr(AdoptionModel, name) for name in PHASES}


def _is_mesas(scenario: object) -> bool:
    """Return whether this is one of Mesa's own scenarios, which only newer versions have."""
    return any(base.__module__.startswith("mesa.") for base in type(scenario).__mro__)


def _scenario(
    asked: Scenario | str | None, changes: Mapping[str, Any], arm: str | None
) -> Scenario:
    """Return the scenario that was asked for, with its changes, checked as a file is."""
    scenario = (
        load_scenario(asked or "default").scenario if not isinstance(asked, Scenario) else asked
    )
    if changes:
        merged = Merged(values=scenario.model_dump(exclude_none=True))
        for name, value in changes.items():
            _change(merged, name, value)
        scenario = check_values(merged, ASKED)
    if arm is not None and arm not in scenario.policies:
        like = nearest(arm, scenario.policies)
        message = f"arm is {spell(arm)}, which is not a policy{did_you_mean(like)}"
        raise ScenarioError([Problem(ASKED, message, key="arm", found=arm, nearest=like)])
    return scenario


def _change(merged: Merged, name: str, value: Any) -> None:
    """Set one value by its dotted name, making the tables on the way."""
    path = tuple(name.split("."))
    node: Any = merged.values
    for part in path[:-1]:
        node = node.setdefault(part, {})
        if not isinstance(node, dict):
            raise ScenarioError([Problem(ASKED, f"{name} is not a parameter", key=name)])
    plain = value.item() if isinstance(value, np.generic) else value
    put(node, path[-1], plain, path, ASKED, {}, merged)


def _series_collector(world: World) -> mesa.DataCollector:
    """Return a collector of the monthly means of treated and untreated firms."""
    reporters = {
        f"{name}_{group}": partial(_group_mean, name=name, group=number)
        for name in group_series(world)
        for number, group in enumerate(("untreated", "treated"))
    }
    return mesa.DataCollector(model_reporters=reporters)


def _group_mean(model: AdoptionModel, name: str, group: int) -> float:
    """Return a quantity's mean over a group of firms in the month that has just ended."""
    months = group_series(model.world)[name]
    return float(months[model.month - 1, group]) if model.month <= len(months) else float("nan")
