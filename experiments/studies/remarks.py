"""What a reader of a study's results should know of how it was set up."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.studies.declaration import Design
from experiments.studies.recipe import StudyArm

__all__ = ["remarks"]

_BALANCED = ("sobol_sequence", "sobol")
_COMPARED = 2


def remarks(design: Design, arms: Sequence[StudyArm]) -> tuple[str, ...]:
    """Return sentences about arms that are not shown and sizes that a design does not like."""
    found = []
    if len(arms) > _COMPARED:
        first, second, *others = (arm.name for arm in arms)
        found.append(
            f"Terminal and report show {first} less {second} only. The study has more arms "
            f"({', '.join(others)}); their runs are in the tables, and in Python "
            f'open_results(DIR).differences(OUTCOME, "{first}", "{others[0]}") compares them.'
        )
    size = design.size or 1
    if design.kind in _BALANCED and size & (size - 1):
        below = 1 << (size.bit_length() - 1)
        found.append(
            f"The size of this {design.kind} design, {size}, is no power of two, so that its "
            f"points are not evenly spread; {below} or {2 * below} would be."
        )
    return tuple(found)
