"""Print the hash of every table of two tiny markets; run with and without compilation."""

from __future__ import annotations

import json

from kernel_worlds import all_columns, column_digest, live_arm, market

from sim.compilation import COMPILED
from sim.simulation import prepare

# Much happens in six months: purchases, projects, systems going live, reviews, people leaving.
TINY = {
    "run.warmup": 3,
    "run.months": 3,
    "firms.count": 3,
    "decisions.occasion_rate": 12.0,
    "decisions.review_shortest": 1.0,
    "decisions.review_longest": 2.0,
    "projects.duration": 0.5,
    "projects.analysis_months": 0.0,
    "projects.planning_months": 0.0,
    "projects.pilot_months": 0.0,
    "projects.trouble_hazard": 0.3,
    "practice_costs.involvement_months": 0.0,
    "practice_costs.ecosystem_months": 0.0,
    "employees.turnover": 1.0,
    "market.turbulence": 6.0,
    "mix": {"somewhat": 1.0},
}


def hashes() -> dict[str, str]:
    """Return a hash for every column of the two markets after six months."""
    found = {}
    for arm in ("careless", "oracle"):
        scenario = market(TINY)
        world = live_arm(prepare(scenario, 4), scenario, arm, 0.7)
        for name, values in all_columns(world).items():
            found[f"{arm}: {name}"] = column_digest(values)
    return found


if __name__ == "__main__":
    print(json.dumps({"compiled": COMPILED, "hashes": hashes()}))
