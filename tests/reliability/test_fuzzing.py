"""Whatever a file holds: it is taken in, or refused in words; never anything else."""

from __future__ import annotations

import pytest
from formats import FORMATS, Format
from fuzzing import as_table, fuzz

INPUTS = 2_000


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_a_broken_file_is_taken_in_or_refused_in_words(kind: Format) -> None:
    tally = fuzz(kind, range(round(INPUTS * kind.share)), seed=2)
    assert not tally.crashes, "\n".join(as_table([tally]))
    assert tally.accepted + tally.refused == tally.inputs
    assert tally.refused > 0


def test_an_error_of_another_kind_is_counted_as_a_crash() -> None:
    def stumble(folder: object) -> None:
        if tally_started:
            raise ZeroDivisionError("stumbled")
        tally_started.append(True)

    tally_started: list[bool] = []
    kind = Format("stumbling", lambda folder: {"a": [b"a"]}, stumble, (ValueError,), 1.0)
    tally = fuzz(kind, range(3))
    assert tally.crashes.total() == 3
    assert "ZeroDivisionError at test_fuzzing.py" in next(iter(tally.crashes))
