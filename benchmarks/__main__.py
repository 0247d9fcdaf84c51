"""All benchmarks, one after the other, as one table.

``python benchmarks [--out FILE]``; the file gets the same figures with their surroundings as JSON.
Each benchmark also runs alone, with sizes of its own. Times on a shared machine are rough: compare
the ratios, each of which was taken within one run.
"""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from pathlib import Path

from benchmark_output import Result, as_markdown, as_record

BENCHMARKS = (
    "default_comparison",
    "plain_version",
    "employee_rule",
    "small_run",
    "threads",
    "growth",
    "large_market",
    "cold_start",
    "classroom_page",
)


def main() -> None:
    """Run all and print one table each."""
    parser = argparse.ArgumentParser(
        prog="python benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, help="JSON file for the figures")
    options = parser.parse_args()
    results: list[Result] = []
    for name in BENCHMARKS:
        found = import_module(name).measure()
        print(f"\n`python benchmarks/{name}.py`\n\n{as_markdown(found)}", flush=True)
        results += found
    if options.out:
        text = json.dumps(as_record(results), indent=2) + "\n"
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
