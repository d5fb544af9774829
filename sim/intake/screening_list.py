"""This is how the US Consolidated Screening List is read as published: JSON or CSV, row by row, within bounds.

No more than one row is held beside what is kept, so that a list of 32 MB needs little memory and a hostile one no more.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from sim.errors import InputError
from sim.intake.screening_entries import Collector, ScreeningList
from sim.intake.screening_files import pieces_of, printable, quoted, refusal
from sim.scenario import shipped_folder
from sim.scenario.nearest import nearest

SHIPPED = "CSL"
MAX_BYTES = 128_000_000
MAX_ROW = 1_000_000
MAX_NAMES = 300_000
MAX_NAME = 2_000

COLUMNS = (
    *("_id", "source", "entity_number", "type", "programs", "name"),
    *("title", "addresses", "federal_register_notice", "start_date", "end_date", "standard_order"),
    *(
        "license_requirement",
        "license_policy",
        "call_sign",
        "vessel_type",
        "gross_tonnage",
        "gross_registered_tonnage",
    ),
    *("vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names", "citizenships"),
    *("dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids"),
)
_KEYS = frozenset(COLUMNS) | {"id"}
_SPACE = re.compile(r"[ \t\r\n]*")
_HELP = "the list is published by trade.gov as consolidated.json and .csv"


def shipped_list() -> Path:
    """The newest shipped extract of the list."""
    return max((shipped_folder() / "shipped" / "lists").glob("csl-extract-*.json"))


def read_list(given: str | Path) -> ScreeningList:
    """The list named or pathed by `given`; `CSL` is the shipped extract, `./CSL` a file.

    Raises InputError where it is no such list; nothing of it is used then.
    """
    path = shipped_list() if given == SHIPPED else Path(given)
    file = path.as_posix()
    pieces = pieces_of(path, MAX_BYTES)
    first = next(pieces)
    collector = Collector()
    head: dict[str, Any] = {}  # Any: whatever JSON holds
    if first.lstrip()[:1] in ("{", "["):
        rows = _JsonRows(first, pieces, file)
        for number, row in enumerate(rows, 1):
            _take(collector, row, file, number)
        head = rows.head
    else:
        for number, row in enumerate(_csv_rows(first, pieces, file), 2):
            _take(collector, row, file, number)
    if not collector.entries and not collector.left_out:
        raise refusal(file, f"holds no rows; {_HELP}")
    extract = head.get("extract")
    said = extract if isinstance(extract, Mapping) else {}
    date = printable(str(said.get("date") or head.get("search_performed_at") or ""))[:10]
    title = printable(str(said.get("title") or path.name))[:200]
    return ScreeningList(title, date, bool(said), tuple(collector.entries), dict(collector.left_out))


def _take(collector: Collector, row: Mapping[str, object], file: str, number: int) -> None:
    for key in ("name", "source"):
        if not isinstance(row.get(key), str) or not str(row[key]).strip():
            raise refusal(file, f"row {number} has no `{key}`; {_HELP}")
    names = row.get("alt_names")
    for name in (row["name"], *(names if isinstance(names, list) else ())):
        if isinstance(name, str) and len(name) > MAX_NAME:
            raise refusal(file, f"row {number} has a name of {len(name):,} characters; no name is that long")
    collector.take(row)
    if collector.names > MAX_NAMES:
        raise refusal(file, f"holds more than {MAX_NAMES:,} names; that is not read")


def _csv_rows(first: str, pieces: Iterator[str], file: str) -> Iterator[dict[str, str]]:
    header = first.partition("\n")[0]
    reader = csv.reader(_lines(first, pieces, file), delimiter="\t" if "\t" in header else ",", strict=True)
    try:
        names = [name.strip() for name in next(reader)]
        missing = [name for name in COLUMNS if name not in names]
        if missing:
            raise refusal(file, _wrong_columns(names, missing), 1)
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise refusal(file, f"has the column {quoted(twice)} twice", 1)
        for cells in reader:
            if len(cells) == len(names):
                yield dict(zip(names, cells, strict=True))
            elif cells:
                message = f"has {len(cells)} cells where the header has {len(names)}"
                raise refusal(file, message, reader.line_num)
    except csv.Error as error:
        raise refusal(file, f"is broken CSV: {error}", reader.line_num) from None


def _wrong_columns(names: list[str], missing: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in missing[:3]) + (
        f" and {len(missing) - 3} more" if missing[3:] else ""
    )
    near = nearest(missing[0], [name for name in names if name not in COLUMNS])
    meant = f" (`{missing[0]}` is spelt {quoted(near)})" if near else ""
    return f"is no screening list: it has no column {shown}{meant}; {_HELP}"


def _lines(first: str, pieces: Iterator[str], file: str) -> Iterator[str]:
    """The lines of a text that comes in pieces, their ends kept."""
    rest = first
    while True:
        *whole, rest = rest.split("\n")
        yield from (line + "\n" for line in whole)
        if len(rest) > MAX_ROW:
            raise refusal(file, f"has a line of more than {MAX_ROW:,} characters; no row is that long")
        piece = next(pieces, None)
        if piece is None:
            break
        rest += piece
    if rest:
        yield rest


class _JsonRows:
    """The rows under `results` of a JSON text that comes in pieces; what stands beside them is `head`."""

    def __init__(self, first: str, pieces: Iterator[str], file: str) -> None:
        self.head: dict[str, Any] = {}
        self._text, self._at = first, 0
        self._pieces, self._file = pieces, file
        self._rows = 0
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_object, parse_constant=_no_constant, parse_int=str, parse_float=str
        )

    def __iter__(self) -> Iterator[dict[str, Any]]:
        seen: set[str] = set()
        self._expect("{")
        if self._peek() == "}":
            raise self._wrong("has no `results`")
        while True:
            key = self._value()
            if not isinstance(key, str) or key in seen:
                raise self._wrong(
                    f"has the key {quoted(key)} twice" if key in seen else "has a key that is no text"
                )
            seen.add(key)
            self._expect(":")
            if key == "results":
                yield from self._results()
            else:
                self.head[key] = self._value()
            if self._expect(",}") == "}":
                break
        if "results" not in seen:
            raise self._wrong("has no `results`")
        if self._peek():
            raise self._wrong("goes on after its end")

    def _results(self) -> Iterator[dict[str, Any]]:
        self._expect("[")
        if self._peek() == "]":
            self._expect("]")
            return
        while True:
            row = self._value()
            self._rows += 1
            if not isinstance(row, dict):
                raise self._wrong("has a row that is no object")
            if not _KEYS & row.keys():
                raise self._wrong(f"has a row without any of the columns known, such as `name`; {_HELP}")
            yield row
            if self._expect(",]") == "]":
                return

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
                if end < len(self._text):
                    self._at = end
                    return value
                if not self._more():
                    self._at = len(self._text)
                    return value
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > MAX_ROW:
                    raise self._wrong(f"is broken JSON or has a row over {MAX_ROW:,} characters") from None
                if not self._more():
                    cut_off = error.pos >= len(self._text) - 1 or "Unterminated" in error.msg
                    raise self._wrong("breaks off" if cut_off else f"is broken JSON ({error.msg})") from None
            except RecursionError:
                raise self._wrong("is nested far too deep") from None
            except _Refused as error:
                raise self._wrong(str(error)) from None

    def _peek(self) -> str:
        """The next sign that is no space, or an empty text at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _expect(self, signs: str) -> str:
        sign = self._peek()
        if not sign:
            raise self._wrong("breaks off")
        if sign not in signs:
            raise self._wrong(
                f"is broken JSON or no screening list: found {quoted(sign)}, expected `{signs[0]}`"
            )
        self._at += 1
        return sign

    def _more(self) -> bool:
        """Take the next piece in, and let go of what has been read."""
        piece = next((each for each in self._pieces if each), "")
        self._text, self._at = self._text[self._at :] + piece, 0
        return bool(piece)

    def _wrong(self, message: str) -> InputError:
        where = f" after row {self._rows}" if self._rows else ""
        return refusal(self._file, f"{message}{where}; {_HELP}" if _HELP not in message else message)


class _Refused(ValueError):
    """Something that JSON allows and a list does not hold."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Refused(f"has the key {quoted(twice)} twice in one row")
    return made


def _no_constant(name: str) -> NoReturn:
    raise _Refused(f"holds `{name}`, which is no JSON")
