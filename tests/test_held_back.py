"""What is held back is said so everywhere, whether the law does it or the supplier itself."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import sim
from sim.figures.rows import Rows
from sim.figures.run_out import run_out
from sim.figures.style import BEFORE, Basis
from sim.intake.starting import start_scenario
from sim.report.page import page
from sim.results.results import Results
from sim.terminal import console, show_run


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return start_scenario("supplier-may-be-listed", tmp_path_factory.mktemp("new") / "mine.yaml").scenario


@pytest.fixture(scope="module")
def results(started: Path) -> Results:
    return sim.run(started, replications=8)


def shown(results: Results) -> str:
    stream = io.StringIO()
    show_run(results, console(stream), every=True)
    return stream.getvalue()


def test_a_supplier_that_stops_by_itself_is_counted_so_and_not_as_open(results: Results) -> None:
    row = results.tables["companies"].iloc[0]
    counts = [row[f"suppliers_{kind}"] for kind in ("cut", "stopping", "undetermined", "open")]
    assert counts == [0, 1, 0, 2]
    assert row["cost_stopping"] == pytest.approx(9.5 / 15.8)
    assert str(row["stops_since"]) == "2026-06-01"


def test_its_flow_is_not_secure_and_its_part_has_a_status_and_a_day(results: Results) -> None:
    flow = results.tables["flows"].query("supplier == 'chip-supplier'").iloc[0]
    assert (flow["status"], flow["held_back"], flow["secure"]) == ("allowed", "by the supplier itself", False)
    part = results.tables["parts"].query("input == 'main-chip'").iloc[0]
    assert (part["status"], str(part["cut_since"])) == ("stops by itself", "2026-06-01")
    others = results.tables["parts"].query("input != 'main-chip'")
    assert set(others["status"]) == {"open"}


def test_what_it_no_longer_sells_is_not_the_loss_of_a_co_supplier(results: Results) -> None:
    why = results.tables["lost_sales"].set_index("supplier")["why"]
    assert dict(why) == {
        "chip-supplier": "stops by itself",
        "lens-maker": "co-supplier",
        "case-maker": "co-supplier",
    }


def test_sentence_and_screen_say_that_it_stops_and_that_no_law_asks_it(results: Results) -> None:
    said = results.sentences["our-company"][0]
    assert "1 of 3 suppliers (60 % of parts cost) stops by itself, which no law asks, from 2026-06-01" in said
    assert "stays open" not in said
    assert "stops" in next(line for line in shown(results).splitlines() if line.startswith(" company"))


def test_the_run_out_figure_shows_the_part_on_stock(results: Results) -> None:
    basis = Basis(results.start, results.until, results.replications, "")
    drawn = run_out(Rows(results.tables), "our-product", "as decided", basis)
    names = [str(trace.get("name")) for trace in drawn.data]
    assert BEFORE.name in names
    assert "stops by itself; out in week" in drawn.told.summary


def test_the_report_has_the_figure_and_lists_the_flow_apart_from_open_ones(results: Results) -> None:
    text = page(results)
    assert 'id="run-out-our-product-0"' in text
    assert "Stops by itself: 1 " in text
    assert "2 open flows" in text


def test_a_supplier_that_stops_in_part_leaves_the_part_partly_supplied(started: Path) -> None:
    text = started.read_text().replace("chance: 100 %", "stops: 50 %\n    chance: 100 %")
    half = started.with_name("half.yaml")
    half.write_text(text)
    parts = sim.run(half, replications=1).tables["parts"]
    assert parts.query("input == 'main-chip'")["status"].item() == "partly stops by itself"
