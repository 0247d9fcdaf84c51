"""An explanation of a difference: one firm followed, and the partings of many counted."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from analysis import RunIdentity
from analysis.divergence_summary import DivergenceSummary
from experiments.arms import Arm
from experiments.divergences import FirmPair, follow_pairs, tell_firm, typical_firm
from experiments.identity import run_identity
from experiments.pairs import Progress, default_threads
from sim.parameters import Scenario
from sim.scenario_files import LoadedScenario

__all__ = ["Explanation", "explain", "to_dict"]


@dataclass(frozen=True)
class Explanation:
    """Why two arms differ.

    ``firms`` has one row per pair and treated firm, as :func:`experiments.divergences.follow_pairs`
    returns them; ``story`` follows one of them month by month.
    """

    firms: pd.DataFrame
    summary: DivergenceSummary
    story: FirmPair
    identity: RunIdentity
    scenario: Scenario


def explain(
    loaded: LoadedScenario,
    arms: Sequence[Arm],
    firm: int | None = None,
    pairs: int = 10,
    treated: float | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> Explanation:
    """Follow the treated firms of some markets through two arms.

    Parameters
    ----------
    loaded
        The scenario.
    arms
        Two arms of it.
    firm
        Treated firm of the first market whose story is told; by default the focal firm of a
        teaching case, else the firm with the median difference.
    pairs, treated, threads, progress, command
        As for `experiments.compare`.

    Raises
    ------
    ArmsError
        When the arms are not two, or the firm is none of the treated.
    """
    scenario = loaded.scenario
    share = scenario.comparison.treated if treated is None else treated
    start = time.perf_counter()
    if firm is not None:
        tell_firm(arms, 0, share, firm)  # refuses a wrong firm before anything else is run
    table, summary = follow_pairs(arms, pairs, share, threads or default_threads(), progress)
    if firm is None:
        firm = 0 if scenario.case is not None else typical_firm(table)
    story = tell_firm(arms, 0, share, firm)
    seconds = time.perf_counter() - start
    names = [arm.name for arm in arms]
    identity = run_identity(scenario, loaded.source, names, pairs, share, command, seconds)
    question = f"Why do {names[0]} and {names[1]} differ?"
    identity = replace(identity, question=question)
    return Explanation(table, summary, story, identity, scenario)


def to_dict(result: Explanation) -> dict[str, Any]:
    """Return an explanation as plain data for JSON."""
    story = result.story
    return {
        "arms": list(story.arms),
        "firm": {
            "firm": story.firm,
            "name": story.name,
            "headcount": story.headcount,
            "seed": story.seed,
            "kind": story.divergence.kind,
            "month": story.divergence.month,
            "parting": story.divergence.sentence,
            "followed": {name: story.what_followed(arm) for arm, name in enumerate(story.arms)},
            "difference": story.difference,
            "channels": {
                name.removeprefix("channel_"): value for name, value in story.channels().items()
            },
        },
        **_summary(result.summary),
    }


def _summary(summary: DivergenceSummary) -> dict[str, Any]:
    """Return the counted partings as plain data for JSON; what is undefined is None."""

    def plain(value: Any) -> Any:
        if isinstance(value, float) and not math.isfinite(value):
            return None
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        return value

    return {
        "pairs": summary.pairs,
        "firms": summary.firms,
        "total": plain(asdict(summary.total)),
        "kinds": [plain(asdict(item)) for item in summary.kinds],
    }
