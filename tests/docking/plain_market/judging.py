"""Systems are judged by what they truly bring, and vendors are praised or blamed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plain_market.events import record
from plain_market.value import live_systems
from sim.events import JUDGED_A_LOSS

if TYPE_CHECKING:
    from plain_market.agents import Department
    from plain_market.model import PlainMarket
    from plain_market.things import System

__all__ = ["judge_systems"]

SHELVED_BELOW = 0.1  # share of seats in use, a year after going live, below which a system failed


def judge_systems(department: Department, model: PlainMarket) -> None:
    """Note each system's first month of net benefit, and judge it a year after it went live."""
    month, measures = model.market.month, department.firm.measures
    for system in live_systems(department):
        if system.valued == 0 and system.value > 0.0:
            system.valued = 1
            measures.valued += 1
            measures.value_months += month - system.decided
        if system.judged == 0 and month - system.since >= 12:
            _judge(system, department, model)


def _judge(system: System, department: Department, model: PlainMarket) -> None:
    """Judge one system: was the project on plan, is it used, does it pay?"""
    measures = department.firm.measures
    system.judged = 1
    measures.judged += 1
    if system.on_plan == 1 and system.usage >= model.market_scenario.employees.use_threshold:
        measures.successful += 1
    if system.active < SHELVED_BELOW:
        measures.shelved += 1
    if system.value >= 0.0:
        system.product.vendor.praised += 1
        return
    system.product.vendor.blamed += 1
    measures.regrets += 1
    event = record(
        model, JUDGED_A_LOSS, department.firm, department.function, system.slot, system.product
    )
    if event is not None:
        event.perceived, event.true = system.believed, system.value
