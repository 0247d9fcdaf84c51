"""Markets with parameters at random, often at the ends of their ranges, still give the same bits.

The shipped scenarios leave most parameters alone; here any of them takes any value it may have. A
few sets always run; several hundred on request::

    pytest tests/docking/test_random_parameters_dock.py -m study
"""

from __future__ import annotations

import pytest
from docked_markets import draw_scenario
from from_tables import differing
from plain_market.model import PlainMarket

from sim.simulation import advance, fork, prepare

# What decides only how long a run takes.
SIZE = {
    "run.warmup": 6,
    "run.months": 18,
    "firms.count": 6,
    "firms.headcount_low": 5,
    "firms.headcount_high": 30,
    "vendors.count": 8,
    "vendors.products_low": 2,
    "vendors.products_high": 5,
}


def assert_docks(number: int) -> None:
    scenario, arm = draw_scenario(number, SIZE)
    world = fork(prepare(scenario, number), scenario, arm, 0.5)
    advance(world, scenario.run.months)
    model = PlainMarket(scenario, number, arm, 0.5)
    while model.running:
        model.step()
    assert differing(world, model) == []


@pytest.mark.parametrize("number", range(20))
def test_parameters_at_random_give_the_same_run(number: int) -> None:
    assert_docks(number)


@pytest.mark.study
@pytest.mark.parametrize("number", range(20, 420))
def test_many_parameters_at_random_give_the_same_run(number: int) -> None:
    assert_docks(number)
