"""The mutation check itself: it breaks rules and nothing else, and misses no way to fail."""

from __future__ import annotations

import ast
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cosmic_ray", reason="breaking rules needs the development environment")

from rule_mutations import Break, Place, break_at, places_in, rule_files

ROOT = Path(__file__).parents[2]
FORKS = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")


def _places_of(tmp_path: Path, source: str) -> dict[tuple[str, int], Break]:
    """Return the breaks of one module by operator and line."""
    (tmp_path / "sim").mkdir()
    path = tmp_path / "sim" / "rules.py"
    path.write_text(source, encoding="utf-8")
    found = [break_at(place, tmp_path) for place in places_in(path, tmp_path)]
    return {(item.place.operator, item.place.line): item for item in found}


SOURCE = '''
LIMIT = 1 + 1

@rule
def first(table, row, p):
    """Add 1 + 1."""
    if table.load[row] < p.limit:
        return table.load[row] * 2.0
    return p.parameters[0] - 1

def no_rule(x):
    return x + 1
'''


def test_places_are_those_in_the_bodies_of_rules(tmp_path: Path) -> None:
    found = _places_of(tmp_path, SOURCE)
    assert {line for _, line in found} == {7, 8, 9}
    assert {item.place.rule for item in found.values()} == {"first"}
    assert found["ReplaceBinaryOperator_Mul_Div", 8].after == "return table.load[row] / 2.0"
    assert found["ReplaceComparisonOperator_Lt_GtE", 7].after == "if table.load[row] >= p.limit:"
    assert found["ShiftIndex", 8].after == "return table.load[row - 1] * 2.0"


def test_the_only_row_of_a_table_is_no_place(tmp_path: Path) -> None:
    found = _places_of(tmp_path, SOURCE)
    assert found["NumberReplacer", 9].after.startswith("return p.parameters[0] - ")


def _parts(source: str) -> list[str]:
    return [ast.dump(node) for node in ast.parse(source).body]


def test_breaks_of_the_model_change_one_rule_and_nothing_else() -> None:
    files = rule_files(ROOT)
    assert len(files) > 20
    places = [place for path in files for place in places_in(path, ROOT)]
    assert len(places) > 5000
    for place in random.Random(3).sample(places, 25):
        original = (ROOT / place.path).read_text(encoding="utf-8")
        broken = break_at(place, ROOT).source
        names = [getattr(node, "name", "") for node in ast.parse(original).body]
        pairs = zip(names, _parts(original), _parts(broken), strict=True)
        assert [name for name, one, other in pairs if one != other] == [place.rule]


def test_nothing_to_break_is_an_error() -> None:
    place = Place("sim/market.py", "monthly", 1, "ShiftIndex", 10_000)
    with pytest.raises(ValueError, match="nothing to break"):
        break_at(place, ROOT)


BROKEN_MONTH = """
from pathlib import Path
from rule_mutations import break_at, places_in, put_in_force
import sim.market, sim.vendors
root = Path({root!r})
before = sim.market.monthly(1.2)
place = next(place for place in places_in(root / "sim/market.py", root) if place.rule == "monthly")
put_in_force(break_at(place, root))
assert sim.market.monthly(1.2) != before
"""


def test_a_break_in_force_changes_what_a_rule_returns() -> None:
    path = os.pathsep.join([str(ROOT / "tests/mutation"), str(ROOT)])
    finished = subprocess.run(
        [sys.executable, "-c", BROKEN_MONTH.format(root=str(ROOT))],
        env={**os.environ, "PYTHONPATH": path, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr


NOTHING = Break(Place("", "", 0, "", 0), "", "", "")


def _says(caught_by: str | None) -> Any:
    def child(broken: Break, recorded: Any, answer: Any) -> None:
        answer.send(caught_by)

    return child


def _dies(broken: Break, recorded: Any, answer: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _never_ends(broken: Break, recorded: Any, answer: Any) -> None:
    time.sleep(600)


@FORKS
@pytest.mark.parametrize("word", ["docking", None])
def test_what_the_process_found_is_the_verdict(word: str | None) -> None:
    from trying import try_break

    assert try_break(NOTHING, {}, child=_says(word)).caught_by == word


@FORKS
def test_a_break_that_kills_or_never_ends_counts_as_noticed() -> None:
    from trying import try_break

    assert try_break(NOTHING, {}, child=_dies).caught_by == "the process ended with -9"
    hung = try_break(NOTHING, {}, limit=0.3, child=_never_ends)
    assert hung.caught_by == "no end"
    assert hung.seconds < 60
