"""The page in a browser: what a class does with it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Page = Any


def until(holds: Callable[[], bool], seconds: float = 300) -> None:
    """Wait until something holds; the page's policy lets nothing be evaluated from outside."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def begin(page: Page) -> None:
    page.click("#skip_guess")


def month(page: Page) -> int:
    return int(page.input_value("#scrub"))


def test_opens_on_the_question_and_asks_for_a_guess(open_page: Any) -> None:
    page = open_page()
    assert "web store" in page.inner_text("h1")
    assert page.is_visible("#keep_guess")
    assert page.locator(".twin svg[role=img]").count() == 2


def test_steps_plays_and_scrubs_back(open_page: Any) -> None:
    # Time passes in the page only when told; the page's policy forbids what tells it.
    page = open_page(stopped_clock=True, bypass_csp=True)
    begin(page)
    page.click("#step")
    page.click("#step")
    assert month(page) == 2
    page.click("#play")
    page.clock.run_for(1_000)
    page.click("#play")
    reached = month(page)
    page.clock.run_for(1_000)
    assert month(page) == reached
    page.fill("#scrub", "3")
    assert month(page) == 3
    assert "Month 3 of 60" in page.inner_text("#month")
    assert reached > 4
    page.click("#restart")
    assert month(page) == 0


def test_going_back_takes_events_away_and_forth_brings_them_again(open_page: Any) -> None:
    page = open_page()
    begin(page)
    page.fill("#scrub", "60")
    late = page.locator("#story_1 li").count()
    page.fill("#scrub", "10")
    early = page.locator("#story_1 li").count()
    assert 0 < early < late
    page.fill("#scrub", "60")
    assert page.locator("#story_1 li").count() == late


def test_an_event_opens_what_was_believed_and_what_was_true(open_page: Any) -> None:
    page = open_page()
    begin(page)
    page.fill("#scrub", "20")
    event = page.locator("#story_1 details", has_text="buys").first
    event.locator("summary").click()
    facts = event.locator(".facts").inner_text()
    assert "believed when deciding" in facts
    assert "€" in facts


def amounts(page: Page) -> list[str]:
    return page.locator(".amount strong").all_inner_texts()


def test_a_slider_in_mid_run_changes_what_comes_and_not_what_was(open_page: Any) -> None:
    page = open_page()
    begin(page)
    page.fill("#scrub", "60")
    before = amounts(page)
    page.fill("#scrub", "20")
    there = amounts(page)
    page.get_by_label("from month 20 on").check()
    page.fill("#slider_practices_monitoring", "0.9")
    page.wait_for_selector(".changes li")
    assert "from month 20" in page.inner_text(".changes li")
    assert month(page) == 20
    assert amounts(page) == there
    page.fill("#scrub", "60")
    after = amounts(page)
    assert after[0] == before[0]
    assert after[1] != before[1]
    page.click("#undo_all")
    until(lambda: amounts(page) == before)


def test_a_change_in_mid_run_needs_a_month_within_the_run(open_page: Any) -> None:
    page = open_page()
    begin(page)
    assert page.is_disabled("#when_now")
    page.fill("#scrub", "20")
    page.check("#when_now")
    page.fill("#scrub", "60")
    assert page.is_disabled("#when_now")
    assert page.is_checked("#when_start")
    page.fill("#scrub", "36")
    assert page.is_checked("#when_now")
    assert "from month 36 on" in page.inner_text("#now_words")


def test_a_preset_changes_the_second_twin_alone(open_page: Any) -> None:
    page = open_page()
    begin(page)
    page.fill("#scrub", "60")
    before = amounts(page)
    page.select_option("#policy", "frugal")
    until(lambda: "buys nothing" in page.inner_text("#head_1"))
    assert amounts(page)[0] == before[0]
    assert amounts(page)[1] != before[1]


def test_a_guess_is_kept_and_set_against_the_result_and_many_futures(open_page: Any) -> None:
    page = open_page()
    page.fill("#guess_low", "-900000")
    page.fill("#guess_high", "900000")
    page.click("#keep_guess")
    assert "Your guess" in page.inner_text("#guess")
    page.fill("#scrub", "60")
    assert "Your guess was right" in page.inner_text("#result")
    page.click("#run_worlds")
    page.wait_for_selector("#worlds_right")
    assert "200 of 200" in page.inner_text("#worlds_right")
    assert page.locator("#worlds svg circle, #worlds svg rect").count() >= 200


def test_a_guess_can_be_drawn(open_page: Any) -> None:
    page = open_page()
    box = page.locator("#guess_chart svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.15, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + box["height"] * 0.2, steps=8)
    page.mouse.up()
    assert float(page.input_value("#guess_low")) > 0
    page.click("#keep_guess")
    assert page.is_visible("#guess_again")


def test_the_page_speaks_german_with_german_numbers(open_page: Any) -> None:
    page = open_page(locale="de-DE")
    begin(page)
    page.fill("#scrub", "30")
    assert "Webshop" in page.inner_text("h1")
    assert "Was dem zweiten Zwilling geschah" in page.inner_text("#stories")
    assert all(re.fullmatch(r"-?[\d.]+\s€", text) for text in amounts(page))
    assert page.get_attribute("html", "lang") == "de"
    assert "Zu Beginn hat Harbour Street Shop" in page.inner_text("#story_1")
    assert page.locator("#story_1 .words", has_text="kauft").count() > 0
    assert page.get_by_label("Diagramm Nutzung und Menschen als PNG speichern").count() == 1
    about = page.locator("#slider_practices_fit_evaluation_about").inner_text()
    assert about == (
        "Gewicht der Eignung gegenüber Funktionen, Beliebtheit und Werbung. Einheit: Anteil; "
        "erlaubt 0 bis 1; Quelle: Ausgangsartikel; Stärke einer Praktik."
    )
    page.select_option("#language", "en")
    page.wait_for_selector("h1:has-text('web store')")
    until(lambda: "At the start Harbour Street Shop" in page.inner_text("#story_1"))


def test_an_odd_range_is_explained(open_page: Any) -> None:
    page = open_page()
    page.fill("#guess_low", "5")
    page.fill("#guess_high", "1")
    page.click("#keep_guess")
    assert "smaller one first" in page.inner_text("#message")


def test_a_link_brings_everything_back_on_another_machine(open_page: Any) -> None:
    page = open_page()
    page.fill("#guess_low", "1000")
    page.fill("#guess_high", "2000")
    page.click("#keep_guess")
    page.select_option("#policy", "siloed")
    until(lambda: "department" in page.inner_text("#head_1"))
    page.fill("#scrub", "31")
    page.click("#copy_link")
    until(lambda: "#s=" in page.url)
    other = open_page(page.url.split("/")[-1], ready="#guess_again")
    until(lambda: month(other) == 31)
    assert amounts(other) == amounts(page)
    assert other.inner_text("#guess") == page.inner_text("#guess")


def test_a_broken_link_starts_afresh_and_says_so(open_page: Any) -> None:
    page = open_page("#s=nonsense")
    assert "starts afresh" in page.inner_text("#message")


def test_visitors_do_not_see_each_other(open_page: Any) -> None:
    one, other = open_page(), open_page()
    begin(one)
    one.select_option("#policy", "frugal")
    until(lambda: "buys nothing" in one.inner_text("#head_1"))
    other.reload()
    other.wait_for_selector("#guess_chart svg")
    assert "buys by fashion" in other.inner_text("#head_1")


def test_new_luck_is_one_button_and_can_be_locked(open_page: Any) -> None:
    page = open_page()
    begin(page)
    luck = page.inner_text("#luck")
    page.check("#lock")
    assert page.is_disabled("#new_luck")
    page.uncheck("#lock")
    page.click("#new_luck")
    until(lambda: page.inner_text("#luck") != luck)
    assert month(page) == 0


def test_the_replay_opens_from_disk_and_plays(open_page: Any, tmp_path: Path) -> None:
    page = open_page()
    page.fill("#guess_high", "2000")
    page.click("#keep_guess")
    page.fill("#scrub", "30")
    with page.expect_download() as saved:
        page.click("#save_replay")
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    replay = open_page(path.as_uri(), ready="#guess_again")
    assert month(replay) == 30
    assert amounts(replay) == amounts(page)
    replay.click("#step")
    assert month(replay) == 31
    assert "replay" in replay.inner_text("#controls")


def test_files_of_a_class_pool_into_one_picture(open_page: Any, tmp_path: Path) -> None:
    paths = []
    for number in range(3):
        page = open_page()
        page.fill("#guess_low", str(-1000 * number))
        page.fill("#guess_high", "900000" if number else "0")
        page.click("#keep_guess")
        with page.expect_download() as saved:
            page.click("#save_file")
        paths.append(tmp_path / f"pupil_{number}.json")
        saved.value.save_as(paths[-1])
    page.set_input_files("#pool_files", [str(path) for path in paths])
    page.wait_for_selector("dialog")
    assert "3 guesses" in page.inner_text("dialog h2")


def test_charts_are_saved_as_svg_and_png(open_page: Any, tmp_path: Path) -> None:
    page = open_page()
    begin(page)
    page.fill("#scrub", "30")
    for kind, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as saved:
            page.click(f"#chart_people button:text('{kind}')")
        saved.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes().startswith(start)
    drawn = (tmp_path / "SVG").read_text(encoding="utf-8")
    for told in ("Use of systems", "Month 30 of", "market no. 7", "buys by strategy"):
        assert told in drawn  # a saved picture says by itself what it shows
    with page.expect_download() as saved:
        page.click("#chart_fate button:text('SVG')")
    saved.value.save_as(tmp_path / "fate")
    assert "unused seats" in (tmp_path / "fate").read_text(encoding="utf-8")


def test_another_language_shows_the_same(open_page: Any) -> None:
    page = open_page()
    page.select_option("#case", "crm")
    page.locator("#question", has_text="CRM").wait_for()
    page.fill("#guess_low", "-5000")
    page.fill("#guess_high", "-1000")
    page.click("#keep_guess")
    page.fill("#scrub", "30")
    page.select_option("#language", "de")
    page.wait_for_selector("html[lang=de] #guess_again")
    assert page.input_value("#case") == "crm"
    assert page.input_value("#scrub") == "30"
    assert "-\u20605.000" in page.inner_text(".kept span")


def test_a_question_not_answered_yet_is_asked_in_another_language_too(open_page: Any) -> None:
    page = open_page()
    page.select_option("#language", "de")
    page.wait_for_selector("html[lang=de] #keep_guess")


def test_a_guess_beyond_the_scale_is_drawn_where_it_is(open_page: Any) -> None:
    page = open_page(viewport={"width": 900, "height": 900})
    scale = page.locator("#guess_chart text").all_inner_texts()
    page.fill("#guess_high", "900000")
    assert page.locator("#guess_chart text").all_inner_texts() != scale
    chart = page.locator("#guess_chart svg")
    box = chart.bounding_box()
    # The pointer draws where it is, also where the plane is narrower than its place.
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 20, box["y"] + box["height"] / 2)
    page.mouse.up()
    line = page.locator("#guess_chart path").bounding_box()
    assert line["x"] + line["width"] == pytest.approx(box["x"] + box["width"] / 2 + 20, abs=25)


def test_the_twin_that_leads_is_named(open_page: Any) -> None:
    page = open_page()
    page.fill("#guess_low", "500000")
    page.fill("#guess_high", "900000")
    page.click("#keep_guess")
    page.fill("#scrub", "60")
    lead = page.inner_text("#chart_value .now")
    words = page.inner_text("#result .verdict")
    assert "It does worse" in words
    leader, sum_ = ("second", lead.lstrip("-\u2060")) if lead[0] == "-" else ("first", lead[2:])
    assert f"the {leader} twin leads by {sum_}" in words


def test_the_notebook_code_gives_the_numbers_on_the_screen(open_page: Any) -> None:
    page = open_page()
    begin(page)
    page.fill("#scrub", "60")
    page.click("#open_notebook")
    found: dict[str, Any] = {}
    exec(page.inner_text("#notebook_code"), found)
    last = found["series"]["npv"].unstack("twin").iloc[-1]
    shown = [f"€{abs(round(value)):,}" for value in last[["first", "second"]]]
    assert [text.lstrip("-") for text in amounts(page)] == shown


def test_everything_is_reached_by_keyboard(open_page: Any) -> None:
    page = open_page()
    begin(page)
    page.locator("body").press("ArrowRight")
    assert month(page) == 1
    page.locator("body").press("End")
    assert month(page) == 60
    page.locator("body").press("Home")
    page.focus("#scrub")
    page.keyboard.press("ArrowRight")
    assert month(page) == 1


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
def test_no_width_scrolls_sideways_and_axe_finds_nothing_serious(
    open_page: Any, width: int, height: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(viewport={"width": width, "height": height}, bypass_csp=True)
    found = serious(Axe().run(page))
    begin(page)
    page.fill("#scrub", "40")
    page.locator("#story_1 summary").first.click()
    page.locator("#more > summary").click()
    found += serious(Axe().run(page))
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def serious(result: Any) -> list[str]:
    return [
        f"{item['id']}: {node['html'][:160]}"
        for item in result.response["violations"]
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]
