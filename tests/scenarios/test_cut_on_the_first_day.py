"""A supplier that stops on the scenario's first day: what is on its way on that day, on paper.

On hand are chips for 30 days, at 1,000 a day; a chip takes 20 days.
"""

from __future__ import annotations

import pytest

from sim.errors import ScenarioError
from tests.policy_scenario import Run, full_output

STOPS = (
    "lines:\n",
    "vendor_stops:\n  at-once:\n    title: Abroad stops at once\n    supplier: abroad\n    buyers: [maker]\n"
    "    from: 2030-12-31\n    ref: made-up\nlines:\n",
)
NOT_LISTED = ("entries: {maker: {listed_as: Maker Ltd}}", "entries: {second: {listed_as: Second}}")


def test_goods_that_left_before_the_first_day_arrive(run: Run) -> None:
    """30 days on hand and 20 under way."""
    assert full_output(run(STOPS, NOT_LISTED)) == pytest.approx(50.0)


def test_orders_that_left_before_the_first_day_arrive(run: Run) -> None:
    """Due on day 3, 4,000 chips left 17 days before the first; due on day 25, 3,000 would leave on day 5: 30 + 4."""
    orders = (
        "        cost: 12 USD\n",
        "        cost: 12 USD\n        stock:\n          covers: 30 days\n          on_order:\n"
        "            - {source: abroad, due: 2031-01-03, pieces: 4000}\n"
        "            - {source: abroad, due: 2031-01-25, pieces: 3000}\n",
    )
    assert full_output(run(STOPS, NOT_LISTED, orders)) == pytest.approx(34.0)


def test_a_scenario_begins_before_the_first_announcement(run: Run) -> None:
    """After a cut, what others ship instead, and what is on its way, is no longer what the scenario states."""
    with pytest.raises(ScenarioError, match="start before the first announcement"):
        run(("start: 2030-12-31", "start: 2031-05-13"))
