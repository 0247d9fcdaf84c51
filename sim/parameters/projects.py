"""Parameters of projects and systems: duration, cost, integration, process work."""

from __future__ import annotations

from sim.parameters.declaration import Section, parameter

__all__ = ["Projects"]


class Projects(Section):
    """How a decision becomes a system that works, or not."""

    duration: float = parameter(
        4.0, 0.5, 36, "months", "work of a project of mean complexity and size"
    )
    duration_spread: float = parameter(
        0.15, 0, 1, "log units", "spread of true work between projects"
    )
    trouble_hazard: float = parameter(
        0.03, 0, 1, "1/month", "hazard that a running project meets trouble"
    )
    trouble_size: float = parameter(
        1.5, 0, 5, "share", "work that trouble adds, as a share of the project"
    )
    unforeseen_work: float = parameter(
        0.15,
        0,
        3,
        "share",
        "work (links, data, processes) that a project without a plan leaves out",
        neutral=0,
    )
    project_hours: float = parameter(
        3.0, 0, 40, "hours/seat/month", "staff hours a running project takes"
    )
    disruption: float = parameter(
        0.04,
        0,
        0.5,
        "share",
        "share of the department's work lost while a system is introduced",
        neutral=0,
    )
    planning_months: float = parameter(1, 0, 12, "months", "delay by full implementation planning")
    pilot_months: float = parameter(3, 0, 12, "months", "length of a full pilot")
    pilot_seats: float = parameter(0.2, 0.01, 1, "share", "share of seats that a pilot pays for")
    stages: float = parameter(
        3, 0, 12, "stages", "stages that full staging adds to a roll-out at once"
    )
    stage_work: float = parameter(
        0.1, 0, 1, "share", "work that each added stage costs, as a share of the project"
    )
    appreciation: float = parameter(
        0,
        0,
        1,
        "share",
        "contribution that data and routines grown around a system add in the end",
        "Brynjolfsson, Hitt & Yang 2002, Brookings Papers 2002(1); level assumed; swept",
        neutral=0,
    )
    appreciation_months: float = parameter(
        36, 1, 240, "months", "months of full, integrated use in which most of this grows"
    )
    exit_cost: float = parameter(
        0.25, 0, 3, "share", "cost of retiring a system, as a share of its set-up"
    )
    link_cost: float = parameter(
        5_000, 0, 100_000, "EUR", "cost of one link between systems that are not open at all"
    )
    link_openness: float = parameter(
        0.15, 0, 1, "index", "openness of both products together below which no link can be made"
    )
    integration_penalty: float = parameter(
        0.6,
        0,
        1,
        "share",
        "benefit lost when no system that a workflow depends on is linked",
        neutral=0,
    )
    manual_hours: float = parameter(
        2.5, 0, 40, "hours/seat/month", "manual re-entry per seat when nothing is linked", neutral=0
    )
    error_rate: float = parameter(
        0.12,
        0,
        2,
        "index",
        "errors customers feel when nothing is linked, per unit of usage",
        neutral=0,
    )
    maturity_from_use: float = parameter(
        0.008, 0, 0.2, "1/month", "process maturity gained by working with a system", neutral=0
    )
    maturity_decay: float = parameter(
        0.003, 0, 0.2, "1/month", "process maturity lost where nobody cares", neutral=0
    )
    process_work: float = parameter(
        0.6,
        0,
        1,
        "share",
        "share of a known readiness gap that process work in a project closes",
        neutral=0,
    )
    process_cost: float = parameter(
        900, 0, 20_000, "EUR/seat", "cost of raising process maturity by one, per seat"
    )
    analysis_months: float = parameter(
        1.2, 0, 12, "months", "analysis of a full practice (gap or fit)"
    )
    analysis_cost: float = parameter(900, 0, 50_000, "EUR/month", "cost of a month of analysis")
