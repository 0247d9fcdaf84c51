"""The class page: one file with sliders over futures that were run beforehand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.classroom.controls import FIRST_CONTROLS
from experiments.classroom.futures import futures
from experiments.classroom.page_files import class_page_html
from experiments.classroom.settings import Setting, read_setting
from experiments.classroom.surface import LEVELS, response_surface
from experiments.command_line.application import invoke

COUNT = 3


@pytest.fixture(scope="module")
def surface(shop: Setting) -> dict[str, Any]:
    return response_surface(shop, COUNT)


def test_every_position_of_the_sliders_has_its_futures(surface: dict[str, Any]) -> None:
    assert [item["key"] for item in surface["sliders"]] == list(FIRST_CONTROLS)
    assert len(surface["cells"]) == LEVELS ** len(FIRST_CONTROLS)
    for cell in surface["cells"]:
        assert len(cell["leads"]) == COUNT
        assert cell["low"] <= cell["mean"] <= cell["high"]
        assert abs(cell["mean"] - np.mean(cell["leads"])) <= 51
    assert len({cell["mean"] for cell in surface["cells"]}) > 10


def test_a_position_holds_what_the_classroom_finds_at_that_setting(
    surface: dict[str, Any],
) -> None:
    at = (1, 3, 2)
    values = {
        item["key"]: item["levels"][place]
        for item, place in zip(surface["sliders"], at, strict=True)
    }
    second = {"policy": "misaligned", "values": values}
    setting = {"case": "shop", "seed": 7, "arms": [{"policy": "aligned", "values": {}}, second]}
    worlds = [w for batch in futures(read_setting(setting), COUNT) for w in batch["worlds"]]
    leads = [world["arms"][0]["npv"] - world["arms"][1]["npv"] for world in worlds]
    cell = surface["cells"][np.ravel_multi_index(at, (LEVELS,) * 3)]
    assert cell["mean"] == round(np.mean(leads))
    assert cell["leads"] == [round(lead / 100) * 100 for lead in leads]


def test_sliders_start_next_to_what_the_second_twin_does(
    surface: dict[str, Any], shop: Setting
) -> None:
    fit = surface["sliders"][0]
    own = shop.base().policies["misaligned"].fit_evaluation
    assert abs(fit["levels"][fit["first"]] - own) == min(abs(x - own) for x in fit["levels"])


def test_without_reviews_there_is_no_decision_that_sunk_cost_could_distort(
    surface: dict[str, Any],
) -> None:
    shape = (LEVELS,) * 3
    means = np.array([cell["mean"] for cell in surface["cells"]]).reshape(shape)
    never, always = 0, LEVELS - 1  # fit, reviews, sunk cost: the order of the sliders
    assert (np.ptp(means[:, never], axis=-1) == 0).all()
    assert (np.ptp(means[:, always], axis=-1) > 0).any()


def test_the_page_answers_from_disk_alone(
    surface: dict[str, Any], open_page: Any, tmp_path: Path
) -> None:
    path = tmp_path / "class.html"
    path.write_text(class_page_html(surface), encoding="utf-8")
    page = open_page(path.as_uri(), ready="#class_reveal")
    assert page.locator("#class_answer").is_hidden()
    page.locator("#class_ahead").fill("2")
    page.click("#class_reveal")
    first = surface["cells"][_row([item["first"] for item in surface["sliders"]])]
    ahead = sum(lead > 0 for lead in first["leads"])
    assert f"in {ahead} of {COUNT} futures" in page.locator("#class_sentence").inner_text()
    assert (
        f"You guessed 2 of {COUNT}; it is {ahead}." in page.locator("#class_verdict").inner_text()
    )
    assert page.locator("#class_curves figure").count() == 3
    before = page.locator("#class_curves").inner_html()
    page.locator("#class_1").fill("4")
    assert page.locator("#class_curves").inner_html() != before
    assert page.locator("#class_verdict").count() == 0
    marks = page.locator("#class_answer circle, #class_answer rect").count()
    assert marks == COUNT


def test_the_page_speaks_german_and_nothing_serious_is_found(
    surface: dict[str, Any], open_page: Any, tmp_path: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "class.html"
    path.write_text(class_page_html(surface), encoding="utf-8")
    page = open_page(
        path.as_uri(), ready="#class_reveal", locale="de-DE", viewport={"width": 390, "height": 844}
    )
    assert "Prüfungen abgehalten. Einheit: Anteil" in page.inner_text("#class_about_1")
    page.click("#class_reveal")
    assert "Die Antwort des Modells" in page.locator("#class_answer").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(page).response["violations"]
    assert [item["id"] for item in found if item["impact"] in ("serious", "critical")] == []


def _row(at: list[int]) -> int:
    return int(np.ravel_multi_index(at, (LEVELS,) * len(at)))


def test_the_command_writes_one_file_that_says_how_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surface: dict[str, Any]
) -> None:
    asked = []

    def small(start: Setting, count: int, progress: Any) -> dict[str, Any]:
        asked.append((start.case, start.seed, count))
        return surface

    monkeypatch.setattr("experiments.classroom.surface.response_surface", small)
    path = tmp_path / "new" / "class.html"
    arguments = ["classroom", "--case", "shop", "--class-page", str(path), "--futures", "3"]
    assert invoke(arguments) == 0
    assert asked == [("shop", 7, 3)]
    inlined = re.search(r'id="inlined">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)
    assert inlined is not None
    assert json.loads(inlined[1])["cells"] == surface["cells"]
    assert [item.name for item in path.parent.iterdir()] == ["class.html"]


@pytest.mark.parametrize("name", ["class.txt", "folder.html"])
def test_a_name_that_is_no_page_is_refused_before_anything_is_run(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.html").mkdir()
    assert invoke(["classroom", "--class-page", str(tmp_path / name)]) == 2
    assert "smbsim: " in capsys.readouterr().err


def test_a_number_of_futures_without_a_class_page_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert invoke(["classroom", "--futures", "3"]) == 2
    assert "--futures belongs to --class-page" in capsys.readouterr().err
