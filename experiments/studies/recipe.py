"""What turns the values of a cell's factors into its arms; plain data that any worker can be sent.

Kept apart from the study, so that a worker loads little.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from experiments.arms import Arm
from experiments.studies.factors import Factor, Value
from sim.parameters import Scenario
from sim.scenario_files.overriding import read_key
from sim.version import MODEL_VERSION, source_hash

__all__ = ["Recipe", "StudyArm", "cell_key", "changed"]

_NO_PART_OF_A_RUN = ("title", "question", "description")
_OTHER_PARTS_OF_COMPARISON = ("arms", "pairs")


@dataclass(frozen=True)
class StudyArm:
    """One arm: its name, which of the study's worlds it lives in, and the treated firms' policy."""

    name: str
    world: int
    policy: str | None


@dataclass(frozen=True)
class Recipe:
    """All that is needed to turn the values of a cell's factors into its arms; plain data.

    ``worlds`` are the resolved values of whole scenarios, which arms share or not.
    """

    worlds: tuple[Mapping[str, Any], ...]
    arms: tuple[StudyArm, ...]
    factors: tuple[Factor, ...]

    def build(self, values: Sequence[Value]) -> tuple[Arm, ...]:
        """Return the arms of a cell; arms of one world share one scenario.

        Parameters
        ----------
        values
            One value per factor, in the order of ``factors``.
        """
        changes: dict[str, Any] = {}
        policies = {arm.name: arm.policy for arm in self.arms}
        for factor, value in zip(self.factors, values, strict=True):
            if factor.arm is not None and not factor.leaves(value):
                policies[factor.arm] = str(value)
            else:
                changes |= factor.sets(value)
        scenarios = [Scenario.model_validate(changed(world, changes)) for world in self.worlds]
        return tuple(Arm(arm.name, scenarios[arm.world], policies[arm.name]) for arm in self.arms)


def changed(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Copy the values of a scenario with some of them set by dotted name.

    Only the tables on the way are copied. A table as value is merged key by key, but for ``mix``,
    which is replaced as a whole.
    """
    result = dict(values)
    for name, value in changes.items():
        path = _path(name)
        node = result
        for part in path[:-1]:
            node[part] = dict(node.get(part, {}))
            node = node[part]
        old = node.get(path[-1])
        if isinstance(value, Mapping) and isinstance(old, Mapping) and path != ("mix",):
            node[path[-1]] = changed(old, {json.dumps(key): item for key, item in value.items()})
        else:
            node[path[-1]] = value
    return result


@cache
def _path(name: str) -> tuple[str, ...]:
    path = read_key(name)
    assert path is not None
    return path


def cell_key(arms: Sequence[Arm]) -> str:
    """Return the content address of a cell: what decides its results, but for the pair's number.

    Two cells with the same key, whatever their studies, give the same results to the last bit:
    version and sources of the model, each arm's name, policy and scenario count; titles do not.
    """
    digest = hashlib.sha256(f"{MODEL_VERSION} {source_hash()}".encode())
    seen: dict[int, str] = {}
    for arm in arms:
        if id(arm.scenario) not in seen:
            values = arm.scenario.model_dump(mode="json", exclude=set(_NO_PART_OF_A_RUN))
            for name in _OTHER_PARTS_OF_COMPARISON:
                values["comparison"].pop(name, None)
            seen[id(arm.scenario)] = json.dumps(values, sort_keys=True)
        digest.update(json.dumps([arm.name, arm.policy]).encode())
        digest.update(seen[id(arm.scenario)].encode())
    return digest.hexdigest()
