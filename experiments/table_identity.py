"""Tables that say in themselves what made them, also when they are sent on alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import RunIdentity
from sim.version import MODEL_VERSION, PACKAGE_VERSION, source_hash

__all__ = ["COMMAND", "MODEL", "SIGNATURE", "identified", "made_by", "signed"]

SIGNATURE = "signature"
"""Key of the line that stands on charts too: program, sources, seed, command."""

MODEL = "model_version"
"""Key of the version of the model's numbers."""

COMMAND = "command"
"""Key of the command that makes a table again."""


def made_by(scenario: str, seed: int, command: str) -> dict[str, Any]:
    """Return the identity of tables that no comparison stands behind, such as those of one run.

    Parameters
    ----------
    scenario
        Name or path of the scenario as the user gave it.
    seed
        Seed of the run, or the first of several.
    command
        Command line that makes them again.
    """
    made = f"smbsim {PACKAGE_VERSION} (model sources {source_hash()}), seed {seed}"
    return {
        SIGNATURE: f"{made}: {command}",
        MODEL: MODEL_VERSION,
        "scenario": scenario,
        "seed": seed,
        COMMAND: command,
    }


def signed(table: pd.DataFrame, identity: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table with an identity among its ``attrs``.

    Parquet keeps them as ``PANDAS_ATTRS``, and pandas gives them back; beside a CSV file they stand
    in a file of their own, see `experiments.results.write_table`.
    """
    known = table.copy(deep=False)
    known.attrs = dict(table.attrs)
    known.attrs.update(identity)
    return known


def identified(table: pd.DataFrame, identity: RunIdentity) -> pd.DataFrame:
    """Return a table that carries the identity of a comparison, see :func:`signed`."""
    return signed(
        table,
        {
            SIGNATURE: identity.signature,
            MODEL: identity.model_version,
            "scenario": identity.scenario,
            "seed": identity.seed,
            COMMAND: identity.command,
            "date": identity.date,
        },
    )
