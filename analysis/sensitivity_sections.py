"""Sections of a study's report that say what the answer hangs on, by the kind of its design."""

from __future__ import annotations

import numpy as np
import pandas as pd
from altair.typing import ChartType

from analysis.charts.heat_map import heat_map_chart, sign_changes
from analysis.charts.sensitivity import (
    curves_chart,
    floor_text,
    indices_chart,
    peeling_chart,
    tornado_chart,
)
from analysis.charts.signature import sign
from analysis.discovery import Box, discover
from analysis.notation import limits, number, percent
from analysis.pages import Figure, Part, Row, RowGroup, Section, Table, Text
from analysis.sensitivity import Sensitivity, morris_effects, sobol_indices
from analysis.sensitivity_tables import (
    curves,
    heat_cells,
    tornado,
    zero_crossings,
    zero_line_places,
)
from analysis.studies import StudyTables, cell_estimates

__all__ = ["sensitivity_sections"]

CELLS_FOR_BOXES = 40
"""Fewest cells in which boxes are looked for."""

_SAMPLED = ("latin_hypercube", "sobol_sequence", "sobol", "morris")


def sensitivity_sections(study: StudyTables) -> tuple[Section, ...]:
    """Return what the design of a study allows to say.

    A design of one factor, or one at a time, gives curves (and a tornado), two factors a heat map
    with the zero line, Sobol and Morris designs indices above their noise, and sampled designs of
    many cells boxes in which the mean is below zero.

    Raises
    ------
    ValueError
        If cells have no pair yet.
    """
    found: list[Section] = []
    if study.kind == "one_at_a_time" or (study.kind == "factorial" and len(study.factors) == 1):
        found.append(_curves(study))
    if study.kind == "factorial" and len(study.factors) == 2:
        found.append(_heat(study))
    if study.kind in ("sobol", "morris"):
        found.append(_indices(study))
    if study.kind in _SAMPLED and len(study.design) >= CELLS_FOR_BOXES:
        found.append(_boxes(study))
    return tuple(found)


def _signed(study: StudyTables, name: str, chart: ChartType, reading: str) -> Figure:
    """Return a figure whose chart says below what made it, wherever it is taken."""
    return Figure(name, sign(chart, study.identity.signature), reading)


def _curves(study: StudyTables) -> Section:
    points = curves(study)
    titles = {factor.name: factor.title for factor in study.factors}
    names = list(dict.fromkeys(points["factor"]))
    chart = curves_chart(points, study.arms, study.unit, [titles[name] for name in names])
    reading = (
        f"Above the dotted line {study.arms[0]} has more. Each curve changes one factor and leaves "
        "all others as they are; the band is the interval of each point by itself."
    )
    parts: list[Part] = []
    if len(names) > 1:
        parts.append(
            _signed(
                study,
                "tornado",
                tornado_chart(tornado(study), study.arms, study.unit),
                "How far the difference moves from that of the unchanged scenario when a factor "
                "takes the value printed at its bar; grey changes are not clear of zero.",
            )
        )
    parts.append(_signed(study, "curves", chart, reading))
    return Section("curves", "How does it depend on each factor?", tuple(parts))


def _heat(study: StudyTables) -> Section:
    x, y = study.factors
    cells = heat_cells(study)
    crossings = zero_crossings(study) if x.numeric else pd.DataFrame()
    places = zero_line_places(cells, crossings) if len(crossings) else crossings
    first = study.arms[0][:1].upper() + study.arms[0][1:]
    ahead, behind = ((cells["sign"] == sign).sum() for sign in (1, -1))
    chart = heat_map_chart(
        cells,
        (x.title, y.title),
        f"{first} less {study.arms[1]}, {study.unit}",
        f"Each by itself, {ahead} of {len(cells)} cells are above zero, {behind} below",
        places,
    )
    reading = (
        f"Blue: {study.arms[0]} has more; orange: it has less; a question mark where the interval "
        "of the cell by itself holds zero, without regard to how many cells there are."
    )
    if len(crossings):
        reading += (
            " The black mark is where the difference passes zero in each row, the box around it "
            "where it does so in 95 % of redraws of the markets."
        )
    elif len(sign_changes(cells)):
        reading += " The thick line is where the mean changes its sign."
    parts: list[Part] = [_signed(study, "heat", chart, reading)]
    if len(crossings):
        rows = tuple(
            Row(
                (
                    row["y"],
                    number(row["crossing"]),
                    limits(row["low"], row["high"]),
                    percent(row["share"]),
                )
            )
            for row in crossings.to_dict("records")
        )
        parts.append(
            Table(
                "zero_line",
                f"Where the difference passes zero along {x.title}, for each {y.title}: straight "
                "lines between neighbouring values, 95 % of 500 redraws of markets that cross, and "
                "the share of redraws that do.",
                (y.title, "Passes zero at", "95 % interval", "Redraws that cross"),
                (RowGroup(rows),),
            )
        )
    elif x.numeric:
        parts.append(Text(f"Along {x.title} the mean difference does not pass zero anywhere."))
    return Section("heat", "Where does it stop to pay?", tuple(parts))


def _indices(study: StudyTables) -> Section:
    found = sobol_indices(study) if study.kind == "sobol" else morris_effects(study)
    unit = study.unit if study.kind == "morris" else "share"
    chart = indices_chart(found, unit if study.kind == "morris" else "")
    return Section(
        "indices",
        "Which factors matter?",
        (
            Text(_told_of_indices(found)),
            _signed(
                study,
                "indices",
                chart,
                _reading_of_indices(found),
            ),
            _index_table(found, unit),
        ),
    )


def _told_of_indices(found: Sensitivity) -> str:
    """Say which factors are claimed and why no others are."""
    if not found.floor_known:
        return (
            "Nothing is claimed: a cell with a single pair does not say how far luck moves it, so "
            "the noise floor is unknown. Two or more pairs per cell would give one."
        )
    if not found.has_interval:
        return (
            "Nothing is claimed: the design has a single block of cells (size = 1), so how far "
            "indices hang on which cells were drawn is unknown. A larger size would tell."
        )
    claimed = [item.label for item in found.main if item.claimed]
    told = (
        f"Above the noise stand {', '.join(claimed)}."
        if claimed
        else "No factor stands above the noise; more pairs per cell would lower it."
    )
    floor = (
        "The dashed line is the noise floor:"
        if found.floor_in_sight
        else "The noise floor is over 1, more than any share of the variance can be:"
    )
    return (
        f"{told} {floor} the index of a factor that does nothing but deal the luck of markets "
        "anew. What does not stand above it with its whole interval is not claimed, which is not "
        "to say that it does nothing."
    )


def _reading_of_indices(found: Sensitivity) -> str:
    """Say what the whiskers hold: one pair per cell leaves no markets to draw from."""
    if not found.has_interval:
        return "Each bar is a factor."
    held = (
        "both the draw of cells and the draw of markets"
        if found.floor_known
        else "the draw of cells, but not that of markets"
    )
    return f"Each bar is a factor; the whisker holds {held}."


def _index_table(found: Sensitivity, unit: str) -> Table:
    names = ("total index", "first-order index") if found.kind == "sobol" else ("mu*", "sigma")
    other = {item.factor: item for item in found.other}
    rows = tuple(
        Row(
            (
                item.factor,
                number(item.value),
                limits(item.low, item.high),
                number(other[item.factor].value),
                limits(other[item.factor].low, other[item.factor].high),
                "yes" if item.claimed else "no",
            )
        )
        for item in found.main
    )
    return Table(
        "indices",
        f"{names[0]} and {names[1]} of each factor ({unit}) with 95 % intervals; noise floors "
        f"{floor_text(found.main[0], found.kind)} and {floor_text(found.other[0], found.kind)}.",
        ("Factor", names[0], "95 % interval", names[1], "95 % interval", "Above the noise"),
        (RowGroup(rows),),
    )


def _boxes(study: StudyTables) -> Section:
    """Look for boxes of cells whose mean is below zero, unless no cell is clearly so."""
    estimates = cell_estimates(study)
    below = (estimates["difference"] < 0.0).to_numpy()
    clear = int((estimates["sign"] < 0).sum())
    first = study.arms[0]
    heading = f"Where does {first} not pay?"
    if not below.any():
        none = f"The mean difference is below zero in none of {len(below)} cells."
        return Section("boxes", heading, (Text(none),))
    told = (
        f"The mean difference is below zero in {percent(below.mean())} of {len(below)} cells, "
        f"which are {int(below.sum())}; of these clearly below, each by itself: {clear}."
    )
    if clear == 0:
        why = "A box of cells of which none is clear could be luck, so none is drawn."
        return Section("boxes", heading, (Text(f"{told} {why}"),))
    found = discover(study.design[[factor.name for factor in study.factors]], below)
    if found.box is None:
        return Section("boxes", heading, (Text(f"{told} They lie in no box of factors."),))
    return Section(
        "boxes",
        heading,
        (
            Text(f"{told} {_told_of_box(found.box)}"),
            _box_table(study, found.box),
            _signed(
                study,
                "peeling",
                peeling_chart(found),
                "From right to left, thin slices are peeled off the space of factors (patient rule "
                "induction, Friedman & Fisher 1999): what a box gains in density it loses in "
                "coverage.",
            ),
        ),
    )


def _told_of_box(box: Box) -> str:
    return (
        f"Of the {box.cells} cells in the box below, the mean is below zero in "
        f"{percent(box.density)} (density), and the box holds {percent(box.coverage)} of all such "
        "cells (coverage), clear or not."
    )


def _box_table(study: StudyTables, box: Box) -> Table:
    titles = {factor.name: factor.title for factor in study.factors}
    rows = []
    for limit in box.limits:
        column = study.design[limit.factor]
        if limit.names:
            told, whole = ", ".join(limit.names), ", ".join(sorted(map(str, column.unique())))
        else:
            low = -np.inf if limit.low is None else limit.low
            high = np.inf if limit.high is None else limit.high
            ends = [f"{number(low)} or more"] if limit.low is not None else []
            ends += [f"{number(high)} or less"] if limit.high is not None else []
            told = " and ".join(ends)
            whole = f"{number(float(column.min()))} to {number(float(column.max()))}"
        rows.append(Row((titles[limit.factor], told, whole, f"{limit.quasi_p:.2g}")))
    return Table(
        "box",
        "The box: what it asks of each factor. Small quasi-p: the limit is no accident (binomial "
        "test without it, Bryant & Lempert 2010).",
        ("Factor", "In the box", "Varied", "Quasi-p"),
        (RowGroup(tuple(rows)),),
        text_columns=3,
    )
