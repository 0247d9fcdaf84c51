"""Parameters of the model, declared once: unit, range, default, source, meaning."""

from sim.parameters.biases import BIASES, EmployeeBiases, ManagerBiases
from sim.parameters.declaration import ParameterInfo, Section, section_parameters
from sim.parameters.policies import DEBIASING, PRACTICES, Policy
from sim.parameters.scenario import CATEGORIES, FUNCTIONS, GOALS, Case, Override, Scenario

__all__ = [
    "BIASES",
    "CATEGORIES",
    "DEBIASING",
    "FUNCTIONS",
    "GOALS",
    "PRACTICES",
    "Case",
    "EmployeeBiases",
    "ManagerBiases",
    "Override",
    "ParameterInfo",
    "Policy",
    "Scenario",
    "Section",
    "section_parameters",
]
