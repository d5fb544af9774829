"""`runout screen`: what it prints, and that a hostile list costs one message, exit code 2 and little else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.wording import columns
from tests.commands import Ran, runout
from tests.intake.screening_example import LISTED, as_csv, as_json, row

GOOD = as_json(*LISTED)


def screen(*words: str, folder: Path) -> Ran:
    """One run of the command."""
    return runout("screen", *words, folder=folder)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "names.csv").write_text("supplier,country\nQuillmark Optics,CN\nMicron Technology Inc,US\n")
    return folder


def test_the_summary_fits_80_columns_and_says_it_is_for_review_and_no_finding(place):
    code, out, err, *_ = screen("entity-list-2019-10", "--all", folder=place)
    assert (code, err) == (0, "")
    assert max(len(line) for line in out.splitlines()) <= 80
    said = " ".join(out.split())
    assert "For review, not a finding. A near match is a red flag for a person to resolve" in said
    assert "This is an extract: most of the list is not in it." in said
    assert "COUNTRY DIFFERS; Denied Persons List (DPL)" in said
    assert "No match is no clearance" in said
    assert [each.name for each in place.iterdir()] == ["names.csv"]


def test_each_name_has_one_row_with_list_day_notice_footnote_and_what_is_asked_and_the_next_command(place):
    """The day is that of the list of law that ships with runout, by the notice: 84 FR 22961, 2019-05-16."""
    (place / "own.csv").write_text(
        "supplier,country\nHiSilicon,CN\nMurata,JP\n京东方，京东方科技集团股份有限公司,CN\n"
    )
    code, out, err, *_ = screen("own.csv", folder=place)
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert re.search(
        r"HiSilicon \(CN\): HiSilicon [^;]*; 100.0 same core; CN, same country; Entity List \(EL\), since 2019-05-16; "
        r"84 FR 22961 and 5 later notices; footnotes 1 and 2; licence required: For all items subject to the EAR, see "
        r"§§ 734.9\(e\)1 and 744.11 of the EAR2; review: presumption of denial; and 3 more rows\.",
        said,
    )
    assert out.splitlines()[-1] == "runout screen own.csv --list consolidated.json -o review.csv"
    assert max(map(columns, out.splitlines())) <= 80


def test_rows_of_another_list_are_said_where_one_row_stands_for_all(place):
    """Dahua is near a row of the denied persons too, which is other law."""
    said = " ".join(screen("entity-list-2019-10", folder=place).out.split())
    assert re.search(
        r"Dahua \(CN\): [^:]*: [^:]*: presumption of denial; and 1 more row, some of Denied Persons", said
    )


def test_a_list_of_ones_own_is_screened_and_its_unclear_rows_are_said_loudly(place):
    unclear = row(
        "Example Plant", license_policy="As it pleases", license_requirement="See §734.9(e) of the EAR"
    )
    (place / "list.csv").write_text(as_csv(*LISTED, unclear))
    code, out, err, *_ = screen("names.csv", "--list", "list.csv", "-o", "review.csv", folder=place)
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert (
        "Dropped at reading, only counted: rows that may be of individuals 1, individuals 2, vessels" in said
    )
    assert "ATTENTION: 1 row with a review policy that could not be read, shown as `unparsed`:" in said
    assert "ATTENTION: 1 row whose footnote is ambiguous, not guessed: Example Plant." in said
    assert "To review: 1 match (1 same core) for 1 of 2 names." in said
    assert (place / "review.csv").read_text("utf-8-sig").startswith("status,comment,name,")


def test_json_is_all_that_is_printed_and_confirmed_rows_become_entries(place):
    (place / "list.json").write_text(GOOD)
    code, out, *_ = screen("names.csv", "--list", "list.json", "--json", "-o", "review.csv", folder=place)
    assert code == 0
    assert json.loads(out)["matches"][0]["listed_as"] == "Quillmark Optics Co., Ltd. (Quillmark)"
    review = (place / "review.csv").read_text("utf-8-sig")
    (place / "review.csv").write_text(review.replace("\n,", "\nconfirmed,", 1), "utf-8")
    code, out, *_ = screen("--confirmed", "review.csv", folder=place)
    assert code == 0
    assert (
        '  quillmark-optics: {listed_as: "Quillmark Optics Co., Ltd. (Quillmark)"} # Entity List (EL)' in out
    )


HOSTILE = {
    "cut off in a row": (GOOD[:900], "breaks off after row"),
    "cut off between rows": (GOOD[: GOOD.index('{"id": "ALEX')], "breaks off after row"),
    "cut off at the end": (GOOD[:-1], "breaks off after row 8"),
    "something after the end": (GOOD + "{}", "goes on after its end"),
    "broken JSON": (GOOD.replace('"programs": []', '"programs": [', 1), "is broken JSON"),
    "other JSON": ('{"data": []}', "has no `results`"),
    "rows that are no objects": ('{"results": [1, 2]}', "has a row that is no object"),
    "rows of another kind": ('{"results": [{"a": 1}]}', "has a row without any of the columns known"),
    "no rows": ('{"results": []}', "holds no rows"),
    "a row without a name": (as_json(row("")), "row 1 has no `name`"),
    "duplicate keys in a row": (
        GOOD.replace('"type": null', '"name": "x", "type": null', 1),
        "has the key `name` twice in one row",
    ),
    "duplicate results": (GOOD[:-1] + ', "results": []}', "has the key `results` twice"),
    "no number": (GOOD.replace('"type": null', '"type": NaN', 1), "holds `NaN`, which is no JSON"),
    "a number without end": ('{"a": ' + "9" * 900_000 + "}", "has no `results`"),
    "deep nesting": ('{"results": [' + "[" * 3_000_000, "is nested far too deep"),
    "deep objects": ('{"results": [' + '{"a":' * 2_000_000, "is nested far too deep"),
    "an endless row": ('{"results": [{"name": "' + "x" * 60_000_000, "has a row over 1,000,000 characters"),
    "endless space": ('{"results": [' + " " * 60_000_000, "breaks off"),
    "a name without end": (as_json(row("x" * 5000)), "row 1 has a name of 5,000 characters"),
    "names without end": (as_json(*[row("A Ltd", alt_names=["b"] * 9000)] * 60), "more than 300,000 names"),
    "a NUL byte": (GOOD.replace("Street 1", "Street\0", 1), "holds a NUL byte"),
    "bytes of another encoding": (
        GOOD.encode().replace(b"Street 1", b"Stra\xdfe"),
        "byte 0xDF cannot stand here",
    ),
    "two encodings": (GOOD.encode() + GOOD.encode("utf-16-le"), "list.json:1: holds a NUL byte"),
    "UTF-16": (GOOD.encode("utf-16"), "is not valid UTF-8: byte 0xFF"),
    "wrong columns": ("name,country\nA,CN\n", "has no column `_id`, `source`, `entity_number` and"),
    "a misspelt column": (
        as_csv(*LISTED).replace("dates_of_birth", "date_of_births"),
        "no column `dates_of_birth` (`dates_of_birth` is spelt `date_of_births`)",
    ),
    "a column twice": (as_csv(*LISTED).replace("ids\r\n", "ids,ids\r\n", 1), "has the column `ids` twice"),
    "a short row": (as_csv(*LISTED) + "1,2,3\n", "has 3 cells where the header has 29"),
    "an open quote": (as_csv(*LISTED) + '"' + "x\n" * 400_000, "is broken CSV"),
    "an endless line": (as_csv(*LISTED) + "x" * 60_000_000, "a line of more than 1,000,000 characters"),
    "a page of the web": ("<!DOCTYPE html><html></html>", "is no screening list"),
    "an empty file": ("", "is empty"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_list_costs_one_message_and_little_time_and_memory_and_nothing_is_written(case, place):
    content, said = HOSTILE[case]
    (place / "list.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    done = screen("names.csv", "--list", "list.json", "-o", "review.csv", folder=place)
    code, out, err = done.code, done.out, done.err
    assert (code, out) == (2, "")
    first, last = err.splitlines()
    assert first.startswith("list.json")
    assert said in first
    assert len(first) < 400
    assert last == "1 problem; nothing was written."
    assert sorted(each.name for each in place.iterdir()) == ["list.json", "names.csv"]
    assert done.seconds < 5
    assert done.megabytes < 500


def test_a_list_of_200_mb_is_refused_unread(place):
    with (place / "list.json").open("wb") as stream:
        stream.truncate(200_000_000)
    done = screen("names.csv", "--list", "list.json", folder=place)
    code, err = done.code, done.err
    assert code == 2
    assert err.startswith("list.json: is 200 MB; more than 128 MB is not read\n")
    assert done.megabytes < 500


def test_a_folder_a_pipe_and_nothing_are_no_list_and_no_names(place):
    os.mkfifo(place / "pipe")
    for given, said in ((".", "is a folder"), ("pipe", "is not a regular file"), ("no.json", "No such file")):
        code, _, err, *_ = screen("names.csv", "--list", given, folder=place)
        assert (code, len(err.splitlines())) == (2, 2)
        assert said in err
    for given, said in ((".", "is a folder"), ("pipe", "is not a regular file"), ("no.csv", "no such file")):
        code, _, err, *_ = screen(given, folder=place)
        assert (code, len(err.splitlines())) == (2, 2)
        assert said in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give a FILE to screen, or --confirmed REVIEW.csv"),
        (("names.csv", "--confirmed", "review.csv"), "give a FILE to screen, or --confirmed"),
        (("names.csv", "--min-score", "20"), "is not a number from 70 to 100"),
        (("names.csv", "-o", "names.csv"), "names.csv: is there already"),
    ],
)
def test_wrong_words_exit_with_2(place, words, said):
    code, _, err, *_ = screen(*words, folder=place)
    assert code == 2
    assert said in err


def test_a_formula_in_a_listed_name_reaches_no_spreadsheet(place):
    (place / "list.json").write_text(
        as_json(row("=cmd|' /C calc'!A0 Quillmark", alt_names=["Quillmark Optics"]))
    )
    code, _, _, *_ = screen("names.csv", "--list", "list.json", "-o", "review.csv", folder=place)
    assert code == 0
    assert "'=cmd|" in (place / "review.csv").read_text("utf-8-sig")


def test_without_rapidfuzz_the_command_says_what_to_install(place):
    code = (
        "import sys; sys.modules['rapidfuzz'] = None; sys.argv = ['runout', 'screen', 'names.csv']\n"
        "import sim.cli; sim.cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("screen: needs the package rapidfuzz: pip install 'runout[intake]'\n")
