"""Where the cost of a large market comes from: from its memory, or from firms that all differ.

``python benchmarks/large_market.py [--firms 15000] [--size 100] [--years 5] [--json]``. Three kinds
of markets of one scenario run in turn, year by year, in one process: one large market; one as large
that is made of copies of a small one; and small ones, as a sweep would run them. Copies take as
much memory as firms that all differ, but what happens to firms repeats itself, so that the
processor can predict it, and partners and peers lie close together. So copies against small markets
tell what memory costs; firms that differ against copies, the rest.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from benchmark_output import Result, run_as_script
from year_by_year import DEFAULT_SIZE, cost_year_by_year, market, small_markets

from sim.tables import DEPARTMENTS, Table, World, as_bytes, empty_table

SHARED = ("parameters", "market", "vendors", "products", "scratch", "series", "bias_means")


def _repeated(name: str, table: Table, copies: int) -> Table:
    """Return the rows of a table so many times over; of events only the room for them."""
    found = empty_table(name, len(table) * copies)
    if name != "events":
        as_bytes(found)[:] = np.tile(as_bytes(table), copies)
    return found


def _move_rows(column: Any, by: Any) -> None:
    """Let references to rows point into each copy's own part; -1 refers to none."""
    shift = by.reshape((-1,) + (1,) * (column.ndim - 1)).astype(column.dtype)
    column[:] = np.where(column >= 0, column + shift, column)


def copies_of(world: World, copies: int) -> World:
    """Return a market of so many copies of the firms of another, each with its own neighbours."""
    tables = world._asdict()
    repeated: dict[str, Any] = {
        name: table.copy() if name in SHARED else _repeated(name, table, copies)
        for name, table in tables.items()
    }
    firms, people = len(world.firms), len(world.employees)
    of_firm = np.repeat(np.arange(copies), firms)
    of_person = np.repeat(np.arange(copies), people)
    _move_rows(repeated["firms"]["first_employee"], of_firm * people)
    _move_rows(repeated["firms"]["peers"], of_firm * firms)
    _move_rows(repeated["firms"]["partners"], of_firm * firms)
    _move_rows(repeated["departments"]["first_employee"], np.repeat(of_firm, DEPARTMENTS) * people)
    _move_rows(repeated["employees"]["department"], of_person * firms * DEPARTMENTS)
    _move_rows(repeated["employees"]["colleagues"], of_person * people)
    return World(**repeated)


def measure(firms: int = 15_000, size: int = DEFAULT_SIZE, years: int = 5) -> list[Result]:
    """Measure the three kinds of markets in turn.

    Raises
    ------
    RuntimeError
        When copies of a firm did not come to the same in the end.
    """
    size, months = min(firms, size), 12 * years
    copies = copies_of(market(size, months, 1), firms // size)
    kinds = {
        "firms that differ": [market(firms, months, 1)],
        f"copies of {size} firms": [copies],
        f"markets of {size} firms": small_markets(size, months),
    }
    cost = cost_year_by_year(kinds, months)
    capability = copies.firms.capability.reshape(firms // size, -1)
    if not np.all(capability == capability[0]):
        raise RuntimeError("copies of a firm did not come to the same")
    differing, copied, small = cost.values()
    return [
        *(Result(name, cost[name], "ns per employee-month") for name in kinds),
        Result("more for memory", 100.0 * (copied / small - 1.0), "%", "copies against markets"),
        Result("more for firms that differ", 100.0 * (differing - copied) / small, "%",
               "of the cost of small markets"),
    ]  # fmt: skip


if __name__ == "__main__":
    run_as_script(__doc__, measure, firms=15_000, size=DEFAULT_SIZE, years=5)
