"""Attributions and explanations are reported again from their folders, for every reader."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.pages import as_html
from analysis.report import write_page
from experiments.arms import policy_arms
from experiments.attribution import attribute
from experiments.attribution_results import write_attribution
from experiments.explanation import explain
from experiments.explanation_results import write_explanation
from experiments.files import OutputError, file_hash
from experiments.games import practice_game
from experiments.reports import read_page
from experiments.simulator import simulator
from sim.parameters import Policy
from sim.scenario_files import load_scenario

SMALL = ["firms.count=8", "run.months=12", "run.warmup=6"]
_GAPS = """(() => {
  const extent = (item) => {
    const range = document.createRange();
    range.selectNodeContents(item);
    return range.getBoundingClientRect();
  };
  const boxes = [...document.querySelectorAll(".facts dd")].map(extent);
  return boxes.slice(1).map((box, place) => box.left - boxes[place].right);
})()"""
"""Pixels between the text of each headline number and that of the next, in one row."""

KINDS = ("attribution", "explanation")
PATIENCE = 300_000  # milliseconds that a browser may take; only against hanging


def write_both(folder: Path) -> None:
    loaded = load_scenario("default", SMALL)
    people = ("involvement", "leadership")
    rest = tuple(name for name in Policy.model_fields if name not in people)
    groups = {"people": people, "rest": rest}
    result = attribute([loaded], lambda item: practice_game(item.scenario, groups=groups), pairs=3)
    write_attribution(result, folder / "attribution")
    arms = policy_arms(loaded.scenario, ["aligned", "misaligned"])
    write_explanation(explain(loaded, arms, pairs=3), folder / "explanation")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    write_both(folder)
    return folder


@pytest.fixture
def copied(results: Path, tmp_path: Path) -> Path:
    shutil.copytree(results, tmp_path / "copied")
    return tmp_path / "copied"


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_made_again_is_the_first_one_to_the_byte(kind: str, results: Path) -> None:
    first = (results / kind / "report.html").read_text(encoding="utf-8")
    assert as_html(read_page(results / kind)) == first


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("form", "name", "mark"),
    [("md", "report.md", "| --: |"), ("latex", "report.tex", r"\begin{tabular}")],
)
def test_tables_and_figures_are_written_for_a_paper(
    kind: str, form: str, name: str, mark: str, results: Path, tmp_path: Path
) -> None:
    page = read_page(results / kind)
    write_page(tmp_path / name, page, form)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert mark in text.replace("| :--- |", "| --: |")
    assert len(list((tmp_path / "report_figures").iterdir())) == text.count("report_figures/") > 1


def test_drawn_orders_are_read_back_as_they_were_run(tmp_path: Path) -> None:
    loaded = load_scenario("default", SMALL)
    result = attribute(
        [loaded], lambda item: practice_game(item.scenario), pairs=2, orders=2, threads=1
    )
    write_attribution(result, tmp_path)
    assert as_html(read_page(tmp_path)) == (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_results_of_another_model_version_say_so_first(kind: str, copied: Path) -> None:
    path = copied / kind / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["identity"]["model_version"] = "0"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert "come from model version 0" in read_page(copied / kind).warnings[0]


@pytest.mark.parametrize(
    ("kind", "missing"), [("attribution", "runs.parquet"), ("explanation", "firms.parquet")]
)
def test_a_folder_that_lacks_a_table_is_refused_by_its_name(
    kind: str, missing: str, copied: Path
) -> None:
    (copied / kind / missing).unlink()
    with pytest.raises(OutputError, match=rf"{kind} does not hold .*: {missing} is missing"):
        read_page(copied / kind)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("attribution", "runs.parquet"),
        ("attribution", "attribution.json"),
        ("explanation", "firm_months.parquet"),
    ],
)
def test_a_flipped_bit_is_found_and_named(kind: str, name: str, copied: Path) -> None:
    path = copied / kind / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(OutputError, match=rf"{name} is damaged; run the command"):
        read_page(copied / kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("content", ["", "[]", "{}", '{"identity": 3}', "[" * 100_000])
def test_a_manifest_that_is_none_is_refused_in_words(kind: str, content: str, copied: Path) -> None:
    (copied / kind / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(OutputError):
        read_page(copied / kind)


def _with_new_checksum(folder: Path, name: str) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["checksums"][name] = file_hash(folder / name)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_a_folder_that_lacks_coalitions_is_refused_as_damaged(copied: Path) -> None:
    path = copied / "attribution" / "runs.parquet"
    pd.read_parquet(path).iloc[1:].to_parquet(path)
    _with_new_checksum(path.parent, path.name)
    with pytest.raises(OutputError, match="holds a damaged attribution"):
        read_page(copied / "attribution")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs the chromium browser")
@pytest.mark.parametrize("kind", KINDS)
def test_the_report_serves_the_keyboard_and_the_screen_reader(kind: str, results: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    report = results / kind / "report.html"
    charts = len(list((results / kind / "charts").iterdir()))
    requests: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"], timeout=PATIENCE
        )
        tab = browser.new_page(bypass_csp=True)  # the page's policy forbids what axe is put in by
        tab.set_default_timeout(PATIENCE)
        tab.on("request", lambda request: requests.append(request.url))
        tab.goto(report.as_uri())
        tab.wait_for_function(f"document.querySelectorAll('.chart svg.marks').length === {charts}")
        found = Axe().run(tab).response["violations"]
        serious = [item["id"] for item in found if item["impact"] in ("serious", "critical")]
        tab.keyboard.press("Tab")
        skip = tab.evaluate("document.activeElement.getAttribute('href')")
        gaps = tab.evaluate(_GAPS)
        tab.set_viewport_size({"width": 360, "height": 700})
        sideways = tab.evaluate("document.documentElement.scrollWidth > innerWidth")
        browser.close()
    assert serious == []
    assert skip == "#answer"
    assert not sideways
    assert gaps
    assert min(gaps) >= 16
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []


def test_the_value_network_is_that_of_the_market(results: Path) -> None:
    folder = results / "explanation"
    firms, ties = (pd.read_parquet(folder / f"{name}.parquet") for name in ("market", "ties"))
    scenario = load_scenario("default", SMALL).scenario
    world = simulator().prepare(scenario, scenario.run.seed)
    for kind, column in (("partner", world.firms.partners), ("peer", world.firms.peers)):
        mine = ties[(ties["firm"] == 3) & (ties["kind"] == kind)]
        assert list(mine["other"]) == [other for other in column[3] if other >= 0]
    shares = ties[ties["kind"] == "partner"].groupby("firm")["share"].sum()
    assert list(shares) == pytest.approx([1.0] * 8)
    told = pd.read_parquet(folder / "firms.parquet")
    first = told[told["pair"] == 0].set_index("firm")["difference"]
    treated = firms[firms["treated"]].set_index("firm")["difference"]
    pd.testing.assert_series_equal(first, treated)
