"""What a scenario says becomes a network: what is split by place is divided by the split, in whatever order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.network import InputNode, domestic_only, supply_network
from sim.network.nodes import FleetNode
from sim.scenario import read_scenario
from sim.uncertainty.draws import Draws, likely
from tests.example_scenario import EXAMPLE

CHIP_STOCK = "stock: {covers: 60 / 90 / 180 days, as_of: 2019-05-01}"
CHIP_SOURCES = "          chip-maker: {share: 100 %, made_in: US}\n"
BOTH_WAYS = (("CN: 40 %", "US: 60 %"), ("US: 60 %", "CN: 40 %"))
ORDER = "{pieces: 80000 / 90000 / 100000, due: 2019-05-10, source: chip-maker}"


def camera(folder: Path, *changes: tuple[str, str]) -> InputNode[float]:
    """The first input of the example with changes, every number at its likeliest value."""
    return likely(supply_network(read_scenario(written(folder, *changes)).scenario)).lines[0].inputs[0]


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    text = EXAMPLE
    for old, new in changes:
        assert old in text, f"the example has no {old!r}"
        text = text.replace(old, new, 1)
    place = folder / "camera.yaml"
    place.write_text(text)
    return place


def split(*places: str) -> tuple[str, str]:
    return CHIP_SOURCES, f"          chip-maker: {{share: 100 %, made_in: {{{', '.join(places)}}}}}\n"


def delivered(item: InputNode[float]) -> dict[str, float]:
    """The pieces on order by the place they are made in."""
    found: dict[str, float] = {}
    assert item.stock.on_order is not None
    for order in item.stock.on_order:
        (place,) = item.sources[order.source].places
        found[place] = found.get(place, 0.0) + order.pieces
    return found


@pytest.mark.parametrize("places", BOTH_WAYS)
def test_open_orders_of_a_split_source_are_divided_by_the_split(
    places: tuple[str, ...], tmp_path: Path
) -> None:
    stock = CHIP_STOCK, f"stock: {{pieces: 60000, on_order: [{ORDER}]}}"
    item = camera(tmp_path, stock, split(*places))
    assert delivered(item) == pytest.approx({"CN": 36_000.0, "US": 54_000.0})


def test_the_parts_of_one_order_are_drawn_together(tmp_path: Path) -> None:
    stock = CHIP_STOCK, f"stock: {{pieces: 60000, on_order: [{ORDER}]}}"
    network = supply_network(read_scenario(written(tmp_path, stock, split("CN: 40 %", "US: 60 %"))).scenario)
    draws = Draws(network, 1, 8)
    drawn = [delivered(draws.draw(number).lines[0].inputs[0]) for number in range(8)]
    assert len({each["CN"] for each in drawn}) == 8
    assert [each["CN"] / each["US"] for each in drawn] == pytest.approx([40 / 60] * 8)


@pytest.mark.parametrize("places", BOTH_WAYS)
def test_lots_of_a_split_source_are_divided_by_the_split(places: tuple[str, ...], tmp_path: Path) -> None:
    old, new = split(*places)
    lots = new.replace("share: 100 %", "share: 100 %, lots: [{ships: 2019-06-01, covers: 10 days}]")
    item = camera(tmp_path, (old, lots))
    covered = {
        source.places: [lot.covers for lot in source.lots] for source in item.sources if source.ordinary
    }
    assert covered == {("CN",): [pytest.approx(4.0)], ("US",): [pytest.approx(6.0)]}


@pytest.mark.parametrize("swapped", [False, True])
def test_open_orders_of_no_named_source_are_divided_by_the_shares(swapped: bool, tmp_path: Path) -> None:
    sources = [
        "          chip-maker: {share: 70 %, made_in: US}\n",
        "          glass-works: {share: 30 %, made_in: {CN: 50 %, JP: 50 %}}\n",
    ]
    order = ORDER.replace(", source: chip-maker", "")
    item = camera(
        tmp_path,
        (CHIP_STOCK, f"stock: {{pieces: 60000, on_order: [{order}]}}"),
        (CHIP_SOURCES, "".join(reversed(sources) if swapped else sources)),
    )
    assert delivered(item) == pytest.approx({"US": 63_000.0, "CN": 13_500.0, "JP": 13_500.0})


@given(places=st.permutations(("CN: 20 %", "US: 50 %", "TW: 30 %")), swapped=st.booleans())
@settings(max_examples=10, deadline=None)
def test_the_order_of_keys_changes_nothing(
    places: list[str], swapped: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same network, whatever the order in which places and sources stand in the file."""
    folder = tmp_path_factory.mktemp("keys")

    def said(places: list[str], swapped: bool) -> dict[str, object]:
        sources = [
            f"          chip-maker: {{share: 60 %, made_in: {{{', '.join(places)}}}}}\n",
            "          glass-works: {share: 40 %, made_in: JP, lots: [{ships: 2019-06-01, covers: 9 days}]}\n",
        ]
        order = ORDER.replace(", source: chip-maker", "")
        item = camera(
            folder,
            (CHIP_STOCK, f"stock: {{pieces: 60000, on_order: [{ORDER}, {order}]}}"),
            (CHIP_SOURCES, "".join(reversed(sources) if swapped else sources)),
        )
        own = {each.key: each for each in item.sources if each.ordinary}
        return {"sources": own, "orders": delivered(item)}

    expected = said(["CN: 20 %", "US: 50 %", "TW: 30 %"], False)
    found = said(places, swapped)
    assert found["sources"] == expected["sources"]
    assert found["orders"] == pytest.approx(expected["orders"])


def test_the_order_of_places_changes_no_answer(tmp_path: Path) -> None:
    stock = (
        CHIP_STOCK,
        "stock: {pieces: 20000, on_order: [{pieces: 190000, due: 2019-10-20, source: chip-maker}]}",
    )
    home = "{CN: 40 %, US: 60 %}", "{US: 60 %, CN: 40 %}"
    weeks = []
    for made_in in home:
        changed = (
            CHIP_SOURCES,
            f"          chip-maker: {{share: 100 %, made_in: {made_in}, lead_time: 1 day}}\n",
        )
        table = sim.run(str(written(tmp_path, stock, changed)), replications=2).tables["products"]
        weeks.append(table["full_output_middle"].tolist())
    assert weeks[0] == weeks[1]


def test_an_export_classification_is_that_of_the_class_unless_the_source_says_another(tmp_path: Path) -> None:
    of_class = "  chip:\n    title: Chips\n", '  chip:\n    title: Chips\n    eccn: "3A991"\n'
    item = camera(tmp_path, of_class)
    assert [each.item.eccn for each in item.sources] == ["3A991", "3A991"]
    own = CHIP_SOURCES, CHIP_SOURCES.replace("made_in: US", 'made_in: US, eccn: "4A994"')
    item = camera(tmp_path, of_class, own)
    assert [each.item.eccn for each in item.sources] == ["4A994", "3A991"]


def test_what_may_close_does_not_count_as_enough(tmp_path: Path) -> None:
    """Of domestic supply alone, an input of which the own source may close is one that decides."""
    network = likely(supply_network(read_scenario(written(tmp_path)).scenario))
    (line,) = network.lines
    lens = line.inputs[1]
    only = replace(network, lines=(replace(line, inputs=(lens,)),))
    (source,) = lens.sources
    assert domestic_only(only).lines[0].inputs == ()
    assert [item.key for item in domestic_only(only, {source.key}).lines[0].inputs] == [lens.key]


def test_of_a_fleet_domestic_supply_replaces_what_retires(tmp_path: Path) -> None:
    """A unit that lives 500 days is needed once in 500 days of domestic supply alone."""
    network = likely(supply_network(read_scenario(written(tmp_path)).scenario))
    (line,) = network.lines
    chip = line.inputs[0]._replace(needs=2.0, fleet=FleetNode(500.0, 0.1))
    (item,) = domestic_only(replace(network, lines=(replace(line, inputs=(chip,)),))).lines[0].inputs
    assert (item.needs, item.fleet) == (2.0 / 500.0, None)


def test_domestic_supply_from_a_line_keeps_its_lead_time_and_other_supply_has_none(tmp_path: Path) -> None:
    network = likely(supply_network(read_scenario(written(tmp_path)).scenario))
    (line,) = network.lines
    chip = line.inputs[0]
    (home,) = [each for each in chip.sources if each.domestic]
    made = home._replace(key="made", line="camera", lead_time=14.0)
    bought = home._replace(key="bought", line=None, lead_time=14.0)
    item = chip._replace(sources=(made, bought))
    (kept,) = domestic_only(replace(network, lines=(replace(line, inputs=(item,)),))).lines[0].inputs
    assert {each.key: each.lead_time for each in kept.sources} == {"made": 14.0, "bought": 0.0}
