"""Reading the results of a study, finished or not, as tables with units and meanings."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import RunIdentity
from experiments.files import OutputError, file_hash
from experiments.kept_files import read_kept_table
from experiments.studies import Study
from experiments.studies.extents import cell_extents
from experiments.studies.loading import read_study
from experiments.sweeping.arrow_tables import RUN_KEYS, SERIES_KEYS, dictionary
from experiments.sweeping.blocks import VALUE_COLUMNS
from experiments.sweeping.folder import PENDING, read_index, read_pieces
from experiments.sweeping.identity import REPEAT
from experiments.sweeping.opening import DESIGN, SAMPLE, STUDY, read_manifest
from experiments.sweeping.pairing import paired_differences
from experiments.sweeping.stopping import StoppingRule
from experiments.versions import UNKNOWN
from sim.scenario_files.problems import spell
from sim.scenario_files.toml_text import read_toml

__all__ = ["StudyResults", "open_results"]


@dataclass(frozen=True)
class StudyResults:
    """The results of a study, as far as it has come.

    Tables are read when they are first asked for. Each carries its data dictionary in
    ``attrs["dictionary"]``: unit and meaning by column.

    Attributes
    ----------
    folder
        Where the results lie.
    manifest
        All facts about the study and its runs.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @cached_property
    def study(self) -> Study:
        """The study as it was resolved when it was run."""
        path = self.folder / STUDY
        return read_study(read_toml(path, str(path)), path, str(self.manifest["name"]))

    @cached_property
    def design(self) -> pd.DataFrame:
        """One row per cell: ``cell`` and one column per factor."""
        table = self._kept(DESIGN, ("cell", *self.manifest["factors"]))
        table.attrs["dictionary"] = {
            "cell": {"unit": "", "meaning": "cell of the design, from 0"},
            **{
                factor.name: {"unit": factor.unit, "meaning": factor.meaning}
                for factor in self.study.factors
            },
        }
        return table

    @cached_property
    def sample(self) -> pd.DataFrame | None:
        """For a sampled design the drawn shares 0..1 per cell and factor, for SALib."""
        there = (self.folder / SAMPLE).is_file()
        return self._kept(SAMPLE, ("cell", *self.manifest["factors"])) if there else None

    def _kept(self, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
        sums, remedy = self.manifest.get("checksums", {}), "`smbsim sweep` writes it again"
        try:
            return read_kept_table(self.folder / name, sums, columns, remedy)
        except FileNotFoundError:
            raise OutputError(f"{self.folder / name} is missing; {remedy}") from None

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row per cell, pair, arm and group of firms, in the order of the sequence."""
        return self.read_runs()

    @cached_property
    def series(self) -> pd.DataFrame:
        """One row per cell, pair, arm, group and month; empty where no series were kept."""
        names = [*SERIES_KEYS, *self.manifest["series"]]
        return self._table("series", names) if self.manifest["series"] else _empty(names)

    def read_runs(self, columns: tuple[str, ...] | None = None) -> pd.DataFrame:
        """Return the table of runs with its keys and only these outcomes, to spare memory."""
        return self._table("runs", [*RUN_KEYS, *(VALUE_COLUMNS if columns is None else columns)])

    def _table(self, kind: str, columns: list[str]) -> pd.DataFrame:
        parts = read_index(self.folder)[1]
        tables: list[pa.Table] = []
        for part in parts:
            if kind in part.files:
                tables.append(_read_part(self.folder, part.files[kind], columns))
        for piece in read_pieces(self.folder, kind, parts):
            _check_columns(self.folder / PENDING, piece.column_names, columns)
            tables.append(piece.select(columns))
        if not tables:
            return _empty(columns)
        plain = [table.replace_schema_metadata(None) for table in tables]
        table = pa.concat_tables(plain, promote_options="permissive").to_pandas()
        table.attrs["dictionary"] = dictionary(columns)
        return table

    @property
    def dictionary(self) -> dict[str, dict[str, str]]:
        """Unit and meaning of every column of the tables."""
        return {
            **self.design.attrs["dictionary"],
            **dictionary([*RUN_KEYS, *VALUE_COLUMNS]),
            **dictionary([*SERIES_KEYS, *self.manifest["series"]]),
        }

    @cached_property
    def identity(self) -> RunIdentity:
        """What was run, and how to repeat it."""
        about = self.manifest
        sessions = about["sessions"]
        return RunIdentity(
            scenario=about.get("scenario") or about["name"],
            title=about["title"],
            question=about["question"],
            arms=tuple(about["arms"]),
            seed=about["seed"],
            pairs=self.pairs,
            months=about["months"],
            firms=about["firms"],
            treated_share=about["treated_share"],
            discount_rate=about["discount_rate"],
            version=about["version"],
            sources_hash=about["sources_hash"],
            command=sessions[-1]["command"] or REPEAT,
            wall_seconds=sum(item["seconds"] for item in sessions),
            libraries=about["libraries"],
            citation=about["citation"],
            date=sessions[-1]["started"],
            model_version=about.get("model_version", UNKNOWN),
            extents=cell_extents(self.study),
        )

    @property
    def complete(self) -> bool:
        """Whether the study has run to its end."""
        return bool(self.manifest["complete"])

    @property
    def pairs(self) -> int:
        """Most pairs of any cell so far."""
        runs = self.read_runs(())
        return int(runs["pair"].max()) + 1 if len(runs) else 0

    @property
    def failures(self) -> pd.DataFrame:
        """Pairs that failed inside the model: cell, pair, seed, error."""
        rows = list(self.manifest["failures"])
        return pd.DataFrame(rows, columns=["cell", "pair", "seed", "error"])

    def differences(
        self,
        outcome: str,
        first: str | None = None,
        second: str | None = None,
        group: str = "treated",
    ) -> pd.DataFrame:
        """Return the paired differences of one outcome.

        Parameters
        ----------
        outcome
            An outcome, or ``channel_<name>``.
        first, second
            Arms; by default the first two of the study. Differences are the first less the second.
        group
            Firms that are looked at: "treated", "untreated" or "all".

        Returns
        -------
        pandas.DataFrame
            Columns cell, pair, difference (in the outcome's unit); pairs that failed are left out.

        Raises
        ------
        PairingError
            When two arms do not hold the same markets; nothing is averaged then.
        """
        arms = self.manifest["arms"]
        chosen = (
            first or arms[0],
            second or next(arm for arm in arms if arm != (first or arms[0])),
        )
        table = paired_differences(self.read_runs((outcome,)), outcome, *chosen, group)
        table.attrs["dictionary"] = {
            **dictionary(["cell", "pair"]),
            "difference": {
                "unit": dictionary([outcome])[outcome]["unit"],
                "meaning": f"{outcome}, {chosen[0]} less {chosen[1]}, {group} firms",
            },
        }
        return table

    def replication(self) -> pd.DataFrame:
        """Return how often each cell was run and how well it is known.

        Columns: cell, pairs; with a rule of stopping also mean, half_width, target, reached, of
        the widest of the contrasts of the first arm with another, at the level of the rule.
        """
        runs = self.read_runs(())
        counts = runs.groupby("cell")["pair"].nunique()
        cells = self.design["cell"]
        table = pd.DataFrame({"cell": cells, "pairs": cells.map(counts).fillna(0).astype(int)})
        rule = self.stopping
        if rule is None:
            return table
        rows = self._looks(rule)
        return table.merge(rows, on="cell", how="left")

    def _looks(self, rule: StoppingRule) -> pd.DataFrame:
        found: dict[int, dict[str, Any]] = {}
        for other in self.manifest["arms"][1:]:
            differences = self.differences(rule.outcome, second=other)
            for cell, some in differences.groupby("cell"):
                look = rule.look(some["difference"].to_numpy(dtype=np.float64))
                row = {
                    "cell": cell,
                    "mean": look.mean,
                    "half_width": look.half_width,
                    "target": look.target,
                    "reached": look.reached,
                }
                old = found.get(int(str(cell)))
                if old is None or look.half_width / max(look.target, 1e-300) > (
                    old["half_width"] / max(old["target"], 1e-300)
                ):
                    found[int(str(cell))] = row
        columns = ["cell", "mean", "half_width", "target", "reached"]
        return pd.DataFrame(list(found.values()), columns=columns)

    @cached_property
    def stopping(self) -> StoppingRule | None:
        """The rule by which cells stopped, or None where their number of pairs was fixed."""
        kept = self.manifest["stopping"]
        if kept is None:
            return None
        rule = self.study.replication
        return StoppingRule(
            str(rule.outcome), rule.half_width, rule.relative_half_width, rule.confidence,
            tuple(kept["looks"]), float(kept["level"]),
        )  # fmt: skip

    def export_csv(self, folder: str | Path) -> list[Path]:
        """Write all tables as CSV, with their data dictionary, and return the paths.

        Beside each stands a file that says what made it, see `experiments.results.write_table`.
        """
        from experiments.files import writable_folder
        from experiments.results import write_table
        from experiments.table_identity import identified

        target = writable_folder(Path(folder))
        words = [{"column": name, **about} for name, about in self.dictionary.items()]
        tables = {"design": self.design, "runs": self.runs, "dictionary": pd.DataFrame(words)}
        if len(self.series):
            tables["series"] = self.series
        written = []
        for name, table in tables.items():
            written.append(target / f"{name}.csv")
            write_table(identified(table, self.identity), written[-1])
        return written

    def summary(self, outcome: str | None = None) -> pd.DataFrame:
        """Return one row per cell: its factors, pairs, and the mean difference with its interval.

        Intervals are those of :func:`analysis.statistics.estimate_mean`, at 95 %, each for its cell
        alone.
        """
        from analysis.statistics import estimate_mean

        chosen = outcome or self.manifest["outcomes"][0]
        rows = []
        for cell, some in self.differences(chosen).groupby("cell"):
            estimate = estimate_mean(some["difference"])
            rows.append(
                {
                    "cell": cell,
                    "pairs": len(some),
                    "difference": estimate.difference,
                    "low": estimate.low,
                    "high": estimate.high,
                }
            )
        columns = ["cell", "pairs", "difference", "low", "high"]
        return self.design.merge(pd.DataFrame(rows, columns=columns), on="cell")

    def __repr__(self) -> str:
        about = self.manifest
        state = "complete" if self.complete else "unfinished"
        return (
            f"<results of {about['name']}: {about['cells']} cells x {len(about['arms'])} arms, "
            f"{about['pairs_done']} of {about['pairs_planned']} pairs, {state}>"
        )

    def _repr_html_(self) -> str:
        about = self.manifest
        outcome = about["outcomes"][0]
        table = self.summary(outcome).head(20)
        state = "complete" if self.complete else "unfinished"
        title, question = html.escape(about["title"]), html.escape(about["question"])
        return (
            f"<p><strong>{title}</strong><br>{question}</p><p>{about['cells']} cells, "
            f"{about['pairs_done']} of {about['pairs_planned']} pairs, {state}. Difference in "
            f"{html.escape(outcome)}, {html.escape(about['arms'][0])} less "
            f"{html.escape(about['arms'][1])}:</p>" + table.to_html(index=False, border=0)
        )


def open_results(folder: str | Path) -> StudyResults:
    """Open the results of a study; those of an unfinished one are as far as it has come.

    Raises
    ------
    OutputError
        When the folder does not hold the results of a study.
    """
    path = Path(folder)
    manifest = read_manifest(path) if path.is_dir() else None
    if manifest is None:
        raise OutputError(f"{path} does not hold the results of a study")
    return StudyResults(path, manifest)


def _read_part(folder: Path, item: Mapping[str, Any], columns: list[str]) -> pa.Table:
    path = folder / item["file"]
    if not path.is_file():
        raise OutputError(f"{path} is missing; `smbsim sweep` into {folder} runs its pairs again")
    if file_hash(path) != item["sha256"]:
        raise OutputError(f"{path} is damaged; `smbsim sweep` into {folder} runs its pairs again")
    _check_columns(path, pq.read_schema(path).names, columns)
    return pq.read_table(path, columns=columns)


def _check_columns(path: Path, there: Sequence[str], columns: list[str]) -> None:
    """Refuse a table that lacks what the manifest says it has."""
    missing = [name for name in columns if name not in there]
    if missing:
        raise OutputError(
            f"{path} has no column {spell(missing[0])}, which the manifest of the study names; "
            "one of the two is damaged"
        )


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=np.float64) for name in columns})
