"""Run the studies of docs/mechanisms.md and draw their charts.

``python docs/mechanisms.py`` from the root of the project sweeps every study into
``results/mechanisms`` (an interrupted run goes on where it stopped), writes a chart of each into
``docs/images/mechanisms`` and prints the numbers that the text quotes. ``--pairs 6`` runs fewer
markets per cell; names of studies run only these.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.charts import cell_rows_chart, save_chart
from experiments.studies import load_study
from experiments.sweeping import StudyResults, sweep

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images" / "mechanisms"
STUDIES = (
    "practices", "kpis", "silos", "change", "stages", "rigidity", "leadership", "competition",
    "coherence", "decision_modes", "partners", "exploration", "biases", "abilities",
    "appreciation", "vendors",
)  # fmt: skip


def draw(name: str, results: StudyResults) -> None:
    """Draw the main outcome of a study, and print its cells."""
    first, second = results.manifest["arms"][:2]
    outcome = results.manifest["outcomes"][0]
    dictionary = results.runs.attrs["dictionary"]
    unit = dictionary[outcome]["unit"]
    cells = results.summary()
    difference = f"{outcome.replace('_', ' ')}, {first} less {second} [{unit}]".replace(
        "npv", "NPV"
    )
    title = f"{first} against {second}".replace("_", " ").capitalize()
    save_chart(cell_rows_chart(cells, title, difference), IMAGES / f"{name}.svg")
    print(f"\n{name}: {difference}\n{cells.to_string(index=False)}")


def main() -> None:
    """Run and draw what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", default=STUDIES)
    asked.add_argument("--pairs", type=int, help="markets per cell, instead of each study's own")
    asked.add_argument("--out", type=Path, default=ROOT / "results" / "mechanisms")
    options = asked.parse_args()
    IMAGES.mkdir(parents=True, exist_ok=True)
    overrides = [f"replication.pairs={options.pairs}"] if options.pairs else []
    for name in options.names:
        draw(name, sweep(load_study(f"studies/{name}", overrides), options.out / name))


if __name__ == "__main__":
    main()
