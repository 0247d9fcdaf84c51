"""A study of a few cells, for tests of running it."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.studies import Study, load_study
from experiments.sweeping import StudyResults, sweep

__all__ = ["STUDY", "data_files", "stop_after", "study", "swept"]

STUDY = """\
title = "A small study"
question = "Does anything matter?"
scenario = "default"
arms = ["aligned", "misaligned"]
series = ["cumulative_npv"]

[set]
firms.count = 10
run.months = 3

[design]
kind = "factorial"

[factors]
market.turbulence = [0, 0.5, 1]
policies.aligned.monitoring = { low = 0, high = 1, levels = 2 }

[replication]
pairs = 6
"""


def study(folder: Path, *overrides: str, text: str = STUDY) -> Study:
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return load_study(path, overrides)


def data_files(folder: Path) -> dict[str, bytes]:
    """Everything of a folder of results but what tells of time and machine."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("manifest.json", ".lock")
    }


def swept(folder: Path, *overrides: str, out: str = "out", **options: Any) -> StudyResults:
    return sweep(study(folder, *overrides), folder / out, threads=2, **options)


def stop_after(pairs: int) -> Callable[[int, int], None]:
    """Press Ctrl-C once so many pairs are done."""

    def progress(done: int, planned: int) -> None:
        if done >= pairs:
            signal.raise_signal(signal.SIGINT)

    return progress
