"""Write the numbers of docs/crossmodel.md: ``python tests/crossmodel/reproduce.py``.

Means over markets with 95 % t-intervals; a few minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from diffusion import SCENARIO as BASS
from diffusion import Diffusion, adoption, fit_bass, markets_with_one_product, mixed_adoption
from landscapes import Ruggedness, landscape, measure_ruggedness
from prospects import (
    EVEN_CHANCES,
    MEDIANS,
    cash_equivalent,
    decide,
    gain_for_loss,
    required_gain,
)
from prospects import SCENARIO as PROSPECTS
from scipy import stats

from sim.scenario_files import load_scenario

MARKETS = 20
STRENGTHS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)


def interval(values: Sequence[float], form: str) -> str:
    """Return mean and 95 % interval of the mean."""
    mean, error = float(np.mean(values)), float(stats.sem(values))
    half = float(stats.t.ppf(0.975, len(values) - 1)) * error
    return f"{mean:{form}} ({mean - half:{form}} to {mean + half:{form}})"


def reproduce_bass() -> None:
    """Print p and q for a fixed circle of peers, for mixing, and without peers."""
    print("| firms see | p | q | variance explained, least |\n| --- | --- | --- | --- |")
    cases: tuple[tuple[str, Callable[..., object], list[str]], ...] = (
        ("nobody", adoption, ["firms.peers=0"]),
        ("eight others, other ones every month", mixed_adoption, []),
        ("eight others, always the same", adoption, []),
    )
    for name, run, overrides in cases:
        scenario = load_scenario(BASS, overrides).scenario
        found: list[Diffusion] = [
            fit_bass(run(scenario, seed))  # type: ignore[arg-type]
            for seed in markets_with_one_product(scenario, MARKETS)
        ]
        p, q = [one.p for one in found], [one.q for one in found]
        least = min(one.explained for one in found)
        print(f"| {name} | {interval(p, '.4f')} | {interval(q, '.3f')} | {least:.4f} |")


def reproduce_landscapes() -> None:
    """Print peaks and where climbs end, by strength of interaction."""
    print("\n| interaction | peaks | climbs that end on the best form | performance reached |")
    print("| --- | --- | --- | --- |")
    for strength in STRENGTHS:
        found: list[Ruggedness] = [
            measure_ruggedness(landscape(strength, seed, firms=10))
            for seed in range(1, MARKETS + 1)
        ]
        peaks = interval([one.peaks for one in found], ".2f")
        best = interval([one.at_the_best for one in found], ".2f")
        reached = interval([one.reached for one in found], ".3f")
        print(f"| {strength} | {peaks} | {best} | {reached} |")


def reproduce_prospects() -> None:
    """Print the gains that firms ask for, and cash equivalents."""
    seeds = list(markets_with_one_product(load_scenario(PROSPECTS).scenario, MARKETS))
    print("\n| loss aversion | gain per loss that firms ask for | implied |\n| --- | --- | --- |")
    for aversion in (1.0, 1.955, 2.25):
        asked = aversion ** (1.0 / 0.88)
        override = f"biases.managers.loss_aversion={aversion}"
        found = [
            required_gain(decide(asked * np.linspace(0.8, 1.25, 7), seed, override))
            for seed in seeds
        ]
        print(f"| {aversion} | {interval(found, '.3f')} | {asked:.3f} |")
    print("\n| chance, amount | median | as the model values | with decision weights |")
    print("| --- | --- | --- | --- |")
    for case, median in MEDIANS.items():
        plain, weighted = (cash_equivalent(*case, weighted=one) for one in (False, True))
        print(f"| {case[0]}, {case[1]} | {median} | {plain:.1f} | {weighted:.1f} |")
    print("\n| loss | median gain | as the model values | with decision weights |")
    print("| --- | --- | --- | --- |")
    for loss, gain in EVEN_CHANCES.items():
        plain, weighted = (gain_for_loss(loss, weighted=one) for one in (False, True))
        print(f"| {loss} | {gain} | {plain:.0f} | {weighted:.0f} |")


if __name__ == "__main__":
    reproduce_bass()
    reproduce_landscapes()
    reproduce_prospects()
