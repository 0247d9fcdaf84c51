"""Who a result is: what was run, by which version, and how to repeat it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata

from analysis import RunIdentity
from sim.parameters import Scenario
from sim.version import PACKAGE_VERSION, program, source_hash

__all__ = ["run_identity"]

_LIBRARIES = ("numba", "numpy", "pandas", "pydantic", "scipy")


def run_identity(
    scenario: Scenario,
    name: str,
    arms: Sequence[str],
    pairs: int,
    treated: float,
    command: str,
    seconds: float,
) -> RunIdentity:
    """Describe a run that has just ended.

    Parameters
    ----------
    scenario
        What was run.
    name
        Name or path of the scenario as the user gave it.
    arms
        Names of what was compared.
    pairs
        Number of markets.
    treated
        Share of firms treated, 0..1.
    command
        Command line that repeats it.
    seconds
        Wall-clock time.
    """
    return RunIdentity(
        scenario=name,
        title=scenario.title,
        question=scenario.question,
        arms=tuple(arms),
        seed=scenario.run.seed,
        pairs=pairs,
        months=scenario.run.months,
        firms=scenario.firms.count,
        treated_share=treated,
        discount_rate=scenario.economy.discount_rate,
        version=PACKAGE_VERSION,
        sources_hash=source_hash(),
        command=command,
        wall_seconds=seconds,
        libraries={library: metadata.version(library) for library in _LIBRARIES},
        citation=program(),
        date=datetime.now(UTC).isoformat(timespec="seconds"),
    )
