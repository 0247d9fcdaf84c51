"""What the results of a study say about themselves is what was run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_study import STUDY, study, swept

from experiments.studies import load_study
from experiments.studies.extents import cell_extents
from experiments.sweeping import open_results, sweep
from experiments.sweeping.identity import REPEAT, file_identity
from sim.scenario_files import ScenarioError

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


@pytest.mark.parametrize(
    ("override", "factor"),
    [
        ("market.turbulence=5", "market.turbulence"),
        ("market={turbulence=5}", "market.turbulence"),
        ("set.market.turbulence=5", "market.turbulence"),
        ("policies.aligned.monitoring=0.5", "policies.aligned.monitoring"),
    ],
)
def test_a_value_that_a_factor_sets_in_every_cell_is_refused(
    tmp_path: Path, override: str, factor: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        study(tmp_path, override)
    assert str(caught.value.problems[0]) == (
        f"--set: {factor} would change nothing, since the factor {factor} sets it in every cell of "
        f"this study; change factors.{factor} instead"
    )


def test_a_value_that_a_bundle_sets_in_every_cell_is_refused(tmp_path: Path) -> None:
    study(tmp_path, "firms.count=12", text=HEAD + FACTORS)
    with pytest.raises(ScenarioError, match="the factor size sets it in every cell"):
        study(tmp_path, "comparison.treated=0.5", text=HEAD + FACTORS)


@pytest.mark.parametrize(
    "design",
    [
        '[design]\nkind = "one_at_a_time"\n[factors]\nmarket.turbulence = [0, 1]\n',
        "[[design.cells]]\n[[design.cells]]\nmarket.turbulence = 1\n",
    ],
)
def test_a_value_that_some_cell_takes_from_the_scenario_may_be_set(
    tmp_path: Path, design: str
) -> None:
    asked = study(tmp_path, "market.turbulence=5", text=HEAD + design)
    assert asked.recipe.build(asked.values(0))[0].scenario.market.turbulence == 5


def test_results_name_the_scenario_and_not_the_study(tmp_path: Path) -> None:
    assert swept(tmp_path).identity.scenario == "default, changed by [set]"
    for text, named in (
        ('scenario = "regimes/clear"\narms = ["aligned", "misaligned"]', "regimes/clear"),
        ('[arms.a]\nscenario = "aligned"\n[arms.b]\nscenario = "frugal"', "aligned, frugal"),
    ):
        assert study(tmp_path, text=text).scenario == named


def test_a_sweep_from_python_says_the_same_everywhere_of_how_to_repeat_it(tmp_path: Path) -> None:
    results = swept(tmp_path)
    assert results.identity.command == file_identity(results.study)["command"] == REPEAT
    about = results.export_csv(tmp_path / "csv")[1]
    metadata = json.loads(Path(f"{about}-metadata.json").read_text(encoding="utf-8"))
    assert metadata["smbsim:command"] == REPEAT
    assert load_study(results.folder / "study.toml").cells == results.study.cells
    assert open_results(results.folder).identity == results.identity


def test_arms_that_are_not_shown_are_named(tmp_path: Path) -> None:
    assert study(tmp_path).notes == ()
    third = STUDY.replace('"misaligned"]', '"misaligned", "frugal"]')
    (note,) = study(tmp_path, text=third).notes
    assert note.startswith("Terminal and report show aligned less misaligned only.")
    assert "more arms (frugal)" in note


@pytest.mark.parametrize(("kind", "size", "noted"), [
    ("sobol", 10, True), ("sobol_sequence", 10, True), ("sobol", 16, False), ("morris", 10, False),
])  # fmt: skip
def test_a_size_that_is_no_power_of_two_is_noted(
    tmp_path: Path, kind: str, size: int, noted: bool
) -> None:
    text = STUDY.replace('"factorial"', f'"{kind}"\nsize = {size}').replace(", levels = 2", "")
    notes = study(tmp_path, text=text).notes
    assert len(notes) == noted
    assert not noted or "8 or 16 would be" in notes[0]
