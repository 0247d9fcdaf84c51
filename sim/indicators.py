"""What a firm's KPIs show of a system's benefit."""

from __future__ import annotations

import math

from sim.compilation import rule
from sim.luck import normal, stream
from sim.purposes import ATTRIBUTION
from sim.tables import DEPARTMENTS, GOAL_COUNT, Row, Table

__all__ = ["measured_benefit", "measured_share"]


@rule
def measured_share(
    departments: Table,
    firms: Table,
    products: Table,
    policies: Table,
    department: int,
    product: int,
) -> float:
    """Return the share of a product's benefit that the firm's KPIs show, 0..1.

    Revenue attributed shows what serves growth, satisfaction what serves retention, cost saved what
    serves efficiency, cycle time what serves innovation; what no KPI is kept for is not seen.
    """
    kept = (
        policies.kpi_revenue[department],
        policies.kpi_satisfaction[department],
        policies.kpi_savings[department],
        policies.kpi_cycle_time[department],
    )
    if kept[0] == 1.0 and kept[1] == 1.0 and kept[2] == 1.0 and kept[3] == 1.0:
        return 1.0
    firm, shown, total = department // DEPARTMENTS, 0.0, 0.0
    for goal in range(GOAL_COUNT):
        part = firms.worth[firm, goal] * firms.reward[firm, goal]
        part *= departments.need[department, goal] * products.capability[product, goal]
        shown += kept[goal] * part
        total += part
    return shown / total if total > 0.0 else 1.0


@rule
def measured_benefit(
    departments: Table,
    firms: Table,
    products: Table,
    policies: Table,
    market: Table,
    department: int,
    product: int,
    benefit: float,
    p: Row,
) -> float:
    """Return the benefit that a firm's KPIs would show at best, EUR per month.

    Results have many causes: what is attributed to a system errs by a factor that lasts as long as
    department and product are the same, and that no amount of measuring removes.
    """
    share = measured_share(departments, firms, products, policies, department, product)
    deviation, error = p.decisions_attribution_error, 1.0
    if deviation > 0.0:
        key = stream(market.seed[0], ATTRIBUTION, 0)
        luck = normal(key, departments.identity[department], product)
        error = math.exp(deviation * luck - 0.5 * deviation * deviation)
    return benefit * share * error
