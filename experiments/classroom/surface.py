"""The response surface behind the class page: the lead of the first twin over three sliders.

Each cell of the grid is a setting of the classroom, run in the same futures as all others, so that
cells differ by what the sliders say and not by luck.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np
from scipy import stats

from experiments.classroom.cases import CLASS_FUTURES
from experiments.classroom.controls import FIRST_CONTROLS
from experiments.classroom.futures import futures
from experiments.classroom.settings import Setting, declarations
from sim.version import MODEL_VERSION, PACKAGE_VERSION

__all__ = ["LEVELS", "response_surface"]

LEVELS = 5
"""Positions of each slider, evenly from the lowest to the highest value that is allowed."""
_SECOND_TWIN = 1  # the arm whose values the sliders set
_CONFIDENCE = 0.95
_ROUNDED_TO = 100  # euros


def response_surface(
    start: Setting,
    count: int = CLASS_FUTURES,
    threads: int = 2,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Run the grid of the class page.

    Parameters
    ----------
    start
        Case, luck and twins; the sliders change values of the second twin.
    count
        Paired futures of each cell, at least 2.
    threads
        Threads that run them; the result does not depend on their number.
    progress
        Told after each cell how many are done, of how many.

    Returns
    -------
    dict
        ``sliders``: key, levels, meaning, unit, source and first position of each; ``cells``: in
        the order of the levels, last slider fastest, each with the ``mean`` lead in EUR, its 95 %
        interval ``low`` and ``high`` (Student), and all ``leads`` (rounded to EUR 100, in the order
        of the seeds); and what is needed to make it again.
    """
    sliders = [_slider(key, start) for key in FIRST_CONTROLS]
    places = list(product(*(item["levels"] for item in sliders)))
    cells = []
    for done, values in enumerate(places, start=1):
        cells.append(_cell(_set(start, values), count, threads))
        progress(done, len(places))
    return {
        "setting": start.model_dump(mode="json"),
        "months": start.base().run.months,
        "futures": count,
        "seeds": [start.seed + 1, start.seed + count],
        "confidence": _CONFIDENCE,
        "model_version": MODEL_VERSION,
        "version": PACKAGE_VERSION,
        "sliders": sliders,
        "cells": cells,
    }


def _slider(key: str, start: Setting) -> dict[str, Any]:
    item = declarations()[key]
    levels = [float(level) for level in np.linspace(item.low, item.high, LEVELS)]
    now = _value_now(key, start)
    return {
        "key": key,
        "levels": levels,
        "first": int(np.argmin(np.abs(np.array(levels) - now))),
        "meaning": item.meaning,
        "unit": item.unit,
        "source": item.source,
    }


def _value_now(key: str, start: Setting) -> float:
    """Return the value that the second twin has before a slider is moved."""
    section, _, name = key.partition(".")
    twin = start.arms[_SECOND_TWIN]
    if key in twin.values:
        return twin.values[key]
    base = start.base()
    values = base.policies[twin.policy] if section == "practices" else base.biases.managers
    return float(getattr(values, name))


def _set(start: Setting, values: tuple[float, ...]) -> Setting:
    twin = start.arms[_SECOND_TWIN]
    changed = twin.model_copy(
        update={"values": {**twin.values, **dict(zip(FIRST_CONTROLS, values, strict=True))}}
    )
    return start.model_copy(update={"arms": (start.arms[0], changed)})


def _cell(setting: Setting, count: int, threads: int) -> dict[str, Any]:
    leads = np.array(list(_leads(setting, count, threads)))
    half = stats.t.ppf(0.5 + _CONFIDENCE / 2, count - 1) * leads.std(ddof=1) / math.sqrt(count)
    return {
        "mean": round(float(leads.mean())),
        "low": round(float(leads.mean() - half)),
        "high": round(float(leads.mean() + half)),
        "leads": [round(lead / _ROUNDED_TO) * _ROUNDED_TO for lead in leads.tolist()],
    }


def _leads(setting: Setting, count: int, threads: int) -> Iterator[float]:
    for batch in futures(setting, count, threads):
        for world in batch["worlds"]:
            first, second = world["arms"]
            yield first["npv"] - second["npv"]
