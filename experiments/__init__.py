"""Running the model: comparisons, studies, their results, and the command line `smbsim`.

What is named here is the public surface, loaded when it is first asked for.

- ``compare`` and ``compare_scenarios``: policies, or whole scenarios, on the same luck.
- ``load_study``, ``plan`` and ``sweep``: a study from its file: what it will take, and running it.
- ``open_results``: the tables of a study, finished or not, with units and meanings.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.comparison import Comparison, compare, compare_scenarios
    from experiments.studies import Study, load_study
    from experiments.sweeping import StudyResults, open_results, plan, sweep

__all__ = [
    "Comparison",
    "Study",
    "StudyResults",
    "compare",
    "compare_scenarios",
    "load_study",
    "open_results",
    "plan",
    "sweep",
]

_HOMES = {
    "Comparison": "experiments.comparison",
    "Study": "experiments.studies",
    "StudyResults": "experiments.sweeping",
    "compare": "experiments.comparison",
    "compare_scenarios": "experiments.comparison",
    "load_study": "experiments.studies",
    "open_results": "experiments.sweeping",
    "plan": "experiments.sweeping",
    "sweep": "experiments.sweeping",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
