from __future__ import annotations

import numpy as np
import pytest

from sim.model import AdoptionModel
from sim.scenario_files import ScenarioError, load_scenario


def test_a_whole_number_is_the_seed_of_the_market(small, same_bits) -> None:
    one = AdoptionModel(rng=11, overrides=small)
    assert one.market_seed == 11
    for options in ({"rng": np.int64(11)}, {"seed": 11}, {"run__seed": 11}):
        other = AdoptionModel(overrides=small, **options)
        assert same_bits(one.world[1:], other.world[1:])  # the first table repeats the scenario


@pytest.mark.parametrize("make", [np.random.default_rng, np.random.SeedSequence, lambda n: [n, 1]])
def test_other_seeds_of_numpy_lead_to_the_same_market_again(make, small, same_bits) -> None:
    one, other = (AdoptionModel(rng=make(5), overrides=small) for _ in range(2))
    assert same_bits(one.world, other.world)
    third = AdoptionModel(rng=one.market_seed, overrides=small)
    assert same_bits(one.world, third.world)
    assert AdoptionModel(rng=make(6), overrides=small).market_seed != one.market_seed


def test_without_a_seed_each_model_is_another_market(small) -> None:
    assert len({AdoptionModel(overrides=small).market_seed for _ in range(3)}) == 3


def test_mesas_own_generators_follow_the_seed(small) -> None:
    one, other = (AdoptionModel(rng=11, overrides=small) for _ in range(2))
    assert one.random.random() == other.random.random()
    assert one.rng.random() == other.rng.random()


def test_a_seed_given_twice_is_refused(small) -> None:
    with pytest.raises(ValueError, match="give rng or seed, not both"):
        AdoptionModel(rng=1, seed=2, overrides=small)


@pytest.mark.parametrize("way", ["name", "scenario", "underscores"])
def test_overrides_mean_what_they_mean_in_a_file(way, same_bits) -> None:
    values = [
        "firms.count=5",
        "run.warmup=3",
        "market.turbulence=2.5",
        "policies.aligned.buying=0.5",
    ]
    expected = AdoptionModel(load_scenario("default", values).scenario, "aligned", rng=1)
    dotted = {
        "firms.count": 5,
        "run.warmup": np.int64(3),
        "market.turbulence": 2.5,
        "policies.aligned.buying": 0.5,
    }
    if way == "name":
        model = AdoptionModel("default", "aligned", rng=1, overrides=dotted)
    elif way == "scenario":
        base = load_scenario("default").scenario
        model = AdoptionModel(base, "aligned", rng=1, overrides=dotted)
    else:
        spelled = {name.replace(".", "__"): value for name, value in dotted.items()}
        model = AdoptionModel(arm="aligned", rng=1, **spelled)
    assert same_bits(model.world, expected.world)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"market__turbulance": 1},
            "market.turbulance is not a parameter; did you mean market.turbulence?",
        ),
        ({"market__turbulence": 99}, "market.turbulence is 99; allowed is 0 to 6"),
        ({"firms__count": "many"}, 'firms.count is "many"; allowed is a whole number'),
        ({"firms__count__more": 1}, "firms.count.more is not a parameter"),
        ({"arm": "alligned"}, 'arm is "alligned", which is not a policy; did you mean aligned?'),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(options, message) -> None:
    with pytest.raises(ScenarioError) as caught:
        AdoptionModel(**options)
    assert str(caught.value).startswith(f"AdoptionModel: {message}")


def test_a_scenario_that_was_handed_over_stays_as_it_is(small) -> None:
    scenario = load_scenario("default").scenario
    AdoptionModel(scenario, rng=1, overrides=small)
    assert scenario == load_scenario("default").scenario


def test_a_teaching_case_has_its_firm_and_its_story() -> None:
    model = AdoptionModel("shop_without_stock", "misaligned", rng=1, run__months=2, run__warmup=2)
    assert model.firm(0).name == "Harbour Street Shop"
    assert model.story(0)[0].startswith("At the start Harbour Street Shop")
