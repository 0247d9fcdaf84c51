"""What the results of a study say about themselves is what was run."""

from __future__ import annotations

from pathlib import Path

from small_study import STUDY, study

from experiments.studies.extents import cell_extents
from experiments.sweeping import sweep

FACTORS = """
[design]
kind = "factorial"
[factors]
run.months = [2, 3]
size.sets.small = { comparison.treated = 0.1 }
size.sets.large = { firms.count = 20, comparison.treated = 1 }
"""
HEAD = STUDY.partition("[design]")[0] + "[replication]\npairs = 2\n"


def test_size_and_length_are_those_of_the_cells(tmp_path: Path) -> None:
    asked = study(tmp_path, text=HEAD + FACTORS)
    extents = {"months": (2, 3), "firms": (10, 20), "treated_share": (0.1, 1)}
    assert cell_extents(asked) == extents
    identity = sweep(asked, tmp_path / "out", threads=1).identity
    assert identity.extents == extents
    assert (identity.extent("months"), identity.extent("firms")) == ((2, 3), (10, 20))


def test_what_no_factor_sets_is_that_of_the_scenario(tmp_path: Path) -> None:
    asked = study(tmp_path)
    assert cell_extents(asked) == {}
    identity = sweep(asked, tmp_path / "out", threads=1).identity
    assert identity.extent("months") == (3, 3)


def test_a_value_that_all_cells_share_is_that_of_the_cells(tmp_path: Path) -> None:
    asked = study(tmp_path, text=f"{HEAD}[[design.cells]]\nrun.months = 2\n")
    assert cell_extents(asked) == {"months": (2, 2)}
