"""What a benchmark returns, and how it is run from the command line."""

from __future__ import annotations

import argparse
import json
import math
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any

__all__ = ["Result", "as_markdown", "as_record", "run_as_script"]

LIBRARIES = ("mesa", "numba", "numpy", "pandas")


@dataclass(frozen=True)
class Result:
    """One figure: what, how much, in which unit, and a remark."""

    name: str
    value: float
    unit: str
    remark: str = ""

    def text(self) -> str:
        """Return value and unit as a reader writes them."""
        return f"{self.value:,.4g} {self.unit}".strip() if math.isfinite(self.value) else "-"


def as_markdown(results: Sequence[Result]) -> str:
    """Return a table."""
    lines = ["| figure | value | remark |", "| --- | --- | --- |"]
    lines += [f"| {item.name} | {item.text()} | {item.remark} |" for item in results]
    return "\n".join(lines)


def as_record(results: Sequence[Result]) -> dict[str, Any]:
    """Return figures and surroundings as plain data."""
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "libraries": {name: metadata.version(name) for name in LIBRARIES},
        "results": [asdict(item) for item in results],
    }


def run_as_script(
    description: str | None, measure: Callable[..., list[Result]], **sizes: int
) -> None:
    """Read sizes from the command line, measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, value in sizes.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=value)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = vars(parser.parse_args())
    as_json = options.pop("json")
    results = measure(**options)
    print(json.dumps(as_record(results), indent=2) if as_json else as_markdown(results))
