"""Sensitivity recovers what is known of functions, and claims nothing of noise."""

from __future__ import annotations

import dataclasses
import inspect
import itertools
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample
from scipy import stats

from analysis import RunIdentity
from analysis.discovery import discover, peel
from analysis.sensitivity import morris_effects, sobol_indices
from analysis.sensitivity_sections import sensitivity_sections
from analysis.studies import StudyFactor, StudyTables, cell_estimates, pair_values

Function = Callable[[np.ndarray], np.ndarray]


def ishigami(shares: np.ndarray) -> np.ndarray:
    x = np.pi * (2.0 * shares - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def study(
    identity: RunIdentity, kind: str, function: Function, factors: int, size: int,
    noise: float = 0.0, pairs: int = 6, seed: int = 1,
) -> StudyTables:  # fmt: skip
    names = [f"x{number}" for number in range(factors)]
    problem = {"num_vars": factors, "names": names, "bounds": [[0, 1]] * factors}
    if kind == "sobol":
        sample = sobol_sample.sample(problem, size, calc_second_order=False, seed=seed)
    else:
        sample = morris_sample.sample(problem, size, num_levels=4, seed=seed)
    rng = np.random.default_rng(seed)
    values = function(sample)[:, None] + noise * rng.normal(size=(len(sample), pairs))
    cells = np.repeat(np.arange(len(sample)), pairs)
    return StudyTables(
        identity=identity,
        kind=kind,
        factors=tuple(StudyFactor(name, "", "", True) for name in names),
        design=pd.DataFrame(sample, columns=names).assign(cell=np.arange(len(sample))),
        sample=sample,
        differences=pd.DataFrame(
            {
                "cell": cells,
                "pair": np.tile(np.arange(pairs), len(sample)),
                "difference": values.ravel(),
            }
        ),
    )


def test_indices_of_the_ishigami_function_are_recovered(identity: RunIdentity) -> None:
    found = sobol_indices(study(identity, "sobol", ishigami, 3, 512, pairs=1))
    total = {item.factor: item for item in found.main}
    first = {item.factor: item for item in found.other}
    for name, known in (("x0", 0.558), ("x1", 0.442), ("x2", 0.244)):
        assert total[name].value == pytest.approx(known, abs=0.05)
        assert total[name].low <= known <= total[name].high
    for name, known in (("x0", 0.314), ("x1", 0.442), ("x2", 0.0)):
        assert first[name].value == pytest.approx(known, abs=0.05)
    assert [item.factor for item in found.main] == ["x0", "x1", "x2"]


def test_a_factor_that_does_nothing_is_not_claimed_and_others_are(identity: RunIdentity) -> None:
    def plain(shares: np.ndarray) -> np.ndarray:
        return 10.0 * shares[:, 0] + 3.0 * shares[:, 1]

    noisy = study(identity, "sobol", plain, 3, 128, noise=3.0, pairs=8)
    found = {item.factor: item for item in sobol_indices(noisy).main}
    assert found["x0"].claimed
    assert not found["x2"].claimed
    # The cells' means carry noise of 9 / 8 over a variance of about (100 + 9) / 12 + 9 / 8; the
    # floor is the 95 % quantile of a mean of 128 squares.
    expected = (9 / 8) / (109 / 12 + 9 / 8)
    assert found["x2"].value == pytest.approx(expected, rel=0.35)
    assert found["x2"].floor == pytest.approx(expected * stats.chi2.ppf(0.95, 128) / 128, rel=0.2)


def test_without_noise_the_floor_is_zero(identity: RunIdentity) -> None:
    found = sobol_indices(study(identity, "sobol", ishigami, 3, 64))
    assert all(item.floor == 0.0 for item in (*found.main, *found.other))


def test_morris_effects_of_a_line_are_its_slopes(identity: RunIdentity) -> None:
    def line(shares: np.ndarray) -> np.ndarray:
        return 5.0 * shares[:, 0] - 2.0 * shares[:, 1]

    found = morris_effects(study(identity, "morris", line, 3, 8))
    sizes = {item.factor: item.value for item in found.main}
    assert sizes == pytest.approx({"x0": 5.0, "x1": 2.0, "x2": 0.0}, abs=1e-9)
    assert all(item.value == pytest.approx(0.0, abs=1e-9) for item in found.other)
    noisy = morris_effects(study(identity, "morris", line, 3, 20, noise=2.0, pairs=10))
    by_name = {item.factor: item for item in noisy.main}
    assert by_name["x0"].claimed
    assert not by_name["x2"].claimed


def test_noise_alone_is_rarely_claimed(identity: RunIdentity) -> None:
    def nothing(shares: np.ndarray) -> np.ndarray:
        return np.zeros(len(shares))

    claims = [
        item.claimed
        for seed in range(3)
        for item in sobol_indices(
            study(identity, "sobol", nothing, 3, 32, noise=1.0, pairs=4, seed=seed)
        ).main
    ]
    assert sum(claims) <= 1


def plain_sum(shares: np.ndarray) -> np.ndarray:
    return 10.0 * shares[:, 0] + 3.0 * shares[:, 1]


@pytest.mark.parametrize("kind", ["sobol", "morris"])
def test_with_one_pair_per_cell_the_floor_is_unknown_and_nothing_is_claimed(
    identity: RunIdentity, kind: str
) -> None:
    tables = study(identity, kind, plain_sum, 3, 16, noise=1.0, pairs=1)
    found = sobol_indices(tables) if kind == "sobol" else morris_effects(tables)
    assert all(np.isnan(item.floor) for item in (*found.main, *found.other))
    assert not any(item.claimed for item in found.main)
    (section, *_) = sensitivity_sections(tables)
    told, figure, table = section.parts
    assert told.text.startswith("Nothing is claimed")  # type: ignore[union-attr]
    assert "noise floors unknown and unknown" in table.caption  # type: ignore[union-attr]
    assert "but not that of markets" in figure.reading  # type: ignore[union-attr]
    chart = str(figure.chart.to_dict())  # type: ignore[union-attr]
    assert "which is unknown" in chart
    assert "strokeDash" not in chart.replace("'strokeDash': [2, 2]", "")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", ["sobol", "morris"])
def test_one_block_of_cells_gives_no_interval_and_no_warning(
    identity: RunIdentity, kind: str
) -> None:
    tables = study(identity, kind, plain_sum, 3, 1, noise=0.1, pairs=4)
    found = sobol_indices(tables) if kind == "sobol" else morris_effects(tables)
    assert not found.has_interval
    assert not any(item.claimed for item in found.main)
    assert all(np.isnan(item.floor) for item in found.other)
    if kind == "morris":
        assert {item.factor: round(item.value) for item in found.main}["x0"] == 10
        assert all(np.isnan(item.value) for item in found.other)
    told, _, table = sensitivity_sections(tables)[0].parts
    assert "single block" in told.text  # type: ignore[union-attr]
    assert {row.cells[2] for row in table.rows} == {"no interval"}  # type: ignore[union-attr]


def test_a_floor_that_no_share_can_reach_is_told_and_not_drawn(identity: RunIdentity) -> None:
    tables = study(identity, "sobol", plain_sum, 3, 8)
    # Luck that all cells share moves none of them against another, but a factor that dealt it
    # anew would.
    luck = 1_000.0 * np.random.default_rng(1).normal(size=6)
    shared = tables.differences.assign(
        difference=lambda table: table["difference"] + luck[table["pair"]]
    )
    tables = dataclasses.replace(tables, differences=shared)
    found = sobol_indices(tables)
    assert found.main[0].floor > 100.0
    told, figure, table = sensitivity_sections(tables)[0].parts
    assert "noise floors over 1 and over 1" in table.caption  # type: ignore[union-attr]
    assert "over 1" in told.text  # type: ignore[union-attr]
    assert largest_value(figure.chart.to_dict()) < 2.0  # type: ignore[union-attr]


def largest_value(part: object) -> float:
    """Return the largest number named value that a chart holds, at any depth."""
    if isinstance(part, dict):
        own = part.get("value")
        numbers = [float(own)] if isinstance(own, int | float) else []
        return max([0.0, *numbers, *map(largest_value, part.values())])
    return max(map(largest_value, part), default=0.0) if isinstance(part, list) else 0.0


def test_what_is_missing_or_constant_is_refused(identity: RunIdentity) -> None:
    whole = study(identity, "sobol", lambda shares: 0.0 * shares[:, 0], 2, 8)
    with pytest.raises(ValueError, match="no factor can matter"):
        sobol_indices(whole)
    rows = whole.differences[whole.differences["cell"] != 5]
    with pytest.raises(ValueError, match="1 of 32 cells have no pair yet, the first is cell 5"):
        pair_values(StudyTables(**{**vars(whole), "differences": rows}))


def test_signs_of_cells_follow_their_intervals(identity: RunIdentity) -> None:
    whole = study(identity, "sobol", lambda shares: 4.0 * shares[:, 0] - 2.0, 2, 16, noise=0.5)
    table = cell_estimates(whole)
    assert set(table["sign"]) == {-1, 0, 1}
    assert (table.loc[table["sign"] == 1, "low"] > 0).all()
    assert (table.loc[table["sign"] == -1, "high"] < 0).all()


def planted(cells: int = 600, seed: int = 3) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    factors = pd.DataFrame(rng.random((cells, 4)), columns=["a", "b", "c", "d"])
    factors["policy"] = rng.choice(["x", "y", "z"], cells)
    inside = (factors["a"] < 0.4) & (factors["b"] > 0.5) & (factors["policy"] != "y")
    return factors, inside.to_numpy()


def test_a_planted_box_is_found_with_its_limits() -> None:
    factors, inside = planted()
    noisy = inside ^ (np.random.default_rng(9).random(len(inside)) < 0.03)
    box = discover(factors, noisy).box
    assert box is not None
    assert box.density >= 0.75
    assert box.coverage >= 0.7
    limits = {limit.factor: limit for limit in box.limits}
    assert set(limits) == {"a", "b", "policy"}
    assert limits["a"].low is None
    assert limits["a"].high == pytest.approx(0.4, abs=0.06)
    assert limits["b"].low == pytest.approx(0.5, abs=0.06)
    assert set(limits["policy"].names) == {"x", "z"}


def test_boxes_are_nested_and_shrink() -> None:
    factors, inside = planted()
    boxes = peel(factors, inside)
    for larger, smaller in itertools.pairwise(boxes):
        assert (smaller <= larger).all()
        assert smaller.sum() < larger.sum()


def test_nothing_is_found_where_there_is_nothing_to_find() -> None:
    factors, _ = planted(200)
    assert discover(factors, np.zeros(200, dtype=bool)).box is None
    by_luck = np.random.default_rng(5).random(200) < 0.3
    box = discover(factors, by_luck).box
    assert box is None or box.coverage < 0.5


@pytest.mark.filterwarnings("ignore")  # of libraries that the workbench calls
def test_density_and_coverage_agree_with_the_ema_workbench() -> None:
    prim = pytest.importorskip("ema_workbench.analysis.prim")
    factors, inside = planted()
    numbers = factors[["a", "b", "c", "d"]]
    # Version 2 of the workbench asks for a threshold, version 3 knows none.
    asked = inspect.signature(prim.Prim).parameters
    threshold = {"threshold": 0.5} if "threshold" in asked else {}
    theirs = prim.Prim(numbers, inside.astype(float), **threshold).find_box().peeling_trajectory
    ours = discover(numbers, inside).path
    for density in (0.3, 0.5, 0.6):
        one = ours.loc[ours["density"] >= density, "coverage"].max()
        other = theirs.loc[theirs["density"] >= density, "coverage"].max()
        assert one == pytest.approx(other, abs=0.08)
