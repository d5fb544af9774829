"""This is how law meets drawn days: a measure drawn for a day does what it does when it is stated for that day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.exposure import Closure, closures
from sim.network import SupplyNetwork
from sim.pipeline import Prepared, prepare
from sim.uncertainty.draws import likely
from tests.example_scenario import EXAMPLE

CHIP = "lines.camera.inputs.soc.sources.chip-maker"
LENS = "lines.camera.inputs.lens.sources.glass-works"
MEASURE = "october-2019: {list: entity-list, batch: october-2019, licences: none"
# A batch with a window and a suspension of its own, a rule with such days, and a rule about owners.
LAW = (
    EXAMPLE.replace("question:", "hypothetical: true\nquestion:", 1)
    .replace(
        "        goods_en_route: honoured\n",
        """\
        goods_en_route: honoured
        suspended: [{from: 2020-03-01, until: 2020-03-31}]
        authorisations:
          general:
            title: general licence
            when: {fact: kind, is: goods}
            windows:
              - {from: 2019-10-20, until: 2019-12-31, published: 2019-10-09, reference: made up}
              - {from: 2020-05-01, until: 2020-05-31, published: 2019-10-09, reference: made up}
""",
        1,
    )
    .replace("camera-maker: {listed_as", "parent: {listed_as", 1)
    .replace(
        "  camera-maker: {name: Camera Maker, home: CN}\n",
        """\
  camera-maker: {name: Camera Maker, home: CN, owners: [{entity: parent, share: 80 %}]}
  parent: {name: Parent, home: CN, owners: []}
""",
        1,
    )
    .replace(
        "made_in: CN}\nvariants", "made_in: CN, content: {US: {total: 0 %, controlled: 0 %}}}\nvariants", 1
    )
    .replace("    title: Lenses\n", "    title: Lenses\n    item_lists: [glass]\n", 1)
    .replace(
        "lists:\n",
        """\
  glass:
    title: Control of glass
    issuer: CN
    reference: [made up]
    confidence: C
    in_force: [{from: 2019-11-01, until: 2020-10-31}]
    comply_from: 2019-11-15
    suspended: [{from: 2020-01-01, until: 2020-01-31}]
    when: {fact: item_list, is: glass}
    authorisations:
      lenses:
        title: lenses go on
        when: {fact: kind, is: goods}
        windows: [{from: 2020-04-01, until: 2020-04-30, published: 2019-10-09, reference: made up}]
item_lists:
  glass: {title: glass, as_of: 2019-10-01, reference: made up, confidence: C}
ownership_rules:
  half:
    title: what listed parties own
    issuer: US
    reference: [made up]
    confidence: C
    lists: [entity-list]
    at_least: 50 %
    in_force: [{from: 2019-09-01}]
lists:
""",
        1,
    )
    .replace("measures:\n", "measures:\n  half: {rules: [half]}\n  glass: {rules: [glass]}\n", 1)
)


def at(folder: Path, days: dict[str, str]) -> Prepared:
    """The scenario with days of their own for some measures."""
    text = LAW
    for name, brought in (("half", "{rules: [half]}"), ("glass", "{rules: [glass]}")):
        if name in days:
            own = f"{{rules: [{name}], effective: {days[name]}, ref: estimate}}"
            text = text.replace(f"  {name}: {brought}", f"  {name}: {own}", 1)
    if "october-2019" in days:
        own = f"{MEASURE}, effective: {days['october-2019']}, ref: estimate"
        text = text.replace(MEASURE, own, 1)
    path = folder / "camera.yaml"
    path.write_text(text)
    return prepare(str(path))


def closed(case: Prepared, drawn: dict[str, dt.date] | None = None) -> dict[str, Closure]:
    network: SupplyNetwork[float] = likely(case.network)
    measures = {
        name: replace(
            node, announced=float(drawn[name].toordinal()), effective=float(drawn[name].toordinal())
        )
        if drawn and name in drawn
        else node
        for name, node in network.measures.items()
    }
    return closures(
        case.exposure, replace(network, measures=measures), case.file.scenario, "undetermined cut"
    )


def steps(case: Prepared, closure: Closure) -> list[tuple[str, float]]:
    start = case.network.start
    return [(str(start + dt.timedelta(days=step.day)), step.share) for step in closure.steps]


def test_what_a_party_owns_is_cut_once_it_is_listed_and_not_before(tmp_path: Path) -> None:
    case = at(tmp_path, {"october-2019": "2020-06-03"})
    verdict = case.exposure.flows[CHIP].verdict
    assert (verdict.status, str(verdict.since)) == ("licence required", "2020-06-03")
    assert steps(case, closed(case)[CHIP]) == [("2020-06-03", 0.0)]


def test_windows_and_suspensions_of_a_batch_stay_on_their_days_when_its_day_is_drawn(tmp_path: Path) -> None:
    case = at(tmp_path, {"october-2019": "2019-10-09 / 2019-10-09 / 2019-12-08"})
    drawn = {"october-2019": dt.date(2019, 11, 8)}
    assert steps(case, closed(case, drawn)[CHIP]) == [
        ("2020-01-01", 0.0),
        ("2020-03-01", 1.0),
        ("2020-04-01", 0.0),
        ("2020-05-01", 1.0),
        ("2020-06-01", 0.0),
    ]


def test_every_day_of_a_rule_moves_with_the_measure_that_brings_it_in(tmp_path: Path) -> None:
    case = at(tmp_path, {"glass": "2019-11-01 / 2019-11-01 / 2019-12-01"})
    assert [day for day, _ in steps(case, closed(case)[LENS])] == [
        *("2019-11-15", "2020-01-01", "2020-02-01", "2020-04-01", "2020-05-01", "2020-11-01")
    ]
    later = closed(case, {"glass": dt.date(2019, 11, 11)})[LENS]
    assert [day for day, _ in steps(case, later)] == [
        *("2019-11-25", "2020-01-11", "2020-02-11", "2020-04-11", "2020-05-11", "2020-11-11")
    ]


LATER = st.integers(0, 60)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(batch=LATER, owners=LATER, glass=LATER)
def test_a_drawn_day_is_the_same_day_stated(batch: int, owners: int, glass: int) -> None:
    first = {
        "october-2019": dt.date(2019, 10, 9),
        "half": dt.date(2019, 9, 1),
        "glass": dt.date(2019, 11, 1),
    }
    drawn = {
        name: day + dt.timedelta(days=more)
        for (name, day), more in zip(first.items(), (batch, owners, glass), strict=True)
    }
    with TemporaryDirectory() as folder:
        spread = {name: f"{day} / {day} / {day + dt.timedelta(days=60)}" for name, day in first.items()}
        of_draw = closed(at(Path(folder), spread), drawn)
        stated = closed(at(Path(folder), {name: str(day) for name, day in drawn.items()}))
    assert {key: each.steps for key, each in of_draw.items()} == {
        key: each.steps for key, each in stated.items()
    }
