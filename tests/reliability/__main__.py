"""Hand many broken files of every format to the program and print how it ends.

    python tests/reliability --inputs 100000
    python tests/reliability --format scenario --inputs 2000 --seed 2
    python tests/reliability --format scenario --only 1234      one input again, with its number

Every broken file depends on seed, format and number alone. The exit code is 1 when anything but
a clear refusal was raised.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "experiments"), str(Path(__file__).parents[2])]

from formats import FORMATS, Format  # noqa: E402
from fuzzing import Tally, as_table, fuzz, run_piece  # noqa: E402

_PIECE = 1_000


def pieces(chosen: list[Format], inputs: int) -> list[tuple[str, range]]:
    """Share the inputs out among the formats, in pieces for one process each."""
    whole = sum(item.share for item in chosen)
    counts = {item.name: round(inputs * item.share / whole) for item in chosen}
    return [
        (name, range(first, min(first + _PIECE, count)))
        for name, count in counts.items()
        for first in range(0, count, _PIECE)
    ]


def joined(tallies: list[Tally]) -> list[Tally]:
    """Join the tallies of each format."""
    found: dict[str, Tally] = {}
    for item in tallies:
        whole = found.setdefault(item.name, Tally(item.name))
        whole.inputs += item.inputs
        whole.accepted += item.accepted
        whole.refused += item.refused
        whole.slowest = max(whole.slowest, item.slowest)
        whole.crashes += item.crashes
        whole.first = item.first | whole.first
    return list(found.values())


def main() -> int:
    """Run and print the table."""
    parser = argparse.ArgumentParser(prog="python tests/reliability", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--inputs", type=int, default=2_000, help="broken files in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=[item.name for item in FORMATS])
    parser.add_argument("--only", type=int, help="number of the one input to try")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    options = parser.parse_args()
    chosen = [item for item in FORMATS if options.format in (None, item.name)]
    if options.only is not None:
        only = range(options.only, options.only + 1)
        tallies = [fuzz(item, only, options.seed) for item in chosen]
    else:
        work = [(piece, options.seed) for piece in pieces(chosen, options.inputs)]
        with ProcessPoolExecutor(options.workers, get_context("spawn")) as pool:
            tallies = joined(list(pool.map(run_piece, *zip(*work, strict=True))))
    print("\n".join(as_table(tallies)))
    return 1 if any(item.crashes for item in tallies) else 0


if __name__ == "__main__":
    sys.exit(main())
