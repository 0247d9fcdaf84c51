"""What was run: the facts a reader needs to trust a comparison and to repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.version import MODEL_VERSION

__all__ = ["RunIdentity"]


@dataclass(frozen=True)
class RunIdentity:
    """Identity of one comparison.

    Parameters
    ----------
    scenario
        Name or path of the scenario as the user gave it.
    title, question
        Plain text from the scenario file.
    arms
        Names of the arms; every difference is ``arms[0]`` minus another arm.
    seed
        Base seed of the comparison.
    pairs
        Number of markets that were run in every arm.
    months
        Months simulated after the fork.
    firms
        Firms per market.
    treated_share
        Share of firms to which the arms' practices are given, 0..1.
    discount_rate
        Discount rate per year, as a fraction (0.08 is 8 %).
    version
        Version of the program.
    sources_hash
        Hash of the model's source files.
    command
        Command line that repeats the comparison.
    wall_seconds
        Wall-clock time of the runs.
    libraries
        Version of each library, by name.
    citation
        How to cite the program.
    date
        Date of the run as an ISO 8601 string; given by the caller, never read from a clock here.
    model_version
        Version of the model's numbers; by default that of this program.
    scenarios_are_arms
        Whether each arm is a scenario of its own, rather than a policy within one scenario.
    differing
        Dotted names of what differs between the worlds of such arms.
    extents
        For a study of many cells lowest and highest ``months``, ``firms`` or ``treated_share``, by
        name, where they differ between cells or from the scenario; see :meth:`extent`.

    Raises
    ------
    ValueError
        If fewer than two arms are named, an arm is named twice, or ``months`` is not positive.
    """

    scenario: str
    title: str
    question: str
    arms: tuple[str, ...]
    seed: int
    pairs: int
    months: int
    firms: int
    treated_share: float
    discount_rate: float
    version: str
    sources_hash: str
    command: str
    wall_seconds: float
    libraries: Mapping[str, str] = field(default_factory=dict)
    citation: str = ""
    date: str = ""
    model_version: str = MODEL_VERSION
    scenarios_are_arms: bool = False
    differing: tuple[str, ...] = ()
    extents: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.arms) < 2:
            raise ValueError(f"a comparison needs at least two arms; found {list(self.arms)}.")
        if len(set(self.arms)) < len(self.arms):
            raise ValueError(f"each arm must be named once; found {list(self.arms)}.")
        if self.months < 1:
            raise ValueError(f"months must be at least 1; found {self.months}.")

    @property
    def years(self) -> float:
        """Length of a run after the fork, in years."""
        return self.months / 12.0

    def extent(self, name: str) -> tuple[float, float]:
        """Return the lowest and the highest ``months``, ``firms`` or ``treated_share`` of a run."""
        value = float(getattr(self, name))
        return self.extents.get(name, (value, value))

    @property
    def signature(self) -> str:
        """One line below charts and tables: what made them, from which luck, and how to repeat it.

        Examples
        --------
        >>> identity.signature  # doctest: +SKIP
        'smbsim 0.1.0 (model sources 1f2e3d), seed 1, 50 pairs: smbsim compare default'
        """
        pairs = "1 pair" if self.pairs == 1 else f"{self.pairs} pairs"
        made = (
            f"smbsim {self.version} (model sources {self.sources_hash}), seed {self.seed}, {pairs}"
        )
        return f"{made}: {self.command}" if self.command else made
