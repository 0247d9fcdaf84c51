"""A month in seven phases, in this order. The one place that says what happens when.

Rules that take a firm look at this firm and at what all share, never at other firms. They are run
firm by firm, so that in a large market a firm stays in the processor's cache from rule to rule.
"""

from __future__ import annotations

from sim.accounts import open_month
from sim.budgets import grant_budgets, pay_practices
from sim.choice import begin_searches, finish_searches
from sim.compilation import rule
from sim.demand import compete, move_advantages
from sim.employees import measure_use, remember_use, replace_leavers, work
from sim.judging import judge_systems
from sim.market import age_products, decide_emerging, move_attention, move_rewards, set_rewards
from sim.measures import measure_month
from sim.portfolio import set_best_portfolio
from sim.projects import carry_projects, set_load
from sim.reviews import review_systems
from sim.settlement import settle_business, settle_owners, settle_systems
from sim.strategy import revise_strategy, sense
from sim.systems import assess_systems, note_vendors
from sim.tables import World
from sim.value import realise_value, set_worth
from sim.vendors import learn_what_sells, settle_reputation

__all__ = ["PHASES", "run_months"]


@rule
def environment_phase(w: World) -> None:
    """1. The environment moves: rewards, fashions, products."""
    open_month(w.ledger)
    move_rewards(w.market, w.events, w.parameters)
    set_rewards(w.firms, w.market, w.parameters)
    move_attention(w.market, w.parameters)
    decide_emerging(w.products, w.market, w.events, w.parameters)
    age_products(w.products, w.market, w.parameters)


@rule
def vendors_phase(w: World) -> None:
    """2. Vendors learn what sells, reprice and live with their reputation."""
    learn_what_sells(w.vendors, w.market, w.parameters)
    settle_reputation(w.vendors, w.parameters)


@rule
def firms_phase(w: World) -> None:
    """3. Firms sense, revise strategy, review what they have and decide on what they buy."""
    set_worth(w.firms, w.parameters)
    set_best_portfolio(
        w.firms, w.departments, w.products, w.vendors, w.market, w.scratch, w.parameters
    )
    sense(w.firms, w.market, w.parameters)
    grant_budgets(w.firms, w.departments, w.policies, w.parameters)
    pay_practices(w.firms, w.departments, w.systems, w.policies, w.ledger, w.parameters)
    revise_strategy(
        w.firms, w.departments, w.systems, w.products, w.vendors, w.policies, w.ledger, w.market,
        w.events, w.parameters,
    )  # fmt: skip
    review_systems(
        w.systems, w.departments, w.employees, w.firms, w.products, w.vendors, w.policies,
        w.managers, w.ledger, w.measures, w.market, w.events, w.parameters,
    )  # fmt: skip
    begin_searches(
        w.systems, w.departments, w.firms, w.products, w.policies, w.managers, w.ledger, w.market,
        w.events, w.parameters,
    )  # fmt: skip
    finish_searches(
        w.scratch, w.systems, w.departments, w.firms, w.products, w.vendors, w.policies,
        w.managers, w.ledger, w.measures, w.market, w.events, w.parameters,
    )  # fmt: skip


@rule
def departments_phase(w: World) -> None:
    """4. Departments carry their projects, at the cost of daily work."""
    for firm in range(len(w.firms)):
        carry_projects(
            w.systems, w.departments, w.employees, w.firms, w.products, w.vendors, w.policies,
            w.ledger, w.measures, w.market, w.events, w.parameters, firm,
        )  # fmt: skip
        set_load(w.departments, w.systems, w.parameters, firm)
        note_vendors(w.firms, w.systems, w.products, firm)
    assess_systems(w.systems, w.departments, w.firms, w.products, w.market, w.parameters)


@rule
def employees_phase(w: World) -> None:
    """5. Employees come and go, learn, persuade each other, resist and use."""
    for firm in range(len(w.firms)):
        replace_leavers(
            w.employees, w.departments, w.systems, w.firms, w.market, w.parameters, w.bias_means,
            firm,
        )  # fmt: skip
        remember_use(w.employees, w.systems, w.firms, firm)
        work(
            w.employees, w.departments, w.firms, w.systems, w.products, w.policies, w.market,
            w.parameters, firm,
        )  # fmt: skip
        measure_use(w.systems, w.employees, w.departments, w.parameters, firm)


@rule
def value_phase(w: World) -> None:
    """6. Systems in use turn into performance; firms compete; accounts are settled."""
    for firm in range(len(w.firms)):
        realise_value(
            w.systems, w.departments, w.firms, w.products, w.vendors, w.scratch, w.parameters, firm
        )
    for firm in range(len(w.firms)):  # who has partners looks at what they have come to
        move_advantages(w.firms, w.parameters, firm)
    compete(w.firms, w.market, w.parameters)
    settle_business(w.firms, w.ledger, w.parameters)
    settle_systems(w.systems, w.departments, w.firms, w.products, w.vendors, w.ledger, w.parameters)


@rule
def measures_phase(w: World) -> None:
    """7. Measures are taken, owners settle, the calendar turns."""
    for firm in range(len(w.firms)):
        judge_systems(
            w.systems, w.departments, w.products, w.vendors, w.measures, w.market, w.events,
            w.parameters, firm,
        )  # fmt: skip
        measure_month(
            w.measures, w.firms, w.departments, w.systems, w.products, w.ledger, w.market,
            w.series, w.parameters, firm,
        )  # fmt: skip
        settle_owners(w.firms, w.ledger, w.parameters, firm)
    w.market.month[0] += 1


PHASES = (
    environment_phase,
    vendors_phase,
    firms_phase,
    departments_phase,
    employees_phase,
    value_phase,
    measures_phase,
)


@rule
def run_months(w: World, months: int) -> None:
    """Run a world for some months in one compiled call."""
    for _ in range(months):
        environment_phase(w)
        vendors_phase(w)
        firms_phase(w)
        departments_phase(w)
        employees_phase(w)
        value_phase(w)
        measures_phase(w)
