"""Where two arms part: events made by hand, each with the parting that a reader would name."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.charts.divergence import MARKS, divergence_chart, event_marks, money_between
from analysis.divergence import KINDS, first_divergence
from analysis.divergence_summary import kind_steps, summarise_divergences
from analysis.divergence_wording import divergence_answer
from analysis.notation import write_estimate

ARMS = ("aligned", "misaligned")
Event = tuple[int, str, str | None, int | None, str | None, str | None]

SEARCH: Event = (3, "search began", "Sales", 0, None, None)
BUYS_A: Event = (4, "chosen", "Sales", 0, "Abrindo CRM", "fit")
BUYS_B: Event = (4, "chosen", "Sales", 0, "Balvera CRM", "pitch")
NOTHING: Event = (5, "nothing chosen", "Sales", 0, None, None)
LIVE: Event = (9, "went live", "Sales", 0, "Abrindo CRM", None)


def table(*events: Event) -> pd.DataFrame:
    columns = ["month", "kind", "department", "slot", "product", "detail"]
    frame = pd.DataFrame(list(events), columns=columns)
    return frame.astype({"slot": "Int64"})


def at(event: Event, **changes: object) -> Event:
    names = ("month", "kind", "department", "slot", "product", "detail")
    return tuple(changes.get(name, value) for name, value in zip(names, event, strict=True))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("first", "second", "kind", "month", "sentence"),
    [
        ([SEARCH], [], "searched", 3, "aligned begins to look for a system, misaligned does not"),
        ([], [SEARCH], "searched", 3, "misaligned begins to look for a system, aligned does not"),
        (
            [SEARCH, BUYS_A], [SEARCH, BUYS_B], "product", 4,
            "aligned buys Abrindo CRM, misaligned buys Balvera CRM",
        ),
        (
            [SEARCH, at(BUYS_A, month=6)], [SEARCH, BUYS_B], "product", 4,
            "misaligned buys Balvera CRM, aligned buys Abrindo CRM in month 6",
        ),
        (
            [SEARCH, NOTHING], [SEARCH, BUYS_B], "bought", 4,
            "misaligned buys Balvera CRM, aligned buys nothing in month 5",
        ),
        ([SEARCH], [SEARCH, BUYS_B], "bought", 4, "aligned has not decided by the end"),
        (
            [SEARCH, at(BUYS_A, month=7)], [SEARCH, BUYS_A], "timing", 4,
            "misaligned buys Abrindo CRM now, aligned does the same in month 7",
        ),
        (
            [SEARCH, BUYS_A, LIVE], [SEARCH, BUYS_A, at(LIVE, detail="operations")], "links", 9,
            "goes live in aligned (linked to all it needs), in misaligned too "
            "(without links to operations)",
        ),
        (
            [SEARCH, BUYS_A, LIVE], [SEARCH, BUYS_A, at(LIVE, month=12)], "introduction", 9,
            "goes live in aligned, in misaligned in month 12",
        ),
        (
            [SEARCH, BUYS_A, LIVE], [SEARCH, BUYS_A, at(LIVE, kind="abandoned", month=10)],
            "stopped", 9, "goes live in aligned; misaligned stopped it in month 10",
        ),
        (
            [at(LIVE, kind="retired", month=30)], [], "stopped", 30,
            "aligned retires Abrindo CRM, misaligned goes on",
        ),
        (
            [], [at(LIVE, kind="escalated")], "escalated", 9,
            "misaligned goes on with Abrindo CRM although it truly loses; aligned takes no",
        ),
        (
            [at(LIVE, kind="fixed", detail="use")], [at(LIVE, kind="escalated")], "repaired", 9,
            "aligned trains people on Abrindo CRM, misaligned does not",
        ),
        (
            [(2, "strategy revised", None, None, None, "growth")], [SEARCH], "strategy", 2,
            "aligned revises its strategy (growth first), misaligned does not",
        ),
        (
            [(2, "strategy revised", None, None, None, "growth")],
            [(2, "strategy revised", None, None, None, "efficiency")], "strategy", 2,
            "aligned puts growth first, misaligned efficiency",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_parting_is_named(
    first: list[Event], second: list[Event], kind: str, month: int, sentence: str
) -> None:
    found = first_divergence(table(*first), table(*second), ARMS)
    assert (found.kind, found.month) == (kind, month)
    assert sentence in found.sentence


def test_the_first_decision_counts_and_what_befalls_a_firm_does_not() -> None:
    trouble = (1, "trouble", "Sales", 0, "Abrindo CRM", None)
    later = at(LIVE, month=40, kind="retired")
    found = first_divergence(table(trouble, SEARCH, BUYS_A, later), table(SEARCH, BUYS_B), ARMS)
    assert (found.kind, found.month, found.department, found.slot) == ("product", 4, "Sales", 0)


def test_the_same_decisions_do_not_part_though_what_they_knew_differs() -> None:
    found = first_divergence(table(SEARCH, BUYS_A), table(SEARCH, at(BUYS_A, detail="pitch")), ARMS)
    assert (found.kind, found.month) == ("none", None)


def test_a_second_search_in_the_same_place_is_compared_with_its_own_end() -> None:
    again, third = at(SEARCH, month=20), (22, "chosen", "Sales", 0, "Cendrio CRM", "fit")
    both = [SEARCH, BUYS_A, again]
    found = first_divergence(table(*both, third), table(*both, at(NOTHING, month=21)), ARMS)
    assert found.kind == "bought"
    assert "misaligned buys nothing, aligned buys Cendrio CRM in month 22" in found.sentence


def firms(pairs: int = 6) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    rows = []
    for pair in range(pairs):
        for firm in range(5):
            kind = ("product", "repaired", "none")[rng.integers(3)]
            month = np.nan if kind == "none" else float(rng.integers(1, 20))
            rows.append((pair, firm, kind, month, rng.normal(1_000.0, 500.0)))
    return pd.DataFrame(rows, columns=["pair", "firm", "kind", "month", "difference"])


def test_what_kinds_carry_adds_up_to_the_whole_difference() -> None:
    table = firms()
    summary = summarise_divergences(table, ARMS)
    total = sum(item.contribution.difference for item in summary.kinds)
    assert total == pytest.approx(summary.total.difference, abs=1e-9)
    assert summary.total.difference == pytest.approx(table["difference"].mean())
    assert sum(item.share.difference for item in summary.kinds) == pytest.approx(1.0)
    assert sum(item.firms for item in summary.kinds) == len(table)
    for item in summary.kinds:
        own = table.loc[table["kind"] == item.name, "difference"]
        assert item.mean.difference == pytest.approx(own.mean())
        carried = item.share.difference * item.mean.difference
        assert carried == pytest.approx(item.contribution.difference)
    steps = kind_steps(summary)
    assert steps["end"].iloc[-2] == pytest.approx(steps["end"].iloc[-1])
    assert [item.name for item in KINDS if item.name == "none"] == ["none"]


def test_each_number_of_the_answer_has_its_own_interval() -> None:
    summary = summarise_divergences(firms(), ARMS)
    largest = max(summary.kinds, key=lambda item: abs(item.contribution.difference))
    carried, total = write_estimate(largest.contribution), write_estimate(summary.total)
    assert divergence_answer(summary).endswith(
        f"carry EUR {carried.signed} (95 % interval {carried.interval}) of the mean difference per "
        f"firm, EUR {total.signed} (95 % interval {total.interval})."
    )


def test_a_kind_without_firms_in_some_market_carries_nothing_there() -> None:
    table = pd.DataFrame(
        {
            "pair": [0, 0, 1, 1],
            "firm": [0, 1, 0, 1],
            "kind": ["product", "repaired", "repaired", "repaired"],
            "month": [1.0, 2.0, 2.0, 2.0],
            "difference": [10.0, 2.0, 4.0, 6.0],
        }
    )
    by_name = {item.name: item for item in summarise_divergences(table, ARMS).kinds}
    assert by_name["product"].contribution.difference == pytest.approx(2.5)
    assert by_name["product"].share.difference == pytest.approx(0.25)
    assert by_name["product"].mean.difference == pytest.approx(10.0)
    assert by_name["repaired"].contribution.difference == pytest.approx(3.0)


def test_marks_are_filled_where_the_other_arm_does_not_do_the_same() -> None:
    one, two = table(SEARCH, BUYS_A, LIVE), table(SEARCH, BUYS_B, LIVE)
    marks = event_marks(pd.concat([one.assign(arm=ARMS[0]), two.assign(arm=ARMS[1])]))
    assert set(marks["what"]) <= set(MARKS)
    assert len(marks) == 4  # a search is not drawn
    assert marks.set_index(["what", "arm"])["alone"].to_dict() == {
        ("buys", "aligned"): True,
        ("buys", "misaligned"): True,
        ("goes live", "aligned"): False,
        ("goes live", "misaligned"): False,
    }


def test_money_between_arms_is_the_difference_month_by_month() -> None:
    months = pd.DataFrame(
        {
            "arm": ["aligned"] * 2 + ["misaligned"] * 2,
            "month": [1, 2, 1, 2],
            "npv": [5.0, 9.0, 6.0, 7.0],
            "place": [1.0, 2.0, 0.5, 0.5],
        }
    )
    found = money_between(months, ARMS)
    assert list(found["difference"]) == [-1.0, 2.0]
    assert list(found["place"]) == [0.5, 2.0]


def test_the_chart_shows_every_mark_and_the_euros_between_the_arms() -> None:
    one, two = table(SEARCH, BUYS_A, LIVE), table(SEARCH, BUYS_B)
    marks = event_marks(pd.concat([one.assign(arm=ARMS[0]), two.assign(arm=ARMS[1])]))
    money = pd.DataFrame({"month": [0, 5, 12], "difference": [0.0, -40.0, 1_250.0]})
    chart = divergence_chart(marks, money, ARMS, 4, "firm 3").to_dict()
    assert chart["title"]["text"] == "Firm 3: aligned and misaligned part in month 4"
    assert "+1,250" in chart["title"]["subtitle"]
    assert "+1,250 euros" in chart["description"]
    shown = [row for rows in chart["datasets"].values() for row in rows]
    assert sum("department" in row for row in shown) == len(marks) == 3
    euros = {
        row["month"]: row["difference"] for row in shown if {"month", "difference"} <= set(row)
    }
    assert euros == {0: 0.0, 5: -40.0, 12: 1_250.0}
    same = divergence_chart(marks, money, ARMS, None, "firm 3").to_dict()
    assert same["title"]["text"] == "Firm 3: No decision differs"
