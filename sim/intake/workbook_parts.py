"""This is a workbook before it is opened: a zip file that must be small, whole and without macros or links.

A spreadsheet library trusts what it opens, so sizes, merged cells and formulas are looked at here, part by part.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from sim.errors import Problem
from sim.intake.libraries import library
from sim.intake.sheet import MAX_CELLS, PartsListError, letters

MAX_UNPACKED = 120_000_000
MAX_PART = 60_000_000
MAX_RATIO = 120  # of a part over a megabyte; sheets pack 5 to 30 times smaller, bombs a thousand times
MAX_PARTS = 5_000
_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")


@dataclass
class Layout:
    """What a sheet says about its cells besides their values; rows counted from 1, columns from 0."""

    merged: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first row, column, last row, column
    without_value: set[tuple[int, int]] = field(default_factory=set)


def check_workbook(path: Path, file: str) -> None:
    """Refuse what is no workbook, or one that should not be opened; raises PartsListError."""

    def refused(message: str) -> PartsListError:
        return PartsListError(Problem(file, None, "", message))

    if not zipfile.is_zipfile(path):
        with path.open("rb") as stream:
            is_old = stream.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        raise refused(
            "is an old or encrypted workbook; save it as .xlsx without a password"
            if is_old
            else "is not a workbook (.xlsx), whatever its name says; save it again as .xlsx or CSV"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise refused("is damaged; save it again") from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise refused(f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB; no parts list needs that")
    for part in parts:
        name = part.filename
        if part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise refused(
                f"its part {name} is packed {part.file_size // max(part.compress_size, 1)} times: a zip bomb?"
            )
        if part.file_size > MAX_PART:
            raise refused(f"its part {name} unpacks to more than {MAX_PART // 1_000_000} MB")
        if name.startswith("/") or ".." in Path(name).parts or "\\" in name:
            raise refused(f"has a part that leads out of it: {name[:60]}")
        if part.flag_bits & 0x1:
            raise refused("is encrypted; save it without a password")
    names = {part.filename for part in parts}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise refused("holds macros; save it as .xlsx without them")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise refused(
            "links to other workbooks, whose values may be old; paste the values, and save it again"
        )
    if not {"xl/workbook.xml", "[Content_Types].xml"} <= names:
        raise refused("is a zip file but not a workbook (.xlsx)")


def is_dated(path: Path) -> bool:
    """Whether a workbook says when it was last changed."""
    with zipfile.ZipFile(path) as archive:
        return "docProps/core.xml" in archive.namelist() and b"modified>" in archive.read("docProps/core.xml")


def layout_of(path: Path, sheet: str, file: str) -> Layout:
    """Merged cells of a sheet, and its formulas without a saved result."""
    with zipfile.ZipFile(path) as archive:
        part = dict(_sheet_parts(archive, file)).get(sheet)
        if part is None or part not in archive.namelist():
            raise PartsListError(
                Problem(file, None, f"sheet `{sheet}`", "is not where the workbook says; save it again")
            )
        return _scanned(archive.read(part), file, sheet)


def _sheet_parts(archive: zipfile.ZipFile, file: str) -> Iterator[tuple[str, str]]:
    """Each sheet with the part of the workbook it stands in."""
    tree = library("defusedxml.ElementTree", file)
    targets = {
        each.get("Id"): each.get("Target", "")
        for each in tree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for each in tree.fromstring(archive.read("xl/workbook.xml")).iter():
        if each.tag.endswith("}sheet"):
            key = next((value for name, value in each.attrib.items() if name.endswith("}id")), "")
            target = targets.get(key, "")
            yield each.get("name", ""), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _scanned(xml: bytes, file: str, sheet: str) -> Layout:
    layout = Layout()
    state: dict[str, str | bool] = {}

    def opened(name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            state.update(cell=attributes.get("r", ""), formula=False, value=False)
        elif tag == "f":
            state["formula"] = True
        elif tag in ("v", "is"):
            state["in_value"] = True
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            layout.merged.append((*_coordinates(first), *_coordinates(last or first)))

    def text(content: str) -> None:
        if state.get("in_value") and content:
            state["value"] = True

    def closed(name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in ("v", "is"):
            state["in_value"] = False
        elif tag == "c" and state.get("formula") and not state.get("value"):
            layout.without_value.add(_coordinates(str(state.get("cell"))))

    def declared(*_: object) -> None:
        raise PartsListError(
            Problem(file, None, f"sheet `{sheet}`", "declares XML entities, which no sheet needs")
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, declared
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise PartsListError(
            Problem(file, None, f"sheet `{sheet}`", "is damaged; save the file again")
        ) from None
    if sum((last - first + 1) * (right - left + 1) for first, left, last, right in layout.merged) > MAX_CELLS:
        raise PartsListError(Problem(file, None, f"sheet `{sheet}`", f"merges more than {MAX_CELLS:,} cells"))
    return layout


def _coordinates(reference: str) -> tuple[int, int]:
    match = _REFERENCE.match(reference)
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1


def area(first: tuple[int, int], last: tuple[int, int]) -> str:
    """An area of a sheet as spreadsheets write it: `A2:B4`."""
    return f"{letters(first[1])}{first[0]}:{letters(last[1])}{last[0]}"
