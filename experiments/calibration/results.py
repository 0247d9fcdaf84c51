"""Files of a calibration and of a validation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from altair.typing import ChartType

from experiments.calibration.fitting import Fit
from experiments.calibration.parameter_sets import write_ensemble
from experiments.files import replaced_at_once, writable_folder
from experiments.results import write_table
from sim.version import program

__all__ = ["write_fit", "write_validation"]


def write_fit(
    folder: Path, result: Fit, patterns: pd.DataFrame, parameters: pd.DataFrame, command: str
) -> list[Path]:
    """Write the ensemble, all runs, both tables and their charts.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    """
    from analysis.charts.patterns import identifiability_chart, patterns_chart

    target = writable_folder(folder)
    remark = (
        "Parameter sets whose markets agree with the facts marked calibrate "
        "(analysis/patterns/facts.toml).\n"
        f"Made by `{command}`, {program()}."
    )
    write_ensemble(result.ensemble, target / "posterior.csv", remark)
    write_table(result.runs, target / "runs.parquet")
    write_table(patterns, target / "patterns.csv")
    write_table(parameters, target / "parameters.csv")
    charts = {
        "patterns.svg": patterns_chart(patterns),
        "parameters.svg": identifiability_chart(parameters, len(result.ensemble)),
    }
    names = ["posterior.csv", "runs.parquet", "patterns.csv", "parameters.csv", *charts]
    _save(charts, target)
    return [target / name for name in names]


def write_validation(
    folder: Path, values: pd.DataFrame, patterns: pd.DataFrame, adoption: pd.DataFrame
) -> list[Path]:
    """Write the quantities of all members, facts and adoption as tables and charts.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    """
    from analysis.charts.adoption import adoption_chart
    from analysis.charts.patterns import patterns_chart
    from analysis.patterns.adoption import adoption_statistics

    target = writable_folder(folder)
    write_table(values, target / "members.csv")
    write_table(patterns, target / "patterns.csv")
    write_table(adoption, target / "adoption.csv")
    charts: dict[str, ChartType] = {
        "patterns.svg": patterns_chart(patterns),
        "adoption.svg": adoption_chart(adoption, adoption_statistics()),
    }
    _save(charts, target)
    return [target / name for name in ("members.csv", "patterns.csv", "adoption.csv", *charts)]


def _save(charts: Mapping[str, ChartType], folder: Path) -> None:
    from analysis.charts import save_chart

    for name, chart in charts.items():
        with replaced_at_once(folder / name) as temporary:
            save_chart(chart, temporary)
