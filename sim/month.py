"""A month in seven phases, in this order. The one place that says what happens when.

Rules that take a firm, or the first and last of some firms, look at these firms and at what all
share; what they read of other firms, such as partners, no rule of the same block changes. They are
run block by block, so that in a large market firms stay in the processor's cache from rule to rule.
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
from sim.measures import measure_month, measure_technology
from sim.portfolio import set_best_portfolio
from sim.projects import carry_projects, set_load
from sim.reviews import review_systems
from sim.settlement import settle_business, settle_owners, settle_systems
from sim.strategy import revise_strategy, sense
from sim.systems import assess_systems, note_vendors, see_partners
from sim.tables import World
from sim.value import realise_value, set_worth
from sim.vendors import clear_seats, learn_what_sells, settle_reputation

__all__ = ["PHASES", "run_months"]

BLOCK = 16  # firms: about 200 KB, which stays in the cache of one core


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
def plan(w: World, first: int, last: int) -> None:
    """Let firms sense what is rewarded, pay for their practices and revise their strategy."""
    set_worth(w.firms, w.parameters, first, last)
    set_best_portfolio(
        w.firms, w.departments, w.products, w.vendors, w.market, w.scratch, w.parameters, first,
        last,
    )  # fmt: skip
    sense(w.firms, w.market, w.parameters, first, last)
    grant_budgets(w.firms, w.departments, w.policies, w.parameters, first, last)
    pay_practices(
        w.firms, w.departments, w.systems, w.policies, w.ledger, w.parameters, first, last
    )
    revise_strategy(
        w.firms, w.departments, w.systems, w.products, w.vendors, w.policies, w.ledger, w.market,
        w.events, w.parameters, first, last,
    )  # fmt: skip


@rule
def firms_phase(w: World) -> None:
    """3. Firms sense, revise strategy, review what they have and decide on what they buy."""
    count = len(w.firms)
    for first in range(0, count, BLOCK):
        plan(w, first, min(first + BLOCK, count))
    # Rules that record events pass over all firms, since events are listed in this order.
    review_systems(
        w.systems, w.departments, w.employees, w.firms, w.products, w.vendors, w.policies,
        w.managers, w.ledger, w.measures, w.market, w.events, w.parameters, 0, count,
    )  # fmt: skip
    begin_searches(
        w.systems, w.departments, w.firms, w.products, w.policies, w.managers, w.ledger, w.market,
        w.events, w.parameters, 0, count,
    )  # fmt: skip
    finish_searches(
        w.scratch, w.systems, w.departments, w.firms, w.products, w.vendors, w.policies,
        w.managers, w.ledger, w.measures, w.market, w.events, w.parameters, 0, count,
    )  # fmt: skip


@rule
def introduce_systems(w: World) -> None:
    """Let departments carry their projects; see who works with which vendors."""
    for firm in range(len(w.firms)):
        carry_projects(
            w.systems, w.departments, w.employees, w.firms, w.products, w.vendors, w.policies,
            w.ledger, w.measures, w.market, w.events, w.parameters, firm,
        )  # fmt: skip
        note_vendors(w.presence, w.systems, w.products, firm)


@rule
def assess(w: World, first: int, last: int) -> None:
    """Set the load of projects; assess what surrounds systems, those of partners included."""
    for firm in range(first, last):
        set_load(w.departments, w.systems, w.parameters, firm)
        see_partners(w.firms, w.presence, firm)
    assess_systems(
        w.systems, w.departments, w.firms, w.products, w.market, w.parameters, first, last
    )


@rule
def departments_phase(w: World) -> None:
    """4. Departments carry their projects, at the cost of daily work."""
    introduce_systems(w)
    assess(w, 0, len(w.firms))


@rule
def live(w: World, first: int, last: int) -> None:
    """Let the people of firms live a month with the systems they have."""
    for firm in range(first, last):
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
def employees_phase(w: World) -> None:
    """5. Employees come and go, learn, persuade each other, resist and use."""
    live(w, 0, len(w.firms))


@rule
def realise(w: World, first: int, last: int) -> None:
    """Turn the systems that firms use into performance."""
    for firm in range(first, last):
        realise_value(
            w.systems, w.departments, w.firms, w.products, w.vendors, w.scratch, w.parameters, firm
        )


@rule
def share_demand(w: World) -> None:
    """Let customers respond to what firms, and their partners, have come to."""
    for firm in range(len(w.firms)):
        move_advantages(w.firms, w.parameters, firm)
    compete(w.firms, w.market, w.parameters)


@rule
def earn(w: World, first: int, last: int) -> None:
    """Settle what firms earn from the demand that is theirs, and what that takes."""
    settle_business(w.firms, w.ledger, w.parameters, first, last)


@rule
def count_seats_anew(w: World) -> None:
    """Begin to count anew the seats that firms pay for."""
    clear_seats(w.vendors)


@rule
def settle(w: World, first: int, last: int) -> None:
    """Settle what firms pay for their systems."""
    settle_systems(
        w.systems, w.departments, w.firms, w.products, w.vendors, w.ledger, w.parameters, first,
        last,
    )  # fmt: skip


@rule
def value_phase(w: World) -> None:
    """6. Systems in use turn into performance; firms compete; accounts are settled."""
    realise(w, 0, len(w.firms))
    count_seats_anew(w)
    settle(w, 0, len(w.firms))
    share_demand(w)
    earn(w, 0, len(w.firms))


@rule
def judge(w: World, first: int, last: int) -> None:
    """Judge and measure the systems of firms."""
    for firm in range(first, last):
        judge_systems(
            w.systems, w.departments, w.products, w.vendors, w.measures, w.market, w.events,
            w.parameters, firm,
        )  # fmt: skip
        measure_technology(
            w.measures, w.firms, w.departments, w.systems, w.products, w.market, w.series, firm
        )


@rule
def measure(w: World, first: int, last: int) -> None:
    """Measure the business of firms; let their owners settle."""
    for firm in range(first, last):
        measure_month(w.measures, w.firms, w.ledger, w.market, w.series, w.parameters, firm)
        settle_owners(w.firms, w.ledger, w.parameters, firm)


@rule
def measures_phase(w: World) -> None:
    """7. Measures are taken, owners settle, the calendar turns."""
    judge(w, 0, len(w.firms))
    measure(w, 0, len(w.firms))
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

    The phases in their order, except that a block of firms goes on from phase to phase as long as
    no rule looks at a firm outside of it. What firms pay for systems, and how these are judged and
    measured, does not depend on demand, so all that reads systems comes before demand is shared.
    """
    count = len(w.firms)
    for _ in range(months):
        environment_phase(w)
        vendors_phase(w)
        firms_phase(w)
        introduce_systems(w)
        count_seats_anew(w)
        for first in range(0, count, BLOCK):
            last = min(first + BLOCK, count)
            assess(w, first, last)
            live(w, first, last)
            realise(w, first, last)
            settle(w, first, last)
            judge(w, first, last)
        share_demand(w)
        for first in range(0, count, BLOCK):
            last = min(first + BLOCK, count)
            earn(w, first, last)
            measure(w, first, last)
        w.market.month[0] += 1
