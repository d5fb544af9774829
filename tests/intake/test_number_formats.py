"""The currency that the format of a cell shows is that of its amount."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import numbers

from sim.intake.number_formats import currency_of_format
from tests.intake.conftest import Import, Refused
from tests.intake.messy_lists import RATES


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ("[$EUR] #,##0.00", "EUR"),
        ("#,##0.00 [$EUR]", "EUR"),
        ("$#,##0", "$"),
        ('"$"#,##0.00', "$"),
        (r"\\$#,##0.00".replace("\\\\", "\\"), "$"),
        ('#,##0.00 "€"', "€"),
        ("#,##0.00\\ [$€-407]", "€"),
        ("_-* #,##0.00\\ [$€-407]_-;-* #,##0.00\\ [$€-407]_-", "€"),
        ("[$$-409]#,##0.00;[RED]-[$$-409]#,##0.00", "USD"),
        ("[$$-C09]#,##0.00", "AUD"),
        ("[$$-2C0A]#,##0.00", "$-2C0A"),
        ("[$¥-804]#,##0.00", "CNY"),
        ("[$¥-411]#,##0", "JPY"),
        ("¥#,##0", "¥"),
        ("[$NT$-404]#,##0", "NT$"),
        ("[$-409]#,##0.00", None),
        ("[Red]#,##0.00", None),
        ('#,##0 "pcs"', None),
        ('#,##0;"$"0', None),  # only of negative numbers
        ("0.00%", None),
        ("General", None),
        ("0.00E+00", None),
        ("#,##0.00", None),
        ("", None),
    ],
)
def test_a_format_shows_a_currency_or_none(code: str, currency: str | None) -> None:
    assert currency_of_format(code) == currency


HEADER = ("Part", "Quantity", "Supplier", "Price", "Stock")


def workbook(folder: Path, rows: list[tuple[float, str]], header: tuple[str, ...] = HEADER) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(header)
    for number, (price, code) in enumerate(rows):
        sheet.append((f"P{number}", 1, "Sony", price, 90000, *["EUR"] * (len(header) - 5)))
        sheet.cell(number + 2, 4).number_format = code
        sheet.cell(number + 2, 5).number_format = code  # a stock formatted as money is a number all the same
    book.save(folder / "made.xlsx")
    return (folder / "made.xlsx").read_bytes()


def test_each_line_is_in_the_currency_of_its_own_format(imported: Import, tmp_path: Path) -> None:
    rows = [(10.0, "[$EUR] #,##0.00"), (20.0, "$#,##0"), (30.0, "General"), (40.0, "[$¥-804]#,##0.00")]
    done, scenario = imported(workbook(tmp_path, rows), "parts.xlsx", rates=RATES)
    (line,) = scenario.lines.values()
    costs = [(item.cost.likely, item.cost.currency) for item in line.inputs.values()]
    assert costs == [(10.0, "EUR"), (20.0, "USD"), (30.0, "USD"), (40.0, "CNY")]
    assert all(item.stock is not None and item.stock.pieces is not None for item in line.inputs.values())
    assert "amounts are in the currency their cells are formatted in: $ 1, CNY 1, EUR 1" in done.remarks


def test_the_currency_of_the_computer_names_none(imported: Import, tmp_path: Path) -> None:
    builtin = numbers.BUILTIN_FORMATS[44]  # written with a dollar, shown with the euro in Germany
    assert "$" in builtin
    done, _ = imported(workbook(tmp_path, [(10.0, builtin)]), "parts.xlsx")
    assert any("amounts without one are taken as USD" in each for each in done.remarks)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("$#,##0", "is formatted in USD, and its row says EUR; which is it?"),
        ("[$$-2C0A]#,##0", "`$-2C0A` is not a currency"),
        ("¥#,##0", "may be CNY or JPY"),
    ],
)
def test_what_cannot_be_told_is_asked(code: str, said: str, refused: Refused, tmp_path: Path) -> None:
    problems = refused(workbook(tmp_path, [(10.0, code)], (*HEADER, "Currency")), "parts.xlsx", rates=RATES)
    assert any(said in problem and "D2" in problem for problem in problems), problems


def test_a_format_that_agrees_with_its_row_is_fine(imported: Import, tmp_path: Path) -> None:
    content = workbook(tmp_path, [(10.0, '#,##0.00 "€"')], (*HEADER, "Currency"))
    _, scenario = imported(content, "parts.xlsx", rates=RATES)
    (line,) = scenario.lines.values()
    assert [item.cost.currency for item in line.inputs.values()] == ["EUR"]
