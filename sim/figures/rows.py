"""This is the result tables as rows, each turned into rows once, and its rows found by what they are about."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from sim.figures.cells import Record


def rows_of(table: pd.DataFrame) -> list[Record]:
    """The rows of one table, in its order."""
    names = [str(name) for name in table.columns]
    cells = [table.iloc[:, place].tolist() for place in range(len(names))]
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


class Rows:
    """The tables of one result, read once; ask for rows as often as you like."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = tables
        self._all: dict[str, list[Record]] = {}
        self._found: dict[tuple[str, ...], dict[tuple[Hashable, ...], list[Record]]] = {}

    def of(self, table: str, **equal: Hashable) -> list[Record]:
        """The rows of a table in which each named column equals what is given, in the table's order."""
        if table not in self._all:
            self._all[table] = rows_of(self._tables[table])
        if not equal:
            return self._all[table]
        key = (table, *equal)
        if key not in self._found:
            found: dict[tuple[Hashable, ...], list[Record]] = {}
            for row in self._all[table]:
                found.setdefault(tuple(_key(row[column]) for column in equal), []).append(row)
            self._found[key] = found
        return self._found[key].get(tuple(equal.values()), [])


def _key(cell: object) -> Hashable:
    return cell if isinstance(cell, Hashable) else str(cell)
