"""What parts cost where makers draw on one pool, lines share a stock or a lesser form is made, worked out on paper.

Makers are cut off on day 10 with chips for 20 days; home chips come from day 30 on; the horizon is day 100. A chip
costs 10 USD, home chips 1.5 times that, a camera sells at 100 USD. Plans are 600 and 400 a day.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.results.results import Results
from tests.pooled_scenario import DEGRADED, POOLED, SHARED
from tests.test_degraded import OWN_CHIP
from tests.test_pools import close, of_last, run

HOME = "made_in: CN, pool: home-capacity"
COLUMNS = (
    "parts_cost",
    "extra_cost_middle",
    "margin_before_middle",
    "margin_after_middle",
    "margin_lost_middle",
)


def cost(results: Results) -> dict[str, list[float]]:
    return {
        str(row["line"]): [float(row[name]) for name in COLUMNS]
        for _, row in results.tables["products"].iterrows()
    }


def expected(parts: float, extra: float, before: float, after: float) -> list[object]:
    return [close(parts), close(extra), close(before), close(after), close((before - after) / 100.0)]


def test_what_comes_of_a_pool_costs_each_maker_its_own_price(tmp_path: Path) -> None:
    """The big maker takes 70 x 300 at 15 USD, of 33 000 cameras since day 10; the small one 70 x 200 at 20."""
    text = of_last(HOME, f"{HOME}, price_factor: 2", POOLED.replace(HOME, f"{HOME}, price_factor: 1.5", 1))
    big, small = 21_000 * 5.0 / 33_000, 14_000 * 10.0 / 22_000
    assert cost(run(tmp_path, text)) == {
        "big": expected(10.0, big, 90.0, 90.0 - big),
        "small": expected(10.0, small, 90.0, 90.0 - small),
    }


def test_parts_of_a_shared_stock_cost_all_who_use_them_the_same(tmp_path: Path) -> None:
    """Home chips of the big camera's row, 300 a day, cost 15 USD, those of the small one's, 200 a day, 10 USD.

    All of it is used in the shares 33 000 and 22 000 of what is made: 70 x 300 x 5 / 55 000 a product of either.
    """
    row = "serves: 50 %, made_in: CN"
    text = of_last(row, f"{row}, price_factor: 1", SHARED.replace(row, f"{row}, price_factor: 1.5", 1))
    extra = 70 * 300 * 5.0 / 55_000
    each = expected(10.0, extra, 90.0, 90.0 - extra)
    assert cost(run(tmp_path, text)) == {"big": each, "small": each}


def test_a_part_of_a_shared_stock_that_is_needed_twice_costs_twice(tmp_path: Path) -> None:
    """Needs 1 and 2: 700 home chips a day are used 300 and 400. Of 70 x 700 x 5 USD three sevenths are the big one's.

    It makes 33 000, the small one 22 000 of two chips, which cost 10 USD in all: those at home 5 x 1.5. Since day 10
    the stock gives 20 days of 600 and 800 chips; so parts used are 33 000 and 44 000.
    """
    text = of_last("        shared: chips\n", "        shared: chips\n        needs: 2\n", SHARED)
    text = text.replace("serves: 50 %, made_in: CN", "serves: 50 %, made_in: CN, price_factor: 1.5")
    chips = 70 * 700 * 0.5  # times what a chip costs more is half of its price
    big, small = chips * 10.0 * 33 / 77 / 33_000, chips * 5.0 * 44 / 77 / 22_000
    assert cost(run(tmp_path, text)) == {
        "big": expected(10.0, big, 90.0, 90.0 - big),
        "small": expected(10.0, small, 90.0, 90.0 - small),
    }


def test_a_lesser_form_sells_for_less_and_saves_its_part(tmp_path: Path) -> None:
    """Since day 10: 12 000 + 70 x 300 in full and 70 x 150 = 10 500 lesser ones, at 60 USD, without a chip of 10 USD.

    21 000 home chips cost 5 USD more. So margin falls by 21 000 x 5 / 43 500 and by 10 500 x (40 - 10) / 43 500 of 87.
    """
    text = DEGRADED.replace("serves: 50 %, made_in: CN", "serves: 50 %, made_in: CN, price_factor: 1.5")
    extra, lesser = 21_000 * 5.0 / 43_500, 10_500 * 30.0 / 43_500
    results = run(tmp_path, text)
    assert cost(results) == {"big": expected(13.0, extra, 87.0, 87.0 - extra - lesser)}
    (said,) = [each for each in results.sentences["big-maker"] if "degraded form" in each]
    assert "so that price less parts cost loses 10 % of the price" in said
    assert "parts cost 2.4 USD more a product (19 % of parts cost)" in said


def test_a_part_of_its_own_makes_the_lesser_form_dearer_and_is_no_part_of_the_full_one(
    tmp_path: Path,
) -> None:
    """6 000 plain chips of 1 USD: 33 000 in full and 6 000 lesser ones, which save 10 USD and cost 1: 40 - 10 + 1."""
    text = (DEGRADED + OWN_CHIP).replace(
        "serves: 50 %, made_in: CN", "serves: 50 %, made_in: CN, price_factor: 1"
    )
    results = run(tmp_path, text)
    assert cost(results) == {"big": expected(13.0, 0.0, 87.0, 87.0 - 6_000 * 31.0 / 39_000)}
    lost = results.tables["lost_sales"].set_index("input")
    assert lost.loc["plain-chip", "planned"] == 0.0
    companies = results.tables["companies"].set_index("company")
    assert companies.loc["big-maker", "cost_cut"] == close(10.0 / 13.0)


@pytest.mark.parametrize("text", [POOLED, SHARED, DEGRADED, DEGRADED + OWN_CHIP])
def test_without_a_measure_nothing_costs_more(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calm.yaml"
    path.write_text(
        text.replace(
            "measures:\n  october-2019: {list: entity-list, batch: october-2019, licences: none}\n", ""
        )
    )
    products = sim.run(path, replications=2).tables["products"]
    assert set(products["extra_cost_high"]) == set(products["margin_lost_high"]) == {0.0}
