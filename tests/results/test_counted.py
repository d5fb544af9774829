"""What is counted, on paper: who is cut, what costs, what is lost, and what domestic supply alone sustains."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.results.how_long import _domestic as domestic_columns
from sim.results.outcome import DomesticOutcome, Milestones, _domestic
from sim.results.trajectory import level, trajectory
from sim.terminal import console, show_run
from tests.example_scenario import EXAMPLE

HOME = "made_in: CN, content: {US: {total: 0 %}}"
TWO_SOURCES = f"""\
          chip-maker: {{share: 60 %, made_in: US}}
          home-chips: {{share: 40 %, {HOME}}}
        alternatives:
          us-chips: {{supplier: chip-maker, serves: 50 %, made_in: US}}
          cn-chips: {{supplier: glass-works, serves: 10 / 30 / 50 %, {HOME}}}
"""
# A second product: three times as many a day, of home parts alone.
SECOND = f"""\
  recorder:
    title: Recorder
    maker: camera-maker
    ref: estimate
    represents: {{share: 10 %, of: revenue 2018}}
    plan: 3000 units/day
    price: 20 USD
    sold_in: {{CN: 100 %}}
    inputs:
      board: {{title: Board, class: chip, cost: 4 USD, sources: {{home-chips: {{share: 100 %, {HOME}}}}}}}
variants:
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    place: Path = tmp_path_factory.mktemp("counted") / "camera.yaml"
    one = EXAMPLE[EXAMPLE.index("          chip-maker: {share") : EXAMPLE.index("      lens:")]
    place.write_text(EXAMPLE.replace(one, TWO_SOURCES).replace("variants:\n", SECOND))
    return dict(sim.run(str(place), replications=4).tables)


def part(tables: dict[str, pd.DataFrame], name: str) -> pd.DataFrame:
    parts = tables["parts"]
    return parts[parts["input"] == name].set_index("case")


def test_an_input_with_one_source_cut_and_one_open_is_partly_cut(tables: dict[str, pd.DataFrame]) -> None:
    assert set(part(tables, "soc")["status"]) == {"partly cut"}
    assert set(part(tables, "lens")["status"]) == {"undetermined"}
    assert set(part(tables, "board")["status"]) == {"open"}


def test_an_alternative_that_is_cut_itself_is_none(tables: dict[str, pd.DataFrame]) -> None:
    assert set(part(tables, "soc")["alternatives"]) == {"Glass Works"}


def test_what_the_facts_leave_open_is_cut_in_the_one_case_and_not_in_the_other(
    tables: dict[str, pd.DataFrame],
) -> None:
    since = part(tables, "lens")["cut_since"]
    assert since["undetermined cut"] == dt.date(2019, 10, 9)
    assert pd.isna(since["undetermined open"])
    lost = tables["lost_sales"]
    why = lost[lost["input"] == "lens"].set_index("case")["why"]
    assert dict(why) == {"undetermined cut": "cut", "undetermined open": "co-supplier"}


def test_sales_are_planned_by_the_share_of_each_supplier(tables: dict[str, pd.DataFrame]) -> None:
    """From 2019-10-09 to 2020-12-31 are 449 days of 1,000 cameras with chips of 12.50 USD."""
    lost = tables["lost_sales"]
    planned = lost[lost["input"] == "soc"].groupby("supplier")["planned"].first()
    whole = 449 * 1000 * 12.5
    assert dict(planned) == pytest.approx({"chip-maker": 0.6 * whole, "home-chips": 0.4 * whole})


def test_cost_is_weighted_by_the_plan_of_each_line(tables: dict[str, pd.DataFrame]) -> None:
    """1,000 cameras of 15.50 USD (chips of 7.50 USD cut, lenses of 3 USD undetermined), 3,000 recorders of 4 USD."""
    total = 1000 * 15.5 + 3000 * 4.0
    companies = tables["companies"].query("company == 'camera-maker'")
    assert companies["cost_cut"].to_numpy() == pytest.approx(1000 * 7.5 / total)
    assert companies["cost_undetermined"].to_numpy() == pytest.approx(1000 * 3.0 / total)


def test_what_a_maker_does_itself_is_counted_with_no_supplier_and_said(tmp_path: Path) -> None:
    """The maker grinds its lenses abroad, of a US content nobody states; its one supplier, of the chip, is cut."""
    path = tmp_path / "camera.yaml"
    path.write_text(
        EXAMPLE.replace("glass-works: {share: 100 %, made_in: CN", "camera-maker: {share: 100 %, made_in: VN")
    )
    results = sim.run(path, replications=4)
    row = results.tables["companies"].query("company == 'camera-maker'").iloc[0]
    assert [row[f"suppliers_{kind}"] for kind in ("cut", "stopping", "undetermined", "open")] == [1, 0, 0, 0]
    assert row["own_work"] == "undetermined"
    assert row["cost_undetermined"] == pytest.approx(3.0 / 15.5)
    assert "for its own work the facts do not decide" in results.sentences["camera-maker"][0]
    assert "; for own work the facts do not decide, so two cases are shown" in results.answer[0]
    stream = io.StringIO()
    show_run(results, console(stream))
    assert "1 of 1 supplier cut (81 % of parts cost): Chip Maker; its own work undetermined." in " ".join(
        stream.getvalue().split()
    )


def test_domestic_supply_at_the_edge_of_a_stop_is_there_and_stays() -> None:
    """A line stops below a twentieth of plan; rounding on that very edge is no end."""
    plan = level(100.0, 50.0)
    at_the_edge = _domestic(level(5.0, 50.0), plan, 10.0)
    assert (at_the_edge.begins, at_the_edge.ends) == (10.0, float("inf"))
    below = _domestic(level(4.9, 50.0), plan, 10.0)
    assert (below.level, below.begins) == (pytest.approx(0.049), float("inf"))
    ended = _domestic(trajectory([(0.0, 60.0, 0.0), (30.0, 0.0, 0.0)], 50.0), plan, 10.0)
    assert (ended.begins, ended.ends) == (10.0, 30.0)


@pytest.mark.parametrize(("begins", "gap"), [(40.0, 0.0), (100.0, 0.0), (130.0, 30.0)])
def test_there_is_no_gap_where_domestic_supply_begins_before_the_stop(begins: float, gap: float) -> None:
    stopped = Milestones(first_shortfall=50.0, half=80.0, stop=100.0)
    found = domestic_columns([stopped], [DomesticOutcome(0.5, begins, float("inf"))], [10.0])
    assert found["gap_middle"] == pytest.approx(gap / 7)  # weeks
