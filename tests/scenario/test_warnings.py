"""This is a test of warnings: each says what a sound scenario may still want mended, where, and how often."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import ScenarioFile, ScenarioWarning, read_scenario, scenario_names, scenario_warnings
from sim.scenario.warning_lines import warning_lines
from tests.example_scenario import EXAMPLE
from tests.scenario.places import place_of
from tests.wide_scenario import WIDE

Read = Callable[..., ScenarioFile]


def of_kind(file: ScenarioFile, kind: str) -> list[ScenarioWarning]:
    return [each for each in scenario_warnings(file) if each.kind == kind]


def test_a_warning_says_where_it_stands(read: Read) -> None:
    (found,) = of_kind(read(EXAMPLE), "no rationing")
    said = "lines.camera: has no `ration`; makers stretch what is scarce"
    assert str(found) == f"{place_of(EXAMPLE, 'camera:')}: {said}"


def test_a_line_that_rations_is_not_warned_about(read: Read) -> None:
    ration = "    ration: {output: 60 %, when_a_cut_part_covers_under: 60 days}\n    inputs:\n"
    assert not of_kind(read(EXAMPLE.replace("    inputs:\n", ration)), "no rationing")


def test_evidence_is_the_share_of_parts_value_whose_cost_and_sources_are_printed(read: Read) -> None:
    (found,) = of_kind(read(EXAMPLE), "evidence")
    assert (found.item, found.message) == ("lines.camera", "100 % of 15.50 USD")
    printed = EXAMPLE.replace("        cost: 12.50 USD", "        ref: notice\n        cost: 12.50 USD")
    (found,) = of_kind(read(printed), "evidence")
    assert found.message == "19 % of 15.50 USD"  # the lens: 3 of 15.5
    assert found.rows == ("lines.camera.inputs.lens: 3.00 USD",)
    two = printed.replace("{share: 100 %, made_in: US}", "{share: 60 %, made_in: US}").replace(
        "        alternatives:",
        "          home-chips: {share: 40 %, made_in: CN, ref: estimate}\n        alternatives:",
    )
    assert of_kind(read(two), "evidence")[0].message == "52 % of 15.50 USD"  # 3 + 40 % of 12.5


def test_parts_count_at_the_price_of_their_ordinary_sources(read: Read) -> None:
    """Half of 12.50 USD at 6.08 times: 3.54 x 12.50 = 44.25 USD, with the lens 47.25 USD; the price is 47 USD."""
    cheap = EXAMPLE.replace("price: 55 USD", "price: 47 USD")
    assert not of_kind(read(cheap), "implausible")
    dear = cheap.replace(
        "chip-maker: {share: 100 %, made_in: US}",
        "chip-maker: {share: 50 %, made_in: US, price_factor: 6.08}\n          home-chips: {share: 50 %, made_in: CN}",
    )
    (found,) = of_kind(read(dear), "implausible")
    assert found.message == "parts of 47.25 USD in one product, and a price of 47.00 USD"
    assert found.rows == ("lines.camera.inputs.soc: 44.25 USD", "lines.camera.inputs.lens: 3.00 USD")
    other = cheap.replace("serves: 10 / 30 / 50 %,", "serves: 10 / 30 / 50 %, price_factor: 9,")
    assert not of_kind(read(other), "implausible")  # of an alternative it may be so


def test_a_stock_of_less_than_half_a_lot_is_warned_of(read: Read) -> None:
    """60 % in lots of 60 days and 40 % of 180 days are 54 days on average; 90 days are likely on hand of chips."""
    two = (
        "chip-maker: {{share: 60 %, made_in: US, lots_every: {} days}}\n          "
        "home-chips: {{share: 40 %, made_in: CN, lots_every: 180 days}}"
    )
    one = "chip-maker: {share: 100 %, made_in: US}"
    assert not of_kind(read(EXAMPLE.replace(one, two.format(60))), "thin stock")
    (found,) = of_kind(read(EXAMPLE.replace(one, two.format(240))), "thin stock")
    assert (found.item, found.message) == ("lines.camera", "1 stock of less than half a lot")
    assert found.rows == ("lines.camera.inputs.soc: 90 days, and half a lot is 108 days",)
    lens = "glass-works: {share: 100 %, made_in: CN"
    (found,) = of_kind(read(EXAMPLE.replace(lens, f"{lens}, lots_every: 61 days")), "thin stock")
    assert found.rows == ("lines.camera.inputs.lens: 30 days, and half a lot is 30.5 days",)


def test_evidence_counts_other_currencies_at_their_rate(read: Read) -> None:
    found = of_kind(read(WIDE), "evidence")
    assert [each.message for each in found] == ["100 % of 82.00 USD", "100 % of 13.50 USD"]


def test_numbers_of_a_class_are_counted_with_each_listed(read: Read) -> None:
    found = of_kind(read(EXAMPLE), "class default")
    assert [(each.item, each.message) for each in found] == [
        ("classes.chip", "2 lead_time, 1 qualification, 1 ramp"),
        ("classes.glass", "1 stock, 1 lead_time"),
    ]
    assert found[1].rows == (
        "lines.camera.inputs.lens: stock",
        "lines.camera.inputs.lens: lead_time of glass-works",
    )


def test_a_fleet_takes_no_stock_from_its_class(read: Read) -> None:
    rows = [row for each in of_kind(read(WIDE), "class default") for row in each.rows]
    assert [row for row in rows if "testers" in row] == [
        "lines.phone.inputs.testers: lead_time of tool-maker"
    ]


def test_content_law_asks_about_is_missed_only_where_it_may_decide(read: Read) -> None:
    file = read(WIDE)
    (found,) = of_kind(file, "content")
    assert found.message == "4 sources with no content stated; law may not decide"
    assert found.rows == (  # not what is made in the United States alone, which decides it
        "lines.phone.inputs.soc: own-chip (US)",
        "lines.phone.inputs.memory: memory-maker (US)",
        "lines.phone.inputs.memory: second-memory (US)",
        "lines.phone.inputs.memory: third-memory (US)",
    )


def test_content_of_domestic_sources_may_decide_too(read: Read) -> None:
    (found,) = of_kind(read(EXAMPLE), "content")
    assert found.rows == (
        "lines.camera.inputs.soc: home-chips (US)",
        "lines.camera.inputs.lens: glass-works (US)",
    )
    assert not of_kind(read(EXAMPLE.replace("made_in: CN}", "made_in: CN, published: true}")), "content")


def test_places_whose_split_is_not_known_are_counted(read: Read) -> None:
    (found,) = of_kind(read(WIDE), "split")
    assert found.rows == ("lines.phone.inputs.memory: second-memory (TW, CN)",)


def test_a_stock_described_half_a_year_before_the_start_is_old(read: Read) -> None:
    # 180 days before 2019-05-01 is 2018-11-02.
    assert not of_kind(read(EXAMPLE.replace("as_of: 2019-05-01", "as_of: 2018-11-02")), "old stock")
    (found,) = of_kind(read(EXAMPLE.replace("as_of: 2019-05-01", "as_of: 2018-11-01")), "old stock")
    assert found.rows == ("lines.camera.inputs.soc: 2018-11-01",)


def test_pieces_that_are_no_whole_number_may_be_thousands(read: Read) -> None:
    stock = "covers: 60 / 90 / 180 days"
    assert stock in EXAMPLE
    (found,) = of_kind(read(EXAMPLE.replace(stock, "pieces: 22.516")), "thousands")
    assert found.item == "lines.camera.inputs.soc.stock.pieces"
    assert found.message == "22.516 is no whole number of pieces; write 22516 if thousands are meant"
    assert not of_kind(read(EXAMPLE.replace(stock, "pieces: 22516")), "thousands")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "covers: 60 / 90 / 180 days",
            "pieces: 22.000",
            "`22.000` is read as 22; write 22000 if thousands are meant",
        ),
        (
            "covers: 60 / 90 / 180 days",
            "covers: 1.000 days",
            "`1.000` is read as 1; write 1000 if thousands are meant",
        ),
        ("covers: 60 / 90 / 180 days", "covers: 60 / 90.000 / 180 days", "`90.000` is read as 90"),
    ],
)
def test_a_number_that_may_be_thousands_is_refused(read: Read, old: str, new: str, said: str) -> None:
    assert old in EXAMPLE
    with pytest.raises(ScenarioError, match=re.escape(said)):
        read(EXAMPLE.replace(old, new))


@pytest.mark.parametrize("pieces", ["22.0", "22.00", "22000.000", "0.250"])
def test_other_numbers_with_decimals_are_read(read: Read, pieces: str) -> None:
    assert read(EXAMPLE.replace("covers: 60 / 90 / 180 days", f"pieces: {pieces}"))


def test_an_alternative_that_serves_nothing_is_said(read: Read) -> None:
    (found,) = of_kind(read(EXAMPLE.replace("serves: 10 / 30 / 50 %", "serves: 0 %")), "serves nothing")
    assert found.item == "lines.camera.inputs.soc.alternatives.home-chips"
    assert not of_kind(
        read(EXAMPLE.replace("serves: 10 / 30 / 50 %", "serves: 0 / 0 / 5 %")), "serves nothing"
    )


def test_an_uncertain_day_that_was_past_is_said(read: Read) -> None:
    (found,) = of_kind(read(WIDE), "known day")
    assert found.item == "vendor_stops.pause.until"
    certain = WIDE.replace("2019-06-20 / 2019-06-25 / 2019-07-01", "2019-06-25")
    assert not of_kind(read(certain), "known day")
    later = WIDE.replace("2019-06-20 / 2019-06-25 / 2019-07-01", "2019-06-20 / 2019-06-25 / 2019-10-10")
    assert not of_kind(read(later), "known day")


# What is unused

MORE = {
    "references": "  spare: {what: a source, date: 2019-01-01, grade: A}\n",
    "organisations": "  spare: {name: Spare, home: US}\n",
    "currencies": "  EUR: {usd: 1.1 USD, date: 2019-05-01, ref: rate}\n",
    "classes": "  spare: {title: S, stock: 1 day, lead_time: 1 day, qualification: 1 day, ramp: 1 day, basis: x, "
    "ref: estimate}\n",
}


def with_unused(section: str) -> str:
    return WIDE.replace(f"\n{section}:\n", f"\n{section}:\n{MORE[section]}")


def test_nothing_of_the_wide_scenario_is_unused(read: Read) -> None:
    assert not of_kind(read(WIDE), "unused")


@pytest.mark.parametrize("section", MORE)
def test_what_is_defined_and_not_used_is_said(section: str, read: Read) -> None:
    (found,) = of_kind(read(with_unused(section)), "unused")
    assert found.item in (f"{section}.spare", "currencies.EUR")


def test_what_only_a_variant_names_is_used(read: Read) -> None:
    text = (
        with_unused("organisations")
        + "  other:\n    title: x\n    set: {lines.phone.inputs.memory.alternatives.third-memory.supplier: spare}\n"
    )
    assert not of_kind(read(text), "unused")
    text = (
        with_unused("references") + "  other:\n    title: x\n    ref: spare\n    set: {lines.phone.note: x}\n"
    )
    assert not of_kind(read(text), "unused")


def test_with_a_variant_applied_nothing_counts_as_unused(read: Read) -> None:
    assert not of_kind(read(with_unused("classes"), ["no-second-round"]), "unused")


def test_what_shipped_files_hold_for_other_scenarios_is_not_unused() -> None:
    for name in scenario_names():
        assert not [
            each for each in of_kind(read_scenario(name), "unused") if each.file.startswith("shipped/")
        ]


# How they are shown


def some(count: int) -> list[ScenarioWarning]:
    one = ScenarioWarning(
        "folder/a.yaml", 12, 3, "lines.a", "x " * 60 + "x", "evidence", ("row one", "row two")
    )
    return [dataclasses.replace(one, line=number) for number in range(count)]


def test_twenty_are_shown_and_how_many_more_there_are() -> None:
    lines = list(warning_lines(some(23)))
    assert lines[0].startswith("evidence (23): ")
    assert sum("lines.a" in line for line in lines) == 20
    assert lines[-1] == "and 3 more warnings; --all lists them"
    assert not any("row" in line for line in lines)


def test_all_are_shown_with_their_rows() -> None:
    lines = list(warning_lines(some(23), every=True))
    assert sum("lines.a" in line for line in lines) == 23
    assert sum("row one" in line for line in lines) == 23


def test_no_warnings_are_no_lines() -> None:
    assert list(warning_lines([])) == []


@pytest.mark.parametrize("name", scenario_names())
@pytest.mark.parametrize("every", [True, False])
def test_warnings_fit_80_columns(name: str, every: bool) -> None:
    lines = list(warning_lines(scenario_warnings(read_scenario(name)), every))
    assert max(map(len, lines)) <= 80
    assert max(map(len, warning_lines(some(3), every))) <= 80


def test_a_file_is_named_once_above_its_warnings(read: Read, here: Path) -> None:
    lines = list(warning_lines(scenario_warnings(read(EXAMPLE))))
    assert lines[:3] == [
        "evidence (1): parts value (cost x share) without a source of grade A to C",
        "  scenario.yaml",
        "    58:3 lines.camera: 100 % of 15.50 USD",
    ]


def test_a_source_beside_the_lines_of_its_supplier_is_warned_about(read: Read) -> None:
    """HiSilicon's chip lines are modelled; radio chips of the phones are none of them, camera chips are one."""
    told = {
        each.item: each.rows for each in of_kind(read_scenario("entity-list-2019-10"), "trouble not felt")
    }
    assert "lines.huawei-p30-pro.inputs.rf-hisilicon: hisilicon" in told["lines.huawei-p30-pro"]
    assert "lines.hikvision-camera" not in told
    assert not of_kind(read(EXAMPLE), "trouble not felt")
