"""The folder of what happened inside one run: tables and charts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from altair.typing import ChartType

from analysis.charts import (
    adoption_chart,
    network_chart,
    save_chart,
    sign,
    timeline_chart,
    vendors_chart,
)
from analysis.run_views import firm_network, timeline
from experiments.files import writable_folder
from experiments.results import write_table
from experiments.run_tables import record_run
from experiments.single_run import SingleRun
from experiments.table_identity import SIGNATURE, signed

__all__ = ["write_inside"]


def write_inside(run: SingleRun, folder: Path, identity: Mapping[str, Any]) -> list[Path]:
    """Run the same market again, looking inside, and write its tables and charts.

    Parameters
    ----------
    run
        The run; its firm is the one whose projects and network are drawn.
    folder
        Folder to write into.
    identity
        What made it, see `experiments.table_identity.made_by`; it stands in every table's metadata,
        and its signature on every chart.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    """
    target = writable_folder(folder)
    tables = record_run(run.scenario, run.policy)
    written = []
    for name, table in tables.named().items():
        written.append(target / f"{name}.parquet")
        write_table(signed(table, identity), written[-1])
    months = run.scenario.run.months
    bars, signals = timeline(tables.projects, tables.events, run.firm, months)
    nodes, edges = firm_network(tables.systems, tables.links, tables.employees, run.firm)
    charts: dict[str, ChartType] = {
        "network": network_chart(nodes, edges, run.firm_name),
        "vendors": vendors_chart(tables.vendors),
        "adoption": adoption_chart(tables.adoption),
    }
    if len(bars):
        charts["timeline"] = timeline_chart(bars, signals, run.firm_name)
    for name, chart in charts.items():
        written.append(target / f"{name}.svg")
        save_chart(sign(chart, identity[SIGNATURE]), written[-1])
    return written
