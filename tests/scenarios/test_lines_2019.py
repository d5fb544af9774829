"""The shipped lines of 2019: who has one, what its numbers rest on, and how lines hang together. No run is needed."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any  # Any: parsed YAML

import pytest
import yaml

from sim.network import planned_rates, supply_network
from sim.pipeline import prepare
from sim.scenario import read_scenario
from sim.scenario.checks.subject import stated_in
from sim.scenario.quantity import Quantity
from sim.uncertainty.draws import likely

NAME = "entity-list-2019-10"
SHIPPED = Path(__file__).parents[2] / "scenarios/shipped"
LINES = sorted((SHIPPED / "lines").glob("*-2019.yaml"))
AI = ["megvii-ai-services", "sensetime-ai-services", "yitu-ai-services", "iflytek-ai-services"]


@pytest.fixture(scope="module")
def file():
    return read_scenario(NAME)


@pytest.fixture(scope="module")
def scenario(file):
    return file.scenario


@pytest.fixture(scope="module")
def flows():
    return prepare(NAME).exposure.flows


def refs(node: Any) -> set[str]:
    """Every `ref` in a parsed file."""
    if isinstance(node, dict):
        own = {node["ref"]} if isinstance(node.get("ref"), str) else set()
        return own.union(*(refs(value) for value in node.values()))
    return set().union(*(refs(each) for each in node)) if isinstance(node, list) else set()


def in_usd(scenario, money: Quantity) -> float:
    """The likely amount in US dollars."""
    return (
        money.likely
        if money.currency == "USD"
        else money.likely * scenario.currencies[money.currency].usd.likely
    )


# ---- who has a line


def test_of_the_companies_listed_all_but_two_have_a_line_and_these_say_why(scenario):
    listed = {
        name
        for measure in scenario.measures.values()
        if measure.list is not None and measure.batch is not None
        for name in scenario.lists[measure.list].batches[measure.batch].entries
        if scenario.organisations[name].kind == "company"
    }
    made = defaultdict(list)
    for name, line in scenario.lines.items():
        made[line.maker].append(name)
    assert listed - made.keys() == {"meiya-pico", "yixin"}
    assert all("found" in scenario.organisations[name].not_modelled for name in listed - made.keys())
    assert made == {
        "huawei": ["huawei-p30-pro", "huawei-mate-30"],
        "hikvision": ["hikvision-camera", "hikvision-recorder"],
        "dahua": ["dahua-camera"],
        "megvii": ["megvii-ai-services"],
        "sensetime": ["sensetime-ai-services"],
        "yitu": ["yitu-ai-services"],
        "iflytek": ["iflytek-ai-services"],
        "hisilicon": ["hisilicon-camera-soc", "hisilicon-phone-soc"],
        "western-camera-brand": ["western-brand-camera"],
        "alibaba": ["alibaba-vision-service"],
    }


def test_who_is_made_up_says_so_and_those_downstream_are_not_listed(scenario):
    brand = scenario.organisations["western-camera-brand"]
    assert "fictional" in brand.name
    assert "fictional" in scenario.lines["western-brand-camera"].title
    entries = {name for batch in scenario.lists["us-entity-list"].batches.values() for name in batch.entries}
    assert entries.isdisjoint({"western-camera-brand", "alibaba"})
    assert "not their parent" in scenario.lines["alibaba-vision-service"].note


# ---- what the numbers rest on


def test_every_number_has_a_reference_known_on_the_day_or_an_own_estimate(file, scenario):
    numbers = 0
    for section in ("lines", "classes", "measures"):
        for path, stated in stated_in(getattr(scenario, section), section):
            if isinstance(stated, Quantity):
                reference = scenario.references[file.origin(path).ref]
                numbers += 1
                assert reference.grade == "E" or reference.date <= dt.date(2019, 10, 9), path
    assert numbers > 1000


def test_an_own_estimate_calls_itself_one(scenario):
    for name, reference in scenario.references.items():
        if reference.grade == "E":
            assert reference.what.startswith(("Own estimate", "Own estimates", "A rule as it might be")), name


@pytest.mark.parametrize("path", LINES, ids=lambda path: path.stem)
def test_a_file_of_lines_has_the_references_it_uses_and_takes_the_others_from_the_common_file(path):
    content = yaml.safe_load(path.read_text("utf-8"))
    shared = yaml.safe_load((SHIPPED / "lines/estimates-2019.yaml").read_text("utf-8"))["references"].keys()
    if path.stem == "estimates-2019":
        assert not refs(content)
    else:
        assert refs(content) - shared == content.get("references", {}).keys()


def test_every_class_says_what_it_rests_on_and_is_used(scenario):
    assert all(item_class.basis for item_class in scenario.classes.values())
    used = {item.class_ for line in scenario.lines.values() for item in line.inputs.values()}
    assert used == scenario.classes.keys()


# ---- sums


@pytest.mark.parametrize(
    ("line", "cost"),
    [
        ("huawei-p30-pro", 363.83),  # Nikkei and Fomalhaut
        ("huawei-mate-30", 363.83),
        ("hikvision-camera", 30.25),
        ("dahua-camera", 30.25),
        ("hikvision-recorder", 131.60),  # 61.60 and the disk
        ("hisilicon-camera-soc", 4.35),
        ("hisilicon-phone-soc", 24.00),
        ("western-brand-camera", 80.00),
    ],
)
def test_the_rows_of_a_line_cost_what_they_should_together(scenario, line, cost):
    rows = scenario.lines[line].inputs.values()
    assert sum(in_usd(scenario, item.cost) for item in rows) == pytest.approx(cost)


def test_no_line_costs_more_than_its_price(scenario):
    for name, line in scenario.lines.items():
        cost = sum(in_usd(scenario, item.cost) for item in line.inputs.values())
        assert 0.4 * in_usd(scenario, line.price) < cost < in_usd(scenario, line.price), name


def test_the_lines_of_a_company_stand_for_no_more_than_the_whole_of_it(scenario):
    together = Counter()
    for line in scenario.lines.values():
        together[line.maker] += line.represents.share.high
    assert max(together.values()) <= 1.0


def test_the_ai_services_plan_100_units_a_day_at_a_price_that_makes_the_stated_revenue(scenario):
    lines = scenario.lines
    assert all(lines[name].plan.likely == 100 and lines[name].plan.certain for name in AI)
    assert lines["megvii-ai-services"].price.likely == pytest.approx(948.9e6 / 181 / 100, rel=0.01)  # yuan
    assert lines["iflytek-ai-services"].price.likely == pytest.approx(7.92e9 / 365 / 100, rel=0.01)
    assert lines["sensetime-ai-services"].price.likely == pytest.approx(300e6 / 365 / 100, rel=0.01)
    assert lines["yitu-ai-services"].price.likely == pytest.approx(80e6 / 365 / 100, rel=0.01)


# ---- how lines hang together


def test_a_source_that_is_a_line_names_one_and_its_maker_is_the_supplier(scenario):
    taken = set()
    for name, line in scenario.lines.items():
        for item in line.inputs.values():
            for key, source in {**item.sources, **item.alternatives}.items():
                if source.line is not None:
                    taken.add((name, source.line))
                    assert (source.supplier or key) == scenario.lines[source.line].maker
    assert taken == {
        ("huawei-p30-pro", "hisilicon-phone-soc"),
        ("huawei-mate-30", "hisilicon-phone-soc"),
        ("hikvision-camera", "hisilicon-camera-soc"),
        ("hikvision-recorder", "hisilicon-camera-soc"),
        ("dahua-camera", "hisilicon-camera-soc"),
        ("western-brand-camera", "hikvision-camera"),
        ("alibaba-vision-service", "megvii-ai-services"),
        ("alibaba-vision-service", "sensetime-ai-services"),
    }


def test_the_planned_rates_of_suppliers_hold_what_their_buyers_take(scenario):
    rates = {name: rate for name, (rate, _) in planned_rates(likely(supply_network(scenario))).items()}
    camera = 180_000 + 0.7 * 5_000
    assert rates["hikvision-camera"] == pytest.approx(camera)
    assert rates["hisilicon-camera-soc"] == pytest.approx(
        150_000 + 0.7 * (camera + 85_000) + 2 * 0.9 * 13_000
    )
    assert rates["hisilicon-phone-soc"] == pytest.approx(45_000 + 55_000)
    assert rates["megvii-ai-services"] == pytest.approx(100 + 0.05 * 0.35 * 100)


def test_no_line_or_source_is_too_small_for_its_plan(scenario):
    """Without a measure supply equals plan: nothing states a capacity or a headroom below what is planned."""
    for line in scenario.lines.values():
        assert line.capacity is None  # so 1.2 times the planned rate, as much as the sources have of headroom
        for item in line.inputs.values():
            assert all(source.headroom is None and source.rank == 0 for source in item.sources.values())


def test_dahua_has_the_parts_of_hikvision_but_stock_and_plants_of_its_own(scenario):
    hikvision, dahua = (scenario.lines[f"{maker}-camera"] for maker in ("hikvision", "dahua"))
    assert list(dahua.inputs) == list(hikvision.inputs)
    for name, item in dahua.inputs.items():
        other = hikvision.inputs[name]
        assert item.alternatives == other.alternatives
        if name == "assembly-pack":
            assert item.sources["own-plants"].supplier == "dahua"
        else:
            assert item.sources == other.sources
        if other.stock is not None:
            assert item.stock.covers.low < other.stock.covers.low
            assert item.stock.covers.likely < other.stock.covers.likely
    assert "proxy" in dahua.note


def test_the_ai_services_share_one_recipe_and_only_yitu_has_a_chip_of_its_own(scenario):
    recipe = scenario.lines[AI[0]].inputs
    for name in AI:
        inputs = scenario.lines[name].inputs
        maker = scenario.lines[name].maker
        assert list(inputs) == list(recipe)
        assert inputs["staff-and-data"].sources["own-staff"].supplier == maker
        assert inputs["frameworks"].sources["own-framework"].supplier == maker
        assert ("yitu-questcore" in inputs["servers"].alternatives) == (maker == "yitu")
        assert all(inputs[row].fleet is not None for row in ("training-fleet", "servers"))
        assert all(row in inputs for row in ("toolchain", "us-services"))


def test_what_a_variant_stops_names_suppliers_that_these_buyers_have(scenario):
    for variant in ("micron-pause", "cautious-suppliers"):
        varied = read_scenario(NAME, [variant]).scenario
        assert varied.vendor_stops
        for name, stop in varied.vendor_stops.items():
            supplied = {
                (line.maker, item)
                for line in varied.lines.values()
                for item, row in line.inputs.items()
                for key, source in row.sources.items()
                if (source.supplier or key) == stop.supplier and line.maker in stop.buyers
            }
            assert {maker for maker, _ in supplied} == set(stop.buyers), name
            assert set(stop.inputs) <= {item for _, item in supplied}, name
    assert not scenario.vendor_stops


# ---- what law makes of them


@pytest.mark.parametrize(
    ("flow", "status"),
    [
        # the tier below: foreign-made wafers stay open, US design software does not
        ("hisilicon-camera-soc.inputs.wafer.sources.tsmc", "allowed"),
        ("hisilicon-phone-soc.inputs.wafer.sources.tsmc", "allowed"),
        ("hisilicon-camera-soc.inputs.eda.sources.eda-makers-us", "licence required"),
        ("hisilicon-camera-soc.inputs.arm-ip.sources.arm", "undetermined"),
        # four kinds of supply to one AI firm, decided four ways
        ("megvii-ai-services.inputs.training-fleet.sources.nvidia", "undetermined"),
        ("megvii-ai-services.inputs.frameworks.sources.google", "allowed"),
        ("megvii-ai-services.inputs.toolchain.sources.nvidia", "licence required"),
        ("megvii-ai-services.inputs.us-services.sources.us-service-firms", "allowed"),
        # the recorder: US power chips are cut, disks assembled in Asia are not
        ("hikvision-recorder.inputs.poe-pse.sources.texas-instruments", "licence required"),
        ("hikvision-recorder.inputs.hdd.sources.seagate", "allowed"),
        ("hikvision-recorder.inputs.hdd.sources.western-digital", "allowed"),
        # buying from a listed firm is not restricted
        ("western-brand-camera.inputs.camera.sources.hikvision", "allowed"),
        ("alibaba-vision-service.inputs.recognition.sources.megvii", "allowed"),
        ("dahua-camera.inputs.soc.sources.hisilicon", "allowed"),
    ],
)
def test_law_decides_a_flow_by_what_it_is_and_where_it_is_made(flows, flow, status):
    assert flows[f"lines.{flow}"].verdict.status == status


def test_no_accelerator_of_the_time_was_made_in_china(scenario):
    sold = scenario.lines["megvii-ai-services"].inputs["training-fleet"].alternatives
    on_sale = {name: other.made_in for name, other in sold.items() if name != "cn-accelerator-makers"}
    assert set(on_sale.values()) == {"TW"}
    assert sold["cn-accelerator-makers"].serves.low == 0.0


def test_the_what_ifs_reach_what_they_are_about():
    reached = {
        "services-too": "megvii-ai-services.inputs.us-services.sources.us-service-firms",
        "threshold-10": "hisilicon-camera-soc.inputs.wafer.sources.tsmc",
    }
    for variant, flow in reached.items():
        assert prepare(NAME, [variant]).exposure.flows[f"lines.{flow}"].verdict.status != "allowed"
