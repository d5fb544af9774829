"""This is a parts list in CSV, in whatever encoding and with whatever separator it was saved."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
from pathlib import Path

from sim.errors import Problem
from sim.intake.libraries import library
from sim.intake.sheet import MAX_CELL, MAX_CELLS, MAX_ROWS, PartsListError, Row, Sheet, quoted

MAX_BYTES = 32_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What spreadsheets save in, where it is not Unicode: Chinese, western European, and other East Asian ones.
_LEGACY = ["gb18030", "cp1252", "big5", "cp932", "cp949", "cp1250", "cp1251"]
_NAMES = {"big5": "big5", "cp1252": "cp1252"}
_SEPARATORS = ";\t|,"
_SAMPLE = 65_536
_END = "the end of the list"
_QUOTED = re.compile(r'"[^"]*"')


def read_csv(path: Path, file: str, date: dt.date, form: dict[str, str]) -> Sheet:
    """The rows of a CSV file; `form` may say its `encoding` and `delimiter`, otherwise they are found out.

    Raises PartsListError: too large, an encoding nobody can tell, one cell without end.
    """
    raw = path.read_bytes()
    remarks: list[str] = []
    encoding = form.get("encoding") or encoding_of(raw, file)
    text = _decoded(raw, encoding, file)
    del raw
    delimiter = form.get("delimiter") or _delimiter(text[:_SAMPLE])
    if "encoding" not in form and encoding != "utf-8":
        remarks.append(f"read as {encoding}")
    if delimiter != ",":
        remarks.append(f"columns are separated by {_named(delimiter)}")
    rows = _rows(text, delimiter, file)
    return Sheet(file, None, rows, date, tuple(remarks), {"encoding": encoding, "delimiter": delimiter})


def encoding_of(raw: bytes, file: str) -> str:
    """The encoding of a text: by its mark, by its zero bytes, UTF-8 if it is, otherwise the likeliest."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    sample = raw[:_SAMPLE]
    zeros = sample[::2].count(0), sample[1::2].count(0)
    if max(zeros) > len(sample) // 8:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    try:
        raw.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    matches = library("charset_normalizer", file).from_bytes(
        sample, cp_isolation=[*_LEGACY, "utf_16_le", "utf_16_be"]
    )
    best = matches.best()
    if best is None:
        message = (
            "is in an encoding that cannot be told; save it as UTF-8, or write `encoding` in the mapping"
        )
        raise PartsListError(Problem(file, None, "", message))
    return str(best.encoding).replace("_", "-") if "utf" in best.encoding else str(best.encoding)


def _decoded(raw: bytes, encoding: str, file: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        message = (
            f"{quoted(encoding)} is not an encoding; write one such as utf-8, utf-16-le, cp1252, gb18030"
        )
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = (
            f"line {line} is not valid {encoding}: byte 0x{raw[error.start]:02X} cannot stand there; "
            "save it as UTF-8, or write its `encoding` in the mapping"
        )
    raise PartsListError(Problem(file, None, "", message))


def _delimiter(sample: str) -> str:
    """The separator: the sign that most lines have equally often outside quotes.

    The standard library's sniffer takes decimal commas and titles above a list for what they are not.
    """
    lines = [_QUOTED.sub("", line) for line in sample.splitlines()[:60] if line.strip()]
    agreeing: dict[str, int] = {}
    for sign in _SEPARATORS:
        counts = [count for line in lines if (count := line.count(sign)) > 0]
        agreeing[sign] = max((counts.count(count) for count in set(counts)), default=0)
    # Of signs that about as many lines agree on, a comma is the likelier to stand inside cells.
    best = max(agreeing.values())
    return next(sign for sign in ";\t|," if agreeing[sign] >= 0.6 * best)


def _rows(text: str, delimiter: str, file: str) -> tuple[Row, ...]:
    csv.field_size_limit(MAX_CELL)
    # The reader takes a quote that is never closed to end with the file: then it swallows the row we put there.
    between = "" if text.endswith(("\n", "\r")) else "\n"
    reader = csv.reader(io.StringIO(f"{text}{between}{_END}", newline=""), delimiter=delimiter)
    rows: list[Row] = []
    cells = start = 0
    try:
        for values in reader:
            rows.append(Row(start + 1, tuple(values)))
            start = reader.line_num
            cells += len(values)
            if len(rows) > MAX_ROWS or cells > MAX_CELLS:
                message = f"has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells; no parts list needs that"
                raise PartsListError(Problem(file, None, "", message))
    except csv.Error as error:
        if "field larger" in str(error):
            message = (
                f"a cell that starts here has more than {MAX_CELL:,} characters; a quote may not be closed"
            )
        else:
            message = f"cannot be read as CSV: {error}"
        raise PartsListError(Problem(file, start + 1, "", message)) from None
    if rows[-1].cells != (_END,):
        message = "a quote that is opened in this row is not closed before the end of the file; close it"
        raise PartsListError(Problem(file, rows[-1].number, "", message))
    return tuple(rows[:-1])


def _named(delimiter: str) -> str:
    return {"\t": "tabs", ";": "semicolons", "|": "bars"}.get(delimiter, quoted(delimiter))
