"""A first import of a messy list takes few rounds: all that is unknown is said at once, and what is usual is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.intake.classes import class_of
from sim.intake.importing import import_parts
from tests.intake.conftest import Import, Refused, plan


def test_all_units_that_are_not_known_are_one_problem_that_says_where_they_are_explained(
    refused: Refused,
) -> None:
    units = ("set", "m", "kg", "reel")
    list_ = "Part,Qty,Unit,Stock\n" + "".join(f"P{n},1,{units[n % 4]},{n} rolls\n" for n in range(8))
    assert refused(list_) == [
        "parts.csv:2: column 3: `set`, `rolls`, `m`, `kg`, `reel` are no units of pieces; known are pcs, k pcs; or say "
        "in the mapping what one holds: `pieces_in: {set: <pieces>, rolls: <pieces>, m: <pieces>, kg: <pieces>, "
        "reel: <pieces>}`; the same in 7 more rows: 3, 4, 5, 6, 7, 8, 9"
    ]


def test_a_first_import_that_fails_says_how_to_get_the_mapping(here: Path) -> None:
    Path("parts.csv").write_text("Part,Qty,Unit\nP,1,set\n")
    with pytest.raises(InputError) as caught:
        import_parts(plan(Path("parts.csv"), {}))
    (note,) = caught.value.__notes__
    assert "add --guess to write only parts.csv.mapping.yaml" in note


@pytest.mark.parametrize("blank", ["n/a", "N/A", "tbd", "TBD", "-", "–", "?", "unknown", "k.A.", "待定"])
def test_what_stands_for_a_blank_is_one(blank: str, imported: Import) -> None:
    names = "Part,Description,Supplier,Supplier country,Made in,Unit,Price,Currency,"
    names += "Stock,Open orders,Due,Lead time,Class"
    columns = names.split(",")
    _, found = imported(f"{names},Qty\nP,{','.join([blank] * (len(columns) - 1))},2\n", rates=())
    _, expected = imported(f"{names},Qty\nP,{','.join([''] * (len(columns) - 1))},2\n", force=True)
    assert found.lines == expected.lines


def test_a_quantity_that_does_not_apply_is_a_part_that_is_not_placed(imported: Import) -> None:
    done, _ = imported("Part,Qty\nP,1\nQ,n/a\n")
    assert (done.parts, any("not placed" in remark for remark in done.remarks)) == (1, True)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("MLCC 100nF 0402", "small-parts"),
        ("MLCCs", "small-parts"),
        ("FPGA XC7A35T", "phone-soc"),
        ("CPLD", "phone-soc"),
        ("Cap 10uF", "small-parts"),
        ("RES 10k", "small-parts"),
        ("Voltage reference 2.5V", "analog-and-power"),
        ("SPI flash 64Mbit", "camera-memory"),
        ("HDD 4 TB", "hard-disk"),
        ("Fan 40mm", "mechanical"),
    ],
)
def test_common_words_tell_the_class(words: str, kind: str) -> None:
    assert class_of(words, "")[0] == kind
