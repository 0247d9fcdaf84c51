"""What a study file may say about its design and its replication, declared once."""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import Field

from sim.parameters import Section

__all__ = ["KINDS", "SAMPLED", "Design", "Kind", "Replication"]

Kind = Literal[
    "list",
    "factorial",
    "one_at_a_time",
    "latin_hypercube",
    "sobol_sequence",
    "sobol",
    "morris",
]

KINDS: tuple[str, ...] = get_args(Kind)

SAMPLED: tuple[str, ...] = ("latin_hypercube", "sobol_sequence", "sobol", "morris")
"""Designs that draw points in the space of all factors and so need a size."""


class Design(Section):
    """Which cells are run: which values of the factors are combined."""

    kind: Kind = Field(default="list", description="how the factors' values are combined")
    size: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        description="points of a latin_hypercube or sobol_sequence, base points of sobol, "
        "trajectories of morris",
    )
    levels: int | None = Field(
        default=None,
        ge=2,
        le=1_000,
        description="values of each numeric factor in a factorial (default 3), one_at_a_time "
        "(default 2) or morris (default 4, even) design",
    )
    seed: int = Field(default=1, ge=0, le=2**32 - 1, description="seed of a sampled design")
    second_order: bool = Field(
        default=False, description="whether a sobol design also serves second-order indices"
    )
    cells: list[dict[str, Any]] = Field(
        default_factory=list, description="cells of a list, each a table of values by dotted name"
    )


class Replication(Section):
    """How many pairs each cell gets: a fixed number, or until an interval is tight enough."""

    pairs: int | None = Field(
        default=None, ge=1, le=1_000_000, description="pairs of every cell; by default the "
        "scenario's"
    )  # fmt: skip
    outcome: str | None = Field(
        default=None, description="outcome whose paired difference must be known well enough"
    )
    half_width: float | None = Field(
        default=None, gt=0, allow_inf_nan=False, description="half-width to reach, in the "
        "outcome's unit"
    )  # fmt: skip
    relative_half_width: float | None = Field(
        default=None, gt=0, le=10, description="half-width to reach, as a share of the difference"
    )
    confidence: float = Field(
        default=0.95, ge=0.5, le=0.999, description="confidence level of the interval"
    )
    first: int = Field(
        default=10, ge=4, le=1_000_000, description="pairs of a cell before the first look"
    )
    cap: int = Field(
        default=1_000, ge=4, le=1_000_000, description="most pairs that a cell may get"
    )

    @property
    def sequential(self) -> bool:
        """Whether cells stop when their interval is tight enough."""
        return self.half_width is not None or self.relative_half_width is not None
