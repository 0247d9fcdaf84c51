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
from sim.vendors import clear_seats, learn_what_sells, settle_reputation

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
def plan_firm(w: World, firm: int) -> None:
    """Let a firm sense what is rewarded, pay for its practices and revise its strategy."""
    set_worth(w.firms, w.parameters, firm)
    set_best_portfolio(
        w.firms, w.departments, w.products, w.vendors, w.market, w.scratch, w.parameters, firm
    )
    sense(w.firms, w.market, w.scratch, w.parameters, firm)
    grant_budgets(w.firms, w.departments, w.policies, w.parameters, firm)
    pay_practices(w.firms, w.departments, w.systems, w.policies, w.ledger, w.parameters, firm)
    revise_strategy(
        w.firms, w.departments, w.systems, w.products, w.vendors, w.policies, w.ledger, w.market,
        w.events, w.scratch, w.parameters, firm,
    )  # fmt: skip


@rule
def firms_phase(w: World) -> None:
    """3. Firms sense, revise strategy, review what they have and decide on what they buy."""
    # Each of these loops records events, which are kept in this order.
    for firm in range(len(w.firms)):
        plan_firm(w, firm)
    for firm in range(len(w.firms)):
        review_systems(
            w.systems, w.departments, w.employees, w.firms, w.products, w.vendors, w.policies,
            w.managers, w.ledger, w.measures, w.market, w.events, w.parameters, firm,
        )  # fmt: skip
    for firm in range(len(w.firms)):
        begin_searches(
            w.systems, w.departments, w.firms, w.products, w.policies, w.managers, w.ledger,
            w.market, w.events, w.parameters, firm,
        )  # fmt: skip
    for firm in range(len(w.firms)):
        finish_searches(
            w.scratch, w.systems, w.departments, w.firms, w.products, w.vendors, w.policies,
            w.managers, w.ledger, w.measures, w.market, w.events, w.parameters, firm,
        )  # fmt: skip


@rule
def introduce_systems(w: World) -> None:
    """Let departments carry their projects; see who works with which vendors."""
    for firm in range(len(w.firms)):
        carry_projects(
            w.systems, w.departments, w.employees, w.firms, w.products, w.vendors, w.policies,
            w.ledger, w.measures, w.market, w.events, w.parameters, firm,
        )  # fmt: skip
        set_load(w.departments, w.systems, w.parameters, firm)
        note_vendors(w.firms, w.systems, w.products, firm)


@rule
def assess_firm(w: World, firm: int) -> None:
    """Assess what surrounds a firm's systems, those of its partners included."""
    assess_systems(w.systems, w.departments, w.firms, w.products, w.market, w.parameters, firm)


@rule
def departments_phase(w: World) -> None:
    """4. Departments carry their projects, at the cost of daily work."""
    introduce_systems(w)
    for firm in range(len(w.firms)):
        assess_firm(w, firm)


@rule
def work_in_firm(w: World, firm: int) -> None:
    """Let the people of a firm work for a month with what they have."""
    replace_leavers(
        w.employees, w.departments, w.systems, w.firms, w.market, w.parameters, w.bias_means, firm
    )
    remember_use(w.employees, w.systems, w.firms, firm)
    work(
        w.employees, w.departments, w.firms, w.systems, w.products, w.policies, w.market,
        w.parameters, firm,
    )  # fmt: skip
    measure_use(w.systems, w.employees, w.departments, w.parameters, firm)


@rule
def employees_phase(w: World) -> None:
    """5. Employees come and go, learn, persuade each other, resist and use."""
    for firm in range(len(w.firms)):
        work_in_firm(w, firm)


@rule
def realise_firm(w: World, firm: int) -> None:
    """Turn a firm's systems in use into performance."""
    realise_value(
        w.systems, w.departments, w.firms, w.products, w.vendors, w.scratch, w.parameters, firm
    )


@rule
def compete_for_customers(w: World) -> None:
    """Let customers respond to what firms, and their partners, have come to."""
    for firm in range(len(w.firms)):
        move_advantages(w.firms, w.parameters, firm)
    compete(w.firms, w.market, w.parameters)
    clear_seats(w.vendors)


@rule
def settle_firm(w: World, firm: int) -> None:
    """Settle a firm's accounts of the month."""
    settle_business(w.firms, w.ledger, w.parameters, firm)
    settle_systems(
        w.systems, w.departments, w.firms, w.products, w.vendors, w.ledger, w.parameters, firm
    )


@rule
def value_phase(w: World) -> None:
    """6. Systems in use turn into performance; firms compete; accounts are settled."""
    for firm in range(len(w.firms)):
        realise_firm(w, firm)
    compete_for_customers(w)
    for firm in range(len(w.firms)):
        settle_firm(w, firm)


@rule
def measure_firm(w: World, firm: int) -> None:
    """Judge and measure a firm; let its owners settle."""
    judge_systems(
        w.systems, w.departments, w.products, w.vendors, w.measures, w.market, w.events,
        w.parameters, firm,
    )  # fmt: skip
    measure_month(
        w.measures, w.firms, w.departments, w.systems, w.products, w.ledger, w.market, w.series,
        w.parameters, firm,
    )  # fmt: skip
    settle_owners(w.firms, w.ledger, w.parameters, firm)


@rule
def measures_phase(w: World) -> None:
    """7. Measures are taken, owners settle, the calendar turns."""
    for firm in range(len(w.firms)):
        measure_firm(w, firm)
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
    """Run a world for some months in one compiled call.

    The phases in their order, except that a firm goes from one phase to the next on its own where
    no rule looks at another firm: nothing is different, but a firm is fetched from memory once.
    """
    for _ in range(months):
        environment_phase(w)
        vendors_phase(w)
        firms_phase(w)
        introduce_systems(w)
        for firm in range(len(w.firms)):
            assess_firm(w, firm)
            work_in_firm(w, firm)
            realise_firm(w, firm)
        compete_for_customers(w)
        for firm in range(len(w.firms)):
            settle_firm(w, firm)
            measure_firm(w, firm)
        w.market.month[0] += 1
