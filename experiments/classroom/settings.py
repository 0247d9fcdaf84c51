"""What a visitor asks for, checked, and the scenario that follows from it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from experiments.classroom.cases import CASES, REGIMES
from sim.parameters import EmployeeBiases, ManagerBiases, Override, Policy, Scenario, Section
from sim.parameters.declaration import ParameterInfo, section_parameters
from sim.scenario_files import load_scenario
from sim.scenario_files.problems import did_you_mean, nearest

__all__ = [
    "ARM_NAMES",
    "ArmSetting",
    "Change",
    "Setting",
    "SettingError",
    "read_json",
    "read_setting",
]

ARM_NAMES = ("classroom_first", "classroom_second")
"""Names of the two policies that a setting adds to its scenario."""

MONTHS_BETWEEN = 1
_MOST_SENTENCES = 10
_LONGEST_SHOWN = 60
_SECTIONS: dict[str, type[Section]] = {
    "practices": Policy,
    "managers": ManagerBiases,
    "employees": EmployeeBiases,
}


class SettingError(ValueError):
    """A setting that cannot be run; the message is a sentence for the person at the page."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ArmSetting(_Part):
    """One twin: a policy that ships, and single practices or biases that differ from it."""

    policy: str = Field(max_length=60)
    values: dict[str, float] = Field(default_factory=dict, max_length=60)


class Change(_Part):
    """What changes in mid-run: from a month on, one arm has another value, or another policy."""

    month: int = Field(ge=MONTHS_BETWEEN, le=1200)
    arm: int = Field(ge=0, le=1)
    key: str = Field(max_length=60)
    value: float | str


class Setting(_Part):
    """All that a twin run depends on.

    Keys of values and changes are ``practices.NAME``, ``managers.NAME`` and ``employees.NAME``;
    a change may also have the key ``policy``, whose value names a policy that ships.
    """

    case: str = Field(default="default", max_length=20)
    seed: int = Field(default=1, ge=0, le=2**53)
    regime: str | None = Field(default=None, max_length=20)
    arms: tuple[ArmSetting, ArmSetting] = (
        ArmSetting(policy="aligned"),
        ArmSetting(policy="misaligned"),
    )
    changes: tuple[Change, ...] = Field(default=(), max_length=40)

    def base(self) -> Scenario:
        """Return the scenario of the case in its regime, before the arms are added."""
        return _base(self.case, self.regime)

    def change_months(self, arm: int) -> list[int]:
        """Return the months after which something changes in an arm, in order."""
        last = self.base().run.months
        return sorted(
            {item.month for item in self.changes if item.arm == arm and item.month < last}
        )

    def scenario(self, arm: int | None = None, month: int = 0) -> Scenario:
        """Return the scenario with both arms' policies, with an arm's changes up to a month."""
        base = self.base()
        policies, overrides = dict(base.policies), list(base.overrides)
        for place, name in enumerate(ARM_NAMES):
            upto = month if place == arm else 0
            policy, values = self._arm_at(place, upto)
            parts = _by_section(values)
            kept = base.policies[policy].model_dump() | parts["practices"]
            policies[name] = Policy(**kept)
            overrides += [
                item.model_copy(update={"policy": name})
                for item in base.overrides
                if item.policy == policy
            ]
            overrides.append(
                Override(policy=name, managers=parts["managers"], employees=parts["employees"])
            )
        return base.model_copy(update={"policies": policies, "overrides": overrides})

    def _arm_at(self, arm: int, month: int) -> tuple[str, dict[str, float]]:
        """Return an arm's policy and differing values once the changes up to a month are made."""
        policy, values = self.arms[arm].policy, dict(self.arms[arm].values)
        for change in sorted(self.changes, key=lambda item: item.month):
            if change.arm != arm or change.month > month:
                continue
            if change.key == "policy":
                policy, values = str(change.value), {}
            else:
                values[change.key] = float(change.value)
        return policy, values


def read_json(body: bytes) -> Any:
    """Return what the JSON of a request holds; only finite numbers and whole text are JSON here.

    Raises
    ------
    SettingError
        When it is not JSON, or nested more deeply than anything the page sends.
    """
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError:
        raise SettingError("The request is not JSON.") from None


def read_setting(content: Any) -> Setting:
    """Return the setting that a request holds.

    Raises
    ------
    SettingError
        With one sentence per problem: what was found, what is allowed, the nearest name.
    """
    try:
        setting = Setting.model_validate(content)
    except ValidationError as error:
        found = error.errors()[:_MOST_SENTENCES]
        raise SettingError(" ".join(_sentence(item) for item in found)) from None
    problems = _problems(setting)
    if problems:
        raise SettingError(" ".join(problems[:_MOST_SENTENCES]))
    return setting


def _sentence(error: Any) -> str:
    where = ".".join(_shown(str(part)) for part in error["loc"]) or "the setting"
    return f"{where}: {error['msg'][:1].lower()}{error['msg'][1:]}."


def _shown(text: str) -> str:
    """Return what a visitor sent as it can be shown: not long, without signs that steer."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:_LONGEST_SHOWN])


def _problems(setting: Setting) -> list[str]:
    if setting.case not in CASES:
        like = did_you_mean(nearest(setting.case, CASES))
        return [
            _ended(f'There is no case "{_shown(setting.case)}"; there are {", ".join(CASES)}{like}')
        ]
    if setting.regime is not None and setting.regime not in REGIMES:
        like = did_you_mean(nearest(setting.regime, REGIMES))
        named = ", ".join(REGIMES)
        return [_ended(f'There is no regime "{_shown(setting.regime)}"; there are {named}{like}')]
    policies = setting.base().policies
    found: list[str] = []
    for arm in setting.arms:
        found += _policy_problem(arm.policy, policies)
        for key, value in arm.values.items():
            found += _value_problem(key, value)
    months = setting.base().run.months
    for change in setting.changes:
        if change.month >= months:
            found.append(f"A change in month {change.month} comes after the end, {months} months.")
        if change.key == "policy":
            found += _policy_problem(str(change.value), policies)
        else:
            found += _value_problem(change.key, change.value)
    return found


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith("?") else f"{sentence}."


def _policy_problem(name: str, policies: dict[str, Policy]) -> list[str]:
    if name in policies:
        return []
    return [_ended(f'There is no policy "{_shown(name)}"{did_you_mean(nearest(name, policies))}')]


def _value_problem(key: str, value: float | str) -> list[str]:
    declared = declarations()
    if key not in declared:
        like = did_you_mean(nearest(key, declared))
        return [_ended(f"{_shown(key)} is not a control of this page{like}")]
    item = declared[key]
    if isinstance(value, str) or not item.low <= value <= item.high:
        return [f"{key} is {_shown(str(value))}; allowed is {item.low:g} to {item.high:g}."]
    return []


@lru_cache(maxsize=1)
def declarations() -> dict[str, ParameterInfo]:
    """Return the declaration of every value that an arm can have, by key."""
    return {
        f"{prefix}.{item.name}": item
        for prefix, section in _SECTIONS.items()
        for item in section_parameters(section)
    }


def _by_section(values: dict[str, float]) -> dict[str, dict[str, float]]:
    parts: dict[str, dict[str, float]] = {prefix: {} for prefix in _SECTIONS}
    for key, value in values.items():
        prefix, name = key.split(".", 1)
        parts[prefix][name] = value
    return parts


@lru_cache(maxsize=len(CASES) * (len(REGIMES) + 1))
def _base(case: str, regime: str | None) -> Scenario:
    entry = CASES[case]
    overrides = [*entry.overrides, *(_regime_overrides(regime) if regime else ())]
    return load_scenario(entry.scenario, overrides).scenario


def _regime_overrides(regime: str) -> list[str]:
    """Return what the file of a regime sets, to be put on top of a case."""
    loaded = load_scenario(f"regimes/{regime}")
    own = [key for key, origin in loaded.origins.items() if origin.file == loaded.source]
    found = []
    for key in own:
        node: Any = loaded.resolved
        for part in key.split("."):
            node = node[part]
        if isinstance(node, int | float):
            found.append(f"{key}={node!r}")
    return found
