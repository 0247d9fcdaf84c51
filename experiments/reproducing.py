"""Rerunning one pair, one cell or one figure from a folder of results, and comparing the bits."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.files import OutputError
from experiments.simulator import simulator
from sim.version import PACKAGE_VERSION, source_hash

__all__ = ["Reproduction", "reproduce"]


@dataclass(frozen=True)
class Reproduction:
    """What was run again, and whether it gave the same bits.

    ``compared`` counts the numbers, or bytes of a figure, that were compared; ``differing`` names
    up to a few that differ; ``warnings`` say what may explain a difference.
    """

    what: str
    compared: int
    differing: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether all bits are the same."""
        return not self.differing

    def sentence(self) -> str:
        """Say it in a sentence."""
        if self.agrees:
            return f"{self.what}: the same bits ({self.compared:,} compared)."
        some = "; ".join(self.differing[:3])
        more = f" and {len(self.differing) - 3} more" if len(self.differing) > 3 else ""
        return f"{self.what}: not the same bits; {some}{more}."


def reproduce(identifier: str) -> Reproduction:
    """Run one part of stored results again and compare it bit by bit.

    Parameters
    ----------
    identifier
        ``DIR#CELL`` for a cell of a study, ``DIR#CELL/PAIR`` for one pair of it, and
        ``DIR#CELL/PAIR/ARM`` for one arm; ``DIR#PAIR`` for a pair of a comparison and
        ``DIR#charts/NAME.svg`` for one of its figures.

    Raises
    ------
    OutputError
        When there are no such results.
    """
    name, _, what = identifier.partition("#")
    folder = Path(name)
    manifest = _manifest(folder)
    if not what:
        raise OutputError(
            f"{identifier} does not say what to run again; write {name}#0 for its first cell or "
            f"pair, {name}#0/3 for a pair of a cell"
        )
    if manifest.get("kind") == "study":
        return _of_study(folder, what)
    if "/" in what:
        return _figure(folder, what)
    return _pair_of_comparison(folder, what)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise OutputError(f"{folder} does not hold results: no readable manifest.json") from None
    if not isinstance(content, dict):
        raise OutputError(f"{folder}/manifest.json is damaged")
    return content


def _warnings(version: str, sources: str, agrees: bool) -> tuple[str, ...]:
    if (version, sources) == (PACKAGE_VERSION, source_hash()):
        return ()
    told = "the bits are the same all the same" if agrees else "install that version to get them"
    return (
        f"the results come from smbsim {version} (model sources {sources}), and this is "
        f"{PACKAGE_VERSION} ({source_hash()}): {told}",
    )


def _number(text: str, kind: str, count: int) -> int:
    if not text.isdigit() or int(text) >= count:
        raise OutputError(f'there is no {kind} "{text}"; they are 0 to {count - 1}')
    return int(text)


def _of_study(folder: Path, what: str) -> Reproduction:
    from experiments.sweeping import open_results
    from experiments.sweeping.arrow_tables import run_table
    from experiments.sweeping.blocks import Unit, run_units

    results = open_results(folder)
    cell_text, *rest = what.split("/")
    cell = _number(cell_text, "cell", results.study.cells)
    stored = results.runs[results.runs["cell"] == cell]
    pairs = sorted(stored["pair"].unique().tolist())
    if rest:
        pair = _number(rest[0], "pair", max(pairs, default=-1) + 1)
        pairs = [pair]
    arms = list(results.study.arms)
    if len(rest) > 1 and rest[1] not in arms:
        raise OutputError(f'there is no arm "{rest[1]}"; there are {", ".join(arms)}')
    units = [Unit(0, cell, pair, results.study.values(cell)) for pair in pairs]
    block = run_units(results.study.recipe, (), units)
    again = run_table(block, arms).drop_columns(["position"]).to_pandas()
    stored = stored[stored["pair"].isin(pairs)]
    if len(rest) > 1:
        stored, again = (table[table["arm"] == rest[1]] for table in (stored, again))
    keys = ["cell", "pair", "arm", "group"]
    name = f"cell {cell}" + "".join(
        f", {kind} {item}" for kind, item in zip(("pair", "arm"), rest, strict=False)
    )
    about = results.manifest
    return _compared(name, stored, again, keys, (about["version"], about["sources_hash"]))


def _pair_of_comparison(folder: Path, what: str) -> Reproduction:
    from experiments.arms import Arm
    from experiments.pairs import PairResult, run_pair
    from experiments.results import read_results
    from experiments.tables import firm_table

    comparison = read_results(folder)
    identity = comparison.identity
    pair = _number(what, "pair", identity.pairs)
    by_policy = len({id(item) for item in comparison.scenarios.values()}) == 1 or all(
        name in scenario.policies and scenario == next(iter(comparison.scenarios.values()))
        for name, scenario in comparison.scenarios.items()
    )
    shared = next(iter(comparison.scenarios.values()))
    arms = [
        Arm(name, shared if by_policy else scenario, name if by_policy else None)
        for name, scenario in comparison.scenarios.items()
    ]
    result: PairResult = run_pair(simulator(), arms, pair, identity.treated_share)
    again = firm_table([result], arms)
    stored = comparison.firms[comparison.firms["pair"] == pair]
    program = (identity.version, identity.sources_hash)
    return _compared(f"pair {pair}", stored, again, ["pair", "arm", "firm"], program)


def _figure(folder: Path, what: str) -> Reproduction:
    """Draw a chart again from the stored tables."""
    from experiments.results import read_results

    stored = folder / what
    if not stored.is_file():
        raise OutputError(f"there is no figure {what} in {folder}")
    comparison = read_results(folder)
    with tempfile.TemporaryDirectory() as temporary:
        drawn = {path.name: path for path in comparison.save_charts(temporary, stored.suffix[1:])}
        if stored.name not in drawn:
            raise OutputError(f"{what} is not one of the charts that are drawn from {folder}")
        same = drawn[stored.name].read_bytes() == stored.read_bytes()
    identity = comparison.identity
    return Reproduction(
        what,
        stored.stat().st_size,
        () if same else (f"{stored.name} is drawn otherwise now",),
        _warnings(identity.version, identity.sources_hash, same),
    )


def _compared(
    what: str, stored: pd.DataFrame, again: pd.DataFrame, keys: list[str], program: tuple[str, str]
) -> Reproduction:
    """Compare tables by their keys; ``program`` is version and sources that made the stored one."""
    one = stored.set_index(keys).sort_index()
    other = again.set_index(keys).sort_index()
    if not one.index.equals(other.index):
        unlike = ("other rows than were stored",)
        return Reproduction(what, 0, unlike, _warnings(*program, False))
    differing = tuple(_differences(one, other))
    return Reproduction(what, int(one.size), differing, _warnings(*program, not differing))


def _differences(one: pd.DataFrame, other: pd.DataFrame) -> Iterator[str]:
    for column in one.columns:
        left, right = one[column].to_numpy(), other[column].to_numpy()
        if left.dtype.kind == "f":
            same = left.view(np.int64) == right.astype(left.dtype).view(np.int64)
            same |= np.isnan(left) & np.isnan(right)
        else:
            same = left == right
        for row in np.flatnonzero(~np.asarray(same, dtype=bool)).tolist():
            keys = zip(one.index.names, one.index[row], strict=True)
            place = ", ".join(f"{name} {key}" for name, key in keys)
            yield f"{column} at {place} was {left[row]} and is {right[row]}"
