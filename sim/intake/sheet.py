"""This is one sheet of somebody's parts list as it stands there: rows of cells, and how to point at one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from sim.errors import InputError, Problem

Cell: TypeAlias = str | int | float | bool | dt.date | None

MAX_ROWS = 30_000  # twice what one scenario file holds
MAX_CELLS = 600_000
MAX_CELL = 32_767  # characters; what a spreadsheet holds in one cell
MOST_PROBLEMS = 100  # more than a person would read; the rest is counted

# What the reader of scenarios refuses: control characters, and signs that turn the reading direction.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

# Of these, what is no break of a line: a sign that nobody sees, in a name that somebody reads.
HIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class PartsListError(InputError):
    """A parts list, or the mapping that says how it is read, is wrong."""


@dataclass(frozen=True)
class NoCachedValue:
    """A formula cell whose result is not in the file."""

    formula: bool = True


class Amount(float):
    """A number whose cell is formatted as an amount of a currency: `sign` is its sign or code."""

    sign: str

    def __new__(cls, value: float, sign: str) -> Amount:
        """The number, with the sign."""
        made = super().__new__(cls, value)
        made.sign = sign
        return made


class PerCent(float):
    """A number whose cell is formatted in per cent: 0.05 is shown as 5 %."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet, with its number in the file."""

    number: int
    cells: tuple[Cell | NoCachedValue, ...]

    def cell(self, column: int) -> Cell | NoCachedValue:
        """The cell in a column; None where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else None

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet, and what was found out about the file on the way."""

    file: str
    name: str | None  # of the sheet, in a workbook
    rows: tuple[Row, ...]
    date: dt.date  # of the file: what the list describes
    remarks: tuple[str, ...] = ()
    form: Mapping[str, str] = field(default_factory=dict)  # encoding, delimiter: what a mapping keeps
    facts: Mapping[str, str] = field(
        default_factory=dict
    )  # what stands beside the list, by path of a scenario
    date_from: str = "when the file was last changed (a copy may have another)"

    def problem(self, row: int, column: int | None, message: str) -> Problem:
        """A problem with one cell, or with a row."""
        where = [] if self.name is None else [f"sheet {quoted(self.name)}"]
        if column is not None:
            where.append(f"cell {letters(column)}{row}" if self.name is not None else f"column {column + 1}")
        return Problem(self.file, row, ", ".join(where), message)


def letters(column: int) -> str:
    """The letters a spreadsheet gives a column, counted from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def clean(cell: object) -> str:
    """The text of a cell on one line, without characters that nobody sees."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    return " ".join(UNPRINTABLE.sub(" ", "" if cell is None else str(cell)).split())


def quoted(value: object) -> str:
    """What was found, for a message: short, in backticks."""
    text = clean(value)
    return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}...`"


def refuse(problems: list[Problem], options: tuple[str, ...] = ()) -> None:
    """Raise everything that is wrong, if anything is; of very many the first, and how many more.

    `options` of the command line would mend it.
    """
    if not problems:
        return
    once = list(dict.fromkeys(problems))
    kept = once[:MOST_PROBLEMS]
    if len(once) > len(kept):
        kept.append(
            Problem(once[0].file, None, "", f"has {len(once)} problems; the first {len(kept)} of them are:")
        )
    error = PartsListError(kept)
    error.options = options
    raise error
