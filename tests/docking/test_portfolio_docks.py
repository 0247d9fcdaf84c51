"""The best portfolio, found department by department, is that of looking at every product anew."""

from __future__ import annotations

import numpy as np
import pytest
from from_tables import to_objects
from plain_market.portfolio import set_best_portfolio as set_in_objects

from sim.portfolio import set_best_portfolio
from sim.scenario_files import load_scenario
from sim.simulation import prepare
from sim.tables import as_bytes
from sim.value import set_worth


def _buyers_found_both_ways(budget: float, twins: bool) -> int:
    """Compare both ways; return how many firms buy something at best.

    ``twins`` makes every other product the same as the one before, so that departments have
    several that are equally good and buy the same twice.
    """
    settings = ("firms.count=40", "run.warmup=12", f"firms.technology_budget={budget}")
    scenario = load_scenario("default", settings).scenario
    world = prepare(scenario, 2)
    if twins:
        products = as_bytes(world.products).reshape(len(world.products), -1)
        pairs = len(products) // 2
        products[1 : 2 * pairs : 2] = products[0 : 2 * pairs : 2]
    assert world.market.month[0] % 12 == 0
    set_worth(world.firms, world.parameters, 0, len(world.firms))
    model = to_objects(world, scenario)
    set_best_portfolio(
        world.firms, world.departments, world.products, world.vendors, world.market,
        world.scratch, world.parameters, 0, len(world.firms),
    )  # fmt: skip
    for firm in model.firms:
        set_in_objects(firm, model)
    best = [(firm.best_customer, firm.best_efficiency) for firm in model.firms]
    found = np.column_stack((world.firms.best_customer, world.firms.best_efficiency))
    assert found.tolist() == [list(pair) for pair in best]
    return int(np.count_nonzero(found.sum(axis=1)))


@pytest.mark.parametrize("twins", [False, True], ids=["products as they are", "twins"])
@pytest.mark.parametrize("budget", [0.002, 0.01, 0.03, 0.1, 0.2])
def test_the_best_portfolio_is_the_same_for_any_budget(budget: float, twins: bool) -> None:
    assert _buyers_found_both_ways(budget, twins) > 0
