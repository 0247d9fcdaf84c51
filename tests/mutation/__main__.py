"""Break the rules one by one and see whether a test fails: how much would go unnoticed?

    python tests/mutation                      a sample of 400 breaks, seed 1
    python tests/mutation --sample 0           all of them; takes many hours
    python tests/mutation --only reviews       of modules or rules whose name holds a word

A sample of all places where a rule can be broken (see ``rule_mutations``) is drawn. Each break is
put into a running copy of the program, with rules as plain Python. It is caught when a docked
market of ``tests/docking/test_months_dock.py`` is not in the state that its plain version has, when
a test that carries the marker ``mutation`` fails, or when the run raises or does not end.
The golden numbers are *not* among these tests: that something has changed is not the same as that
it is wrong. The share caught is given with its 95 % interval (Wilson).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

os.environ["NUMBA_DISABLE_JIT"] = "1"  # before numba is imported

from rule_mutations import Break, break_at, places_in, rule_files
from scipy.stats import binomtest
from trying import ROOT, State, Verdict, record_markets, run_marked_tests, try_break


def draw(sample: int, seed: int, only: str) -> list[Break]:
    """Draw places at random, without putting back, and break each; 0 means all."""
    places = [place for path in rule_files(ROOT) for place in places_in(path, ROOT)]
    places = [place for place in places if only in place.path or only in place.rule]
    random.Random(seed).shuffle(places)
    return [break_at(place, ROOT) for place in places[: sample or None]]


def run(breaks: list[Break], workers: int, recorded: dict[str, list[State]]) -> Iterator[Verdict]:
    """Try all breaks, each in a process of its own, and report them one by one."""
    with ThreadPoolExecutor(workers) as pool:
        tried = pool.map(lambda broken: try_break(broken, recorded), breaks)
        for number, verdict in enumerate(tried, 1):
            if verdict.caught_by is None:
                place = verdict.broken.place
                print(f"not caught: {place.path}:{place.line} {place.operator}")
                print(f"    - {verdict.broken.before}\n    + {verdict.broken.after}", flush=True)
            if number % 20 == 0:
                print(f"{number} of {len(breaks)}", flush=True)
            yield verdict


def summary(verdicts: list[Verdict]) -> dict[str, Any]:
    """Count what was caught, and by what."""
    caught = sum(verdict.caught_by is not None for verdict in verdicts)
    interval = binomtest(caught, len(verdicts)).proportion_ci(method="wilson")
    return {
        "breaks": len(verdicts),
        "caught": caught,
        "share": caught / len(verdicts),
        "low": float(interval.low),
        "high": float(interval.high),
        "seconds": sum(verdict.seconds for verdict in verdicts),
        "caught_by": dict(Counter(_kind(v) for v in verdicts if v.caught_by).most_common()),
        "not_caught": [
            {**v.broken.place._asdict(), "before": v.broken.before, "after": v.broken.after}
            for v in verdicts
            if v.caught_by is None
        ],
    }


def _kind(verdict: Verdict) -> str:
    return str(verdict.caught_by).partition(": step")[0].partition("[")[0]


def main() -> int:
    """Run the check and print the share caught; the exit code is 1 below ``--at-least``."""
    parser = argparse.ArgumentParser(prog="python tests/mutation", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sample", type=int, default=400, help="breaks to try, 0 for all")
    parser.add_argument("--seed", type=int, default=1, help="seed of the sample")
    parser.add_argument("--only", default="", help="word in the path or the rule's name")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--at-least", type=float, default=0.9, help="share that must be caught")
    parser.add_argument("--out", type=Path, help="JSON file for the result")
    options = parser.parse_args()
    recorded = record_markets()
    failed = run_marked_tests()
    if failed:
        parser.error(f"{failed} fails without any break")
    breaks = draw(options.sample, options.seed, options.only)
    verdicts = []
    for verdict in run(breaks, options.workers, recorded):
        verdicts.append(verdict)
        if options.out:  # what was found stays when the check is stopped
            options.out.write_text(json.dumps(summary(verdicts), indent=2) + "\n", "utf-8")
    found = summary(verdicts)
    for name, count in found["caught_by"].items():
        print(f"{count:5d} caught by {name}")
    print(
        f"{found['caught']} of {found['breaks']} breaks caught: {found['share']:.1%} "
        f"(95 % interval {found['low']:.1%} to {found['high']:.1%})"
    )
    return 0 if found["share"] >= options.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
