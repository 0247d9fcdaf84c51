"""The folder of an explanation: tables, charts, report, manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from analysis.divergence_page import FollowedFirm, divergence_charts, divergence_page
from analysis.divergence_summary import summarise_divergences
from analysis.pages import Page
from experiments.divergences import FirmPair
from experiments.explanation import Explanation, to_dict
from experiments.files import writable_folder
from experiments.report_files import read_identity, with_note_on_version, write_manifest, write_page
from experiments.results import write_json, write_table
from experiments.table_identity import identified

__all__ = ["read_explanation_page", "write_explanation"]


def write_explanation(result: Explanation, folder: str | Path) -> list[Path]:
    """Write an explanation into a folder; the manifest comes last and says that all is there.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    """
    target = writable_folder(Path(folder))
    (target / "manifest.json").unlink(missing_ok=True)
    tables = {
        "firms": result.firms,
        "firm_events": result.story.events,
        "firm_months": result.story.months,
        "market": result.story.market,
        "ties": result.story.ties,
    }
    written = []
    for name, table in tables.items():
        written.append(target / f"{name}.parquet")
        write_table(identified(table, result.identity), written[-1])
    written.append(target / "explanation.json")
    write_json(to_dict(result), written[-1])
    firm = _followed(result.story)
    charts = divergence_charts(result.summary, firm)
    page = divergence_page(result.summary, firm, result.identity, charts)
    written += write_page(target, page, charts)
    scenarios = {result.identity.scenario: result.scenario.model_dump(mode="json")}
    return [*written, write_manifest(target, "explanation", result.identity, written, scenarios)]


def _followed(story: FirmPair) -> FollowedFirm:
    return FollowedFirm(
        firm=story.firm,
        name=story.name,
        headcount=story.headcount,
        seed=story.seed,
        arms=story.arms,
        parting=story.divergence.month,
        sentence=story.divergence.sentence,
        followed=(story.what_followed(0), story.what_followed(1)),
        events=story.events,
        months=story.months,
        difference=story.difference,
        channels=story.channels(),
        market=story.market,
        ties=story.ties,
    )


def read_explanation_page(folder: Path) -> Page:
    """Return the report of an explanation from the folder that :func:`write_explanation` wrote.

    Partings are counted again from the firms; the story is the one that was told.

    Raises
    ------
    FileNotFoundError, KeyError, ValueError
        When the folder does not hold a complete explanation.
    """
    identity = read_identity(folder)
    told = json.loads((folder / "explanation.json").read_text(encoding="utf-8"))
    first, second = told["arms"]
    summary = summarise_divergences(pd.read_parquet(folder / "firms.parquet"), (first, second))
    story = told["firm"]
    firm = FollowedFirm(
        firm=story["firm"],
        name=story["name"],
        headcount=story["headcount"],
        seed=story["seed"],
        arms=(first, second),
        parting=story["month"],
        sentence=story["parting"],
        followed=(story["followed"][first], story["followed"][second]),
        events=pd.read_parquet(folder / "firm_events.parquet"),
        months=pd.read_parquet(folder / "firm_months.parquet"),
        difference=story["difference"],
        channels={f"channel_{name}": value for name, value in story["channels"].items()},
        market=pd.read_parquet(folder / "market.parquet"),
        ties=pd.read_parquet(folder / "ties.parquet"),
    )
    page = divergence_page(summary, firm, identity, divergence_charts(summary, firm))
    return with_note_on_version(page, identity)
