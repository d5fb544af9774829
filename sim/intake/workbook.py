"""This is a parts list in a workbook (XLSX): values as they were saved, merged cells filled, hidden sheets left out."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.errors import Problem
from sim.intake.libraries import library
from sim.intake.number_formats import FIRST_OF_ITS_OWN, currency_of_format
from sim.intake.sheet import (
    MAX_CELL,
    MAX_CELLS,
    MAX_ROWS,
    Amount,
    Cell,
    NoCachedValue,
    PartsListError,
    PerCent,
    Row,
    Sheet,
    quoted,
)
from sim.intake.workbook_parts import Layout, area, check_workbook, is_dated, layout_of
from sim.scenario.nearest import did_you_mean

# What a workbook that runout wrote says beside its list: `path` of a scenario and what stands there.
FACTS_SHEET = "scenario"
FACTS_HEADER = ("path", "value")
_QUOTED = re.compile(r'"[^"]*"|\\.')  # text in a number format


def read_workbook(path: Path, file: str, date: dt.date, form: dict[str, str]) -> Sheet:
    """The rows of one sheet of a workbook: the one `form` names, or the first that is shown and not empty.

    Raises PartsListError: see `check_workbook`; no such sheet; more rows or longer cells than a list has.
    """
    openpyxl = library("openpyxl", file)
    check_workbook(path, file)
    with path.open("rb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # the library raises whatever the damage causes
            message = f"cannot be opened as a workbook: {_words(error)}"
            raise PartsListError(Problem(file, None, "", message)) from None
        try:
            return _read(book, path, (file, date), form)
        except PartsListError:
            raise
        except Exception as error:  # as above: parts are read when asked for
            raise PartsListError(Problem(file, None, "", f"is damaged: {_words(error)}")) from None
        finally:
            book.close()


def _read(
    book: Any, path: Path, named: tuple[str, dt.date], form: dict[str, str]
) -> Sheet:  # Any: see `library`
    file, date = named
    # The library sets the present moment where a workbook has no day of its own.
    changed = book.properties.modified if is_dated(path) else None
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    shown = [name for name, sheet in sheets.items() if sheet.sheet_state == "visible"]
    asked = form.get("sheet")
    if asked is not None and asked not in sheets:
        message = f"has no sheet {quoted(asked)}{did_you_mean(asked, sheets)}"
        raise PartsListError(Problem(file, None, "", message))
    facts = _facts(sheets.get(FACTS_SHEET), file)
    remarks = []
    if hidden := [name for name in sheets if name not in shown and name != asked]:
        remarks.append(f"hidden sheets are not read: {', '.join(map(quoted, hidden))}")
    rows: list[Row] = []
    name = asked
    for candidate in (
        [asked] if asked is not None else [each for each in shown if not (facts and each == FACTS_SHEET)]
    ):
        rows = _rows(sheets[candidate], candidate, file)
        name = candidate
        if rows:
            break
    if name is None:
        raise PartsListError(Problem(file, None, "", "has no sheet that is shown; name one with --sheet"))
    others = [each for each in shown if each not in (name, FACTS_SHEET)]
    if others and asked is None:
        remarks.append(
            f"read is the sheet {quoted(name)}; --sheet names another: {', '.join(map(quoted, others))}"
        )
    layout = layout_of(path, name, file)
    rows = _laid_out(rows, layout)
    if layout.merged:
        areas = [area(each[:2], each[2:]) for each in sorted(layout.merged)]
        more = f" and {len(areas) - 3} more" if len(areas) > 3 else ""
        remarks.append(f"merged cells are filled from their top left cell: {', '.join(areas[:3])}{more}")
    read = Sheet(file, name, tuple(rows), date, tuple(remarks), {"sheet": name}, facts)
    if not isinstance(changed, dt.datetime):
        return read
    return replace(read, date=changed.date(), date_from="when the workbook says it was last changed")


def _rows(sheet: Any, name: str, file: str) -> list[Row]:  # Any: see `library`
    if not hasattr(sheet, "reset_dimensions"):  # a sheet of charts
        return []
    sheet.reset_dimensions()  # what the file says of its size may be anything
    rows: list[Row] = []
    cells = 0
    signs: dict[int, str | None] = {}  # by the number of a cell's style
    for number, found in enumerate(sheet.iter_rows(), 1):
        values = tuple(_value(cell, signs) for cell in found)
        while values and values[-1] is None:
            values = values[:-1]
        if not values:
            if number > 2 * MAX_ROWS:  # formatted cells far below the list
                break
            continue
        cells += len(values)
        if len(rows) >= MAX_ROWS or cells > MAX_CELLS:
            message = f"has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells; no parts list needs that"
            raise PartsListError(Problem(file, None, f"sheet {quoted(name)}", message))
        for value in values:
            if isinstance(value, str) and len(value) > MAX_CELL:
                message = f"a cell of this row has more than {MAX_CELL:,} characters"
                raise PartsListError(Problem(file, number, f"sheet {quoted(name)}", message))
        rows.append(Row(number, tuple(map(_cell, values))))
    return rows


def _value(cell: Any, signs: dict[int, str | None]) -> object:  # Any: see `library`
    """What a cell holds; a number formatted as an amount of a currency is an `Amount`, in per cent a `PerCent`."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    style = cell._style_id  # the only cheap way: the format itself is looked up in a table of the book
    if style not in signs:
        own = cell.style_array.numFmtId >= FIRST_OF_ITS_OWN
        signs[style] = currency_of_format(cell.number_format) if own else None
        if "%" in _QUOTED.sub("", cell.number_format):
            signs[style] = "%"
    sign = signs[style]
    if sign == "%":
        return PerCent(value)
    return value if sign is None else Amount(value, sign)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (str, int, float, dt.date)):
        return value
    return str(value)


def _laid_out(rows: Iterable[Row], layout: Layout) -> list[Row]:
    """Rows with merged cells filled, and formulas without a result marked."""
    grid = {row.number: list(row.cells) for row in rows}
    for first, left, last, right in layout.merged:
        corner = grid.get(first, [])
        value = corner[left] if left < len(corner) else None
        if value is None:
            continue
        for number in range(first, last + 1):
            if number in grid:  # rows that hold nothing else stay left out
                cells = grid[number]
                cells += [None] * (right + 1 - len(cells))
                cells[left : right + 1] = [value] * (right + 1 - left)
    for number, column in layout.without_value:
        cells = grid.setdefault(number, [])
        cells += [None] * (column + 1 - len(cells))
        cells[column] = NoCachedValue()
    return [Row(number, tuple(cells)) for number, cells in sorted(grid.items())]


def _facts(sheet: Any, file: str) -> dict[str, str]:  # Any: see `library`
    if sheet is None:
        return {}
    rows = _rows(sheet, FACTS_SHEET, file)
    if not rows or tuple(str(cell).strip().casefold() for cell in rows[0].cells[:2]) != FACTS_HEADER:
        return {}
    return {str(row.cells[0]): str(row.cells[1]) for row in rows[1:] if len(row.cells) > 1}


def _words(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text[:120] or type(error).__name__
