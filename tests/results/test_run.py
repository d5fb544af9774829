"""A whole run: shares that add up, tables as documented, the same bytes twice."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import sim
from sim.results import folder
from sim.results.columns import COLUMNS
from sim.results.spread import duration, spread, worst
from tests.example_scenario import EXAMPLE

SCENARIO = EXAMPLE.replace("made_in: CN}", "made_in: CN, content: {US: {total: 0 %}}}")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "camera.yaml"
    path.write_text(SCENARIO)
    return path


@pytest.fixture(scope="module")
def results(path):
    return sim.run(path, replications=16)


def test_every_table_has_the_documented_columns(results):
    assert {name: list(table.columns) for name, table in results.tables.items()} == {
        name: list(columns) for name, columns in COLUMNS.items()
    }


def test_what_carried_the_output_adds_up_to_output(results):
    timeline = results.tables["timeline"]
    channels = timeline[["ordinary", "foreign", "domestic", "licence", "before"]]
    assert channels.sum(axis=1).to_numpy() == pytest.approx(timeline["output_mean"].to_numpy(), abs=1e-9)
    assert (channels.to_numpy() >= -1e-12).all()
    products = results.tables["products"]
    assert products.filter(like="carried_").sum(axis=1).to_numpy() == pytest.approx(1.0)


def test_output_stays_between_nothing_and_demand(results):
    timeline = results.tables["timeline"]
    assert (timeline["output_high"] <= timeline["demand"] + 1e-9).all()
    assert (timeline["output_low"] >= 0.0).all()


def test_quantiles_are_in_order_and_censored_shares_are_shares(results):
    for table in results.tables.values():
        for name in [
            column.removesuffix("_beyond") for column in table.columns if column.endswith("_beyond")
        ]:
            found = table[[f"{name}_low", f"{name}_middle", f"{name}_high"]].dropna()
            assert (found.diff(axis=1).iloc[:, 1:] >= 0.0).all().all()
            assert table[f"{name}_beyond"].dropna().between(0.0, 1.0).all()


def test_a_quantile_beyond_the_horizon_is_empty_and_its_share_is_kept():
    found = duration("stop", [70.0, 140.0, np.inf, np.inf])
    assert (found["stop_low"], found["stop_middle"], found["stop_beyond"]) == (10.0, 20.0, 0.5)
    assert np.isnan(found["stop_high"])


def test_a_quantile_is_a_value_that_some_draw_had():
    assert spread("x", [3.0, 1.0, 2.0]) == {"x_low": 1.0, "x_middle": 2.0, "x_high": 3.0}


def test_the_cut_supplier_loses_its_sales_and_the_open_one_what_is_no_longer_made(results):
    """From 2019-10-09 to the horizon are 449 days: 1000 chips a day at 12.50 are never delivered again."""
    lost = results.tables["lost_sales"].set_index("supplier")
    assert lost.loc["chip-maker", "lost_middle"] == pytest.approx(449 * 1000 * 12.5)
    assert lost.loc["chip-maker", "why"] == "cut"
    assert 0.0 < lost.loc["glass-works", "lost_middle"] < lost.loc["glass-works", "planned"]


def test_events_say_what_happened_when_and_why(results):
    events = results.tables["events"].set_index("kind")
    cut = events.loc["supply cut"]
    assert cut["date"] == dt.date(2019, 10, 9)
    assert cut["cause"] == "15 CFR 734.3; 84 FR 54002: made in US"
    assert (cut["before"], cut["after"]) == (1200.0, 0.0)
    ran_out = events.loc["stock ran out"]
    assert ran_out["entity"] == "lines.camera.inputs.soc"
    assert ran_out["day"] == pytest.approx(161 + 14 + 90)
    assert ran_out["cause"] == "less comes than is used"
    assert results.tables["events"]["cause"].ne("").all()


def test_every_assumption_has_source_date_and_grade(results):
    assumptions = results.tables["assumptions"]
    assert len(assumptions) > 15
    assert not assumptions[["ref", "what", "date", "grade", "file", "line"]].isna().any().any()
    defaults = assumptions[assumptions["class_default"]]
    assert set(defaults["path"].str.rpartition(".")[2]) >= {"lead_time", "qualification", "ramp", "covers"}


def test_the_same_scenario_and_seed_give_the_same_bytes_whatever_the_number_of_workers(
    path, results, tmp_path
):
    again = sim.run(path, replications=16, workers=2)
    for place, each in (("one", results), ("two", again)):
        folder.write_folder(each, {"report.html": sim.page(each)}, tmp_path / place)
    names = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert "manifest.json" in names
    assert "report.html" in names
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_another_seed_gives_other_draws(path, results):
    other = sim.run(path, replications=16, seed=2)
    assert (
        other.tables["products"]["stop_middle"].iloc[0] != results.tables["products"]["stop_middle"].iloc[0]
    )


def test_a_variant_is_applied_and_logged(path):
    licensed = sim.run(path, ["some-licences"], replications=8)
    assert licensed.changes == ("measures.october-2019.licences: none -> granted after 90 days, volume 50 %",)
    assert licensed.tables["products"]["carried_licence"].iloc[0] > 0.1
    assert licensed.tables["products"]["stop_beyond"].iloc[0] > 0.5


def test_without_any_measure_every_draw_makes_its_plan(tmp_path):
    text = SCENARIO.replace("  october-2019: {list: entity-list, batch: october-2019, licences: none}\n", "")
    text = text.replace("measures:\n", "").partition("variants:")[0]
    path = tmp_path / "quiet.yaml"
    path.write_text(text)
    quiet = sim.run(path, replications=16)
    products = quiet.tables["products"].iloc[0]
    assert products["full_output_beyond"] == 1.0
    assert products["lost_output_high"] == 0.0
    assert products["carried_ordinary"] == 1.0
    timeline = quiet.tables["timeline"]
    assert timeline["output_low"].to_numpy() == pytest.approx(timeline["plan"].to_numpy())


def test_the_worst_twentieth_of_the_draws_is_averaged() -> None:
    """Of 40 draws that lose .01 to .40 the worst two lose .395 on average; of three the worst one counts."""
    assert worst([number / 100.0 for number in range(1, 41)]) == pytest.approx(0.395)
    assert worst([0.1, 0.5, 0.2]) == 0.5


def test_the_share_of_demand_that_is_served_is_what_is_lost_of_what_is_wanted(path):
    """Of one draw every quantile is that draw: lost output over the plan less lost demand is not served."""
    row = sim.run(path, replications=1).tables["products"].iloc[0]
    assert 0.0 < row["lost_output_middle"] == row["lost_output_tail"]
    wanted = 1.0 - row["lost_demand_middle"]
    assert row["demand_served"] == pytest.approx(1.0 - row["lost_output_middle"] / wanted)


def test_concentration_is_one_for_a_single_supplier(results):
    parts = results.tables["parts"].set_index("input")["concentration"]
    assert ((parts > 0.0) & (parts <= 1.0 + 1e-12)).all()
    assert parts["soc"] == pytest.approx(1.0)
