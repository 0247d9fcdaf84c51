from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.scenario_files.key_lines import key_lines

TEXT = """\
title = "x"      # line 1
a.b.c = 1
a.b.d = [1,
  2,
  { x = 5,
    y = 6 }]

[table]  # line 8
long = '''
three
lines'''
k = { p = 1, q.r = 2 }

[deep.down.here]
"odd key" = 15
[[rows]]
v = 17

[rows.sub]
w = 20
[[rows]]
v = 22
"""


def test_every_kind_of_key_has_the_line_it_stands_on() -> None:
    lines = key_lines(TEXT)
    assert lines[("title",)] == 1
    assert lines[("a", "b", "c")] == 2
    assert lines[("a", "b", "d")] == 3
    assert lines[("a", "b", "d", 1)] == 4
    assert lines[("a", "b", "d", 2, "x")] == 5
    assert lines[("a", "b", "d", 2, "y")] == 6
    assert lines[("table",)] == 8
    assert lines[("table", "long")] == 9
    assert lines[("table", "k", "q", "r")] == 12
    assert lines[("deep", "down", "here")] == 14
    assert lines[("deep", "down", "here", "odd key")] == 15
    assert lines[("rows", 0, "v")] == 17
    assert lines[("rows", 0, "sub", "w")] == 20
    assert lines[("rows", 1)] == 21
    assert lines[("rows", 1, "v")] == 22


FILLER = st.lists(st.sampled_from(["", "# remark", "   ", "\t# x = 1"]), max_size=3)
VALUES = st.sampled_from(["1", '"a # b"', "[1,\n 2]", "'''\n\n'''", "{ u = 1, v = [2] }", "true"])


@given(st.lists(st.tuples(FILLER, VALUES, st.booleans()), min_size=1, max_size=8))
def test_lines_hold_whatever_stands_between_the_keys(
    parts: list[tuple[list[str], str, bool]],
) -> None:
    written: list[str] = []
    for number, (filler, value, table) in enumerate(parts):
        written += filler
        written += [f"[t{number}]"] if table else []
        written.append(f"key{number} = {value}  # remark")
    text = "\n".join(written)
    lines = key_lines(text)
    keys = {path[-1]: line for path, line in lines.items() if str(path[-1]).startswith("key")}
    assert len(keys) == len(parts)
    for key, line in keys.items():
        assert text.split("\n")[line - 1].startswith(f"{key} =")
