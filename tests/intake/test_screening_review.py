"""The review file: for a person to fill, safe in a spreadsheet, whole or not there; and what becomes of it."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
import yaml

import sim
from sim.errors import InputError, OutputError
from sim.intake import screening_review
from sim.intake.screening_aliases import shipped_aliases
from sim.intake.screening_entries import Entry
from sim.intake.screening_matching import Matcher
from sim.intake.screening_review import COLUMNS, confirmed_entries, review_text, write_review
from sim.intake.screening_subjects import Subject
from sim.scenario.law import Entry as ListEntry
from tests.intake.screening_example import EL


@pytest.fixture
def matches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("names.txt").write_text("Zhejiang Dahua Technology Co., Ltd.\nHikvision\n")
    return sim.screen("names.txt").matches


def marked(matches, *statuses: str) -> Path:
    """A review file as a person leaves it."""
    rows = list(csv.reader(io.StringIO(review_text(matches))))
    for cells, status in zip(rows[1:], statuses, strict=True):
        cells[0] = status
    with Path("review.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return Path("review.csv")


def test_the_status_is_left_for_a_person_and_the_evidence_stands_beside_it(matches):
    rows = list(csv.DictReader(io.StringIO(review_text(matches))))
    assert [row["status"] for row in rows] == ["", "", ""]
    assert rows[0]["listed_as"] == "Dahua Technology"
    assert (rows[0]["footnote"], rows[0]["policy"]) == ("4", "presumption of denial")
    assert rows[1]["countries"] == "not said"
    assert rows[1]["listed_countries"] == "US"
    assert rows[2]["federal_register_notice"] == "84 FR 54002; 85 FR 44159"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", " =", "\r+"])
def test_no_cell_is_a_formula_and_the_name_comes_back_as_it_was(start, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = f'{start}HYPERLINK("x") Quillmark'
    listed = Matcher([Entry(name, (), (), EL, (), "", "", "", "fictional")], shipped_aliases())
    matches = listed.matches([Subject(name, id="quillmark")])
    rows = list(csv.reader(io.StringIO(review_text(matches), newline="")))
    assert not any(cell.lstrip()[:1] in tuple("=+-@＝") for cells in rows[1:] for cell in cells if cell)
    told = yaml.safe_load(confirmed_entries(marked(matches, "confirmed")))
    assert told["entries"]["quillmark"]["listed_as"] == " ".join(name.split())


def test_a_review_is_not_replaced_unless_asked(matches):
    write_review(matches, Path("review.csv"))
    before = Path("review.csv").read_bytes()
    with pytest.raises(
        OutputError, match="is there already, perhaps with a person's marks; --force replaces it"
    ):
        write_review(matches[:1], Path("review.csv"))
    assert Path("review.csv").read_bytes() == before
    write_review(matches[:1], Path("review.csv"), force=True)
    assert len(Path("review.csv").read_bytes()) < len(before)


def test_a_review_that_cannot_be_finished_leaves_nothing_and_the_old_one_in_place(matches, monkeypatch):
    Path("review.csv").write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(screening_review.os, "replace", full)
    with pytest.raises(OutputError, match=r"review.csv: cannot be written: No space left"):
        write_review(matches, Path("review.csv"), force=True)
    assert sorted(os.listdir()) == ["names.txt", "review.csv"]
    assert Path("review.csv").read_text() == "old"


def test_a_place_where_no_review_can_be_is_refused(matches):
    os.mkfifo("pipe")
    for place, said in (
        (".", "is a folder"),
        ("pipe", "not a regular file"),
        ("no/where.csv", "does not exist"),
    ):
        with pytest.raises(OutputError, match=said):
            write_review(matches, Path(place), force=True)


def test_what_a_person_confirmed_becomes_entries_that_the_language_accepts(matches):
    text = confirmed_entries(marked(matches, "Confirmed", "not the same", " confirmed "))
    entries = yaml.safe_load(text)["entries"]
    assert {name: ListEntry.model_validate(each).listed_as for name, each in entries.items()} == {
        "zhejiang-dahua-technology-co-ltd": "Dahua Technology",
        "hikvision": "Hangzhou Hikvision Digital Technology Co., Ltd.",
    }
    assert (
        "# Entity List (EL), 84 FR 54002; 85 FR 44159; 87 FR 62202, footnote 4, presumption of denial" in text
    )


def test_two_rows_confirmed_for_one_organisation_give_one_entry_and_a_remark(tmp_path, monkeypatch):
    """HiSilicon stands in two rows of one notice."""
    monkeypatch.chdir(tmp_path)
    Path("hisilicon.txt").write_text("HiSilicon\n")
    matches = sim.screen("hisilicon.txt").matches
    rows = [match for match in matches if match.entry.notice.startswith("84 FR 22961")][:2]
    text = confirmed_entries(marked(rows, "confirmed", "confirmed"))
    assert list(yaml.safe_load(text)["entries"]) == ["hisilicon"]
    assert "  # also confirmed for hisilicon: {listed_as: " in text


def test_a_row_of_another_list_is_set_apart_and_never_an_entry_of_the_entity_list(matches):
    """Zhejiang Dahua is on the Entity List; the US firm of a like name is on that of denied persons: other law."""
    text = confirmed_entries(marked(matches, "confirmed", "confirmed", ""))
    assert yaml.safe_load(text)["entries"] == {
        "zhejiang-dahua-technology-co-ltd": {"listed_as": "Dahua Technology"}
    }
    heading = "# Not of the Entity List: Denied Persons List (DPL). Other law, so not for a batch of it; left out above"
    assert f'{heading}:\n#   zhejiang-dahua-technology-co-ltd: {{listed_as: "Dahua Electronics' in text
    assert "# 1 row of it is not decided yet." in text
    alone = confirmed_entries(marked(matches, "", "confirmed", ""))
    assert yaml.safe_load(alone)["entries"] == {}


def test_rows_of_several_notices_are_batches_of_their_own(tmp_path, monkeypatch):
    """Dahua and Hikvision came by 84 FR 54002, Huawei's device firm by 84 FR 22963, with other days and policies."""
    monkeypatch.chdir(tmp_path)
    Path("three.txt").write_text("Dahua Technology\nHikvision\nHuawei Device Co., Ltd.\n")
    best = {match.subject: match for match in reversed(sim.screen("three.txt").matches)}
    text = confirmed_entries(marked([best[each] for each in reversed(best)], *["confirmed"] * 3))
    first, second = yaml.safe_load_all(text)
    assert list(first["entries"]) == ["dahua-technology", "hikvision"]
    assert list(second["entries"]) == ["huawei-device-co-ltd"]
    headings = [line for line in text.splitlines() if line.startswith("# Entity List")]
    assert headings == [
        "# Entity List, added by 84 FR 54002: a batch of its own",
        "# Entity List, added by 84 FR 22963: a batch of its own",
    ]


def test_nothing_confirmed_is_said_as_no_entries(matches):
    assert yaml.safe_load(confirmed_entries(marked(matches, "", "not the same", "")))["entries"] == {}


def test_a_status_that_is_none_is_answered_at_its_line(matches):
    with pytest.raises(InputError) as caught:
        confirmed_entries(marked(matches, "confirmd", "yes", ""))
    assert [problem.line for problem in caught.value.problems] == [2, 3]
    assert "did you mean `confirmed`?" in str(caught.value.problems[0])


def test_what_is_no_review_is_refused(matches):
    with pytest.raises(InputError, match="is no review file of runout: it has no column `status`"):
        confirmed_entries("names.txt")
    with pytest.raises(InputError, match="no such file"):
        confirmed_entries("nowhere.csv")
    assert COLUMNS[0] == "status"


def test_an_id_or_a_name_that_a_person_changed_cannot_break_the_entries(matches):
    path = marked(matches, "confirmed", "", "")
    text = path.read_text("utf-8").replace("Dahua Technology,CN", '"Dahua }\x1b[31m # {x: ""y""",CN', 1)
    rows = list(csv.reader(io.StringIO(text)))
    rows[1][rows[0].index("id")] = "Odd: [id"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    entries = yaml.safe_load(confirmed_entries(path))["entries"]
    assert entries == {"odd-id": {"listed_as": 'Dahua } [31m # {x: "y"'}}


def test_names_without_a_match_stand_last_and_cannot_be_confirmed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("names.txt").write_text("Acme Widgets\nYitu\n")
    screening = sim.screen("names.txt")
    write_review(screening.matches, Path("review.csv"), unmatched=screening.unmatched)
    rows = list(csv.DictReader(io.StringIO(Path("review.csv").read_text("utf-8-sig"))))
    assert [(row["name"], row["strength"], row["line"]) for row in rows] == [
        ("Yitu", "same core", "2"),
        ("Acme Widgets", "no match", "1"),
    ]
    assert "1 row of it is not decided yet" in confirmed_entries("review.csv")
    text = Path("review.csv").read_text("utf-8-sig")
    Path("review.csv").write_text(text.replace("\n,,Acme", "\nconfirmed,,Acme"))
    with pytest.raises(InputError, match="`Acme Widgets` has no match in the list"):
        confirmed_entries("review.csv")
