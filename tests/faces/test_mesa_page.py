from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

PAGE = Path(__file__).parents[2] / "docs" / "mesa.md"


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """Run the blocks of the page one after the other, as a reader would."""
    names: dict[str, Any] = {"__name__": "page"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for number, block in enumerate(re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.S)):
            exec(compile(block, f"mesa.md, block {number + 1}", "exec"), names)
    names["printed"] = printed.getvalue()
    return names


def run(model: Any, months: int) -> Any:
    for _ in range(months):
        model.step()
    return model


def test_the_page_runs_and_prints_the_story(page: dict[str, Any]) -> None:
    assert "After 24 months, firm 0 has" in page["printed"]
    assert len(page["rows"]) == 8


def test_the_new_bias_at_zero_is_gone_exactly(page: dict[str, Any], same_bits) -> None:
    biased = run(page["AuthorityModel"](**page["market"]), 12)
    plain = run(page["AdoptionModel"](**page["market"]), 12)
    assert same_bits(biased.world, plain.world)


def test_the_new_bias_raises_belief_where_leaders_are_committed(page: dict[str, Any]) -> None:
    biased = page["AuthorityModel"](authority=0.2, **page["market"])
    plain = page["AdoptionModel"](**page["market"])
    for model in (biased, plain):
        model.world.firms.leadership[::2] = 0.0
        run(model, 1)
    gain = (biased.world.employees.belief - plain.world.employees.belief).sum(axis=1)
    committed = plain.world.firms.leadership[plain.world.employees.department // 5] > 0
    assert np.all(gain[~committed] == 0)
    assert gain[committed].sum() > 0


def test_the_new_bias_is_the_same_over_columns_and_over_agents(page: dict[str, Any]) -> None:
    one = run(page["AuthorityModel"](authority=0.2, **page["market"]), 3)
    other = run(page["AuthorityByAgents"](**page["market"]), 3)
    one, other = one.world.employees.belief, other.world.employees.belief
    assert np.allclose(one, other, rtol=0, atol=1e-12)
