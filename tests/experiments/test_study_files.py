"""Mistakes that people make in study files are answered with sentences, never otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_study import STUDY

from experiments.studies import Study, load_study, shipped_studies
from sim.scenario_files import Problem, ScenarioError
from sim.scenario_files.shipped import shipped_folder

# Blocks of a study file, a line of dashes, and the sentences it is answered with.
GALLERY = (Path(__file__).parent / "study_mistakes.txt").read_text(encoding="utf-8")
MISTAKES = [block.split("----\n") for block in GALLERY.split("====\n")]


def complaints(folder: Path, content: str | bytes) -> list[str]:
    path = folder / "mine.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ScenarioError) as caught:
        load_study("mine.toml")
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("text", "sentences"), MISTAKES, ids=[s for _, s in MISTAKES])
def test_a_mistake_is_answered_with_exact_sentences(
    tmp_path: Path, text: str, sentences: str
) -> None:
    assert "".join(f"{line}\n" for line in complaints(tmp_path, text)) == sentences


def test_all_problems_of_a_file_are_listed_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = """\
titel = "My study"
arms = ["aligned", "misaligned"]
outcomes = ["nvp"]

[design]
kind = "factorial"
size = "ten"

[factors]
market.turbulense = [0, 1]

[replication]
pairs = 0
"""
    assert [line.split(": ")[0] for line in complaints(tmp_path, text)] == [
        f"mine.toml, line {number}" for number in (1, 3, 7, 10, 13)
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        'arms = ["aligned", "misalinged"]',
        'arms = ["aligned"]',
        "arms = 3",
        "arms = {}",
        'arms = {a = {policy = "alinged"}, b = {policy = "misaligned"}}',
        'arms = {a = {policy = 3}, b = {policy = "misaligned"}}',
        'arms = {aligned = {set = {"firms.count" = -1}}, misaligned = {}}',
        "set = {firms.count = -1}",
        "set = {firms.cuont = 1}",
    ],
)
def test_wrong_arms_and_settings_do_not_hide_wrong_factors(tmp_path: Path, wrong: str) -> None:
    text = f"""\
{wrong}
design.kind = "factorial"
factors.market.turbulense = [0, 1]
factors.market.competition = [0, 99]
"""
    found = complaints(tmp_path, text)
    assert {line.split(": ")[0] for line in found} == {
        f"mine.toml, line {number}" for number in (1, 3, 4)
    }
    assert "did you mean market.turbulence?" in "".join(found)


def test_a_wrong_factor_does_not_hide_that_the_design_lacks_a_size(tmp_path: Path) -> None:
    text = 'outcomes = ["nvp"]\ndesign.kind = "sobol"\nfactors.market.turbulense = [0, 1]\n'
    found = complaints(tmp_path, text)
    assert [line.split(": ")[0] for line in found] == [f"mine.toml, line {n}" for n in (1, 2, 3)]


def test_a_study_that_is_not_there_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(ScenarioError, match="did you mean studies/turbulence"):
        load_study("studies/turbulance")


@pytest.mark.parametrize("name", shipped_studies())
def test_a_shipped_study_is_sound_and_asks_a_question(name: str) -> None:
    study = load_study(name)
    assert study.title
    assert study.question.endswith("?")
    assert study.cells > 1
    assert study.path is not None
    assert study.path.read_text(encoding="utf-8").startswith("# ")


PIECES = [
    "[", "]", "{", "}", "=", ".", ",", '"', "\n", "#", "\x00", "0", "-1", "nan", "inf", "1e999",
    "true", "9" * 400, "1979-05-27",
    "[factors]\n", "[design]\n", "[[design.cells]]\n", "[arms.x]\n",
    "[replication]\n", "[set]\n", "arms = 1\n", 'kind = "sobol"\n', "size = 3\n", "{ low = 0 }",
    '"*" = {}\n', '"run.*" = {}\n', "mix = { aligned = 1 }\n", "scenario = {}\n", "cells = [{}]\n",
    'scale = "log"\n', "overrides = [1]\n", "policies = {}\n", "half_width = 1\n", "sets = {}\n",
    "scenarios = {}\n", "choices = [[1], 2]\n", "levels = 1\n", 'extends = "default"\n',
]  # fmt: skip
SOURCES = [
    STUDY,
    *(
        (shipped_folder() / f"{name}.toml").read_text(encoding="utf-8")
        for name in ("studies/turbulence", "studies/indices")
    ),
    'arms = { a = { policy = "aligned" }, b = { scenario = "regimes/clear", set = {} } }\n'
    '[factors]\nregime = { scenarios = ["regimes/clear", "regimes/complex"] }\n'
    "culture = { sets = { open = { biases.managers.hype = 0 }, loud = {} } }\n"
    'arms.a.policy = ["aligned", "frugal"]\n[design]\nkind = "one_at_a_time"\n',
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    text = draw(st.sampled_from(SOURCES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 10, 100])))
        piece = draw(st.sampled_from(PIECES) | st.text(max_size=5))
        text = text[:start] + piece + text[end:]
    return text.encode("utf-8", "surrogatepass")


def loaded_or_refused(path: Path, overrides: list[str]) -> Study | None:
    problems: Sequence[Problem] = ()
    try:
        return load_study(path, overrides)
    except ScenarioError as error:
        problems = error.problems
    assert problems
    for problem in problems:
        assert str(problem).isprintable()
        assert len(str(problem)) < 2_000
    return None


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(content=mutated())
def test_a_mutated_study_is_loaded_or_refused_with_sentences(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    study = loaded_or_refused(path, [])
    if study is not None:
        study.recipe.build(study.values(study.cells - 1))


@settings(max_examples=60)
@given(
    key=st.sampled_from(["replication.pairs", "design", "factors.market.turbulence", "set", "mix"])
    | st.text(max_size=8),
    value=st.text(max_size=12) | st.sampled_from(PIECES),
)
def test_any_override_of_a_study_is_applied_or_refused_with_sentences(key: str, value: str) -> None:
    loaded_or_refused(Path("studies/turbulence"), [f"{key}={value}"])
