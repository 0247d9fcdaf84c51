"""Small breaks of the model's rules: a sign, a coefficient, a comparison, an index.

Each break changes one place within the body of one rule. The places and most of the changes come
from the operators of Cosmic Ray. Left out are changes whose result could not even run on numbers
(``<<`` for ``+``), since catching them would be no merit, and changes that are none (row -1 of a
table that has one row).
"""

from __future__ import annotations

import ast
import importlib
import re
import types
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator
from parso.python.tree import Name, PythonNode

__all__ = ["Break", "Place", "break_at", "places_in", "put_in_force", "rule_files"]

RULES = ("rule", "allocating_rule")
ARITHMETIC = ("Add", "Sub", "Mul", "Div")
COMPARISONS = ("Eq", "NotEq", "Lt", "LtE", "Gt", "GtE")
OPERATORS = (
    "AddNot",
    "NumberReplacer",
    "ReplaceAndWithOr",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ReplaceOrWithAnd",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub",
    "ZeroIterationForLoop",
    *(f"ReplaceBinaryOperator_{one}_{other}" for one, other in permutations(ARITHMETIC, 2)),
    *(f"ReplaceComparisonOperator_{one}_{other}" for one, other in permutations(COMPARISONS, 2)),
)
ONLY_ROW = re.compile(r"(parameters|market\.\w+|scratch\.\w+)\[$")


class Place(NamedTuple):
    """Where a rule can be broken, and by what: the ``occurrence``-th place of an operator."""

    path: str
    rule: str
    line: int
    operator: str
    occurrence: int


class Break(NamedTuple):
    """A broken module: the line before and after, and the whole source."""

    place: Place
    before: str
    after: str
    source: str


class ShiftIndex(Operator):  # type: ignore[misc]
    """Take the neighbour of a row, slot, goal or department: ``x[i]`` becomes ``x[i - 1]``."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        """Yield the place of each index that is a name."""
        if _is_index(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Return the shifted index."""
        return Name(f"{node.value} - 1", node.start_pos, prefix=node.prefix)

    @classmethod
    def examples(cls) -> tuple[Any, ...]:
        """Return no examples; a test has them."""
        return ()


def _is_index(node: Any) -> bool:
    if not isinstance(node, Name):
        return False
    parent = node.parent
    if isinstance(parent, PythonNode) and parent.type in ("subscriptlist", "testlist"):
        parent = parent.parent
    return parent is not None and parent.type == "trailer" and parent.children[0] == "["


def _operators() -> dict[str, Any]:
    found: dict[str, Any] = {name: get_operator(f"core/{name}")() for name in OPERATORS}
    return {**found, "ShiftIndex": ShiftIndex()}


def rule_files(root: Path) -> list[Path]:
    """Return the modules of ``sim`` that hold rules."""
    return [
        path
        for path in sorted((root / "sim").rglob("*.py"))
        if path.name != "compilation.py" and "\n@rule\n" in path.read_text(encoding="utf-8")
    ]


def places_in(path: Path, root: Path) -> Iterator[Place]:
    """Yield all places at which the rules of one module can be broken."""
    code = path.read_text(encoding="utf-8")
    lines = code.splitlines()
    rules = _lines_of_rules(code)
    nodes = list(ast_nodes(get_ast(code)))
    for name, operator in _operators().items():
        starts = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, (line, column) in enumerate(starts):
            one_row = ONLY_ROW.search(lines[line - 1][:column])
            if line in rules and not (one_row and lines[line - 1][column] == "0"):
                yield Place(path.relative_to(root).as_posix(), rules[line], line, name, occurrence)


def break_at(place: Place, root: Path) -> Break:
    """Break a rule at one place.

    Raises
    ------
    ValueError
        When nothing changes there.
    """
    code = (root / place.path).read_text(encoding="utf-8")
    broken = mutate_code(code, _operators()[place.operator], place.occurrence)
    if broken is None or broken == code:
        raise ValueError(f"nothing to break at {place}")
    pairs = zip(code.splitlines(), broken.splitlines(), strict=True)
    before, after = next(pair for pair in pairs if pair[0] != pair[1])
    return Break(place, before.strip(), after.strip(), broken)


def put_in_force(broken: Break) -> None:
    """Give a rule of this process the code of its broken version; all that call it call that.

    Compilation must be off, since only ordinary functions can be changed where they stand.

    Raises
    ------
    ValueError
        When the module has no such rule.
    """
    name = broken.place.path.removesuffix(".py").replace("/", ".")
    function: Any = getattr(importlib.import_module(name), broken.place.rule)
    for code in compile(broken.source, broken.place.path, "exec").co_consts:
        if isinstance(code, types.CodeType) and code.co_name == broken.place.rule:
            function.__code__ = code
            return
    raise ValueError(f"{broken.place.path} has no rule {broken.place.rule}")


def _lines_of_rules(code: str) -> dict[int, str]:
    """Map each line within the body of a rule to the rule's name."""
    found: dict[int, str] = {}
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.FunctionDef):
            continue
        decorators = (item.id for item in node.decorator_list if isinstance(item, ast.Name))
        if any(name in RULES for name in decorators):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            last = node.end_lineno or node.lineno
            found.update(dict.fromkeys(range(body[0].lineno, last + 1), node.name))
    return found
