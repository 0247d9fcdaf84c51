"""Who acts: firms, departments, employees and vendors, as ordinary Mesa agents.

Attributes have the names of the columns in ``sim/tables.py``, where units and meanings stand. Where
a column holds the row of another table, the attribute holds the object; a place that is not filled
holds None. ``row`` is the agent's place in its list, by which luck is addressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from plain_market.things import Account, Manager, Measures
from sim.parameters import FUNCTIONS, GOALS, EmployeeBiases, ManagerBiases, Policy

if TYPE_CHECKING:
    from plain_market.model import PlainMarket
    from plain_market.things import System

__all__ = ["SLOTS", "Department", "Employee", "Firm", "Vendor"]

SLOTS = 3  # systems of a department
PEERS = 8
PARTNERS = 6
COLLEAGUES = 8
PARTS = 7  # components of performance, see plain_market.value


class Firm(mesa.Agent):
    """A firm: decides on technology, competes for customers."""

    def __init__(self, model: PlainMarket, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.identity = row
        self.departments: list[Department] = []  # by number of function
        self.peers: list[Firm | None] = [None] * PEERS
        self.partners: list[Firm | None] = [None] * PARTNERS
        self.trade = [0.0] * PARTNERS
        self.headcount = 0
        self.base_revenue = 0.0
        self.revenue = 0.0
        self.account = Account()
        self.measures = Measures()

        # Which policy: numbers of the sorted names, before the fork and now.
        self.group = 0
        self.policy = 0
        self.treated = 0

        # Strategy and the abilities of the firm.
        self.niche = [0.0] * len(GOALS)
        self.reward = [0.0] * len(GOALS)
        self.reward_estimate = [0.0] * len(GOALS)
        self.declared = [0.0] * len(GOALS)
        self.leadership = 0.0
        self.sensing = 0.0
        self.seizing = 0.0
        self.reconfiguring = 0.0

        # What its systems come to.
        self.changed = 0
        self.vendors_present: set[Vendor] = set()
        self.capability = [0.0] * len(GOALS)
        self.performance = 0.0
        self.customer_parts = [0.0] * PARTS
        self.efficiency_parts = [0.0] * PARTS
        self.advantage_parts = [0.0] * PARTS
        self.advantage = 0.0
        self.market_share = 0.0
        self.errors = 0.0
        self.satisfaction = 0.0
        self.worth = [0.0] * len(GOALS)
        self.best_customer = 0.0
        self.best_efficiency = 0.0
        self.spending = [0.0] * len(GOALS)
        self.believed_benefit = 0.0


class Department(mesa.Agent):
    """A department: needs technology for goals, carries projects. May have no people."""

    # What the firm's policy means here: practices, and mean biases of managers and employees.
    policy: Policy
    manager_biases: ManagerBiases
    employee_biases: EmployeeBiases

    def __init__(self, model: PlainMarket, row: int, firm: Firm, function: int) -> None:
        super().__init__(model)
        self.row = row
        self.identity = 0
        self.firm = firm
        self.function = function
        self.headcount = 0
        self.employees: list[Employee] = []
        self.systems: list[System] = []  # one for each slot, empty or not
        self.manager = Manager()
        self.purse = 0.0
        self.track = 0.0
        self.need = [0.0] * len(GOALS)
        self.favourite = [0.0] * len(GOALS)
        self.dependence = [0.0] * len(FUNCTIONS)
        self.maturity = 0.0
        self.load = 0.0
        self.fatigue = 0.0
        self.resistance = 0.0


class Employee(mesa.Agent):
    """A person on a seat: believes, learns, resists, uses. Lists have a value for each slot."""

    def __init__(self, model: PlainMarket, row: int, department: Department) -> None:
        super().__init__(model)
        self.row = row
        self.identity = 0
        self.department = department
        self.colleagues: list[Employee | None] = [None] * COLLEAGUES
        self.hired = 0

        # Traits.
        self.skill = 0.0
        self.threat = 0.0
        self.openness = 0.0

        # Biases.
        self.loss_aversion = 0.0
        self.social_proof = 0.0
        self.confirmation = 0.0
        self.sunk_cost = 0.0
        self.hype = 0.0
        self.planning_fallacy = 0.0
        self.status_quo = 0.0
        self.overconfidence = 0.0
        self.present_bias = 0.0

        # What the person thinks of the department's systems and does with them.
        self.mean_use = 0.0
        self.belief = [0.0] * SLOTS
        self.proficiency = [0.0] * SLOTS
        self.attitude = [0.0] * SLOTS
        self.usage = [0.0] * SLOTS
        self.usage_before = [0.0] * SLOTS


class Vendor(mesa.Agent):
    """A vendor: pitches, reprices, earns or loses its reputation."""

    def __init__(self, model: PlainMarket, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.reputation = 0.0
        self.hype = 0.0
        self.price_level = 0.0
        self.sales_capacity = 0.0
        self.direction = 0.0
        self.sold = 0
        self.sold_before = 0
        self.praised = 0
        self.blamed = 0
        self.seats = 0
        self.received = 0
