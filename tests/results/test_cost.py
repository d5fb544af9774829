"""What parts cost a product after the cut, worked out on paper, and told.

The camera line plans 1000 a day; its chip costs 12.50 USD and its lens 3 USD, its price is 55 USD. The chip is cut on
day 161; 60 days of stock and ten days of goods en route last until day 231; the horizon is day 610.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.explain import dearer, records
from sim.network import SourceNode
from sim.pipeline import prepare
from sim.report.page import page
from sim.scenario.quantity import Quantity
from sim.terminal import console, show_run
from sim.uncertainty.draws import Draws
from tests.example_scenario import EXAMPLE
from tests.test_answers import SOURCE, changed, with_alternative
from tests.test_wide_answers import CHIP_STOCK, NO_MEASURE


def at(factor: str, text: str) -> str:
    """The alternative at a multiple of the price."""
    return text.replace(
        "            lead_time: ", f"            price_factor: {factor}\n            lead_time: ", 1
    )


DEARER = at("1.2", with_alternative("40 %", "100 days"))
_COLUMNS = (
    *("parts_cost", "extra_cost_middle"),
    *("margin_before_middle", "margin_after_middle", "margin_lost_middle"),
)


def ran(folder: Path, text: str, replications: int = 2) -> sim.Results:
    path = folder / "camera.yaml"
    path.write_text(text)
    return sim.run(path, replications=replications)


def found(results: sim.Results) -> tuple[object, ...]:
    row = results.tables["products"].iloc[0]
    return tuple(row[column] for column in _COLUMNS)


def test_a_dearer_alternative_costs_its_extra_on_each_product_made_since(tmp_path: Path) -> None:
    """400 chips a day from day 259 on, 351 days, each at 12.50 x 0.2 = 2.50 USD more: 351,000 USD.

    Made since day 161: 70 days x 1000 and 351 days x 400, 210,400. So 351,000 / 210,400 = 1.668 USD a product more.
    """
    extra = 351 * 400 * 2.5 / (70 * 1000 + 351 * 400)
    results = ran(tmp_path, DEARER)
    assert found(results) == tuple(
        map(pytest.approx, (15.5, extra, 55 - 15.5, 55 - 15.5 - extra, extra / 55))
    )
    told = "parts cost 1.7 USD more a product (11 % of parts cost, 3 % of the price)"
    assert f"After the cut, {told}." in results.sentences["camera-maker"][1]
    shown = io.StringIO()
    show_run(results, console(shown), every=True)
    assert told in " ".join(shown.getvalue().split())


def test_what_parts_cost_more_is_not_told_where_they_cost_more_than_the_price(tmp_path: Path) -> None:
    """Parts of 15.50 USD in a camera that sells for 10; for 15.60 it is told."""
    for price, is_told in (("10 USD", False), ("15.60 USD", True)):
        assert "price: 55 USD" in DEARER
        results = ran(tmp_path, DEARER.replace("price: 55 USD", f"price: {price}", 1), 1)
        said = results.sentences["camera-maker"][1]
        assert ("After the cut, parts cost 1.7 USD more a product" in said) == is_told
        assert ("is not told, for the price is implausible" in said) != is_told


def test_a_second_ordinary_source_that_is_dearer_costs_the_difference_to_the_mix(tmp_path: Path) -> None:
    """Half at 0.8 and half at 1.3 of 12.50 USD is 1.05 of it before, 13.125 USD; with the lens 16.125 USD.

    From the cut on the second ships 600 a day for 449 days, each 0.25 x 12.50 = 3.125 USD above the mix. 400 a day are
    drawn from stock from day 171 on, 150 days; so made since: 160 days x 1000 and 289 days x 600, 333,400.
    """
    two = (
        "chip-maker: {share: 50 %, made_in: US, price_factor: 0.8}\n"
        "          home-chips: {share: 50 %, made_in: CN, content: {US: {total: 0 %}}, price_factor: 1.3}"
    )
    extra = 600 * 449 * 3.125 / (160 * 1000 + 289 * 600)
    results = ran(tmp_path, changed(SOURCE, two))
    margins = (55 - 16.125, 55 - 16.125 - extra, extra / 55)
    assert found(results) == tuple(map(pytest.approx, (16.125, extra, *margins)))


def test_a_unit_of_a_fleet_costs_what_it_is_in_a_product_times_its_life(tmp_path: Path) -> None:
    """A fleet of 1000 that lives 700 days: 1000 / 700 units are added a day, each worth 700 x 12.50 USD.

    At 1.5 times that all additions after the cut cost 1000 / 700 x 700 x 6.25 USD a day more, on 1000 products a day.
    """
    text = with_alternative("100 %", "0 days").replace("lead_time: 0 days", "lead_time: 10 days")
    text = at("1.5", text).replace(f"        {CHIP_STOCK}\n", "        fleet: {life: 700 days}\n")
    assert found(ran(tmp_path, text))[1] == pytest.approx(6.25)


def test_without_a_measure_nothing_costs_more_whatever_the_factors(tmp_path: Path) -> None:
    text = NO_MEASURE.replace("measures:\n", "").replace(
        SOURCE,
        "chip-maker: {share: 50 %, made_in: US, price_factor: 0.8}\n"
        "          home-chips: {share: 50 %, made_in: CN, price_factor: 1.1 / 1.3 / 1.9}",
    )
    row = ran(tmp_path, text, replications=4).tables["products"].iloc[0]
    assert [row[f"extra_cost_{end}"] for end in ("low", "middle", "high")] == [0.0, 0.0, 0.0]
    assert row["margin_after_low"] == row["margin_before_low"] < row["margin_before_high"]


def test_a_line_that_makes_nothing_since_has_no_extra_cost(tmp_path: Path) -> None:
    """It holds no chip, and those on their way are returned on the day of the cut."""
    text = changed("covers: 60 days", "covers: 0 days").replace(
        "goods_en_route: honoured", "goods_en_route: returned"
    )
    row = ran(tmp_path, text).tables["products"].iloc[0]
    assert (
        row[["extra_cost_low", "extra_cost_high", "margin_after_middle", "margin_lost_middle"]].isna().all()
    )
    assert row["margin_before_middle"] == pytest.approx(39.5)
    assert dearer(records(pd.DataFrame([row]))[0]) == ""


def of_source(folder: Path, text: str) -> dict[str, SourceNode[Quantity]]:
    path = folder / "camera.yaml"
    path.write_text(text)
    (line,) = prepare(path).network.lines
    return {source.key.rpartition(".")[2]: source for source in line.inputs[0].sources}


def test_an_alternative_takes_the_factor_of_its_class_and_an_ordinary_source_costs_the_cost(
    tmp_path: Path,
) -> None:
    general = of_source(tmp_path, EXAMPLE)
    assert str(general["chip-maker"].price_factor) == "1"
    assert str(general["home-chips"].price_factor) == "0.9 / 1.1 / 1.5"
    own = "ramp: 90 days\n    price_factor: 1 / 1.2 / 2"
    of_class = of_source(tmp_path, EXAMPLE.replace("ramp: 90 days", own, 1))
    assert str(of_class["chip-maker"].price_factor) == "1"
    assert str(of_class["home-chips"].price_factor) == "1 / 1.2 / 2"


def test_a_price_factor_moves_no_other_draw_and_no_duration(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(EXAMPLE)
    plain = prepare(path)
    before = sim.run(path, replications=4)
    path.write_text(EXAMPLE.replace("made_in: CN}", "made_in: CN, price_factor: 1 / 3 / 4}", 1))
    dear = prepare(path)
    after = sim.run(path, replications=4)
    draws, others = Draws(plain.network, 1, 4).values, Draws(dear.network, 1, 4).values
    same = [key for key in draws if not key[0].endswith("price_factor")]
    assert len(draws) == len(others) == len(same) + 1
    assert all(draws[key].tolist() == others[key].tolist() for key in same)
    changed_columns = before.tables["products"].compare(after.tables["products"]).columns.get_level_values(0)
    assert set(changed_columns) == {
        *(
            f"{name}_{end}"
            for name in ("extra_cost", "margin_after", "margin_lost")
            for end in ("low", "middle", "high")
        )
    }


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (
            (3.0, 5.0, 9.0),
            "parts cost 5.0 USD more a product (3.0 to 9.0 in eight of ten draws, 2 % of parts cost, "
            "under 1 % of the price)",
        ),
        (
            (30.0, 50.4, 90.0),
            "parts cost 50 USD more a product (30 to 90 in eight of ten draws, 20 % of parts cost, 5 % of the price)",
        ),
        (
            (0.3, 0.31, 0.32),
            "parts cost 0.31 USD more a product (0.30 to 0.32 in eight of ten draws, under 1 % of parts cost, "
            "under 1 % of the price)",
        ),
        ((5.0, 5.0, 5.0), "parts cost 5.0 USD more a product (2 % of parts cost, under 1 % of the price)"),
        (
            (-9.0, -5.0, -3.0),
            "parts cost 5.0 USD less a product (3.0 to 9.0 in eight of ten draws, 2 % of parts cost, "
            "under 1 % of the price)",
        ),
        ((-0.5, 0.1, 0.8), "parts cost from 0.50 USD less to 0.80 USD more a product"),
        ((0.0, 0.1, 0.2), ""),
    ],
)
def test_what_parts_cost_more_is_told_in_two_digits_unless_it_is_next_to_nothing(
    ends: tuple[float, ...], said: str
) -> None:
    row = dict(zip(("extra_cost_low", "extra_cost_middle", "extra_cost_high"), ends, strict=True))
    margins = {"margin_before_middle": 800.0, "margin_lost_middle": ends[1] / 1050.0}
    assert dearer({**row, **margins, "parts_cost": 250.0}) == said


def test_of_a_line_without_a_price_no_margin_is_told() -> None:
    row = dict.fromkeys(("extra_cost_low", "extra_cost_middle", "extra_cost_high"), 5.0)
    no_price = dict.fromkeys(("margin_before_middle", "margin_lost_middle"), float("nan"))
    told = dearer({**row, **no_price, "parts_cost": 250.0})
    assert told == "parts cost 5.0 USD more a product (2 % of parts cost)"


def test_the_report_has_a_line_for_what_parts_cost_and_for_the_margin(tmp_path: Path) -> None:
    html = page(ran(tmp_path, DEARER))
    measured = {
        label: re.search(rf"{label}</th>\s*<td[^>]*>([^<]*)<", html)
        for label in (
            *("parts cost of a product before the cut", "parts cost more after the cut, a product"),
            *("parts cost more after the cut, of the price", "price less parts cost, before the cut"),
            "price less parts cost, after the cut",
        )
    }
    found = [each.group(1).replace("\u00a0", " ") for each in measured.values() if each is not None]
    assert found == ["USD 15.5", "USD 1.67", "3 %", "USD 39.5", "USD 37.8"]
