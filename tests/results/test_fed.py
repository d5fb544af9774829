"""A modelled supplier that falls short is told, and what its buyer then lives on is its own stock."""

from __future__ import annotations

import pytest

import sim
from sim.figures.rows import Rows
from sim.figures.run_out import run_out
from sim.figures.style import BEFORE, Basis
from sim.results.results import Results
from tests.example_scenario import EXAMPLE

# The foundry stops on 2019-10-09, day 161. The chip maker has wafers for 30 days and 10 days of them under way, so it
# stops on day 201. The camera maker then still gets chips for 10 days, and holds 60 days of them.
TIERS = (
    EXAMPLE.replace(
        "measures:\n  october-2019: {list: entity-list, batch: october-2019, licences: none}\n", ""
    )
    .replace("covers: 60 / 90 / 180 days", "covers: 60 days")
    .replace(
        """          chip-maker: {share: 100 %, made_in: US}
        alternatives:
          home-chips: {serves: 10 / 30 / 50 %, made_in: CN}
""",
        "          chip-maker: {share: 100 %, made_in: US, line: processor, lead_time: 10 days}\n",
    )
    .replace(
        "variants:",
        """\
  processor:
    title: Processor
    maker: chip-maker
    ref: estimate
    represents: {share: 10 %, of: revenue 2018}
    plan: 0 units/day
    price: 12 USD
    inputs:
      wafer:
        title: Wafer
        class: chip
        cost: 5 USD
        stock: {covers: 30 days, as_of: 2019-05-01}
        sources:
          home-chips: {share: 100 %, made_in: CN, lead_time: 10 days}
vendor_stops:
  stop:
    title: Home Chips stops
    supplier: home-chips
    buyers: [chip-maker]
    from: 2019-10-09
    ref: estimate
variants:""",
    )
    .partition("variants:")[0]
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    path = tmp_path_factory.mktemp("tiers") / "tiers.yaml"
    path.write_text(TIERS)
    return sim.run(path, replications=2)


def test_what_is_made_of_chips_held_when_their_maker_stops_counts_as_stock(results: Results) -> None:
    camera = results.tables["products"].set_index("line").loc["camera"]
    assert camera["full_output_middle"] == pytest.approx((271.0 - 161.0) / 7.0)
    assert camera["carried_before"] == pytest.approx(60.0 / 110.0)
    assert camera["carried_ordinary"] == pytest.approx(50.0 / 110.0)


def test_the_part_says_that_its_supplier_falls_short_and_since_when(results: Results) -> None:
    parts = results.tables["parts"].set_index("input")
    assert parts.loc["soc", "status"] == "supplier falls short"
    assert parts.loc["soc", "supplier_short_middle"] == pytest.approx((201.0 - 161.0) / 7.0)
    assert parts.loc["lens", "status"] == "open"
    assert parts.loc["lens", "supplier_short_beyond"] != parts.loc["lens", "supplier_short_beyond"]


def test_sentence_and_lost_sales_name_the_supplier_that_falls_short(results: Results) -> None:
    said = results.sentences["camera-maker"][0]
    assert "but what it takes from modelled lines falls short in some draws: Main chip (Chip Maker)" in said
    why = results.tables["lost_sales"].set_index(["line", "supplier"])["why"]
    assert why["camera", "chip-maker"] == "falls short"
    assert why["camera", "glass-works"] == "co-supplier"
    assert why["processor", "home-chips"] == "stops by itself"


def test_the_run_out_figure_draws_the_stock_and_does_not_call_every_input_open(results: Results) -> None:
    basis = Basis(results.start, results.until, results.replications, "")
    drawn = run_out(Rows(results.tables), "camera", "as decided", basis)
    assert BEFORE.name in [str(trace.get("name")) for trace in drawn.data]
    assert "supplier falls short; out in week 16" in drawn.told.summary


def test_the_numbers_that_decide_are_those_of_the_stop_and_of_what_hangs_on_it(results: Results) -> None:
    decides = results.tables["assumptions"].set_index("path")["decides"]
    camera, processor = "lines.camera", "lines.processor"
    yes = (
        *("vendor_stops.stop.from", f"{camera}.plan", f"{camera}.inputs.soc.stock.covers"),
        *(f"{camera}.inputs.soc.cost", f"{processor}.inputs.wafer.stock.covers"),
    )
    no = (
        f"{camera}.price",
        f"{camera}.represents.share",
        f"{camera}.sold_in.CN",
        f"{camera}.inputs.lens.cost",
    )
    assert [path for path in yes if not decides[path]] == []
    assert [path for path in no if decides[path]] == []


def test_what_a_private_scenario_rests_on_is_not_called_public(results: Results) -> None:
    assert results.figures == "the figures of its scenario file"
