"""One stock that lines of a maker share, worked out on paper. All times are days from the start, 2019-10-01.

The maker is cut off on day 10 with chips for 20 days and nothing under way; home chips come from day 30 on, 300 a day
by one row and 200 by the other. The horizon is day 100. Plans are 600 and 400 products a day.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim
from tests.pooled_scenario import SHARED
from tests.test_pools import close, made_after_cut, of_last, run

ROW = "        shared: chips\n"


def with_last(more: str, text: str = SHARED) -> str:
    """The scenario with more in the row of the small camera."""
    return of_last(ROW, f"{ROW}        {more}\n", text)


def test_rows_share_what_comes_by_what_they_plan(tmp_path: Path) -> None:
    """500 for 600 and 400: 300 and 200. From day 10: 20 days of all, 70 of these."""
    assert made_after_cut(run(tmp_path, SHARED)) == {"big": close(33_000.0), "small": close(22_000.0)}


@pytest.mark.parametrize(("priority", "big", "small"), [(0, 100.0, 400.0), (2, 500.0, 0.0)])
def test_the_lower_number_is_served_first(tmp_path: Path, priority: int, big: float, small: float) -> None:
    """Before the other (1): 400 of 500, and 100 are left. After it: 500 of 600, and nothing is left."""
    made = made_after_cut(run(tmp_path, with_last(f"priority: {priority}")))
    assert made == {"big": close(12_000.0 + 70.0 * big), "small": close(8_000.0 + 70.0 * small)}


def test_a_row_that_needs_two_parts_draws_twice(tmp_path: Path) -> None:
    """V8: home chips 300 and 400, needs 1 and 2 for 600 and 400: 700 are shared 300 and 400, output 300 and 200.

    Served first, the small camera has all 700 of the 800 it could use: 350 and nothing.
    """
    two = with_last("needs: 2")
    assert made_after_cut(run(tmp_path, two)) == {"big": close(33_000.0), "small": close(22_000.0)}
    first = made_after_cut(run(tmp_path, with_last("priority: 0", two)))
    assert first == {"big": close(12_000.0), "small": close(8_000.0 + 70.0 * 350.0)}


def test_what_one_row_holds_serves_the_other_too(tmp_path: Path) -> None:
    """The small camera holds nothing, the big one chips for 50 days of its own: 30 000 for 1 000 a day, from day 10.

    On stock alone they would last to day 40, but 500 a day come from day 30 on, when 10 000 are left: to day 50. Of
    what is made from day 10 on, 30 000 of the stock carry 30 000 of 65 000, in either line; from day 50 on 300 and 200.
    """
    text = with_last("stock: {covers: 0 days}").replace(ROW, f"{ROW}        stock: {{covers: 50 days}}\n", 1)
    results = run(tmp_path, text)
    assert made_after_cut(results) == {"big": close(24_000.0 + 15_000.0), "small": close(16_000.0 + 10_000.0)}
    products = results.tables["products"]
    assert list(products["carried_before"]) == [close(30.0 / 65.0)] * 2
    assert list(products["carried_domestic"]) == [close(35.0 / 65.0)] * 2
    parts = results.tables["parts"]
    assert list(parts["cover_middle"]) == [close(30.0)] * 2
    assert list(parts["run_out_middle"]) == [close(40.0 / 7.0)] * 2
    assert list(parts["shared"]) == ["chips"] * 2


def test_domestic_supply_alone_is_shared_too(tmp_path: Path) -> None:
    """The small camera alone has home chips, 200 a day; they are shared by plan: 120 of 600 and 80 of 400."""
    alternatives = "        alternatives:\n          home-chips: {serves: 50 %, made_in: CN}\n"
    text = SHARED.replace(alternatives, "", 1)
    assert list(run(tmp_path, text).tables["products"]["domestic_level_middle"]) == [close(0.2)] * 2


def test_a_part_that_some_rows_do_without_is_counted_for_the_others(tmp_path: Path) -> None:
    """What each row's supplier loses is told once: 600 and 400 a day from day 10 on, at 10 USD."""
    lost = run(tmp_path, SHARED).tables["lost_sales"]
    assert list(lost["lost_middle"]) == [close(90 * 6_000.0), close(90 * 4_000.0)]


def test_a_row_of_a_shared_stock_comes_in_lots(tmp_path: Path) -> None:
    """Big camera chips come every 8 days, likeliest on days 4 and 12: its flow goes on to day 12.

    Half a lot, 2 400, is on hand beside what is kept, 17 600 of 20 000. From day 10 on the other source is cut, so that
    the flow is all it can be, a fifth above 600. With 2 x 720 more the stock lasts 19.04 days from day 10 on.
    """
    source = "chip-maker: {share: 100 %, made_in: US}"
    text = SHARED.replace(source, source.replace("US}", "US, lots_every: 8 days}"), 1)
    results = run(tmp_path, text)
    events = results.tables["events"]
    gone = events[(events["entity"] == "shared.chips") & (events["kind"] == "stock ran out")]
    assert list(gone["day"]) == [close(29.04)]
    assert list(results.tables["parts"]["cover_middle"]) == [close(20.0)] * 2


def test_the_stock_that_ran_out_is_named(tmp_path: Path) -> None:
    events = run(tmp_path, SHARED).tables["events"]
    (gone,) = events[events["entity"] == "shared.chips"].to_dict("records")
    assert (gone["day"], gone["kind"]) == (30.0, "stock ran out")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHARED, "Big camera and Small camera get parts of it by planned need."),
        (with_last("priority: 0"), "Small camera, then Big camera are served in this order."),
    ],
)
def test_who_of_a_stock_is_served_first_is_told(tmp_path: Path, text: str, said: str) -> None:
    told = run(tmp_path, text).sentences["big-maker"]
    assert told[-1] == f"Of one stock of Network chip (`chips`) {said}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (with_last("", SHARED).replace(ROW, "", 1), "no other input shares `chips`"),
        (
            of_last("maker: big-maker", "maker: chip-maker", SHARED),
            "`chips` is a stock of `big-maker`, and this line is of `chip-maker`",
        ),
        (SHARED.replace(ROW, "        priority: 2\n"), "state `shared`, or leave it out"),
        (
            of_last(
                "    inputs:\n",
                "    ration: {output: 50 %, when_a_cut_part_covers_under: 9 days}\n    inputs:\n",
                SHARED,
            ),
            "the line has `ration`, which does not reach a stock that others use too",
        ),
        (with_last("stock: {covers: 1 day, on_order: []}"), "state it at all of them or at none"),
        (with_last("fleet: {life: 9 years}"), "a `fleet` is not `shared`"),
    ],
)
def test_what_is_wrong_with_a_shared_stock_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(sim.ScenarioError, match=re.escape(said)):
        run(tmp_path, text)
