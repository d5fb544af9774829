"""How a screening list is read: organisations kept, individuals dropped and only counted."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.intake import screening_files, screening_list
from sim.intake.screening_list import COLUMNS, read_list, shipped_list
from sim.intake.screening_terms import Policy
from sim.scenario import read_scenario
from tests.intake.screening_example import DPL, KEPT, LISTED, SDN, as_csv, as_json, row


@pytest.fixture
def written(tmp_path: Path):
    def writing(text: str, name: str = "list.json") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return writing


@pytest.fixture(params=["json", "csv"])
def example(request, written):
    form = {"json": as_json, "csv": as_csv}[request.param]
    return read_list(written(form(*LISTED), f"list.{request.param}"))


def test_organisations_are_kept_with_their_terms(example):
    assert tuple(entry.name for entry in example.entries) == KEPT
    first = example.entries[0]
    assert first.aliases == ("Guangzhou Kuimake Optics",)
    assert first.countries == ("CN", "HK")
    assert (first.footnote, first.policy) == ("4", Policy.PRESUMED_DENIAL)
    assert first.notice == "99 FR 1; 99 FR 2"
    assert example.entries[2].programmes == ("IRAN", "SDGT")


def test_individuals_and_vessels_leave_nothing_but_a_count(example):
    assert example.left_out == {
        "rows that may be of individuals": 1,
        "individuals": 2,
        "vessels and aircraft": 2,
    }
    kept = pickle.dumps(example)
    for trace in (b"Alexa", b"Alexis", b"ALEX", b"1970", b"Ocean", b"Sky"):
        assert trace not in kept


@pytest.mark.parametrize(
    "more",
    [
        {"type": "INDIVIDUAL"},
        {"places_of_birth": ["Nowhere"]},
        {"nationalities": ["XX"]},
        {"citizenships": ["XX"]},
        {"ids": [{"type": "Passport", "number": "000"}]},
        {"ids": [{"type": "Gender", "number": "-"}]},
    ],
)
def test_any_personal_field_marks_an_individual_whatever_the_type_says(written, more):
    found = read_list(
        written(as_json(LISTED[0], row("Example Trading House", SDN, **{"type": "Entity", **more})))
    )
    assert found.left_out == {"individuals": 1}


def test_an_untyped_row_of_a_list_of_persons_and_firms_is_kept_only_if_a_word_marks_a_firm(written):
    found = read_list(written(as_json(row("Example Person", DPL), row("Example Supplies Ltd.", DPL))))
    assert [entry.name for entry in found.entries] == ["Example Supplies Ltd."]


UNTOLD, INDIVIDUALS = "rows that may be of individuals", "individuals"


@pytest.mark.parametrize(
    ("name", "more", "left_out"),
    [
        ("Quillmark Optics", {}, None),
        ("Quillmark Chile S.A.", {}, None),
        ("Quill & Mark", {}, None),
        ("QUILLMARK", {}, None),
        ("Quillmark (Guangzhou)", {}, None),
        ("Factory 52 Quill", {}, None),
        ("Quill Mark", {"alt_names": ["Quill Mark Trading"]}, None),
        ("Alexa Example", {}, UNTOLD),
        ("Alexa bin Example", {"alt_names": ["Alexia Example"]}, UNTOLD),
        ("EXAMPLE, Alexa", {}, INDIVIDUALS),
        ("EXAMPLE, Alexa", {"alt_names": ["Example Trading"]}, INDIVIDUALS),
        ("Dr. Alexa Example", {}, INDIVIDUALS),
        ("General Example Alexa", {}, INDIVIDUALS),
        ("General Example Trading", {}, None),
        ("Alexa Example", {"title": "Head of something"}, INDIVIDUALS),
    ],
)
@pytest.mark.parametrize("form", [as_json, as_csv])
def test_a_row_of_the_entity_list_is_kept_only_if_its_name_is_of_no_person(
    form, name, more, left_out, written
):
    found = read_list(written(form(LISTED[0], row(name, **more))))
    assert found.left_out == ({} if left_out is None else {left_out: 1})
    assert [entry.name for entry in found.entries[1:]] == ([name] if left_out is None else [])
    if left_out is not None:
        assert b"Alexa" not in pickle.dumps(found)


def test_the_csv_header_is_the_published_one():
    assert ",".join(COLUMNS).startswith("_id,source,entity_number,type,programs,name,title,addresses,")
    assert len(COLUMNS) == 29


def test_rows_are_read_the_same_wherever_the_text_is_cut(written, monkeypatch):
    path = written(as_json(*LISTED, search_performed_at="2026-07-31T00:00:00"))
    whole = read_list(path)
    for size in (1, 2, 3, 7, 64):
        monkeypatch.setattr(screening_files, "_PIECE", size)
        assert read_list(path) == whole
    assert whole.date == "2026-07-31"


def test_what_columns_leave_unclear_is_kept_in_view(written):
    unclear = row(
        "Example Plant", license_policy="As the wind blows", license_requirement="See §734.9(e) of the EAR"
    )
    found = read_list(written(as_json(*LISTED, unclear, unclear)))
    assert found.unparsed_policies == {"As the wind blows": 2}
    assert [entry.name for entry in found.ambiguous_footnotes] == ["Example Plant", "Example Plant"]


def test_a_name_in_the_list_is_one_line_of_printable_text(written):
    found = read_list(written(as_json(row("Example\u0000\x1b[31m\n Plant\u202e"))))
    assert found.entries[0].name == "Example [31m Plant"


def test_the_shipped_extract_is_dated_graded_and_holds_the_28_entities_and_huawei():
    extract = read_list("CSL")
    assert (extract.is_extract, extract.date) == (True, "2026-07-31")
    assert 60 <= len(extract.entries) <= 120
    head = screening_list._JsonRows(shipped_list().read_text("utf-8"), iter(()), "")
    assert str(len(list(head))) == head.head["extract"]["rows"]
    assert head.head["extract"]["grade"] == "B"
    assert "third-party copy" in head.head["extract"]["read_through"]
    names = {entry.name for entry in extract.entries}
    batches = read_scenario("entity-list-2019-10").scenario.lists["us-entity-list"].batches
    listed = {entry.listed_as for batch in batches.values() for entry in batch.entries.values()}
    assert listed <= names
    assert extract.left_out == {}
    assert not extract.unparsed_policies
    assert [entry.name for entry in extract.ambiguous_footnotes] == [
        "Shanghai Supercomputing Technology Co., Ltd."
    ]


def test_the_footnotes_of_the_eight_companies_are_those_of_the_list():
    footnotes = {entry.name: entry.footnote for entry in read_list("CSL").entries}
    for name in ("Dahua Technology", "IFLYTEK", "Megvii Technology", "Yitu Technologies"):
        assert footnotes[name] == "4"
    for name in ("Xiamen Meiya Pico Information Co. Ltd.", "Yixin Science and Technology Co. Ltd."):
        assert footnotes[name] == ""
    assert footnotes["HiSilicon Technologies Co., Ltd (HiSilicon)"] == "1 and 2"


def test_a_name_means_the_shipped_list_and_a_path_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("CSL").write_text("[]")
    assert read_list("CSL").is_extract
    with pytest.raises(InputError, match="no screening list"):
        read_list("./CSL")


def test_nothing_of_a_list_reaches_the_terminal_that_could_steer_it(written):
    titled = as_json(*LISTED, extract={"title": "\x1b[31mred\x07" + "x" * 900, "date": "2026\x1b-07-31"})
    found = read_list(written(titled))
    assert found.title.isprintable()
    assert len(found.title) == 200
    assert found.date.isprintable()
    with pytest.raises(InputError) as caught:
        read_list(written('{"a\\u001b[31m": 1, "a\\u001b[31m": 2}'))
    assert "`a [31m` twice" in str(caught.value)
