"""The market as a plain Mesa model: an object for each agent, a method for each phase."""

from __future__ import annotations

from functools import partial

import mesa

from plain_market.accounts import open_month
from plain_market.agents import Department, Employee, Firm, Vendor
from plain_market.budgets import grant_budgets, pay_practices
from plain_market.cases import open_case
from plain_market.choice import begin_search, finish_searches
from plain_market.demand import compete, move_advantage
from plain_market.employees import measure_use, remember_use, replace_leaver, work
from plain_market.founding_departments import found_departments, found_employees
from plain_market.founding_firms import found_firms
from plain_market.founding_market import found_market
from plain_market.founding_vendors import found_products, found_vendors
from plain_market.judging import judge_systems
from plain_market.market import (
    age_products,
    decide_emerging,
    move_attention,
    move_rewards,
    set_rewards,
)
from plain_market.measures import measure_month
from plain_market.outcomes import firm_outcomes, group_mean
from plain_market.policies import treat
from plain_market.portfolio import set_best_portfolio, set_worth
from plain_market.projects import carry_projects, set_load
from plain_market.reviews import review_systems
from plain_market.settlement import settle_business, settle_owners, settle_systems
from plain_market.strategy import revise_strategy, sense
from plain_market.systems import assess_systems, note_vendors
from plain_market.things import Event, Market, Measures, Product
from plain_market.value import realise_value
from plain_market.vendors import learn_what_sells, settle_reputation
from sim.outcomes import SERIES
from sim.parameters import Scenario

__all__ = ["PHASES", "PlainMarket"]

EVENTS_PER_FIRM_YEAR = 40

PHASES = (
    "environment_phase",
    "vendors_phase",
    "firms_phase",
    "departments_phase",
    "employees_phase",
    "value_phase",
    "measures_phase",
)


class PlainMarket(mesa.Model):
    """A market of small firms that choose, introduce and use technology.

    A new market stands at the fork: it was founded, has lived through the warm-up, and its treated
    firms have taken on the policy of their arm. Each step is a month.

    Parameters
    ----------
    scenario
        A checked scenario, as ``sim.load_scenario`` returns it.
    seed
        Seed of the market; every draw of luck is addressed from it.
    arm
        Policy of the treated firms; None changes nobody's policy.
    treated
        Share of firms that are treated, 0..1; by default the scenario's.
    prepare
        Whether to found the market and live through the warm-up. False leaves it without agents.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        arm: str | None = None,
        treated: float | None = None,
        prepare: bool = True,
    ) -> None:
        super().__init__(rng=seed)
        self.market_scenario = scenario
        self.market = Market(seed, fork_month=scenario.run.warmup)
        self.firms: list[Firm] = []
        self.departments: list[Department] = []
        self.employees: list[Employee] = []
        self.vendors: list[Vendor] = []
        self.products: list[Product] = []
        self.events: list[Event] = []
        years = (scenario.run.warmup + scenario.run.months) // 12 + 1
        self.event_limit = scenario.firms.count * EVENTS_PER_FIRM_YEAR * years
        # Per month since the fork and group: sums over firms, and over how many.
        self.series = [
            [[0.0] * (2 * len(SERIES)) for _group in range(2)] for _ in range(scenario.run.months)
        ]
        self.datacollector = _series_collector()
        if prepare:
            self.found()
            self.warm_up()
            share = scenario.comparison.treated if treated is None else treated
            treat(self, arm, share)

    def found(self) -> None:
        """Found all entities, in the order in which they need each other."""
        found_market(self)
        found_firms(self)
        for firm in self.firms:
            found_departments(firm, self)
            found_employees(firm, self)
        found_vendors(self)
        found_products(self)

    def warm_up(self) -> None:
        """Live through the months before the fork; measure anew; open the case, if there is one."""
        for _ in range(self.market_scenario.run.warmup):
            self.live_a_month()
        for firm in self.firms:
            firm.measures = Measures()
        if self.market_scenario.case is not None:
            open_case(self, self.market_scenario.case)

    def step(self) -> None:
        """Live a month, and collect its series."""
        self.live_a_month()
        self.datacollector.collect(self)
        if self.month >= self.market_scenario.run.months:
            self.running = False

    def live_a_month(self) -> None:
        """Let a month pass in seven phases. The one place that says what happens when."""
        for phase in PHASES:
            getattr(self, phase)()

    def environment_phase(self) -> None:
        """1. The environment moves: rewards, fashions, products."""
        for firm in self.firms:
            open_month(firm)
        move_rewards(self)
        for firm in self.firms:
            set_rewards(firm, self)
        move_attention(self)
        decide_emerging(self)
        age_products(self)

    def vendors_phase(self) -> None:
        """2. Vendors learn what sells, reprice and live with their reputation."""
        for vendor in self.vendors:
            learn_what_sells(vendor, self)
            settle_reputation(vendor, self)

    def firms_phase(self) -> None:
        """3. Firms sense, revise strategy, review what they have and decide on what they buy."""
        for firm in self.firms:
            set_worth(firm, self)
            set_best_portfolio(firm, self)
            sense(firm, self)
            grant_budgets(firm, self)
            pay_practices(firm, self)
            revise_strategy(firm, self)
        for department in self.departments:
            review_systems(department, self)
        for department in self.departments:
            begin_search(department, self)
        for department in self.departments:
            finish_searches(department, self)

    def departments_phase(self) -> None:
        """4. Departments carry their projects, at the cost of daily work."""
        for department in self.departments:
            carry_projects(department, self)
        for department in self.departments:
            set_load(department, self)
        for firm in self.firms:
            note_vendors(firm)
        for firm in self.firms:
            assess_systems(firm, self)

    def employees_phase(self) -> None:
        """5. Employees come and go, learn, persuade each other, resist and use."""
        for employee in self.employees:
            replace_leaver(employee, self)
        for employee in self.employees:
            remember_use(employee)
        for department in self.departments:
            work(department, self)
        for department in self.departments:
            measure_use(department, self)

    def value_phase(self) -> None:
        """6. Systems in use turn into performance; firms compete; accounts are settled."""
        for firm in self.firms:
            realise_value(firm, self)
        for firm in self.firms:
            move_advantage(firm, self)
        compete(self)
        for vendor in self.vendors:
            vendor.seats = 0
        for firm in self.firms:
            settle_business(firm, self)
            for department in firm.departments:
                settle_systems(department, self)

    def measures_phase(self) -> None:
        """7. Measures are taken, owners settle, the calendar turns."""
        for department in self.departments:
            judge_systems(department, self)
        measure_month(self)
        for firm in self.firms:
            settle_owners(firm, self)
        self.market.month += 1

    @property
    def month(self) -> int:
        """Months since the fork."""
        return self.market.month - self.market.fork_month

    def outcomes(self) -> list[dict[str, float]]:
        """Return the outcomes of every firm since the fork."""
        return [firm_outcomes(firm) for firm in self.firms]


def _series_collector() -> mesa.DataCollector:
    """Return a collector of the monthly means of treated and untreated firms."""
    reporters = {
        f"{column.name}_{group}": partial(_last_mean, name=column.name, group=number)
        for column in SERIES
        for number, group in enumerate(("untreated", "treated"))
    }
    return mesa.DataCollector(model_reporters=reporters)


def _last_mean(model: PlainMarket, name: str, group: int) -> float:
    """Return a quantity's mean over a group of firms in the month that has just ended."""
    return group_mean(model, name, group, model.month - 1)
