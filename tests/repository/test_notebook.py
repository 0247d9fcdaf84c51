"""The notebook in the docs runs from top to bottom and shows tables."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# In a process of its own: what drives a kernel leaves sockets behind, which tests of ours must not.
RUN = """
import json, sys
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
patience = dict(timeout=300, startup_timeout=300, iopub_timeout=300)
NotebookClient(notebook, kernel_name="python3", raise_on_iopub_timeout=True, **patience).execute()
shown = [kind for cell in notebook.cells for output in cell.get("outputs", ())
         for kind in output.get("data", ())]
print(json.dumps(shown))
"""


def test_the_notebook_runs_and_shows_its_results_as_a_table(tmp_path: Path) -> None:
    pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    result = subprocess.run(
        [sys.executable, "-c", RUN, str(ROOT / "docs" / "study.ipynb")],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("text/html") >= 2
