"""This is a first guess at how a list is read: from names of columns, and from what stands below them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from pydantic import ValidationError

from sim.intake.amounts import day_orders, decimal_signs
from sim.intake.columns import Columns
from sim.intake.mapping import SCHEMA, FileForm, ListMapping, OpenOrders, Product, WhatIf
from sim.intake.price_units import split_header
from sim.intake.sheet import Amount, Cell, NoCachedValue, PartsListError, Sheet, quoted
from sim.intake.words import currency_signs, factors, plain, unit_word
from sim.scenario.model import Currency
from sim.scenario.yaml_tree import tree_of

_NUMBERS = ("quantity", "price", "cost", "stock", "on_order", "cover", "lead_time", "price_per")
_PIECES = ("quantity", "stock", "on_order", "price_per")
_TIMES = ("lead_time", "cover")
_CANONICAL = {
    1000.0: "k pcs",
    10_000.0: "万",
    1_000_000.0: "million",
    7.0: "weeks",
    30.44: "months",
    365.25: "years",
}


@dataclass(frozen=True)
class Wishes:
    """What the command line says beside the list; whatever is None is guessed or left a placeholder."""

    product: Product | None = None
    what_if: WhatIf = field(default_factory=WhatIf)
    rates: dict[str, Currency] = field(default_factory=dict)
    date: dt.date | None = None
    open_orders: OpenOrders | None = None


@dataclass(frozen=True)
class Guess:
    """A mapping that was guessed, and how."""

    mapping: ListMapping
    remarks: tuple[str, ...]


def guessed(sheet: Sheet, columns: Columns, wishes: Wishes) -> Guess:
    """The likeliest mapping of a sheet; raises PartsListError where the file speaks against itself."""
    decimal, about_numbers = _decimal(sheet, columns)
    day_first, about_days = _day_first(sheet, columns)
    units = {name: unit for name in (*_PIECES, *_TIMES) if (unit := _unit(columns, name)) is not None}
    currency, about_money = _currency(sheet, columns)
    form = {key: sheet.form[key] for key in ("encoding", "delimiter", "sheet") if key in sheet.form}
    name = sheet.file.rpartition(".")[0] or sheet.file
    mapping = ListMapping(
        schema_=SCHEMA,
        file=FileForm(
            **form,
            header_row=columns.row,
            date=wishes.date or sheet.date,
            decimal="," if decimal == "," else ".",
            dates="day first" if day_first else "month first",
        ),
        columns=dict(columns.names),
        units=units,
        price_per=_price_per(columns),
        currency=currency,
        open_orders=wishes.open_orders or "steady",
        rates=_rates_beside(sheet) | wishes.rates,
        product=wishes.product or Product(title=name),
        what_if=wishes.what_if,
    )
    remarks = [*about_numbers, *about_days, *about_money]
    remarks += [f"`{columns.names[field]}` is read in {unit}" for field, unit in units.items()]
    if isinstance(mapping.price_per, float) and mapping.price_per != 1.0:
        remarks.append(f"`{columns.names['price']}` is for {mapping.price_per:g} pieces")
    if "lead_time" in columns.at and "lead_time" not in units and _bare_numbers(sheet, columns, "lead_time"):
        remarks.append(f"`{columns.names['lead_time']}` names no unit and is read in days")
    return Guess(mapping, tuple(remarks))


def _rates_beside(sheet: Sheet) -> dict[str, Currency]:
    """The rates a workbook that runout wrote brings along; wrong ones are said when a scenario is made of it."""
    rates = {}
    for path, text in sheet.facts.items():
        section, _, code = path.partition(".")
        root, wrong = tree_of(text, sheet.file) if section == "currencies" else (None, [])
        if root is not None and not wrong:
            with suppress(ValidationError):
                rates[code] = Currency.model_validate(root.plain())
    return rates


def _cells(sheet: Sheet, columns: Columns, names: Iterable[str]) -> Iterator[Cell | NoCachedValue]:
    at = [columns.at[name] for name in names if name in columns.at]
    for row in sheet.rows:
        if row.number > columns.row:
            yield from (row.cell(column) for column in at)


def _decimal(sheet: Sheet, columns: Columns) -> tuple[str, list[str]]:
    cells = [cell for cell in _cells(sheet, columns, _NUMBERS) if isinstance(cell, str) and "/" not in cell]
    signs = decimal_signs(cells)
    if len(signs) > 1:
        message = f"numbers are written in two ways, `{signs['.']}` and `{signs[',']}`; write them in one"
        raise PartsListError(sheet.problem(columns.row, None, message))
    if signs:
        sign, cell = next(iter(signs.items()))
        return sign, [f"the decimal sign is `{sign}`, as in `{cell}`"]
    doubtful = next((cell for cell in cells if "." in cell or "," in cell), None)
    sign = "," if doubtful is not None and sheet.form.get("delimiter") == ";" else "."
    if doubtful is None:
        return sign, []
    return sign, [
        f"the decimal sign is taken to be `{sign}`; nothing in the file shows it, so check `{doubtful}`"
    ]


def _day_first(sheet: Sheet, columns: Columns) -> tuple[bool, list[str]]:
    orders = day_orders(_cells(sheet, columns, ("due",)))
    if len(orders) > 1:
        message = f"dates are written in two orders, `{orders[True]}` and `{orders[False]}`; write them as 2025-03-01"
        raise PartsListError(sheet.problem(columns.row, None, message))
    if orders:
        first, cell = next(iter(orders.items()))
        return first, [f"dates have the {'day' if first else 'month'} first, as in `{cell}`"]
    for due in _cells(sheet, columns, ("due",)):
        if isinstance(due, str) and re.match(r"\s*\d{1,2}[-/]\d{1,2}[-/]\d{4}", due):
            said = f"dates such as {quoted(due)} are read with the day first; nothing in the file shows it"
            return True, [f"{said}, so check `dates` in the mapping"]
    return True, []


def _unit(columns: Columns, name: str) -> str | None:
    """The unit a column's name has in brackets, or at its end."""
    table = factors("duration" if name in _TIMES else "pieces")
    given = columns.names.get(name, "")
    for text in (columns.in_brackets.get(name, ""), plain(given).rpartition(" ")[2]):
        word = unit_word(text)
        # `quantity per piece` has no unit; of single letters only those in brackets mean one.
        if word in table and (text == columns.in_brackets.get(name) or len(word) > 1) and table[word] != 1.0:
            return _CANONICAL[table[word]]
    return None


def _currency(sheet: Sheet, columns: Columns) -> tuple[str, list[str]]:
    """The currency of amounts that name none, and what is said about currencies."""
    code, said = _otherwise(sheet, columns)
    shown = Counter(
        cell.sign
        for name in ("price", "cost")
        for cell in _cells(sheet, columns, (name,))
        if isinstance(cell, Amount)
    )
    if shown:
        counted = ", ".join(f"{sign} {count}" for sign, count in sorted(shown.items()))
        said = [*said, f"amounts are in the currency their cells are formatted in: {counted}"]
    return code, said


def _otherwise(sheet: Sheet, columns: Columns) -> tuple[str, list[str]]:
    for name in ("price", "cost"):
        for text in (columns.in_brackets.get(name, ""), columns.names.get(name, "").split(" ")[-1]):
            for word in (text, *text.replace("/", " ").split()):
                code = currency_signs().get(unit_word(word))
                if code is not None and code != "?":
                    return code, [f"`{columns.names[name]}` is in {code} where a cell names no currency"]
    if not any(_bare_numbers(sheet, columns, name) for name in ("price", "cost")):
        return "USD", []
    if "currency" in columns.at:
        blank = any(cell is None or not str(cell).strip() for cell in _cells(sheet, columns, ("currency",)))
        column = quoted(columns.names["currency"])
        return "USD", [f"amounts are taken as USD where {column} is blank"] if blank else []
    return "USD", [
        "no column names a currency: amounts without one are taken as USD; check `currency` in the mapping"
    ]


def _price_per(columns: Columns) -> float | None:
    """How many pieces the name of the prices says they are for; None if it does not, or names a pack."""
    name = columns.names.get("price", "")
    unit = split_header(name)[1]
    if unit is not None:
        return None if isinstance(unit, str) else unit
    words = plain(f"{columns.in_brackets.get('price', '')} {name}").split()
    return next((float(word) for word in words if word in ("10", "100", "1000", "10000")), None)


def _bare_numbers(sheet: Sheet, columns: Columns, name: str) -> bool:
    return any(
        (isinstance(cell, (int, float)) and not isinstance(cell, Amount))
        or (isinstance(cell, str) and re.fullmatch(r"[\d.,\s]*\d[\d.,\s]*", cell) is not None)
        for cell in _cells(sheet, columns, (name,))
    )
