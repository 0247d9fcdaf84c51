"""What is still to come of a project or a live system: true benefit, cost, what is left to pay."""

from __future__ import annotations

from sim.compilation import rule
from sim.options import true_benefit, true_factor
from sim.perception import planned_links
from sim.status import LIVE
from sim.systems import missing_links
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, Row, Table
from sim.value import running_cost, system_value

__all__ = ["project_prospect", "true_prospect"]


@rule
def project_prospect(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    market: Table,
    row: int,
    product: int,
    gain: float,
    left: float,
    p: Row,
) -> tuple[float, float, float]:
    """Return true monthly benefit, monthly cost and remaining cost of introducing a product.

    ``gain`` is the process maturity that the project adds, ``left`` the share of work still to do.
    """
    department, firm = row // SLOTS, row // SYSTEMS_PER_FIRM
    function = department % DEPARTMENTS
    planning = policies.implementation_planning[department]
    links, link_cost = planned_links(
        systems, departments, products, firm, function, product, planning, p
    )
    factor = true_factor(
        systems, departments, firms, products, policies, market, department, product, row, links,
        gain, p,
    )  # fmt: skip
    benefit = true_benefit(systems, departments, firms, products, department, product, row, factor)
    seats = departments.headcount[department]
    price = products.price[product] * vendors.price_level[products.vendor[product]]
    missing = missing_links(systems, departments, firm, function, links)
    manual = missing * p.projects_manual_hours * seats * p.economy_hour_cost
    quote = p.products_setup_fixed + products.setup[product] * seats
    work = gain * p.projects_process_cost * seats
    return benefit, price * seats + manual, quote * left + link_cost + work


@rule
def true_prospect(
    systems: Table,
    departments: Table,
    firms: Table,
    products: Table,
    vendors: Table,
    policies: Table,
    market: Table,
    row: int,
    p: Row,
    parameters: Table,
) -> tuple[float, float, float]:
    """Return the true monthly benefit, monthly cost and remaining project cost of going on."""
    firm, product = row // SYSTEMS_PER_FIRM, systems.product[row]
    if systems.status[row] == LIVE:
        benefit = system_value(systems, departments, firms, firm, row)
        cost = running_cost(systems, departments, products, vendors, firms, firm, row, parameters)
        return benefit, cost, 0.0
    left = (systems.work[row] - systems.done[row]) / systems.base_work[row]
    gain = systems.process_gain[row]
    return project_prospect(
        systems, departments, firms, products, vendors, policies, market, row, product, gain, left,
        p,
    )  # fmt: skip
