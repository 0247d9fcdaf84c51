"""The arms of a comparison: policies in one scenario, or whole scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.parameters import Scenario
from sim.scenario_files.problems import nearest

__all__ = ["Arm", "ArmsError", "different_keys", "policy_arms", "scenario_arms"]

_SAME_IN_ALL = (
    "firms.count",
    "firms.headcount_low",
    "firms.headcount_high",
    "firms.headcount_shape",
    "run.months",
    "run.seed",
)
_NOT_OF_THE_WORLD = ("title", "question", "description", "comparison", "policies", "mix")


class ArmsError(ValueError):
    """The arms cannot be compared; the message is a sentence that says why."""


@dataclass(frozen=True)
class Arm:
    """One arm: a name, the scenario it is run in, and the policy of the treated firms.

    Where ``policy`` is None nobody changes: the scenario itself is the arm.
    """

    name: str
    scenario: Scenario
    policy: str | None


def policy_arms(scenario: Scenario, names: Sequence[str] | None = None) -> tuple[Arm, ...]:
    """Return one arm per policy, by default those that the scenario names.

    Raises
    ------
    ArmsError
        When there are fewer than two, one is named twice, or one is not a policy.
    """
    chosen = list(scenario.comparison.arms if names is None else names)
    for name in chosen:
        if name not in scenario.policies:
            like = nearest(name, scenario.policies)
            hint = f"; did you mean {like}?" if like else f"; there are {_listed(scenario)}"
            raise ArmsError(f'there is no policy "{name}"{hint}')
    _refuse_few_or_repeated(chosen)
    return tuple(Arm(name, scenario, name) for name in chosen)


def scenario_arms(scenarios: Mapping[str, Scenario]) -> tuple[Arm, ...]:
    """Return one arm per scenario, named by the keys.

    Raises
    ------
    ArmsError
        When there are fewer than two, or they differ in what pairing needs to be the same.
    """
    _refuse_few_or_repeated(list(scenarios))
    (first, scenario), *others = scenarios.items()
    for name, other in others:
        for key in different_keys(scenario, other):
            if key in _SAME_IN_ALL:
                raise ArmsError(
                    f"{key} differs between {first} and {name}, so that firms cannot be paired; "
                    f"give one value for all with --set {key}=..."
                )
    return tuple(Arm(name, scenario, None) for name, scenario in scenarios.items())


def different_keys(first: Scenario, second: Scenario) -> list[str]:
    """List the dotted names of what differs between two worlds.

    Titles, policies, their mix and the comparison do not count: they are what arms are about.
    """
    one, other = _flat(first.model_dump(mode="json")), _flat(second.model_dump(mode="json"))
    return [
        key
        for key in dict.fromkeys([*one, *other])
        if one.get(key) != other.get(key) and key.split(".")[0] not in _NOT_OF_THE_WORLD
    ]


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = value
    return found


def _refuse_few_or_repeated(names: list[str]) -> None:
    if len(names) < 2:
        only = f"only {names[0]} is given" if names else "none is given"
        raise ArmsError(f"a comparison needs at least two arms; {only}")
    for name in names:
        if names.count(name) > 1:
            raise ArmsError(f'the arm "{name}" is named more than once')


def _listed(scenario: Scenario) -> str:
    return ", ".join(sorted(scenario.policies))
