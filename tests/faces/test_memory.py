from __future__ import annotations

import gc
import tracemalloc
import weakref

import pytest

from sim.agents import Firm
from sim.model import AdoptionModel
from sim.scenario_files import load_scenario


class Stepped(AdoptionModel):
    """A model with a phase in Python."""

    def value_phase(self) -> None:
        super().value_phase()


def firms_there() -> list[Firm]:
    """Return all firms in memory; other tests of this process may hold some."""
    gc.collect()
    return [item for item in gc.get_objects() if issubclass(type(item), Firm)]


@pytest.mark.parametrize("kind", [AdoptionModel, Stepped])
def test_a_model_that_nobody_holds_is_gone(kind, small) -> None:
    model = kind(rng=1, overrides=small)
    model.step()
    model.story(0)
    watched = [weakref.ref(model), weakref.ref(model.firm(0)), weakref.ref(model.world.employees)]
    del model
    gc.collect()
    assert [ref() for ref in watched] == [None, None, None]


def test_hundreds_of_models_in_one_process_are_all_gone(small) -> None:
    values = [f"{name}={value}" for name, value in small.items()]
    scenario = load_scenario("default", values).scenario
    before = firms_there()
    models: weakref.WeakSet[AdoptionModel] = weakref.WeakSet()
    people: weakref.WeakSet[object] = weakref.WeakSet()
    for seed in range(300):
        model = AdoptionModel(scenario, "aligned", rng=seed)
        model.step()
        models.add(model)
        people.add(model.employee(0))
    del model
    gc.collect()
    assert (len(models), len(people)) == (0, 0)
    others = {id(firm) for firm in before}
    assert [firm for firm in firms_there() if id(firm) not in others] == []


def test_models_leave_no_memory_behind(small) -> None:
    def run(models: int) -> int:
        for seed in range(models):
            model = AdoptionModel(rng=seed, arm="aligned", overrides=small)
            model.step()
        size = sum(table.nbytes for table in model.world)
        del model
        gc.collect()
        return size

    size = run(3)
    tracemalloc.start()
    try:
        run(3)
        before, _ = tracemalloc.get_traced_memory()
        run(20)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 2 * size
