"""The facts from outside, each with its band, source and the definition of its counterpart."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

__all__ = ["CALIBRATE", "VALIDATE", "Fact", "facts"]

CALIBRATE = "calibrate"
VALIDATE = "validate"


@dataclass(frozen=True)
class Fact:
    """A quantity known from outside.

    ``low`` and ``high`` are the band within which the model is said to meet the fact; ``use`` says
    whether it may be used for fitting or only for comparison; ``definition`` says what is counted
    in the model.
    """

    name: str
    use: Literal["calibrate", "validate"]
    quantity: str
    value: float
    low: float
    high: float
    unit: str
    population: str
    source: str
    certainty: str
    definition: str

    @property
    def half_width(self) -> float:
        """Half the width of the band, in the fact's unit."""
        return (self.high - self.low) / 2.0

    @property
    def middle(self) -> float:
        """Middle of the band, in the fact's unit."""
        return (self.low + self.high) / 2.0

    def met_by(self, value: float) -> bool:
        """Whether a value lies within the band; NaN does not."""
        return self.low <= value <= self.high


@cache
def facts(use: str | None = None) -> dict[str, Fact]:
    """Return the facts by name, all or those of one use, in the order of the table."""
    text = resources.files("analysis.patterns").joinpath("facts.toml").read_text(encoding="utf-8")
    found = {name: Fact(name=name, **values) for name, values in tomllib.loads(text).items()}
    return {name: fact for name, fact in found.items() if use in (None, fact.use)}
