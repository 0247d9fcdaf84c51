"""Tidy tables of a study for its charts: curves, tornado, heat map with the zero line."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.notation import level
from analysis.statistics import estimate_mean
from analysis.studies import StudyTables, cell_estimates, pair_values

__all__ = ["curves", "heat_cells", "tornado", "zero_crossings", "zero_line_places"]

RESAMPLES = 500
SEED = 20_190_403


def curves(study: StudyTables) -> pd.DataFrame:
    """Return the difference along each factor while all others stay as they are.

    Parameters
    ----------
    study
        A design of kind one_at_a_time, whose first cell is the base, or one with a single factor.

    Returns
    -------
    pandas.DataFrame
        Columns factor, label, value, text (the value in words), difference, low, high, n, cell;
        the base stands in every factor's curve.
    """
    table = cell_estimates(study)
    base = table.iloc[0]
    rows = []
    for factor in study.factors:
        others = [item.name for item in study.factors if item is not factor]
        same = np.ones(len(table), dtype=bool)
        for name in others:
            same &= (table[name] == base[name]).to_numpy()
        for _, cell in table[same].iterrows():
            value = cell[factor.name]
            rows.append(
                {
                    "factor": factor.name,
                    "label": factor.label,
                    "value": float(value) if factor.numeric else np.nan,
                    "text": level(float(value)) if factor.numeric else str(value),
                    **{name: float(cell[name]) for name in ("difference", "low", "high")},
                    "n": int(cell["n"]),
                    "cell": int(cell["cell"]),
                }
            )
    found = pd.DataFrame(rows)
    return found.sort_values(["factor", "value"], kind="stable", ignore_index=True)


def tornado(study: StudyTables) -> pd.DataFrame:
    """Return how far each factor moves the difference from that of the base.

    The change is taken pair by pair against the base, since cells share their markets.

    Returns
    -------
    pandas.DataFrame
        One row per factor and end: factor, label, text, change, low, high, clear (whether the
        interval excludes zero), reach (largest size of the factor's changes); the widest first.
    """
    values = dict(zip(study.design["cell"], pair_values(study), strict=True))
    points = curves(study)
    base = values[study.design["cell"].iloc[0]]
    rows = []
    for name, curve in points.groupby("factor", sort=False):
        changes = []
        for point in curve.to_dict("records"):
            count = min(len(base), len(values[point["cell"]]))
            estimate = estimate_mean(values[point["cell"]][:count] - base[:count])
            changes.append((point, estimate))
        ends = sorted(changes, key=lambda item: item[1].difference)
        reach = max(abs(estimate.difference) for _, estimate in changes)
        for point, estimate in (ends[0], ends[-1]):
            rows.append(
                {
                    "factor": str(name),
                    "label": point["label"],
                    "text": point["text"],
                    "change": estimate.difference,
                    "low": estimate.low,
                    "high": estimate.high,
                    "clear": estimate.excludes_zero,
                    "reach": reach,
                }
            )
    table = pd.DataFrame(rows).drop_duplicates(["factor", "text"])
    return table.sort_values("reach", ascending=False, kind="stable", ignore_index=True)


def heat_cells(study: StudyTables) -> pd.DataFrame:
    """Return the cells of a factorial of two factors.

    Returns
    -------
    pandas.DataFrame
        Columns x, y (values of the first and the second factor as text), difference, low, high, n,
        sign (1, -1, or 0 where the interval holds zero).
    """
    table = cell_estimates(study)
    x, y = study.factors
    columns = ["difference", "low", "high", "n", "sign"]
    return table[columns].assign(x=table[x.name].map(_short), y=table[y.name].map(_short))


def zero_crossings(study: StudyTables) -> pd.DataFrame:
    """Return where along the first factor the difference passes zero, for each value of the second.

    Between neighbouring values the difference is taken as straight. Markets are drawn anew, the
    same for all cells, to say how sure the place is.

    Returns
    -------
    pandas.DataFrame
        Columns y (value of the second factor as text), crossing, low, high (95 % of the redraws
        that cross), share (of redraws that cross at all). Rows without a crossing are left out.
    """
    x, y = study.factors
    design, cells = study.design, pair_values(study)
    rng = np.random.default_rng(SEED)
    count = min(len(values) for values in cells)
    pairs = np.array([values[:count] for values in cells])
    redraws = [pairs[:, rng.integers(count, size=count)].mean(axis=1) for _ in range(RESAMPLES)]
    means = np.array([values.mean() for values in cells])
    rows = []
    for value in dict.fromkeys(design[y.name]):
        here = np.flatnonzero((design[y.name] == value).to_numpy())
        here = here[np.argsort(design[x.name].to_numpy()[here], kind="stable")]
        places = design[x.name].to_numpy(dtype=np.float64)[here]
        point = _crossing(places, means[here])
        if np.isnan(point):
            continue
        drawn = np.array([_crossing(places, redraw[here]) for redraw in redraws])
        crossed = drawn[np.isfinite(drawn)]
        low, high = np.quantile(crossed, [0.025, 0.975]) if len(crossed) else (np.nan, np.nan)
        rows.append(
            {
                "y": _short(value),
                "crossing": point,
                "low": float(low),
                "high": float(high),
                "share": len(crossed) / RESAMPLES,
            }
        )
    return pd.DataFrame(rows, columns=["y", "crossing", "low", "high", "share"])


def zero_line_places(cells: pd.DataFrame, crossings: pd.DataFrame) -> pd.DataFrame:
    """Return where the zero line runs among the columns of a heat map.

    Parameters
    ----------
    cells, crossings
        As from :func:`heat_cells` and :func:`zero_crossings`; values of x are numbers as text.

    Returns
    -------
    pandas.DataFrame
        One row per crossing: y, crossing, low, high and share as given, and place, place_low and
        place_high, in columns from the middle of the leftmost (0), straight between middles.
    """
    values = sorted(float(value) for value in cells["x"].unique())
    places = {
        target: np.interp(crossings[source].to_numpy(dtype=np.float64), values, range(len(values)))
        for target, source in (
            ("place", "crossing"),
            ("place_low", "low"),
            ("place_high", "high"),
        )
    }
    return crossings.assign(**places)


def _crossing(places: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """Return the first place at which a broken line passes zero, NaN if it does not."""
    for left in range(len(places) - 1):
        one, two = values[left], values[left + 1]
        if one == 0.0:
            return float(places[left])
        if one * two < 0.0:
            share = one / (one - two)
            return float(places[left] + share * (places[left + 1] - places[left]))
    return float("nan")


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
