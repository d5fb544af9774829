"""This is a test of lists that are read: what is found out about a file, and what becomes of its rows."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import sys
from pathlib import Path

import openpyxl
import pytest

import sim
from sim.intake.importing import import_parts
from sim.intake.screening_subjects import read_subjects
from sim.intake.starting import start_scenario
from sim.network import supply_network
from sim.rules.facts import Flow
from sim.rules.predicate import Truth, ask
from sim.scenario.model import Line, Scenario
from sim.scenario.reading import read_scenario
from sim.scenario.text_file import MAX_BYTES
from tests.intake.conftest import GOOD, Import, Refused, plan
from tests.intake.messy_lists import RATES, messy_csv, plain_csv, workbook

GERMAN = (
    "Teilenummer;Bezeichnung;Lieferant;Ursprungsland;Menge;Stückpreis (EUR);Bestand;Lieferzeit (Wochen)\n"
    "A-1;Gehäuse grün;Müller & Söhne GmbH;Deutschland;2;1.234,50;12.000;6\n"
    "A-2;Kondensator für Gerät;Würth;Österreich;10;0,05;5 Tsd;4-6\n"
)
CHINESE = (
    "物料编码,描述,供应商,原产国,用量,单价,币种,库存,交期\n"
    "A-1,电阻器,京东方,中国,10,0.5,CNY,1万,8周\n"
    "A-2,镜头,舜宇,中国,1,12,CNY,300,30天\n"
)


def only_line(scenario: Scenario) -> Line:
    (line,) = scenario.lines.values()
    return line


@pytest.mark.parametrize("name", ["Nr", "Art.-Nr.", "Pos"])
def test_a_column_of_numbers_names_the_parts_where_no_other_does(imported: Import, name: str) -> None:
    done, scenario = imported(f"{name};Lieferant;Menge\n17;Acme;2\n18;Acme;1\n19;Bolt;4\n")
    assert done.parts == 3
    assert f"column A `{name}` is read as the part's number, for no other names the parts" in done.remarks
    (line,) = scenario.lines.values()
    assert [item.needs.likely for item in line.inputs.values()] == [2.0, 1.0, 4.0]


def test_a_plain_list_becomes_a_line_with_its_parts(imported: Import) -> None:
    done, scenario = imported(GOOD)
    line = only_line(scenario)
    assert (done.parts, done.guessed) == (3, True)
    assert list(line.inputs) == ["soc-1", "lens-1", "case-1"]
    lens = line.inputs["lens-1"]
    assert (lens.class_, lens.needs.likely, str(lens.cost)) == ("lens", 2, "2.5 USD")
    assert lens.stock is not None
    assert lens.stock.pieces is not None
    assert lens.stock.pieces.likely == 9000
    assert lens.sources["lens-works"].lead_time is None
    assert list(line.inputs["soc-1"].sources) == ["hisilicon"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_german_lists_are_read_in_every_encoding(encoding: str, imported: Import) -> None:
    done, scenario = imported(GERMAN.encode(encoding), rates=(RATES[0],))
    line = only_line(scenario)
    assert line.inputs["a-1"].title == "Gehäuse grün"
    assert str(line.inputs["a-1"].cost) == "2469 EUR"
    assert scenario.organisations["muller-and-sohne-gmbh"].home == "DE"
    assert line.inputs["a-2"].sources["wurth"].lead_time is None
    assert any("the decimal sign is `,`" in remark for remark in done.remarks)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "gb18030"])
def test_chinese_lists_are_read_in_every_encoding(encoding: str, imported: Import) -> None:
    _, scenario = imported(CHINESE.encode(encoding), rates=(RATES[1],))
    first = only_line(scenario).inputs["a-1"]
    assert (first.title, first.class_, list(first.sources)) == ("电阻器", "small-parts", ["boe"])
    assert first.stock is not None
    assert first.stock.pieces is not None
    assert first.stock.pieces.likely == 10_000


@pytest.mark.parametrize(("weeks", "travels"), [("", None), ("1", "7 days"), ("8", None), ("40", None)])
def test_a_long_lead_time_puts_no_more_goods_on_the_way(
    weeks: str, travels: str | None, imported: Import
) -> None:
    done, scenario = imported(GOOD.replace("60000,16", f"60000,{weeks}"))
    (source,) = only_line(scenario).inputs["soc-1"].sources.values()
    assert (None if source.lead_time is None else str(source.lead_time)) == travels
    quoted = f"{7 * int(weeks)} days" if weeks in ("8", "40") else None
    assert (None if source.quoted_lead_time is None else str(source.quoted_lead_time)) == quoted
    told = [remark for remark in done.remarks if "from order to delivery" in remark]
    assert any("SOC-1" in remark for remark in told) is (weeks in ("8", "40"))


def test_begin_by_takes_another_source_to_need_the_lead_time_of_the_list(imported: Import) -> None:
    """A SoC travels 3 / 7 / 14 days by its class; 52 weeks of lead time end 364 days after the order in every draw.

    The same stock is gone on the same days, so that the day to begin is earlier by what is longer: 350 to 361 days.
    """
    days = []
    for weeks in ("", "52"):
        done, _ = imported(GOOD.replace("60000,16", f"60000,{weeks}"), stops="HiSilicon", force=True)
        first = sim.run(done.scenario, replications=16).tables["first_out"].set_index("input").loc["soc-1"]
        assert first["start_with"] == "another source"
        days.append(first["start_by"])
    assert 350 <= (days[0] - days[1]).days <= 361


def test_an_alternate_without_a_lead_time_of_its_own_needs_that_of_the_part(imported: Import) -> None:
    list_ = (
        "Part,Qty,Supplier,Lead time (weeks),Substitutes,Alternate of,Serves\n"
        "A,1,Sony,52,Samsung: S5K; B,,\n"
        "B,1,OmniVision,26,,,\n"
        "C,,SmartSens,,,A,70 %\n"
        "D,1,Sony,1,Samsung: S6K,,\n"
    )
    done, scenario = imported(list_)
    inputs = only_line(scenario).inputs
    times = {name: str(each.lead_time) for name, each in inputs["a"].alternatives.items()}
    assert times == {"smartsens": "364 days", "samsung": "364 days", "omnivision": "182 days"}
    # How much it serves stands in the list; how long it takes does not.
    assert inputs["a"].alternatives["smartsens"].ref == "parts-list-in-part"
    assert (
        inputs["d"].alternatives["samsung"].lead_time is None
    )  # what travels a week says nothing of another
    assert "an alternate without a lead time of its own is taken to need the part's: A" in done.remarks


def test_an_alternate_keeps_its_whole_lead_time(imported: Import) -> None:
    alternate = "ALT-1,Camera SoC,Ambarella,TW,1,6.10,,40"
    head, *rows = GOOD.strip().splitlines()
    text = "\n".join([f"{head},Alternate of", *(f"{row}," for row in rows), f"{alternate},SOC-1"]) + "\n"
    (other,) = only_line(imported(text)[1]).inputs["soc-1"].alternatives.values()
    assert str(other.lead_time) == "280 days"


def test_a_list_in_utf_8_needs_no_extra_library(imported: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("openpyxl", "cyclonedx", "cyclonedx.model.bom", "charset_normalizer", "defusedxml"):
        monkeypatch.setitem(sys.modules, name, None)
    assert imported(GOOD)[0].parts == 3


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found_out(separator: str, imported: Import) -> None:
    _, scenario = imported(GOOD.replace(",", separator))
    assert len(only_line(scenario).inputs) == 3


def test_separators_inside_quotes_do_not_count(imported: Import) -> None:
    rows = "".join(f'P{n};1;"{";" * (n % 3)}";1,5\n' for n in range(9))
    _, scenario = imported("Part;Qty;Substitutes;Price\n" + rows)
    assert len(only_line(scenario).inputs) == 9


def test_rows_of_one_part_are_one_part(imported: Import) -> None:
    done, scenario = imported(
        "Part,Qty,Supplier,Unit price,Stock\nA,2,Sony,1.5,900\nB,1,Sony,1,\nA,1,Sony,1.5,900\n"
    )
    a = only_line(scenario).inputs["a"]
    assert (a.needs.likely, a.cost.likely) == (3, 4.5)
    assert a.stock is not None
    assert a.stock.pieces is not None
    assert a.stock.pieces.likely == 900  # the same figure twice is one stock
    assert "rows 2, 4 are one part, `A`, 3 in one product" in done.remarks


def test_suppliers_of_one_part_share_its_need_as_its_rows_do(imported: Import) -> None:
    _, scenario = imported("Part,Qty,Supplier\nA,2,Sony\nA,1,Murata\n")
    sources = only_line(scenario).inputs["a"].sources
    assert {name: source.share.likely for name, source in sources.items()} == {
        "sony": 0.666667,
        "murata": 0.333333,
    }


def test_a_share_column_makes_rows_sources_of_one_need(imported: Import) -> None:
    _, scenario = imported("Part,Qty,Supplier,Share\nA,2,Sony,60 %\nA,2,Murata,40 %\n")
    a = only_line(scenario).inputs["a"]
    assert a.needs.likely == 2
    assert {name: source.share.likely for name, source in a.sources.items()} == {"sony": 0.6, "murata": 0.4}


def test_substitutes_and_alternate_rows_become_alternatives(imported: Import) -> None:
    list_ = (
        "Part,Qty,Supplier,Made in,Lead time (weeks),Substitutes,Alternate of\n"
        "A,1,Sony,JP,8,Samsung: S5K; B,\n"
        "B,1,OmniVision,TW,6,,\n"
        "C,,SmartSens,CN,4,,A\n"
    )
    _, scenario = imported(list_)
    line = only_line(scenario)
    assert list(line.inputs) == ["a", "b"]
    alternatives = line.inputs["a"].alternatives
    assert {name: each.made_in for name, each in alternatives.items() if name != "samsung"} == {
        "smartsens": "CN",
        "omnivision": "TW",
    }
    assert alternatives["samsung"].made_in == "unknown"
    assert str(alternatives["smartsens"].serves) == "50 / 80 / 100 %"
    assert alternatives["smartsens"].ref == "own-estimate"


def test_open_orders_are_all_there_are(imported: Import) -> None:
    _, scenario = imported(
        "Part,Qty,Stock,Open orders,Due\nA,1,90000,500; 250,2026-03-01; 2026-04-01\nB,1,90000,,\n"
    )
    a, b = only_line(scenario).inputs.values()
    assert a.stock is not None
    assert b.stock is not None
    assert [(order.pieces.likely, order.due) for order in a.stock.on_order or ()] == [
        (500, dt.date(2026, 3, 1)),
        (250, dt.date(2026, 4, 1)),
    ]
    assert b.stock.on_order == ()


def test_a_place_that_is_not_said_is_not_guessed(imported: Import) -> None:
    list_ = "Part,Qty,Supplier,Supplier country\nA,1,Acme,DE\n"
    done, scenario = imported(list_)
    source = only_line(scenario).inputs["a"].sources["acme"]
    assert source.made_in == "unknown"  # law leaves it undetermined
    assert scenario.organisations["acme"].home == "DE"
    assert any(
        remark.startswith("made_in is unknown: 1 part, 100 % of parts cost") for remark in done.remarks
    )
    mapping = Path("parts.csv.mapping.yaml")
    mapping.write_text(mapping.read_text().replace("assume_made_in_home: false", "assume_made_in_home: true"))
    _, scenario = imported(list_, mapping=mapping, force=True)
    assert only_line(scenario).inputs["a"].sources["acme"].made_in == "DE"


def test_a_home_taken_from_where_parts_are_made_is_asked_about_until_it_is_said(imported: Import) -> None:
    list_ = "Part,Qty,Supplier,Made in\nA,1,Acme,MY\nB,1,Acme,MY\nC,1,Zenith,JP\n"
    done, scenario = imported(list_)
    (asked,) = [remark for remark in done.remarks if remark.startswith("Is that their home?")]
    assert ": Acme (MY), Zenith (JP). To set it: `suppliers` in the mapping" in asked
    assert (
        "  Acme: {home: MY} # from where most of its parts are made: check it\n" in done.mapping.read_text()
    )
    done.mapping.write_text(done.mapping.read_text().replace("Acme: {home: MY}", "Acme: {home: DE}"))
    done, scenario = imported(None, mapping=done.mapping, force=True)
    assert scenario.organisations["acme"].home == "DE"
    assert not any("Is that their home?" in remark for remark in done.remarks)
    stated = "Part,Qty,Supplier,Made in,Supplier country\nA,1,Acme,MY,DE\nB,1,Acme,MY,\n"
    done, scenario = imported(stated, force=True)
    assert scenario.organisations["acme"].home == "DE"
    assert not any("Is that their home?" in remark for remark in done.remarks)


def test_a_home_of_the_mapping_that_the_list_contradicts_is_said(imported: Import) -> None:
    done, _ = imported("Part,Qty,Supplier,Made in\nA,1,Acme,MY\n")
    stated = "Part,Qty,Supplier,Made in,Supplier country\nA,1,Acme,MY,DE\n"
    done, scenario = imported(stated, mapping=done.mapping, force=True)
    assert scenario.organisations["acme"].home == "MY"
    assert any(
        "column E `Supplier country` is not read, for the mapping does not name it: to read it, write "
        "`supplier_country: Supplier country` under `columns`" in remark
        for remark in done.remarks
    )
    columns = "  supplier_country: Supplier country\n  made_in: Made in"
    done.mapping.write_text(done.mapping.read_text().replace("  made_in: Made in", columns))
    done, scenario = imported(stated, mapping=done.mapping, force=True)
    assert any("another home: Acme (MY, list DE)" in remark for remark in done.remarks)
    done.mapping.write_text(done.mapping.read_text().replace("Acme: {home: MY}", "Acme: {home: DE}"))
    done, scenario = imported(stated, mapping=done.mapping, force=True)
    assert scenario.organisations["acme"].home == "DE"
    assert not any("another home" in remark for remark in done.remarks)


def test_law_leaves_a_part_undetermined_whose_place_is_not_said(imported: Import) -> None:
    _, scenario = imported("Part,Qty,Supplier,Made in\nA,1,Acme,\nB,1,Acme,TW\n", country="TW")
    line = only_line(scenario)
    ban = scenario.rules["export-ban-tw"].when
    answers = {}
    for name, item in line.inputs.items():
        made_in = frozenset(item.sources["acme"].places)
        flow = Flow(line.maker, "acme", name, "goods", "new", False, made_in, "ZZ", {}, None)
        answers[name] = ask(ban, flow).truth
    assert answers == {"a": Truth.UNKNOWN, "b": Truth.YES}


def test_a_home_that_is_not_known_is_a_placeholder(imported: Import) -> None:
    done, scenario = imported("Part,Qty,Supplier\nA,1,Acme\nB,1,\n")
    assert scenario.organisations["acme"].home == "ZZ"
    assert any("Acme (home unknown: a placeholder)" in remark for remark in done.remarks)
    assert "acme: {name: Acme, home: ZZ} # placeholder" in done.scenario.read_text()
    assert (
        "no supplier is named: B. They stop by no supplier's stop; a country's ban may reach them"
        in done.remarks
    )


def test_what_is_filled_rests_on_an_estimate_and_what_is_stated_on_the_list(imported: Import) -> None:

    done, scenario = imported("Part,Qty,Supplier,Unit price,Stock\nA,2,Sony,1.5,900\nB,1,Sony,,\n")
    file = read_scenario(done.scenario)
    assert file.origin("lines.parts.inputs.a.cost").ref == "parts-list"
    assert file.origin("lines.parts.inputs.b.cost").ref == "parts-list-in-part"
    assert file.origin("lines.parts.plan").ref == "own-estimate"
    grades = {name: reference.grade for name, reference in scenario.references.items()}
    assert {name: grades[name] for name in ("parts-list", "parts-list-in-part", "own-estimate")} == {
        "parts-list": "B",
        "parts-list-in-part": "E",
        "own-estimate": "E",
    }
    assert "parts.csv" in scenario.references["parts-list"].what


def test_rows_that_are_no_parts_are_left_out_and_said(imported: Import) -> None:
    done, scenario = imported("Part,Qty,Price\nA,1,2\nB,0,2\nC,DNP,2\n,,\nTotal,2,4\n")
    assert list(only_line(scenario).inputs) == ["a"]
    assert {
        "1 row left out, quantity 0: 3",
        "1 row left out, not placed: 4",
        "1 row left out, a sum: 6",
    } <= set(done.remarks)


def test_several_products_become_several_lines(imported: Import) -> None:
    _, scenario = imported("Product,Part,Qty\nCamera A,SOC,1\nCamera B,SOC,1\n")
    assert list(scenario.lines) == ["camera-a", "camera-b"]


def test_amounts_whose_currency_is_left_blank_are_said_to_be_dollars(imported: Import) -> None:
    list_ = "Part,Qty,Price,Currency\nA,1,5,USD\nB,1,5,{}\n"
    said = "amounts are taken as USD where `Currency` is blank"
    assert said in imported(list_.format(""))[0].remarks
    assert said not in imported(list_.format("USD"), force=True)[0].remarks


def test_the_scenario_asks_about_suppliers_and_countries(imported: Import) -> None:
    _, scenario = imported(GOOD, maker="Our firm", home="DE", plan="500 units/day", markets=("EU=100%",))
    stop = scenario.vendor_stops["what-if"]
    assert (stop.supplier, stop.buyers) == ("hisilicon", ("our-firm",))  # the largest share of parts cost
    assert not stop.from_.certain
    assert list(scenario.variants) == ["lens-works-stops", "export-ban-tw", "export-ban-jp"]
    assert {name for name in scenario.rules if name.startswith("export-ban")} == {
        "export-ban-tw",
        "export-ban-jp",
    }
    assert not scenario.lists  # nobody is listed: a ban reaches what is made there
    assert only_line(scenario).plan.likely == 500


def test_a_country_can_be_asked_about_first(imported: Import) -> None:
    _, scenario = imported(GOOD, country="Japan", stops=None)
    assert scenario.measures["what-if"].rules == ("export-ban-jp",)
    assert not scenario.vendor_stops
    assert len(scenario.variants) == 3


def test_a_list_whose_places_are_not_said_asks_about_suppliers_alone(imported: Import) -> None:
    _, scenario = imported("Part,Qty,Supplier\n" + "".join(f"P{n},1,Firm {n}\n" for n in range(9)))
    assert list(scenario.variants) == [f"firm-{n}-stops" for n in (1, 2, 3)]


def test_a_supplier_can_be_asked_about_in_any_of_its_names(imported: Import, refused: Refused) -> None:
    _, scenario = imported(GOOD, stops="海思")
    assert scenario.vendor_stops["what-if"].supplier == "hisilicon"
    assert refused(GOOD, stops="Lens Work", force=True) == [
        "parts.csv: --stops: no supplier of the list is called `Lens Work`; did you mean `Lens Works`?"
    ]


def test_each_product_sells_at_twice_the_cost_of_its_own_parts_until_a_price_is_given(
    imported: Import,
) -> None:
    _, scenario = imported("Product,Part,Qty,Price\nCamera,SOC,1,10\nLamp,LED,2,1\n")
    assert {name: str(line.price) for name, line in scenario.lines.items()} == {
        "camera": "20 USD",
        "lamp": "4 USD",
    }


@pytest.mark.parametrize(
    "title", ["Bill of materials\n\n", "sep=;\n", "List, as of today, of all, our, parts\n"]
)
def test_a_title_above_the_names_does_not_hide_the_separator(title: str, imported: Import) -> None:
    _, scenario = imported(title + "Part;Price;Qty\n" + "".join(f"P{n};1,{n};1\n" for n in range(10)))
    assert len(only_line(scenario).inputs) == 10


def test_a_scenario_whose_question_is_made_up_is_marked_hypothetical(here: Path) -> None:
    Path("parts.csv").write_text(GOOD)
    done = import_parts(plan(Path("parts.csv"), {}))
    assert "\nhypothetical: true\n" in done.scenario.read_text()
    assert "\nhypothetical: true\n" in start_scenario("supplier-may-be-listed").scenario.read_text()


def test_every_variant_of_an_imported_scenario_is_sound(imported: Import) -> None:

    done, scenario = imported(GOOD)
    for name in scenario.variants:
        assert supply_network(read_scenario(done.scenario, (name,)).scenario).lines


def test_the_same_list_gives_the_same_bytes_and_so_does_its_mapping(imported: Import) -> None:
    content = messy_csv(200, 5)
    done, _ = imported(content, rates=RATES)
    first = done.scenario.read_bytes(), done.mapping.read_bytes()
    done, _ = imported(content, rates=RATES, force=True)
    assert (done.scenario.read_bytes(), done.mapping.read_bytes()) == first
    done, _ = imported(content, mapping=done.mapping, force=True)
    assert not done.guessed
    assert done.scenario.read_bytes() == first[0]


def test_a_messy_list_and_the_same_one_in_a_workbook_make_the_same_parts(
    imported: Import, here: Path
) -> None:
    _, from_csv = imported(messy_csv(1200, 7), "list.csv", rates=RATES)
    workbook(here / "list.xlsx", 1200, 7)
    done, from_book = imported(None, "list.xlsx", rates=RATES, force=True)
    left, right = only_line(from_csv).inputs, only_line(from_book).inputs
    assert list(left) == list(right)
    assert len(left) > 1000
    assert [item.needs for item in left.values()] == [item.needs for item in right.values()]
    assert any(
        "merged cells are filled from their top left cell: C10:C11, C60:C61" in remark
        for remark in done.remarks
    )
    assert any("hidden sheets are not read: `Old`" in remark for remark in done.remarks)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_list_of_ten_thousand_lines_is_imported(name: str, here: Path) -> None:
    if name == "list.csv":
        Path(name).write_bytes(plain_csv(10_000, 1))
    else:
        workbook(Path(name), 10_000, 1, clean=True)
    done = import_parts(plan(Path(name), {"rates": RATES}))
    assert done.parts == 10_000
    assert done.scenario.stat().st_size < MAX_BYTES


def test_a_list_that_no_scenario_file_holds_is_refused(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.intake.building.MAX_VALUES", 50)
    (found,) = refused(GOOD)
    assert "a scenario file holds 6 MB and 50 values: leave out the parts that matter least" in found


@pytest.mark.parametrize("order", list(itertools.permutations(("Supplier", "Country", "Made in"))))
def test_a_column_that_says_where_a_part_is_made_wins_over_a_bare_country(
    order: tuple[str, ...], imported: Import
) -> None:
    cells = {"Supplier": "Lens Works", "Country": "JP", "Made in": "TW"}
    rows = (("Part number", *order, "Qty"), ("L-1", *(cells[name] for name in order), "1"))
    done, scenario = imported("\n".join(",".join(row) for row in rows) + "\n")
    (source,) = only_line(scenario).inputs["l-1"].sources.values()
    assert (source.made_in, scenario.organisations["lens-works"].home) == ("TW", "JP")
    assert any("`Country` is read as supplier country" in remark for remark in done.remarks)


@pytest.mark.parametrize("order", list(itertools.permutations(("Country", "Supplier country", "Origin"))))
def test_a_bare_country_beside_both_is_not_read_and_said(order: tuple[str, ...], imported: Import) -> None:
    cells = {"Country": "US", "Supplier country": "JP", "Origin": "TW"}
    rows = (("Part number", "Supplier", *order), ("L-1", "Lens Works", *(cells[name] for name in order)))
    done, scenario = imported("\n".join(",".join(row) for row in rows) + "\n")
    (source,) = only_line(scenario).inputs["l-1"].sources.values()
    assert (source.made_in, scenario.organisations["lens-works"].home) == ("TW", "JP")
    assert any("`Country` is not read" in remark for remark in done.remarks)


@pytest.mark.parametrize("name", ["Country", "Land", "国家"])
def test_a_bare_country_alone_says_where_a_part_is_made(name: str, imported: Import) -> None:
    _, scenario = imported(f"Part number,Supplier,{name}\nL-1,Lens Works,TW\n")
    (source,) = only_line(scenario).inputs["l-1"].sources.values()
    assert source.made_in == "TW"


def test_amounts_are_written_in_the_digits_of_the_list(imported: Import) -> None:
    """17.28 a piece times 9.6003 pieces, thousands of pieces, months: no noise of binary arithmetic."""
    list_ = "Part,Supplier,Share,Qty,Unit price,Stock,Lead time\nA,Sony,,3,55.29824,1036.84 k pcs,3 months\n"
    list_ += "B,Sony,33 %,1,0.1 EUR,1,1 day\nB,Murata,67 %,1,0.2 USD,1,1 day\n"
    list_ += "C,Sony,,0.1,3,1,1 day\nC,Sony,,0.2,3,1,1 day\n"
    done, scenario = imported(list_, rates=("EUR=1.1 USD on 2026-01-02",))
    assert re.findall(r"\d\.\d{7,}", done.scenario.read_text()) == []
    first = only_line(scenario).inputs["a"]
    assert first.stock is not None
    assert first.stock.pieces is not None
    assert (first.stock.pieces.likely, first.cost.likely) == (1_036_840.0, 165.89472)


@pytest.mark.parametrize(
    "list_", [GOOD, "Part,Supplier,Made in,Qty,Price,Stock,Lead time\nA,Sony,JP,1,1 USD,5,1 day\n"]
)
def test_an_import_defines_no_reference_that_nothing_rests_on(list_: str, imported: Import) -> None:
    done, _ = imported(list_)
    assert [warning for warning in sim.check(str(done.scenario)) if warning.kind == "unused"] == []


@pytest.mark.parametrize("price", ["4 USD", "3 EUR"])
def test_parts_that_cost_more_than_the_product_are_warned_of(price: str, imported: Import) -> None:
    done, _ = imported(GOOD, price=price, rates=("EUR=1.08 USD on 2026-01-02",))
    assert done.remarks[0].startswith(
        "Implausible: the parts of one product cost 10.60 USD, and it sells for "
    )
    assert "Most cost soc-1 6.10 USD, lens-1 2.50 USD. " in done.remarks[0]
    (found,) = (each for each in sim.check(str(done.scenario)) if each.kind == "implausible")
    assert (found.item, found.message[:33]) == ("lines.parts.price", "parts of 10.60 USD in one product")


@pytest.mark.parametrize("options", [{}, {"price": "11 USD"}, {"price": "10 EUR"}])
def test_a_price_above_the_cost_of_the_parts_is_plausible(options: dict[str, str], imported: Import) -> None:
    done, _ = imported(GOOD, rates=("EUR=1.08 USD on 2026-01-02",), **options)
    assert not any("Implausible" in remark for remark in done.remarks)
    assert not any(each.kind == "implausible" for each in sim.check(str(done.scenario)))


def test_dates_that_may_be_either_are_said_to_be_read_with_the_day_first(imported: Import) -> None:
    text = "Part,Qty,Stock,Open orders,Due\nA,1,900000,100,{}\n"
    done, _ = imported(text.format("03/04/2026"))
    said = "dates such as `03/04/2026` are read with the day first; nothing in the file shows it, so check `dates`"
    assert any(remark.startswith(said) for remark in done.remarks)
    for clear in ("13/04/2026", "2026-04-03", "03.04.2026"):
        done, _ = imported(text.format(clear), force=True)
        assert not any(remark.startswith("dates such as") for remark in done.remarks)


@pytest.mark.parametrize(
    ("column", "name"), [("B", "Qty"), ("C", "Stock"), ("D", "Lead time"), ("E", "Price")]
)
@pytest.mark.parametrize("shown", ["0%", "0.0 %"])
def test_a_cell_shown_in_per_cent_is_no_number_of_pieces(
    column: str, name: str, shown: str, here: Path, refused: Refused
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Part", "Qty", "Stock", "Lead time", "Price"])
    sheet.append(["A", 1, 5, 2, 3])
    sheet[f"{column}2"].value, sheet[f"{column}2"].number_format = 0.05, shown
    book.save("parts.xlsx")
    (problem,) = refused(None, "parts.xlsx")
    assert (
        f"cell {column}2: `{name}`: `0.05` is shown in per cent, which this column does not hold" in problem
    )


def test_shares_shown_in_per_cent_are_read(here: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Part", "Qty", "Supplier", "Share"], ["A", 1, "Sony", 0.4], ["A", 1, "Murata", 0.6]):
        sheet.append(row)
    sheet["D2"].number_format = sheet["D3"].number_format = "0%"
    book.save("parts.xlsx")
    assert "share: 40 %" in import_parts(plan(Path("parts.xlsx"), {})).scenario.read_text()


def test_who_is_not_named_is_counted_as_no_supplier(imported: Import) -> None:
    """Of three parts one is of Sony, one of Murata and one of nobody known: two suppliers."""
    done, _ = imported("Part,Supplier,Made in,Qty\nA,Sony,JP,1\nB,,JP,1\nC,Murata,JP,1\n")
    row = sim.run(done.scenario, replications=1).tables["companies"].iloc[0]
    counts = [row[f"suppliers_{kind}"] for kind in ("cut", "stopping", "undetermined", "open")]
    assert sum(counts) == 2
    assert "supplier not named" not in {each.name for each in read_subjects(done.scenario)}
