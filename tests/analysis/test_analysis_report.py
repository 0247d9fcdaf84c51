from __future__ import annotations

import base64
import json
import os
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import ComparisonSummary, RunIdentity, answer_sentence, summarise
from analysis.files import write_atomically
from analysis.page_text import warnings
from analysis.report import draw_charts, render_report, write_report

Make = Callable[..., Any]
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=\"alert('x')\"> {{ 7 * 7 }} {0}"
PATIENCE = 300_000  # milliseconds that a browser may take; only against hanging
LOADING = {"src", "srcset", "href", "xlink:href", "data", "poster", "action", "background"}


class Page(HTMLParser):
    """What a report holds: elements, texts by element, addresses it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts.setdefault(tag, []).append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)

    def text(self, tag: str) -> str:
        return " ".join(self.texts.get(tag, [])).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def report(
    summary: ComparisonSummary,
    firms: pd.DataFrame,
    series: pd.DataFrame,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(path, summary, draw_charts(summary, firms, series))
    return path


@pytest.fixture(scope="module")
def page(report: Path) -> Page:
    return Page(report.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def hostile(firms: pd.DataFrame, series: pd.DataFrame, make_identity: Make) -> str:
    """A report in which every text from outside tries to break out."""
    names = {"aligned": "good</script>", "misaligned": HOSTILE}
    identity = make_identity(
        scenario=HOSTILE,
        title=HOSTILE,
        question=HOSTILE,
        arms=tuple(names.values()),
        command=HOSTILE,
        citation=HOSTILE,
        libraries={HOSTILE: HOSTILE},
    )
    firms = firms.assign(arm=firms["arm"].map(names), group=HOSTILE)
    series = series.assign(arm=series["arm"].map(names))
    summary = summarise(firms, series, identity)
    return render_report(summary, draw_charts(summary, firms, series))


def test_report_answers_the_question_in_one_sentence(
    page: Page, summary: ComparisonSummary
) -> None:
    assert page.text("h1") == summary.identity.question
    assert answer_sentence(summary) in page.text("p")


def test_report_is_one_file_below_five_megabytes(report: Path) -> None:
    assert report.stat().st_size < 5_000_000
    assert [path.name for path in report.parent.iterdir()] == ["report.html"]


def test_report_loads_nothing_from_anywhere(page: Page, report: Path) -> None:
    addresses = [
        value or ""
        for _, attributes in page.elements
        for name, value in attributes.items()
        if name in LOADING
    ]
    assert addresses
    assert all(address.startswith(("#", "data:image/svg+xml;base64,")) for address in addresses)
    style = page.text("style")
    assert "@import" not in style
    assert "url(" not in style
    policy = next(
        attributes["content"]
        for tag, attributes in page.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy


def test_pictures_hold_the_charts_for_readers_without_scripts(page: Page) -> None:
    pictures = [attributes for tag, attributes in page.elements if tag == "img"]
    assert len(pictures) == 10
    for picture in pictures:
        kind, content = (picture["src"] or "").split(",", 1)
        drawing = base64.b64decode(content).decode()
        assert drawing.startswith("<svg")
        assert not re.search(r"(?:href|src)=\"http", drawing)
        assert len(picture["alt"] or "") > 60
        assert kind == "data:image/svg+xml;base64"


def test_each_chart_has_its_specification(page: Page) -> None:
    places = [a["data-chart"] for _, a in page.elements if "data-chart" in a]
    scripts = [a["id"] for tag, a in page.elements if tag == "script" and "id" in a]
    assert places == scripts
    assert len(set(places)) == 10


def test_structure_serves_readers_who_do_not_see_it(page: Page) -> None:
    languages = [attributes.get("lang") for tag, attributes in page.elements if tag == "html"]
    assert languages == ["en"]
    assert page.count("h1") == 1
    assert page.count("main") == 1
    assert page.count("caption") == page.count("table") == 4
    assert page.count("figcaption") == page.count("figure") == 10
    heads = [attributes for tag, attributes in page.elements if tag == "th"]
    assert all(attributes.get("scope") for attributes in heads)
    identifiers = [a["id"] for _, a in page.elements if "id" in a]
    assert len(identifiers) == len(set(identifiers))
    labels = [a["aria-labelledby"] for _, a in page.elements if "aria-labelledby" in a]
    assert set(labels) <= set(identifiers)


def test_report_says_how_to_repeat_it(page: Page, summary: ComparisonSummary) -> None:
    identity = summary.identity
    assert page.text("code") == identity.command
    described = page.text("dd")
    for fact in (str(identity.seed), identity.sources_hash, "numpy 2.4.6", identity.version):
        assert fact in described
    assert identity.citation in page.text("p")
    assert "What this does not say" in page.text("h2")
    assert page.count("ol") == 1


def test_tables_hold_every_channel_and_outcome(page: Page, summary: ComparisonSummary) -> None:
    cells = page.text("th")
    for channel in summary.main.channels.values():
        assert channel.label in cells
    for outcome in summary.main.outcomes.values():
        assert outcome.meaning in cells


def test_hostile_names_stay_text(hostile: str) -> None:
    page = Page(hostile)
    assert page.count("img") == 10
    assert all("onerror" not in attributes for _, attributes in page.elements)
    scripts = [attributes for tag, attributes in page.elements if tag == "script"]
    assert len(scripts) == 10 + 2
    assert page.text("h1") == HOSTILE.replace("\u00a0", " ")
    assert "{{ 7 * 7 }}" in page.text("h1")


def test_hostile_names_reach_the_charts_unchanged(hostile: str) -> None:
    found = re.search(
        r'<script type="application/json" id="chart-time-course">(.*?)</script>', hostile, re.S
    )
    assert found
    specification = json.loads(found.group(1))
    domain = specification["vconcat"][0]["layer"][-1]["encoding"]["stroke"]["scale"]["domain"]
    assert domain == ["good</script>", HOSTILE]


def test_reader_is_warned_when_pairing_has_decayed(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity(pairs=30)
    decayed = make_firms(identity, luck=10.0, noise=40_000.0)
    assert "Pairing has decayed" in warnings(summarise(decayed, make_series(identity), identity))[0]
    healthy = make_firms(identity)
    assert warnings(summarise(healthy, make_series(identity), identity)) == []


def test_one_pair_is_reported_as_an_example(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity(pairs=1)
    firms, series = make_firms(identity), make_series(identity)
    summary = summarise(firms, series, identity)
    page = Page(render_report(summary, draw_charts(summary, firms, series)))
    assert "One pair of runs is an example" in page.text("p")
    assert "Only one pair was run" in page.text("p")
    assert "nan" not in page.text("main").lower().split()


def test_report_of_a_wholly_treated_market_leaves_out_the_others_chart(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity(treated_share=1.0)
    firms, series = make_firms(identity), make_series(identity)
    summary = summarise(firms, series, identity)
    page = Page(render_report(summary, draw_charts(summary, firms, series)))
    assert page.count("figure") == 9
    assert "Every firm was treated" in page.text("p")


def test_third_arm_gets_a_table_of_its_own(
    make_identity: Make, make_firms: Make, make_series: Make
) -> None:
    identity = make_identity(arms=("aligned", "misaligned", "frugal"))
    firms, series = make_firms(identity), make_series(identity)
    summary = summarise(firms, series, identity)
    page = Page(render_report(summary, draw_charts(summary, firms, series)))
    assert page.count("table") == 5
    assert "frugal" in page.text("th")


def test_failed_write_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    write_atomically(target, b"old")

    def fail(*_: object) -> None:
        raise OSError("disk is full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk is full"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
def test_written_file_has_ordinary_permissions(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    write_atomically(tmp_path / "report.html", b"")
    assert (tmp_path / "report.html").stat().st_mode == plain.stat().st_mode


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs the chromium browser")
def test_browser_draws_all_charts_without_request_or_complaint(report: Path) -> None:
    from playwright.sync_api import sync_playwright

    requests: list[str] = []
    complaints: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"], timeout=PATIENCE
        )
        tab = browser.new_page()
        tab.set_default_timeout(PATIENCE)
        tab.on("request", lambda request: requests.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(report.as_uri())
        tab.wait_for_function("document.querySelectorAll('.chart svg.marks').length === 10")
        pictures = tab.locator(".chart img").count()
        browser.close()
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert complaints == []
    assert pictures == 0


def test_identity_is_the_only_source_of_the_date(
    make_identity: Make, firms: pd.DataFrame, series: pd.DataFrame
) -> None:
    identity: RunIdentity = make_identity(date="1999-12-31")
    summary = summarise(firms, series, identity)
    charts = draw_charts(summary, firms, series)
    first = render_report(summary, charts)
    assert "1999-12-31" in first
    assert first == render_report(summary, draw_charts(summary, firms, series))


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs the chromium browser")
def test_report_serves_the_keyboard_the_screen_reader_and_the_printer(
    report: Path, tmp_path: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"], timeout=PATIENCE
        )
        tab = browser.new_page(bypass_csp=True)  # the page's policy forbids what axe is put in by
        tab.set_default_timeout(PATIENCE)
        tab.goto(report.as_uri())
        tab.wait_for_function("document.querySelectorAll('.chart svg.marks').length === 10")
        found = Axe().run(tab).response["violations"]
        serious = [item["id"] for item in found if item["impact"] in ("serious", "critical")]
        tab.keyboard.press("Tab")
        skip = tab.evaluate("document.activeElement.getAttribute('href')")
        stops = set()
        for _ in range(80):
            tab.keyboard.press("Tab")
            stops.add(tab.evaluate("document.activeElement.getAttribute('aria-label')"))
        printed = tab.pdf(path=tmp_path / "report.pdf", format="A4")
        browser.close()
    assert serious == []
    assert skip == "#answer"
    assert {"Table of outcomes", "Table of channels", "Table of quantiles"} <= stops
    assert len(printed) > 50_000
