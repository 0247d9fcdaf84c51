"""The paired differences that a rule of stopping looks at, read from what is on disk."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from experiments.studies import Study
from experiments.sweeping.folder import ResultsFolder, read_pieces
from experiments.sweeping.stopping import StoppingRule

__all__ = ["Ledger"]


class Ledger:
    """Means of the treated firms per cell, pair and arm; only these few numbers are kept.

    Differences are those of the first arm less each other; a cell goes on until all are known well
    enough. A pair that failed counts as looked at and has no value.
    """

    def __init__(self, study: Study, rule: StoppingRule) -> None:
        self._rule = rule
        self._arms = list(study.arms)
        self._values = np.full((study.cells, 0, len(self._arms)), np.nan)

    def read(self, folder: ResultsFolder) -> None:
        """Read what has been run so far."""
        pairs = max(item.last for item in folder.order.rounds)
        self._values = np.full((len(self._values), pairs, len(self._arms)), np.nan)
        columns = ["cell", "pair", "arm", "group", self._rule.outcome]
        for part in folder.parts.values():
            if "runs" in part.files:
                name = folder.path / part.files["runs"]["file"]
                self._enter(pq.read_table(name, columns=columns))
        for table in read_pieces(folder.path, "runs", list(folder.parts.values())):
            self._enter(table.select(columns))

    def going_on(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return those of the cells whose intervals are not yet narrow enough."""
        chosen = [cell for cell in cells.tolist() if not self._reached(cell)]
        return np.array(chosen, dtype=np.int64)

    def _reached(self, cell: int) -> bool:
        first, *others = self._values[cell].T
        return all(self._rule.look(first - other).reached for other in others)

    def _enter(self, table: pa.Table) -> None:
        """Enter the pairs that the rounds known by now ask for; a part may hold later ones."""
        treated = np.array(table["group"].to_pylist(), dtype=object) == "treated"
        treated &= table["pair"].to_numpy() < self._values.shape[1]
        arms = np.array([self._arms.index(name) for name in table["arm"].to_pylist()], dtype=int)
        cells = table["cell"].to_numpy()[treated]
        pairs = table["pair"].to_numpy()[treated]
        values = table[self._rule.outcome].to_numpy()[treated]
        self._values[cells, pairs, arms[treated]] = values
