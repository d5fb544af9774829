"""This is how a parts list is opened: what it is, whether it may be read, and by which reader."""

from __future__ import annotations

import codecs
import datetime as dt
import stat
from collections.abc import Callable
from pathlib import Path

from sim.errors import Problem
from sim.intake import csv_file, cyclonedx_file, workbook
from sim.intake.sheet import PartsListError, Sheet
from sim.scenario.nearest import nearest

_Reader = Callable[[Path, str, dt.date, dict[str, str]], Sheet]
_MAX_WORKBOOK = 100_000_000
_READERS: dict[str, tuple[_Reader, int]] = {
    ".csv": (csv_file.read_csv, csv_file.MAX_BYTES),
    ".tsv": (csv_file.read_csv, csv_file.MAX_BYTES),
    ".txt": (csv_file.read_csv, csv_file.MAX_BYTES),
    ".xlsx": (workbook.read_workbook, _MAX_WORKBOOK),
    ".json": (cyclonedx_file.read_cyclonedx, cyclonedx_file.MAX_BYTES),
    ".xml": (cyclonedx_file.read_cyclonedx, cyclonedx_file.MAX_BYTES),
    ".cdx": (cyclonedx_file.read_cyclonedx, cyclonedx_file.MAX_BYTES),
}
_ZIP, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # what workbooks of today and old ones begin with
_MACROS = (".xlsm", ".xltm", ".xlsb", ".xlam")


def open_list(path: Path, form: dict[str, str]) -> Sheet:
    """The sheet of rows a file holds; `form` is what a mapping says of it (encoding, delimiter, sheet, date).

    Raises PartsListError.
    """
    file = path.name
    changed = _checked(path, file)
    reader, largest = _reader(path, file)
    _check_kind(path, file)
    size = path.stat().st_size
    if size == 0:
        raise PartsListError(
            Problem(file, None, "", "is empty; a parts list begins with a row of column names")
        )
    if size > largest:
        raise PartsListError(
            Problem(file, None, "", f"is larger than {largest // 1_000_000} MB; no parts list needs that")
        )
    try:
        sheet = reader(path, file, changed, form)
    except OSError as error:
        raise PartsListError(Problem(file, None, "", f"cannot be read: {error.strerror}")) from None
    if all(row.is_blank for row in sheet.rows):
        raise sheet_problem(sheet, "holds no rows; a parts list begins with a row of column names")
    return sheet


def sheet_problem(sheet: Sheet, message: str) -> PartsListError:
    """A problem with a sheet as a whole."""
    item = "" if sheet.name is None else f"sheet `{sheet.name}`"
    return PartsListError(Problem(sheet.file, None, item, message))


def _checked(path: Path, file: str) -> dt.date:
    """The day a regular file was last changed; raises PartsListError for anything else."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        beside = nearest(path.name, _names(path.parent))
        hint = f"; did you mean `{path.parent / beside}`?" if beside else ""
        raise PartsListError(Problem(str(path), None, "", f"no such file{hint}")) from None
    except (OSError, ValueError) as error:  # links in a circle, closed folders, names no file can have
        message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise PartsListError(Problem(str(path), None, "", message)) from None
    if stat.S_ISDIR(found.st_mode):
        raise PartsListError(
            Problem(str(path), None, "", "is a folder; give a file in CSV, XLSX or CycloneDX")
        )
    if not stat.S_ISREG(found.st_mode):
        raise PartsListError(
            Problem(str(path), None, "", "is not a regular file; give a file in CSV, XLSX or CycloneDX")
        )
    return dt.datetime.fromtimestamp(found.st_mtime, dt.UTC).date()


def _check_kind(path: Path, file: str) -> None:
    """Refuse a workbook that is called text."""
    if _READERS[path.suffix.lower()][0] is csv_file.read_csv and _begins(path, _ZIP, _OLD_WORKBOOK):
        new = _begins(path, _ZIP)
        right = "name it .xlsx" if new else "open it and save it as .xlsx"
        message = f"is a workbook, whatever its name says; {right}"
        raise PartsListError(Problem(file, None, "", message))


def _begins(path: Path, *marks: bytes) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(8).startswith(marks)
    except OSError as error:
        raise PartsListError(Problem(path.name, None, "", f"cannot be read: {error.strerror}")) from None


def _old_workbook(path: Path) -> str:
    """What is said of a file that is called .xls: many hold something else."""
    if _begins(path, _ZIP):
        return "is a workbook of today, called .xls; name it .xlsx"
    if _begins(path, _OLD_WORKBOOK) or b"\0" in path.read_bytes()[:4096]:
        return "is an old workbook (.xls); save it as .xlsx"
    if _begins(path, b"<", codecs.BOM_UTF8 + b"<"):
        return "is a web page or XML, called .xls; open it and save it as .xlsx"
    return "is no workbook but text, called .xls; name it .csv"


def _reader(path: Path, file: str) -> tuple[_Reader, int]:
    suffix = path.suffix.lower()
    if path.name.startswith("~$"):
        message = f"is the lock of a file that is open in Excel; give `{path.with_name(path.name[2:])}`, and close it"
        raise PartsListError(Problem(file, None, "", message))
    if suffix in _MACROS:
        raise PartsListError(
            Problem(file, None, "", f"may hold macros ({suffix}); save it as .xlsx without them")
        )
    if suffix == ".xls":
        raise PartsListError(Problem(file, None, "", _old_workbook(path)))
    if suffix not in _READERS:
        raise PartsListError(
            Problem(file, None, "", f"ends in {suffix or 'nothing'}; known are {', '.join(_READERS)}")
        )
    return _READERS[suffix]


def _names(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir() if each.suffix.lower() in _READERS)
    except OSError:
        return []
