"""This is measures on the demand side: they lower what a market buys from their day on, and cut no supply.

The camera line plans 1000 a day, 200 of them for the US. Its maker is listed on 2019-10-09 (day 161); from 2019-10-29
(day 181) to the horizon (day 610) half of the US demand is lost, 100 a day.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import sim
from sim.errors import ScenarioError
from sim.explain import records
from sim.exposure import Case, closures
from sim.pipeline import Prepared, prepare, run_case
from sim.scenario.warnings import scenario_warnings
from sim.uncertainty.draws import likely
from tests.example_scenario import EXAMPLE

US = "lines.camera.sold_in.US"
FIRST = dt.date(2019, 10, 29)
CUT, BARRED, HORIZON = 161.0, 181.0, 610.0
RULE = """\
  no-purchase:
    title: No purchase of listed makers
    issuer: US
    reference: [made up]
    confidence: C
    in_force: [{from: 2019-10-29}]
    target: {list: entity-list, roles: [seller, producer], countries: [US]}
    effect: demand
    when: {fact: kind, in: [goods]}
"""
MEASURE = "  no-purchase: {rules: [no-purchase], ref: estimate, demand_lost: {camera: {US: 50 %}}}\n"
BASE = (
    EXAMPLE.replace("made_in: CN}", "made_in: CN, content: {US: {total: 0 %}}}")
    .replace("sold_in: {CN: 70 %, elsewhere: 30 %}", "sold_in: {CN: 70 %, US: 20 %, elsewhere: 10 %}")
    .replace("covers: 60 / 90 / 180 days", "covers: 60 days")
    .replace("lead_time: 14 days", "lead_time: 10 days")
    .replace("home-chips: {serves: 10 / 30 / 50 %", "home-chips: {serves: 0 %")
)


def written(folder: Path, rule: str = RULE, measure: str = MEASURE, base: str = BASE) -> str:
    text = base.replace("rules:\n", f"rules:\n{rule}", 1).replace("measures:\n", f"measures:\n{measure}", 1)
    path = folder / "camera.yaml"
    path.write_text(text)
    return str(path)


def left(case: Prepared, which: Case = "as decided") -> list[tuple[float, float]]:
    """Days from 2019-10-29, and the share of demand that is left in the US from then."""
    closed = closures(case.exposure, likely(case.network), case.file.scenario, which)
    return [(step.day - BARRED, step.share) for step in closed[US].steps] if US in closed else []


def errors(folder: Path, rule: str = RULE, measure: str = MEASURE) -> str:
    with pytest.raises(ScenarioError) as wrong:
        prepare(written(folder, rule, measure))
    return "\n".join(map(str, wrong.value.problems))


def test_demand_is_lost_in_the_market_from_the_day_on_and_told_apart_from_output(tmp_path: Path) -> None:
    results = sim.run(written(tmp_path), replications=2)
    (row,) = records(results.tables["products"])
    barred = 100.0 * (HORIZON - BARRED) / (1000.0 * (HORIZON - CUT))
    assert row["barred_demand_middle"] == pytest.approx(barred)
    assert row["lost_demand_middle"] == pytest.approx(barred)
    # 70 days of chips: 20 days at 1000 a day, and the rest at 900.
    out = BARRED + 50_000.0 / 900.0
    assert row["full_output_middle"] == pytest.approx((out - CUT) / 7.0)
    assert row["lost_output_middle"] == pytest.approx(0.9 * (HORIZON - out) / (HORIZON - CUT))
    assert any(
        "10 % of planned demand is lost because some buyers may not buy" in s
        for s in results.sentences["camera-maker"]
    )
    assert any("US buys less from Camera Maker" in sentence for sentence in results.answer)


def test_no_supply_is_cut_and_the_domestic_level_stays(tmp_path: Path) -> None:
    with_it = prepare(written(tmp_path))
    statuses = {key: flow.verdict.status for key, flow in with_it.exposure.flows.items()}
    barred = sim.run(written(tmp_path, base=BASE.replace("serves: 0 %", "serves: 40 %")), replications=1)
    without = prepare(written(tmp_path, rule="", measure=""))
    assert statuses == {key: flow.verdict.status for key, flow in without.exposure.flows.items()}
    drawn = likely(with_it.network)
    closed = closures(with_it.exposure, drawn, with_it.file.scenario, "as decided")
    assert {key for key in closed if ".sold_in." not in key} == {"lines.camera.inputs.soc.sources.chip-maker"}
    (row,) = records(barred.tables["products"])
    assert row["domestic_level_middle"] == pytest.approx(0.4)


def test_a_suspension_gives_demand_back(tmp_path: Path) -> None:
    rule = RULE.replace(
        "    target",
        "    suspended: [{from: 2019-11-08, until: 2019-11-27, published: 2019-10-07}]\n    target",
        1,
    )
    assert left(prepare(written(tmp_path, rule))) == [(0.0, 0.5), (10.0, 1.0), (30.0, 0.5)]


def test_shares_of_measures_add_up_to_all_of_it_at_most(tmp_path: Path) -> None:
    later = RULE.replace("no-purchase", "import-ban").replace("2019-10-29", "2019-11-08")
    more = MEASURE.replace("no-purchase", "import-ban")
    assert left(prepare(written(tmp_path, RULE + later, MEASURE + more.replace("50 %", "30 %")))) == [
        (0.0, 0.5),
        (10.0, pytest.approx(0.2)),
    ]
    assert left(prepare(written(tmp_path, RULE + later, MEASURE + more.replace("50 %", "80 %"))))[1] == (
        10.0,
        0.0,
    )


def test_what_the_facts_do_not_decide_is_run_both_ways(tmp_path: Path) -> None:
    rule = RULE.replace("{fact: kind, in: [goods]}", "{fact: made_in, is: CN}")
    case = prepare(written(tmp_path, rule))
    assert case.exposure.cases == ("undetermined cut", "undetermined open")
    assert (left(case, "undetermined cut"), left(case, "undetermined open")) == ([(0.0, 0.5)], [])
    made = written(
        tmp_path,
        rule,
        base=BASE.replace("    maker: camera-maker\n", "    maker: camera-maker\n    made_in: CN\n"),
    )
    assert prepare(made).exposure.cases == ("as decided",)
    assert left(prepare(made)) == [(0.0, 0.5)]


def test_a_brand_is_reached_through_whoever_makes_its_product(tmp_path: Path) -> None:
    brand = """\
  brand:
    title: Brand
    maker: brand-owner
    ref: estimate
    represents: {share: 45 %, of: revenue 2018}
    plan: 100 units/day
    price: 90 USD
    sold_in: {US: 100 %}
    inputs:
      camera:
        title: Camera
        class: glass
        cost: 60 USD
        sources:
          camera-maker: {share: 100 %, line: camera, made_in: CN, content: {US: {total: 0 %}}}
"""
    base = BASE.replace("variants:\n", f"{brand}variants:\n").replace(
        "organisations:\n", "organisations:\n  brand-owner: {name: Brand Owner, home: US}\n", 1
    )
    with pytest.raises(ScenarioError, match=r"say how much demand is lost.*brand: \{US: \.\.\.\}"):
        prepare(written(tmp_path, base=base))
    both = MEASURE.replace("}}}", "}, brand: {US: 20 %}}}")
    case = prepare(written(tmp_path, RULE, both, base))
    assert [len(each.hits) for each in case.exposure.markets.values()] == [0, 1, 0, 1]
    seller = RULE.replace("roles: [seller, producer]", "roles: [seller]")
    case = prepare(written(tmp_path, seller, both, base))
    assert [len(each.hits) for each in case.exposure.markets.values()] == [0, 1, 0, 0]


def test_a_measure_that_does_not_come_takes_nothing(tmp_path: Path) -> None:
    measure = MEASURE.replace("ref: estimate,", "ref: estimate, chance: 50 %,")
    results = sim.run(written(tmp_path, measure=measure), replications=64)
    (row,) = records(results.tables["products"])
    assert row["barred_demand_low"] == 0.0
    assert row["barred_demand_high"] == pytest.approx(100.0 * (HORIZON - BARRED) / (1000.0 * (HORIZON - CUT)))


def test_both_drivers_log_why_demand_falls(tmp_path: Path) -> None:
    case = prepare(written(tmp_path))
    rows = run_case(case, likely(case.network), "as decided").rows
    (row,) = [each for each in rows if each.measure == "no-purchase"]
    assert (row.time, row.value) == (BARRED, pytest.approx(900.0))
    assert row.cause == "No purchase of listed makers: demand in US is 50 % of the plan"


def test_how_much_is_lost_has_to_be_said(tmp_path: Path) -> None:
    bare = errors(tmp_path, measure="  no-purchase: {rules: [no-purchase]}\n")
    assert "`no-purchase` may keep a market from buying; say how much demand is lost" in bare
    assert "`demand_lost: {camera: {US: ...}}`" in bare
    assert "has no `ref`" in errors(tmp_path, measure=MEASURE.replace(" ref: estimate,", ""))


def test_what_is_misspelt_is_said_with_the_nearest(tmp_path: Path) -> None:
    assert "there is no line `camerra`; did you mean `camera`?" in errors(
        tmp_path, measure=MEASURE.replace("{camera:", "{camerra:")
    )
    assert "`lines.camera` is not sold in `GB`" in errors(
        tmp_path, measure=MEASURE.replace("US: 50 %", "US: 50 %, GB: 1 %")
    )
    supply = "  other: {rules: [origin], effective: 2019-10-29, ref: estimate, demand_lost: {camera: {US: 50 %}}}\n"
    assert "brings in no rule that keeps a market from buying; name one of `no-purchase`" in errors(
        tmp_path, measure=supply
    )


def test_a_market_that_does_not_tell_the_country_apart_is_warned_of(tmp_path: Path) -> None:
    def warned(sold_in: str) -> list[str]:
        base = BASE.replace("sold_in: {CN: 70 %, US: 20 %, elsewhere: 10 %}", f"sold_in: {{{sold_in}}}")
        case = prepare(written(tmp_path, measure="  no-purchase: {rules: [no-purchase]}\n", base=base))
        return [row for each in scenario_warnings(case.file) if each.kind == "market" for row in each.rows]

    assert warned("CN: 70 %, elsewhere: 30 %") == [
        "`no-purchase`: what `elsewhere` holds of US is taken to go on buying"
    ]
    assert warned("CN: 70 %, KR: 30 %") == []


def command(*words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "sim", *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_exposure_shows_and_explains_the_market(tmp_path: Path) -> None:
    path = written(tmp_path)
    shown = " ".join(command("exposure", path).split())
    assert (
        "buys less, from 2019-10-29: No purchase of listed makers; others may buy, and no supply is cut"
        in shown
    )
    assert "US: Camera (Camera Maker), 50 % of demand there" in shown
    assert "buys less" not in command("exposure", path, "--date", "2019-10-28")
    told = " ".join(command("exposure", path, "--explain", "US", "camera-maker", "camera").split())
    assert "demand lost: 50 % of what US was to buy" in told
    assert "may not buy from 2019-10-29, so that the market buys less; no supply is cut" in told
    open_one = command("exposure", path, "--explain", "CN", "camera-maker", "camera")
    assert "no measure of this scenario keeps buyers in this market from it" in open_one
    (row,) = json.loads(command("exposure", path, "--explain", "US", "camera-maker", "camera", "--json"))
    assert (row["lost_likely"], [hit["effect"] for hit in row["hits"]]) == (0.5, ["demand"])


def test_the_us_government_may_not_buy_from_two_listed_makers_and_a_brand() -> None:
    markets = sim.markets_on(prepare("entity-list-2019-10"))
    barred = markets[markets["status"] == "buys less"]
    lines = {"hikvision-camera", "hikvision-recorder", "dahua-camera", "western-brand-camera"}
    assert set(barred["line"]) == lines
    assert set(barred["market"]) == {"US"}
    assert sorted(map(str, set(barred["since"]))) == ["2019-08-13", "2020-08-13"]


def test_a_measure_against_some_buyers_of_a_market_says_that_it_is_not_all_of_them() -> None:
    shipped = Path(__file__).parents[2] / "scenarios" / "shipped" / "rules" / "us-buying.yaml"
    content = yaml.safe_load(shipped.read_text("utf-8"))
    for rule in ("us-section-889-a", "us-section-889-b"):
        assert "every buyer in the United States" in " ".join(content["rules"][rule]["note"].split())


def test_the_reason_that_a_market_buys_less_is_that_the_law_names_the_maker() -> None:
    """Section 889(f)(3) names the makers; that the camera is sold in the US is where, not why."""
    markets = sim.markets_on(prepare("entity-list-2019-10"))
    own = markets[(markets["line"] == "hikvision-camera") & (markets["rule"] == "us-section-889-a")]
    why = str(own.iloc[0]["reasons"])
    assert why.startswith(
        "Hikvision has been listed since 2018-08-13, as `Hangzhou Hikvision Digital Technology Comp"
    )
    assert "Pub. L. 115-232, section 889(f)(3)" in why
    assert "it is sold in US" in why
    assert "of three of the five makers only for public safety" in why  # the rule's note
    assert "destination" not in why
