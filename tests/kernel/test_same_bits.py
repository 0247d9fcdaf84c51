"""Same scenario and same seed, same bits: twice, in threads, in processes, compiled or not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from compare_without_compilation import TINY, hashes
from kernel_worlds import LIVELY, differing, digest, live, live_arm, market

from sim.compilation import COMPILED
from sim.employees import logistic
from sim.month import PHASES
from sim.simulation import advance, prepare
from sim.tables import TABLES, World, empty_table

SCENARIO = market()
HERE = Path(__file__).parent


def _whole_run(seed: int) -> str:
    return digest(live_arm(prepare(SCENARIO, seed), SCENARIO, "aligned", 0.3))


@pytest.fixture(scope="module")
def alone() -> dict[int, str]:
    return {seed: _whole_run(seed) for seed in range(1, 7)}


def test_the_same_seed_gives_the_same_bits_twice(alone: dict[int, str]) -> None:
    assert {seed: _whole_run(seed) for seed in alone} == alone


def test_other_seeds_give_other_markets(alone: dict[int, str]) -> None:
    assert len(set(alone.values())) == len(alone)


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_do_not_change_a_bit(threads: int, alone: dict[int, str]) -> None:
    seeds = [*alone, *reversed(alone)]
    with ThreadPoolExecutor(threads) as pool:
        assert list(pool.map(_whole_run, seeds)) == [alone[seed] for seed in seeds]


def test_arms_of_one_prepared_world_may_run_at_the_same_time(alone: dict[int, str]) -> None:
    prepared = prepare(SCENARIO, 1)
    arms = ["aligned", "careless"] * 4
    with ThreadPoolExecutor(2) as pool:
        worlds = list(pool.map(lambda arm: live_arm(prepared, SCENARIO, arm, 0.3), arms))
    assert {digest(world) for world in worlds[0::2]} == {alone[1]}
    assert len({digest(world) for world in worlds[1::2]}) == 1


def test_phases_one_by_one_are_the_month_in_one_call() -> None:
    one = prepare(SCENARIO, 1)
    other = one.copy()
    for _ in range(12):
        advance(one, 1)
        for phase in PHASES:
            phase(other)
    assert differing(one, other) == []
    assert len(PHASES) == 7


@pytest.mark.parametrize("name", TABLES)
def test_the_bytes_of_a_table_are_its_values_and_nothing_else(name: str) -> None:
    row = empty_table(name, 1).dtype
    assert row.itemsize == sum(row[column.name].itemsize for column in TABLES[name])


def test_the_size_of_seeds_is_no_limit() -> None:
    told = {"run.warmup": 2, "run.months": 2, "firms.count": 3}
    digests = {digest(live(market(told), seed=seed)) for seed in (0, 1, 2**32, 2**53)}
    assert len(digests) == 4


def _in_a_process(**environment: str) -> dict[str, object]:
    """Return what the tiny markets come to in another process."""
    path = os.pathsep.join([str(HERE), str(HERE.parents[1]), os.environ.get("PYTHONPATH", "")])
    finished = subprocess.run(
        [sys.executable, str(HERE / "compare_without_compilation.py")],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert finished.returncode == 0, finished.stderr
    found: dict[str, object] = json.loads(finished.stdout)
    return found


def test_without_compilation_the_same_source_gives_the_same_bits() -> None:
    other = _in_a_process(NUMBA_DISABLE_JIT="0" if not COMPILED else "1")
    assert other["compiled"] is not COMPILED
    expected, found = hashes(), other["hashes"]
    assert isinstance(found, dict)
    assert [name for name in expected if found.get(name) != expected[name]] == []


def test_without_compilation_extreme_intentions_give_the_same_bits() -> None:
    plain = getattr(logistic, "py_func", logistic)
    for intention in (-800.0, -700.0, 0.3, 800.0):
        assert plain(intention) == logistic(intention)


def test_another_process_gives_the_same_bits() -> None:
    found = _in_a_process()
    assert found["compiled"] is COMPILED
    assert found["hashes"] == hashes()


def test_much_happens_in_the_tiny_markets() -> None:
    scenario = market(TINY)
    world = live_arm(prepare(scenario, 4), scenario, "careless", 0.7)
    kinds = set(world.events.kind[: world.market.event_count[0]].tolist())
    assert len(kinds) >= 9
    assert np.any(world.employees.hired > 0)


@pytest.fixture(scope="module")
def one_firm() -> World:
    return live(market({**LIVELY, "firms.count": 1}))


def test_a_market_of_one_firm_lives(one_firm: World) -> None:
    assert np.all(one_firm.firms.peers == -1)
    assert np.all(one_firm.firms.partners == -1)
    assert one_firm.firms.market_share[0] == 1.0
