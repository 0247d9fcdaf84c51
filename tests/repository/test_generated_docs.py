"""The model is described as it is: generated tables are current, the text leaves nothing out."""

from __future__ import annotations

import importlib.util
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import sim.luck
import sim.month
from sim import purposes
from sim.catalogue import entries
from sim.parameters import Policy

DOCS = Path(__file__).parents[2] / "docs"
ODD = (DOCS / "odd.md", *sorted((DOCS / "odd").glob("*.md")))

# Said of a file or of the kind of run, not of the market: nothing in a rule reads them.
OUTSIDE_THE_MODEL = {
    "title",
    "question",
    "description",
    "run.seed",
    "comparison.arms",
    "comparison.pairs",
    "case.firm_name",
    "overrides[].policy",
    "overrides[].function",
    "overrides[].practices",
    "overrides[].managers",
    "overrides[].employees",
}


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = generator()


@pytest.fixture(scope="module")
def description() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in ODD)


@pytest.mark.parametrize("name", GENERATOR.PAGES)
def test_generated_page_is_current(name: str) -> None:
    page = GENERATOR.PAGES[name]()
    kept = (DOCS / name).read_text(encoding="utf-8")
    assert kept == page, f"docs/{name} is not current; run `{GENERATOR.COMMAND}`"


def test_every_parameter_is_in_the_description(description: str) -> None:
    missing = []
    for entry in entries():
        name = entry.name
        if name in OUTSIDE_THE_MODEL or name.startswith("mix."):
            continue
        if name.startswith("policies."):
            name = name.split(".")[-1]
        if name.startswith(("case.maturity", "case.systems")):
            name = ".".join(name.replace("[]", "").split(".")[:2])
        if not re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", description):
            missing.append(entry.name)
    assert missing == [], "docs/odd.md says where a mechanism is described"


def test_every_practice_is_in_the_description(description: str) -> None:
    assert [name for name in Policy.model_fields if name not in description] == []


def test_every_purpose_of_luck_has_its_address(description: str) -> None:
    numbers = {name: value for name, value in vars(purposes).items() if name.isupper()}
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", description, re.MULTILINE))
    assert rows == {name: str(number) for name, number in numbers.items()}


def test_every_phase_is_in_the_schedule(description: str) -> None:
    for number, phase in enumerate(sim.month.PHASES, start=1):
        name = phase.__name__.removesuffix("_phase")
        assert re.search(rf"^\| {number} {name} \|", description, re.MULTILINE), name


def test_every_rule_of_the_month_is_described(description: str) -> None:
    """A rule that the month calls is named where its formula stands."""
    source = inspect.getsource(sim.month)
    called = re.findall(r"^ +(\w+)\(", source, re.MULTILINE)
    steps = set(called) - set(re.findall(r"^def (\w+)\(", source, re.MULTILINE))
    assert "review_systems" in steps
    assert sorted(name for name in steps if f"`{name}`" not in description) == []


def test_description_names_no_parameter_that_does_not_exist(description: str) -> None:
    known = {entry.name.replace("[]", "") for entry in entries()}
    sections = {name.split(".")[0] for name in known if "." in name} - {"policies", "overrides"}
    known |= {name.rsplit(".", 1)[0] for name in known}
    pattern = rf"(?<![\w./])(?:{'|'.join(sorted(sections))})\.[a-z_]+(?:\.[a-z_]+)?(?![\w.]*/)"
    found = {name for name in re.findall(pattern, description) if not name.endswith(".md")}
    files = {"market.py", "employees.py", "firms.py", "vendors.py", "projects.py"}
    assert sorted(found - known - files) == []
