"""This is a test of bad lists in CSV: each is refused with one message that says where and what would be right."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from sim.intake import csv_file, placing
from sim.intake.importing import import_parts
from tests.intake.conftest import GOOD, Refused, changed, plan

# What is changed, into what, and what the one message must say.
SMALL_MISTAKES = {
    "negative quantity": ("TW,1,6.10", "TW,-1,6.10", ["parts.csv:2: column 5: `Qty`: `-1` is negative"]),
    "quantity in words": ("TW,1,6.10", "TW,some,6.10", ["parts.csv:2: column 5: `Qty`: `some` is not a"]),
    "unknown unit": ("TW,1,6.10", "TW,1 reel,6.10", ["`reel` is not a unit of pieces", "pieces_in"]),
    "two currencies": ("6.10", "6.10 USD / 5.00 EUR", ["column 6", "names 2 currencies; write one amount"]),
    "unknown currency": ("6.10", "6.10 XYZ", ["`XYZ` is not a currency"]),
    "yen or yuan": ("6.10", "¥6.10", ["may be CNY or JPY"]),
    "a currency without a rate": (
        "6.10",
        "6.10 CHF",
        ["there is no rate for CHF", "--rate, or `rates` in the mapping"],
    ),
    "number in two parts": ("6.10", "6 10", ["`6 10` is not a number"]),
    "a year as a number": ("60000", "1e999", ["is beyond what can be counted"]),
    "unknown country": (
        "LENS-1,Lens,Lens Works,JP",
        "LENS-1,Lens,Lens Works,Atlantis",
        ["`Atlantis` is not a country"],
    ),
    "places above 100 %": ("Works,JP,", "Works,JP 60 % / CN 60 %,", ["add up to 120 %"]),
    "unknown time": ("60000,16", "60000,16 moons", ["`moons` is not a unit of time"]),
    "error of a formula": ("6.10", "#REF!", ["`#REF!` is the error of a formula"]),
    "a name without end": ("HiSilicon", "H" * 201, ["a name of 201 characters; 200 at most"]),
    "a cell too many": ("HiSilicon,TW", "HiSilicon,Ltd.,TW", ["has 9 cells, the names are 8", "in quotes"]),
}


@pytest.mark.parametrize("case", SMALL_MISTAKES)
def test_a_small_mistake_is_answered_by_one_message_at_its_cell(case: str, refused: Refused) -> None:
    old, new, said = SMALL_MISTAKES[case]
    (found,) = refused(changed(old, new))
    for part in said:
        assert part in found


ORDERS = "Part,Qty,Open orders,Due\nA,1,{orders},{due}\n"


def test_open_orders_without_a_column_of_dates_are_said_to_need_one(refused: Refused) -> None:
    (found,) = refused("Part,Qty,Open orders\nA,1,500\nB,1,500; 20\n")
    assert (
        "`Open orders` holds 1, and no column says when they are due; write the dates in a column `Due`"
        in found
    )
    assert found.endswith("; the same in 1 more row: 3")


@pytest.mark.parametrize(
    ("orders", "due", "said"),
    [
        ("500", "2026-02-30", "`2026-02-30` is no day of the calendar"),
        ("500", "31.02.2026", "`31.02.2026` is no day of the calendar (read day first)"),
        ("500", "soon", "`soon` is not a date; write it as 2025-03-01"),
        ("500", "", "`Open orders` holds 1, `Due` 0; give one date for each open order"),
        ("500; 600", "2026-03-01", "`Open orders` holds 2, `Due` 1; give one date for each open order"),
        ("500", "2226-03-01", "decades after the list"),
        ("500", "1900-01-01", "decades before the list"),
    ],
)
def test_open_orders_need_possible_dates(orders: str, due: str, said: str, refused: Refused) -> None:
    (found,) = refused(ORDERS.format(orders=orders, due=due))
    assert found.startswith("parts.csv:2: column ")
    assert said in found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "parts.csv: is empty; a parts list begins with a row of column names"),
        (b"\n\n , ,\n", "parts.csv: holds no rows"),
        (b"a,b\n1,2\n", "parts.csv:1: no row with names of columns is found; the first row reads `a`, `b`"),
        (
            b"Zeichnung;Lieferant;Menge\nA-1;Acme;2\nA-2;Acme;1\n",
            "parts.csv:1: no column holds the part numbers; is it `Zeichnung`? Call it `Part number`, or write "
            "`part: Zeichnung` under `columns` in the mapping",
        ),
        (
            b"Pos;Nr;Lieferant;Menge\n1;A-1;Acme;2\n2;A-2;Acme;1\n",
            "no column holds the part numbers; is it `Pos` or `Nr`? Call it",
        ),
        (b"Part,Qty,Supplier\n", "parts.csv:1: has no parts below the names of its columns"),
        (
            b"Part,Supplier,Qty\nPart no,Vendor,Usage\nA,B,1\n",
            "parts.csv:2: rows 1 and 2 both hold names of columns",
        ),
        (
            b'Part,Qty\n"A,1\n' + b"x" * 40_000,
            "parts.csv:2: a cell that starts here has more than 32,767 characters",
        ),
        (b'Part,Qty,Price\nA,1,"1,50"\nB,1,"1.234,5"\nC,1,"1,234.5"\n', "numbers are written in two ways"),
        (
            b"Part,Qty,Open orders,Due\nA,1,5,13/04/2026\nB,1,5,04/13/2026\n",
            "dates are written in two orders",
        ),
    ],
)
def test_what_is_no_list_is_answered_by_one_message(content: bytes, said: str, refused: Refused) -> None:
    (found,) = refused(content)
    assert said in found


def test_an_encoding_nobody_can_tell_is_refused(refused: Refused) -> None:
    noise = bytes(random.Random(4).choices(range(1, 256), k=4000))
    (found,) = refused(noise)
    assert "encoding" in found or "no row with names" in found


def test_a_long_cell_is_refused_unread(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        __import__("sim.intake.opening", fromlist=["x"])._READERS, ".csv", (csv_file.read_csv, 1000)
    )
    (found,) = refused(b"x" * 1001)
    assert found == "parts.csv: is larger than 0 MB; no parts list needs that"


def test_a_folder_a_pipe_and_links_in_a_circle_are_no_lists(refused: Refused, here: Path) -> None:
    Path("folder.csv").mkdir()
    os.mkfifo("pipe.csv")
    Path("one.csv").symlink_to("two.csv")
    Path("two.csv").symlink_to("one.csv")
    for name, said in (
        ("folder.csv", "is a folder"),
        ("pipe.csv", "is not a regular file"),
        ("one.csv", "symbolic"),
    ):
        (found,) = refused(None, name)
        assert said in found


def test_a_missing_file_is_answered_with_the_nearest(refused: Refused, here: Path) -> None:
    Path("parts.csv").write_text(GOOD)
    assert refused(None, "prats.csv") == ["prats.csv: no such file; did you mean `parts.csv`?"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("parts.pdf", "ends in .pdf; known are .csv"),
        ("parts.xlsm", "may hold macros (.xlsm)"),
        ("parts.xls", "is an old workbook (.xls); save it as .xlsx"),
    ],
)
def test_other_kinds_of_files_are_refused_by_name(name: str, said: str, refused: Refused) -> None:
    (found,) = refused(b"\xd0\xcf\x11\xe0" + bytes(600), name)
    assert said in found


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04" + bytes(600), "parts.csv", "is a workbook, whatever its name says; name it .xlsx"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600),
            "parts.txt",
            "is a workbook, whatever its name says; open it and save",
        ),
        (GOOD.encode(), "parts.xls", "parts.xls: is no workbook but text, called .xls; name it .csv"),
        (b"PK\x03\x04" + bytes(600), "parts.xls", "is a workbook of today, called .xls; name it .xlsx"),
        (b"<html><table>", "parts.xls", "is a web page or XML, called .xls; open it and save it as .xlsx"),
        (
            b"x",
            "~$b.xlsx",
            "~$b.xlsx: is the lock of a file that is open in Excel; give `b.xlsx`, and close it",
        ),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_called_what_it_is(
    content: bytes, name: str, said: str, refused: Refused
) -> None:
    (found,) = refused(content, name)
    assert said in found


def test_an_alternate_of_no_part_is_refused(refused: Refused) -> None:
    list_ = "Part,Qty,Supplier,Alternate of\nA,1,Sony,\nB,1,Murata,X\n"
    assert refused(list_) == ["parts.csv:3: is an alternate of `X`, which is no part of the list"]


def test_shares_of_one_part_add_up(refused: Refused) -> None:
    list_ = "Part,Qty,Supplier,Share\nA,1,Sony,60 %\nA,1,Murata,30 %\n"
    assert refused(list_) == ["parts.csv:3: the shares of `A` in rows 2, 3 add up to 90 %, not 100 %"]


def test_sources_of_one_need_agree_how_much_it_is(refused: Refused) -> None:
    list_ = "Part,Qty,Supplier,Share\nA,1,Sony,60 %\nA,2,Murata,40 %\n"
    assert refused(list_) == ["parts.csv:3: `A` has different quantity in rows 2, 3: 1, 2; write one"]


def test_everything_wrong_is_said_at_once(refused: Refused) -> None:
    list_ = (
        changed("TW,1,6.10", "Atlantis,-1,6.10 XYZ")
        .replace("JP,2", "JP,few")
        .replace("9000,4", "9000,4 moons")
    )
    found = refused(list_)
    assert [each.split(": ")[:2] for each in found] == [
        ["parts.csv:2", "column 4"],
        ["parts.csv:2", "column 5"],
        ["parts.csv:2", "column 6"],
        ["parts.csv:3", "column 5"],
        ["parts.csv:3", "column 8"],
    ]


def test_mistakes_of_one_kind_in_one_column_are_said_once_with_their_rows(refused: Refused) -> None:
    found = refused("Part,Qty,Stock\n" + "".join(f"P{n},x{n},{'-1' if n < 2 else 1}\n" for n in range(500)))
    assert found == [
        "parts.csv:2: column 2: `Qty`: `x0` is not a number as this file writes them (decimal `.`); the same in 499 "
        "more rows: 3, 4, 5, 6, 7, 8, 9, 10, ...",
        "parts.csv:2: column 3: `Stock`: `-1` is negative; write zero or more; the same in 1 more row: 3",
    ]


def test_parts_whose_rows_contradict_each_other_are_said_once(refused: Refused) -> None:
    list_ = "Part,Qty,Supplier,Share\n" + "".join(f"P{n},1,Sony,60 %\nP{n},1,Murata,30 %\n" for n in range(3))
    assert refused(list_) == [
        "parts.csv:3: the shares of `P0` in rows 2, 3 add up to 90 %, not 100 %; the same in 2 more rows: 5, 7"
    ]


def test_all_currencies_without_a_rate_are_one_problem_that_invents_no_rate(refused: Refused) -> None:
    list_ = "Part,Qty,Price\n" + "".join(f"P{n},1,5 {('EUR', 'CNY', 'JPY')[n % 3]}\n" for n in range(9))
    assert refused(list_) == [
        "parts.csv:1: column 3: `Price`: there is no rate for CNY, EUR, JPY; give what one unit is worth, and of "
        "which day: --rate, or `rates` in the mapping"
    ]


def test_of_very_many_problems_the_first_are_shown_and_the_rest_counted(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.intake.sheet.MOST_PROBLEMS", 2)
    found = refused("Part,Qty,Stock,Lead time\nP,x,x,x\n")
    assert len(found) == 3
    assert found[0] == "parts.csv: has 3 problems; the first 2 of them are:"


def test_files_that_are_there_are_left_as_they_are(refused: Refused, here: Path) -> None:
    Path("parts.yaml").write_text("mine")
    Path("parts.csv.mapping.yaml").write_text("mine too")
    assert refused(GOOD) == [
        "parts.csv.mapping.yaml: exists; --force replaces it, -o names another file",
        "parts.yaml: exists; --force replaces it, -o names another file",
    ]


def test_a_place_that_cannot_be_written_is_refused_before_any_work(
    refused: Refused, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found, _) = refused(GOOD, output=Path("nowhere/parts.yaml"))
    assert "there is no folder nowhere" in found
    (found,) = refused(GOOD, output=here)
    assert "is a folder; name a file with -o" in found
    monkeypatch.setattr(placing.os, "access", lambda *_: False)
    assert all("cannot write in" in each for each in refused(GOOD))


def test_a_disk_that_fails_leaves_nothing_behind(
    refused: Refused, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(placing.os, "replace", full)
    (found,) = refused(GOOD)
    assert "cannot be written: No space left on device" in found


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"rates": ("EUR=1,08 USD on 15.01.2026",)},
            "--rate: `EUR=1,08 USD on 15.01.2026` is not a rate: it has a decimal comma and its day is not written "
            "YYYY-MM-DD; write `EUR=1.08 USD on 2026-01-15`",
        ),
        (
            {"price": "120,50"},
            "--price: `120,50` has a decimal comma; write `120.50 USD`, if that is meant",
        ),
        (
            {"rates": ("EUR=much",)},
            "--rate: `EUR=much` is not a rate; write what one EUR is worth, and of which day: `EUR=<rate> USD",
        ),
        ({"rates": ("CNY=x",)}, "`CNY=<rate> USD on YYYY-MM-DD`"),
        ({"markets": ("EU=60%",)}, "--market: the shares add up to 60 %, not 100 %"),
        ({"markets": ("EU",)}, "--market: found `EU`; write a market and its share"),
        ({"plan": "1000"}, "--plan: `1000` has no unit"),
        ({"home": "Atlantis"}, "--home: `Atlantis` is not a country"),
        ({"date": "yesterday"}, "--date: `yesterday` is not a date"),
    ],
)
def test_options_are_checked_like_everything_else(options: dict[str, object], said: str, here: Path) -> None:
    from sim.errors import InputError
    from sim.intake.wishes import wishes_of

    with pytest.raises(InputError) as caught:
        wishes_of(Path("parts.csv"), options)
    assert said in str(caught.value)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_quote_that_is_never_closed_is_refused_and_no_part_is_made_of_the_rest(
    end: str, refused: Refused
) -> None:
    (found,) = refused(f'Part,Description,Qty\nA,"a lens,1\nB,case,2\nC,nut,4{end}')
    assert found.startswith("parts.csv:2: a quote that is opened in this row is not closed before the end")


def test_a_sheet_is_asked_only_of_a_workbook(refused: Refused) -> None:
    (found,) = refused(GOOD, sheet="Parts")
    assert found == "--sheet: only a workbook (.xlsx) has sheets; leave it out for parts.csv"


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x1b", "\x7f", "\x9d", "\u202e"])
@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("SOC{}1,Lens,2", "column 1: `Part`"),
        ("S,A {} lens,2", "column 2: `Description`"),
        ("S,L,{}", "column 3: `Qty`"),
    ],
)
def test_a_control_character_is_refused_with_row_and_column(
    sign: str, row: str, column: str, refused: Refused
) -> None:
    (problem,) = refused(f"Part,Description,Qty\nA,B,1\n{row.format(sign)}\n")
    assert problem.startswith(f"parts.csv:3: {column}: ")
    assert f"holds the control character U+{ord(sign):04X}, which nobody sees; delete it" in problem


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("XX", "write its name or two-letter code, such as `DE`"),
        ("Germny", "did you mean `DE` (Germany)?"),
        ("Deutchland", "did you mean `DE` (Deutschland)?"),
        ("JPX", "did you mean `JP`"),
    ],
)
@pytest.mark.parametrize("option", ["home", "country"])
def test_a_country_that_is_none_is_one_problem_with_the_nearest(
    option: str, given: str, hint: str, refused: Refused
) -> None:
    (problem,) = refused(GOOD, **{option: given, "maker": "Us"})
    assert problem.startswith(f"--{option}: `{given}` is not a country; {hint}")


def test_breaks_of_lines_in_a_description_are_one_space(here: Path) -> None:
    Path("parts.csv").write_bytes(b'Part,Description,Qty\nA,"A\tlens\r\nfor \x0b night",1\n')
    done = import_parts(plan(Path("parts.csv"), {}))
    assert "title: A lens for night\n" in done.scenario.read_text()
