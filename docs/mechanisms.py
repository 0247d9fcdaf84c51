"""Run the studies of docs/mechanisms.md and draw their charts.

``python docs/mechanisms.py`` from the root of the project sweeps every study into
``results/mechanisms`` (an interrupted run goes on where it stopped), writes a chart of each into
``docs/images/mechanisms`` and prints the numbers that the text quotes. ``--pairs 6`` runs fewer
markets per cell; names of studies run only these. ``critical_nodes`` is not a study of cells: it
equips one firm after another in each market.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.charts import cell_rows_chart, save_chart
from analysis.charts.heat_map import heat_map_chart
from analysis.mixtures import unknown_which
from analysis.statistics import estimate_mean
from experiments.critical_nodes import EFFECTS, critical_nodes, rank_correlations
from experiments.market_structure import MEASURES, market_differences, market_runs
from experiments.studies import Study, load_study
from experiments.sweeping import StudyResults, sweep
from sim.scenario_files import load_scenario

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images" / "mechanisms"
SWEPT = (
    "practices", "kpis", "silos", "change", "stages", "rigidity", "leadership", "competition",
    "coherence", "decision_modes", "partners", "exploration", "exploration_share",
    "exploration_or_thrift", "exploration_budget", "exploration_budget_or_thrift", "biases",
    "employee_biases", "losses_and_peers", "escalation", "debiasing", "abilities", "appreciation",
    "vendors",
)  # fmt: skip

# Studies that are read from whole markets, and what is drawn of them.
MARKETS = {"cascades": "leading_product", "vendor_market": "seats_follow_quality"}

NODES = "critical_nodes"
NODES_MARKETS = {
    "as it ships": (),
    "flowing": ("market.partner_flow=0.5", "market.network_effect=0.6"),
}

# What is drawn where it is not the study's first outcome, and what is drawn as a map.
QUANTITIES = {"escalation": "channel_escalation"}
MAPS = {
    "losses_and_peers": ("biases.managers.loss_aversion", "biases.managers.social_proof"),
    "decision_modes": ("arms.tried.policy", "regime"),
}
# Differences of differences that the text quotes: a factor, and the level set against the others.
BEYOND = {
    "debiasing": (("managers", "unbiased"),),
    "exploration_budget": (("decisions.exploration_budget", 0),),
    "decision_modes": (("arms.tried.policy", "categorise"), ("arms.tried.policy", "analyse")),
}
DOMAINS = ("clear", "complicated", "complex", "chaotic")


def draw(name: str, results: StudyResults) -> None:
    """Draw the main outcome of a study, and print the cells of all its outcomes."""
    first, second = results.manifest["arms"][:2]
    drawn = QUANTITIES.get(name, results.manifest["outcomes"][0])
    for outcome in dict.fromkeys((drawn, *results.manifest["outcomes"])):
        unit = results.runs.attrs["dictionary"][outcome]["unit"]
        words = outcome.removeprefix("channel_").replace("_", " ").replace("npv", "NPV")
        difference = f"{words}, {first} less {second} [{unit}]".replace("_", " ")
        cells = _with_disorder(name, results, outcome)
        print(f"\n{name}: {difference}\n{cells.to_string(index=False)}")
        if outcome == drawn:
            draw_cells(name, cells, f"{first} against {second}", difference)
    for factor, base in BEYOND.get(name, ()):
        print_beyond(results, drawn, factor, base)
    if "bias" in results.design:
        print_against_sum(results, drawn)


def _with_disorder(name: str, results: StudyResults, outcome: str) -> pd.DataFrame:
    """Return the cells of a study; of ways of deciding also where the domain is unknown."""
    cells = results.summary(outcome)
    if name != "decision_modes":
        return cells
    known = results.design[results.design["regime"].isin(DOMAINS)]
    differences = results.differences(outcome)
    mixed = unknown_which(differences[differences["cell"].isin(known["cell"])], known, "regime")
    shipped = cells["regime"] == "disorder"
    return pd.concat([cells[~shipped], mixed, cells[shipped]], ignore_index=True)


def print_beyond(results: StudyResults, outcome: str, factor: str, base: str) -> None:
    """Print by how much cells differ from those with another level of a factor, by market."""
    others = [name for name in results.design.columns if name not in ("cell", factor)]
    table = results.differences(outcome).merge(results.design, on="cell")
    plain = table.loc[table[factor] == base, [*others, "pair", "difference"]]
    joined = table[table[factor] != base].merge(plain, on=[*others, "pair"], suffixes=("", "_base"))
    joined["beyond"] = joined["difference"] - joined["difference_base"]
    print(f"\n{outcome} beyond that where {factor} is {base}")
    for values, some in joined.groupby([factor, *others], sort=False):
        estimate = estimate_mean(some["beyond"])
        print(*values, f"{estimate.difference:.0f} [{estimate.low:.0f} to {estimate.high:.0f}]")


def print_against_sum(results: StudyResults, outcome: str) -> None:
    """Print by how much all biases together differ from the sum of the single ones."""
    table = results.differences(outcome).merge(results.design, on="cell")
    single = table[table["bias"] != "all"].groupby(["habits", "pair"])["difference"].sum()
    whole = table[table["bias"] == "all"].set_index(["habits", "pair"])["difference"]
    for what, values in (("sum of single ones", single), ("all less that sum", whole - single)):
        for habits, some in values.groupby("habits"):
            estimate = estimate_mean(some)
            print(what, habits, f"{estimate.difference:.0f}", f"[{estimate.low:.0f} to", end=" ")
            print(f"{estimate.high:.0f}]")


def draw_cells(name: str, cells: pd.DataFrame, arms: str, difference: str) -> None:
    """Draw cells below one another, or as maps of two factors, one for each of any habits."""
    title = arms.replace("_", " ").capitalize()
    if name not in MAPS:
        save_chart(cell_rows_chart(cells, title, difference), IMAGES / f"{name}.svg")
    elif "habits" not in cells:
        draw_map(name, name, cells, title, difference)
    else:
        for habits, some in cells.groupby("habits"):
            draw_map(name, f"{name}_{habits}", some, f"{title}: {habits} habits", difference)


def draw_map(name: str, file: str, cells: pd.DataFrame, title: str, difference: str) -> None:
    """Draw the cells of a study as a map of its two factors."""
    across, down = MAPS[name]
    table = cells.assign(
        x=cells[across].map(_shown),
        y=cells[down].map(_shown),
        n=cells["pairs"],
        sign=np.sign(cells["difference"]).where(cells["low"] * cells["high"] > 0.0, 0.0),
    ).drop(columns=[across, down])
    titles = (_shown(across.split(".")[-1]), _shown(down.split(".")[-1]))
    save_chart(heat_map_chart(table, titles, difference, title), IMAGES / f"{file}.svg")


def _shown(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:g}"
    return str(value).removeprefix("regimes/").replace("_", " ")


def draw_markets(name: str, study: Study, out: Path) -> None:
    """Run a study that is read from whole markets, draw its measure and print all."""
    kept = out / f"{name}.parquet"
    runs = market_runs(study)
    runs.to_parquet(kept)
    first, second = study.arms[:2]
    for measure in MEASURES:
        differences = market_differences(runs, measure)
        rows = []
        for cell, some in differences.groupby("cell"):
            estimate = estimate_mean(some["difference"])
            interval = {"low": estimate.low, "high": estimate.high, "pairs": len(some)}
            means = {"first": some["first"].mean(), "second": some["second"].mean()}
            rows.append({"cell": cell, **interval, **means, "difference": estimate.difference})
        cells = study.design_table.merge(pd.DataFrame(rows), on="cell")
        difference = f"{measure}, {first} less {second}".replace("_", " ")
        print(f"\n{name}: {difference}\n{cells.to_string(index=False)}")
        if measure == MARKETS[name]:
            drawn = cells.drop(columns=["first", "second"])
            draw_cells(name, drawn, f"{first} against {second}", difference)


def draw_nodes(seeds: int, out: Path) -> None:
    """Equip one firm at a time; draw how well each centrality ranks what its partners gain."""
    nodes = {}
    for market, values in NODES_MARKETS.items():
        told = ["firms.count=24", "run.months=84", *values]
        nodes[market] = critical_nodes(load_scenario("misaligned", told).scenario, "aligned", seeds)
        nodes[market].to_parquet(out / f"{NODES}_{market.replace(' ', '_')}.parquet")
    for effect in EFFECTS:
        rows = []
        for market, table in nodes.items():
            print(f"\n{NODES}, {market}: {effect}, mean of a market [EUR]:")
            print(estimate_mean(table.groupby("seed")[effect].mean()))
            rows += _foretold(market, rank_correlations(table, effect))
        cells = pd.DataFrame(rows)
        print(cells.to_string(index=False))
        if effect == "partners":
            title = "What partners of an equipped firm gain, foretold by its place"
            chart = cell_rows_chart(cells, title, "rank correlation within a market")
            save_chart(chart, IMAGES / f"{NODES}.svg")


def _foretold(market: str, correlations: pd.DataFrame) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for centrality, some in correlations.groupby("centrality", sort=False):
        estimate = estimate_mean(some["correlation"])
        found = {"pairs": estimate.n, "difference": estimate.difference}
        interval = {"low": estimate.low, "high": estimate.high}
        rows.append({"market": market, "foretold by": centrality, **found, **interval})
    return rows


def main() -> None:
    """Run and draw what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", default=(*SWEPT, *MARKETS, NODES))
    asked.add_argument("--pairs", type=int, help="markets per cell, instead of each study's own")
    asked.add_argument("--threads", type=int, help="markets run at a time")
    asked.add_argument("--out", type=Path, default=ROOT / "results" / "mechanisms")
    options = asked.parse_args()
    for folder in (IMAGES, options.out):
        folder.mkdir(parents=True, exist_ok=True)
    overrides = [f"replication.pairs={options.pairs}"] if options.pairs else []
    for name in options.names:
        if name == NODES:
            draw_nodes(options.pairs or 30, options.out)
            continue
        study = load_study(f"studies/{name}", overrides)
        if name in MARKETS:
            draw_markets(name, study, options.out)
        else:
            draw(name, sweep(study, options.out / name, threads=options.threads))


if __name__ == "__main__":
    main()
