"""This is what is wrong in the cells of a sheet: mistakes of one kind in one column are said once, with their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.errors import Problem
from sim.intake.sheet import Sheet
from sim.wording import counted

SHOWN = 6  # names of parts
_ROWS = 8
# What differs between two mistakes of one kind: what was found, and numbers.
_FOUND = re.compile(r"`[^`]*`|\d[\d.:-]*(?:, \d[\d.:-]*)*")


class Wrong:
    """Collects mistakes cell by cell."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._first: dict[tuple[int | None, str], tuple[int, str]] = {}
        self._rows: dict[tuple[int | None, str], list[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._first)

    def say(self, row: int, column: int | None, message: str) -> None:
        """Note a mistake in a cell, or in a row."""
        kind = column, _FOUND.sub("`", message)
        self._first.setdefault(kind, (row, message))
        self._rows.setdefault(kind, []).append(row)

    def problems(self) -> list[Problem]:
        """One problem for each kind, at its first cell."""
        return [
            self.sheet.problem(row, kind[0], message + _also(self._rows[kind][1:]))
            for kind, (row, message) in self._first.items()
        ]


def _also(rows: list[int]) -> str:
    if not rows:
        return ""
    return f"; the same in {counted(len(rows), 'more row')}: {numbers(rows)}"


def some(names: Sequence[str], most: int = SHOWN) -> str:
    """The first of several names, each once, and how many more there are."""
    once = list(dict.fromkeys(names))
    shown = ", ".join(once[:most])
    return f"{shown} and {len(once) - most} more" if len(once) > most else shown


def numbers(rows: list[int]) -> str:
    """The first rows of several, by number."""
    return ", ".join(map(str, rows[:_ROWS])) + (", ..." if len(rows) > _ROWS else "")
