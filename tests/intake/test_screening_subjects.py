"""What is screened: tables, plain names, scenarios."""

from __future__ import annotations

import codecs
from pathlib import Path

import openpyxl
import pytest

from sim.errors import InputError
from sim.intake import screening_subjects
from sim.intake.screening_subjects import Subject, read_subjects
from sim.intake.screening_summary import distinct
from tests.example_scenario import EXAMPLE


@pytest.fixture
def subjects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def reading(text: str | bytes, name: str = "names.csv", column: str | None = None):
        Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_subjects(name, column)

    return reading


def shown(found) -> list[tuple[str, str, int | None]]:
    return [(each.name, each.country, each.line) for each in found]


def test_the_columns_of_name_and_country_are_guessed_from_the_header(subjects):
    found = subjects("part;Supplier Name;Country\nlens;Dahua;China\nsoc;HiSilicon;cn\nbox;;US\n")
    assert shown(found) == [("Dahua", "CN", 2), ("HiSilicon", "CN", 3)]


def test_a_column_can_be_said(subjects):
    found = subjects('id,who\n1,"Dahua, Ltd."\n', column="who")
    assert shown(found) == [("Dahua, Ltd.", "", 2)]


def test_a_plain_list_has_one_name_a_line_commas_and_all(subjects):
    found = subjects("# suppliers\nDahua Technology Co., Ltd.\n\n海康威视\n", "names.txt")
    assert shown(found) == [("Dahua Technology Co., Ltd.", "", 2), ("海康威视", "", 4)]


def test_a_table_is_seen_by_its_header_whatever_the_file_is_called(subjects):
    assert shown(subjects("company\tcountry\nDahua\tUnited States\n", "names.txt")) == [("Dahua", "US", 2)]


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(subjects):
    assert shown(subjects("name,country\r\nDahua,Atlantis\r\n".encode("utf-8-sig"))) == [
        ("Dahua", "Atlantis", 2)
    ]


def test_a_scenario_is_seen_by_its_schema_and_gives_its_organisations(subjects):
    found = subjects(EXAMPLE, "mine.yaml")
    assert (found[0].id, found[0].name, found[0].country) == ("camera-maker", "Camera Maker", "CN")


def test_a_shipped_scenario_is_named_by_a_word(subjects):
    hikvision = next(each for each in read_subjects("entity-list-2019-10") if each.id == "hikvision")
    assert "海康威视" in hikvision.names


@pytest.mark.parametrize(
    ("text", "name", "column", "said"),
    [
        (
            "id,owner\n1,Dahua\n",
            "names.csv",
            None,
            "names.csv:1: no column is called like a name (`id`, `owner`)",
        ),
        ("id,name\n1,Dahua\n", "names.csv", "nme", "no column `nme`; did you mean `name`?"),
        ("Dahua\nHikvision\n", "names.csv", None, "the one column `Dahua` is no name; say --column, or"),
        ('name\n"Dahua\n', "names.csv", None, "is broken CSV"),
        (b"name\nDahua\nD\xe9p\xf4t\n", "names.csv", None, "names.csv:3: is not valid UTF-8: byte 0xE9"),
        (b"\xff\xfen\x00a", "names.csv", None, "names.csv: begins as UTF-16 and breaks off inside a letter"),
        (b"name\nDa\0hua\n", "names.csv", None, "names.csv:2: holds a NUL byte"),
        ("", "names.csv", None, "is empty"),
        ("name\n\n", "names.csv", None, "names no organisation"),
        ("x" * 3000, "names.txt", None, "names.txt:1: has a name of 3,000 characters"),
    ],
)
def test_what_cannot_be_screened_is_said_once_at_its_line(subjects, text, name, column, said):
    with pytest.raises(InputError) as caught:
        subjects(text, name, column)
    assert len(caught.value.problems) == 1
    assert said in str(caught.value)


def test_too_many_names_are_refused(subjects, monkeypatch):
    monkeypatch.setattr(screening_subjects, "MAX_NAMES", 2)
    with pytest.raises(InputError, match="more than 2 organisations"):
        subjects("a\nb\nc\n", "names.txt")


def test_a_missing_file_is_answered_with_the_nearest_scenario(subjects):
    with pytest.raises(InputError, match="no such file; did you mean `entity-list-2019-10`"):
        read_subjects("entity-list-2019")
    with pytest.raises(InputError, match=r"^nowhere.csv: no such file$"):
        read_subjects("nowhere.csv")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_in_utf_16_is_read(encoding, tmp_path):
    marks = {"utf-16": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    (tmp_path / "names.csv").write_bytes(marks[encoding] + "supplier,country\nDahua,China\n".encode(encoding))
    assert read_subjects(tmp_path / "names.csv") == (Subject("Dahua", country="CN", line=2),)


def test_a_workbook_is_read_from_the_row_that_names_its_columns(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ("Our suppliers",),
        (),
        ("No", "Supplier", "Country"),
        (1, "Dahua", "China"),
        (2, None, "US"),
        (3, 360, ""),
    ):
        book.active.append(row)
    book.save(tmp_path / "names.xlsx")
    assert read_subjects(tmp_path / "names.xlsx") == (
        Subject("Dahua", country="CN", line=4),
        Subject("360", country="", line=6),
    )
    with pytest.raises(InputError, match="has no column `Suplier`; did you mean"):
        read_subjects(tmp_path / "names.xlsx", "Suplier")


def test_of_a_scenario_those_are_screened_that_make_or_supply_something(subjects):
    """The shipped file it uses has a hundred organisations more."""
    used = EXAMPLE.replace("\nclock:", "\nuse: [shipped/organisations/suppliers]\nclock:", 1)
    assert {each.id for each in subjects(used, "used.yaml")} == {
        each.id for each in subjects(EXAMPLE, "mine.yaml")
    }
    assert not {each.id for each in subjects(used, "used.yaml")} & {"murata", "boe"}


def test_a_supplier_that_stands_in_many_rows_is_screened_once_for_each_country(subjects):
    found = subjects("part,supplier,country\na,Dahua,CN\nb,Dahua,CN\nc,Dahua,US\nd,Hikvision,CN\n")
    assert shown(found) == [("Dahua", "CN", 2), ("Dahua", "US", 4), ("Hikvision", "CN", 5)]
    assert distinct(found) == 2
