"""What a cell leaves out stays as it is in the study's scenario and arms."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_study import STUDY, study

from experiments.studies import Study, load_study
from experiments.studies.factors import UNCHANGED
from experiments.studies.writing import study_text
from experiments.sweeping import open_results, sweep
from sim.scenario_files import ScenarioError

HEAD = STUDY.partition("[design]")[0] + "[replication]\npairs = 2\n"
OTHER_POLICIES = """
[[design.cells]]
market.turbulence = 0
[[design.cells]]
arms.aligned.policy = "frugal"
[[design.cells]]
arms.aligned.policy = "agile_probe"
"""
BUNDLES = """
[design]
kind = "one_at_a_time"
[factors]
mood.sets.loud = { biases.managers.hype = 0.9 }
mood.sets.quiet = { biases.managers.hype = 0.2 }
regime.scenarios = ["regimes/clear", "regimes/chaotic"]
market.turbulence = [0, 1]
arms.misaligned.policy = ["frugal", "agile_probe"]
"""


def unchanged(asked: Study, cell: int = 0) -> bool:
    """Whether a cell is the study without any factor."""
    plain = load_study(asked.path.with_name("plain.toml")) if asked.path else asked
    return asked.recipe.build(asked.values(cell)) == plain.recipe.build(())


@pytest.fixture(autouse=True)
def plain(tmp_path: Path) -> None:
    (tmp_path / "plain.toml").write_text(HEAD, encoding="utf-8")


def test_a_cell_that_names_no_policy_runs_the_arms_own(tmp_path: Path) -> None:
    asked = study(tmp_path, text=HEAD + OTHER_POLICIES)
    policies = [asked.recipe.build(values)[0].policy for values in asked.all_values()]
    assert policies == ["aligned", "frugal", "agile_probe"]
    turbulence = [asked.recipe.build(v)[0].scenario.market.turbulence for v in asked.all_values()]
    assert turbulence == [0, 0.15, 0.15]


def test_a_list_may_name_a_single_other_policy(tmp_path: Path) -> None:
    cells = "[[design.cells]]\n[[design.cells]]\narms.aligned.policy = "
    asked = study(tmp_path, text=f'{HEAD}{cells}"frugal"\n')
    assert [values[0] for values in asked.all_values()] == ["aligned", "frugal"]
    with pytest.raises(ScenarioError) as caught:
        study(tmp_path, text=f'{HEAD}{cells}"frugl"\n')
    (problem,) = caught.value.problems
    assert str(problem).endswith(
        'line 15: arms.aligned.policy names "frugl", which is not a policy; did you mean frugal?'
    )


def test_a_cell_that_names_no_bundle_runs_the_scenario(tmp_path: Path) -> None:
    factors = BUNDLES.partition("market.turbulence")[0].replace("one_at_a_time", "list")
    cells = '[[design.cells]]\n[[design.cells]]\nmood = "loud"\n[[design.cells]]\nmood = "as it is"'
    asked = study(tmp_path, text=HEAD + factors + cells)
    assert asked.values(0) == (UNCHANGED, UNCHANGED)
    assert [unchanged(asked, cell) for cell in range(3)] == [True, False, True]


def test_one_at_a_time_starts_from_the_scenario_as_it_is(tmp_path: Path) -> None:
    asked = study(tmp_path, text=HEAD + BUNDLES)
    assert asked.values(0) == (UNCHANGED, UNCHANGED, 0.15, "misaligned")
    assert unchanged(asked)
    assert asked.cells == 1 + 4 * 2
    assert not any(unchanged(asked, cell) for cell in range(1, asked.cells))


def test_a_bundle_that_changes_nothing_is_the_scenario_as_it_is(tmp_path: Path) -> None:
    hype = study(tmp_path, text=HEAD).recipe.build(())[0].scenario.biases.managers.hype
    text = BUNDLES.replace("hype = 0.2", f"hype = {hype}").replace("regimes/clear", "default")
    asked = study(tmp_path, text=HEAD + text)
    assert asked.values(0)[:2] == ("quiet", "default")
    assert asked.cells == 1 + 1 + 1 + 2 + 2


def test_no_bundle_may_be_called_as_the_unchanged_scenario_is(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match='"as it is" stands for the unchanged scenario'):
        study(tmp_path, text=HEAD + BUNDLES.replace("sets.quiet", f'sets."{UNCHANGED}"'))


@pytest.mark.parametrize("text", [OTHER_POLICIES, BUNDLES])
def test_the_resolved_study_has_the_same_cells(tmp_path: Path, text: str) -> None:
    asked = study(tmp_path, text=HEAD + text)
    (tmp_path / "resolved.toml").write_text(study_text(asked), encoding="utf-8")
    again = load_study(tmp_path / "resolved.toml")
    assert again.design_table.equals(asked.design_table)
    for one, other in zip(asked.all_values(), again.all_values(), strict=True):
        assert asked.recipe.build(one) == again.recipe.build(other)


@pytest.mark.parametrize("value", ["0.15", "2"])
def test_results_of_a_list_with_one_value_can_be_read(tmp_path: Path, value: str) -> None:
    asked = study(tmp_path, text=f"{HEAD}[[design.cells]]\nmarket.turbulence = {value}\n")
    sweep(asked, tmp_path / "out", threads=1)
    table = open_results(tmp_path / "out").summary()
    assert table["market.turbulence"].tolist() == [float(value)]
