"""This is deliveries in lots worked out on paper: 1000 parts a day, 30 days on hand on average, 20 on their way.

Lots come every 14 days. Just before one comes 23 days are on hand, and each that has left by the cut adds its 14.
"""

from __future__ import annotations

import math

import pytest

from sim.simulation.calendar import CHANGES
from sim.simulation.compiled import simulate_compiled
from sim.simulation.driver import simulate
from sim.simulation.runs import Driver
from tests.verification import trajectory
from tests.verification.euler import Euler
from tests.verification.lots import A_DAY, InLotsCut
from tests.verification.paper import close

drivers = pytest.mark.parametrize("driver", [simulate, simulate_compiled], ids=["SimPy", "compiled"])
PHASES = [(number + 0.5) / 56.0 for number in range(56)]  # the middles of quarters of a day


@drivers
@pytest.mark.parametrize(("first", "lasts"), [(0.0, 56.0), (0.25, 45.5), (0.5, 49.0), (0.75, 52.5)])
def test_the_lots_that_left_before_the_cut_last(driver: Driver, first: float, lasts: float) -> None:
    """A lot would leave (14 first - 20 - 121) mod 14 = (14 first + 13) mod 14 days after the cut, used up till then.

    So 13, 2.5, 6 or 9.5 days of the last lot, 20 on their way and 23 on hand: within half a lot of 50, as without lots.
    """
    assert InLotsCut(first=first).followed(driver).line[0].made == close((121.0 + lasts) * A_DAY)


def test_over_all_phases_stock_in_lots_lasts_as_long_as_a_steady_flow() -> None:
    """The last lot is half used up on average: 7 + 20 + 23 days after the cut."""
    lasts = [trajectory.first_shortfall(InLotsCut(first=first).followed()) - 121.0 for first in PHASES]
    assert sum(lasts) / len(lasts) == close(50.0)
    assert min(lasts) == close(43.0 + 0.125)
    assert max(lasts) == close(57.0 - 0.125)


@drivers
@pytest.mark.parametrize(("first", "lasts"), [(0.0, 28.0), (0.5, 35.0), (0.75, 24.5)])
def test_of_lots_that_are_returned_those_that_had_come_last(
    driver: Driver, first: float, lasts: float
) -> None:
    """The next would arrive (14 first - 121) mod 14 = (14 first + 5) mod 14 days after the cut: 5, 12, 1.5; and 23."""
    cut = InLotsCut(first=first, returned=True)
    assert cut.followed(driver).line[0].made == close((121.0 + lasts) * A_DAY)


@drivers
@pytest.mark.parametrize("push", [False, True])
def test_after_relief_the_line_waits_for_the_next_lot(driver: Driver, push: bool) -> None:
    """Stock is gone on day 170. Lots leave on days 1, 15, ...: the first after day 213 on day 225, there on day 245."""
    cut = InLotsCut(open_again=213.0, push=push)
    assert cut.followed(driver).line[0].made == close((731.0 - 75.0) * A_DAY)


def test_over_all_phases_relief_in_lots_comes_half_a_lot_later() -> None:
    """Gone on day 171 and back on day 233 + 7 on average: 69 days."""
    out = [
        731.0 - InLotsCut(first=first, open_again=213.0).followed().line[0].made / A_DAY for first in PHASES
    ]
    assert sum(out) / len(out) == close(69.0)


def test_a_relief_between_two_lots_lets_none_leave() -> None:
    """From day 213 to 224 it is open; lots leave on days 211 and 225. Nothing comes after the cut."""
    cut = InLotsCut(open_again=213.0)
    assert not [day for day in cut.arrivals() if 213.0 + 20.0 <= day < 224.0 + 20.0]
    again = InLotsCut(open_again=213.0, cut_again=224.0)
    assert again.followed().line[0].made == close(170.0 * A_DAY)


@pytest.mark.parametrize("step", [1 / 4, 1 / 16])
@pytest.mark.parametrize("first", [0.1, 0.5, 0.9])
def test_small_steps_lot_by_lot_come_to_the_same(step: float, first: float) -> None:
    cut = InLotsCut(first=first, open_again=213.0)
    made = cut.followed().line[0].made
    euler = Euler(cut.lot_by_lot(), step).made[0][round(cut.horizon / step)]
    assert math.isclose(euler, made, abs_tol=2.0 * step * A_DAY)


def test_the_log_says_that_supply_waits_for_a_lot() -> None:
    rows = [row for row in InLotsCut(open_again=213.0).compiled().rows if row.time > 0.0]
    assert [(row.time, CHANGES[row.kind], row.cause) for row in rows] == [
        (121.0, "supply cut", "a cause"),
        (127.0, "capacity changed", "a cause, from the day of the next lot"),
        (225.0, "supply resumed", "over, from the day of the next lot"),
        (225.0, "capacity changed", "over, from the day of the next lot"),
    ]


def test_who_holds_less_than_half_a_lot_is_taken_to_hold_half_of_it() -> None:
    """3 days and lots of 14: as the last lot is used up the next comes. 6 days of it are left at the cut, and 20."""
    assert InLotsCut(covers=3.0).followed().line[0].made == close((121.0 + 26.0) * A_DAY)
