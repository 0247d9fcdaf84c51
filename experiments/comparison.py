"""Comparing arms on common random numbers: the main job of the model."""

from __future__ import annotations

import html
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis import ComparisonSummary, RunIdentity, answer_sentence, summarise
from experiments.arms import Arm, different_keys, policy_arms, scenario_arms
from experiments.files import replaced_at_once, writable_folder
from experiments.identity import run_identity
from experiments.pairs import Progress, default_threads, run_pairs
from experiments.simulator import Simulator, simulator
from experiments.tables import firm_table, series_table
from sim.parameters import Scenario
from sim.scenario_files import LoadedScenario, load_scenario

if TYPE_CHECKING:
    from analysis.charts import FinishedChart

__all__ = ["Comparison", "compare", "compare_scenarios"]


@dataclass(frozen=True)
class Comparison:
    """The result of a comparison.

    Attributes
    ----------
    firms
        One row per pair, arm and firm; see :func:`experiments.tables.firm_table`.
    series
        One row per pair, arm, group of firms and month.
    identity
        What was run, and how to repeat it.
    scenarios
        The scenario of each arm, by the arm's name.
    notes
        Remarks that a reader of the result must know.
    """

    firms: pd.DataFrame
    series: pd.DataFrame
    identity: RunIdentity
    scenarios: Mapping[str, Scenario]
    notes: tuple[str, ...] = ()

    @cached_property
    def _summary(self) -> ComparisonSummary:
        return summarise(self.firms, self.series, self.identity)

    def summary(self) -> ComparisonSummary:
        """Return the statistics: differences with intervals, channels, pairing audit."""
        return self._summary

    def answer(self) -> str:
        """Return the answer in one sentence with its interval."""
        return answer_sentence(self.summary())

    @cached_property
    def _charts(self) -> dict[str, FinishedChart]:
        from analysis.report import draw_charts

        return draw_charts(self.summary(), self.firms, self.series)

    def report(self, path: str | Path) -> Path:
        """Write the report, one HTML file that opens offline, and return its path."""
        from analysis.report import write_report

        target = Path(path)
        write_report(target, self.summary(), self._charts, notes=self.notes)
        return target

    def save_charts(self, folder: str | Path, ending: str = "svg") -> list[Path]:
        """Save the charts, one file each (``svg``, ``png`` or ``pdf``), and return their paths."""
        from analysis.charts import save_chart

        target = writable_folder(Path(folder))
        written = []
        for name, chart in self._charts.items():
            written.append(target / f"{name}.{ending}")
            with replaced_at_once(written[-1]) as temporary:
                save_chart(chart, temporary)
        return written

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(item.meaning)}</td><td>{html.escape(item.unit)}</td>"
            f"<td>{item.estimate.difference:,.4g}</td>"
            f"<td>{item.estimate.low:,.4g} to {item.estimate.high:,.4g}</td></tr>"
            for item in self.summary().main.outcomes.values()
        )
        return (
            f"<p><strong>{html.escape(self.answer())}</strong></p><table><tr><th>Outcome</th>"
            f"<th>Unit</th><th>Difference</th><th>95 % interval</th></tr>{rows}</table>"
        )


def compare(
    scenario: Scenario | LoadedScenario | str | Path = "default",
    arms: Sequence[str] | None = None,
    pairs: int | None = None,
    treated: float | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> Comparison:
    """Run the same markets under each of several policies.

    Parameters
    ----------
    scenario
        A scenario, or the name or path of one.
    arms
        Names of policies; by default those of the scenario. Differences are the first less another.
    pairs
        Number of markets, each run in every arm; by default the scenario's.
    treated
        Share of firms, 0..1, that follow an arm's policy; by default the scenario's.
    threads
        Markets run at a time; by default one per processor. Results do not depend on it.
    progress
        Called after each pair with the number of pairs done and the number of all.
    command
        Command line that repeats the comparison, for the report.

    Returns
    -------
    Comparison

    Raises
    ------
    ScenarioError
        When the scenario cannot be used.
    ArmsError
        When the arms cannot be compared.
    """
    loaded = (
        scenario if isinstance(scenario, Scenario | LoadedScenario) else load_scenario(scenario)
    )
    world = loaded.scenario if isinstance(loaded, LoadedScenario) else loaded
    name = loaded.source if isinstance(loaded, LoadedScenario) else world.title
    return _compare(
        policy_arms(world, arms), name, pairs, treated, threads, progress, command, notes=()
    )


def compare_scenarios(
    scenarios: Mapping[str, Scenario],
    pairs: int | None = None,
    treated: float | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> Comparison:
    """Run the same seeds under whole scenarios, one arm each, named by the keys.

    Nobody changes policy; by default all firms count as treated. Where the worlds differ, the
    result carries a note that says in what. See :func:`compare` for the other parameters.
    """
    arms = scenario_arms(scenarios)
    first, *others = arms
    keys = [key for other in others for key in different_keys(first.scenario, other.scenario)]
    notes: tuple[str, ...] = ()
    keys = list(dict.fromkeys(keys))
    if keys:
        notes = (
            "The worlds of the arms differ, and the differences below include that: "
            + ", ".join(keys)
            + ".",
        )
    share = 1.0 if treated is None else treated
    name = " against ".join(scenarios)
    found = _compare(arms, name, pairs, share, threads, progress, command, notes)
    identity = replace(
        found.identity,
        title=name,
        question=f"What is the difference between {name.replace(' against ', ' and ')}?",
        scenarios_are_arms=True,
        differing=tuple(keys),
    )
    return replace(found, identity=identity)


def _compare(
    arms: tuple[Arm, ...],
    name: str,
    pairs: int | None,
    treated: float | None,
    threads: int | None,
    progress: Progress | None,
    command: str,
    notes: tuple[str, ...],
) -> Comparison:
    scenario = arms[0].scenario
    count = scenario.comparison.pairs if pairs is None else pairs
    share = scenario.comparison.treated if treated is None else treated
    if count < 1 or not 0 <= share <= 1:
        raise ValueError(f"pairs is {count} and treated {share}; allowed is 1 or more, and 0 to 1")
    model: Simulator = simulator()
    start = time.perf_counter()
    results = run_pairs(model, arms, count, share, threads or default_threads(), progress)
    seconds = time.perf_counter() - start
    identity = run_identity(
        scenario, name, [arm.name for arm in arms], count, share, command, seconds
    )
    if list(identity.arms[:2]) != scenario.comparison.arms[:2]:
        question = f"What is the difference between {' and '.join(identity.arms[:2])}?"
        identity = replace(identity, question=question)
    scenarios = {arm.name: arm.scenario for arm in arms}
    tables = firm_table(results, arms), series_table(results, arms)
    return Comparison(*tables, identity=identity, scenarios=scenarios, notes=notes)
