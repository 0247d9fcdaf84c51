"""How close the busiest rule is to the limit of the machine: the same rule in C with -O3.

``python benchmarks/employee_rule.py [--repeats 60] [--firms 400] [--json]``. The C source stands
beside this file, works on the same memory as the model and must give the same bits; it is built in
a temporary folder. Both are run in turn, A B A B, and the medians are compared. Without a C
compiler nothing is measured, and the exit code is 0.
"""

from __future__ import annotations

import ctypes
import math
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from benchmark_output import Result, run_as_script

from sim.compilation import rule
from sim.employees import work
from sim.luck import stream
from sim.purposes import EXPERIENCE
from sim.scenario_files import load_scenario
from sim.simulation import advance, fork, prepare
from sim.status import LIVE
from sim.tables import COLLEAGUES_MAX, DEPARTMENTS, SLOTS, World

SOURCE = Path(__file__).with_name("employee_rule.c")
TABLES = ("employees", "departments", "firms", "systems", "products", "policies")
SIZES = {"LIVE": LIVE, "SLOTS": SLOTS, "DEPARTMENTS": DEPARTMENTS, "COLLEAGUES_MAX": COLLEAGUES_MAX}
# What the rule does in order must not be changed by the compiler, as Numba does not change it.
COMPILER_OPTIONS = (
    "-O3",
    "-march=native",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-shared",
    "-fPIC",
)


def compiler() -> str | None:
    """Return a C compiler, or None where there is none."""
    return next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)


def layout(world: World) -> str:
    """Return the C header that says where each column stands in its table."""
    lines = [f"#define {name} {value}" for name, value in SIZES.items()]
    for name in TABLES:
        dtype = getattr(world, name).dtype
        lines.append(f"#define ROW_{name} {dtype.itemsize}")
        for column, (kind, offset) in dtype.fields.items():
            lines.append(f"#define AT_{name}_{column} {offset}")
            if kind.base.kind == "i":
                lines.append(f"#define TYPE_{name}_{column} {kind.base.name}_t")
    for column, (_, offset) in world.parameters.dtype.fields.items():
        lines.append(f"#define P_{column} {offset // 8}")
    return "\n".join(lines) + "\n"


def build(world: World, folder: Path) -> Callable[[World], None]:
    """Compile the C rule for the tables of a world, and return a function that runs it."""
    (folder / "employee_rule_layout.h").write_text(layout(world), encoding="utf-8")
    library = folder / "employee_rule.so"
    command = [
        str(compiler()),
        *COMPILER_OPTIONS,
        f"-I{folder}",
        str(SOURCE),
        "-o",
        str(library),
        "-lm",
    ]
    subprocess.run(command, check=True)
    function = ctypes.CDLL(str(library)).work
    function.argtypes = [ctypes.c_void_p] * 7 + [ctypes.c_int64, ctypes.c_uint64]

    def run(one: World) -> None:
        places = [getattr(one, name).ctypes.data for name in (*TABLES, "parameters")]
        key = int(stream(int(one.market.seed[0]), EXPERIENCE, int(one.market.month[0])))
        function(*places, len(one.departments), key)

    return run


@rule
def run_rule(one: World) -> None:
    """Run the rule of the model for all firms, as the month does."""
    for firm in range(len(one.firms)):
        work(
            one.employees, one.departments, one.firms, one.systems, one.products, one.policies,
            one.market, one.parameters, firm,
        )  # fmt: skip


def lively_world(firms: int) -> World:
    """Return a market in full swing: four years after the start, with many systems in use."""
    scenario = load_scenario("default", [f"firms.count={firms}"]).scenario
    world = fork(prepare(scenario, 1), scenario, "aligned", 0.5)
    advance(world, 24)
    return world


def seconds(function: Callable[[World], None], world: World) -> float:
    """Return the time of one call on a copy of the world's people."""
    one = world._replace(employees=world.employees.copy(), departments=world.departments.copy())
    start = time.perf_counter()
    function(one)
    return time.perf_counter() - start


def same_bits(
    first: Callable[[World], None], second: Callable[[World], None], world: World
) -> bool:
    """Tell whether two versions of the rule leave the same people."""
    results = []
    for function in (first, second):
        one = world.copy()
        function(one)
        results.append(one.employees.tobytes() + one.departments.tobytes())
    return results[0] == results[1]


def measure(repeats: int = 60, firms: int = 400) -> list[Result]:
    """Measure both versions in turn."""
    if compiler() is None:
        return [Result("C compiler", math.nan, "", "none found: nothing to compare with")]
    world = lively_world(firms)
    with tempfile.TemporaryDirectory() as folder:
        in_c = build(world, Path(folder))
        agree = same_bits(run_rule, in_c, world)
        times = [(seconds(run_rule, world), seconds(in_c, world)) for _ in range(repeats)]
    rule_time, c_time = (median(column) for column in zip(*times, strict=True))
    ratio = median(one / other for one, other in times)
    live = np.asarray(world.systems.status == LIVE).reshape(-1, SLOTS)
    uses = int((live.sum(axis=1) * world.departments.headcount).sum())
    return [
        Result(
            "employee rule, compiled by Numba", rule_time / uses * 1e9, "ns per use", f"{uses} uses"
        ),
        Result("employee rule, C with -O3", c_time / uses * 1e9, "ns per use"),
        Result("Numba against C", ratio, "times", "at most 1.5 is asked for"),
        Result("same bits from both", float(agree), "", "1 is yes"),
    ]


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    run_as_script(__doc__, measure, repeats=60, firms=400)
