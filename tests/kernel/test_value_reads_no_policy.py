"""What turns installed systems into money never learns which policy a firm follows.

Shown twice: in the sources (no rule of value takes, names or calls anything that knows of policies,
biases or arms), and by trying (policies, biases and arms are exchanged for nonsense in the middle
of a month, and value, accounts and channels come out the same bits).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from kernel_worlds import differing, live, market

import sim
from sim.month import (
    assess,
    departments_phase,
    employees_phase,
    environment_phase,
    firms_phase,
    value_phase,
    vendors_phase,
)
from sim.parameters import EmployeeBiases, ManagerBiases, Policy
from sim.portfolio import set_best_portfolio
from sim.systems import note_vendors
from sim.tables import World
from sim.value import set_worth

SIM = Path(sim.__file__).parent
OF_VALUE = ("systems", "value", "demand", "settlement", "portfolio", "channels", "accounts")
OF_DECISIONS = ("perception", "choice", "options", "reviews", "projects", "budgets", "strategy")
OF_DECISIONS += ("employees", "measures", "month", "world", "cases", "simulation")

TABLES_OF_DECIDERS = {"policies", "managers", "employees", "bias_means"}
WHO_FOLLOWS_WHAT = {"policy", "group", "treated"}
PRACTICES_AND_BIASES = (
    set(Policy.model_fields) | set(ManagerBiases.model_fields) | set(EmployeeBiases.model_fields)
)
# Words that also name something else in these modules: what a product has, how open it is.
PRACTICES_AND_BIASES -= {"features"}


def _tree(module: str) -> ast.Module:
    return ast.parse((SIM / f"{module}.py").read_text(encoding="utf-8"))


def _imported(module: str) -> set[str]:
    """Return the modules of ``sim`` that a module imports, declarations of parameters aside."""
    found = set()
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports would escape this test"
            found.add(str(node.module))
    own = {name.removeprefix("sim.") for name in found if name.startswith("sim.")}
    assert "sim" not in found, f"{module} imports the whole package"
    return {name for name in own if not name.startswith("parameters")}


def _reachable(modules: tuple[str, ...]) -> set[str]:
    found, waiting = set(), list(modules)
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += _imported(module)
    return found


def _rules(module: str) -> Iterator[ast.FunctionDef]:
    for node in _tree(module).body:
        if isinstance(node, ast.FunctionDef):
            yield node


def _words(node: ast.AST) -> set[str]:
    """Return all names, arguments, attributes and column names in the code of a rule."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, ast.arg):
            found.add(part.arg)
        elif isinstance(part, ast.Attribute):
            found.add(part.attr)
        elif isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
            found.add(str(part.slice.value))
    return found


REACHED = sorted(_reachable(OF_VALUE) - {"tables", "compilation"})


def test_rules_of_value_call_into_no_module_of_decisions() -> None:
    reached = _reachable(OF_VALUE)
    assert set(OF_VALUE) <= reached
    assert reached.isdisjoint(OF_DECISIONS)


@pytest.mark.parametrize("module", REACHED)
def test_no_rule_of_value_takes_or_names_policies_biases_or_arms(module: str) -> None:
    forbidden = TABLES_OF_DECIDERS | WHO_FOLLOWS_WHAT | PRACTICES_AND_BIASES
    for rule in _rules(module):
        words = _words(rule)
        assert words.isdisjoint(forbidden), f"{module}.{rule.name}: {words & forbidden}"
        told = {word for word in words if word.startswith(("biases_", "practice_costs_"))}
        assert not told, f"{module}.{rule.name} reads {told}"


def _hands_on(rule: ast.FunctionDef) -> Iterator[ast.Call]:
    """Yield the calls of a rule of the month to which it hands the world as a whole."""
    for call in ast.walk(rule):
        if isinstance(call, ast.Call):
            names = {item.id for item in call.args if isinstance(item, ast.Name)}
            assert names <= {"w", "firm", "first", "last"}
            if "w" in names:
                yield call


def test_the_phase_of_value_hands_no_policy_on() -> None:
    # The world as a whole brings its policies along; only parts of the phase itself may take it.
    rules = {rule.name: rule for rule in _rules("month")}
    waiting, found = ["value_phase"], set()
    while waiting:
        name = waiting.pop()
        assert _words(rules[name]).isdisjoint(TABLES_OF_DECIDERS), name
        found.add(name)
        waiting += [ast.unparse(call.func) for call in _hands_on(rules[name])]
    assert len(found) > 1


def test_the_rules_of_value_are_found_by_this_test() -> None:
    names = {rule.name for module in REACHED for rule in _rules(module)}
    assert {"realise_value", "compete", "settle_systems", "add_channels", "pay"} <= names


@pytest.fixture(scope="module")
def grown() -> World:
    return live(market(), seed=11, months=24)


def _exchange_deciders(world: World) -> None:
    """Put nonsense in the place of all policies, managers and arms."""
    for table in (world.policies, world.managers):
        for name in table.dtype.names:
            table[name] = np.random.default_rng(4).uniform(0.0, 1.0, len(table))
    world.firms.policy[:] = world.firms.policy[::-1].copy()
    world.firms.group[:] = world.firms.group[::-1].copy()
    world.firms.treated[:] = 1 - world.firms.treated


EXCHANGED = ("policies", "managers", "firms.policy", "firms.group", "firms.treated")


def test_the_phase_of_value_gives_the_same_bits_under_any_policy(grown: World) -> None:
    one, other = grown.copy(), grown.copy()
    for world in (one, other):
        for phase in (environment_phase, vendors_phase, firms_phase):
            phase(world)
        departments_phase(world)
        employees_phase(world)
    _exchange_deciders(other)
    before = one.copy()
    value_phase(one)
    value_phase(other)
    assert differing(one, other, without=EXCHANGED) == []
    assert {"firms.performance", "ledger.balance"} <= set(differing(before, one))


def test_worth_yardstick_and_surroundings_give_the_same_bits_under_any_policy(
    grown: World,
) -> None:
    one, other = grown.copy(), grown.copy()
    _exchange_deciders(other)
    for w in (one, other):
        w.market.month[0] = 36  # the yardstick moves once a year
        w.firms.changed[:] = 1
        w.firms.best_customer[:] = 0.0
        count = len(w.firms)
        set_worth(w.firms, w.parameters, 0, count)
        set_best_portfolio(
            w.firms, w.departments, w.products, w.vendors, w.market, w.scratch, w.parameters, 0,
            count,
        )  # fmt: skip
        for firm in range(count):
            note_vendors(w.presence, w.systems, w.products, firm)
        assess(w, 0, count)
    assert differing(one, other, without=EXCHANGED) == []
    assert np.all(one.firms.best_customer > 0.0)


def test_the_nonsense_would_matter_where_policies_are_read(grown: World) -> None:
    one, other = grown.copy(), grown.copy()
    _exchange_deciders(other)
    for _ in range(3):
        firms_phase(one)
        firms_phase(other)
    assert "systems.status" in differing(one, other, without=EXCHANGED)
