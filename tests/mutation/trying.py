"""Try one break: exchange a rule's code in a process of its own and see what notices.

A rule is an ordinary function while compilation is off, so that its code can be exchanged where it
stands: all that call the rule call the broken one. The process ends thereafter.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "kernel"))
sys.path.insert(0, str(Path(__file__).parents[1] / "docking"))
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import pytest
from docked_markets import MARKETS, DockedMarket, both_month_by_month, months_of_tables
from from_tables import LAYOUT
from rule_mutations import Break, put_in_force

from sim.tables import World

__all__ = ["ROOT", "State", "Verdict", "record_markets", "run_marked_tests", "try_break"]

ROOT = Path(__file__).parents[2]
MARKED = ("tests/kernel/test_small_rules.py", "tests/kernel/test_rules_by_hand.py")
MARKER = "mutation"
LIMIT_SECONDS = 300
MEMORY_BYTES = 4 * 2**30
# What repeats the scenario, and what does not outlive a rule: docking does not compare these.
NOT_COMPARED = ("parameters", "bias_means", "scratch")

State = dict[str, bytes]


class Verdict(NamedTuple):
    """What became of one break: what noticed it (None: nothing), and the time it took."""

    broken: Break
    caught_by: str | None
    seconds: float


def record_markets() -> dict[str, list[State]]:
    """Run all markets as they are, as tables and as objects, and keep their months.

    Raises
    ------
    AssertionError
        When the tables differ from the objects even without a break.
    """
    found: dict[str, list[State]] = {}
    for name, market in MARKETS.items():
        found[name] = []
        for world, columns in both_month_by_month(market):
            assert columns == [], f"{name} does not dock"
            found[name].append(_state(world))
    return found


def _state(world: World) -> State:
    """Return the bits of what docking compares."""
    state: State = {}
    for name, table in world._asdict().items():
        if name in NOT_COMPARED:
            continue
        kept = table[: int(world.market.event_count[0])] if name == "events" else table
        if any(table_name == name for table_name, _ in LAYOUT):
            kept = kept.copy()
            for table_name, column in LAYOUT:
                if table_name == name:
                    kept[column] = 0
        state[name] = kept.tobytes()
    return state


def _first_difference(recorded: dict[str, list[State]]) -> str | None:
    """Run the markets until one is not in the state that the plain market has."""
    for name, market in MARKETS.items():
        for number, state in enumerate(_states(market)):
            expected = recorded[name][number]
            tables = [table for table in expected if state[table] != expected[table]]
            if tables:
                return f"docking: {name}: step {number}: {tables[0]}"
    return None


def _states(market: DockedMarket) -> Iterator[State]:
    return (_state(world) for world in months_of_tables(market))


class FirstFailure:
    """Remember which test failed first."""

    def __init__(self) -> None:
        self.name = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take note of a report."""
        if report.failed and not self.name:
            self.name = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Take note of a module that cannot even be imported."""
        if report.failed and not self.name:
            self.name = f"import of {report.nodeid}"


def run_marked_tests() -> str | None:
    """Run the tests that carry the marker until one fails, and name it."""
    failure = FirstFailure()
    quiet = ["-x", "-q", "-p", "no:cacheprovider", "-m", MARKER, "--rootdir", str(ROOT)]
    tests = [str(ROOT / path) for path in MARKED]
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: SIM117
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            code = pytest.main([*quiet, *tests], [failure])
    if code == pytest.ExitCode.OK:
        return None
    return failure.name or f"pytest ended with {code!r}"


def _noticed(recorded: dict[str, list[State]]) -> str | None:
    """Name what notices the break in force: markets first, they notice most."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            difference = _first_difference(recorded)
    except Exception as problem:  # a broken rule may raise anything
        return f"docking: {type(problem).__name__}"
    return difference or run_marked_tests()


def _child(broken: Break, recorded: dict[str, list[State]], answer: Connection) -> None:
    """Break the rule, say what notices it, and end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    put_in_force(broken)
    answer.send(_noticed(recorded))
    answer.close()


def try_break(
    broken: Break, recorded: dict[str, list[State]], limit: float = LIMIT_SECONDS,
    child: Callable[..., None] = _child,
) -> Verdict:  # fmt: skip
    """Try a break in a process of its own; one that does not end or dies is noticed, too."""
    began = time.monotonic()
    context: Any = multiprocessing.get_context("fork")  # begins with everything loaded
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=child, args=(broken, recorded, theirs))
    process.start()
    theirs.close()
    caught_by: str | None
    try:
        caught_by = ours.recv() if ours.poll(limit) else "no end"
    except EOFError:
        process.join()
        caught_by = f"the process ended with {process.exitcode}"
    if process.is_alive() and caught_by == "no end":
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    return Verdict(broken, caught_by, time.monotonic() - began)
