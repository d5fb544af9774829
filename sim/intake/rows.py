"""This is a parts list row by row in plain facts: cells read as the mapping says, with everything wrong at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sim.errors import Problem
from sim.intake.amounts import Style, UnknownUnit, Unreadable, checked, says_nothing, scaled, unknown_units
from sim.intake.columns import Columns
from sim.intake.mapping import ListMapping
from sim.intake.price_units import split_header
from sim.intake.sheet import HIDDEN, Row, Sheet, clean, quoted, refuse
from sim.intake.words import country, heading, plain
from sim.intake.wrong import Wrong, numbers
from sim.scenario.quantity import BASE_CURRENCY, Quantity
from sim.wording import counted

T = TypeVar("T")
Places = str | tuple[str, ...] | dict[str, float] | None

_TOTALS = ("total", "totals", "sum", "summe", "gesamt", "subtotal", "grand total", "合计", "总计", "小计")
_NOT_BLANK = (
    "quantity",
    "source",
    "input_facts",
    "source_facts",
)  # `n/a` pieces are not placed; runout wrote the rest
_NOT_PLACED = ("dnp", "dnf", "dni", "nc", "n a", "not placed", "nicht bestückt")
_FAR = 20  # years between the list and a due date, which is then a placeholder of some other program
_LONGEST_NAME = 200  # characters; names become keys of the mapping
_PER_REMEDY = (
    "Write `price_per: <pieces>` in the mapping (1 for one piece, `unit` for one of the row's unit), or the count for "
    "each row in a column `Price per`"
)
_BETWEEN = re.compile(r"[;\n|]+")


@dataclass(frozen=True)
class Order:
    """Pieces ordered and not yet delivered."""

    pieces: Quantity
    due: dt.date


@dataclass(frozen=True)
class ListRow:
    """One row of a list: a part from one supplier, or an alternate of another row's part."""

    number: int
    product: str
    part: str
    description: str = ""
    commodity: str = ""
    alternate_of: str = ""
    supplier: str = ""
    home: str | None = None
    made_in: Places = None
    needs: Quantity | None = None
    cost: Quantity | None = None  # of this row in one product
    stock: Quantity | None = None
    cover: Quantity | None = None
    orders: tuple[Order, ...] = ()
    lead_time: Quantity | None = None
    share: Quantity | None = None
    serves: Quantity | None = None
    substitutes: tuple[str, ...] = ()
    content: Mapping[str, Quantity] = field(default_factory=dict)
    source: str = ""
    input_facts: str = ""
    source_facts: str = ""


def read_rows(sheet: Sheet, columns: Columns, mapping: ListMapping) -> tuple[list[ListRow], list[str]]:
    """The rows below the names, and what is to be said about them; raises PartsListError with everything wrong."""
    reading = _Reading(sheet, columns, mapping)
    rows = [
        found for row in sheet.rows if row.number > columns.row and (found := reading.row(row)) is not None
    ]
    if not rows and not reading.wrong:
        reading.wrong.say(columns.row, None, _no_parts(sheet, columns))
    options = reading.options()
    refuse(reading.problems(), options)
    return rows, reading.remarks()


@dataclass
class Asked:
    """What a list leaves open that its mapping can say."""

    pieces_in: list[str] = field(default_factory=list)  # units of pieces that are not known
    rates: list[str] = field(default_factory=list)  # currencies without a rate
    price_per: bool = False
    rows: list[ListRow] = field(default_factory=list)  # that can be read


def _no_parts(sheet: Sheet, columns: Columns) -> str:
    """What is said of a list without parts: there are no rows, or no column that names them."""
    below = [row for row in sheet.rows if row.number > columns.row and not row.is_blank]
    if not below or {"part", "description"} & columns.at.keys():
        return "has no parts below the names of its columns"
    names = [clean(cell) for row in sheet.rows if row.number == columns.row for cell in row.cells]
    # A column that is not read yet and says something else in each row may name the parts.
    likely = [
        name
        for at, name in enumerate(names)
        if name in columns.unread and len({clean(row.cell(at)) for row in below} - {""}) == len(below)
    ]
    which = f"; is it {' or '.join(map(quoted, likely[:3]))}?" if likely else "."
    return (
        f"no column holds the part numbers{which} Call it `{heading('part')}`, or write "
        f"`part: {likely[0] if likely else '<its name>'}` under `columns` in the mapping"
    )


def asked_of(sheet: Sheet, columns: Columns, mapping: ListMapping) -> Asked:
    """What the rows of a list leave open; whatever else is wrong with them is said by an import."""
    reading = _Reading(sheet, columns, mapping)
    below = (row for row in sheet.rows if row.number > columns.row)
    rows = [found for row in below if (found := reading.row(row)) is not None]
    return replace(reading.asked(), rows=rows)


class _Reading:
    """Reads rows; holds what is wrong and what was left out."""

    def __init__(self, sheet: Sheet, columns: Columns, mapping: ListMapping) -> None:
        self.sheet, self.columns, self.mapping = sheet, columns, mapping
        self.wrong = Wrong(sheet)
        self._units: dict[
            str, dict[str, list[int]]
        ] = {}  # by what they should measure: unknown ones, with rows
        self._unit_columns: dict[str, int | None] = {}
        self._price_open = False  # whether some price is for nobody knows how many pieces
        self._no_rate: dict[str, str] = {}  # field of the first amount, by currency
        self._styles: dict[str, Style] = {}
        self._skipped: dict[str, list[int]] = {}

    def problems(self) -> list[Problem]:
        """Everything that is wrong; units that are not known are one problem, and currencies without a rate."""
        for of, units in self._units.items():
            rows = sorted({row for own in units.values() for row in own})
            message = unknown_units(of, list(units))
            for row in rows:
                self.wrong.say(row, self._unit_columns[of], message)
        self._units = {}
        if self._no_rate:
            first = next(iter(self._no_rate.values()))
            message = (
                f"{quoted(self.columns.names[first])}: there is no rate for {', '.join(sorted(self._no_rate))}; give "
                "what one unit is worth, and of which day: --rate, or `rates` in the mapping"
            )
            self.wrong.say(self.columns.row, self.columns.at[first], message)
            self._no_rate = {}
        return self.wrong.problems()

    def options(self) -> tuple[str, ...]:
        """The options that would answer what is wrong, if options can; to be asked before `problems`."""
        day = self.mapping.file.date
        rates = [("--rate", f"{code}=<rate> USD on {day}") for code in sorted(self._no_rate)]
        return tuple(word for option in rates for word in option)

    def asked(self) -> Asked:
        """What the mapping can answer of what is wrong; to be asked before `problems`."""
        return Asked(list(self._units.get("pieces", {})), sorted(self._no_rate), self._price_open)

    def remarks(self) -> list[str]:
        """What was left out, and why."""
        return [
            f"{counted(len(rows), 'row')} left out, {why}: {numbers(rows)}"
            for why, rows in self._skipped.items()
        ]

    def row(self, row: Row) -> ListRow | None:
        """The facts of one row; None if it is no part."""
        if row.is_blank:
            return None
        if self._is_shifted(row) or self._hides_something(row):
            return None
        part, description = self._text(row, "part"), self._text(row, "description")
        supplier = self._text(row, "supplier")
        if (why := self._left_out(row, part, description)) is not None:
            self._skipped.setdefault(why, []).append(row.number)
            return None
        unit = self._text(row, "unit") or None
        stock_unit = None if "stock" in self.mapping.units else unit
        needs = self._read(row, "quantity", lambda cell, style: style.count(cell, unit))
        if needs is not None and needs.high <= 0.0:
            self._skipped.setdefault("quantity 0", []).append(row.number)
            return None
        return ListRow(
            number=row.number,
            product=self._text(row, "product"),
            part=part or description[:_LONGEST_NAME],
            description=description,
            commodity=self._text(row, "class"),
            alternate_of=self._text(row, "alternate_of"),
            supplier=supplier,
            home=self._read(row, "supplier_country", lambda cell, _: _country(clean(checked(cell)))),
            made_in=self._read(row, "made_in", lambda cell, style: style.places(cell)),
            needs=needs,
            cost=self._cost(row, needs),
            stock=self._read(row, "stock", lambda cell, style: style.count(cell, stock_unit)),
            cover=self._read(row, "cover", lambda cell, style: style.days(cell)),
            orders=self._orders(row),
            lead_time=self._read(row, "lead_time", lambda cell, style: style.days(cell)),
            share=self._read(row, "share", lambda cell, style: style.share(cell)),
            serves=self._read(row, "serves", lambda cell, style: style.share(cell)),
            substitutes=tuple(
                filter(None, map(clean, _BETWEEN.split(self._text(row, "substitutes", lines=True))))
            ),
            content=self._read(row, "content", self._content) or {},
            source=self._text(row, "source"),
            input_facts=self._text(row, "input_facts"),
            source_facts=self._text(row, "source_facts"),
        )

    def _is_shifted(self, row: Row) -> bool:
        """Whether a row of a CSV file has more cells than there are names, so that nobody knows which is which."""
        names, cells = self.columns.width, [clean(cell) for cell in row.cells]
        if self.sheet.name is not None or not any(cells[names:]):
            return False
        message = (
            f"has {len(cells)} cells, the names are {names}; put a cell that holds the separator in quotes"
        )
        self.wrong.say(row.number, None, message)
        return True

    def _hides_something(self, row: Row) -> bool:
        """Whether a cell that is read holds a control character: then it is not what it seems to be."""
        hides = False
        for name, column in self.columns.at.items():
            cell = row.cell(column)
            if isinstance(cell, str) and (sign := HIDDEN.search(cell)) is not None:
                what = f"holds the control character U+{ord(sign[0]):04X}, which nobody sees; delete it"
                self.wrong.say(
                    row.number, column, f"{quoted(self.columns.names[name])}: {quoted(cell)} {what}"
                )
                hides = True
        return hides

    def _left_out(self, row: Row, part: str, description: str) -> str | None:
        """Why a row is no part; None if it is one."""
        if plain(part or description or clean(row.cells[0])) in _TOTALS:
            return "a sum"
        if not part and not description:
            return "neither part number nor description"
        return "not placed" if plain(self._text(row, "quantity")) in _NOT_PLACED else None

    def _text(self, row: Row, name: str, lines: bool = False) -> str:
        column = self.columns.at.get(name)
        if column is None:
            return ""
        try:
            cell = checked(row.cell(column))
        except Unreadable as error:
            self.wrong.say(row.number, column, self._said(name, error))
            return ""
        text = str(cell) if lines and isinstance(cell, str) else clean(cell)
        if says_nothing(text) and name not in _NOT_BLANK:
            return ""
        if (wrong := _no_name(name, text)) is not None:
            message = f"{quoted(self.columns.names[name])}: {wrong}"
            self.wrong.say(row.number, column, message)
            return ""
        # What export wrote with a leading quote, so that no spreadsheet takes it for a formula.
        return text[1:] if re.match(r"^'[=+\-@]", text) else text

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.mapping.style(name)
        return self._styles[name]

    def _read(self, row: Row, name: str, reading: Callable[..., T]) -> T | None:
        """What the cell of a field holds; None if it is blank or wrong, which is then said."""
        column = self.columns.at.get(name)
        cell = None if column is None else row.cell(column)
        if says_nothing(cell):
            return None
        try:
            return reading(cell, self._style(name))
        except Unreadable as error:
            self._say(row, name, error)
            return None

    def _say(self, row: Row, name: str, error: Unreadable) -> None:
        """Note what is wrong in a cell; of units that are not known all are said together."""
        if isinstance(error, UnknownUnit):
            self._units.setdefault(error.of, {}).setdefault(error.unit, []).append(row.number)
            in_unit = "unit" in self.columns.at and error.unit == self._text(row, "unit")
            self._unit_columns.setdefault(error.of, self.columns.at["unit" if in_unit else name])
            return
        self.wrong.say(row.number, self.columns.at[name], self._said(name, error))

    def _said(self, name: str, error: Unreadable) -> str:
        return f"{quoted(self.columns.names[name])}: {error}"

    def _cost(self, row: Row, needs: Quantity | None) -> Quantity | None:
        """The cost of the row in one product, in a currency with a rate."""
        code = self._read(row, "currency", lambda cell, style: style.currency_of(clean(checked(cell))))
        cost = self._read(row, "cost", lambda cell, style: style.money(cell, code))
        field = "cost"
        if cost is None:
            field = "price"
            price = self._read(row, "price", lambda cell, style: style.money(cell, code))
            pieces = None if price is None else self._priced_for(row)
            if price is not None and pieces is not None:
                cost = scaled(price, (1.0 if needs is None else needs.likely) / pieces)
            self._rated(price, field)
        self._rated(cost, field)
        return cost

    def _rated(self, amount: Quantity | None, field: str) -> None:
        """Note a currency without a rate; of a price even where nobody says what it is for, to ask both at once."""
        if amount is not None and amount.currency not in (BASE_CURRENCY, *self.mapping.rates):
            self._no_rate.setdefault(amount.currency, field)

    def _priced_for(self, row: Row) -> float | None:
        """How many pieces the price of a row is for; None if the list leaves that open, which is then said."""
        per: float | None = self._read(row, "price_per", lambda cell, style: style.priced_for(cell))
        if per is not None:
            return per
        column, stated = self.columns.at["price"], self.mapping.price_per
        unit = self._text(row, "unit")
        pieces = 1.0 if not unit else self._style("quantity").pieces_of(unit)
        if isinstance(stated, float):
            return stated
        if stated == "unit":
            return pieces  # a unit that is not known is said with the quantity
        name = self.columns.names["price"]
        self._price_open = self._price_open or pieces != 1.0 or isinstance(split_header(name)[1], str)
        if isinstance(pack := split_header(name)[1], str):
            what = f"a price for one {quoted(pack)}; nobody says how many pieces that is"
            message = f"{quoted(name)}: {what}. {_PER_REMEDY}"
            self.wrong.say(row.number, column, message)
            return None
        if pieces == 1.0:
            return 1.0
        of = quoted(self.columns.names["unit"])
        message = f"{quoted(name)}: for one {quoted(unit)}, as {of} says, or for one piece? {_PER_REMEDY}"
        self.wrong.say(row.number, column, message)
        return None

    def _orders(self, row: Row) -> tuple[Order, ...]:
        """Open orders: as many days as amounts, several in one cell set apart by semicolons."""
        at = self.columns.at
        if "on_order" not in at:
            return ()
        amounts = self._several(row, "on_order", lambda cell, style: style.count(cell))
        days = self._several(row, "due", lambda cell, style: style.day(cell))
        if amounts is None or days is None:
            return ()
        kept = [amount for amount in amounts if amount.high > 0.0]
        if len(kept) != len(days) and not (len(kept) == 0 and len(days) <= 1):
            column, names = at.get("due", at["on_order"]), self.columns.names
            have = f"{quoted(names['on_order'])} holds {len(kept)}"
            if "due" in at:
                message = f"{have}, {quoted(names['due'])} {len(days)}; give one date for each open order"
            else:
                message = f"{have}, and no column says when they are due; write the dates in a column `Due`"
            self.wrong.say(row.number, column, message)
            return ()
        today = self.mapping.file.date
        for day in days if kept else ():
            if abs(day.year - today.year) > _FAR:
                when = "before" if day < today else "after"
                self.wrong.say(
                    row.number, at["due"], f"is due {day}, decades {when} the list; write when it is expected"
                )
        return tuple(Order(pieces, due) for pieces, due in zip(kept, days, strict=False))

    def _several(self, row: Row, name: str, reading: Callable[..., T]) -> list[T] | None:
        column = self.columns.at.get(name)
        cell = None if column is None else row.cell(column)
        texts = (
            [cell]
            if not isinstance(cell, str)
            else [each for each in _BETWEEN.split(cell) if not says_nothing(each)]
        )
        found: list[T] = []
        for text in texts:
            if text is None:
                continue
            try:
                found.append(reading(text, self._style(name)))
            except Unreadable as error:
                self._say(row, name, error)
                return None
        return found

    def _content(self, cell: object, style: Style) -> dict[str, Quantity]:
        """Content by country: `US 25 %, JP 10 %`, or a share whose country the column names."""
        pieces = [each.strip() for each in re.split(r"[;,](?!\d)", clean(cell)) if each.strip()]
        found: dict[str, Quantity] = {}
        for piece in pieces:
            match = re.match(r"^([^\d]*?)\s*:?\s*([\d./,\s%]+)$", piece)
            named = match[1].strip() if match else ""
            code = country(named) if named else _country_in(self.columns.names["content"])
            if match is None or code is None:
                raise Unreadable(f"{quoted(piece)} is no content; write `US 25 %`, several with commas")
            found[code] = style.share(float(cell) if isinstance(cell, (int, float)) else match[2])
        return found


def _country(text: str) -> str:
    code = country(text)
    if code is None:
        raise Unreadable(f"{quoted(text)} is not a country; write its name or two-letter code")
    return code


def _country_in(name: str) -> str | None:
    return next((code for word in name.split() if (code := country(word)) is not None), None)


def _no_name(field: str, text: str) -> str | None:
    """Why a text is no name or key, where its column holds one."""
    if field in ("part", "supplier", "product", "alternate_of") and len(text) > _LONGEST_NAME:
        return f"a name of {len(text)} characters; {_LONGEST_NAME} at most"
    if field == "substitutes" and any(len(name) > _LONGEST_NAME for name in _BETWEEN.split(text)):
        return f"a name of more than {_LONGEST_NAME} characters; several names stand apart by semicolons"
    if field == "source" and len(text) > _LONGEST_NAME:
        return f"a key of {len(text)} characters; {_LONGEST_NAME} at most"
    if field == "source" and text and (not re.fullmatch(r"[a-z0-9][a-z0-9-]*", text) or text.isdecimal()):
        return f"{quoted(text)} is no key; write small letters, digits and hyphens such as `chip-maker`"
    return None
