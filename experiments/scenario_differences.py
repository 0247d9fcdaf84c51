"""What tells two scenarios apart: inputs by meaning, and outputs beyond noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.statistics import Estimate, estimate_mean
from experiments.coalitions import treated_means
from experiments.comparison import Comparison
from experiments.files import OutputError
from experiments.pairs import Progress
from experiments.simulator import simulator
from experiments.versions import require_one_model_version
from sim.catalogue import entry_at
from sim.outcomes import OUTCOMES
from sim.parameters import Scenario

__all__ = [
    "InputChange",
    "OutputChange",
    "input_changes",
    "kept_changes",
    "kept_input_changes",
    "output_changes",
]

FALSE_DISCOVERIES = 0.05
"""Share of false ones that is accepted among the outputs said to have moved."""


@dataclass(frozen=True)
class InputChange:
    """One value that differs, by dotted name; None where a scenario has no such value."""

    name: str
    first: Any
    second: Any
    unit: str
    meaning: str


@dataclass(frozen=True)
class OutputChange:
    """How an output changes from the first scenario to the second, with an interval over seeds.

    ``means`` are those of both scenarios; ``moved`` says whether the change is beyond noise, all
    outputs judged together (Benjamini & Hochberg 1995).
    """

    name: str
    unit: str
    meaning: str
    means: tuple[float, float]
    change: Estimate
    moved: bool


def input_changes(first: Scenario, second: Scenario) -> tuple[InputChange, ...]:
    """Return the resolved values that differ, with unit and meaning, in the order of declaration.

    Titles and descriptions are no inputs. Lists of tables are compared as a whole.
    """
    one, two = (_flat(item.model_dump(mode="json"), ()) for item in (first, second))
    found = []
    for path in dict.fromkeys([*one, *two]):
        if path[0] in ("title", "question", "description") or one.get(path) == two.get(path):
            continue
        entry = entry_at(path)
        found.append(
            InputChange(
                ".".join(path),
                one.get(path),
                two.get(path),
                entry.unit if entry is not None else "",
                entry.meaning if entry is not None else "",
            )
        )
    return tuple(found)


def kept_input_changes(first: Comparison, second: Comparison) -> tuple[InputChange, ...]:
    """Return what differs between the inputs of two comparisons that were run before.

    Arms, share of firms treated and number of pairs count as they were run, whatever the scenario
    files say. Where each arm has a scenario of its own, those of the later arms are compared too;
    what differs there and not already in the first arm is named with the place of the arm.
    """
    found = list(input_changes(*(_as_run(item, 0) for item in (first, second))))
    known = {(item.name, str(item.first), str(item.second)) for item in found}
    for place in range(1, min(len(first.identity.arms), len(second.identity.arms))):
        for item in input_changes(*(_as_run(side, place) for side in (first, second))):
            if (item.name, str(item.first), str(item.second)) not in known:
                found.append(replace(item, name=f"arm {place + 1}: {item.name}"))
    return tuple(found)


def _as_run(comparison: Comparison, place: int) -> Scenario:
    """Return the scenario of an arm, with the comparison that was in fact run."""
    identity = comparison.identity
    scenario = comparison.scenarios[identity.arms[place]]
    asked = {
        "arms": list(identity.arms), "treated": identity.treated_share, "pairs": identity.pairs,
    }  # fmt: skip
    return scenario.model_copy(update={"comparison": scenario.comparison.model_copy(update=asked)})


def _flat(values: Mapping[str, Any], path: tuple[str, ...]) -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {}
    for key, value in values.items():
        if isinstance(value, dict) and value:
            found |= _flat(value, (*path, key))
        else:
            found[(*path, key)] = value
    return found


def output_changes(
    first: Scenario, second: Scenario, pairs: int, progress: Progress | None = None
) -> tuple[OutputChange, ...]:
    """Run both scenarios on the same seeds and say which outputs moved.

    Outputs are the outcomes of the firms that follow the first arm of each scenario, and the
    difference in NPV between its first two arms: the answer that it gives.

    Raises
    ------
    ArmsError
        When no firm is treated in one of them.
    """
    tables = []
    for number, scenario in enumerate((first, second)):
        rows = []
        for pair in range(pairs):
            rows.append(_outputs(scenario, first.run.seed + pair))
            if progress is not None:
                progress(number * pairs + pair + 1, 2 * pairs)
        tables.append(pd.DataFrame(rows))
    before, after = tables
    return _changes(before, after, _answers(first.comparison.arms, second.comparison.arms))


def kept_changes(first: Comparison, second: Comparison) -> tuple[OutputChange, ...]:
    """Say which outputs moved between two comparisons that were run before, seed by seed.

    Raises
    ------
    OutputError
        When they share no seed, or come from different versions of the model.
    """
    sources = {
        f"{number}, {item.identity.scenario}": item.identity.model_version
        for number, item in (("the first", first), ("the second", second))
    }
    require_one_model_version(sources)
    before, after = (_kept_outputs(item) for item in (first, second))
    shared = before.index.intersection(after.index)
    if shared.empty:
        raise OutputError("the two comparisons have no seed in common, so nothing is paired")
    answers = _answers(first.identity.arms, second.identity.arms)
    return _changes(before.loc[shared], after.loc[shared], answers)


def _answers(first: Sequence[str], second: Sequence[str]) -> str:
    """Say which arms' difference is the answer of each side."""
    one, two = (" minus ".join(arms[:2]) for arms in (first, second))
    return one if one == two else f"{one} on the first side, {two} on the second"


def _kept_outputs(comparison: Comparison) -> pd.DataFrame:
    """Return per seed the answer, then the outcomes of treated firms under the first arm."""
    firms, names = comparison.firms, [item.name for item in OUTCOMES]
    treated = firms[firms["treated"]]
    first, second = (
        treated[treated["arm"] == arm].groupby("seed")[names].mean()
        for arm in comparison.identity.arms[:2]
    )
    first.insert(0, "answer", first["npv"] - second["npv"])
    return first


def _changes(before: pd.DataFrame, after: pd.DataFrame, answers: str) -> tuple[OutputChange, ...]:
    """Return the changes of all outputs, a row per market in both tables."""
    changes = {
        str(name): (after[name] - before[name]).to_numpy(dtype=np.float64) for name in before
    }
    moved = _beyond_noise(changes)
    told = {item.name: (item.unit, item.meaning) for item in OUTCOMES}
    told["answer"] = ("EUR", f"difference in net present value, {answers}")
    return tuple(
        OutputChange(
            name,
            *told[name],
            (float(np.nanmean(before[name])), float(np.nanmean(after[name]))),
            estimate_mean(change),
            name in moved,
        )
        for name, change in changes.items()
        if np.isfinite(change).any()
    )


def _outputs(scenario: Scenario, seed: int) -> dict[str, float]:
    """Return the outputs of one market: the answer, then the outcomes under the first arm."""
    model, share = simulator(), scenario.comparison.treated
    market = model.prepare(scenario, seed)
    means = []
    for arm in scenario.comparison.arms[:2]:
        world = model.fork(market, scenario, arm, share)
        model.advance(world, scenario.run.months)
        means.append(treated_means(model.firm_outcomes(world), share))
    answer = means[0]["npv"] - means[-1]["npv"]
    return {"answer": answer, **{item.name: means[0][item.name] for item in OUTCOMES}}


def _beyond_noise(changes: Mapping[str, np.ndarray[Any, Any]]) -> set[str]:
    """Return the outputs that moved, all judged together; what is the same in all pairs did not."""
    chances: dict[str, float] = {}
    for name, change in changes.items():
        kept = change[np.isfinite(change)]
        if len(kept) < 2 or not kept.any():
            continue
        spread = float(kept.std(ddof=1))
        constant = spread <= 1e-12 * float(np.abs(kept).max())
        chances[name] = 0.0 if constant else float(stats.ttest_1samp(kept, 0.0).pvalue)
    if not chances:
        return set()
    adjusted = stats.false_discovery_control(list(chances.values()))
    return {name for name, p in zip(chances, adjusted, strict=True) if float(p) < FALSE_DISCOVERIES}
