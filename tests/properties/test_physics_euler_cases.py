"""These are random networks on which engine and small steps differed, shrunk as far as they still do, on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.simulation.calendar import CAPACITY, Row
from sim.simulation.world import Line, Source, Stock
from tests.verification import trajectory
from tests.verification.euler import Euler
from tests.verification.networks import Network


def own_product(horizon: float) -> Network:
    """A line of which each product takes .2 of one made before, 3 days under way; the market comes first.

    A pool that gives nothing is planned to bring half of that from day 1 on.
    """
    return Network(
        (Line(190.0, plan=240.0, capacity=240_000.0, weight=190.0), Line(0.0, plan=90.0, capacity=90_000.0)),
        (Stock(0, needs=0.2), Stock(1, piped=False)),
        (
            Source(0, 100.0, full=100.0, lead=3.0, line=0, weight=50.0, priority=2),
            Source(0, full=50.0, line=1, weight=50.0),
        ),
        (Row(1.0, CAPACITY, 1, 50.0),),
        horizon,
    )


@pytest.mark.parametrize(("horizon", "blocks"), [(12.0, 3), (78.0, 25)])
def test_goods_that_go_round_in_blocks(horizon: float, blocks: int) -> None:
    """Seed 14, part: x = 190 + .2 x = 237.5 a day, 47.5 of them for itself, 144 under way and on hand at first.

    From day 1 on half is planned to come from the pool, and 72 are aimed at: nothing is ordered and 190 a day made
    until 72 are used up, 72 / 38 = 1.8947 days. Those 72 go round in a block of 72 / 47.5 = 1.5158 days of 237.5 a
    day, one every 3 days from day 2.8947 on: 237.5 + 360 + 360 a block + 237.5 x .1053 of the one begun.
    """
    paper = 237.5 + 360.0 + 360.0 * blocks + 237.5 * (horizon - 1.0 - 72.0 / 38.0 - 3.0 * blocks)
    network = own_product(horizon)
    world = network.run().world
    assert trajectory.made_by(world, horizon) == pytest.approx(paper, rel=1e-9)
    # A step smears both ends of the block each time it goes round: the error is of the order of step x blocks.
    errors = [abs(Euler(network, step).made[0][-1] - paper) for step in (1 / 16, 1 / 64)]
    assert 3.0 < errors[0] / errors[1] < 5.5


def test_what_is_off_is_multiplied_by_five_every_time_it_goes_round() -> None:
    """Seed 14, whole: an eighth of a part a day less of 47.5 arriving is five eighths less made.

    The market takes its 190 first, so all of that is missing in what is sent round: after 3 days .625, after 6 days
    3.125, after 9 days 15.625 a day less. No small steps follow that for long, nor does a run: rounding grows alike.
    """
    network = own_product(13.0)
    rows = (Row(0.5, CAPACITY, 0, 47.375), Row(0.75, CAPACITY, 0, 100.0))
    line = replace(network.lines[0], plan=237.5)  # nothing on hand
    world = replace(network, lines=(line, network.lines[1]), rows=rows).run().world
    off = [237.5 - trajectory.output_on(world, 3.6 + 3.0 * times) for times in range(3)]
    assert off == [pytest.approx(0.625), pytest.approx(3.125), pytest.approx(15.625)]


def no_answer() -> Network:
    """Each product takes 2 of a part with stock above target and .3 of one that only a pool of 300 a day brings.

    The first has a source of its own, 700 a day, draws on the pool too, and is served there before the other.
    """
    return Network(
        (Line(600.0, plan=600.0, capacity=720.0, weight=600.0), Line(0.0, plan=300.0, capacity=300_000.0)),
        (Stock(0, needs=2.0, level=4000.0, target=1000.0), Stock(0, needs=0.3), Stock(1)),
        (
            Source(0, 700.0, full=700.0, weight=700.0),
            Source(0, 600.0, full=600.0, line=1, weight=500.0),
            Source(1, 300.0, full=300.0, line=1, weight=180.0, priority=1),
            Source(2, 300.0, full=300.0),
        ),
        (),
        4.0,
    )


# Seeds 38, 51, 73, 157, 171 and 193 come to such an instant: by the rules nothing is ordered of the first part while
# its sources can deliver what is used, 1 000 a day, and else all. If nothing, the pool serves the other part, 600 are
# made, and 1 200 used: so all. If all, the pool gives the other part nothing, nothing is made, and nothing used: so
# nothing. Between, where what is used is what can be delivered, 2 x = 700 + 300: x = 500, half of the pool goes either
# way: 2 000 in 4 days. Half of the 1 000 a day is ordered, and stock goes down by 500 a day.
_BETWEEN = 2000.0


@pytest.mark.parametrize("step", [1 / 4, 1 / 16])
def test_orders_between_nothing_and_all_are_what_small_steps_come_to(step: float) -> None:
    euler = Euler(
        no_answer(), step
    )  # which flutters in each step: the mean of its sweeps is off by a thousandth
    assert euler.unsettled == round(4.0 / step)
    assert euler.made[0][-1] == pytest.approx(_BETWEEN, rel=2e-3)
    assert euler.tanks[0].level == pytest.approx(2000.0, rel=2e-3)


def test_orders_between_nothing_and_all_are_found() -> None:
    world = no_answer().run().world
    assert world.line[0].made == pytest.approx(_BETWEEN, rel=1e-9)
    assert world.stock[0].level == pytest.approx(2000.0, rel=1e-9)


def test_orders_between_nothing_and_all_follow_a_ramp() -> None:
    """From day 1 on the first part's own source gives 100 a day less each day: 2 x = 1 000 - 100 t, for 3 days.

    500 on day 1, then 1 500 - 50 x 9 / 2 = 1 275. Its slope is found with the share: nothing happens in between.
    """
    network = no_answer()
    world = replace(network, rows=(Row(1.0, CAPACITY, 0, 700.0, -100.0),)).run().world
    assert world.line[0].made == pytest.approx(1775.0, rel=1e-9)


def test_orders_between_nothing_and_all_end_and_begin_again() -> None:
    """From day 1 to 2 the first part's source gives 1 000 a day: nothing is ordered, 600 made, 500 before and after.

    Of the stock 500, 1 200 and 500 a day are used that do not come.
    """
    rows = (Row(1.0, CAPACITY, 0, 1000.0), Row(2.0, CAPACITY, 0, 700.0))
    world = replace(no_answer(), horizon=3.0, rows=rows).run().world
    assert world.line[0].made == pytest.approx(1600.0, rel=1e-9)
    assert world.stock[0].level == pytest.approx(1800.0, rel=1e-9)
