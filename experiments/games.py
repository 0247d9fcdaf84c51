"""Games: how practices or biases of a policy are taken over one group at a time.

A game has *players*, each a group of practices or of biases, and a scenario for each coalition of
them: in it the treated firms follow a policy of their own, in which the players of the coalition
have moved. The market is warmed up once; coalitions fork from the same state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiments.arms import ArmsError, policy_arms
from sim.parameters import (
    BIASES,
    EmployeeBiases,
    ManagerBiases,
    Override,
    ParameterInfo,
    Policy,
    Scenario,
    Section,
    section_parameters,
)
from sim.scenario_files.problems import nearest

__all__ = [
    "EACH_BIAS",
    "STEPS",
    "TREATED_POLICY",
    "Game",
    "Player",
    "bias_game",
    "practice_game",
]

TREATED_POLICY = "~treated"
"""The policy of the treated firms; by its name it is the last, so that no other is renumbered."""

STEPS: Mapping[str, tuple[str, ...]] = {
    "clear goals (step 1)": ("goal_clarity",),
    "gap assessment (step 2)": ("gap_assessment",),
    "choice by fit (step 3)": (
        "fit_evaluation",
        "features",
        "popularity",
        "pitch",
        "devils_advocate",
    ),
    "planned introduction (step 4)": ("implementation_planning", "reference_class", "staging"),
    "monitoring and review (step 5)": (
        "monitoring", "kill_criteria", "independent_review",
        "kpi_revenue", "kpi_satisfaction", "kpi_savings", "kpi_cycle_time",
    ),
    "people": ("involvement", "change_management", "leadership"),
    "governance and change": ("governance", "adaptivity", "exploration", "ecosystem", "coherence"),
    "other habits": ("buying", "randomness", "precedent", "probing", "impulse", "foresight"),
}  # fmt: skip
"""The five steps of strategic alignment, what carries them, and the rest of a policy."""

EACH_BIAS: Mapping[str, tuple[str, ...]] = {
    f"{bias.replace('_', ' ')} of {people}": (f"{people}.{bias}",)
    for bias in BIASES
    for people in ("managers", "employees")
}
"""Every bias of managers and of employees apart."""


@dataclass(frozen=True)
class Player:
    """A group of values that move together; ``meaning`` says which, in words."""

    name: str
    meaning: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Game:
    """What the coalitions of a game are run with.

    Attributes
    ----------
    over
        ``"practices"`` or ``"biases"``.
    arms
        Names of the state in which all players have moved, and of that in which none has.
    players
        Coalition ``mask`` holds the players whose bits are set in it.
    """

    over: str
    arms: tuple[str, str]
    players: tuple[Player, ...]
    base: Scenario

    def scenario(self, mask: int) -> Scenario:
        """Return the scenario in which the players of a coalition have moved."""
        moved = [
            field
            for number, player in enumerate(self.players)
            if mask >> number & 1
            for field in player.fields
        ]
        if self.over == "biases":
            return _without_biases(self.base, moved)
        target = self.base.policies[self.arms[0]]
        changes = {field: getattr(target, field) for field in moved}
        policy = self.base.policies[TREATED_POLICY].model_copy(update=changes)
        return self.base.model_copy(
            update={"policies": {**self.base.policies, TREATED_POLICY: policy}}
        )


def practice_game(
    scenario: Scenario,
    arms: Sequence[str] | None = None,
    groups: Mapping[str, tuple[str, ...]] | None = None,
) -> Game:
    """Return the game in which practices go from the second policy's value to the first's.

    Parameters
    ----------
    scenario
        The market.
    arms
        Two policies, by default the first two that the scenario compares.
    groups
        Fields of a policy by name of the group; by default `STEPS`. What no group names is a
        player of its own.

    Raises
    ------
    ArmsError
        When the arms are not two different policies, a group names what is no practice or what
        another group has, or the scenario treats one of the policies differently by department.
    """
    first, second = _two(scenario, arms)
    for item in scenario.overrides:
        if item.policy in (first, second):
            raise ArmsError(
                f'an override of this scenario is for the policy "{item.policy}" only, so that its '
                "practices cannot be mixed with those of another; leave that override away"
            )
    one, other = scenario.policies[first], scenario.policies[second]
    different = [name for name in Policy.model_fields if getattr(one, name) != getattr(other, name)]
    if not different:
        raise ArmsError(f"{first} and {second} do not differ in any practice")
    players = _grouped(different, tuple(Policy.model_fields), STEPS if groups is None else groups)
    base = scenario.model_copy(update={"policies": {**scenario.policies, TREATED_POLICY: other}})
    return Game("practices", (first, second), players, base)


def bias_game(
    scenario: Scenario,
    policy: str | None = None,
    groups: Mapping[str, tuple[str, ...]] | None = None,
) -> Game:
    """Return the game in which biases of the treated firms go from their value to neutral.

    Each bias is one player, for managers and employees together, unless groups say otherwise.

    Parameters
    ----------
    scenario
        The market.
    policy
        What the treated firms follow, by default the last policy that the scenario compares.
    groups
        Biases by name of the group, such as ``managers.loss_aversion`` or, for both kinds of
        people, ``loss_aversion``. What no group names is a player of its own.

    Raises
    ------
    ArmsError
        When there is no such policy, or a group names what is no bias or what another group has.
    """
    name = scenario.comparison.arms[-1] if policy is None else policy
    other = next(known for known in [*scenario.policies, ""] if known != name)
    policy_arms(scenario, [name, other])
    both = {bias: (f"managers.{bias}", f"employees.{bias}") for bias in BIASES}
    fields = tuple(field for pair in both.values() for field in pair)
    spelled = {
        group: tuple(field for key in keys for field in both.get(key, (key,)))
        for group, keys in (groups or {}).items()
    }
    taken = {field for group in spelled.values() for field in group}
    for bias, pair in both.items():
        left = tuple(field for field in pair if field not in taken)
        if left:
            spelled[bias if len(left) == 2 else left[0]] = left
    players = _grouped(list(fields), fields, spelled)
    overrides = [
        item.model_copy(update={"policy": TREATED_POLICY})
        for item in scenario.overrides
        if item.policy == name
    ]
    base = scenario.model_copy(
        update={
            "policies": {**scenario.policies, TREATED_POLICY: scenario.policies[name]},
            "overrides": [*scenario.overrides, *overrides],
        }
    )
    return Game("biases", (f"{name} without biases", name), players, base)


def _two(scenario: Scenario, arms: Sequence[str] | None) -> tuple[str, str]:
    chosen = list(scenario.comparison.arms[:2] if arms is None else arms)
    if len(chosen) != 2:
        raise ArmsError(f"practices are taken over from one policy by another; found {len(chosen)}")
    policy_arms(scenario, chosen)
    return chosen[0], chosen[1]


def _grouped(
    different: Sequence[str], allowed: Sequence[str], groups: Mapping[str, tuple[str, ...]]
) -> tuple[Player, ...]:
    """Return the players: groups of what differs, then what is in no group."""
    owner: dict[str, str] = {}
    for group, fields in groups.items():
        for field in fields:
            if field not in allowed:
                like = nearest(field, allowed)
                hint = f"; did you mean {like}?" if like else f"; there are {', '.join(allowed)}"
                raise ArmsError(f'the group "{group}" names {field}, which does not exist{hint}')
            if owner.setdefault(field, group) != group:
                raise ArmsError(f'{field} is both in "{owner[field]}" and in "{group}"')
    names = [*groups, *(field for field in different if field not in owner)]
    members = {
        name: tuple(field for field in different if owner.get(field, field) == name)
        for name in names
    }
    return tuple(
        Player(name.replace("_", " "), _meaning(fields), fields)
        for name, fields in members.items()
        if fields
    )


def _declared(kind: str) -> dict[str, ParameterInfo]:
    """Return the declarations of a policy's fields, or of managers' or employees' biases."""
    sections: dict[str, type[Section]] = {"managers": ManagerBiases, "employees": EmployeeBiases}
    return {item.name: item for item in section_parameters(sections.get(kind, Policy))}


def _meaning(fields: Sequence[str]) -> str:
    """Say what a group of fields is, from their declarations."""
    meanings = []
    for field in fields:
        kind, _, name = field.rpartition(".")
        info = _declared(kind)[name]
        meanings.append(f"{kind}: {info.meaning}" if kind else info.meaning)
    return "; ".join(meanings)


def _without_biases(scenario: Scenario, fields: Sequence[str]) -> Scenario:
    """Return the scenario in which the treated firms' people are free of some biases."""
    values: dict[str, dict[str, float]] = {"managers": {}, "employees": {}}
    for field in fields:
        kind, _, name = field.partition(".")
        info = _declared(kind)[name]
        assert info.neutral is not None
        values[kind][name] = info.neutral
    neutral = Override(
        policy=TREATED_POLICY, managers=values["managers"], employees=values["employees"]
    )
    return scenario.model_copy(update={"overrides": [*scenario.overrides, neutral]})
