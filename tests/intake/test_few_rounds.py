"""A first import of a messy list takes few rounds: all that is unknown is said at once, and what is usual is known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.intake.classes import class_of
from sim.intake.importing import guess_mapping, import_parts
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
    assert "fill in what is marked there" in note


OPEN = """\
Part,Description,Qty,Unit,Price,Currency
A1,Chip,1,pcs,6.5,EUR
A2,MLCC,20,reel,4,CNY
A3,Wire,2,m,3,USD
"""


def test_all_that_a_mapping_can_answer_is_asked_in_the_first_round(refused: Refused) -> None:
    """A price per reel in a currency without a rate asks about both; one edit of the mapping answers all."""
    rates, units, prices = sorted(refused(OPEN), key=lambda problem: problem.partition(": column ")[2])[:3]
    said = f"{rates} {units} {prices}"
    assert "there is no rate for CNY, EUR" in said
    assert "`reel`, `m` are no units of pieces" in said
    assert "for one `reel`, as `Unit` says, or for one piece?" in said


def test_one_edit_of_the_guessed_mapping_is_enough(here: Path) -> None:
    """5,000 pieces a reel: 20 reels at 4 CNY each, 0.14 dollars a yuan: 80 CNY in one product."""
    Path("parts.csv").write_text(OPEN)
    done = guess_mapping(plan(Path("parts.csv"), {}))
    assert "what the list leaves open is marked `fill in:` in the mapping" in done.remarks
    lines = done.mapping.read_text().splitlines()
    answers = {
        "# pieces_in: {reel: <pieces>, m: <pieces>}": "pieces_in: {reel: 5000, m: 1}",
        "# price_per: <pieces, or unit>": "price_per: unit",
        "# rates: {CNY: <rate> USD on 2026-01-15, EUR: <rate> USD on 2026-01-15}": (
            "rates: {CNY: 0.14 USD on 2026-01-15, EUR: 1.08 USD on 2026-01-15}"
        ),
        "  # plan: 1000 units/day": "  plan: 1000 units/day",
        "  # price: 120 USD": "  price: 120 USD",
        "  # sold_in: {EU: 60 %, US: 40 %}": "  sold_in: {EU: 60 %, US: 40 %}",
    }
    assert set(answers) <= set(lines)
    done.mapping.write_text("\n".join(answers.get(line, line) for line in lines) + "\n")
    made = import_parts(plan(Path("parts.csv"), {"mapping": done.mapping}))
    text = made.scenario.read_text()
    assert "cost: 80 CNY" in text
    assert "placeholder: twice" not in text


def test_a_mapping_of_a_list_that_leaves_nothing_open_has_nothing_to_fill_in(here: Path) -> None:
    Path("parts.csv").write_text("Part,Qty,Price (USD)\nP,1,2\n")
    assert "fill in:" not in guess_mapping(plan(Path("parts.csv"), {})).mapping.read_text()


def test_an_import_says_that_prices_are_implausible_with_the_remedy(imported: Import) -> None:
    """Parts for 400 dollars in a product that sells for 120."""
    done, _ = imported("Part,Qty,Price (USD)\nP,100,4\n", plan="10 units/day", price="120 USD")
    assert done.remarks[0] == (
        "Implausible: the parts of one product cost 400.00 USD, and it sells for 120.00 USD; do not "
        "trust the answer before this is mended. Most cost p 400.00 USD. Remedy: prices, quantities, currencies, "
        "`price_per` in the mapping"
    )


def test_a_rate_the_wrong_way_round_is_named_where_parts_cost_more_than_the_product(imported: Import) -> None:
    """100 CNY are about 14 dollars; at 7.1 dollars for one they are 710, in a product that sells for 120."""
    list_ = "Part,Qty,Price\nP,1,100 CNY\n"
    done, _ = imported(list_, price="120 USD", rates=("CNY=7.1 USD on 2026-01-15",))
    assert "cost 710.00 USD, and it sells for 120.00 USD;" in done.remarks[0]
    assert "Remedy: prices, quantities, currencies, rates (1 CNY = 7.1 USD), `price_per`" in done.remarks[0]
    done, _ = imported(list_, price="120 USD", rates=("CNY=0.14 USD on 2026-01-15",), force=True)
    assert not any("Implausible" in each for each in done.remarks)


def test_a_day_that_is_years_ahead_is_doubted(imported: Import) -> None:
    ahead = dt.datetime.now(dt.UTC).date().replace(day=1) + dt.timedelta(days=3653)
    done, _ = imported("Part,Qty\nP,1\n", date=str(ahead))
    said = f"Implausible: the list is of {ahead}, more than a year from today. Remedy: "
    assert said + "--date" in done.remarks[: done.deciding]
    again, _ = imported(None, mapping=done.mapping, force=True)
    assert said + "`date` in the mapping" in again.remarks[: again.deciding]
    near = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=300)
    done, _ = imported(None, date=str(near), force=True)
    assert not any("Implausible" in each for each in done.remarks)


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
        ("SoC camera processor", "camera-soc"),
        ("IP camera processor", "camera-soc"),
        ("SoC, application processor", "phone-soc"),
        ("Fan 40mm", "mechanical"),
    ],
)
def test_common_words_tell_the_class(words: str, kind: str) -> None:
    assert class_of(words, "")[0] == kind
