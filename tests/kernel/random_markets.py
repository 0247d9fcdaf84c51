"""Markets with any allowed values, drawn from the declarations, for tests of what always holds."""

from __future__ import annotations

from typing import Any

from hypothesis import note
from hypothesis import strategies as st
from kernel_worlds import SOMEWHAT, market

from sim.parameters import Policy, Scenario, section_parameters

__all__ = ["FREE", "ORDERED", "SMALL", "at_share", "markets"]

# A few firms for a few months: what does not change what is possible stays small.
SMALL = {"run.warmup": 6, "run.months": 18, "firms.count": 5}
FREE = {
    info.name: info
    for info in section_parameters(Scenario)
    if info.name not in SMALL and not info.name.startswith(("run.", "comparison."))
}
HIGHEST = {"firms.headcount_low": 40, "firms.headcount_high": 80}
ORDERED = [
    ("firms.headcount_low", "firms.headcount_high"),
    ("vendors.products_low", "vendors.products_high"),
    ("decisions.review_shortest", "decisions.review_longest"),
]


def at_share(name: str, share: float) -> float:
    """Return a value at a share of the allowed range; 0 and 1 are its ends."""
    info = FREE[name]
    high = min(info.high, HIGHEST.get(name, info.high))
    value = info.low + share * (high - info.low)
    return int(round(value)) if info.kind is int else value


SHARES = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0))


@st.composite
def markets(draw: st.DrawFn) -> Scenario:
    chosen = draw(st.dictionaries(st.sampled_from(sorted(FREE)), SHARES, max_size=60))
    values: dict[str, Any] = {name: at_share(name, share) for name, share in chosen.items()}
    usual = market(SMALL)
    for low, high in ORDERED:
        if low in values or high in values:
            section, first = low.split(".")
            second = high.split(".")[1]
            pair = [
                values.get(low, getattr(getattr(usual, section), first)),
                values.get(high, getattr(getattr(usual, section), second)),
            ]
            values[low], values[high] = sorted(pair)
    fields = draw(st.dictionaries(st.sampled_from(sorted(Policy.model_fields)), SHARES))
    note(str(values) + str(fields))
    return market({**SMALL, **values, "policies.somewhat": SOMEWHAT | fields})
