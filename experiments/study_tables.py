"""The results of a study as its analysis takes them."""

from __future__ import annotations

from analysis.studies import StudyFactor, StudyTables
from experiments.sweeping.results import StudyResults
from sim.outcomes import OUTCOMES

__all__ = ["study_tables"]

_UNITS = {item.name: item.unit for item in OUTCOMES}
_PLAIN_UNITS = ("share", "index", "ratio", "cosine", "exponent", "weight")
_MORRIS_LEVELS = 4


def study_tables(results: StudyResults, outcome: str | None = None) -> StudyTables:
    """Return the tables of a study for one outcome, by default its main one."""
    study = results.study
    chosen = outcome or str(results.manifest["outcomes"][0])
    sample = results.sample
    names = [factor.name for factor in study.factors]
    return StudyTables(
        identity=results.identity,
        kind=study.design.kind,
        factors=tuple(
            StudyFactor(
                factor.name,
                "" if factor.unit in _PLAIN_UNITS else factor.unit,
                factor.meaning,
                results.design[factor.name].dtype.kind in "if",
                factor.base,
            )
            for factor in study.factors
        ),
        design=results.design,
        sample=None if sample is None else sample[names].to_numpy(dtype=float),
        differences=results.differences(chosen),
        outcome=chosen,
        unit=_UNITS.get(chosen, "EUR"),
        levels=study.design.levels or _MORRIS_LEVELS,
        second_order=study.design.second_order,
    )
