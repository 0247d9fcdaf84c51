"""The text of a new scenario file: short, commented, and valid as it stands."""

from __future__ import annotations

from typing import Any

__all__ = ["new_scenario_text"]

_SUGGESTED = (
    "run.months",
    "run.seed",
    "comparison.pairs",
    "comparison.treated",
    "firms.count",
    "firms.headcount_high",
    "market.turbulence",
    "market.competition",
    "market.interaction_strength",
    "vendors.hype",
    "biases.managers.loss_aversion",
    "biases.managers.hype",
)


def new_scenario_text(base: str) -> str:
    """Return a commented scenario file that extends a scenario that ships.

    Raises
    ------
    ScenarioError
        When no scenario of that name ships.
    """
    from sim.scenario_files import Problem, ScenarioError, load_scenario, shipped_scenarios
    from sim.scenario_files.problems import did_you_mean, nearest

    if base not in shipped_scenarios():
        like = nearest(base, shipped_scenarios())
        message = f'no scenario named "{base}" ships{did_you_mean(like)}'
        raise ScenarioError([Problem("--from", message, found=base, nearest=like)])
    loaded = load_scenario(base)
    arms = ", ".join(f'"{arm}"' for arm in loaded.scenario.comparison.arms)
    policies = ", ".join(sorted(loaded.scenario.policies))
    head = f"""\
# A scenario of your own. What is not said here is as in "{base}".
# A line that begins with # is a remark: take the # away to change that value.
# All parameters with unit, range and source: smbsim params. Is this file sound: smbsim check.
extends = "{base}"
title = "My scenario"
question = "{loaded.scenario.question}"
"""
    middle = "".join(_table_text(table, loaded.scenario) for table in _tables())
    tail = f"""
[comparison]
arms = [{arms}]       # which policies the treated firms follow; first less second is shown
# There are: {policies}.

# A policy of your own: start from the defaults (a practice that is not named is 0), then name it
# in comparison.arms above.
# [policies.mine]
# goal_clarity = 0.8
# monitoring = 0.5

# Who populates the market: shares of policies. A mix is replaced as a whole.
# [mix]
# misaligned = 0.7
# aligned = 0.3
"""
    return head + middle + tail


def _tables() -> list[str]:
    names = (name.rpartition(".")[0] for name in _SUGGESTED)
    return [name for name in dict.fromkeys(names) if name != "comparison"]


def _table_text(table: str, scenario: Any) -> str:
    """Return one table with its suggested values as remarks, with range, unit and meaning."""
    from sim.catalogue import entry_at

    lines = [f"\n[{table}]"]
    for name in _SUGGESTED:
        parent, _, key = name.rpartition(".")
        entry = entry_at(name.split("."))
        if parent != table or entry is None:
            continue
        value = scenario
        for part in name.split("."):
            value = getattr(value, part)
        lines.append(f"# {key} = {value}".ljust(34) + f"# {entry.meaning}; {entry.allowed}")
    return "\n".join(lines) + "\n"
