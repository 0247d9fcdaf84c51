"""Compile the model before its first run, with two processes where there are two processors.

Numba compiles one function at a time in a process, and what it has compiled lies in the cache
folder for other processes to load. So a second process compiles the longest phase of the month
while this one compiles all the others.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numba
import numpy as np

from sim.compilation import cache_folder, compilation_needed
from sim.month import (
    assess,
    count_seats_anew,
    earn,
    environment_phase,
    firms_phase,
    introduce_systems,
    judge,
    live,
    measure,
    realise,
    run_months,
    settle,
    share_demand,
    vendors_phase,
)
from sim.tables import TABLES, World, empty_table
from sim.world import found_entities

__all__ = ["compile_ahead"]

COMPILED_BESIDE: tuple[Any, ...] = (firms_phase,)
COMPILED_HERE: tuple[Any, ...] = (
    environment_phase,
    vendors_phase,
    introduce_systems,
    count_seats_anew,
    share_demand,
)
OVER_BLOCKS_OF_FIRMS: tuple[Any, ...] = (assess, live, realise, settle, judge, earn, measure)
"""What a month calls, by who compiles it; the two halves take about as long."""


def compile_ahead() -> None:
    """Compile the rules that run a market, unless that was done before.

    What is not compiled here is compiled when it is first called; so this only saves time. Where
    there is one processor, or no folder to keep compiled rules in, it does nothing.
    """
    if not compilation_needed() or cache_folder() is None or (os.cpu_count() or 1) < 2:
        return
    with _second_process():
        world = _empty_world()
        _compile(found_entities, world, np.zeros(0, dtype=np.int64))
        for rule in COMPILED_HERE:
            _compile(rule, world)
        for rule in OVER_BLOCKS_OF_FIRMS:
            _compile(rule, world, 0, 1)
    _compile(run_months, world, 1)


def _empty_world() -> World:
    """Return a world without anybody, of the types that every world has."""
    tables: Any = {name: empty_table(name, 0) for name in TABLES}
    return World(**tables, series=np.zeros((0, 0, 0)), bias_means=np.zeros((0, 0, 0, 0)))


def _compile(rule: Any, *arguments: World | np.ndarray[Any, Any] | int) -> None:
    """Compile a rule for arguments like these, without calling it."""
    kind: Any = numba.typeof
    rule.compile(tuple(kind(argument) for argument in arguments))


@contextmanager
def _second_process() -> Iterator[None]:
    """Compile the firms' phase beside; wait for it at the end, and end it if anything goes wrong.

    ``-P`` keeps a folder named ``sim`` in the working folder from being taken for the model.
    """
    command = [sys.executable, "-P", "-m", "sim.ahead_of_time"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        yield
        process.wait()
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    for rule in COMPILED_BESIDE:
        _compile(rule, _empty_world())
