"""A price for more than one piece is read as such, or asked about, never taken for the price of a piece."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.conftest import Import, Refused

REMEDY = (
    "Write `price_per: <pieces>` in the mapping (1 for one piece, `unit` for one of the row's unit), or the count for "
    "each row in a column `Price per`"
)


def cost(imported: Import, text: str, **options: object) -> float:
    _, scenario = imported(text, **options)
    (line,) = scenario.lines.values()
    found = next(iter(line.inputs.values())).cost
    assert found is not None
    return found.likely


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("Price (per 1,000)", 1000),
        ("Unit price /1000", 1000),
        ("Price/k pcs", 1000),
        ("Price per k", 1000),
        ("Price USD per 1k pcs", 1000),
        ("Unit price (k pcs)", 1000),
        ("Preis pro 100", 100),
        ("Price per unit", 1),
        ("Price/pcs", 1),
        ("Unit price (USD)", 1),
        ("Preis je Stück", 1),
    ],
)
def test_the_name_of_the_prices_says_how_many_pieces_they_are_for(
    name: str, pieces: int, imported: Import
) -> None:
    """2 of a part at 6.5 for so many pieces: 13 / pieces dollars in one product."""
    assert cost(imported, f'Part,Qty,"{name}"\nA,2,6.5\n') == pytest.approx(13 / pieces)


@pytest.mark.parametrize(
    "name", ["Price per reel", "Preis je Rolle", "Price (USD/reel)", "Price/M", "单价/卷"]
)
def test_a_price_for_a_pack_is_asked_about_with_its_rows(name: str, refused: Refused) -> None:
    (problem,) = refused(f'Part,Qty,"{name}"\nA,2,6.5\nB,1,\nC,1,7\n')
    assert problem.startswith(f"parts.csv:2: column 3: `{name}`: a price for one `")
    assert problem.endswith(f"{REMEDY}; the same in 1 more row: 4")


@pytest.mark.parametrize("unit", ["KPC", "Tsd"])
def test_a_price_in_a_row_of_thousands_is_asked_about(unit: str, refused: Refused) -> None:
    (problem,) = refused(f"Part,Qty,Price,UoM\nA,2,6.5,{unit}\n")
    assert problem == (
        f"parts.csv:2: column 3: `Price`: for one `{unit}`, as `UoM` says, or for one piece? {REMEDY}"
    )


@pytest.mark.parametrize("unit", ["REEL", "M"])
def test_a_unit_that_is_not_known_and_its_price_are_asked_about_in_one_round(
    unit: str, refused: Refused
) -> None:
    problems = refused(f"Part,Qty,Price,UoM\nA,2,6.5,{unit}\n")
    assert [f"`{unit}`" in problem for problem in problems] == [True, True]
    assert "for one piece?" in problems[0]
    assert f"pieces_in: {{{unit}: <pieces>}}" in problems[1]


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        ("price_per: unit", 2 * 6.5),
        ("price_per: 1", 2 * 5000 * 6.5),
        ("price_per: 10000", 2 * 5000 * 6.5 / 10000),
    ],
)
def test_the_mapping_says_what_a_price_is_for(
    per: str, expected: float, imported: Import, here: Path
) -> None:
    """2 reels of 5,000 pieces each at 6.5 for a reel, a piece, or 10,000 pieces."""
    (here / "m.yaml").write_text(
        "schema: runout-mapping/1\nfile: {header_row: 1, date: 2026-01-15}\n"
        "columns: {part: Part, quantity: Qty, price: Price, unit: UoM}\n"
        f"pieces_in: {{reel: 5000}}\n{per}\nproduct: {{title: t}}\n"
    )
    assert cost(imported, "Part,Qty,Price,UoM\nA,2,6.5,REEL\n", mapping=Path("m.yaml")) == pytest.approx(
        expected
    )


@pytest.mark.parametrize(
    ("cell", "pieces"), [("1000", 1000), ("1 k pcs", 1000), ("KPC", 1000), ("pcs", 1), ("", 1)]
)
def test_a_column_says_for_each_row_what_its_price_is_for(cell: str, pieces: int, imported: Import) -> None:
    assert cost(imported, f"Part,Qty,Price,Price per\nA,2,6.5,{cell}\n") == pytest.approx(13 / pieces)


def test_a_pack_in_that_column_is_a_unit_to_be_explained(refused: Refused) -> None:
    (problem,) = refused("Part,Qty,Price,Price per\nA,2,6.5,reel\n")
    assert "`reel` is not a unit of pieces" in problem


@pytest.mark.parametrize("cell", ["6.5 USD/k", "6.5/1000", "6.5 per reel", "6.5 EUR / 100 Stk"])
def test_a_cell_with_a_price_for_more_than_one_is_refused_with_the_remedy(
    cell: str, refused: Refused
) -> None:
    (problem,) = refused(f"Part,Qty,Price\nA,2,{cell}\n")
    assert "write the amount alone, and the count of pieces in `Price per`" in problem


def test_a_cell_with_a_price_for_one_piece_is_read(imported: Import) -> None:
    assert cost(imported, "Part,Qty,Price\nA,2,6.5 USD/pc\n") == 13.0


def test_an_amount_in_brackets_is_no_price_for_more_than_one(refused: Refused) -> None:
    (problem,) = refused("Part,Qty,Price\nA,2,(5)\n")
    assert "Price per" not in problem
