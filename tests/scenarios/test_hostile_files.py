"""Whatever a file holds: a scenario, or a ScenarioError with sentences; never anything else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario_files import Problem, ScenarioError, load_scenario, shipped_scenarios
from sim.scenario_files.shipped import shipped_folder

SOURCES = [
    (shipped_folder() / f"{name}.toml").read_text(encoding="utf-8")
    for name in ("default", "policies", "shop_without_stock", "regimes/disorder")
] + [
    'extends = "default"\n[[overrides]]\npolicy = "siloed"\nfunction = "sales"\n'
    "practices = { monitoring = 0.5 }\nmanagers = { hype = 0.1 }\n[mix]\naligned = 1\n"
]
PUNCTUATION = ["[", "]", "{", "}", "=", ".", ",", '"', "'", "\n", "#", "\x00", "\r", "\ufeff"]
VALUES = ["0", "-", "nan", "-inf", "1e999", "true", "9" * 400, "1979-05-27T07:32:00Z", "\u2028"]
STATEMENTS = [
    "overrides = 3\n",
    "overrides = [1, {}, []]\n",
    "[[overrides]]\n",
    "[case]\n",
    "case = []\n",
    "[[case.systems]]\n",
    "case.systems = [{}, 1]\n",
    "policies = 1\n",
    "[policies]\naligned = 1\n",
    '[policies.""]\n',
    "mix = []\n",
    'mix = { "" = 1 }\n',
    "comparison = { arms = 1 }\n",
    "[comparison]\narms = []\n",
    'extends = "default"\n',
    'extends = ["default", "policies", "mine.toml"]\n',
]
SNIPPETS = st.sampled_from(PUNCTUATION + VALUES + STATEMENTS)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    text = draw(st.sampled_from(SOURCES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 10, 200])))
        text = text[:start] + draw(SNIPPETS | st.text(max_size=6)) + text[end:]
    return text.encode("utf-8", "surrogatepass")


def accept_or_refuse(path: Path, overrides: list[str]) -> None:
    problems: Sequence[Problem] | None = None
    try:
        load_scenario(path, overrides)
    except ScenarioError as error:
        problems = error.problems
    assert problems is None or len(problems) > 0
    for problem in problems or ():
        assert str(problem).isprintable()
        assert len(str(problem)) < 2_000
        assert problem.line is None or problem.line >= 1


@settings(
    max_examples=400,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(content=mutated())
def test_a_mutated_file_is_loaded_or_refused_with_sentences(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    accept_or_refuse(path, [])


@settings(max_examples=200)
@given(
    key=st.sampled_from(["market", "run.months", "mix", "policies.aligned", "overrides", "case"])
    | st.text(max_size=8),
    value=st.text(max_size=12) | SNIPPETS,
)
def test_any_override_is_applied_or_refused_with_sentences(key: str, value: str) -> None:
    accept_or_refuse(Path("default"), [f"{key}={value}"])


@settings(max_examples=100)
@given(st.text(max_size=20))
def test_any_name_is_found_or_refused(name: str) -> None:
    if name not in shipped_scenarios():
        with pytest.raises(ScenarioError):
            load_scenario(f"no-such-folder/{name}\x01")
