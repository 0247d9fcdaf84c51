"""Handing broken files to the program and counting how it ends."""

from __future__ import annotations

import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from formats import FORMATS, Format, restore, write_input

__all__ = ["LONGEST_MESSAGE", "LONGEST_SECONDS", "Tally", "as_table", "fuzz", "run_piece"]

LONGEST_MESSAGE = 20_000
"""Characters that all sentences about one file may have together."""

LONGEST_SECONDS = 5.0
"""Processor time that one file may take."""


@dataclass
class Tally:
    """How the inputs of one format ended.

    ``crashes`` counts by what was raised where; ``first`` holds for each the number of the first
    such input and what it said. ``slowest`` is in seconds of processor time.
    """

    name: str
    inputs: int = 0
    accepted: int = 0
    refused: int = 0
    slowest: float = 0.0
    crashes: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def crash(self, number: int, kind: str, words: str) -> None:
        """Count an input that ended in another way than it should."""
        self.crashes[kind] += 1
        self.first.setdefault(kind, f"input {number}: {words}")


def fuzz(kind: Format, numbers: range, seed: int = 1) -> Tally:
    """Hand the broken files of these numbers to the program.

    Parameters
    ----------
    kind
        Format of the files.
    numbers
        Which broken files; each depends on its number and the seed alone.
    seed
        Seed of all.
    """
    tally = Tally(kind.name)
    with TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("error")
        folder = Path(place)
        valid = kind.prepare(folder)
        for name in valid:
            restore(valid, folder, name)
        kind.take_in(folder)
        for number in numbers:
            name = write_input(valid, folder, Random(f"{seed} {kind.name} {number}"))
            before = sorted(folder.rglob("*"))
            _take_in(kind, folder, number, tally)
            if sorted(folder.rglob("*")) != before:
                tally.crash(number, "wrote files", "reading left files behind")
            restore(valid, folder, name)
    return tally


def run_piece(piece: tuple[str, range], seed: int) -> Tally:
    """Fuzz the files of these numbers of the format of this name."""
    name, numbers = piece
    return fuzz(next(item for item in FORMATS if item.name == name), numbers, seed)


def _take_in(kind: Format, folder: Path, number: int, tally: Tally) -> None:
    tally.inputs += 1
    start = time.process_time()
    try:
        kind.take_in(folder)
        tally.accepted += 1
    except kind.refusals as error:
        tally.refused += 1
        _check_words(str(error), number, tally)
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} at {Path(at.filename).name}:{at.lineno}"
        tally.crash(number, where, str(error)[:200])
    taken = time.process_time() - start
    tally.slowest = max(tally.slowest, taken)
    if taken > LONGEST_SECONDS:
        tally.crash(number, "slow", f"{taken:.0f} s")


def _check_words(words: str, number: int, tally: Tally) -> None:
    """A message is there, is of a length that can be read, and cannot steer a terminal."""
    if not words.strip():
        tally.crash(number, "no message", "the refusal says nothing")
    if len(words) > LONGEST_MESSAGE:
        tally.crash(number, "long message", f"{len(words)} characters")
    if not words.replace("\n", "").isprintable():
        tally.crash(number, "odd signs in the message", ascii(words[:300]))


def as_table(tallies: list[Tally]) -> Iterator[str]:
    """Yield the lines of a table of what was tried, and the first of each kind of crash."""
    yield "| format | inputs | accepted | refused | crashes | slowest |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for item in [*tallies, _total(tallies)]:
        yield (
            f"| {item.name} | {item.inputs:,} | {item.accepted:,} | {item.refused:,} "
            f"| {item.crashes.total()} | {item.slowest:.2f} s |"
        )
    for item in tallies:
        for kind, count in item.crashes.most_common():
            yield f"{item.name}: {count} x {kind}; {item.first[kind]}"


def _total(tallies: list[Tally]) -> Tally:
    total = Tally("all")
    for item in tallies:
        total.inputs += item.inputs
        total.accepted += item.accepted
        total.refused += item.refused
        total.slowest = max(total.slowest, item.slowest)
        total.crashes += item.crashes
    return total
