"""The answer follows from what the wider language says: each test says one more thing and finds the day on paper.

The camera line plans 1000 a day. Its chip, made in the US, covers 60 days and travels 10 days. The maker is listed on
2019-10-09, day 161; the horizon is day 610. Nothing else changed, stock and goods en route last until day 231.
"""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import sim
from sim.errors import ScenarioError
from sim.pipeline import Prepared, prepare, run_draw
from sim.results.outcome import LineOutcome, RunOutcome
from sim.uncertainty.draws import likely
from tests.test_answers import BASE, CUT, HORIZON, SOURCE, changed

MEASURE = "  october-2019: {list: entity-list, batch: october-2019, licences: none}\n"
NO_MEASURE = BASE.replace(MEASURE, "").partition("variants:")[0]
CHIP_STOCK = "stock: {covers: 60 days, as_of: 2019-05-01}"


def prepared(folder: Path, text: str) -> Prepared:
    path = folder / "camera.yaml"
    path.write_text(text)
    return prepare(path)


def outcome(folder: Path, text: str) -> RunOutcome:
    """The likeliest draw in the first case."""
    known = prepared(folder, text)
    return run_draw(known, likely(known.network)).cases[known.exposure.cases[0]]


def camera(folder: Path, text: str) -> LineOutcome:
    return outcome(folder, text).lines["camera"]


def test_a_measure_with_a_day_of_its_own_cuts_then(tmp_path):
    """Thirty days later the stock is as full as before: the line stops thirty days later, on day 261."""
    text = changed(
        MEASURE,
        "  october-2019:\n    {list: entity-list, batch: october-2019, ref: estimate, "
        "effective: 2019-10-24 / 2019-11-08 / 2019-11-23}\n",
    )
    assert camera(tmp_path, text).milestones.stop == pytest.approx(261.0)


def test_durations_count_from_the_day_each_draw_has(tmp_path):
    """Whatever the day, the line stops 70 days, ten weeks, after it took effect."""
    path = tmp_path / "camera.yaml"
    path.write_text(
        changed(
            MEASURE,
            "  october-2019:\n    {list: entity-list, batch: october-2019, ref: estimate, "
            "effective: 2019-10-09 / 2019-11-08 / 2020-03-08}\n",
        )
    )
    row = sim.run(path, replications=16).tables["products"].iloc[0]
    assert [row[f"stop_{end}"] for end in ("low", "middle", "high", "beyond")] == pytest.approx(
        [10.0, 10.0, 10.0, 0.0]
    )


def test_a_measure_that_may_not_happen_happens_in_its_share_of_draws(tmp_path):
    """Of 400 draws with a chance of 30 %, between 24 % and 36 %; in all of these the line stops."""
    path = tmp_path / "camera.yaml"
    path.write_text(
        changed("batch: october-2019, licences: none}", "batch: october-2019, chance: 30 %, ref: estimate}")
    )
    row = sim.run(path, replications=400).tables["products"].iloc[0]
    assert 0.24 < row["reached_draws"] / 400 < 0.36
    assert row["stop_beyond"] == 0.0


def test_a_supplier_that_stops_by_itself_for_a_while_is_no_law(tmp_path):
    """Lenses cover 30 days and travel 7: stopped from day 40 to day 90 they are missing from day 77 to day 97."""
    stop = (
        "vendor_stops:\n  pause:\n    title: a pause\n    supplier: glass-works\n    buyers: [camera-maker]\n"
        "    from: 2019-06-10\n    until: 2019-07-30\n    ref: estimate\n"
    )
    known = prepared(tmp_path, NO_MEASURE.replace("measures:\n", stop))
    assert {flow.verdict.status for flow in known.exposure.flows.values()} == {"allowed"}
    found = run_draw(known, likely(known.network)).cases["as decided"].lines["camera"]
    assert found.milestones.stop == pytest.approx(77.0)
    assert found.lost_output == pytest.approx(20 * 1000.0)


def test_a_supplier_that_stops_half_leaves_half(tmp_path):
    """From day 40 half of the lenses ship; 30 days of stock and 7 en route last until 47 + 30 / 0.5 = 107."""
    stop = (
        "vendor_stops:\n  pause:\n    title: a pause\n    supplier: glass-works\n    buyers: [camera-maker]\n"
        "    from: 2019-06-10\n    stops: 50 %\n    ref: estimate\n"
    )
    found = camera(tmp_path, NO_MEASURE.replace("measures:\n", stop))
    assert found.milestones.first_shortfall == pytest.approx(107.0)
    assert found.milestones.stop == math.inf


def test_a_volume_split_by_place_is_two_flows(tmp_path):
    """Of the chips 40 % are cut. The rest can rise to 72 % of need, so 70 days' goods last 10 + 60 / 0.28 days."""
    text = changed(
        SOURCE,
        "chip-maker: {share: 100 %, made_in: {US: 40 %, CN: 60 %}, content: {US: {total: 0 %}}}",
    )
    known = prepared(tmp_path, text)
    statuses = {flow.key.rpartition(".")[2]: flow.verdict.status for flow in known.exposure.flows.values()}
    assert (statuses["US"], statuses["CN"]) == ("licence required", "allowed")
    found = run_draw(known, likely(known.network)).cases["as decided"].lines["camera"]
    assert found.milestones.first_shortfall == pytest.approx(CUT + 10 + 60 / 0.28)
    assert found.milestones.half == math.inf


def test_a_place_that_nobody_states_is_undetermined(tmp_path):
    known = prepared(tmp_path, changed(SOURCE, "chip-maker: {share: 100 %, made_in: unknown}"))
    assert known.exposure.cases == ("undetermined cut", "undetermined open")
    assert not any(s.domestic for s in known.network.lines[0].inputs[0].sources)


def test_money_in_another_currency_is_converted_at_its_dated_rate(tmp_path):
    text = changed("cost: 12.50 USD", "cost: 90 CNY").replace(
        "organisations:\n",
        "currencies:\n  CNY: {usd: 0.14 USD, date: 2019-10-09, ref: notice}\norganisations:\n",
        1,
    )
    assert prepared(tmp_path, text).network.lines[0].inputs[0].cost.likely == pytest.approx(12.60)


def test_pieces_on_hand_are_days_of_the_plan(tmp_path):
    assert camera(tmp_path, changed(CHIP_STOCK, "stock: {pieces: 60000}")).milestones.stop == pytest.approx(
        231.0
    )


def test_open_orders_are_all_that_is_on_its_way(tmp_path):
    """Nothing is on its way on day 0, so ten days' use comes off the 60,000; 50,000 and ten days en route last."""
    text = changed(CHIP_STOCK, "stock: {pieces: 60000, on_order: []}")
    assert camera(tmp_path, text).milestones.stop == pytest.approx(221.0)


def test_open_orders_that_shipped_before_the_cut_arrive_and_others_do_not(tmp_path):
    """Due on day 165 and so shipped on day 155: it arrives. Due on day 180, it would ship on day 170: cancelled.

    The position held is 60,000 on hand and 30,000 on order, less ten days on their way, so 80,000 are on hand at first;
    until the early order arrives 15,000 of it are counted in the position and not yet on hand.
    """
    text = changed(
        CHIP_STOCK,
        "stock: {pieces: 60000, on_order: [{pieces: 15000, due: 2019-10-13}, {pieces: 15000, due: 2019-10-28}]}",
    )
    # Position 90,000 at the cut; 15,000 of it are cancelled: 75,000 last 75 days.
    assert camera(tmp_path, text).milestones.stop == pytest.approx(CUT + 75.0)


def test_a_plan_that_its_own_stock_and_orders_do_not_carry_is_the_inputs_fault(tmp_path):
    with pytest.raises(
        ScenarioError, match=r"lines.camera.inputs.soc: runs out on day 4 without any measure"
    ):
        camera(tmp_path, changed(CHIP_STOCK, "stock: {pieces: 4000, on_order: []}"))


def test_a_fleet_limits_output_and_retires_after_the_cut(tmp_path):
    """Additions come until day 171; then 1000 units of 700 days' life retire: half is left 350 days later."""
    text = changed(f"        {CHIP_STOCK}\n", "        fleet: {life: 700 days}\n")
    found = camera(tmp_path, text)
    assert found.milestones.first_shortfall == pytest.approx(171.0, abs=1e-3)
    assert found.milestones.half == pytest.approx(171.0 + 350.0, abs=1e-3)
    assert found.milestones.stop == math.inf


def test_a_supplier_of_a_fleet_loses_what_its_units_cost(tmp_path):
    """Units of 700 days' life at 12.50 x 700 = 8750 USD, 1000 / 700 a day: 12 500 USD a day for 449 days.

    Growth of a thousandth of the plan a day asks for one more unit a day besides: 8750 USD.
    """
    for grows, day in (("", 12_500.0), ("\n    plan_grows: 36.525 %", 12_500.0 + 8_750.0)):
        text = changed(f"        {CHIP_STOCK}\n", "        fleet: {life: 700 days}\n")
        path = tmp_path / "camera.yaml"
        path.write_text(text.replace("plan: 1000 units/day", f"plan: 1000 units/day{grows}"))
        lost = sim.run(path, replications=1).tables["lost_sales"].set_index("supplier").loc["chip-maker"]
        assert lost["lost_middle"] == pytest.approx(449 * day)
        older = 12.5 * (HORIZON**2 - CUT**2) / 2 if grows else 0.0  # what the grown plan would replace
        assert lost["planned"] == pytest.approx(449 * day + older)


def test_a_growing_plan_uses_stock_faster(tmp_path):
    """Growth of a thousandth of the first day a day; 81,320 parts at the cut and on their way last until day 229.049.

    The position is held at 60 days of a plan that grows and what it uses in the ten to come, 10,050 + 10 t: orders are
    1070 + t a day, so 10,650 + 10 t are on their way and 59,400 + 60 t on hand. What was ordered in the ten days before
    the cut still arrives.
    """
    text = changed("plan: 1000 units/day", "plan: 1000 units/day\n    plan_grows: 36.525 %")
    held = (59_400.0 + 60 * CUT) + (10_650.0 + 10 * CUT)
    last = math.sqrt(1000.0**2 + 2.0 * (1000.0 * CUT + CUT**2 / 2 + held)) - 1000.0
    assert last == pytest.approx(229.049, abs=1e-3)
    found = camera(tmp_path, text)
    assert found.milestones.stop == pytest.approx(last)
    planned = (HORIZON - CUT) * 1000.0 + (HORIZON**2 - CUT**2) / 2
    assert found.planned == pytest.approx(planned)


def test_a_growing_plan_without_stock_is_supplied_as_it_grows(tmp_path):
    """Each day's chips arrive that day, ordered ten days before: to day 171, 171,000 + 171^2 / 2. Pipes hold growth."""
    text = changed("covers: 60 days", "covers: 0 days").replace(
        "plan: 1000 units/day", "plan: 1000 units/day\n    plan_grows: 36.525 %"
    )
    found = camera(tmp_path, text)
    assert found.milestones.stop == pytest.approx(171.0)
    assert found.made == pytest.approx(10 * 1000.0 + (171.0**2 - CUT**2) / 2)
    made = sim.run(tmp_path / "camera.yaml", replications=1)
    assert made.tables["products"].iloc[0]["full_output_middle"] == pytest.approx(10 / 7)


def test_a_missing_design_tool_ages_demand(tmp_path):
    """From 30 days after the cut a thousandth of the plan is lost a day: 419 days lose 419^2 / 2000 days of plan."""
    text = changed(
        f"        {CHIP_STOCK}\n",
        "        if_missing: none\n        ageing: {after: 30 days, a_year: 36.525 %}\n",
    )
    found = camera(tmp_path, text)
    assert found.lost_demand == pytest.approx(419.0**2 / 2)
    assert found.lost_output == pytest.approx(0.0, abs=1e-3)


def test_a_second_round_cuts_what_a_licence_of_the_first_had_opened(tmp_path):
    """Without goods for 20 days, then licensed in full from day 181 and cut again on day 261: stop on day 311.

    At the second cut 40 days of stock are on hand and ten days of goods en route.
    """
    batch = BASE[BASE.index("      october-2019:\n        title") : BASE.index("classes:")]
    later = (
        batch.replace("october-2019", "second")
        .replace("2019-10-09", "2020-01-17")
        .replace("2019-10-07", "2019-10-07")
    )
    licensed = MEASURE.replace(
        "licences: none", "licences: {granted_after: 20 days, volume: 100 %, ref: estimate}"
    )
    text = BASE.replace(batch, batch + later).replace(
        MEASURE, licensed + "  second-round: {list: entity-list, batch: second}\n"
    )
    assert camera(tmp_path, text).milestones.stop == pytest.approx(311.0)


BRAND = """  brand-camera:
    title: Camera of a brand
    maker: brand
    ref: estimate
    represents: {share: 10 %, of: revenue}
    plan: 100 units/day
    price: 99 USD
    sold_in: {US: 100 %}
    inputs:
      camera:
        title: Camera
        class: glass
        cost: 60 USD
        stock: {covers: 20 days}
        sources:
          oem: {line: camera, share: 100 %, made_in: CN, lead_time: 5 days, content: {US: {total: 0 %}}}
"""


def test_a_brand_falls_with_the_line_that_makes_its_product(tmp_path):
    """Camera and brand together plan 1100 a day; the chip lasts until day 231 all the same.

    The brand then has five days of goods under way and 20 days of stock: it stops on day 256. It is not listed, so its
    weeks count from the listing of the maker that supplies it.
    """
    text = BASE.replace("variants:\n", f"{BRAND}variants:\n").replace(
        "organisations:\n", "organisations:\n  brand: {name: Brand, home: US}\n", 1
    )
    found = outcome(tmp_path, text)
    assert found.lines["camera"].milestones.stop == pytest.approx(231.0)
    assert found.lines["brand-camera"].milestones.stop == pytest.approx(256.0)
    (tmp_path / "camera.yaml").write_text(text)
    products = sim.run(tmp_path / "camera.yaml", replications=1).tables["products"].set_index("line")
    assert products.loc["brand-camera", "stop_middle"] == pytest.approx((256.0 - CUT) / 7)
    assert products.loc["brand-camera", "listed_since"] is None
    assert products.loc["camera", "plan"] == pytest.approx(1100.0)


def test_an_alternative_is_sought_when_the_line_that_makes_an_input_is_hit(tmp_path):
    """The brand's other source is qualified 50 days after 2019-10-07, day 159: ready at once, it never falls short."""
    other = (
        "        alternatives:\n"
        "          home-chips: {made_in: CN, content: {US: {total: 0 %}}, serves: 100 %, qualification: 50 days, "
        "ramp: 0 days, lead_time: 5 days}\n"
    )
    text = BASE.replace("variants:\n", f"{BRAND}{other}variants:\n").replace(
        "organisations:\n", "organisations:\n  brand: {name: Brand, home: US}\n", 1
    )
    found = outcome(tmp_path, text)
    assert found.lines["camera"].milestones.stop == pytest.approx(231.0)
    assert found.lines["brand-camera"].milestones.first_shortfall == math.inf


def test_what_is_made_of_a_cut_line_is_not_secure(tmp_path):
    text = BASE.replace("variants:\n", f"{BRAND}variants:\n").replace(
        "organisations:\n", "organisations:\n  brand: {name: Brand, home: US}\n", 1
    )
    flows = prepared(tmp_path, text).exposure.flows
    bought = flows["lines.brand-camera.inputs.camera.sources.oem"]
    assert (bought.verdict.status, bought.secure) == ("allowed", False)


def test_what_is_made_of_a_line_whose_tools_are_cut_is_not_secure(tmp_path):
    """Also what its maker can do without for a while is needed, such as design tools."""
    text = BASE.replace("variants:\n", f"{BRAND}variants:\n").replace(
        "organisations:\n", "organisations:\n  brand: {name: Brand, home: US}\n", 1
    )
    soft = text.replace("        class: chip\n", "        class: chip\n        if_missing: none\n", 1)
    flows = prepared(tmp_path, soft).exposure.flows
    cut = [key for key, flow in flows.items() if flow.verdict.status != "allowed"]
    assert {key.split(".inputs.")[1].split(".")[0] for key in cut} == {"soc"}
    bought = flows["lines.brand-camera.inputs.camera.sources.oem"]
    assert (bought.verdict.status, bought.secure) == ("allowed", False)
