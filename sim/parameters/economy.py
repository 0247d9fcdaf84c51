"""Parameters of money: wages, margins, discounting, and what practices cost."""

from __future__ import annotations

from sim.parameters.declaration import Section, parameter

__all__ = ["Economy", "PracticeCosts"]


class Economy(Section):
    """Euros apart from technology."""

    wage: float = parameter(
        3_000,
        500,
        20_000,
        "EUR/month",
        "full cost of an employee",
        "order of Eurostat labour costs; swept",
    )
    hour_cost: float = parameter(30, 5, 300, "EUR/hour", "cost of an hour of staff time")
    management_hour_cost: float = parameter(
        60, 5, 500, "EUR/hour", "cost of an hour of leaders' time"
    )
    variable_cost: float = parameter(
        0.6, 0, 1, "share", "materials and other costs that follow revenue"
    )
    overhead: float = parameter(
        350, 0, 10_000, "EUR/employee/month", "rent, energy, insurance and the like"
    )
    labour_saving: float = parameter(
        0.7, 0, 3, "share", "wages saved per unit of rewarded efficiency capability", neutral=0
    )
    discount_rate: float = parameter(0.08, 0, 0.5, "1/year", "discount rate of net present values")
    cash_target: float = parameter(
        1.0, 0, 12, "months", "months of revenue that a firm keeps as cash"
    )


class PracticeCosts(Section):
    """What a practice at full strength (1.0) costs. No practice is free."""

    goal_clarity_hours: float = parameter(
        40, 0, 1000, "hours/year", "leaders' hours to set, explain and renew goals"
    )
    planning_share: float = parameter(
        0.10, 0, 1, "share", "planning, as a share of a project's set-up cost"
    )
    monitoring_hours: float = parameter(
        1.5, 0, 80, "hours/system/month", "measuring and reporting KPIs"
    )
    review_hours: float = parameter(
        3, 0, 200, "hours/review", "leaders' hours in a review of a system"
    )
    involvement_hours: float = parameter(
        4, 0, 80, "hours/seat", "staff hours in choosing and shaping a system"
    )
    involvement_months: float = parameter(
        0.8, 0, 12, "months", "delay of a decision by full involvement"
    )
    training_cost: float = parameter(
        350, 0, 5_000, "EUR/seat", "training of one seat for one system"
    )
    communication_hours: float = parameter(
        6, 0, 200, "hours/month", "communication while a project runs"
    )
    leadership_hours: float = parameter(6, 0, 200, "hours/month", "leaders' visible involvement")
    governance_hours: float = parameter(
        4, 0, 80, "hours/department/month", "coordination across departments"
    )
    strategy_review_hours: float = parameter(
        40, 0, 500, "hours/review", "a review of strategy and roadmap"
    )
    coherence_hours: float = parameter(
        16, 0, 500, "hours/review", "comparing returns of technology with the strategy"
    )
    exploration_hours: float = parameter(
        4, 0, 100, "hours/month", "an own track for emerging products"
    )
    ecosystem_months: float = parameter(0.5, 0, 12, "months", "analysis of partners' systems")
    independent_review: float = parameter(
        1_200, 0, 50_000, "EUR/review", "an outsider reviews a system"
    )
    kill_criteria_hours: float = parameter(
        6, 0, 200, "hours/project", "setting criteria for stopping"
    )
    devils_advocate_hours: float = parameter(
        10, 0, 200, "hours/decision", "a diverse panel argues against"
    )
    reference_class_hours: float = parameter(
        8, 0, 200, "hours/project", "collecting comparable projects"
    )
