from __future__ import annotations

import subprocess
import sys

import pytest

import sim


def test_importing_sim_loads_neither_compiler_nor_tables_nor_mesa() -> None:
    code = "import sys, sim; print(sorted({'numba', 'pandas', 'mesa', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", sim.__all__)
def test_every_public_name_can_be_had_and_is_documented(name: str) -> None:
    assert getattr(sim, name).__doc__
    assert name in dir(sim)


def test_a_name_that_is_not_there_is_refused_as_usual() -> None:
    with pytest.raises(AttributeError, match="module 'sim' has no attribute 'simulate'"):
        _ = sim.simulate


def test_the_story_is_told_by_the_function_of_that_name() -> None:
    assert callable(sim.story.story)
