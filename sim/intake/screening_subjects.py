"""This is what is screened: the names of a CSV table, a plain list of names, or the organisations of a scenario."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.intake.opening import open_list
from sim.intake.organisations import suppliers_of
from sim.intake.screening_files import check_regular, pieces_of, printable, quoted, refusal
from sim.intake.sheet import clean
from sim.scenario import read_scenario, scenario_names
from sim.scenario.nearest import did_you_mean
from sim.wording import NOT_NAMED

MAX_BYTES = 32_000_000
MAX_NAMES = 100_000
MAX_NAME = 2_000

_SCENARIO = re.compile(r"^schema:\s*[\"']?runout/", re.MULTILINE)
_NAMES = (
    *(
        "name",
        "organisation",
        "organization",
        "company",
        "company name",
        "supplier",
        "supplier name",
        "vendor",
    ),
    *(
        "vendor name",
        "customer",
        "customer name",
        "maker",
        "manufacturer",
        "entity",
        "party",
        "business partner",
    ),
)
_COUNTRIES = (
    "country",
    "country code",
    "home",
    "made in",
    "country of origin",
    "nation",
    "land",
    "jurisdiction",
)
_SPELT_OUT = {
    "AE": "united arab emirates, uae",
    "AU": "australia",
    "CA": "canada",
    "CH": "switzerland",
    "CN": "china, prc, p r china, people s republic of china, mainland china",
    "DE": "germany",
    "FR": "france",
    "GB": "united kingdom, great britain, england, uk",
    "HK": "hong kong",
    "IL": "israel",
    "IN": "india",
    "IR": "iran",
    "JP": "japan",
    "KR": "south korea, republic of korea, korea",
    "MY": "malaysia",
    "NL": "netherlands, the netherlands, holland",
    "PK": "pakistan",
    "RU": "russia, russian federation",
    "SE": "sweden",
    "SG": "singapore",
    "TR": "turkey",
    "TW": "taiwan",
    "US": "united states, united states of america, usa, u s a",
    "VN": "vietnam",
}
_CODES = {name: code for code, names in _SPELT_OUT.items() for name in names.split(", ")}


@dataclass(frozen=True, slots=True)
class Subject:
    """An organisation to be screened; `name` is shown, all of `names` are compared."""

    name: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    line: int | None = None
    id: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by."""
        return (self.name, *self.aliases)


def read_subjects(given: str | Path, column: str | None = None) -> tuple[Subject, ...]:
    """The organisations a file names; `column` is the column of a table that holds them.

    A plain word is a shipped scenario where no file is called so. Raises InputError.
    """
    path = Path(given)
    if str(given) in scenario_names() and not path.is_file():
        return _of_scenario(given)
    if not path.exists():
        shipped = did_you_mean(str(given), scenario_names()) if not path.suffix else ""
        raise refusal(path.as_posix(), f"no such file{shipped}")
    if path.suffix.lower() == ".xlsx":
        return _checked(_of_sheet(path, column), path)
    text = _text(path)
    if _SCENARIO.search(text[:20_000]):
        return _of_scenario(path)
    return _checked(_of_table(text, path, column) if _is_table(text, path, column) else _of_lines(text), path)


def _checked(found: Iterable[Subject], path: Path) -> tuple[Subject, ...]:
    once: dict[tuple[str, str], Subject] = {}
    for each in found:  # a supplier stands in many rows of a parts list
        once.setdefault((each.name, each.country), each)
    subjects = tuple(once.values())
    if not subjects:
        raise refusal(path.as_posix(), "names no organisation")
    _check_bounds(subjects, path.as_posix())
    return subjects


def _text(path: Path) -> str:
    """The text of a file: UTF-8, or UTF-16 as spreadsheets save it."""
    file = path.as_posix()
    try:
        check_regular(path, MAX_BYTES)
        with path.open("rb") as stream:
            start = stream.read(2)
        if start not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "".join(pieces_of(path, MAX_BYTES))
        return path.read_bytes().decode("utf-16")
    except UnicodeDecodeError:
        raise refusal(file, "begins as UTF-16 and breaks off inside a letter; save it again") from None
    except (OSError, ValueError) as error:  # ValueError: a name no file can have
        raise refusal(file, f"cannot be read: {getattr(error, 'strerror', error)}") from None


def _of_sheet(path: Path, column: str | None) -> Iterator[Subject]:
    """The names in the first sheet of a workbook that is shown, below the row that names its columns."""
    rows = [row for row in open_list(path, {}).rows if not row.is_blank]
    texts = [[printable(clean(cell)) for cell in row.cells] for row in rows]
    named = (
        at
        for at, cells in enumerate(texts)
        if (column in cells if column is not None else any(_plain(cell) in _NAMES for cell in cells))
    )
    top = next(named, 0)
    names, country = _columns(texts[top], column, path.as_posix())
    for row, cells in zip(rows[top + 1 :], texts[top + 1 :], strict=True):
        if names < len(cells) and cells[names]:
            home = cells[country] if country is not None and country < len(cells) else ""
            yield Subject(cells[names], country=country_code(home), line=row.number)


def _of_scenario(given: str | Path) -> tuple[Subject, ...]:
    """The organisations that make or supply something or are listed; a file in `use` brings many that do not."""
    scenario = read_scenario(given).scenario
    taking_part = {
        maker for line in scenario.lines.values() for maker in (line.maker, *suppliers_of(scenario, line))
    }
    taking_part |= {
        entry
        for each in scenario.lists.values()
        for batch in each.batches.values()
        for entry in batch.entries
    }
    return tuple(
        Subject(each.name, each.also_known_as, each.home, None, name)
        for name, each in scenario.organisations.items()
        if name in taking_part and each.name != NOT_NAMED
    )


def _check_bounds(subjects: Sequence[Subject], file: str) -> None:
    if len(subjects) > MAX_NAMES:
        raise refusal(file, f"names more than {MAX_NAMES:,} organisations; screen them in parts")
    for each in subjects:
        if len(each.name) > MAX_NAME:
            raise refusal(
                file, f"has a name of {len(each.name):,} characters; no name is that long", each.line
            )


def _of_lines(text: str) -> Iterator[Subject]:
    for number, line in enumerate(text.split("\n"), 1):
        name = printable(line)
        if name and not name.startswith("#"):
            yield Subject(name, line=number)


def _is_table(text: str, path: Path, column: str | None) -> bool:
    """Whether the file is a table: called so, or with a header that names a column known."""
    if column is not None or path.suffix.lower() in (".csv", ".tsv"):
        return True
    first = text.partition("\n")[0]
    cells = first.split(_delimiter(first))
    return len(cells) > 1 and any(_plain(cell) in _NAMES for cell in cells)


def _of_table(text: str, path: Path, column: str | None) -> Iterator[Subject]:
    file = path.as_posix()
    header = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(header), strict=True)
    try:
        columns = [printable(cell) for cell in next(reader)]
        names, country = _columns(columns, column, file)
        for cells in reader:
            name = printable(cells[names]) if names < len(cells) else ""
            if name:
                home = cells[country] if country is not None and country < len(cells) else ""
                yield Subject(name, country=country_code(home), line=reader.line_num)
    except csv.Error as error:
        raise refusal(file, f"is broken CSV: {error}", reader.line_num) from None


def _columns(columns: list[str], wanted: str | None, file: str) -> tuple[int, int | None]:
    """Where the name and the country stand."""
    plain = [_plain(each) for each in columns]
    country = next((plain.index(each) for each in _COUNTRIES if each in plain), None)
    if wanted is not None:
        if wanted not in columns:
            raise refusal(
                file, f"has no column {quoted(wanted)}{did_you_mean(wanted, columns)}", 1, "--column"
            )
        return columns.index(wanted), country
    found = next((plain.index(each) for each in _NAMES if each in plain), None)
    if found is None and len(columns) > 1:
        shown = ", ".join(quoted(each) for each in columns[:8])
        raise refusal(file, f"no column is called like a name ({shown}); say which with --column", 1)
    if found is None:
        raise refusal(
            file, f"the one column {quoted(columns[0])} is no name; say --column, or call the file .txt", 1
        )
    return found, country


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _plain(cell: str) -> str:
    return " ".join(re.findall(r"[a-z]+", cell.lower()))


def country_code(text: str) -> str:
    """A country as its two-letter code where it is known, otherwise as it was written."""
    plain = _plain(text)
    if plain in _CODES:
        return _CODES[plain]
    return plain.upper() if len(plain) == 2 else printable(text)
