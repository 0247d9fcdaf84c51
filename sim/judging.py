"""Judging systems a year after they went live: a success, hardly used, or a loss."""

from __future__ import annotations

from sim.compilation import rule
from sim.events import JUDGED_A_LOSS, record
from sim.status import LIVE
from sim.tables import DEPARTMENTS, SLOTS, SYSTEMS_PER_FIRM, Table

__all__ = ["SHELVED_BELOW", "judge_systems"]

SHELVED_BELOW = 0.1  # share of seats in use, a year after going live, below which a system failed


@rule
def judge_systems(
    systems: Table,
    departments: Table,
    products: Table,
    vendors: Table,
    measures: Table,
    market: Table,
    events: Table,
    parameters: Table,
    firm: int,
) -> None:
    """Judge a firm's systems a year after they went live; note the first month of net benefit.

    Columns changed: systems.valued, judged; measures; vendors.praised, blamed.
    """
    month, threshold = market.month[0], parameters[0].employees_use_threshold
    for row in range(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM):
        if systems.status[row] != LIVE:
            continue
        department = row // SLOTS
        vendor = products.vendor[systems.product[row]]
        if systems.valued[row] == 0 and systems.value[row] > 0.0:
            systems.valued[row] = 1
            measures.valued[firm] += 1
            measures.value_months[firm] += month - systems.decided[row]
        if systems.judged[row] == 1 or month - systems.since[row] < 12:
            continue
        systems.judged[row] = 1
        measures.judged[firm] += 1
        if systems.on_plan[row] == 1 and systems.usage[row] >= threshold:
            measures.successful[firm] += 1
        if systems.active[row] < SHELVED_BELOW:
            measures.shelved[firm] += 1
        if systems.value[row] >= 0.0:
            vendors.praised[vendor] += 1
            continue
        vendors.blamed[vendor] += 1
        measures.regrets[firm] += 1
        event = record(
            events, market, JUDGED_A_LOSS, firm, department % DEPARTMENTS, row % SLOTS,
            systems.product[row],
        )  # fmt: skip
        if event >= 0:
            events.perceived[event], events.true[event] = systems.believed[row], systems.value[row]
