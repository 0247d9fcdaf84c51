"""The folder of an attribution: tables, summary, charts, report, manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.attribution import AttributionSummary, summarise_attribution
from analysis.attribution_changes import changes_to_dict, worth_changes
from analysis.attribution_page import attribution_charts, attribution_page
from analysis.pages import Page
from experiments.attribution import Attribution
from experiments.files import writable_folder
from experiments.report_files import read_identity, with_note_on_version, write_manifest, write_page
from experiments.results import write_json, write_table
from experiments.table_identity import identified
from experiments.versions import kept_firms

__all__ = ["attribution_to_dict", "read_attribution_page", "write_attribution"]

_TABLES = ("runs", "players", "orders")


def attribution_to_dict(summaries: Sequence[AttributionSummary]) -> dict[str, Any]:
    """Return attributions in several scenarios, and what changes between them, as plain data."""
    return {
        "scenarios": {item.scenario: item.to_dict() for item in summaries},
        "changes": changes_to_dict(worth_changes(summaries)),
    }


def write_attribution(result: Attribution, folder: str | Path) -> list[Path]:
    """Write an attribution into a folder; the manifest comes last and says that all is there.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    """
    target = writable_folder(Path(folder))
    (target / "manifest.json").unlink(missing_ok=True)
    written = []
    for name in _TABLES:
        written.append(target / f"{name}.parquet")
        write_table(identified(getattr(result, name), result.identity), written[-1])
    summaries = list(result.summaries.values())
    written.append(target / "attribution.json")
    write_json(attribution_to_dict(summaries), written[-1])
    charts = attribution_charts(summaries)
    written += write_page(target, attribution_page(summaries, result.identity, charts), charts)
    scenarios = {name: game.base.model_dump(mode="json") for name, game in result.games.items()}
    return [*written, write_manifest(target, "attribution", result.identity, written, scenarios)]


def read_attribution_page(folder: Path) -> Page:
    """Return the report of an attribution from the folder that :func:`write_attribution` wrote.

    Worth, intervals and interactions are computed again from the runs.

    Raises
    ------
    FileNotFoundError, KeyError, ValueError
        When the folder does not hold a complete attribution.
    """
    identity = read_identity(folder)
    about = json.loads((folder / "attribution.json").read_text(encoding="utf-8"))["scenarios"]
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in _TABLES}
    summaries = [
        _summary(name, told, {key: _rows(table, name) for key, table in tables.items()})
        for name, told in about.items()
    ]
    page = attribution_page(summaries, identity, attribution_charts(summaries))
    return with_note_on_version(page, identity)


def _rows(table: pd.DataFrame, scenario: str) -> pd.DataFrame:
    return table[table["scenario"] == scenario]


def _summary(
    scenario: str, told: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]
) -> AttributionSummary:
    players = tables["players"].sort_values("player")
    first, second = told["arms"]
    return summarise_attribution(
        kept_firms(tables["runs"]),
        dict(zip(players["name"], players["meaning"], strict=True)),
        scenario,
        told["over"],
        (first, second),
        _orders(tables["orders"]),
    )


def _orders(table: pd.DataFrame) -> NDArray[np.int64] | None:
    """Return orders of players, shape (pairs, orders, players), or None where all were run."""
    if table.empty:
        return None
    sorted_rows = table.sort_values(["pair", "order", "place"])
    shape = tuple(int(table[name].max()) + 1 for name in ("pair", "order", "place"))
    return sorted_rows["player"].to_numpy(dtype=np.int64).reshape(shape)
