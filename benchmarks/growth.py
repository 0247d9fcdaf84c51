"""How cost and memory grow with the number of firms.

``python benchmarks/growth.py [--largest 10000] [--months 120] [--turns 1] [--json]``;
``--largest 30000`` is the market of some 600,000 employees. Sizes grow from 10 firms; each is run
in a process of its own, so that its peak memory is its own. Time is the processor's time, since
waiting for other programs is no cost of the model; it is the median over runs that together have
about a thousand firms. On a machine that does other work, more than one turn measures all sizes in
turn so often, and the least of each counts. The exponent is the slope of log cost over log size.

The largest market is compared with the default size year by year in one process (``year_by_year``).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from operator import itemgetter
from statistics import median
from typing import Any

import numpy as np
from benchmark_output import Result, run_as_script
from year_by_year import DEFAULT_SIZE, cost_year_by_year, market, small_markets

from sim.scenario_files import load_scenario
from sim.simulation import advance, fork, prepare

FIRST_SIZE = 10
GROWTH = 10**0.5


def measure_size(firms: int, months: int) -> dict[str, float]:
    """Run one market in this process: time, employee-months, decisions, memory."""
    overrides = [f"firms.count={firms}", f"run.months={months}"]
    scenario = load_scenario("default", overrides).scenario
    small = load_scenario("default", ["firms.count=2", "run.months=1"]).scenario
    advance(fork(prepare(small, 1), small, "aligned", 0.2), 1)  # rules are loaded
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(max(1, 1000 // firms)):
        world = prepare(scenario, 1)
        start = time.process_time()
        advance(world, months)
        times.append(time.process_time() - start)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "firms": firms,
        "employees": len(world.employees),
        "seconds": median(times),
        "decisions": float(world.measures.started.sum()),
        "kilobytes": after - before,
        "peak_kilobytes": after,
        "table_bytes": sum(table.nbytes for table in world),
    }


def large_and_small(firms: int, months: int) -> dict[str, float]:
    """Run one large and many small markets in turn; cost of both, ns per employee-month."""
    small = small_markets(min(firms, DEFAULT_SIZE), months)
    return cost_year_by_year({"large": [market(firms, months, 1)], "small": small}, months)


def in_own_process(what: str, firms: int, months: int) -> dict[str, Any]:
    """Measure one size, or two in turn, in a fresh process."""
    command = [sys.executable, __file__, what, str(firms), str(months)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(found.stdout)
    return result


def measure(largest: int = 10_000, months: int = 120, turns: int = 1) -> list[Result]:
    """Measure growing sizes up to the largest."""
    count = 1 + round(np.log(largest / FIRST_SIZE) / np.log(GROWTH))
    steps = {round(size) for size in np.geomspace(FIRST_SIZE, largest, max(count, 2))}
    sizes = sorted(steps | {min(DEFAULT_SIZE, largest)})
    taken = [[in_own_process("--one", size, months) for size in sizes] for _ in range(turns)]
    rows = [min(of_size, key=itemgetter("seconds")) for of_size in zip(*taken, strict=True)]
    results = []
    for row in rows:
        cost = row["seconds"] / (row["employees"] * months) * 1e9
        remark = (
            f"{row['employees']:,} employees; peak {row['peak_kilobytes'] / 2**20:.2f} GB; "
            f"{row['seconds'] / row['decisions'] * 1e6:,.0f} us per project decided"
        )
        results.append(Result(f"{row['firms']:,} firms", cost, "ns per employee-month", remark))
    logs = [np.log([row[name] for row in rows]) for name in ("employees", "seconds", "decisions")]
    slope = float(np.polyfit(logs[0], logs[1], 1)[0])
    by_decision = float(np.polyfit(logs[2], logs[1], 1)[0])
    pairs = [in_own_process("--two", largest, months) for _ in range(turns)]
    change = median(pair["large"] / pair["small"] for pair in pairs) - 1.0
    costs = ", ".join(f"{pair['large']:.0f} and {pair['small']:.0f} ns" for pair in pairs)
    last = rows[-1]
    return [
        *results,
        Result("exponent of cost over employees", slope, "", "1 is linear"),
        Result("exponent of cost over decisions", by_decision, "", "1 is linear"),
        Result("largest against default size, year by year", 100.0 * change, "%",
               f"at most 20 is asked for; {costs}"),
        Result("memory of tables", last["table_bytes"] / last["employees"], "bytes per employee"),
        Result("memory that a market adds", last["kilobytes"] * 1024 / last["employees"],
               "bytes per employee"),
    ]  # fmt: skip


if __name__ == "__main__":
    taken_in_a_process = {"--one": measure_size, "--two": large_and_small}
    if sys.argv[1:2] and sys.argv[1] in taken_in_a_process:
        taken = taken_in_a_process[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
        print(json.dumps(taken))
    else:
        run_as_script(__doc__, measure, largest=10_000, months=120, turns=1)
