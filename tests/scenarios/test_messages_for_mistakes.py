"""A gallery of mistakes that people make, with the exact sentence each is answered with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario_files import ScenarioError, load_scenario

D = 'extends = "default"\n'

ONE_MISTAKE = [
    (
        D + "[biases.managers]\nloss_averion = 2",
        "mine.toml, line 3: biases.managers.loss_averion is not a parameter; "
        "did you mean biases.managers.loss_aversion?",
    ),
    (
        D + "\n\n[market]\n\n\nturbulence = 9",
        "mine.toml, line 7: market.turbulence is 9; allowed is 0 to 6 1/year",
    ),
    (
        D + "[market]\nTurbulence = 1",
        "mine.toml, line 3: market.Turbulence is not a parameter; did you mean market.turbulence?",
    ),
    (
        D + "[market]\nmonths = 12",
        "mine.toml, line 3: market.months is not a parameter; did you mean run.months?",
    ),
    (D + "[run]\nzzz = 1", "mine.toml, line 3: run.zzz is not a parameter"),
    (
        D + "[markets]\nturbulence = 1",
        "mine.toml, line 2: markets is not a parameter; did you mean market?",
    ),
    (
        D + 'run.months = "twelve"',
        'mine.toml, line 2: run.months is "twelve"; allowed is a whole number, 1 to 1200 months',
    ),
    (
        D + "run.months = 12.5",
        "mine.toml, line 2: run.months is 12.5; allowed is a whole number, 1 to 1200 months",
    ),
    (
        D + "run.months = true",
        "mine.toml, line 2: run.months is true; allowed is a whole number, 1 to 1200 months",
    ),
    (
        D + "market.turbulence = nan",
        "mine.toml, line 2: market.turbulence is nan; allowed is 0 to 6 1/year",
    ),
    (
        D + "economy.wage = inf",
        "mine.toml, line 2: economy.wage is inf; allowed is 500 to 20000 EUR/month",
    ),
    (
        D + "market.turbulence = 1979-05-27",
        "mine.toml, line 2: market.turbulence is 1979-05-27; allowed is a number, 0 to 6 1/year",
    ),
    (D + "market = 3", "mine.toml, line 2: market is 3; allowed is a table ([market])"),
    (
        D + "[market.turbulence]\nvalue = 1",
        "mine.toml, line 2: market.turbulence is a table; allowed is a number, 0 to 6 1/year",
    ),
    (
        D + "[firms]\ncount = 20\nheadcount_low = 30\nheadcount_high = 20",
        "mine.toml, line 4: firms.headcount_low is 30, above firms.headcount_high, which is 20",
    ),
    (
        D + "[firms]\nheadcount_high = 9",
        "mine.toml, line 3: firms.headcount_low is 10, above firms.headcount_high, which is 9",
    ),
    (
        D + '[comparison]\narms = ["alinged", "misaligned"]',
        'mine.toml, line 3: comparison.arms names "alinged", which is not a policy; '
        "did you mean aligned?",
    ),
    (
        D + '[comparison]\narms = ["aligned", "aligned"]',
        'mine.toml, line 3: comparison.arms names "aligned" more than once',
    ),
    (
        D + "[mix]\nalligned = 1",
        'mine.toml, line 3: mix names "alligned", which is not a policy; did you mean aligned?',
    ),
    (D + "[mix]\naligned = -1", "mine.toml, line 3: mix.aligned is -1; allowed is 0 or more"),
    (D + "[mix]\naligned = 0", "mine.toml, line 2: mix gives no policy a share above 0"),
    (
        D + "[policies.mine]\ngoal-clarity = 0.3",
        "mine.toml, line 3: policies.mine.goal-clarity is not a parameter; "
        "did you mean policies.mine.goal_clarity?",
    ),
    (
        D + '[[overrides]]\npolicy = "siled"',
        'mine.toml, line 3: overrides names "siled", which is not a policy; did you mean siloed?',
    ),
    (
        D + '[[overrides]]\nfunction = "sale"\n',
        'mine.toml, line 3: overrides[0].function is "sale"; allowed is sales, operations, '
        "service, finance or product; did you mean sales?",
    ),
    (
        D + "[[overrides]]\n[[overrides]]\npractices = { monitorng = 0.5 }",
        "mine.toml, line 4: overrides[1].practices.monitorng is not a parameter; "
        "did you mean overrides[1].practices.monitoring?",
    ),
    (
        D + "[[overrides]]\nmanagers = { hype = 2 }",
        "mine.toml, line 3: overrides[0].managers.hype is 2; allowed is 0 to 1",
    ),
    (
        D + '[case]\ngoal = "profit"',
        'mine.toml, line 3: case.goal is "profit"; '
        "allowed is growth, retention, efficiency or innovation",
    ),
    (
        D + "[case.maturity]\nsales = 12",
        "mine.toml, line 3: case.maturity.sales is 12; allowed is 0 to 1",
    ),
    (
        D + '[[case.systems]]\ncategory = "inventory"\nopeness = 0.1',
        "mine.toml, line 4: case.systems[0].openess is not a parameter; "
        "did you mean case.systems[0].openness?",
    ),
    (
        D + "market = { turbulence = 1, turbulence_size = 2 }",
        "mine.toml, line 2: market.turbulence_size is 2; allowed is 0 to 1",
    ),
    (
        "title = 'x'",
        'mine.toml: there are no policies; begin the file with: extends = "default"',
    ),
    (D + "[run]\nmonths = 12\nmonths = 13\n", "mine.toml, line 4: months is given twice"),
    (
        D + "[run]\nmonths = 12\n[run]\nseed = 1",
        "mine.toml, line 4: [run] is given twice",
    ),
    (
        D + "case.goal = growth",
        "mine.toml, line 2: this is not valid TOML: invalid value; "
        'text needs quotes: case.goal = "growth"',
    ),
    (
        D + "market.turbulence = 0,5",
        "mine.toml, line 2: this is not valid TOML: expected newline or end of document after a "
        "statement; write 0.5 with a point",
    ),
    (
        D + "run.months = 1,000",
        "mine.toml, line 2: this is not valid TOML: expected newline or end of document after a "
        "statement; write 1000 without commas; decimals take a point",
    ),
    (
        D + 'title = "My market\nrun.months = 12',
        "mine.toml, line 2: this is not valid TOML: illegal character '\\n'; a text that begins "
        'with " has to end with it on the same line',
    ),
    (
        D + "comparison.arms = []",
        "mine.toml, line 2: comparison.arms is an empty list; allowed is a list of two texts or "
        'more, such as ["aligned", "misaligned"]',
    ),
    (
        D + 'comparison.arms = ["aligned"]',
        "mine.toml, line 2: comparison.arms is a list of 1; allowed is a list of two texts or "
        'more, such as ["aligned", "misaligned"]',
    ),
    (
        D + "market.competition = 70%",
        "mine.toml, line 2: this is not valid TOML: expected newline or end of document after a "
        "statement; write a share: 0.7",
    ),
    (
        D + "market.competition = .7",
        "mine.toml, line 2: this is not valid TOML: invalid value; write 0.7",
    ),
    (
        D + "title = \u201cMy market\u201d",
        'mine.toml, line 2: this is not valid TOML: invalid value; use straight quotes: "',
    ),
    (
        D + "[market\nturbulence = 1",
        "mine.toml, line 2: this is not valid TOML: expected ']' at the end of a table declaration",
    ),
    (
        'extends = "defualt"',
        'mine.toml, line 1: extends: no scenario named "defualt" ships; did you mean default?',
    ),
    (
        "extends = 3",
        "mine.toml, line 1: extends is wrong; "
        'allowed is a name or a list of names, such as "default"',
    ),
    (b"\xff\xfet\x00i\x00", "mine.toml, line 1: the text is not UTF-8; save the file as UTF-8"),
    (
        D.encode() + b'title = "caf\xe9"',
        "mine.toml, line 2: the text is not UTF-8; save the file as UTF-8",
    ),
    (b"#" * 1_000_001, "mine.toml: the file is larger than 1 MB; a scenario is not"),
    ("title = " + "[" * 5_000, "mine.toml: lists or tables are nested too deeply"),
    ("run.seed = " + "9" * 5_000, "mine.toml: a number has thousands of digits"),
]


@pytest.mark.parametrize(("text", "sentence"), ONE_MISTAKE, ids=[s for _, s in ONE_MISTAKE])
def test_a_mistake_is_answered_with_one_exact_sentence(
    complaints: Callable[..., list[str]], text: str | bytes, sentence: str
) -> None:
    assert complaints(text) == [sentence]


def test_all_problems_of_a_file_are_listed_at_once_and_in_order(
    complaints: Callable[..., list[str]],
) -> None:
    text = """\
extends = "default"
titel = "My market"
[firms]
headcount_low = 70
[market]
turbulence = 9
[comparison]
arms = ["alinged", "misaligned"]
pairs = 0
[policies.aligned]
monitoring = "often"
"""
    assert complaints(text) == [
        "mine.toml, line 2: titel is not a parameter; did you mean title?",
        "mine.toml, line 4: firms.headcount_low is 70, above firms.headcount_high, which is 60",
        "mine.toml, line 6: market.turbulence is 9; allowed is 0 to 6 1/year",
        'mine.toml, line 8: comparison.arms names "alinged", which is not a policy; '
        "did you mean aligned?",
        "mine.toml, line 9: comparison.pairs is 0; allowed is 1 to 1000000 pairs",
        'mine.toml, line 11: policies.aligned.monitoring is "often"; allowed is a number, 0 to 1',
    ]


def test_a_problem_names_the_extended_file_that_it_stands_in(
    write: Callable[..., object], complaints: Callable[..., list[str]]
) -> None:
    write(D + "[market]\nturbulence = 9", "base.toml")
    assert complaints('extends = "base.toml"\n[run]\nmonths = 0') == [
        "base.toml, line 3: market.turbulence is 9; allowed is 0 to 6 1/year",
        "mine.toml, line 3: run.months is 0; allowed is 1 to 1200 months",
    ]


def test_a_name_of_thousands_of_letters_does_not_fill_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'extends = "default"\n[comparison]\narms = ["{"a" * 50_000}", "aligned"]\n')
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    assert len(str(caught.value)) < 5_000
    assert "mine.toml, line 3: comparison.arms names" in str(caught.value)
