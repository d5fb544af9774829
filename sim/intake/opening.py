"""This is how a parts list is opened: what it is, whether it may be read, and by which reader."""

from __future__ import annotations

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
_MACROS = (".xlsm", ".xltm", ".xlsb", ".xlam")


def open_list(path: Path, form: dict[str, str]) -> Sheet:
    """The sheet of rows a file holds; `form` is what a mapping says of it (encoding, delimiter, sheet, date).

    Raises PartsListError.
    """
    file = path.name
    changed = _checked(path, file)
    reader, largest = _reader(path, file)
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


def _reader(path: Path, file: str) -> tuple[_Reader, int]:
    suffix = path.suffix.lower()
    if suffix in _MACROS:
        raise PartsListError(
            Problem(file, None, "", f"may hold macros ({suffix}); save it as .xlsx without them")
        )
    if suffix == ".xls":
        raise PartsListError(Problem(file, None, "", "is an old workbook (.xls); save it as .xlsx"))
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
