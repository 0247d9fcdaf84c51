"""The manifest of a study: everything that is needed to repeat it, and how far it has come."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from experiments.studies import Study
from experiments.sweeping.stopping import StoppingRule
from sim.parameters import Scenario
from sim.version import MODEL_VERSION, PACKAGE_VERSION, program, source_hash

__all__ = ["LIBRARIES", "library_versions", "session", "study_manifest"]

LIBRARIES = ("mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "SALib", "scipy")


def library_versions() -> dict[str, str]:
    """Return the version of each library that numbers may depend on."""
    return {library: metadata.version(library) for library in LIBRARIES}


def _library_notes(sessions: list[dict[str, Any]]) -> list[str]:
    """Remark on libraries whose version changed between the stretches of work on a study."""
    known = [item["libraries"] for item in sessions if "libraries" in item]
    found = []
    for library in LIBRARIES:
        versions = list(dict.fromkeys(some[library] for some in known if library in some))
        if len(versions) > 1:
            found.append(f"{library} {', then '.join(versions)}")
    if not found:
        return []
    return [
        f"This study was gone on with under other versions of libraries ({'; '.join(found)}). Its "
        "parts should agree all the same; `smbsim reproduce` runs one again and compares the bits."
    ]


def session(command: str, workers: str, count: int) -> dict[str, Any]:
    """Return what is worth knowing about one stretch of work on a study, to be completed later."""
    return {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": command,
        "workers": workers,
        "worker_count": count,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "libraries": library_versions(),
        "seconds": 0.0,
        "pairs_run": 0,
        "pairs_reused": 0,
    }


def study_manifest(
    study: Study,
    rule: StoppingRule | None,
    progress: Mapping[str, Any],
    sessions: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return the manifest.

    Parameters
    ----------
    study
        What is run.
    rule
        Rule of stopping, with the level that was found for it, if there is one.
    progress
        ``complete``, ``pairs_done``, ``pairs_planned``, ``failures``.
    sessions
        Stretches of work so far; only they depend on when and where the study was run.
    """
    world = Scenario.model_validate(study.recipe.worlds[0])
    replication = study.replication.model_dump(exclude_none=True)
    return {
        "kind": "study",
        "name": study.name,
        "scenario": study.scenario,
        "title": study.title,
        "question": study.question,
        "arms": list(study.arms),
        "outcomes": list(study.outcomes),
        "series": list(study.series),
        "factors": [factor.name for factor in study.factors],
        "cells": study.cells,
        "seed": world.run.seed,
        "months": world.run.months,
        "firms": world.firms.count,
        "treated_share": 1.0
        if all(arm.policy is None for arm in study.recipe.arms)
        else world.comparison.treated,
        "discount_rate": world.economy.discount_rate,
        "replication": replication,
        "stopping": None
        if rule is None
        else {"looks": list(rule.looks), "level": rule.level, "sentence": rule.sentence()},
        "version": PACKAGE_VERSION,
        "model_version": MODEL_VERSION,
        "sources_hash": source_hash(),
        "libraries": library_versions(),
        "citation": program(),
        "notes": [*study.notes, *_library_notes(sessions)],
        **progress,
        "sessions": sessions,
    }
