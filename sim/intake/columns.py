"""This is where the row of column names is found in a sheet, and what each column holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sim.errors import Problem
from sim.intake.price_units import split_header
from sim.intake.sheet import PartsListError, Row, Sheet, clean, letters, quoted
from sim.intake.words import country, currency_signs, factors, fields_by_header, header, heading, in_brackets
from sim.scenario.nearest import did_you_mean

_LOOKED_AT = 40  # rows from the top in which the names are looked for
_NEEDED = ("part", "description", "supplier", "quantity")
# Names that may mean the part or its row: taken for the part's number where no other column names the parts.
_NUMBERS = (
    "nr",
    "no",
    "number",
    "nummer",
    "art nr",
    "artnr",
    "id",
    "pos",
    "pos nr",
    "position",
    "编号",
    "序号",
)
_WHOSE_COUNTRY = ("country", "land", "国家")  # names that do not say whether the part's or the supplier's


@dataclass(frozen=True)
class Columns:
    """The columns of a sheet: by field, which one (counted from 0) and what it is called."""

    row: int  # number of the row with the names
    at: Mapping[str, int]
    names: Mapping[str, str]
    width: int = 0  # of the row with the names
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    in_brackets: Mapping[str, str] = field(
        default_factory=dict
    )  # by field: units and currencies in the names


def find_columns(sheet: Sheet) -> Columns:
    """The columns as their names and what stands below them say; raises PartsListError if there are no names."""
    best, number = 0, -1
    for at, row in enumerate(sheet.rows[:_LOOKED_AT]):
        known = len(set(_fields(row).values()))
        if known > best and _is_header(row):
            best, number = known, at
    if best < 2:
        wanted = ", ".join(f"`{heading(name)}`" for name in _NEEDED)
        first = next((row for row in sheet.rows if not row.is_blank), None)
        read = f"; the first row reads {', '.join(quoted(cell) for cell in first.cells[:4])}" if first else ""
        message = f"no row with names of columns is found{read}; write names such as {wanted} above the parts"
        raise PartsListError(
            Problem(sheet.file, 1, "" if sheet.name is None else f"sheet `{sheet.name}`", message)
        )
    named = sheet.rows[number]
    below = sheet.rows[number + 1] if number + 1 < len(sheet.rows) else None
    if below is not None and len(set(_fields(below).values())) >= 2 and _is_header(below):
        message = (
            f"rows {named.number} and {below.number} both hold names of columns; join them into one row, "
            "or say `header_row` in the mapping"
        )
        raise PartsListError(sheet.problem(below.number, None, message))
    fields, remarks = _countries_told_apart(named, _fields(named))
    if not {"part", "description"} & set(fields.values()):
        called = [
            at for at, cell in enumerate(named.cells) if isinstance(cell, str) and header(cell) in _NUMBERS
        ]
        if len(called) == 1:
            fields |= {called[0]: "part"}
            text = f"{letters(called[0])} {quoted(named.cells[called[0]])}"
            remarks.append(f"column {text} is read as the part's number, for no other names the parts")
    found = _columns(sheet, number, fields)
    return replace(found, remarks=(*remarks, *found.remarks))


def named_columns(sheet: Sheet, header_row: int, columns: Mapping[str, str]) -> Columns:
    """The columns a mapping names; raises PartsListError for every name the sheet does not have."""
    at = next((at for at, row in enumerate(sheet.rows) if row.number == header_row), None)
    if at is None:
        raise PartsListError(
            sheet.problem(header_row, None, "`header_row` of the mapping names a row that is not there")
        )
    texts = [clean(cell) for cell in sheet.rows[at].cells]
    problems, found = [], {}
    for name, wanted in columns.items():
        if wanted in texts:
            found[texts.index(wanted)] = name
        else:
            hint = did_you_mean(wanted, texts)
            message = f"has no column {quoted(wanted)}, which the mapping reads as `{name}`{hint}"
            problems.append(sheet.problem(header_row, None, message))
    if problems:
        raise PartsListError(problems)
    read = _columns(sheet, at, found)
    passed_over = [
        f"column {letters(column)} {quoted(texts[column])} is not read, for the mapping does not name it: to read it, "
        f"write `{name}: {texts[column]}` under `columns`"
        for column, name in _fields(sheet.rows[at]).items()
        if column not in found and name not in read.at
    ]
    return replace(read, remarks=(*read.remarks, *passed_over))


def _columns(sheet: Sheet, number: int, fields: Mapping[int, str]) -> Columns:
    row = sheet.rows[number]
    texts = [clean(cell) for cell in row.cells]
    at: dict[str, int] = {}
    remarks = []
    for column, name in fields.items():
        if name in at:
            second = (
                f"column {letters(column)} {quoted(texts[column])} is not read: {quoted(texts[at[name]])} is"
            )
            remarks.append(f"{second} read as {heading(name).lower()} already")
        else:
            at[name] = column
    if "made_in" not in at and (place := _column_of_places(sheet, number, set(at.values()))) is not None:
        at["made_in"] = place
        remarks.append(
            f"column {letters(place)} {quoted(texts[place])} is read as made in: it holds countries"
        )
    unread = [text for column, text in enumerate(texts) if text and column not in at.values()]
    return Columns(
        row.number,
        at,
        {name: texts[column] for name, column in at.items()},
        len(texts),
        tuple(unread),
        tuple(remarks),
        {name: inside for name, column in at.items() if (inside := in_brackets(texts[column]))},
    )


def _countries_told_apart(row: Row, fields: Mapping[int, str]) -> tuple[dict[int, str], list[str]]:
    """The fields, with a bare `Country` as the supplier's where another column says where a part is made."""
    bare = {
        column
        for column, name in fields.items()
        if name == "made_in" and header(clean(row.cells[column])) in _WHOSE_COUNTRY
    }
    told = [column for column, name in fields.items() if name == "made_in" and column not in bare]
    if not told:
        return dict(fields), []
    left = {column: name for column, name in fields.items() if column not in bare}
    remarks = []
    for column in sorted(bare):
        what = f"column {letters(column)} {quoted(row.cells[column])} is"
        if "supplier_country" in left.values():
            remarks.append(f"{what} not read: other columns say where parts are made and suppliers are based")
        else:
            left[column] = "supplier_country"
            remarks.append(
                f"{what} read as supplier country: {quoted(row.cells[told[0]])} says where it is made"
            )
    return left, remarks


def _fields(row: Row) -> dict[int, str]:
    """The field of each column whose name is known; names that are known whole come before those that hold one."""
    known = fields_by_header()
    whole: dict[int, str] = {}
    in_part: dict[int, str] = {}
    for column, cell in enumerate(row.cells):
        name = _without_units(header(cell)) if isinstance(cell, str) else ""
        if name in known and (name != "price per" or header(str(cell)) == name):
            whole[column] = known[name]
        elif isinstance(cell, str) and (meant := _priced(cell, known)) is not None:
            whole[column] = meant
        elif (meant := _by_part(name, known)) is not None:
            in_part[column] = meant
    return whole | in_part


def _without_units(name: str) -> str:
    """A name without the unit or currency it ends in: `lead time in weeks`, `unit price per 1000 pcs eur`."""
    known, units = fields_by_header(), {*factors("pieces"), *factors("duration"), *currency_signs(), "in"}
    words = name.split()
    while len(words) > 1 and " ".join(words) not in known and (words[-1] in units or words[-1].isdecimal()):
        last = words.pop()
        if last.isdecimal() and len(words) > 1 and words[-1] in ("per", "je", "pro"):
            words.pop()
    return " ".join(words)


def _priced(cell: str, known: Mapping[str, str]) -> str | None:
    """The field of a column of prices whose name says what they are for: `price per reel`, `price/k pcs`."""
    name, unit = split_header(cell)
    meant = known.get(_without_units(header(name))) if unit is not None else None
    return meant if meant in ("price", "cost") else None


def _by_part(name: str, known: Mapping[str, str]) -> str | None:
    """The field of a name that begins or ends with a known name of two words: `unit price net`."""
    words = name.split()
    for size in range(len(words) - 1, 1, -1):
        for piece in (" ".join(words[:size]), " ".join(words[-size:])):
            if piece in known:
                return known[piece]
    return None


def _is_header(row: Row) -> bool:
    """Names are text: a row with numbers in it is a part."""
    return not any(
        isinstance(cell, (int, float)) or clean(cell).replace(".", "").isdigit() for cell in row.cells
    )


def _column_of_places(sheet: Sheet, number: int, taken: Iterable[int]) -> int | None:
    rows = [row for row in sheet.rows[number + 1 : number + 201] if not row.is_blank]
    for column in range(len(sheet.rows[number].cells)):
        texts = [clean(row.cell(column)) for row in rows]
        given = [text for text in texts if text]
        if (
            column not in taken
            and len(given) >= 2
            and sum(country(text) is not None for text in given) >= 0.8 * len(given)
        ):
            return column
    return None
