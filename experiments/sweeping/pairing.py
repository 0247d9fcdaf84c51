"""Paired differences of a study's runs, refused where the pairs are none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.files import OutputError

__all__ = ["PairingError", "paired_differences"]

_KEYS = ["cell", "pair"]


class PairingError(OutputError):
    """Two arms do not hold the same markets; the message is a sentence that says where."""


def paired_differences(
    runs: pd.DataFrame, outcome: str, first: str, second: str, group: str = "treated"
) -> pd.DataFrame:
    """Return the differences of one outcome between two arms on the same market.

    Parameters
    ----------
    runs
        Table of runs with the columns of its keys and the outcome.
    outcome, first, second, group
        What is looked at; the difference is the first arm less the second.

    Returns
    -------
    pandas.DataFrame
        Columns cell, pair, difference, in the order of cells and pairs.

    Raises
    ------
    PairingError
        When an arm is missing, a market is in one arm only or twice, or seeds or firms differ.
    """
    chosen = runs[runs["group"] == group]
    tables = []
    for arm in (first, second):
        table = chosen[chosen["arm"] == arm]
        if table.empty and len(runs):
            raise PairingError(f'there are no {group} firms of an arm "{arm}"')
        _refuse_repeated(table, arm)
        tables.append(table.set_index(_KEYS).sort_index())
    one, other = tables
    if not one.index.equals(other.index):
        lone = one.index.symmetric_difference(other.index)[0]
        raise PairingError(
            f"cell {lone[0]}, pair {lone[1]} is in only one of the arms {first} and {second}; "
            "a market without its partner is not averaged"
        )
    for column in ("seed", "firms", "headcount"):
        differs = one[column] != other[column]
        if bool(differs.any()):
            cell, pair = one.index[differs.to_numpy()][0]
            raise PairingError(
                f"cell {cell}, pair {pair} has another {column} in the arm {first} than in "
                f"{second}, so that the two are not one market"
            )
    difference = one[outcome].to_numpy(np.float64) - other[outcome].to_numpy(np.float64)
    return one.index.to_frame(index=False).assign(difference=difference)


def _refuse_repeated(table: pd.DataFrame, arm: str) -> None:
    repeated = table.duplicated(_KEYS)
    if bool(repeated.any()):
        row = table[repeated].iloc[0]
        raise PairingError(
            f"cell {row['cell']}, pair {row['pair']} is there twice in the arm {arm}"
        )
