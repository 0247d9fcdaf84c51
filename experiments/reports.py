"""Which report a folder of results gets, by what the folder holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from experiments.files import OutputError
from experiments.kept_files import REMEDY, checked, read_json

if TYPE_CHECKING:
    from analysis.pages import Page

__all__ = ["KINDS", "MEMBER", "read_page"]


def _comparison(folder: Path) -> Page:
    from analysis.comparison_page import comparison_page
    from analysis.report import draw_charts
    from experiments.results import read_results

    result = read_results(folder)
    summary = result.summary()
    charts = draw_charts(summary, result.firms, result.series)
    return comparison_page(summary, charts, result.notes)


def _study(folder: Path) -> Page:
    from analysis.notation import counted
    from analysis.sensitivity_sections import sensitivity_sections
    from analysis.sweep_page import sweep_page
    from experiments.study_tables import study_tables
    from experiments.sweeping import open_results

    results = open_results(folder)
    outcome = str(results.manifest["outcomes"][0])
    warnings = [*results.manifest["notes"]]
    if not results.complete:
        warnings.insert(0, "This sweep is not finished; the report shows what is there so far.")
    if len(results.failures):
        warnings.append(f"{counted(len(results.failures), 'pair')} failed and left out.")
    try:
        differences = results.differences(outcome)
        page = sweep_page(results.design, differences, results.identity, outcome, warnings)
        if not results.complete:
            return page
        first, *rest = page.sections
        found = sensitivity_sections(study_tables(results, outcome))
        return replace(page, sections=(first, *found, *rest))
    except ValueError as error:
        raise OutputError(str(error)) from None


def _attribution(folder: Path) -> Page:
    from experiments.attribution_results import read_attribution_page

    return read_attribution_page(folder)


def _explanation(folder: Path) -> Page:
    from experiments.explanation_results import read_explanation_page

    return read_explanation_page(folder)


class _Listed(BaseModel):
    """What every manifest says of its folder."""

    kind: str = "comparison"
    files: list[str] = []


MEMBER = "set_"
"""How the folder of each parameter set begins in that of a study over an ensemble."""

KINDS: dict[str, Callable[[Path], Page]] = {
    "comparison": _comparison,
    "study": _study,
    "attribution": _attribution,
    "explanation": _explanation,
}
"""How the page of each kind of results is made, by the ``kind`` that its manifest names."""


def read_page(folder: Path) -> Page:
    """Return the report of a folder of results, whatever kind they are.

    Raises
    ------
    OutputError
        When the folder holds no complete results of a known kind.
    """
    path = folder / "manifest.json"
    remedy = f"move the folder {folder} out of the way and {REMEDY}"
    if folder.is_file():
        raise OutputError(f"{folder} is a file; give the folder of results: {folder.parent}")
    _refuse_ensemble(folder)
    try:
        manifest = read_json(path, remedy)
    except FileNotFoundError:
        raise OutputError(
            f"{folder} is not a folder of results: it has no manifest.json; `smbsim compare`, "
            "`sweep`, `attribute` and `explain` write one with --out DIR"
        ) from None
    checked(manifest, _Listed, path, remedy)
    kind = manifest.get("kind", "comparison")
    if kind not in KINDS:
        raise OutputError(f"{folder} holds results of the kind {kind!r}, which has no report")
    _refuse_missing(folder, manifest)
    try:
        return KINDS[kind](folder)
    except (KeyError, ValueError) as error:
        raise OutputError(f"{folder} holds a damaged {kind} ({error}); {remedy}") from None


def _refuse_ensemble(folder: Path) -> None:
    """Refuse the folder of a study over parameter sets, which holds a study for each."""
    sets = sorted(path.parent for path in folder.glob(f"{MEMBER}*/manifest.json"))
    if sets:
        raise OutputError(
            f"{folder} holds a study over {len(sets)} parameter sets, which has no report; "
            f"ensemble.csv has its numbers, and `smbsim report {sets[0]}` reports one set alone"
        )


def _refuse_missing(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Refuse a folder that lacks data which its manifest lists; reports can be made again."""
    listed = [Path(name) for name in manifest.get("files", ())]
    for name in listed:
        if name.suffix in (".parquet", ".json") and not (folder / name).is_file():
            raise OutputError(
                f"{folder} does not hold all of its results: {name} is missing; run the command "
                "that made it again"
            )
