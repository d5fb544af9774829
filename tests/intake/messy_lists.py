"""This is a maker of parts lists as they come: seeded, so that the same list comes again, clean or messy."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from dataclasses import dataclass
from pathlib import Path

import openpyxl

KINDS = (
    ("Resistor 10k 0402", "small-parts"),
    ("Kondensator 100nF", "small-parts"),
    ("Op amp dual", "analog-and-power"),
    ("电阻器 0603", "small-parts"),
    ("CMOS image sensor 2 MP", "image-sensor"),
    ("Gehäuse Aluminium", "mechanical"),
    ("LPDDR4 working memory", "mobile-dram"),
    ("Sonderteil nach Zeichnung", "unclassified"),
)
SUPPLIERS = ("Texas Instruments", "Sony", "Murata", "京东方", "Würth GmbH", "Acme Ltd.", "Yageo", "")
PLACES = ("China", "Taiwan", "Japan", "Malaysia", "DE", "USA", "韩国", "")
HEADER = ("Part number", "Description", "Supplier", "Country of origin", "Qty", "Unit price", "Currency")
MORE = ("Stock", "Open orders", "Due", "Lead time", "Alternates", "Extended")
DAY = dt.date(2026, 1, 15)
RATES = ("EUR=1.08 USD on 2026-01-02", "CNY=0.14 USD on 2026-01-02")


@dataclass(frozen=True)
class Line:
    """One line of a list, before it is written in somebody's way."""

    part: str
    description: str
    supplier: str
    place: str
    quantity: int
    price: float
    currency: str
    stock: int
    order: int
    due: dt.date
    weeks: int
    alternate: str


def lines(count: int, seed: int, *, clean: bool = False) -> list[Line]:
    """`count` lines; unless `clean`, one in ten repeats an earlier part, and suppliers and places are missing."""
    chance = random.Random(seed)
    made: list[Line] = []
    for number in range(count):
        repeats = bool(made) and not clean and chance.random() < 0.1
        supplier = chance.choice(SUPPLIERS[:-1] if clean else SUPPLIERS)
        made.append(
            Line(
                part=chance.choice(made).part if repeats else f"P-{number:05d}",
                description=chance.choice(KINDS)[0],
                supplier=supplier,
                place=chance.choice(PLACES[:-1] if clean else PLACES),
                quantity=chance.randint(1, 12),
                price=round(chance.uniform(0.01, 1500), 2),
                currency=chance.choice(("USD", "EUR", "CNY")),
                stock=chance.randint(1000, 2_000_000),
                order=chance.randint(0, 1) * chance.randint(1000, 90_000),
                due=DAY + dt.timedelta(days=chance.randint(1, 200)),
                weeks=chance.randint(1, 40),
                alternate=chance.choice(("", "", "", "", "", "", "Fenghua", "Everlight; Nanya")),
            )
        )
    return made


def messy_csv(count: int, seed: int, encoding: str = "utf-16") -> bytes:
    """A list with semicolons, decimal commas, thousands points, units in cells, three currencies."""
    chance = random.Random(seed + 1)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow((*HEADER, *MORE[:-1]))
    for line in lines(count, seed):
        stock = chance.choice(
            (german(line.stock, 0), f"{german(line.stock / 1000, 3)} k pcs", f"{line.stock} Stk")
        )
        due = f"{line.due:%d.%m.%Y}" if line.order else ""
        weeks = chance.choice(
            (f"{line.weeks} Wochen", f"{7 * line.weeks} days", f"{line.weeks}-{line.weeks + 2} wks")
        )
        order = german(line.order, 0) if line.order else ""
        price = german(line.price, 2)
        first = (line.part, line.description, line.supplier, line.place, line.quantity, price, line.currency)
        writer.writerow((*first, stock, order, due, weeks, line.alternate))
    return text.getvalue().encode(encoding)


def plain_csv(count: int, seed: int) -> bytes:
    """A clean list in UTF-8, with commas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*HEADER, *MORE[:-1]))
    for line in lines(count, seed, clean=True):
        writer.writerow(cells(line))
    return text.getvalue().encode()


def cells(line: Line) -> tuple[object, ...]:
    """A line as plain cells."""
    first = (line.part, line.description, line.supplier, line.place, line.quantity, line.price, line.currency)
    due = line.due.isoformat() if line.order else None
    return (*first, line.stock, line.order or None, due, f"{line.weeks} weeks", line.alternate)


def workbook(path: Path, count: int, seed: int, *, clean: bool = False) -> None:
    """A workbook with a title above the names; unless `clean`, with merged suppliers, a hidden sheet and formulas."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Parts"
    sheet.append(("Bill of materials",))
    sheet.append(())
    sheet.append((*HEADER, *MORE))
    for number, line in enumerate(lines(count, seed, clean=clean), 4):
        sheet.append((*cells(line), f"=E{number}*F{number}"))
    if not clean:
        for start in range(10, count, 50):
            sheet.merge_cells(f"C{start}:C{start + 1}")
        hidden = book.create_sheet("Old")
        hidden.sheet_state = "hidden"
        hidden.append(HEADER)
    book.save(path)


def german(value: float, digits: int) -> str:
    """A number with thousands points and a decimal comma."""
    return f"{value:,.{digits}f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
