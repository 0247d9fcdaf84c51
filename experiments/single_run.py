"""One run of one market: its outcomes, its monthly series and the story of a firm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.arms import ArmsError, policy_arms
from experiments.simulator import Columns, simulator
from experiments.tables import series_rows
from sim.outcomes import OUTCOMES
from sim.parameters import Scenario

__all__ = ["SingleRun", "chosen_policy", "run_once"]


@dataclass(frozen=True)
class SingleRun:
    """One run of one market.

    ``policy`` is the policy of the treated firms, or None where nobody changed; ``firm`` is the
    firm whose ``story`` is told; ``means`` holds per outcome the mean over untreated and treated
    firms (NaN where there are none); ``series`` has one row per group of firms and month.
    """

    scenario: Scenario
    seed: int
    policy: str | None
    firm: int
    firm_policy: str
    headcount: int
    story: tuple[str, ...]
    means: Mapping[str, tuple[float, float]]
    counts: tuple[int, int]
    series: pd.DataFrame

    @property
    def firm_name(self) -> str:
        """The focal firm's name in a teaching case, or the firm's number."""
        if self.scenario.case is not None and self.firm == 0:
            return self.scenario.case.firm_name
        return f"firm {self.firm}"

    def to_dict(self) -> dict[str, Any]:
        """Return the run as plain data for JSON; what is undefined is None."""
        units = {item.name: item.unit for item in OUTCOMES}
        return {
            "title": self.scenario.title,
            "seed": self.seed,
            "policy": self.policy,
            "months": self.scenario.run.months,
            "firms": {"untreated": self.counts[0], "treated": self.counts[1]},
            "outcomes": {
                name: {
                    "unit": units[name],
                    "untreated": _number(untreated),
                    "treated": _number(treated),
                }
                for name, (untreated, treated) in self.means.items()
            },
            "story": {
                "firm": self.firm,
                "name": self.firm_name,
                "policy": self.firm_policy,
                "headcount": self.headcount,
                "events": list(self.story),
            },
        }


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None


def chosen_policy(scenario: Scenario, policy: str | None) -> str | None:
    """Return the policy of the treated firms, or None where nobody changes.

    Where none is given nobody changes; in a teaching case the focal firm follows the last arm, the
    one with which the first is compared.

    Raises
    ------
    ArmsError
        When there is no such policy.
    """
    if policy is None:
        return scenario.comparison.arms[-1] if scenario.case is not None else None
    other = next(name for name in [*scenario.policies, ""] if name != policy)
    return policy_arms(scenario, [policy, other])[0].policy


def run_once(scenario: Scenario, policy: str | None = None, firm: int | None = None) -> SingleRun:
    """Run one market once.

    Parameters
    ----------
    scenario
        What to run; its seed is the run's.
    policy
        Policy of the treated firms; see :func:`chosen_policy`.
    firm
        Firm whose story is told, from 0; by default the focal firm of a teaching case, or the
        first treated firm, or firm 0.

    Raises
    ------
    ArmsError
        When there is no such policy or firm.
    """
    count = scenario.firms.count
    if firm is not None and not 0 <= firm < count:
        raise ArmsError(f"there is no firm {firm}; the {count} firms are 0 to {count - 1}")
    chosen = chosen_policy(scenario, policy)
    model = simulator()
    seed = scenario.run.seed
    world = model.prepare(scenario, seed)
    treated_share = 0.0 if chosen is None else scenario.comparison.treated
    world = model.fork(world, scenario, chosen, treated_share)
    model.advance(world, scenario.run.months)
    outcomes = model.firm_outcomes(world)
    treated = np.asarray(outcomes["treated"], dtype=bool)
    told = int(np.argmax(treated)) if firm is None else firm
    own = model.policy_names(scenario)[int(outcomes["group"][told])]
    return SingleRun(
        scenario=scenario,
        seed=seed,
        policy=chosen,
        firm=told,
        firm_policy=chosen if chosen is not None and treated[told] else own,
        headcount=int(outcomes["headcount"][told]),
        story=tuple(model.story(world, scenario, told)),
        means={item.name: _means(outcomes, item.name, treated) for item in OUTCOMES},
        counts=(int((~treated).sum()), int(treated.sum())),
        series=series_rows(model.group_series(world)),
    )


def _means(outcomes: Columns, name: str, treated: np.ndarray[Any, Any]) -> tuple[float, float]:
    values = np.asarray(outcomes[name], dtype=np.float64)
    return _mean(values[~treated]), _mean(values[treated])


def _mean(values: np.ndarray[Any, Any]) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if len(finite) else float("nan")
