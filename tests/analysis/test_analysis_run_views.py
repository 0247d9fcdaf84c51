from __future__ import annotations

import pandas as pd

from analysis.charts import (
    adoption_chart,
    network_chart,
    timeline_chart,
    to_svg,
    vendors_chart,
)
from analysis.run_views import firm_network, timeline

NONE = pd.NA


def a_project(product: str, started: int, live: object, ended: object, ending: str) -> tuple:
    return (0, "Sales", 0, product, started, live, ended, ending)


PROJECTS = pd.DataFrame(
    [
        a_project("Old CRM", -20, -18, -2, "retired"),
        a_project("Kelvaro CRM", -3, 2, 9, "retired"),
        a_project("Norvick CRM", 12, NONE, 15, "abandoned"),
        a_project("Pelmora CRM", 18, 20, NONE, "running"),
    ],
    columns=["firm", "department", "slot", "product", "started", "live", "ended", "ending"],
)
EVENTS = pd.DataFrame(
    [
        (-2, "over budget", 0, "Sales", 0),
        (1, "over budget", 0, "Sales", 0),
        (9, "retired", 0, "Sales", 0),
        (15, "abandoned", 0, "Sales", 0),
        (22, "escalated", 0, "Service", 0),
        (22, "escalated", 1, "Sales", 0),
    ],
    columns=["month", "kind", "firm", "department", "slot"],
)


def test_projects_are_cut_into_work_and_life_within_the_run() -> None:
    bars, signals = timeline(PROJECTS, EVENTS, 0, 24)
    found = [tuple(row) for row in bars[["phase", "start", "end"]].to_numpy()]
    assert found == [
        ("at work on it", 0, 2),
        ("live", 2, 9),
        ("at work on it", 12, 15),
        ("at work on it", 18, 20),
        ("live", 20, 24),
    ]
    assert list(signals["kind"]) == ["over budget", "retired", "abandoned"]
    chart = timeline_chart(bars, signals, "the shop").to_dict()
    assert chart["title"]["text"] == "3 projects of the shop: 1 over budget, 0 escalations"
    assert "n = 1" in chart["title"]["subtitle"]


def test_network_shows_links_present_and_missing_of_one_firm() -> None:
    systems = pd.DataFrame(
        [
            (0, "sales", 0, "Kelvaro CRM", "live", 0.5),
            (0, "service", 1, "Norvick Help Desk", "live", 0.2),
            (0, "finance", 0, "Pelmora Accounting", "live", 0.9),
            (0, "sales", 1, "Abrindo CRM", "implementing", 0.0),
            (1, "sales", 0, "Other CRM", "live", 0.1),
        ],
        columns=["firm", "department", "slot", "product", "status", "usage"],
    )
    links = pd.DataFrame(
        [
            (0, "sales 0", "service 1", 0.4, True),
            (0, "sales 0", "finance 0", 0.3, False),
            (0, "service 1", "finance 0", 0.05, False),
            (1, "sales 0", "sales 1", 0.5, False),
        ],
        columns=["firm", "first", "second", "dependence", "linked"],
    )
    people = pd.DataFrame(
        {"firm": [0, 0, 0, 1], "department": ["sales", "sales", "service", "sales"], "usage": 0.5}
    )
    nodes, edges = firm_network(systems, links, people, 0)
    assert nodes["kind"].value_counts().to_dict() == {"department": 3, "employee": 3, "system": 3}
    assert list(edges["kind"]) == ["linked", "link is missing"]
    assert not nodes.duplicated(["x", "y"]).any()
    chart = network_chart(nodes, edges, "the shop")
    assert "1 of 2 links" in chart.to_dict()["title"]["text"]
    assert "NaN" not in to_svg(chart)


def test_lines_are_of_the_largest_only_and_named_in_the_title() -> None:
    names = [f"Vendor {letter}" for letter in "ABCDEFGH"]
    rows = [
        (month, name, (place + month) / 100.0, 0.1 * place, 0.5)
        for month in (1, 2)
        for place, name in enumerate(names)
    ]
    table = pd.DataFrame(rows, columns=["month", "vendor", "share", "hype", "reputation"])
    chart = vendors_chart(table).to_dict()
    assert chart["title"]["text"] == "Vendor H ends with 9 % of all seats in use"
    shown = {row["vendor"] for rows in chart["datasets"].values() for row in rows}
    assert shown == set(names[2:])
    adoption = table.rename(columns={"vendor": "category"})[["month", "category", "share"]]
    drawn = adoption_chart(adoption).to_dict()
    assert "n = 1" in drawn["title"]["subtitle"]
    assert drawn["title"]["text"].startswith("Vendor H is in use at 9 %")
