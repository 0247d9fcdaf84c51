from __future__ import annotations

import pytest

from sim.model import PHASES, AdoptionModel
from sim.scenario_files import load_scenario
from sim.simulation import advance, fork, prepare

VALUES = ["firms.count=5", "run.months=6", "run.warmup=8"]


def plain_world(arm: str | None, treated: float, months: int):
    scenario = load_scenario("default", VALUES).scenario
    world = fork(prepare(scenario, 7), scenario, arm, treated)
    advance(world, months)
    return world


@pytest.mark.parametrize("faces", ["all", "firms", "none"])
@pytest.mark.parametrize("arm", [None, "aligned"])
def test_a_model_and_a_world_without_faces_are_the_same_bits(faces, arm, small, same_bits) -> None:
    model = AdoptionModel(arm=arm, treated=0.4, rng=7, faces=faces, overrides=small)
    assert same_bits(model.world, plain_world(arm, 0.4, 0))
    for _ in range(6):
        model.step()
    assert same_bits(model.world, plain_world(arm, 0.4, 6))


@pytest.mark.parametrize("phase", PHASES)
def test_overriding_a_phase_with_its_own_rules_changes_no_bit(phase, small, same_bits) -> None:
    calls = []

    def overriding(self) -> None:
        calls.append(self.month)
        getattr(AdoptionModel, phase)(self)

    variant = type("Variant", (AdoptionModel,), {phase: overriding})
    model = variant(arm="aligned", treated=0.4, rng=7, overrides=small)
    for _ in range(6):
        model.step()
    assert same_bits(model.world, plain_world("aligned", 0.4, 6))
    assert calls == [0, 1, 2, 3, 4, 5]


def test_looking_at_every_face_changes_no_bit(small, same_bits) -> None:
    model = AdoptionModel(arm="aligned", treated=0.4, rng=7, overrides=small)
    for _ in range(6):
        model.step()
        for agent in model.agents:
            for name in dir(type(agent)):
                if not name.startswith("_"):
                    getattr(agent, name)
        model.story(0)
        model.outcomes()
    assert same_bits(model.world, plain_world("aligned", 0.4, 6))


def test_the_default_share_of_treated_firms_is_the_scenarios(small) -> None:
    model = AdoptionModel(arm="aligned", rng=7, overrides=small | {"comparison.treated": 0.6})
    assert model.world.firms.treated.sum() == 3
