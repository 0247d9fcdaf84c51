"""The value network of a market: its firms in two arms, and their ties to peers and partners."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

__all__ = ["firm_ties", "firms_in_two_arms"]


def firms_in_two_arms(one: Any, two: Any) -> pd.DataFrame:
    """Return all firms of a market that was run in two arms.

    Returns
    -------
    pandas.DataFrame
        One row per firm: firm, headcount at the fork, treated, difference (EUR of NPV, first arm
        less second).
    """
    return pd.DataFrame(
        {
            "firm": np.arange(len(one.firms)),
            "headcount": np.array(one.firms.headcount, dtype=np.int64),
            "treated": np.array(one.firms.treated, dtype=bool),
            "difference": np.array(one.measures.npv - two.measures.npv, dtype=np.float64),
        }
    )


def firm_ties(world: Any) -> pd.DataFrame:
    """Return whom each firm looks at and with whom it exchanges value.

    Returns
    -------
    pandas.DataFrame
        One row per tie: firm, other, kind ("partner", "peer"), share (of the firm's exchange of
        value that goes to this partner, 0..1; NaN for a peer).
    """
    tables = []
    for kind, ties in (("partner", world.firms.partners), ("peer", world.firms.peers)):
        firm, place = np.nonzero(np.asarray(ties) >= 0)
        trade = np.asarray(world.firms.trade, dtype=np.float64)
        share = trade[firm, place] if kind == "partner" else np.full(len(firm), np.nan)
        other = np.asarray(ties)[firm, place].astype(np.int64)
        tables.append(pd.DataFrame({"firm": firm, "other": other, "kind": kind, "share": share}))
    return pd.concat(tables, ignore_index=True)
