"""Run the ten studies of docs/gallery.md in full and draw their main charts.

``python docs/gallery.py`` from the root of the project runs every study into ``results`` and writes
the main chart of each into ``docs/images/gallery``, with what made it below. What is there already
is not run again; an interrupted sweep goes on where it stopped. Names of studies run only these.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path

from analysis.charts import save_chart, sign
from experiments.command_line.application import invoke
from experiments.reports import read_page

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images" / "gallery"
MAIN_CHARTS = {
    "turbulence_and_interaction": "heat",
    "share_that_aligns": "curves",
    "patience": "curves",
    "size_of_firms": "curves",
    "biases_one_at_a_time": "tornado",
    "behaviour_screening": "indices",
    "technology_budget": "curves",
    "regimes_and_policies": "heat",
    "practices": "worth",
    "where_it_does_not_pay": "peeling",
}
"""Name of each study, and of the figure in its report that the gallery shows."""


def command_of(name: str) -> list[str]:
    """Return the command of a study, as docs/gallery.md gives it."""
    for line in (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("smbsim ") and line.endswith(f" --out results/{name}"):
            return line.split()[1:]
    raise SystemExit(f"docs/gallery.md has no command that writes results/{name}")


def draw(name: str, results: Path) -> None:
    """Write the main chart of the report of a study, signed, and print its answer."""
    page = read_page(results / name)
    chart = next(item.chart for item in page.figures if item.name == MAIN_CHARTS[name])
    if "signature" not in chart.to_dict().get("usermeta", {}):
        chart = sign(chart, page.source.signature)
    save_chart(chart, IMAGES / f"{name}.svg")
    print(f"{name}: {page.answer}", flush=True)


def main() -> None:
    """Run and draw what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", default=MAIN_CHARTS)
    options = asked.parse_args()
    os.chdir(ROOT)
    results = Path("results")
    for name in options.names:
        command = command_of(name)
        sys.argv = ["smbsim", *command]  # what is typed is what stands below the chart
        if (command[0] == "sweep" or not (results / name).exists()) and invoke(command) != 0:
            raise SystemExit(f"smbsim {shlex.join(command)} did not end well")
        draw(name, results)


if __name__ == "__main__":
    main()
