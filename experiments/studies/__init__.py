"""Studies: questions in files: which arms, in which cells, how often.

What is named here is loaded when it is first asked for; a worker needs little of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.studies.loading import find_study, load_study, shipped_studies
    from experiments.studies.recipe import Recipe, StudyArm, cell_key
    from experiments.studies.study import Study

__all__ = [
    "Recipe",
    "Study",
    "StudyArm",
    "cell_key",
    "find_study",
    "load_study",
    "shipped_studies",
]

_HOMES = {
    "Recipe": "recipe",
    "Study": "study",
    "StudyArm": "recipe",
    "cell_key": "recipe",
    "find_study": "loading",
    "load_study": "loading",
    "shipped_studies": "loading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
