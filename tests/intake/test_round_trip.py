"""This is a test of export: what it writes is read back to the same network, and harms no spreadsheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import sim
from sim.errors import OutputError, ScenarioError
from sim.intake.exporting import export_parts
from sim.intake.guessing import Wishes
from sim.intake.importing import ImportPlan, import_parts
from sim.intake.mapping import WhatIf
from sim.intake.sheet import PartsListError
from sim.intake.starting import start_scenario, starter_kinds
from sim.intake.what_if import Exposed, questions
from sim.intake.wishes import wishes_of
from sim.network import LineNode, supply_network
from sim.scenario.catalogue import scenario_names
from sim.scenario.quantity import Quantity
from sim.scenario.reading import read_scenario
from tests.example_scenario import EXAMPLE
from tests.intake.messy_lists import RATES, messy_csv
from tests.pooled_scenario import DEGRADED, POOLED, SHARED

ODD = """\
schema: runout/2
title: Everything a parts list has no column for
question: Does it come back?
clock: {start: 2019-05-01, until: 2020-12-31, as_seen_from: 2019-10-09}
use: [shipped/items/classes]
references:
  guess: {what: own estimate, date: 2019-10-09, grade: E}
currencies:
  CNY: {usd: 0.14 USD, date: 2019-10-09, ref: guess}
organisations:
  maker: {name: "=HYPERLINK(\\"x\\")", home: CN}
  chips: {name: "+Chips & Söhne", home: TW}
  second: {name: Second, home: JP, also_known_as: [二]}
lines:
  soc:
    title: "@SUM(A1)"
    maker: chips
    ref: guess
    represents: {share: 10 %, of: revenue}
    plan: 0 units/day
    price: 80 CNY
    inputs:
      wafer: {title: "-2+3", class: small-parts, cost: 1.1 CNY, sources: {second: {share: 100 %, made_in: [JP, TW]}}}
  phone:
    title: A phone
    maker: maker
    ref: guess
    represents: {share: 33.3 / 40 / 47.1 %, of: revenue}
    plan: 900 / 1000 / 1100 units/day
    plan_grows: 30 %
    plan_from: 2019-06-01
    price: 55.55 USD
    sold_in: {CN: 70 %, elsewhere: 30 %}
    ration: {output: 40 / 60 / 100 %, when_a_cut_part_covers_under: 120 days}
    inputs:
      main:
        title: Main chip
        class: phone-soc
        needs: 1
        parts: 3
        cost: 12.345 / 13 / 14 USD
        stock: {pieces: 5400000, on_order: [{pieces: 100000, due: 2019-06-01, source: soc}], target: 60 days}
        sources:
          soc: {share: 70 %, line: soc, supplier: chips, made_in: {CN: 40 %, TW: 60 %}, headroom: 1.5}
          second:
            share: 30 %
            made_in: JP
            rank: 1
            lead_time: 3 / 5 / 9 weeks
            content: {US: {total: 12 %, controlled: 5 %}}
        alternatives:
          third: {supplier: second, serves: 10 / 33 / 50 %, made_in: KR, qualification: 4 months, ramp: 30 days}
      tools:
        title: Design software
        class: design-software
        cost: 0 USD
        ageing: {after: 12 months, a_year: 15 %}
        stage: support
        demand_kept: {CN: 80 %}
        sources: {second: {share: 100 %, made_in: JP, published: true}}
      servers:
        title: Servers
        class: small-parts
        needs: 0.25
        cost: 0.01 USD
        fleet: {life: 4 / 5 / 6 years, spare: 5 %}
        sources: {second: {share: 100 %, made_in: JP}}
      film:
        title: Film
        class: mechanical
        cost: 0.3 USD
        stock: {covers: 5 / 10 / 21 days}
        sources: {second: {share: 100 %, made_in: JP, lots: [{ships: 2019-07-01, covers: 30 days}]}}
"""


def facts(name: str | Path) -> list[LineNode[Quantity]]:
    """The lines of a scenario as the engine sees them, without what backs their numbers."""
    found = []
    for line in supply_network(read_scenario(name).scenario).lines:
        inputs = tuple(
            item._replace(
                sources=tuple(
                    each._replace(
                        content={
                            place: c.model_copy(update={"ref": None}) for place, c in each.content.items()
                        },
                    )
                    for each in item.sources
                ),
            )
            for item in line.inputs
        )
        found.append(replace(line, inputs=inputs))
    return found


def there_and_back(name: str | Path) -> list[LineNode[Quantity]]:
    book = export_parts(str(name), Path("exported.xlsx"), force=True).workbook
    done = import_parts(ImportPlan(book, Path("back.yaml"), force=True))
    return facts(done.scenario)


@pytest.mark.parametrize("name", scenario_names())
def test_a_shipped_scenario_comes_back_as_it_was(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert there_and_back(name) == facts(name)


@pytest.mark.parametrize(
    "text",
    [ODD, EXAMPLE, POOLED, SHARED, DEGRADED],
    ids=["odd", "example", "pooled", "shared", "degraded"],
)
def test_what_no_list_has_a_column_for_comes_back_too(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("odd.yaml").write_text(text)
    assert there_and_back(Path("odd.yaml")) == facts(Path("odd.yaml"))
    pools = [read_scenario(Path(name)).scenario.pools for name in ("odd.yaml", "back.yaml")]
    assert pools[0] == pools[1]


@pytest.mark.parametrize("seed", [7, 8])
@pytest.mark.parametrize("open_orders", ["steady", "bridged"])
def test_an_imported_list_comes_back_as_it_was(
    seed: int, open_orders: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1,200 messy lines: suppliers and places that nobody names, three currencies, open orders left out or kept."""
    monkeypatch.chdir(tmp_path)
    Path("messy.csv").write_bytes(messy_csv(1200, seed))
    options = {"date": "2026-01-15", "rates": RATES, "open_orders": open_orders}
    wishes = wishes_of(Path("messy.csv"), options)
    done = import_parts(ImportPlan(Path("messy.csv"), wishes=wishes))
    assert "home: ZZ" in done.scenario.read_text()
    assert there_and_back(f"./{done.scenario}") == facts(f"./{done.scenario}")


def test_what_an_import_asked_noted_and_assumed_comes_back_with_its_grades(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """40 messy lines, asked about Murata, bridging orders assumed: question, note and each `ref` are the same after."""
    monkeypatch.chdir(tmp_path)
    Path("messy.csv").write_bytes(messy_csv(40, 7))
    options = {"date": "2026-01-15", "rates": RATES, "open_orders": "bridged", "stops": "Murata"}
    wishes = wishes_of(Path("messy.csv"), options)
    first = import_parts(ImportPlan(Path("messy.csv"), wishes=wishes)).scenario
    exported = export_parts(f"./{first}")
    done = import_parts(ImportPlan(exported.workbook, Path("back.yaml")))
    before, after = read_scenario(first).scenario, read_scenario(done.scenario).scenario
    assert (before.look_at or "").startswith("Assumed for 1 of 37 parts")
    assert "what if Murata stops" in before.title
    for each in (
        "title",
        "question",
        "look_at",
        "hypothetical",
        "vendor_stops",
        "measures",
        "rules",
        "variants",
        "lines",
    ):
        assert getattr(after, each) == getattr(before, each), each
    orders = [
        order.ref
        for item in after.lines["messy"].inputs.values()
        if item.stock is not None
        for order in item.stock.on_order or ()
    ]
    assert orders.count("own-estimate") == 1
    grades = {name: entry.grade for name, entry in after.references.items()}
    assert {name: grades[name] for name in before.references if name in grades} == {
        name: entry.grade for name, entry in before.references.items() if name in grades
    }
    assert {"parts-list": "B", "own-estimate": "E"}.items() <= grades.items()
    assert after.references["parts-list"].what == "messy.csv, through messy.xlsx, sheet parts"
    assert not [remark for remark in done.remarks if remark.startswith("no stock")]
    # Asked something else, the import asks that.
    other = Wishes(what_if=WhatIf(country="JP"))
    again = import_parts(ImportPlan(exported.workbook, Path("other.yaml"), force=True, wishes=other)).scenario
    assert read_scenario(again).scenario.title == "messy: what if JP forbids exports?"


def test_an_export_says_what_it_cannot_carry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = " ".join(export_parts("entity-list-2019-10").remarks)
    assert "What the scenario asks is not carried, since it rests on rules, lists, " in said
    assert "an import of this workbook asks a question of its own, and has none of the variants" in said
    Path("messy.csv").write_bytes(messy_csv(40, 7))
    wishes = wishes_of(Path("messy.csv"), {"date": "2026-01-15", "rates": RATES})
    first = import_parts(ImportPlan(Path("messy.csv"), wishes=wishes)).scenario
    assert [remark[:8] for remark in export_parts(f"./{first}").remarks] == ["Comments"]


def test_a_stock_without_its_amount_in_the_workbook_is_still_said_to_be_a_class_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("odd.yaml").write_text(ODD)
    done = import_parts(ImportPlan(export_parts("odd.yaml").workbook, Path("back.yaml")))
    (remark,) = [remark for remark in done.remarks if remark.startswith("no stock")]
    assert remark == "no stock: class default: wafer, tools, servers"


def test_a_supplier_that_stops_names_only_the_makers_it_supplies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("odd.yaml").write_text(ODD)
    book = export_parts("odd.yaml").workbook

    def asked(name: str) -> Path:
        wishes = Wishes(what_if=WhatIf(stops=name))
        return import_parts(ImportPlan(book, Path("back.yaml"), force=True, wishes=wishes)).scenario

    stop = read_scenario(asked("+Chips & Söhne")).scenario.vendor_stops["what-if"]
    assert (stop.supplier, stop.buyers) == (
        "chips",
        ("maker",),
    )  # it makes a line itself, and takes nothing from it
    with pytest.raises(PartsListError, match="no supplier of the list is called `=HYPERLINK"):
        asked('=HYPERLINK("x")')


def test_no_cell_of_an_export_is_taken_for_a_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("odd.yaml").write_text(ODD)
    book = openpyxl.load_workbook(export_parts("odd.yaml").workbook)
    cells = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    texts = [cell for cell in cells if isinstance(cell, str)]
    assert "'-2+3" in texts
    assert "'+Chips & Söhne" in texts
    assert not [text for text in texts if text[0] in "=+-@"]


def test_the_same_scenario_gives_the_same_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = export_parts(scenario_names()[0], Path("a.xlsx")).workbook.read_bytes()
    assert export_parts(scenario_names()[0], Path("b.xlsx")).workbook.read_bytes() == first


def test_an_export_replaces_nothing_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.xlsx").write_text("mine")
    with pytest.raises(OutputError, match="exists; --force replaces it"):
        export_parts(scenario_names()[0], Path("mine.xlsx"))


@pytest.mark.parametrize("kind", starter_kinds())
def test_a_starting_scenario_is_sound_as_it_is(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = start_scenario(kind).scenario
    file = read_scenario(place)
    assert sim.run(place, replications=2).replications == 2
    for name in file.scenario.variants:
        assert read_scenario(place, (name,)).changes


def test_an_unknown_starting_scenario_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="did you mean `supplier-may-be-listed`"):
        start_scenario("supplier-may-be-list", tmp_path / "a.yaml")


@pytest.mark.parametrize(("asked", "written"), [("x.xlsx", "x.xlsx"), ("x.XLSX", "x.XLSX"), ("x", "x.xlsx")])
def test_an_export_is_written_where_it_is_asked_for(
    asked: str, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("example.yaml").write_text(EXAMPLE)
    assert export_parts("./example.yaml", Path(asked)).workbook == Path(written)
    assert Path(written).is_file()


def test_an_export_to_what_is_no_workbook_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("example.yaml").write_text(EXAMPLE)
    with pytest.raises(OutputError, match=r"x.txt: ends in .txt; a workbook is written"):
        export_parts("./example.yaml", Path("x.txt"))
    assert [path.name for path in tmp_path.iterdir()] == ["example.yaml"]


def test_a_clock_shorter_than_a_year_asks_about_days_within_it() -> None:
    """Of 101 days the last is 100 after the start: 90 * 100 / 365 is 24.7, 180 * 100 / 365 is 49.3, 365 becomes 100."""
    start = dt.date(2031, 1, 1)
    until = start + dt.timedelta(days=101)
    asked = questions(Exposed("Lamp", start, until, {}, {"a": "A"}, (), {"a": ("m",)}), WhatIf(), None)[0]
    days = asked["vendor_stops"]["what-if"]["from"]  # type: ignore[index]
    assert [day - start.toordinal() for day in (days.low, days.likely, days.high)] == [24, 49, 100]


def test_what_is_assumed_of_an_edited_workbook_stands_beside_the_note_it_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten pieces and 500 of an order that was typed in do not last until an order of today arrives."""
    monkeypatch.chdir(tmp_path)
    Path("parts.csv").write_text("Part,Qty,Supplier,Stock\nA,1,Sony,90000\n")
    wishes = wishes_of(Path("parts.csv"), {"date": "2026-01-15"})
    first = import_parts(ImportPlan(Path("parts.csv"), wishes=wishes)).scenario
    first.write_text(first.read_text().replace("question:", "look_at: The stock of A\nquestion:", 1))
    book = openpyxl.load_workbook(export_parts(f"./{first}").workbook)
    sheet = book.worksheets[0]
    (stock,) = [cell for row in sheet for cell in row if cell.value == 90000]
    stock.value = 10
    column = sheet.max_column + 1
    for at, (header, value) in enumerate((("Open orders", 500), ("Due", dt.date(2026, 2, 1)))):
        sheet.cell(1, column + at, header)
        sheet.cell(stock.row, column + at, value)
    book.save("edited.xlsx")
    wishes = wishes_of(Path("edited.xlsx"), {"date": "2026-01-15"})
    done = import_parts(ImportPlan(Path("edited.xlsx"), Path("back.yaml"), wishes=wishes))
    note = read_scenario(done.scenario).scenario.look_at or ""
    assert note.startswith("The stock of A. Assumed for 1 of 1 part: stock and open orders do not last"), note
