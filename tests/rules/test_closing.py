"""This is what closes flows in a run: suppliers that stop, licences on drawn days, and days that makers count from."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from sim.exposure import Closure, Step, closures, first_cuts, reference_days, troubled
from sim.exposure.closures import _joined, _Restriction
from sim.network import SupplyNetwork
from sim.pipeline import Prepared, prepare
from sim.uncertainty.draws import likely
from tests.example_scenario import EXAMPLE

SOC, LENS = "lines.camera.inputs.soc", "lines.camera.inputs.lens"
CHIP, GLASS = f"{SOC}.sources.chip-maker", f"{LENS}.sources.glass-works"
NO_CONTENT = "made_in: CN, content: {US: {total: 0 %}}}"
STOP = """\
vendor_stops:
  chips:
    title: it stops by itself
    supplier: chip-maker
    buyers: [camera-maker]
    inputs: [soc]
    stops: 50 %
    from: 2019-08-01
    ref: estimate
"""


def written(folder: Path, *changes: tuple[str, str]) -> Prepared:
    text = EXAMPLE.replace("made_in: CN}\nvariants", f"{NO_CONTENT}\nvariants", 1)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "camera.yaml"
    path.write_text(text)
    return prepare(str(path))


def closed(case: Prepared, network: SupplyNetwork[float] | None = None) -> dict[str, Closure]:
    return closures(case.exposure, network or likely(case.network), case.file.scenario, "as decided")


def test_a_supplier_stops_only_the_inputs_it_says(tmp_path: Path) -> None:
    of_both = ("glass-works: {share: 100 %, ", "chip-maker: {share: 100 %, ")
    case = written(tmp_path, of_both, ("lines:\n", f"{STOP}lines:\n"))
    found = closed(case)
    assert SOC in {key.partition(".sources")[0] for key in found}
    assert f"{LENS}.sources.chip-maker" not in found


def test_it_is_known_from_the_first_of_all_that_close_a_flow(tmp_path: Path) -> None:
    case = written(tmp_path, ("lines:\n", f"{STOP}lines:\n"))
    closure = closed(case)[CHIP]
    day = case.network.day
    assert closure.announced == day(dt.date(2019, 8, 1)) < day(dt.date(2019, 10, 7))
    assert [step.share for step in closure.steps] == [0.5, 0.0]


def test_a_licence_counts_from_the_drawn_day(tmp_path: Path) -> None:
    terms = "licences: {granted_after: 90 days, volume: 50 %}, ref: estimate"
    terms += ", effective: 2019-10-09 / 2019-10-09 / 2020-01-31}"
    case = written(tmp_path, ("licences: none}", terms))
    network = likely(case.network)
    day = dt.date(2019, 11, 8)
    node = replace(network.measures["october-2019"], effective=float(day.toordinal()))
    steps = closed(case, replace(network, measures={"october-2019": node}))[CHIP].steps
    assert [(step.day, step.share) for step in steps] == [(191.0, 0.0), (281.0, 0.5)]


def test_goods_turn_back_only_on_the_day_of_what_returns_them() -> None:
    returning = _Restriction(0.0, (Step(0.0, 0.5, False, True, "a", "a"),))
    narrower = _Restriction(0.0, (Step(10.0, 0.2, False, False, "b", "b"),))
    steps = list(_joined([returning, narrower]))
    assert [(step.day, step.returned) for step in steps] == [(0.0, True), (10.0, False)]


def test_an_input_is_cut_on_the_day_of_its_first_source(tmp_path: Path) -> None:
    two = (
        "chip-maker: {share: 100 %, made_in: US}",
        "chip-maker: {share: 50 %, made_in: US}\n          glass-works: {share: 50 %, made_in: US}",
    )
    case = written(tmp_path, two, ("lines:\n", f"{STOP}lines:\n"))
    cuts = first_cuts(likely(case.network), closed(case))
    assert cuts[SOC] == case.network.day(dt.date(2019, 8, 1))


def test_what_can_be_missing_troubles_no_line(tmp_path: Path) -> None:
    case = written(tmp_path)
    assert troubled(likely(case.network), closed(case)) == {"camera": case.network.day(dt.date(2019, 10, 7))}
    soft = written(tmp_path, ("        class: chip\n", "        class: chip\n        if_missing: none\n"))
    assert troubled(likely(soft.network), closed(soft)) == {}


EARLIER = """\
      earlier:
        title: An earlier batch
        announced: 2019-06-03
        effective: 2019-06-05
        reference: made up
        policy: presumption of denial
        goods_en_route: honoured
        entries: {camera-maker: {listed_as: CAMERA MAKER}}
"""


def test_a_maker_counts_from_the_measure_that_happens(tmp_path: Path) -> None:
    earlier = "  earlier: {list: entity-list, batch: earlier, licences: none, chance: 50 %, ref: estimate}\n"
    case = written(
        tmp_path,
        ("classes:\n", f"{EARLIER}classes:\n"),
        ("measures:\n", f"measures:\n{earlier}"),
        ("title: A camera", "hypothetical: true\ntitle: A camera"),
    )
    network = likely(case.network)
    for chance, day in ((1.0, dt.date(2019, 6, 5)), (0.0, dt.date(2019, 10, 9))):
        node = replace(network.measures["earlier"], chance=chance)
        drawn = replace(network, measures={**network.measures, "earlier": node})
        assert reference_days(case.exposure, drawn)["camera-maker"][0] == case.network.day(day)


BRAND = """\
  brand-camera:
    title: Camera under a brand
    maker: brand
    ref: estimate
    represents: {share: 45 %, of: revenue 2018}
    plan: 100 units/day
    price: 100 USD
    sold_in: {DE: 100 %}
    inputs:
      camera:
        title: Camera
        class: chip
        cost: 50 USD
        sources:
          oem: {line: camera, share: 100 %, made_in: CN, content: {US: {total: 0 %}}}
"""


def test_a_maker_that_is_not_listed_counts_from_what_reaches_the_lines_below_it(tmp_path: Path) -> None:
    elsewhere = EARLIER.replace(
        "camera-maker: {listed_as: CAMERA MAKER}", "bystander: {listed_as: BYSTANDER}"
    )
    case = written(
        tmp_path,
        ("classes:\n", f"{elsewhere}classes:\n"),
        ("measures:\n", "measures:\n  earlier: {list: entity-list, batch: earlier, licences: none}\n"),
        (
            "organisations:\n",
            "organisations:\n  brand: {name: Brand, home: DE}\n  bystander: {name: Bystander, home: CN}\n",
        ),
        ("variants:\n", f"{BRAND}variants:\n"),
    )
    days = reference_days(case.exposure, likely(case.network))
    assert (
        days["brand"]
        == days["camera-maker"]
        == tuple(map(case.network.day, (dt.date(2019, 10, 9), dt.date(2019, 10, 7))))
    )
