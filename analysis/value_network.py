"""The value network of a market as nodes and edges ready to draw."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["MOST_FIRMS", "changed", "ties_of", "value_network"]

MOST_FIRMS = 120
"""Most firms that are drawn; of a larger market the firms nearest to the one followed."""

LEAST_CHANGE = 0.5
"""Smallest difference in EUR that counts as one."""


def changed(difference: pd.Series) -> pd.Series:
    """Return 1 where a difference is a gain, -1 where a loss, 0 where it is less than a euro."""
    return np.sign(difference.where(difference.abs() >= LEAST_CHANGE, 0.0)).astype(int)


def value_network(
    firms: pd.DataFrame, ties: pd.DataFrame, firm: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Place firms on a circle, the followed one on top, and join those that are tied.

    Firms stand in the order of the market, in which most peers are neighbours.

    Parameters
    ----------
    firms
        One row per firm: firm, headcount, treated, difference (EUR).
    ties
        One row per tie: firm, other, kind ("partner", "peer"), share (0..1).
    firm
        The firm that is followed.

    Returns
    -------
    nodes : pandas.DataFrame
        The columns of ``firms``, and sign (1, 0, -1), followed, x, y.
    edges : pandas.DataFrame
        One row per pair of firms and kind: first, second, kind, share (the larger of both
        directions), own (whether it is a tie of the followed firm), x, y, x2, y2.
    """
    both = ties.assign(
        first=ties[["firm", "other"]].min(axis=1), second=ties[["firm", "other"]].max(axis=1)
    )
    joined = pd.DataFrame(both.groupby(["first", "second", "kind"], as_index=False)["share"].max())
    drawn = _nearest(firms["firm"].tolist(), joined, firm)
    nodes = firms[firms["firm"].isin(drawn)].sort_values("firm").reset_index(drop=True)
    start = int(nodes.index[nodes["firm"] == firm][0])
    angle = 2.0 * np.pi * (np.arange(len(nodes)) - start) / len(nodes)
    nodes = nodes.assign(
        sign=changed(nodes["difference"]),
        followed=nodes["firm"] == firm,
        x=np.sin(angle),
        y=np.cos(angle),
    )
    edges = joined[joined["first"].isin(drawn) & joined["second"].isin(drawn)]
    places = nodes.set_index("firm")[["x", "y"]]
    starts, ends = places.loc[edges["first"]].to_numpy(), places.loc[edges["second"]].to_numpy()
    edges = edges.assign(
        own=(edges["first"] == firm) | (edges["second"] == firm),
        x=starts[:, 0],
        y=starts[:, 1],
        x2=ends[:, 0],
        y2=ends[:, 1],
    )
    return nodes, edges.reset_index(drop=True)


def ties_of(firms: pd.DataFrame, ties: pd.DataFrame, firm: int) -> pd.DataFrame:
    """Return the firms to which a firm is tied, the largest share of exchange first.

    Returns
    -------
    pandas.DataFrame
        One row per tied firm and kind: firm, kind, share, headcount, treated, difference.
    """
    outward = ties[ties["firm"] == firm].assign(firm=lambda rows: rows["other"])
    inward = ties[ties["other"] == firm]
    mine = pd.concat([outward, inward]).groupby(["firm", "kind"], as_index=False)["share"].max()
    found = mine.merge(firms, on="firm")
    return found.sort_values(
        ["kind", "share", "firm"], ascending=[True, False, True], ignore_index=True
    )


def _nearest(firms: list[int], edges: pd.DataFrame, firm: int) -> set[int]:
    """Return all firms, or of many those that the fewest ties part from the followed one."""
    if len(firms) <= MOST_FIRMS:
        return set(firms)
    near, rim = [firm], {firm}
    while rim and len(near) < MOST_FIRMS:
        touched = edges[edges["first"].isin(rim) | edges["second"].isin(rim)]
        rim = {*touched["first"].tolist(), *touched["second"].tolist()} - set(near)
        near += sorted(rim)
    return set(near[:MOST_FIRMS])
