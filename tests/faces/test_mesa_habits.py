from __future__ import annotations

import mesa
import numpy as np
import pandas as pd
import pytest

from sim.agents import Department, Employee, Firm, Vendor
from sim.model import AdoptionModel


def test_faces_are_agents_numbered_from_1_and_rows_from_0(model) -> None:
    assert isinstance(model, mesa.Model)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert [agent.unique_id for agent in model.agents] == list(range(1, len(model.agents) + 1))
    assert [(firm.unique_id, firm.row) for firm in model.agents_by_type[Firm]] == [
        (row + 1, row) for row in range(5)
    ]


def test_each_type_of_agent_is_there_once_for_each_row(model) -> None:
    by_type = model.agents_by_type
    assert set(by_type) == {Firm, Department, Employee, Vendor}
    for face, table in ((Firm, "firms"), (Employee, "employees"), (Vendor, "vendors")):
        assert [agent.row for agent in by_type[face]] == list(
            range(len(getattr(model.world, table)))
        )
    assert len(by_type[Department]) == (model.world.departments.headcount > 0).sum()


def test_select_agg_and_get_work_on_columns(model) -> None:
    firms = model.agents_by_type[Firm]
    assert firms.agg("headcount", sum) == model.world.firms.headcount.sum()
    assert firms.get("revenue") == model.world.firms.revenue.tolist()
    small = model.agents.select(agent_type=Firm).select(lambda firm: firm.headcount < 20)
    assert len(small) == (model.world.firms.headcount < 20).sum()
    model.agents_by_type[Employee].set("skill", 0.5)
    assert (model.world.employees.skill == 0.5).all()


@pytest.mark.parametrize(("faces", "types"), [("firms", {Firm}), ("none", set())])
def test_faces_that_mesa_does_not_manage_are_reached_all_the_same(faces, types, small) -> None:
    model = AdoptionModel(rng=7, faces=faces, overrides=small)
    assert set(model.agents_by_type) == types
    person = model.firm(1).employees[0]
    assert person is model.employee(person.row)
    assert person not in model.agents
    assert person.unique_id is None


def test_an_unknown_choice_of_faces_is_refused(small) -> None:
    with pytest.raises(
        ValueError, match='faces is \'some\'; allowed are "all", "firms" and "none"'
    ):
        AdoptionModel(faces="some", overrides=small)


def test_a_model_runs_until_the_months_of_its_scenario_are_over(model) -> None:
    while model.running:
        model.step()
    assert (model.steps, model.month) == (6, 6)
    assert (model.world.measures.months == 6).all()


def test_the_model_collects_the_monthly_means_of_both_groups(model) -> None:
    while model.running:
        model.step()
    table = model.datacollector.get_model_vars_dataframe()
    treated = model.world.firms.treated.astype(bool)
    outcomes = model.outcomes()
    assert len(table) == 6
    for name, chosen in (("untreated", ~treated), ("treated", treated)):
        collected = table[f"cumulative_npv_{name}"].iloc[-1]
        assert collected == pytest.approx(outcomes["npv"][chosen].mean())
        assert table[f"profit_{name}"].mean() == pytest.approx(outcomes["profit"][chosen].mean())


class Watched(AdoptionModel):
    """Collects what it is told to, as Mesa's own examples do."""

    def __init__(self, **options) -> None:
        super().__init__(**options)
        self.datacollector = mesa.DataCollector(
            model_reporters={"demand": lambda model: float(model.world.market.demand[0])},
            agenttype_reporters={Firm: {"revenue": "revenue"}},
        )

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def test_a_collector_of_the_users_own_is_filled_by_the_user_alone(small) -> None:
    model = Watched(rng=7, overrides=small)
    while model.running:
        model.step()
    assert len(model.datacollector.get_model_vars_dataframe()) == 6
    firms = model.datacollector.get_agenttype_vars_dataframe(Firm)
    assert firms.loc[6]["revenue"].tolist() == model.world.firms.revenue.tolist()


def test_batch_run_varies_parameters_and_repeats_them() -> None:
    parameters = {
        "arm": ["aligned", "misaligned"],
        "market__turbulence": [0, 0.5],
        "run__seed": [1, 2],
        "firms__count": 5,
        "run__warmup": 4,
        "run__months": 3,
        "faces": "none",
    }
    rows, again = (
        mesa.batch_run(AdoptionModel, parameters, display_progress=False) for _ in range(2)
    )
    assert pd.DataFrame(rows).equals(pd.DataFrame(again))
    assert len(rows) == 8
    assert len({row["cumulative_npv_treated"] for row in rows}) > 1
    alone = AdoptionModel(
        arm="misaligned",
        rng=2,
        faces="none",
        market__turbulence=0.5,
        firms__count=5,
        run__warmup=4,
        run__months=3,
    )
    while alone.running:
        alone.step()
    (row,) = [
        row
        for row in rows
        if (row["arm"], row["market__turbulence"], row["run__seed"]) == ("misaligned", 0.5, 2)
    ]
    collected = alone.datacollector.get_model_vars_dataframe()["cumulative_npv_treated"]
    assert row["cumulative_npv_treated"] == collected.iloc[-1]


class Counted(AdoptionModel):
    """Collects from every firm."""

    def __init__(self, **options) -> None:
        super().__init__(faces="firms", **options)
        self.datacollector = mesa.DataCollector({"month": "month"}, {"revenue": "revenue"})

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def test_batch_run_collects_from_agents() -> None:
    parameters = {"run__seed": 1, "firms__count": 5, "run__warmup": 4, "run__months": 3}
    rows = mesa.batch_run(Counted, parameters, display_progress=False)
    assert [row["AgentID"] for row in rows] == [1, 2, 3, 4, 5]
    assert np.all(np.array([row["revenue"] for row in rows]) > 0)


def test_classes_of_the_users_own_take_the_place_of_the_faces(small) -> None:
    class Shop(Firm):
        @property
        def revenue_per_head(self) -> float:
            return self.revenue / self.headcount

    class Market(AdoptionModel):
        firm_class = Shop

    model = Market(rng=7, overrides=small)
    assert set(model.agents_by_type) == {Shop, Department, Employee, Vendor}
    assert model.employee(0).firm.revenue_per_head > 0


def test_a_scenario_of_mesas_own_holds_overrides_of_the_default_market() -> None:
    scenarios = pytest.importorskip("mesa.experimental.scenarios")
    small = {"firms__count": 5, "run__warmup": 3, "run__months": 6}
    given = scenarios.Scenario(rng=3, market__turbulence=0.5, **small)
    model = AdoptionModel(scenario=given, faces="none")
    assert model.market_scenario.market.turbulence == 0.5
    plain = AdoptionModel(rng=3, faces="none", market__turbulence=0.5, **small)
    model.step()
    plain.step()
    for name, values in plain.outcomes().items():
        np.testing.assert_array_equal(model.outcomes()[name], values)
