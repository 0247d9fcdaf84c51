"""Lessons are whole, set the page up, print as two sheets, and stay true to the model."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest

from experiments.classroom import page_files
from experiments.classroom.futures import futures
from experiments.classroom.settings import read_setting
from experiments.classroom.twins import plan, prepare_market, run_arm, treated_firms

LESSONS = ("misalignment", "fashion", "sunk_cost", "silos", "not_pay")
PARTS = ("title", "goal", "steps", "questions", "answers", "cannot")


def page_text(name: str) -> str:
    return page_files.all_files()[name].decode()


SETUPS: dict[str, dict[str, Any]] = json.loads(
    page_text("lesson_setups.js").split("export default ")[1].rstrip().rstrip(";")
)
ALL_SETUPS = [(lesson, name) for lesson, found in SETUPS.items() for name in found]


def languages() -> list[str]:
    return [name for name in page_files.all_files() if re.fullmatch(r"lessons_\w+\.js", name)]


@pytest.mark.parametrize("name", languages())
def test_every_language_has_all_parts_of_all_lessons(name: str) -> None:
    text = page_text(name)
    assert tuple(re.findall(r'^  "(\w+)": \{', text, re.M)) == LESSONS == tuple(SETUPS)
    assert tuple(re.findall(r"^    (\w+):", text, re.M)) == PARTS * len(LESSONS)
    used = re.findall(r'setup: "(\w+)"', text)
    assert used == [setup for _, setup in ALL_SETUPS]


@pytest.mark.parametrize("name", languages())
def test_every_language_tells_the_same_numbers(name: str) -> None:
    def numbers(name: str) -> list[list[str]]:
        told = re.split(r'^  "\w+": \{', page_text(name), flags=re.M)
        found = (re.findall(r"\d[\d.,]*", text) for text in told)
        return [sorted(re.sub("[.,]", "", item) for item in items) for items in found]

    assert numbers(name) == numbers("lessons_en.js")


@pytest.mark.parametrize(("lesson", "setup"), ALL_SETUPS)
def test_futures_come_out_as_the_lesson_says(lesson: str, setup: str) -> None:
    low, high = SETUPS[lesson][setup]["ahead"]
    setting = read_setting(SETUPS[lesson][setup]["setting"])
    worlds = [world for batch in futures(setting, 60) for world in batch["worlds"]]
    ahead = np.mean([world["arms"][0]["npv"] > world["arms"][1]["npv"] for world in worlds])
    assert low <= ahead <= high


def test_alignment_is_mostly_behind_after_two_years_and_mostly_ahead_after_five() -> None:
    planned = plan(read_setting(SETUPS["not_pay"]["early"]["setting"]))
    leads = np.array([_lead(planned, seed) for seed in range(2, 32)])
    assert (leads[:, 24] > 0).mean() < 0.4
    assert (leads[:, 36] > 0).mean() < 0.55
    assert (leads[:, 60] > 0).mean() > 0.75


def _lead(planned: Any, seed: int) -> Any:
    prepared = prepare_market(planned, seed)
    courses: list[list[float]] = [[], []]
    for arm, course in enumerate(courses):

        def watch(world: Any, course: list[float] = course) -> None:
            course.append(float(np.asarray(world.measures)[treated_firms(world)]["npv"].mean()))

        run_arm(prepared, planned, arm, watch)
    return np.subtract(*courses)


def test_a_lesson_sets_the_page_up_and_asks_for_a_guess(open_page: Any) -> None:
    page = open_page()
    page.click("#skip_guess")
    page.click("#lesson_silos > summary")
    page.click("#set_silos_plan")
    page.wait_for_selector("#keep_guess")
    assert "lets each department decide alone, with changes" in page.inner_text("#head_0")
    page.click("#lesson_not_pay > summary")
    page.click("#set_not_pay_nothing")
    page.wait_for_selector("#head_1:has-text('buys nothing')")
    assert page.input_value("#case") == "default"


def test_a_lesson_prints_as_two_sheets_with_the_answers_on_their_own(open_page: Any) -> None:
    page = open_page()
    page.evaluate("window.print = () => {}")
    page.click("#lesson_sunk_cost > summary")
    page.click("#print_sunk_cost")
    page.emulate_media(media="print")
    pupils, teacher = page.locator("#sheets article").all()
    assert "What changes when both look" in pupils.inner_text()
    assert "Who never reviews" not in pupils.inner_text()
    assert "Who never reviews" in teacher.inner_text()
    assert not page.is_visible("#twins")
    assert page.pdf().count(b"/Type /Page\n") == 2
