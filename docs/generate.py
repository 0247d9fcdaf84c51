"""Write the reference tables of the docs from the declarations.

``python docs/generate.py`` writes ``parameters.md``, ``state.md`` and ``outcomes.md`` beside this
file; a test says when they are not current. Nothing in them is written by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from sim.accounts import CAUSES, PARTIES
from sim.catalogue import Entry, entries
from sim.channels import CHANNEL_OF_CAUSE
from sim.events import EVENT_KINDS
from sim.outcomes import CHANNELS, OUTCOMES, SERIES
from sim.parameters import CATEGORIES, FUNCTIONS, GOALS, Policy, Scenario
from sim.scenario_files import load_scenario, shipped_scenarios
from sim.status import STATUS_NAMES
from sim.tables import TABLES, Column

__all__ = ["COMMAND", "PAGES", "main"]

COMMAND = "python docs/generate.py"
FOLDER = Path(__file__).parent
NOTE = f"<!-- Written by `{COMMAND}` from the declarations; do not edit. -->"
BASE = "default"

# What a table of the world is one row of.
ROWS_OF = {
    "market": "one row",
    "firms": "a row per firm",
    "presence": "a row per firm: what its partners see of it",
    "departments": "a row per department, 5 per firm: firm `row // 5`, function `row % 5`",
    "employees": "a row per employee; those of a department lie together",
    "vendors": "a row per vendor",
    "products": "a row per product",
    "systems": "a row per slot of a department, 3 each: department `row // 3`, slot `row % 3`",
    "policies": "a row per department: the practices that hold there",
    "managers": "a row per department: the biases of its manager",
    "ledger": "a row per firm",
    "measures": "a row per firm: sums since the fork, from which outcomes are made",
    "events": "a row per event",
    "scratch": "one row: working memory of decisions, no state",
    "parameters": "one row: all parameters, as rules read them",
}
TYPES = {
    "f8": "64-bit float",
    "i8": "64-bit integer",
    "i4": "32-bit integer",
}
DIRECTIONS = {1: "more", -1: "less", 0: ""}


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [_line(columns), _line(["---"] * len(columns))]
    return [*lines, *(_line(row) for row in rows), ""]


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _number(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_number(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(f"({_number(v)})" if isinstance(v, dict) else str(v) for v in value)
    return str(value)


# ---- Parameters ---------------------------------------------------------------------------------
def _section(entry: Entry) -> str:
    parts = entry.name.split(".")
    return ".".join(parts[:-1]) if len(parts) > 1 else "top of the file"


def parameter_tables() -> list[str]:
    """Return a table for each section of a scenario file."""
    lines: list[str] = []
    for section, found in groupby(entries(), key=_section):
        lines += [f"### {section}", ""]
        lines += table(
            ("name", "default", "range", "unit", "neutral", "meaning", "source"),
            (
                (
                    f"`{item.name}`",
                    _number(item.default),
                    item.range,
                    item.unit,
                    _number(item.neutral),
                    item.meaning,
                    item.source,
                )
                for item in found
            ),
        )
    return lines


def policy_tables(scenario: Scenario) -> list[str]:
    """Return what each shipped policy does, field by field, and the shares of the mix."""
    names = sorted(scenario.policies)
    fields = [
        (f"`{field}`", *(_number(getattr(scenario.policies[name], field)) for name in names))
        for field in Policy.model_fields
    ]
    shares = [("**share of the mix**", *(_number(scenario.mix.get(name)) for name in names))]
    return table(("field", *(f"`{name}`" for name in names)), fields + shares)


def _flat(values: Any, prefix: str = "") -> dict[str, Any]:
    """Return nested values under dotted keys; the mix is one value."""
    if not isinstance(values, dict) or prefix == "mix":
        return {prefix: values}
    found: dict[str, Any] = {}
    for key, value in values.items():
        found |= _flat(value, f"{prefix}.{key}" if prefix else str(key))
    return found


def differences(name: str) -> dict[str, Any]:
    """Return the keys in which a shipped scenario differs from the default, words left out."""
    base, other = (_flat(load_scenario(item).scenario.model_dump()) for item in (BASE, name))
    words = ("title", "question", "description")
    found = {key: value for key, value in other.items() if key not in words and value != []}
    return {key: value for key, value in found.items() if base.get(key) != value}


def scenario_tables(names: Iterable[str]) -> list[str]:
    """Return for each scenario the values in which it differs from the default."""
    rows = [
        (f"`{name}`", "; ".join(f"`{key}` {_number(value)}" for key, value in found.items()))
        for name in names
        if (found := differences(name))
    ]
    return table(("scenario", "differs from the default in"), rows)


def parameters_page() -> str:
    """Return the page of parameters, policies and scenarios."""
    names = [name for name in shipped_scenarios() if name not in (BASE, "policies")]
    regimes = [name for name in names if name.startswith("regimes/")]
    reductions = [name for name in names if name.startswith("reductions/")]
    others = [name for name in names if name not in (*regimes, *reductions)]
    lines = [
        "# Parameters, policies and scenarios",
        "",
        NOTE,
        "",
        "Every key of a scenario file. *Neutral* is the value at which the mechanism does exactly"
        " nothing. The source",
        '"assumed; swept" says that there is none: conclusions must hold over the range.'
        " `smbsim params WORD` shows the same.",
        "",
        "## Parameters",
        "",
        *parameter_tables(),
        "## Policies that ship",
        "",
        "A policy is a bundle of practices. Rules know the numbers, never the name.",
        "",
        *policy_tables(load_scenario(BASE).scenario),
        "## Regimes",
        "",
        "The domains of the Cynefin framework (Snowden & Boone 2007) as values of parameters.",
        "",
        *scenario_tables(regimes),
        "## Reductions",
        "",
        "The model reduced to the assumptions of published ones;"
        " [what comes of it](crossmodel.md).",
        "",
        *scenario_tables(reductions),
        "## Other scenarios",
        "",
        *scenario_tables(others),
    ]
    return "\n".join(lines).rstrip() + "\n"


# ---- State --------------------------------------------------------------------------------------
def _column(column: Column) -> tuple[str, str, str, str, str]:
    shape = " x ".join(map(str, column.shape)) or "1"
    return (f"`{column.name}`", TYPES[column.dtype], shape, column.unit, column.meaning)


def state_page() -> str:
    """Return the page of all state variables."""
    lines = [
        "# State variables",
        "",
        NOTE,
        "",
        "The whole state of a market: one table per kind of entity, a row per entity, a column per"
        " quantity. *Shape* is that of",
        "one row's value. Goals are in the order " + ", ".join(GOALS) + "; functions of"
        " departments " + ", ".join(FUNCTIONS) + ";",
        "categories " + ", ".join(CATEGORIES) + ".",
        "",
        "States of a system: "
        + ", ".join(f"{number} {name}" for number, name in enumerate(STATUS_NAMES))
        + ". Parties of the accounts: "
        + ", ".join(PARTIES)
        + ".",
        "",
    ]
    for name, columns in TABLES.items():
        lines += [f"## {name}", "", ROWS_OF[name].capitalize() + ".", ""]
        if name == "parameters":
            lines += [
                "A column per number in [parameters](parameters.md): `section.name` is"
                " `section_name`.",
                "",
            ]
            continue
        lines += table(("column", "type", "shape", "unit", "meaning"), map(_column, columns))
    lines += ["## Kinds of events", ""]
    lines += table(("number", "kind"), enumerate(EVENT_KINDS))
    return "\n".join(lines).rstrip() + "\n"


# ---- Outcomes -----------------------------------------------------------------------------------
def outcomes_page() -> str:
    """Return the page of outcomes, channels and series."""
    causes: dict[int, list[str]] = {}
    for cause, channel in zip(CAUSES, CHANNEL_OF_CAUSE, strict=True):
        causes.setdefault(channel, []).append(cause)
    lines = [
        "# Outcomes, channels and series",
        "",
        NOTE,
        "",
        "## Outcomes",
        "",
        "One number per firm and run, measured from the fork on. *Better* says whether more or less"
        " is better for the firm.",
        "",
        *table(
            ("outcome", "unit", "better", "meaning"),
            ((f"`{o.name}`", o.unit, DIRECTIONS[o.better], o.meaning) for o in OUTCOMES),
        ),
        "## Channels",
        "",
        "Present value per firm, EUR. All channels of a firm add up to its net present value. In"
        " tables a channel is the column `channel_NAME`.",
        "",
        *table(
            ("channel", "label", "meaning", "causes of payments booked there"),
            (
                (f"`{c.name}`", c.label, c.meaning, ", ".join(causes.get(number, [])))
                for number, c in enumerate(CHANNELS)
            ),
        ),
        "## Series",
        "",
        "One number per month and group of firms (treated, untreated): the mean over the firms in"
        " which it exists.",
        "",
        *table(("series", "unit", "meaning"), ((f"`{s.name}`", s.unit, s.meaning) for s in SERIES)),
    ]
    return "\n".join(lines).rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "parameters.md": parameters_page,
    "state.md": state_page,
    "outcomes.md": outcomes_page,
}
"""What writes each generated page."""


def main() -> None:
    """Write all generated pages."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8", newline="\n")
        print(f"wrote {FOLDER.name}/{name}")


if __name__ == "__main__":
    main()
