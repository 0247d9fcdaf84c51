"""All words of the page stand in one file, and none of them is missing."""

from __future__ import annotations

import re

import pytest

from experiments.classroom import page_files
from experiments.classroom.controls import FIRST_CONTROLS, catalogue
from sim.parameters import FUNCTIONS
from sim.story import LANGUAGES
from sim.story.names import department_name

# What a language says that English takes from the declarations of parameters.
DECLARED = ("meaning.", "unit.", "source.")
CITATION = re.compile(r"\b(19|20)\d\d\b")
USED = re.compile(r"""\bt\("([\w.]+)"[,)]""")
KEY = re.compile(r'"([^"\n]+)": "')


def texts(name: str = "text_en.js") -> list[str]:
    return KEY.findall(page_files.all_files()[name].decode())


def filled(name: str) -> dict[str, list[str]]:
    """Return the placeholders of each text of a language."""
    found = re.findall(r'"([^"\n]+)": "([^"\n]*)"', page_files.all_files()[name].decode())
    return {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in found}


def modules() -> dict[str, str]:
    files = page_files.all_files()
    return {
        name: content.decode()
        for name, content in files.items()
        if name.endswith(".js") and not name.startswith("text_")
    }


def test_every_text_that_is_named_is_written() -> None:
    named = {key for source in modules().values() for key in USED.findall(source)}
    assert len(named) > 80
    assert named - set(texts()) == set()


def test_no_text_is_written_twice() -> None:
    assert len(texts()) == len(set(texts()))


@pytest.mark.parametrize("name", ["text_de.js"])
def test_a_translation_has_every_text_with_its_placeholders(name: str) -> None:
    english, translated = filled("text_en.js"), filled(name)
    assert {key for key in translated if not key.startswith(DECLARED)} == set(english)
    assert len(texts(name)) == len(set(texts(name)))
    for key, places in english.items():
        assert translated[key] == places, key


@pytest.mark.parametrize("name", ["text_de.js"])
def test_a_translation_explains_every_slider_and_nothing_else(name: str) -> None:
    controls = catalogue()["controls"]
    sources = {part for item in controls for part in item["source"].split("; ")}
    wanted = {f"meaning.{item['key']}" for item in controls}
    wanted |= {f"unit.{item['unit']}" for item in controls}
    written = {key for key in filled(name) if key.startswith(DECLARED)}
    assert {key for key in written if not key.startswith("source.")} == wanted
    translated = {key.removeprefix("source.") for key in written if key.startswith("source.")}
    assert translated <= sources
    assert all(CITATION.search(part) for part in sources - translated)


def test_departments_are_called_in_german_as_in_the_stories() -> None:
    source = page_files.all_files()["text_de.js"].decode()
    shown = dict(re.findall(r'"department\.([^"]+)": "([^"]+)"', source))
    for function in range(len(FUNCTIONS)):
        german = department_name(function, LANGUAGES["de"])
        assert shown[department_name(function)] == german


def test_every_slider_and_every_way_of_choosing_has_a_name() -> None:
    known = catalogue()
    names = {f"control.{item['key'].split('.')[1]}" for item in known["controls"]}
    names |= {f"policy.{name}" for name in known["policies"]}
    names |= {f"regime.{name}" for name in known["regimes"]}
    assert names - set(texts()) == set()


def test_every_language_is_listed() -> None:
    listed = re.search(r"LANGUAGES = \{ ([\w, ]+) \}", page_files.all_files()["text.js"].decode())
    written = {
        re.findall(r"^text_(\w+)\.js$", name)[0]
        for name in page_files.all_files()
        if name.startswith("text_")
    }
    assert listed is not None
    assert set(listed[1].split(", ")) == written == set(LANGUAGES)


def test_every_case_has_a_name_and_a_question() -> None:
    for case in catalogue()["cases"]:
        assert f"case.{case['name']}" in texts()
        assert f"question.{case['name']}" in texts()


def test_three_sliders_come_first_and_every_slider_is_declared() -> None:
    controls = {item["key"]: item for item in catalogue()["controls"]}
    assert len(FIRST_CONTROLS) == 3
    assert set(FIRST_CONTROLS) <= set(controls)
    assert all(item["source"] and item["meaning"] and item["unit"] for item in controls.values())
