"""Critical nodes: whether a firm's place in the value network foretells what equipping it does.

One firm at a time takes on a policy, and the same market is run with and without it: what its
partners gain is measured, and set against centralities of the network that was there before.
"""

from __future__ import annotations

from typing import Any

import networkx  # type: ignore[import-untyped]
import numpy as np
import pandas as pd

from experiments.market_structure import rank_correlation
from experiments.simulator import simulator
from experiments.value_network import firm_ties
from sim.parameters import Scenario
from sim.world import policy_names, redraw_people, set_policies

__all__ = [
    "CENTRALITIES",
    "EFFECTS",
    "centralities",
    "critical_nodes",
    "equip",
    "rank_correlations",
]

CENTRALITIES = ("degree", "betweenness", "eigenvector", "page_rank", "headcount")
"""What may foretell the effect of a node; head-count is the rival without any network."""

EFFECTS = ("partners", "partners_less_others", "others", "itself")
"""What `critical_nodes` measures of an equipped firm, in EUR of NPV."""


def centralities(world: Any) -> pd.DataFrame:
    """Return centralities of the firms in the network of partners.

    An arrow runs from a firm to each partner, with its share of the firm's exchange as weight: who
    is pointed at matters to others. Degree and PageRank count these arrows; betweenness and
    eigenvector centrality are those of the network without direction, the latter weighted.

    Returns
    -------
    pandas.DataFrame
        One row per firm: firm and one column for each of `CENTRALITIES`.
    """
    all_ties = firm_ties(world)
    partners = all_ties[all_ties["kind"] == "partner"]
    ties = pd.DataFrame(partners.groupby(["firm", "other"], as_index=False)["share"].sum())
    arrows = networkx.DiGraph()
    arrows.add_nodes_from(range(len(world.firms)))
    arrows.add_weighted_edges_from(ties.itertuples(index=False, name=None))
    plain = networkx.Graph()
    plain.add_nodes_from(arrows)
    for one, other, share in ties.itertuples(index=False, name=None):
        known = plain.get_edge_data(one, other, {"weight": 0.0})["weight"]
        plain.add_edge(one, other, weight=known + share)
    found = {
        "degree": dict(arrows.in_degree(weight="weight")),
        "betweenness": networkx.betweenness_centrality(plain),
        "eigenvector": networkx.eigenvector_centrality_numpy(plain, weight="weight"),
        "page_rank": networkx.pagerank(arrows, weight="weight"),
    }
    table = pd.DataFrame(found).rename_axis("firm").reset_index()
    return table.assign(headcount=np.asarray(world.firms)["headcount"])


def equip(world: Any, scenario: Scenario, policy: str, firm: int) -> None:
    """Let one firm follow a policy from now on, in place, and be the only treated one."""
    firms, rows = np.asarray(world.firms), np.array([firm])
    firms["treated"] = 0
    firms["treated"][rows] = 1
    firms["policy"][rows] = policy_names(scenario).index(policy)
    set_policies(world, scenario, rows)
    redraw_people(
        world.managers, world.employees, world.departments, world.firms, rows,
        int(world.market.seed[0]), world.parameters, world.bias_means,
    )  # fmt: skip


def critical_nodes(scenario: Scenario, policy: str, seeds: int) -> pd.DataFrame:
    """Equip each firm of each market in turn, and measure what others gain.

    The market without any equipped firm is the other half of each pair, under the same luck.

    Parameters
    ----------
    scenario
        The market.
    policy
        What the equipped firm follows.
    seeds
        Number of markets.

    Returns
    -------
    pandas.DataFrame
        One row per market and firm: seed, firm, `CENTRALITIES`, and NPV gained in EUR by the firms
        that have it as a partner (``partners``), by each of the firms that do not (``others``,
        their mean) and by ``itself``; ``partners_less_others`` is what a partner gains on
        average over one who is none, NaN for a firm that is nobody's partner.
    """
    model = simulator()
    tables = []
    for seed in range(scenario.run.seed, scenario.run.seed + seeds):
        start = model.prepare(scenario, seed)
        plain = model.fork(start, scenario, None, 0.0)
        model.advance(plain, scenario.run.months)
        base = np.array(plain.measures.npv)
        rows = []
        for firm in range(len(start.firms)):
            world = model.fork(start, scenario, None, 0.0)
            equip(world, scenario, policy, firm)
            model.advance(world, scenario.run.months)
            gain = np.array(world.measures.npv) - base
            rows.append(_effects(np.asarray(start.firms)["partners"], firm, gain))
        tables.append(centralities(start).merge(pd.DataFrame(rows), on="firm").assign(seed=seed))
    return pd.concat(tables, ignore_index=True)


def _effects(partners: Any, firm: int, gain: Any) -> dict[str, float]:
    near = (partners == firm).any(axis=1)
    near[firm] = False
    far = ~near
    far[firm] = False
    mean_near = float(gain[near].mean()) if near.any() else float("nan")
    mean_far = float(gain[far].mean()) if far.any() else float("nan")
    return {
        "firm": firm,
        "partners": float(gain[near].sum()),
        "others": mean_far,
        "itself": float(gain[firm]),
        "partners_less_others": mean_near - mean_far,
    }


def rank_correlations(nodes: pd.DataFrame, effect: str = "partners") -> pd.DataFrame:
    """Correlate an effect with each centrality within each market, by ranks.

    Returns
    -------
    pandas.DataFrame
        One row per market and centrality: seed, centrality, correlation (Spearman, NaN where one
        of the two does not vary).
    """
    rows = []
    for seed, market in nodes.groupby("seed"):
        for name in CENTRALITIES:
            pairs = market[[name, effect]].dropna().to_numpy(dtype=np.float64)
            found = rank_correlation(pairs[:, 0], pairs[:, 1])
            rows.append({"seed": seed, "centrality": name, "correlation": found})
    return pd.DataFrame(rows)
