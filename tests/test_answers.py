"""The answer follows from the facts: each test changes one fact and finds the day worked out on paper.

The camera line plans 1000 a day. Its chip, made in the US, covers 60 days and travels 10 days. The maker is listed on
2019-10-09, day 161. So 60 days of stock and 10 days of goods en route last until day 231.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.explain import answer
from sim.exposure import Case, closures, first_cuts
from sim.network import SupplyNetwork
from sim.pipeline import Prepared, prepare, run_case
from sim.results.outcome import Measured, Milestones, RunOutcome, measure_lines, run_outcome
from sim.simulation.calendar import CAPACITY
from sim.terminal import console, show_run
from sim.uncertainty.draws import likely
from tests.example_scenario import EXAMPLE

NO_US = "content: {US: {total: 0 %}}"
BASE = (
    EXAMPLE.replace("made_in: CN}", f"made_in: CN, {NO_US}}}")
    .replace("covers: 60 / 90 / 180 days", "covers: 60 days")
    .replace("lead_time: 14 days", "lead_time: 10 days")
    .replace(
        """        alternatives:
          home-chips: {serves: 10 / 30 / 50 %, made_in: CN, content: {US: {total: 0 %}}}
""",
        "",
    )
)
SOURCE = "chip-maker: {share: 100 %, made_in: US}"
CUT = 161.0
HORIZON = 610.0


def milestones(folder: Path, text: str, variants: tuple[str, ...] = ()) -> dict[str, Milestones]:
    path = folder / "camera.yaml"
    path.write_text(text)
    prepared = prepare(path, variants)
    drawn = likely(prepared.network)
    effective = {name: drawn.day(listing.effective) for name, listing in prepared.exposure.listings.items()}
    return {
        case: run_outcome([measure_lines(drawn, run_case(prepared, drawn, case), effective, {})])
        .lines["camera"]
        .milestones
        for case in prepared.exposure.cases
    }


def course(prepared: Prepared, drawn: SupplyNetwork[float], case: Case, since: dict[str, float]) -> Measured:
    """One draw in one case, measured from these days on."""
    return measure_lines(drawn, run_case(prepared, drawn, case), since, {})


def changed(old: str, new: str) -> str:
    assert old in BASE
    return BASE.replace(old, new)


def test_a_chip_made_in_the_us_without_alternative_stops_the_line_when_stock_and_goods_en_route_are_used(
    tmp_path,
):
    assert milestones(tmp_path, BASE) == {"as decided": Milestones(231.0, 231.0, 231.0)}


def test_a_missing_part_that_holds_back_half_halves_what_is_made(tmp_path):
    """Half of what is wanted is made without the chip from day 231 on; no part of it comes any more."""
    text = changed("        class: chip\n", "        class: chip\n        if_missing: halve\n").replace(
        "until: 2020-12-31", "until: 2020-02-29"
    )
    path = tmp_path / "camera.yaml"
    path.write_text(text)
    prepared = prepare(path)
    drawn = likely(prepared.network)
    run = run_case(prepared, drawn, "as decided")
    made = 1000.0 * 231.0 + 500.0 * (drawn.horizon - 231.0)
    assert run.world.line[0].made == pytest.approx(made)
    outcome = measure_lines(drawn, run, {"camera-maker": CUT}, {}).outcomes["camera"]
    assert outcome.milestones == Milestones(231.0, math.inf, math.inf)
    parts = sim.run(path, replications=2).tables["parts"].set_index("input")
    assert parts.loc["soc", "if_missing"] == "halve"
    assert parts.loc["soc", "run_out_middle"] == pytest.approx((231.0 - CUT) / 7)


def test_goods_en_route_returned_bring_the_stop_forward_by_the_lead_time(tmp_path):
    text = changed("goods_en_route: honoured", "goods_en_route: returned")
    assert milestones(tmp_path, text)["as decided"].stop == pytest.approx(221.0)


def test_without_stock_only_goods_en_route_are_left(tmp_path):
    text = changed("covers: 60 days", "covers: 0 days")
    assert milestones(tmp_path, text)["as decided"].stop == pytest.approx(171.0)


def test_a_full_licence_in_time_keeps_the_line_going(tmp_path):
    text = changed("licences: none", "licences: {granted_after: 60 days, volume: 100 %, ref: estimate}")
    assert milestones(tmp_path, text)["as decided"].first_shortfall == math.inf


def test_a_full_licence_ten_days_late_stops_the_line_for_ten_days(tmp_path):
    text = changed("licences: none", "licences: {granted_after: 70 days, volume: 100 %, ref: estimate}")
    found = milestones(tmp_path, text)["as decided"]
    assert found.stop == pytest.approx(231.0)


def test_a_licence_for_part_of_the_volume_stretches_stock_and_then_carries_that_part(tmp_path):
    """From day 221 licensed goods arrive at 380 a day; 10 days of stock then last 10 / 0.62 days."""
    text = changed("licences: none", "licences: {granted_after: 50 days, volume: 38 %, ref: estimate}")
    found = milestones(tmp_path, text)["as decided"]
    assert found.first_shortfall == pytest.approx(221.0 + 10.0 / 0.62)
    assert found.half == pytest.approx(221.0 + 10.0 / 0.62)
    assert found.stop == math.inf


ALTERNATIVE = (
    SOURCE
    + """
        alternatives:
          home-chips:
            made_in: CN
            content: {US: {total: 0 %}}
            lead_time: 0 days
            serves: SERVES
            qualification: WAIT
            ramp: 0 days"""
)


def with_alternative(serves: str, qualification: str) -> str:
    return changed(SOURCE, ALTERNATIVE.replace("SERVES", serves).replace("WAIT", qualification))


def test_an_alternative_ready_at_once_keeps_the_line_going(tmp_path):
    assert milestones(tmp_path, with_alternative("100 %", "0 days"))["as decided"].first_shortfall == math.inf


def test_an_alternative_is_qualified_from_the_announcement(tmp_path):
    """Announced on day 159: 71 days later is day 230, a day before the stock is gone; 73 days later is too late."""
    assert milestones(tmp_path, with_alternative("100 %", "71 days"))["as decided"].stop == math.inf
    assert milestones(tmp_path, with_alternative("100 %", "73 days"))["as decided"].stop == pytest.approx(
        231.0
    )


def test_an_alternative_for_part_of_the_need_stretches_stock(tmp_path):
    """Ready on day 159; from the cut on 600 a day are lacking, so 70 days of parts last 70 / 0.6 days."""
    found = milestones(tmp_path, with_alternative("40 %", "0 days"))["as decided"]
    assert found.first_shortfall == pytest.approx(CUT + 70.0 / 0.6)


def test_a_chip_made_elsewhere_with_exactly_25_percent_us_content_stays_open(tmp_path):
    text = changed("made_in: US", "made_in: TW, content: {US: {total: 25 %}}")
    assert milestones(tmp_path, text) == {"as decided": Milestones(math.inf, math.inf, math.inf)}


def test_a_chip_made_elsewhere_with_26_percent_controlled_content_is_cut(tmp_path):
    text = changed("made_in: US", "made_in: TW, content: {US: {total: 40 %, controlled: 26 %}}")
    assert milestones(tmp_path, text)["as decided"].stop == pytest.approx(231.0)


def test_a_chip_with_26_percent_total_content_and_unknown_controlled_content_is_run_both_ways(tmp_path):
    found = milestones(tmp_path, changed("made_in: US", "made_in: TW, content: {US: {total: 26 %}}"))
    assert found["undetermined cut"].stop == pytest.approx(231.0)
    assert found["undetermined open"].stop == math.inf


def test_a_missing_input_that_stops_nothing_leaves_output_alone(tmp_path):
    text = changed("        cost: 12.50 USD\n", "        cost: 12.50 USD\n        if_missing: none\n")
    assert milestones(tmp_path, text)["as decided"].first_shortfall == math.inf


def test_a_missing_service_loses_demand_in_its_market_and_no_output(tmp_path):
    """30 % of sales are elsewhere; half of that demand is kept, so 15 % of plan is lost from day 161."""
    text = changed(
        "        cost: 12.50 USD\n",
        "        cost: 12.50 USD\n        if_missing: none\n        demand_kept: {elsewhere: 50 %}\n",
    )
    path = tmp_path / "camera.yaml"
    path.write_text(text)
    prepared = prepare(path)
    drawn = likely(prepared.network)
    line = run_outcome(
        [measure_lines(drawn, run_case(prepared, drawn, "as decided"), {"camera-maker": CUT}, {})]
    ).lines["camera"]
    assert line.milestones.first_shortfall == math.inf
    assert line.lost_demand == pytest.approx(0.15 * 1000 * (HORIZON - CUT))
    assert line.lost_output == 0.0


def test_rationing_halves_output_when_cover_falls_under_the_threshold(tmp_path):
    """70 days of parts at the cut, rationed to half under 30 days: full for 40 days, half for 60."""
    text = changed(
        "    inputs:\n      soc:",
        "    ration: {output: 50 %, when_a_cut_part_covers_under: 30 days}\n    inputs:\n      soc:",
    )
    found = milestones(tmp_path, text)["as decided"]
    assert found.first_shortfall == pytest.approx(CUT + 40.0)
    assert found.stop == pytest.approx(CUT + 40.0 + 60.0)


def test_a_second_ordinary_source_takes_over_with_a_fifth_of_headroom(tmp_path):
    """The open source had half the need and can deliver 0.6 of it, 10 days after it is asked.

    Until day 171 goods en route of both bring the full need; from then on 0.6 arrives and 0.4 is drawn from stock.
    """
    two = (
        "chip-maker: {share: 50 %, made_in: US}\n"
        "          home-chips: {share: 50 %, made_in: CN, content: {US: {total: 0 %}}}"
    )
    found = milestones(tmp_path, changed(SOURCE, two))["as decided"]
    assert found.first_shortfall == pytest.approx(171.0 + 60.0 / 0.4)


RAMP = (
    changed(SOURCE, ALTERNATIVE.replace("SERVES", "FULL"))
    .replace("covers: 60 days", "covers: 70 days")
    .replace("WAIT", "62 days")
    .replace("ramp: 0 days", "ramp: 100 days")
)


def test_a_ramping_alternative_brings_half_of_plan_back_on_the_day_worked_out_on_paper(tmp_path):
    """V4: 70 days of stock and 10 en route, qualified 60 days after the cut, ramp of 100 days to the full 1000.

    80,000 parts: 60,000 are used by day 60; then 20,000 - 1000 s + 5 s^2 = 0 after s = 100 - sqrt(6000) days, when the
    alternative brings 10 s = 225 a day: below half, above the stop. It brings 500 after 50 days, 110 after the cut.
    """
    found = milestones(tmp_path, RAMP.replace("FULL", "100 %"))["as decided"]
    run_out = CUT + 60.0 + 100.0 - math.sqrt(6000.0)
    assert found == Milestones(*map(pytest.approx, (run_out, run_out, math.inf, CUT + 110.0)))


def test_a_line_that_never_comes_back_to_half_has_no_recovery_though_it_no_longer_stands_still(tmp_path):
    """An alternative for 40 % ends above the 5 % that count as a stop, and below half."""
    found = milestones(tmp_path, RAMP.replace("FULL", "40 %").replace("70 days", "0 days"))["as decided"]
    assert found.stop == pytest.approx(CUT + 10.0)
    assert found.recovery == math.inf


def test_recovery_counts_the_draws_that_fell_below_half_and_says_how_many_came_back(tmp_path):
    """Draws serve 40 to 60 %, in the middle 50 %, so half of them come back; all fall below half."""
    path = tmp_path / "camera.yaml"
    path.write_text(RAMP.replace("FULL", "40 / 50 / 60 %").replace("70 days", "0 days"))
    results = sim.run(path, replications=64)
    for table in ("companies", "products"):
        row = results.tables[table].iloc[0]
        assert row["half_output_beyond"] == 0.0
        assert 0.35 < row["recovery_beyond"] < 0.65
        assert row["recovery_low"] == pytest.approx((60.0 + 100.0 * 50 / 60) / 7.0, abs=1.0)
        assert math.isnan(row["recovery_high"])
    back = f"{100 * (1 - row['recovery_beyond']):.0f} % run at half or more again by the end, after "
    assert f"of the draws that fall under half of plan, {back}" in results.answer[1]
    assert f"of the draws that fall under half of plan, {back}" in results.sentences["camera-maker"][1]


def test_a_line_that_never_falls_below_half_has_no_recovery_to_speak_of(tmp_path):
    path = tmp_path / "camera.yaml"
    path.write_text(with_alternative("100 %", "0 days"))
    results = sim.run(path, replications=2)
    assert results.tables["products"].filter(like="recovery").isna().all(axis=None)
    assert "under half" not in results.answer[1]


def outcome(folder: Path, text: str) -> RunOutcome:
    path = folder / "camera.yaml"
    path.write_text(text)
    prepared = prepare(path)
    drawn = likely(prepared.network)
    closed = closures(prepared.exposure, drawn, prepared.file.scenario, "as decided")
    effective = {name: drawn.day(listing.effective) for name, listing in prepared.exposure.listings.items()}
    return run_outcome(
        [measure_lines(drawn, run_case(prepared, drawn, "as decided"), effective, first_cuts(drawn, closed))]
    )


def test_a_licensed_alternative_keeps_its_ramp(tmp_path):
    """Made in the US too, qualified on day 159, ramp 400 days, half licensed on day 311: 0.5 x (311 - 159) / 400."""
    other = (
        SOURCE + "\n        alternatives:\n          home-chips: "
        "{serves: 100 %, made_in: US, lead_time: 0 days, qualification: 0 days, ramp: 400 days}"
    )
    text = (
        changed(SOURCE, other)
        .replace("covers: 60 days", "covers: 0 days")
        .replace("licences: none", "licences: {granted_after: 150 days, volume: 50 %, ref: estimate}")
        .replace(
            "chip-maker: {share: 100 %, made_in: US}",
            "chip-maker: {share: 100 %, made_in: US, lead_time: 900 days}",
        )
    )
    path = tmp_path / "camera.yaml"
    path.write_text(text)
    prepared = prepare(path)
    drawn = likely(prepared.network)
    run = run_case(prepared, drawn, "as decided")
    index = next(n for n, key in enumerate(run.sources) if key.endswith("alternatives.home-chips"))
    rows = [
        (row.time, row.value, row.slope) for row in run.rows if row.index == index and row.kind == CAPACITY
    ]
    assert rows[-2] == pytest.approx((311.0, 500.0 * 152.0 / 400.0, 500.0 / 400.0))
    assert rows[-1] == pytest.approx((559.0, 500.0, 0.0))


@pytest.mark.parametrize("start", ["2019-05-01", "2019-04-28"])
def test_nothing_from_before_a_cut_counts_as_carried_after_it_on_whatever_weekday_it_falls(tmp_path, start):
    line = outcome(tmp_path, changed("start: 2019-05-01", f"start: {start}")).lines["camera"]
    assert line.carried_after[0] == pytest.approx(0.0, abs=1e-6)
    assert line.carried_after.sum() == pytest.approx(70_000.0)


def test_rationing_is_counted_while_it_holds_output_down_and_not_after_the_stop(tmp_path):
    """70 days of parts, halved under 30 days of cover: 40 days full, 60 days half, then nothing."""
    text = changed(
        "    inputs:\n      soc:",
        "    ration: {output: 50 %, when_a_cut_part_covers_under: 30 days}\n    inputs:\n      soc:",
    )
    assert outcome(tmp_path, text).lines["camera"].rationed == pytest.approx(60.0)


RATIONED = "    ration: {output: 50 %, when_a_cut_part_covers_under: 30 days}\n    inputs:\n      soc:"


def test_the_answer_and_the_screen_name_rationing_where_it_comes_before_any_missing_input(tmp_path):
    """Rationed from 30 days of cover on, 40 days after the cut; the chip is missing only 60 days later."""
    path = tmp_path / "camera.yaml"
    path.write_text(changed("    inputs:\n      soc:", RATIONED))
    results = sim.run(path, replications=2)
    for table in ("companies", "products"):
        assert results.tables[table]["rationed_first"].tolist() == [1.0]
    cause = "about 6 weeks; it first falls short because the maker stretches its stock in every draw that falls short"
    assert f"keeps full output for {cause}" in results.answer[1]
    assert f"output meets demand for {cause}" in results.sentences["camera-maker"][1]
    screen = io.StringIO()
    show_run(results, console(screen), every=True)
    assert "first short because the maker stretches its stock" in " ".join(screen.getvalue().split())


def test_rationing_is_not_named_where_an_input_is_missing_first(tmp_path):
    path = tmp_path / "camera.yaml"
    path.write_text(BASE)
    results = sim.run(path, replications=2)
    assert results.tables["products"]["rationed_first"].tolist() == [0.0]
    assert "stretches" not in results.answer[1]


def test_a_sentence_about_a_product_says_how_much_of_the_company_that_product_is(tmp_path):
    """Two lines of 20 % and 45 %: the company's sentence says 65 %, each product's its own."""
    line = BASE.partition("lines:\n")[2].partition("variants:\n")[0]
    second = line.replace("  camera:\n", "  doorbell:\n", 1).replace("share: 45 %", "share: 20 %")
    path = tmp_path / "two.yaml"
    path.write_text(BASE.replace("variants:\n", f"{second}variants:\n"))
    who, camera, doorbell = sim.run(path, replications=1).sentences["camera-maker"]
    assert "about 65 % of revenue 2018" in who
    assert camera.startswith("Camera (about 45 % of revenue 2018):")
    assert doorbell.startswith("Camera (about 20 % of revenue 2018):")


def two_lines(first: str, second: str) -> str:
    """A second line like the camera, priced apart, whose chip covers 120 days and so lasts until day 291."""
    line = BASE.partition("lines:\n")[2].partition("variants:\n")[0]
    other = (
        line.replace("  camera:\n", "  doorbell:\n", 1)
        .replace("price: 55 USD", f"price: {second} USD")
        .replace("covers: 60 days", "covers: 120 days")
    )
    return BASE.replace("price: 55 USD", f"price: {first} USD").replace("variants:\n", f"{other}variants:\n")


@pytest.mark.parametrize(("first", "second", "half"), [("165", "55", 231.0), ("55", "165", 291.0)])
def test_a_companys_output_is_that_of_its_lines_weighted_by_price(tmp_path, first, second, half):
    """Both make 1000 a day of 220 USD together; the camera stops on day 231, the doorbell on day 291.

    If the camera is 165 of these, a quarter is left from day 231; if it is 55, three quarters are left until day 291.
    By pieces, half would be left either way.
    """
    path = tmp_path / "two.yaml"
    path.write_text(two_lines(first, second))
    row = sim.run(path, replications=1).tables["companies"].iloc[0]
    found = [row[f"{name}_middle"] * 7.0 + CUT for name in ("full_output", "half_output", "stop")]
    assert found == pytest.approx([231.0, half, 291.0])


def test_an_alternative_that_is_cut_in_the_middle_of_its_ramp_delivers_nothing_more(tmp_path):
    """Made in Taiwan with half US content, and covered by a general licence until 2019-12-31, the day before day 245.

    Qualified on day 159, it ramps to 1000 in 100 days: from the cut on day 161 to day 245 it brings
    5 (86^2 - 2^2) = 36,960. With 60,000 in stock and 10,000 en route, 106,960 parts last until day 267.96. Uncut it
    would bring the full need from day 259 on, and the line would never fall short.
    """
    other = (
        SOURCE
        + "\n        alternatives:\n          foundry: {supplier: home-chips, serves: 100 %, made_in: TW, "
        "content: {US: {total: 50 %, controlled: 50 %}}, lead_time: 0 days, qualification: 0 days, ramp: 100 days}"
    )
    listed = '          camera-maker: {listed_as: "Camera Maker Co., Ltd."}\n'
    licence = (
        "        authorisations:\n          for-a-while: {title: T, when: {fact: made_in, is: TW}, windows: "
        "[{from: 2019-10-09, until: UNTIL, published: 2019-10-09, reference: made up}]}\n"
    )
    text = changed(SOURCE, other).replace(listed, listed + licence)
    found = milestones(tmp_path, text.replace("UNTIL", "2019-12-31"))["as decided"]
    assert found == Milestones(*map(pytest.approx, (267.96, 267.96, 267.96)), recovery=math.inf)
    assert milestones(tmp_path, text.replace("UNTIL", "2020-12-31"))["as decided"].first_shortfall == math.inf


def test_lost_sales_are_the_cost_of_a_row_however_many_parts_it_needs(tmp_path):
    """Four chips for 12.50 USD together and two lenses for 3 USD together, for 1000 cameras a day.

    The chip maker delivers nothing in the 449 days from the cut on; the lens maker nothing in the 379 days from the
    stop on day 231 on.
    """
    text = changed("        cost: 12.50 USD\n", "        needs: 4\n        cost: 12.50 USD\n").replace(
        "        cost: 3 USD\n", "        needs: 2\n        cost: 3 USD\n"
    )
    path = tmp_path / "camera.yaml"
    path.write_text(text)
    lost = sim.run(path, replications=1).tables["lost_sales"].set_index("supplier")
    assert lost["planned"].to_dict() == pytest.approx(
        {"chip-maker": 449 * 12_500.0, "glass-works": 449 * 3_000.0}
    )
    assert lost["lost_middle"].to_dict() == pytest.approx(
        {"chip-maker": 449 * 12_500.0, "glass-works": 379 * 3_000.0}
    )


def test_goods_that_are_returned_are_sales_lost(tmp_path):
    """449 days of nothing from the cut on, and ten days of goods on their way that come back: 459 x 12,500 USD.

    They are ten days also where the run starts four days before the cut: what was shipped before comes back as well.
    """
    text = changed("goods_en_route: honoured", "goods_en_route: returned")
    path = tmp_path / "camera.yaml"
    for start in ("2019-05-01", "2019-10-05"):
        path.write_text(text.replace("start: 2019-05-01", f"start: {start}"))
        lost = sim.run(path, replications=1).tables["lost_sales"].set_index("supplier")
        assert lost.loc["chip-maker", "lost_middle"] == pytest.approx(459 * 12_500.0)


def test_what_both_cases_share_is_said_once_and_what_differs_with_its_case():
    shared = {
        "company": "camera-maker",
        "name": "Camera Maker",
        "lines": "Camera",
        "listed_since": None,
        "represents": 0.45,
        "represents_of": "revenue 2018",
        "suppliers_cut": 1,
        "suppliers_undetermined": 1,
        "suppliers_stopping": 0,
        "cut_chance": 1.0,
        "reached_chance": 1.0,
        "reached_draws": 128,
        "short_before": 0.0,
        "full_again_beyond": 0.0,
        "full_again_low": 30.0,
        "full_again_high": 40.0,
        "resumes_beyond": math.nan,
        "lowest_middle": 0.4,
        "lowest_at_middle": 14.0,
        "suppliers_open": 0,
        "own_work": None,
        "cost_cut": 0.5,
        "rationed_first": 1.0,
        "recovery_low": 20.0,
        "recovery_high": 30.0,
        "recovery_beyond": 0.0,
        "stop_beyond": 1.0,
        "counted_from": dt.date(2019, 1, 1),
        "counted_from_low": dt.date(2019, 1, 1),
        "counted_from_high": dt.date(2019, 1, 1),
    }
    cut = {"case": "undetermined cut", "full_output_low": 5.0, "full_output_high": 9.0}
    half_open = {"case": "undetermined open", "full_output_low": 6.0, "full_output_high": 9.0}
    rows = [{**shared, "full_output_beyond": 0.0, **own} for own in (cut, half_open)]
    rows[1]["recovery_high"] = math.nan
    rows = [{"stop_low": math.nan, "stop_high": math.nan, **row} for row in rows]
    tables = {"companies": pd.DataFrame(rows), "products": pd.DataFrame([{"line": "camera"}])}
    said = answer(tables, dt.date(2021, 1, 1), "camera.yaml")[1]
    back = "of the draws that fall under half of plan, all run at half or more again by the end, after"
    assert said == (
        "Camera Maker (modelled lines: about 45 % of revenue 2018) keeps full output for 5 to 9 weeks if every "
        "undetermined flow is cut and for 6 to 9 weeks if every undetermined flow stays open, counted from "
        "2019-01-01; it first falls short "
        "because the maker stretches its stock in every draw that falls short; no draw stops within the horizon; "
        "at its lowest, about week 14 (Apr 2019), it makes 40 % of plan; all draws that fall short are full again "
        f"after 30 to 40 weeks. If every undetermined flow is cut: {back} 20 to 30 weeks. "
        f"If every undetermined flow stays open: {back} 20 weeks or more."
    )


@pytest.mark.parametrize(
    ("second", "share", "of"),
    [
        ("{share: 30 %, of: revenue 2018}", 0.75, "revenue 2018"),
        ("{share: 80 %, of: units 2017}", None, "45 % of revenue 2018; 80 % of units 2017"),
        ("{share: 80 %, of: revenue 2018}", None, "45 % of revenue 2018; 80 % of revenue 2018"),
    ],
)
def test_shares_of_different_wholes_or_of_more_than_a_whole_are_not_added(tmp_path, second, share, of):
    path = tmp_path / "camera.yaml"
    first = BASE[BASE.index("  camera:\n") : BASE.index("variants:")]
    other = first.replace("  camera:\n", "  doorbell:\n").replace("{share: 45 %, of: revenue 2018}", second)
    path.write_text(BASE.replace("variants:", f"{other}variants:"))
    results = sim.run(path, replications=1)
    row = results.tables["companies"].iloc[0]
    assert row["represents_of"] == of
    assert math.isnan(row["represents"]) if share is None else row["represents"] == pytest.approx(share)
    assert "125 %" not in " ".join([*results.answer, *results.sentences["camera-maker"]])
