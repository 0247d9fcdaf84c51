"""All words of the page stand in one file, and none of them is missing."""

from __future__ import annotations

import re

import pytest

from experiments.classroom import page_files
from experiments.classroom.controls import FIRST_CONTROLS, catalogue

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
    assert set(translated) == set(english)
    assert len(texts(name)) == len(set(texts(name)))
    for key, places in english.items():
        assert translated[key] == places, key


def test_every_language_is_listed() -> None:
    listed = re.search(r"LANGUAGES = \{ ([\w, ]+) \}", page_files.all_files()["text.js"].decode())
    written = {
        re.findall(r"^text_(\w+)\.js$", name)[0]
        for name in page_files.all_files()
        if name.startswith("text_")
    }
    assert listed is not None
    assert set(listed[1].split(", ")) == written


def test_every_case_has_a_name_and_a_question() -> None:
    for case in catalogue()["cases"]:
        assert f"case.{case['name']}" in texts()
        assert f"question.{case['name']}" in texts()


def test_three_sliders_come_first_and_every_slider_is_declared() -> None:
    controls = {item["key"]: item for item in catalogue()["controls"]}
    assert len(FIRST_CONTROLS) == 3
    assert set(FIRST_CONTROLS) <= set(controls)
    assert all(item["source"] and item["meaning"] and item["unit"] for item in controls.values())
