"""What a study will take, told before anything is run."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from experiments.pairs import default_threads
from experiments.studies import Study, load_study
from experiments.sweeping.arrow_tables import run_table, series_table, write_parquet
from experiments.sweeping.blocks import Block, Unit, run_units
from experiments.sweeping.identity import file_identity
from experiments.sweeping.stopping import StoppingRule, stopping_rule

__all__ = ["Plan", "plan"]

_PROBED_CELLS = 3
_PROBE_SECONDS = 3.0


@dataclass(frozen=True)
class Plan:
    """What a study will take.

    ``pairs_low`` and ``pairs_high`` are the fewest and the most pairs of a cell; ``runs_low`` and
    ``runs_high`` the runs of markets over all cells, pairs and arms. ``seconds_per_pair`` is what
    a pair takes one worker, measured on ``probed`` pairs, NaN without a probe; ``bytes_per_pair``
    what its rows take on disk.
    """

    name: str
    title: str
    question: str
    arms: tuple[str, ...]
    factors: tuple[str, ...]
    design: str
    cells: int
    pairs_low: int
    pairs_high: int
    workers: int
    probed: int
    seconds_per_pair: float
    bytes_per_pair: float
    stopping: str = ""
    notes: tuple[str, ...] = ()

    @property
    def runs_low(self) -> int:
        """Fewest runs of a market."""
        return self.cells * self.pairs_low * len(self.arms)

    @property
    def runs_high(self) -> int:
        """Most runs of a market."""
        return self.cells * self.pairs_high * len(self.arms)

    def seconds(self, pairs: int) -> float:
        """Return the estimated wall time with so many pairs per cell."""
        return self.cells * pairs * self.seconds_per_pair / self.workers

    def bytes(self, pairs: int) -> float:
        """Return the estimated size of the results with so many pairs per cell."""
        return self.cells * pairs * self.bytes_per_pair

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain data for JSON."""
        estimates = {
            "runs_low": self.runs_low,
            "runs_high": self.runs_high,
            "seconds_low": self.seconds(self.pairs_low),
            "seconds_high": self.seconds(self.pairs_high),
            "bytes_low": self.bytes(self.pairs_low),
            "bytes_high": self.bytes(self.pairs_high),
        }
        content = {**asdict(self), **estimates}
        return {key: None if item != item else item for key, item in content.items()}


def plan(study: Study | str | Path, workers: int | None = None, probe: bool = True) -> Plan:
    """Say what a study will take.

    Parameters
    ----------
    study
        A study, or the name or path of one.
    workers
        Threads or processes that will do the work; by default one per processor.
    probe
        Whether a few pairs are run to measure time and size.

    Raises
    ------
    ScenarioError
        When the study cannot be used.
    """
    asked = study if isinstance(study, Study) else load_study(study)
    rule: StoppingRule | None = None
    if asked.replication.sequential:
        rule = stopping_rule(asked.replication)
        low, high = rule.looks[0], rule.looks[-1]
    else:
        low = high = asked.replication.pairs or 1
    probed, seconds, size = _probe(asked) if probe else (0, float("nan"), float("nan"))
    return Plan(
        name=asked.name,
        title=asked.title,
        question=asked.question,
        arms=asked.arms,
        factors=tuple(factor.name for factor in asked.factors),
        design=asked.design.kind,
        cells=asked.cells,
        pairs_low=low,
        pairs_high=high,
        workers=workers or default_threads(),
        probed=probed,
        seconds_per_pair=seconds,
        bytes_per_pair=size,
        stopping="" if rule is None else rule.sentence(),
        notes=asked.notes,
    )


def _probe(study: Study) -> tuple[int, float, float]:
    """Run a pair of a few cells across the design; return how many, seconds and bytes per pair."""
    step = max(1, (study.cells - 1) // (_PROBED_CELLS - 1))
    cells = sorted({0, min(step, study.cells - 1), study.cells - 1})
    blocks: list[Block] = []
    run_units(
        study.recipe, (), [Unit(0, 0, 0, study.values(0))]
    )  # loading the rules does not count
    for cell in cells:
        units = [Unit(0, cell, 1_000_000, study.values(cell))]
        blocks.append(run_units(study.recipe, study.series, units))
        if sum(block.seconds for block in blocks) > _PROBE_SECONDS:
            break
    seconds = sum(block.seconds for block in blocks) / len(blocks)
    return len(blocks), seconds, _bytes_per_pair(study, blocks)


def _bytes_per_pair(study: Study, blocks: list[Block]) -> float:
    """Measure what rows take on disk, less what a file takes without any."""
    total, identity = 0.0, file_identity(study)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "probe.parquet"
        for block in blocks:
            tables = [run_table(block, study.arms)]
            if study.series:
                tables.append(series_table(block, study.arms, study.series))
            for table in tables:
                plain = table.drop_columns(["position"])
                write_parquet(plain.slice(0, 0), path, identity)
                nothing = path.stat().st_size
                write_parquet(plain, path, identity)
                overhead = 60 * plain.num_columns  # statistics of a column, once per part
                total += max(path.stat().st_size - nothing - overhead, 8 * plain.num_rows)
    return total / len(blocks)
