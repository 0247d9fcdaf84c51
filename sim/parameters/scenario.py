"""A scenario: what the world is, which policies live in it, and which arms are compared."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, model_validator

from sim.parameters.biases import EmployeeBiases, ManagerBiases
from sim.parameters.consistency import contradictions
from sim.parameters.decisions import Decisions
from sim.parameters.declaration import Section, parameter
from sim.parameters.economy import Economy, PracticeCosts
from sim.parameters.employees import Employees
from sim.parameters.firms import Firms
from sim.parameters.market import Market
from sim.parameters.policies import Policy
from sim.parameters.projects import Projects
from sim.parameters.vendors import Products, Vendors

__all__ = [
    "CATEGORIES",
    "FUNCTIONS",
    "GOALS",
    "REPORTED_ELSEWHERE",
    "Biases",
    "Case",
    "Comparison",
    "Override",
    "Run",
    "Scenario",
    "StartingSystem",
]

REPORTED_ELSEWHERE = "reported_elsewhere"
"""Validation context of who reports contradictions by file and line, and so collects them."""

GOALS: tuple[str, ...] = ("growth", "retention", "efficiency", "innovation")
FUNCTIONS: tuple[str, ...] = ("sales", "operations", "service", "finance", "product")
CATEGORIES: tuple[str, ...] = (
    "crm",
    "web_store",
    "inventory",
    "automation",
    "help_desk",
    "assistant",
    "accounting",
    "analytics",
    "collaboration",
    "design",
)

Function = Literal["sales", "operations", "service", "finance", "product"]
Category = Literal[
    "crm",
    "web_store",
    "inventory",
    "automation",
    "help_desk",
    "assistant",
    "accounting",
    "analytics",
    "collaboration",
    "design",
]


class Run(Section):
    """How long and with which luck."""

    months: int = parameter(120, 1, 1200, "months", "months after the fork")
    warmup: int = parameter(
        24, 0, 240, "months", "months before the fork, under the population's policies"
    )
    seed: int = parameter(
        1, 0, 2**53, "seed", "seed of the first market; further pairs count up from it"
    )


class Comparison(Section):
    """Which policies the treated firms of a market follow, one arm each."""

    arms: list[str] = Field(
        default=["aligned", "misaligned"],
        min_length=2,
        description="names of policies, one arm each",
    )
    pairs: int = parameter(50, 1, 1_000_000, "pairs", "markets in which all arms are run")
    treated: float = parameter(0.2, 0, 1, "share", "share of firms that follow the arm's policy")


class Biases(Section):
    """Biases of those who decide and of those who use."""

    managers: ManagerBiases = ManagerBiases()
    employees: EmployeeBiases = EmployeeBiases()


class Override(Section):
    """Values that hold only for some firms or departments.

    ``policy`` names the group of firms (None: all), ``function`` the department (None: all).
    The keys of the three tables are fields of :class:`Policy` and of the bias sections.
    """

    policy: str | None = Field(default=None, description="group of firms; left away: all firms")
    function: Function | None = Field(
        default=None, description="department; left away: all departments"
    )
    practices: dict[str, float] = Field(
        default_factory=dict, description="fields of a policy that differ here"
    )
    managers: dict[str, float] = Field(
        default_factory=dict, description="managers' biases that differ here"
    )
    employees: dict[str, float] = Field(
        default_factory=dict, description="employees' biases that differ here"
    )

    @model_validator(mode="after")
    def _known_fields(self, info: ValidationInfo) -> Override:
        if (info.context or {}).get(REPORTED_ELSEWHERE):
            return self
        for values, section in (
            (self.practices, Policy),
            (self.managers, ManagerBiases),
            (self.employees, EmployeeBiases),
        ):
            section(**values)
        return self


class StartingSystem(Section):
    """A system that the focal firm has when the story begins."""

    category: Category = Field(description="what the system is for")
    openness: float = parameter(0.45, 0, 1, "index", "openness of the product")
    usage: float = parameter(0.8, 0, 1, "share", "how much it is used")


class Case(Section):
    """One named firm (row 0 of the market) whose story is told: a teaching case."""

    firm_name: str = Field(default="the focal firm", description="name of the focal firm")
    headcount: int = parameter(12, 5, 500, "people", "head-count of the focal firm")
    wish: Category | None = Field(
        default=None, description="category of product that the focal firm wants first"
    )
    goal: Literal["growth", "retention", "efficiency", "innovation"] | None = Field(
        default=None, description="goal that the focal firm declares"
    )
    maturity: dict[Function, Annotated[float, Field(ge=0, le=1)]] = Field(
        default_factory=dict, description="process maturity of the focal firm's departments"
    )
    systems: list[StartingSystem] = Field(
        default_factory=list, description="systems that the focal firm has at the start"
    )


class Scenario(Section):
    """Everything that a run depends on."""

    title: str = Field(
        default="Technology adoption in small and medium-sized businesses",
        description="heading of the report",
    )
    question: str = Field(
        default="What does misaligned technology investment cost these firms?",
        description="question that the comparison answers",
    )
    description: str = Field(default="", description="what this scenario is about")
    run: Run = Run()
    comparison: Comparison = Comparison()
    market: Market = Market()
    firms: Firms = Firms()
    employees: Employees = Employees()
    vendors: Vendors = Vendors()
    products: Products = Products()
    projects: Projects = Projects()
    decisions: Decisions = Decisions()
    economy: Economy = Economy()
    practice_costs: PracticeCosts = PracticeCosts()
    biases: Biases = Biases()
    policies: dict[str, Policy] = Field(default_factory=dict, description="policies by name")
    mix: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(
        default_factory=dict, description="share of firms per policy before the fork; normalised"
    )
    overrides: list[Override] = Field(
        default_factory=list, description="values that hold only for some firms or departments"
    )
    case: Case | None = Field(default=None, description="a named firm whose story is told")

    @model_validator(mode="after")
    def _consistent(self, info: ValidationInfo) -> Scenario:
        if not (info.context or {}).get(REPORTED_ELSEWHERE):
            problems = contradictions(self)
            if problems:
                raise ValueError("; ".join(problem.message for problem in problems))
        return self
