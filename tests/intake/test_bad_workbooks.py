"""This is a test of bad workbooks: what could harm a reader is refused before it is opened, the rest at its cell."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.commands import runout
from tests.intake.conftest import GOOD, Refused

Rows = list[tuple[object, ...]]
HEADER = ("Part number", "Description", "Supplier", "Qty", "Unit price (USD)")
PARTS: Rows = [HEADER, ("A", "Lens", "Sony", 1, 2.5), ("B", "Housing", "Acme", 2, 1.5)]


def book(rows: Rows, change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """A workbook with one sheet of these rows."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Parts"
    for row in rows:
        sheet.append(row)
    if change is not None:
        change(made)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook with one part more, or another in its place."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (GOOD.encode(), "is not a workbook (.xlsx), whatever its name says"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old or encrypted workbook"),
        (book(PARTS)[:-200], "is not a workbook"),
        (with_part(book(PARTS), "xl/vbaProject.bin", b"x"), "holds macros; save it as .xlsx without them"),
        (with_part(book(PARTS), "xl/externalLinks/externalLink1.xml", b"<x/>"), "links to other workbooks"),
        (with_part(book(PARTS), "xl/media/zeros.bin", bytes(50_000_000)), "packed 1"),
        (
            with_part(book(PARTS), "../../etc/passwd", b"x"),
            "has a part that leads out of it: ../../etc/passwd",
        ),
        (
            with_part(book(PARTS), "xl/worksheets/sheet1.xml", b"<worksheet>"),
            "cannot be opened as a workbook",
        ),
        (
            with_part(
                book(PARTS),
                "xl/worksheets/sheet1.xml",
                b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet>&a;</worksheet>',
            ),
            "parts.xlsx: ",
        ),
        (with_part(book([("x",)]), "xl/workbook.xml", b"<workbook/>"), "parts.xlsx: "),
    ],
)
def test_what_should_not_be_opened_is_refused(content: bytes, said: str, refused: Refused) -> None:
    (found,) = refused(content, "parts.xlsx")
    assert said in found


def test_a_zip_that_is_no_workbook_is_refused(refused: Refused) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(written.getvalue(), "parts.xlsx") == [
        "parts.xlsx: is a zip file but not a workbook (.xlsx)"
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("=1+1", "sheet `Parts`, cell D2: `Qty`: is a formula without a saved result; open the file, let it"),
        (-3, "sheet `Parts`, cell D2: `Qty`: `-3` is negative"),
        ("few", "sheet `Parts`, cell D2: `Qty`: `few` is not a number"),
        (True, "sheet `Parts`, cell D2: `Qty`: `True` is not a number"),
        ("#DIV/0!", "sheet `Parts`, cell D2: `Qty`: `#DIV/0!` is the error of a formula"),
    ],
)
def test_a_bad_cell_is_named_by_its_address(cell: object, said: str, refused: Refused) -> None:
    (found,) = refused(book([HEADER, ("A", "Lens", "Sony", cell, 2.5)]), "parts.xlsx")
    assert found.startswith("parts.xlsx:2: ")
    assert said in found


def test_a_formula_in_a_column_that_is_not_read_is_no_problem(imported: Callable[..., object]) -> None:
    imported(book([(*HEADER, "Note"), ("A", "Lens", "Sony", 1, 2.5, "=D2*E2")]), "parts.xlsx")


def test_only_sheets_that_are_shown_are_read_unasked(refused: Refused) -> None:
    def hide(made: openpyxl.Workbook) -> None:
        made.create_sheet("Cover")
        made["Parts"].sheet_state = "hidden"
        made.active = 1

    (found,) = refused(book(PARTS, hide), "parts.xlsx")
    assert "sheet `Cover`: holds no rows" in found


@pytest.mark.parametrize("name", ["../../etc/passwd", "Prats", "C:\\parts"])
def test_a_sheet_that_is_not_there_is_answered_with_those_that_are(name: str, refused: Refused) -> None:
    (found,) = refused(book(PARTS), "parts.xlsx", sheet=name)
    assert "has no sheet" in found
    assert "`Parts`" in found


def test_merging_more_cells_than_a_list_has_is_refused(refused: Refused) -> None:
    sheet = zipfile.ZipFile(io.BytesIO(book(PARTS))).read("xl/worksheets/sheet1.xml")
    wide = sheet.replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    assert wide != sheet
    (found,) = refused(with_part(book(PARTS), "xl/worksheets/sheet1.xml", wide), "parts.xlsx")
    assert "merges more than 600,000 cells" in found


def test_a_missing_library_is_named_with_what_installs_it(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert refused(book(PARTS), "parts.xlsx") == [
        "parts.xlsx: reading it needs the library openpyxl; install it with: pip install 'runout[intake]'"
    ]


def huge_cell() -> bytes:
    """A workbook of a few megabytes whose one cell unpacks to fifty."""
    import random

    letters = bytes(random.Random(1).choices(b"abcdefghijklmnopqrstuvwxyz", k=1_000_000)) * 50
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>' + letters + b"</t></is></c></row></sheetData></worksheet>"
    )
    return with_part(book(PARTS), "xl/worksheets/sheet1.xml", sheet)


def laughs() -> bytes:
    """XML whose entities would unfold to more than there are atoms."""
    entities = [b'<!ENTITY a0 "ha">'] + [
        b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 300)
    ]
    bom = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5">&a299;</bom>'
    return b"<!DOCTYPE bom [" + b"".join(entities) + b"]>" + bom


def bomb() -> bytes:
    """A workbook that unpacks to hundreds of megabytes."""
    written = io.BytesIO(book(PARTS))
    with (
        zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/big.xml", "w") as part,
    ):
        for _ in range(300):
            part.write(bytes(1_000_000))
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("cell.csv", lambda: b"Part,Qty\n" + b"x" * 50_000_000 + b",1\n", "is larger than 32 MB"),
        ("quoted.csv", lambda: b'Part,Qty\n"' + b"x" * 30_000_000 + b",1\n", "more than 32,767 characters"),
        ("cells.csv", lambda: b"Part,Qty\n" + b"1,1\n" * 7_000_000, "more than 30,000 rows"),
        ("cell.xlsx", huge_cell, "more than 32,767 characters"),
        ("bomb.xlsx", bomb, "unpacks to more than 120 MB"),
        ("laughs.xml", laughs, "declares XML entities"),
        (
            "deep.json",
            lambda: b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":' + b"[" * 100_000,
            "cannot be read as JSON",
        ),
    ],
)
def test_what_is_huge_is_refused_soon_and_in_little_memory(
    name: str, make: Callable[[], bytes], said: str, here: Path
) -> None:
    Path(name).write_bytes(make())
    done = runout("import", name, folder=here)
    assert done.code == 2, done.err
    assert len(done.err.splitlines()) == 2, done.err
    assert said in done.err
    assert "nothing was written" in done.err
    assert done.seconds < 5
    assert done.megabytes < 500
    assert sorted(path.name for path in here.iterdir()) == [name]
