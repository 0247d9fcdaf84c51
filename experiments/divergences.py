"""Following the same firms through two arms, event by event and euro by euro."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.divergence import Divergence, first_divergence
from analysis.divergence_summary import DivergenceSummary, summarise_divergences
from experiments.arms import Arm, ArmsError
from experiments.pairs import Progress
from experiments.simulator import Simulator, simulator
from experiments.value_network import firm_ties, firms_in_two_arms
from sim.outcomes import CHANNELS

__all__ = ["FirmPair", "Told", "follow_pair", "follow_pairs", "tell_firm", "typical_firm"]

_CHANNELS = tuple(f"channel_{channel.name}" for channel in CHANNELS)


class Told(NamedTuple):
    """A sentence of a story, with month and place of the last record that it tells."""

    month: int
    department: str
    slot: int
    text: str


@dataclass(frozen=True)
class FirmPair:
    """One firm in two arms of one market.

    Attributes
    ----------
    pair, seed, firm, headcount
        Which firm it is; ``name`` is its name in stories.
    divergence
        Where its arms part first.
    events
        Its recorded events after the fork, with the column arm; see `sim.story.table.event_table`.
    months
        One row per arm and month: npv and channel_* since the fork (EUR), and ``place``, what the
        systems in the place of the first parting bring in the month, less their running cost (EUR).
    sentences
        The story after the fork, of each arm.
    market, ties
        All firms of its market in both arms, and their ties; see `experiments.value_network`.
    """

    pair: int
    seed: int
    firm: int
    name: str
    headcount: int
    arms: tuple[str, str]
    divergence: Divergence
    events: pd.DataFrame
    months: pd.DataFrame
    sentences: tuple[tuple[Told, ...], tuple[Told, ...]]
    market: pd.DataFrame
    ties: pd.DataFrame

    @property
    def difference(self) -> float:
        """Difference in NPV at the end, first arm less second, in EUR."""
        ends = self.months.groupby("arm")["npv"].last()
        return float(ends[self.arms[0]] - ends[self.arms[1]])

    def what_followed(self, arm: int) -> list[str]:
        """Return what happened from the parting on in its place, or to the firm without one."""
        start, where = self.divergence.month, self.divergence
        return [
            told.text
            for told in self.sentences[arm]
            if start is not None
            and told.month >= start
            and (
                where.department is None
                or (told.department, told.slot) == (where.department, where.slot)
            )
        ]

    def channels(self) -> dict[str, float]:
        """Return the difference at the end by channel, EUR; adds up to ``difference``."""
        ends = self.months.groupby("arm")[list(_CHANNELS)].last()
        first, second = (ends.loc[[arm]].to_numpy()[0] for arm in self.arms)
        return dict(zip(_CHANNELS, (first - second).tolist(), strict=True))


def follow_pairs(
    arms: Sequence[Arm],
    pairs: int,
    treated: float,
    threads: int,
    progress: Progress | None = None,
) -> tuple[pd.DataFrame, DivergenceSummary]:
    """Find for every treated firm of some markets where its two arms part first.

    Parameters
    ----------
    arms
        Two arms of one scenario.
    pairs, treated, threads, progress
        As for `experiments.compare`.

    Returns
    -------
    pandas.DataFrame
        One row per pair and treated firm: pair, seed, firm, headcount, kind, month, department,
        slot, sentence, difference (EUR of NPV, first arm less second) and channel_*.
    DivergenceSummary
        Which kinds of parting carry the difference.
    """
    names = _two(arms)
    done: dict[int, pd.DataFrame] = {}
    pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="pair")
    try:
        running = {
            pool.submit(follow_pair, simulator(), arms, pair, treated): pair
            for pair in range(pairs)
        }
        for future in as_completed(running):
            done[running[future]] = future.result()
            if progress is not None:
                progress(len(done), pairs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    table = pd.concat([done[pair] for pair in range(pairs)], ignore_index=True)
    return table, summarise_divergences(table, names)


def follow_pair(model: Simulator, arms: Sequence[Arm], pair: int, treated: float) -> pd.DataFrame:
    """Return where each treated firm of one market parts; see :func:`follow_pairs`."""
    names = _two(arms)
    scenario = arms[0].scenario
    seed = scenario.run.seed + pair
    market = model.prepare(scenario, seed)
    worlds = [model.fork(market, scenario, arm.policy, treated) for arm in arms]
    for world in worlds:
        model.advance(world, scenario.run.months)
    firms = np.flatnonzero(worlds[0].firms.treated)
    if not len(firms):
        raise ArmsError(f"no firm is treated: {treated:g} of {scenario.firms.count} firms is none")
    tables = [_events(world, firms) for world in worlds]
    rows = []
    for firm in firms:
        parts = [table[table["firm"] == firm] for table in tables]
        found = first_divergence(parts[0], parts[1], names)
        one, two = (world.measures[firm] for world in worlds)
        rows.append(
            {
                "pair": pair,
                "seed": seed,
                "firm": int(firm),
                "headcount": int(market.firms.headcount[firm]),
                "kind": found.kind,
                "month": found.month,
                "department": found.department,
                "slot": found.slot,
                "sentence": found.sentence,
                "difference": float(one.npv - two.npv),
                **dict(zip(_CHANNELS, (one.channels - two.channels).tolist(), strict=True)),
            }
        )
    return pd.DataFrame(rows)


def tell_firm(arms: Sequence[Arm], pair: int, treated: float, firm: int) -> FirmPair:
    """Follow one firm through both arms of one market, month by month.

    Raises
    ------
    ArmsError
        When there is no such firm, or it is not treated.
    """
    model, scenario, names = simulator(), arms[0].scenario, _two(arms)
    market = model.prepare(scenario, scenario.run.seed + pair)
    if not 0 <= firm < scenario.firms.count:
        raise ArmsError(f"there is no firm {firm}; the firms are 0 to {scenario.firms.count - 1}")
    worlds = [model.fork(market, scenario, arm.policy, treated) for arm in arms]
    if not worlds[0].firms.treated[firm]:
        which = ", ".join(map(str, np.flatnonzero(worlds[0].firms.treated)[:20]))
        raise ArmsError(f"firm {firm} is not treated, so nothing differs; treated are {which}")
    courses = [_course(model, world, scenario.run.months, firm) for world in worlds]
    events = [_events(world, np.array([firm])) for world in worlds]
    found = first_divergence(events[0], events[1], names)
    months = [
        _months(npv, values, found).assign(arm=name)
        for name, (npv, values) in zip(names, courses, strict=True)
    ]
    one, two = (_sentences(world, scenario, firm) for world in worlds)
    from sim.story.names import firm_name

    return FirmPair(
        pair=pair,
        seed=scenario.run.seed + pair,
        firm=firm,
        name=firm_name(scenario, firm),
        headcount=int(market.firms.headcount[firm]),
        arms=names,
        divergence=found,
        events=pd.concat(
            [table.assign(arm=name) for name, table in zip(names, events, strict=True)],
            ignore_index=True,
        ),
        months=pd.concat(months, ignore_index=True),
        sentences=(one, two),
        market=firms_in_two_arms(*worlds),
        ties=firm_ties(worlds[0]),
    )


def typical_firm(table: pd.DataFrame) -> int:
    """Return the treated firm of the first pair whose difference is the median one.

    Parameters
    ----------
    table
        As from :func:`follow_pairs`.
    """
    first = table[table["pair"] == table["pair"].min()].sort_values(["difference", "firm"])
    return int(first["firm"].iloc[(len(first) - 1) // 2])


def _two(arms: Sequence[Arm]) -> tuple[str, str]:
    if len(arms) != 2:
        raise ArmsError(f"two arms part from each other; found {len(arms)}")
    return arms[0].name, arms[1].name


def _events(world: Any, firms: np.ndarray[Any, Any]) -> pd.DataFrame:
    """Return the events of some firms after the fork."""
    from sim.story.table import event_table, recorded_events

    records = recorded_events(world)
    kept = np.isin(records.firm, firms) & (records.month >= int(world.market.fork_month[0]))
    return event_table(world._replace(events=records[kept]))


def _course(
    model: Simulator, world: Any, months: int, firm: int
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Advance month by month; return NPV with channels, and the value of each place."""
    from sim.status import LIVE
    from sim.tables import SYSTEMS_PER_FIRM

    rows = slice(firm * SYSTEMS_PER_FIRM, (firm + 1) * SYSTEMS_PER_FIRM)
    money = np.empty((months, 1 + len(_CHANNELS)))
    values = np.empty((months, SYSTEMS_PER_FIRM))
    for month in range(months):
        model.advance(world, 1)
        money[month, 0] = world.measures.npv[firm]
        money[month, 1:] = world.measures.channels[firm]
        systems = world.systems[rows]
        values[month] = np.where(systems.status == LIVE, systems.value, 0.0)
    return money, values


def _months(
    money: np.ndarray[Any, Any], values: np.ndarray[Any, Any], found: Divergence
) -> pd.DataFrame:
    from sim.story.names import department_name
    from sim.tables import DEPARTMENTS, SLOTS

    table = pd.DataFrame(money, columns=["npv", *_CHANNELS])
    table.insert(0, "month", np.arange(1, len(table) + 1))
    table["place"] = 0.0
    if found.department and found.slot is not None:
        names = [department_name(function) for function in range(DEPARTMENTS)]
        table["place"] = values[:, names.index(found.department) * SLOTS + found.slot]
    return table


def _sentences(world: Any, scenario: Any, firm: int) -> tuple[Told, ...]:
    """Return the story after the fork, each sentence with month and place of its first record."""
    from sim.story.names import department_name
    from sim.story.table import recorded_events
    from sim.story.telling import tell

    records, fork = recorded_events(world), int(world.market.fork_month[0])
    told = []
    for sentence in tell(world, scenario, firm):
        rows = list(sentence.events)
        if not rows or records.month[rows[-1]] < fork:
            continue
        department, slot = int(records.department[rows[-1]]), int(records.slot[rows[-1]])
        name = department_name(department) if department >= 0 else ""
        month = int(records.month[rows[-1]]) - fork + 1
        told.append(Told(month, name, slot, sentence.text))
    return tuple(told)
