"""This is levers, all off unless a variant pulls them: allies that follow, backfill, leakage, retaliation.

On paper: the camera's only chip is cut on day 161; 60 days of stock and 10 days of goods en route are left.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.explain import Record, records
from sim.exposure import closures
from sim.pipeline import Prepared, prepare, run_draw
from sim.results.results import Results
from sim.scenario import read_scenario
from sim.simulation.compiled import simulate_compiled
from sim.simulation.driver import simulate
from sim.simulation.runs import Runs
from sim.uncertainty.draws import likely
from tests.rules.test_demand import BASE, written

SCENARIO = "entity-list-2019-10"
ROOT = Path(__file__).parents[2]
CUT, HORIZON = 161.0, 610.0


def run(folder: Path, text: str, replications: int = 1) -> Results:
    path = folder / "camera.yaml"
    path.write_text(text)
    return sim.run(str(path), replications=replications)


def only(results: Results, table: str, **wanted: str) -> Record:
    (row,) = [
        each for each in records(results.tables[table]) if all(each[key] == wanted[key] for key in wanted)
    ]
    return row


LEAKING = BASE.replace("    title: Chips\n", "    title: Chips\n    leakage: 20 %\n", 1)


def test_what_leaks_arrives_from_the_cut_and_the_line_goes_on_with_that(tmp_path: Path) -> None:
    results = run(tmp_path, LEAKING)
    product, part = only(results, "products"), only(results, "parts", input="soc")
    # From day 171 stock falls by 800 a day, not by 1000: 75 days; then a fifth of the plan is made.
    assert product["full_output_middle"] == pytest.approx((171.0 + 75.0 - CUT) / 7.0)
    assert product["lost_output_middle"] == pytest.approx(0.8 * (HORIZON - 246.0) / (HORIZON - CUT))
    assert part["leaked_middle"] == pytest.approx(0.2)
    assert any("Leakage is assumed, of items by class and of no supplier" in text for text in results.answer)
    assert any("it counts with ordinary supply" in text for text in results.answer)


def test_what_carried_the_output_names_leakage_where_any_is_assumed(tmp_path: Path) -> None:
    told = " ".join(text for each in run(tmp_path, LEAKING).sentences.values() for text in each)
    assert "ordinary supply and assumed leakage" in told
    without = " ".join(text for each in run(tmp_path, BASE).sentences.values() for text in each)
    assert "leakage" not in without


def test_both_drivers_agree_on_what_leaks_and_on_what_a_market_may_not_buy(tmp_path: Path) -> None:
    case = prepare(written(tmp_path, base=LEAKING))
    drawn = likely(case.network)
    closed = closures(case.exposure, drawn, case.file.scenario, "as decided")
    runs = [Runs(drawn, driver=driver).under(closed) for driver in (simulate, simulate_compiled)]
    slow, fast = (run.world for run in runs)
    assert slow.line[0].made == fast.line[0].made < 1000.0 * 610.0
    assert runs[0].sources[2] == "lines.camera.inputs.soc.leakage"
    assert slow.source[2].shipped == fast.source[2].shipped == pytest.approx(200.0 * (HORIZON - CUT))


def test_leakage_is_of_no_supplier_and_no_alternative(tmp_path: Path) -> None:
    without, with_it = run(tmp_path, BASE), run(tmp_path, LEAKING)
    assert without.tables["flows"].equals(with_it.tables["flows"])
    assert list(without.tables["lost_sales"]["supplier"]) == list(with_it.tables["lost_sales"]["supplier"])
    lost = [only(each, "lost_sales", supplier="chip-maker")["lost_middle"] for each in (without, with_it)]
    assert lost[0] == pytest.approx(lost[1])
    for each in ("alternatives", "alternative_ready_middle", "status"):
        assert str(only(without, "parts", input="soc")[each]) == str(
            only(with_it, "parts", input="soc")[each]
        )
    for each in ("domestic_level_middle", "carried_foreign", "carried_domestic", "carried_licence"):
        assert only(without, "products")[each] == only(with_it, "products")[each]


def test_leakage_is_asked_last(tmp_path: Path) -> None:
    enough = LEAKING.replace("home-chips: {serves: 0 %", "home-chips: {serves: 100 %").replace(
        "qualification: 180 days", "qualification: 1 days"
    )
    shared = only(run(tmp_path, enough), "parts", input="soc")["leaked_middle"]
    assert isinstance(shared, float)
    assert shared < 0.1


def test_leakage_follows_what_is_held_back(tmp_path: Path) -> None:
    half = LEAKING.replace(
        "licences: none}", "licences: {granted_after: 0 days, volume: 50 %, ref: estimate}}", 1
    )
    assert only(run(tmp_path, half), "parts", input="soc")["leaked_middle"] == pytest.approx(0.1)


def test_exposure_says_what_leakage_is_assumed(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(LEAKING)
    done = subprocess.run(
        [sys.executable, "-m", "sim", "exposure", str(path)], capture_output=True, text=True, check=True
    )
    assert "Leakage is assumed, of no supplier: Chips: 20 % of what is held back." in done.stdout


# --- the shipped scenario -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def as_it_was() -> Prepared:
    return prepare(SCENARIO)


def changed(before: Prepared, after: Prepared) -> set[str]:
    """The flows that the law treats otherwise."""
    return {
        key
        for key, flow in after.exposure.flows.items()
        if key in before.exposure.flows and flow.verdict.status != before.exposure.flows[key].verdict.status
    }


def test_every_lever_is_off_unless_pulled(as_it_was: Prepared) -> None:
    scenario = as_it_was.file.scenario
    brought_in = {rule for measure in scenario.measures.values() for rule in measure.rules}
    assert brought_in.isdisjoint({"allies-follow", "retaliation"})
    assert all(each.leakage is None for each in scenario.classes.values())
    assert not scenario.vendor_stops
    assert not any("backfill" in key for key in as_it_was.exposure.flows)


def test_allies_that_follow_stop_every_supplier_based_there_and_only_towards_the_listed(
    as_it_was: Prepared,
) -> None:
    after = prepare(SCENARIO, ["allies-follow"])
    hit = {
        key
        for key, flow in after.exposure.flows.items()
        if any(each.measure == "allies-follow" for each in flow.verdict.hits)
    }
    homes = {s.key: s.supplier_home for line in after.network.lines for i in line.inputs for s in i.sources}
    makers = {line.name: line.maker for line in after.network.lines}
    listed = set(after.file.scenario.lists["us-entity-list"].batches["84-fr-54002"].entries)
    assert {homes[key] for key in hit} <= {"JP", "KR", "TW", "NL", "DE"}
    assert {makers[after.exposure.flows[key].line] for key in hit} <= listed
    assert changed(as_it_was, after)
    assert changed(as_it_was, after) <= hit
    node = after.network.measures["allies-follow"]
    assert (node.chance.likely, node.effective.certain) == (0.5, False)


@pytest.mark.parametrize("follow", ["[JP]", "[NL, KR]"])
def test_who_follows_is_a_list_of_countries_in_the_lever(follow: str, tmp_path: Path) -> None:
    text = (ROOT / "scenarios" / f"{SCENARIO}.yaml").read_text()
    path = tmp_path / "own.yaml"
    lever = "      measures.allies-follow:\n"
    assert text.count(lever) == 1
    path.write_text(text.replace(lever, f"      country_groups.allies.countries: {follow}\n{lever}"))
    after = prepare(str(path), ["allies-follow"])
    homes = {s.key: s.supplier_home for line in after.network.lines for i in line.inputs for s in i.sources}
    hit = {
        homes[key]
        for key, flow in after.exposure.flows.items()
        if any(each.measure == "allies-follow" for each in flow.verdict.hits)
    }
    assert hit
    assert hit <= set(follow.strip("[]").split(", "))


def test_retaliation_is_a_round_that_hits_a_maker_abroad_and_no_listed_one(as_it_was: Prepared) -> None:
    after = prepare(SCENARIO, ["retaliation"])
    assert changed(as_it_was, after) == {"lines.western-brand-camera.inputs.camera.sources.hikvision"}
    (hit,) = after.exposure.flows["lines.western-brand-camera.inputs.camera.sources.hikvision"].verdict.hits
    assert (hit.rule, hit.status, hit.since) == ("retaliation", "licence required", dt.date(2020, 4, 1))
    drawn = likely(after.network)
    closure = closures(after.exposure, drawn, after.file.scenario, "undetermined open")[
        "lines.western-brand-camera.inputs.camera.sources.hikvision"
    ]
    assert closure.cut == drawn.day(dt.date(2020, 4, 1))
    brand = run_draw(after, drawn).cases["undetermined open"].lines["western-brand-camera"]
    assert closure.cut < brand.milestones.first_shortfall < closure.cut + 120.0


@pytest.mark.parametrize("days", ["", "    in_force: [{reference: made up}]\n"])
def test_a_rule_without_a_first_day_holds_from_the_day_of_its_measure(tmp_path: Path, days: str) -> None:
    rule = f"""\
  glass-stop:
    title: No glass
    issuer: CN
    reference: [made up]
    confidence: C
{days}    when: {{fact: made_in, is: CN}}
"""
    measure = "  glass-stop: {rules: [glass-stop], effective: 2020-03-01, ref: estimate}\n"
    case = prepare(written(tmp_path, rule, measure))
    flow = case.exposure.flows["lines.camera.inputs.lens.sources.glass-works"]
    assert (flow.verdict.since, flow.verdict.on(dt.date(2020, 2, 29))) == (dt.date(2020, 3, 1), "allowed")
    closed = closures(case.exposure, likely(case.network), case.file.scenario, "as decided")
    assert closed[flow.key].cut == case.network.day(dt.date(2020, 3, 1))


def test_backfill_is_an_alternative_that_the_law_does_not_reach() -> None:
    after = prepare(SCENARIO, ["backfill"])
    own = [flow for key, flow in after.exposure.flows.items() if key.endswith(".alternatives.backfill")]
    assert len(own) == 6
    assert {(flow.supplier, flow.verdict.status, flow.domestic) for flow in own} == {
        ("other-chip-makers-abroad", "allowed", False)
    }
    closed = closures(after.exposure, likely(after.network), after.file.scenario, "undetermined cut")
    assert not any(key.endswith("backfill") for key in closed)


def test_leakage_is_a_number_of_a_class_in_the_shipped_scenario_too() -> None:
    file = read_scenario(SCENARIO, ["leakage"])
    leaking = {name: str(each.leakage) for name, each in file.scenario.classes.items() if each.leakage}
    assert leaking == {"analog-and-power": "5 / 10 / 20 %"}
