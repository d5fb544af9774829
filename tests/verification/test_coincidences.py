"""This is what happens when events coincide or rates tie: most of these cases once broke an engine."""

from __future__ import annotations

import math

import pytest

from sim.simulation.calendar import CAPACITY, CUT, DEMAND, FLUSH, LICENSED, LOT, Row
from sim.simulation.world import Line, Source, Stock
from tests.verification import trajectory
from tests.verification.euler import Euler
from tests.verification.networks import Network


def test_a_stock_refills_when_a_ramp_reaches_the_need_within_rounding() -> None:
    """.3 x .07 t parts a day for 7 products of .3 parts: short until t = 100, then half .021 u^2 parts pile up."""
    network = Network((Line(7.0),), (Stock(0, 0.3),), (Source(0, 0.0, 0.07 * 0.3, push=True),), (), 150.0)
    world = network.run().world
    assert world.line[0].made == pytest.approx(0.5 * 7.0 * 100.0 + 7.0 * 50.0, rel=1e-12)
    assert world.stock[0].level == pytest.approx(0.5 * 0.021 * 50.0**2, rel=1e-9)


@pytest.mark.parametrize("needs", [0.3, 0.7, 3.0, 1.1])
def test_two_inputs_that_limit_the_line_alike_do_not_stop_the_clock(needs: float) -> None:
    """Both can supply 2 + t / 7 products a day; whichever binds, 20 + 100 / 14 are made by day 10."""
    sources = (Source(0, 2.0, 1.0 / 7.0, push=True), Source(1, 2.0 * needs, needs / 7.0, push=True))
    network = Network((Line(10.0),), (Stock(0), Stock(0, needs)), sources, (), 10.0)
    assert network.run().world.line[0].made == pytest.approx(20.0 + 50.0 / 7.0, rel=1e-12)


def test_orders_follow_a_use_that_grows_from_what_is_pushed() -> None:
    """Use leaves the pushed rate on a slope, so that the order begins at 0 and rises with it."""
    network = Network(
        (Line(0.3, plan=0.9),),
        (Stock(0, 1.0, 3.0, 3.0),),
        (Source(0, 0.1, push=True), Source(0, 0.2, push=True), Source(0, 1.0)),
        (Row(10.0, DEMAND, 0, 0.3, 0.01), Row(40.0, DEMAND, 0, 0.6)),
        100.0,
    )
    world = network.run().world
    assert world.line[0].made == pytest.approx(3.0 + 30.0 * 0.45 + 60.0 * 0.6, rel=1e-12)
    assert world.stock[0].level == pytest.approx(3.0, rel=1e-9)


def test_sources_with_and_without_lead_time_keep_an_empty_stock_steady() -> None:
    """No target, one source at once and one with 39 days: both ship their share for ever, nothing piles up."""
    network = Network((Line(900.0),), (Stock(0),), (Source(0, 600.0), Source(0, 400.0, lead=39.0)), (), 365.0)
    world = network.run().world
    assert [source.shipping for source in world.source] == pytest.approx([540.0, 360.0], rel=1e-9)
    assert world.stock[0].level == pytest.approx(0.0, abs=1e-6)
    assert world.line[0].made == pytest.approx(900.0 * 365.0, rel=1e-9)


def test_ordinary_sources_that_ramp_against_each_other_ship_no_more_than_they_can() -> None:
    """One falls by 5 a day while the other rises by 5: their sum stands still, their shares do not."""
    rows = (Row(10.0, CAPACITY, 0, 100.0, -5.0), Row(10.0, CAPACITY, 1, 0.0, 5.0))
    ends = (Row(30.0, CAPACITY, 0, 0.0), Row(30.0, CAPACITY, 1, 100.0))
    network = Network(
        (Line(80.0),), (Stock(0, 1.0, 800.0, 800.0),), (Source(0, 100.0), Source(0)), rows + ends, 29.0
    )
    world = network.run().world
    assert world.line[0].made == pytest.approx(80.0 * 29.0, rel=1e-9)
    for source in world.source:
        assert -1e-9 <= source.shipping <= source.capacity + 1e-9


def test_goods_that_arrive_while_output_changes_do_not_hide_the_change_from_the_orders() -> None:
    """On day 10 a dip in arrivals begins, and output falls as another input stops: orders fall at once."""
    network = Network(
        (Line(100.0),),
        (Stock(0, 1.0, 5000.0, 5000.0), Stock(0, 1.0, 1000.0)),
        (Source(0, 200.0, lead=5.0),),
        (Row(5.0, LOT, 0, 100.0),),
        20.0,
    )
    world = network.run().world
    assert trajectory.first_shortfall(world) == pytest.approx(10.0)
    assert world.source[0].shipping == 0.0
    assert world.stock[0].level + world.source[0].in_transit == pytest.approx(5500.0, rel=1e-9)


def test_a_change_just_before_the_end_of_a_ramp_down_leaves_no_output_below_zero() -> None:
    """One event 1e-8 days before supply has ramped down to nothing: output ends at 0 and stays there."""
    network = Network(
        (Line(9.0),),
        (Stock(0, 3.0, 2430.0), Stock(0, 3.0)),
        (Source(1, 12.0, -0.2), Source(1, lead=34.0, rank=1)),
        (Row(60.0 - 1e-8, LICENSED, 1), Row(60.0, CAPACITY, 0, 0.0)),
        200.0,
    )
    world = network.run().world
    assert world.line[0].made == pytest.approx(0.5 * 60.0 * 4.0, rel=1e-6)
    assert trajectory.output_on(world, 199.0) == pytest.approx(0.0, abs=1e-9)


def test_rationing_sees_what_a_partly_licensed_source_still_sends() -> None:
    """Cut to 40 of 100 a day with 10 days on the way: on day 10 the margin turns, cover 60 (S + T) / 60 is short.

    Held parts fall by 60 a day from 5 000 + 1 000; the threshold is 60 days of a shortage of 60: t = 2 400 / 60 = 40.
    """
    network = Network(
        (Line(100.0, throttle=0.5, cover_threshold=60.0),),
        (Stock(0, 1.0, 5000.0, 5000.0),),
        (Source(0, 100.0, lead=10.0),),
        (Row(0.0, CUT, 0), Row(0.0, CAPACITY, 0, 40.0)),
        200.0,
    )
    world = network.run().world
    rationed = [row[trajectory.DAY] for row in trajectory.pieces_of(world) if row[trajectory.RATIONING]]
    assert rationed[0] == pytest.approx(40.0, abs=1e-7)


def test_a_pipe_that_is_returned_while_it_arrives_stops_at_once_and_is_ordered_anew() -> None:
    """10 days on the way, all lost on day 5; the alternative, open from then on, fills the gap after its lead."""
    network = Network(
        (Line(100.0),),
        (Stock(0, 1.0, 300.0, 300.0),),
        (Source(0, 120.0, lead=10.0), Source(0, 0.0, lead=6.0, rank=1)),
        (Row(5.0, CUT, 0), Row(5.0, FLUSH, 0, 1.0), Row(5.0, CAPACITY, 0, 0.0), Row(5.0, CAPACITY, 1, 150.0)),
        100.0,
    )
    world = network.run().world
    assert trajectory.first_shortfall(world) == pytest.approx(8.0, rel=1e-12)
    assert world.line[0].made == pytest.approx(100.0 * (100.0 - 3.0), rel=1e-9)
    assert world.stock[0].level == pytest.approx(300.0, rel=1e-9)
    assert math.isclose(Euler(network, 0.25).made[0][-1], world.line[0].made, rel_tol=1e-3)


def fed_by_itself(plan: float, spare: float) -> Network:
    """A line that takes a fifth of what it makes as an input, its market first; of another input 100 a day come."""
    return Network(
        (Line(80.0, 0.1, plan=plan, capacity=200.0, weight=80.0),),
        (Stock(0, 0.2, 500.0), Stock(0, 1.0, spare)),
        (
            Source(0, 24.0, lead=10.0, line=0, weight=20.0, priority=1),
            Source(1, 120.0, lead=5.0, weight=100.0),
        ),
        (),
        4.0,
    )


@pytest.mark.parametrize(
    ("plan", "spare", "made"),
    [(100.0, 0.0, 400.0), (100.0 + 3e-14, 0.0, 400.0), (100.0, 200.0, 4.0 * 80.0 + 0.05 * 4.0**2)],
)
def test_of_two_answers_the_steady_flow_goes_on_and_rounding_does_not_choose(
    plan: float, spare: float, made: float
) -> None:
    """Both orders agree with themselves: 20 and more a day of itself, or none. 500 parts lie there beyond the target.

    All of the 100 made: the market takes 80 + .1 t, 20 - .1 t are left, a hundred use 20. Open sources cannot deliver
    the use, so all there is is ordered, whatever the position. None: 80 + .1 t are made and use 16, it could have
    20 - .1 t, so a stock above its target orders none. Before the start 20 a day are ordered; so all go on to be made,
    unless stock of the other input lifts the limit for a moment. A plan that is off by rounding, 1e-13 parts in
    transit, is no such stock.
    """
    network = fed_by_itself(plan, spare)
    world = network.run().world
    assert world.line[0].made == pytest.approx(made, rel=1e-9)
    assert Euler(network, 1 / 16).made[0][-1] == pytest.approx(made, rel=1e-3)


def test_orders_that_jump_on_the_day_a_pool_is_just_enough() -> None:
    """A pool of 840 feeds a middle line first, and with it one input of the final line: half by each at first.

    For x products that takes x / 4 of either, x / 4 + x of the line: 1.5 x of the pool, all of it at x = 560 on day 5.
    Then what the line is asked more the pool gives less: from 140 each its order jumps to all it may ship, 200, and
    840 - (200 + x) are left. 200 + 640 - x = x / 2 still make x = 560: the line 760, the pool 80 beside it.
    At that instant any split makes 560, and each sweep only steepens the orders.
    """
    network = Network(
        (
            Line(550.0, 2.0, plan=700.0, capacity=2000.0),
            Line(0.0, plan=1000.0, capacity=2000.0),
            Line(0.0, plan=2000.0, capacity=4000.0),
        ),
        (Stock(0, 0.5), Stock(0), Stock(1), Stock(2)),
        (
            Source(0, 200.0, line=2, priority=1),
            Source(0, 200.0, line=1),
            Source(1, 1000.0, line=1, weight=700.0),
            Source(2, 900.0, line=2, weight=600.0),
            Source(3, 840.0),
        ),
        (),
        20.0,
    )
    world = network.run().world
    assert trajectory.output_on(world, 4.0) == pytest.approx(558.0, rel=1e-9)
    assert [trajectory.output_on(world, 6.0, line) for line in range(3)] == pytest.approx(
        [560.0, 760.0, 840.0], rel=1e-9
    )
    assert [world.source[n].shipping for n in (0, 1)] == pytest.approx([80.0, 200.0], rel=1e-9)
    assert world.line[0].made == pytest.approx(5.0 * 555.0 + 15.0 * 560.0, rel=1e-9)
    euler = Euler(network, 1 / 4)
    assert [work.output for work in euler.works] == pytest.approx([560.0, 760.0, 840.0], rel=1e-6)


def test_a_source_whose_line_has_nothing_to_give_takes_no_order_from_another_as_its_capacity_begins_to_rise() -> (
    None
):
    """60 a day come with 5 days of lead. On day 10 the other source, of a line that makes nothing, may ship 4 t.

    What it may ship and what it is given are both nothing at that instant; only the first then rises. The line goes on
    with 60 to the end, 30 days.
    """
    network = Network(
        (Line(100.0), Line(0.0, plan=100.0)),
        (Stock(0), Stock(1)),
        (Source(0, 60.0, lead=5.0), Source(0, 0.0, full=100.0, rank=1, line=1)),
        (Row(10.0, CAPACITY, 1, 0.0, 4.0), Row(35.0, CAPACITY, 1, 100.0)),
        30.0,
    )
    world = network.run().world
    assert world.line[0].made == pytest.approx(30.0 * 60.0, rel=1e-9)
    assert world.source[0].in_transit == pytest.approx(5.0 * 60.0, rel=1e-9)


def test_orders_that_take_their_own_line_s_other_input_settle_where_both_agree() -> None:
    """A pool of 600 feeds two inputs of a line, two parts of the first before .3 of the second. Half of the first came
    of another pool that falls to 160 on day 10.

    All it could have, 600, would leave nothing for the second and end the need; nothing, all again. Both agree at
    2 x = 160 + p and p + .3 x = 600: x = 760 / 2.3, of which the first could have 760 and uses 2 x = 660.9.
    """
    network = Network(
        (Line(400.0), Line(0.0, plan=400.0, capacity=4000.0), Line(0.0, plan=520.0, capacity=5000.0)),
        (Stock(0, 2.0, 800.0, 800.0), Stock(0, 0.3), Stock(1), Stock(2)),
        (
            Source(0, 1000.0, line=1, weight=400.0),
            Source(0, 1000.0, lead=1.0, line=2, weight=400.0),
            Source(1, 300.0, line=2, weight=120.0, priority=1),
            Source(2, 1000.0),
            Source(3, 600.0),
        ),
        (Row(10.0, CAPACITY, 3, 160.0),),
        30.0,
    )
    world = network.run().world
    assert world.line[0].made == pytest.approx(10.0 * 400.0 + 20.0 * 760.0 / 2.3, rel=1e-9)
    assert world.stock[0].level + world.source[1].in_transit == pytest.approx(1200.0, rel=1e-6)
    assert Euler(network, 1 / 4).works[0].output == pytest.approx(760.0 / 2.3, rel=1e-6)
