"""This is tiers, fleets, growth and open orders against numbers that were worked out on paper."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.simulation.calendar import (
    CANCELLED,
    CAPACITY,
    CUT,
    DELIVERED,
    DEMAND,
    LOT,
    RESUMED,
    Row,
)
from sim.simulation.following import exponential
from sim.simulation.world import RATIONING_BEGAN, RATIONING_ENDED, Line, Source, Stock, World
from tests.verification import trajectory
from tests.verification.euler import Euler
from tests.verification.networks import Network
from tests.verification.paper import close


def until(network: Network, day: float) -> World:
    """The world as it stands on `day`."""
    return replace(network, horizon=day).run().world


def cut(source: int, day: float, left: float = 0.0) -> tuple[Row, Row]:
    return Row(day, CUT, source), Row(day, CAPACITY, source, left)


def test_a_serial_chain_stops_after_all_its_stocks_and_transits_and_resumes_after_its_transits() -> None:
    """V15: covers 10, 20, 30 and transits 5, 10: stop on 60 + 15 = 75; restored on 100, resumed on 115; 40 days lost.

    Refilling does not delay the end of the chain: every tier gets 1 200 a day, at least what the last one uses.
    """
    feeder = Line(0.0, plan=1000.0, capacity=1500.0)
    network = Network(
        (feeder, feeder, Line(1000.0)),
        tuple(Stock(line, 1.0, days * 1000.0, days * 1000.0) for line, days in enumerate((10.0, 20.0, 30.0))),
        (Source(0, 1200.0), Source(1, 1200.0, lead=5.0, line=0), Source(2, 1200.0, lead=10.0, line=1)),
        (*cut(0, 0.0), Row(100.0, RESUMED, 0), Row(100.0, CAPACITY, 0, 1200.0)),
        200.0,
    )
    world = network.run().world
    pieces = trajectory.pieces_of(world, line=2)
    outputs = [(row[trajectory.DAY], row[trajectory.OUTPUT]) for row in pieces]
    stops = [
        (day, output)
        for (day, output), (_, before) in zip(outputs[1:], outputs, strict=False)
        if output != before
    ]
    assert stops == [(close(75.0), close(0.0)), (close(115.0), close(1000.0))]
    assert trajectory.lost_by(world, 200.0, line=2) == close(40_000.0)


def test_two_lines_that_sell_to_each_other_make_what_the_note_says() -> None:
    """V26: 134 774 and 138 440 by day 200; steady rate 500 / .7, raw input halved from day 20 to 60."""
    rate = 500.0 / 0.7
    line = Line(500.0, plan=rate, capacity=2000.0, weight=500.0)
    goods = 0.3 * rate
    network = Network(
        (line, line),
        (
            Stock(0, 0.3, 10.0 * goods, 10.0 * goods),
            Stock(0, 1.0, 5.0 * rate, 5.0 * rate),
            Stock(1, 0.3, 10.0 * goods, 10.0 * goods),
        ),
        (
            Source(0, 2000.0, lead=5.0, line=1, weight=150.0),
            Source(1, 1600.0),
            Source(2, 2000.0, lead=5.0, line=0, weight=150.0),
        ),
        (Row(20.0, CAPACITY, 1, 0.5 * rate), Row(60.0, CAPACITY, 1, 1600.0)),
        200.0,
    )
    made = [line.made for line in network.run().world.line]
    assert made == [close(134_774.0, relative=5e-6), close(138_440.0, relative=5e-6)]
    assert [own[-1] for own in Euler(network, 0.125).made] == [pytest.approx(each, abs=40.0) for each in made]


def test_demand_that_falls_in_a_step_lengthens_the_time_to_survive() -> None:
    """V11: 90 000 parts, demand 1 000, from day 30 on 600: 30 + 60 000 / 600 = 130."""
    network = Network((Line(1000.0),), (Stock(0, 1.0, 90_000.0),), (), (Row(30.0, DEMAND, 0, 600.0),))
    assert trajectory.first_shortfall(network.run().world) == close(130.0)


@pytest.mark.parametrize(("stock", "until", "made"), [(1e6, 365.0, 254_376.0), (90_000.0, 600.0, 90_000.0)])
def test_demand_that_erodes_customer_by_customer(stock: float, until: float, made: float) -> None:
    """V11, chords: of 1 000 a day half stays; of the other half .2, the rest leaves with a time constant of 90 days.

    By day T 1 000 [.5 T + .5 (.2 T + .8 x 90 (1 - e^(-T / 90)))]: 254 376 by day 365; 90 000 by day 108.06. Chords of a
    curve that bends up lie above it, by 0.2 % of what goes at most.
    """
    leaving = exponential([(0.0, 1.0, 0.0), (0.0, 0.2, 0.0)], 90.0, 0.0)
    rows = tuple(Row(day, DEMAND, 0, 500.0 + 500.0 * left, 500.0 * slope) for day, left, slope in leaving)
    network = Network((Line(1000.0),), (Stock(0, 1.0, stock),), (), rows, until)
    world = network.run().world
    assert trajectory.made_by(world, until) == close(made, relative=1e-3)
    if stock < made + 1.0:
        assert trajectory.first_shortfall(world) == close(108.06, relative=1e-3)


def test_demand_that_fades_in_a_straight_line_lengthens_the_time_to_survive() -> None:
    """1 000 - 10 t over 40 days uses 32 000 of 50 000; the other 18 000 last 18 000 / 600 = 30 days more."""
    rows = (Row(0.0, DEMAND, 0, 1000.0, -10.0), Row(40.0, DEMAND, 0, 600.0))
    network = Network((Line(1000.0),), (Stock(0, 1.0, 50_000.0),), (), rows)
    assert trajectory.first_shortfall(network.run().world) == close(70.0)


def test_a_fleet_that_is_cut_off_meets_a_growing_demand_and_then_only_shrinks() -> None:
    """1 000 units, 5 a day retire, demand 800 + 2 t; cut on day 10 with 1 020, from then on 1 070 - 5 t.

    Short from 1 070 - 5 t = 800 + 2 t, t = 270 / 7, and at half from 1 070 - 5 t = 400 + t, t = 670 / 6. Made by day
    200: 800 t + t^2 until the first, then 1 070 t - 2.5 t^2.
    """
    network = Network(
        (Line(800.0, 2.0, growth=2.0, capacity=3000.0),),
        (Stock(0, 1.0, 1000.0, 1000.0, target_growth=2.0, fleet=True, retiring=5.0),),
        (Source(0, 20.0),),
        cut(0, 10.0),
        200.0,
    )
    world = network.run().world
    first, half = 270.0 / 7.0, 670.0 / 6.0
    assert trajectory.first_shortfall(world) == close(first)
    assert trajectory.output_on(world, half) == close(0.5 * (800.0 + 2.0 * half))
    later = 1070.0 * (200.0 - first) - 2.5 * (200.0**2 - first**2)
    assert world.line[0].made == close(800.0 * first + first**2 + later)
    assert world.stock[0].level == close(70.0)


def test_a_fleet_shrinks_until_the_units_of_a_late_alternative_arrive() -> None:
    """5 of 1 000 units retire a day from day 0 on; 10 a day are shipped from day 40, and come from day 60 on.

    On order must be 20 x 5 in the end, so position and target, 800 and 1 100 on day 40, meet on day 100: units in use
    fall to 700 by day 60 and are 1 000 again on day 120. Lost: 2 x 300 x 60 / 2.
    """
    network = Network(
        (Line(1000.0),),
        (Stock(0, 1.0, 1000.0, 1000.0, fleet=True, retiring=5.0),),
        (Source(0, 20.0), Source(0, full=10.0, lead=20.0, rank=1)),
        (*cut(0, 0.0), Row(40.0, CAPACITY, 1, 10.0)),
        200.0,
    )
    world = network.run().world
    assert trajectory.output_on(world, 60.0) == close(700.0)
    assert trajectory.lost_by(world, 200.0) == close(18_000.0)
    assert world.stock[0].level == close(1000.0)
    assert world.source[1].shipping == close(5.0)


def test_a_fleet_that_limits_its_line_asks_for_no_more_than_its_position_lacks() -> None:
    """Demand doubles on day 10, the fleet stays at its target: it limits output and orders what retires."""
    network = Network(
        (Line(1000.0, capacity=3000.0),),
        (Stock(0, 1.0, 1000.0, 1000.0, fleet=True, retiring=5.0),),
        (Source(0, 20.0), Source(0, 50.0, rank=1)),
        (Row(10.0, DEMAND, 0, 2000.0), Row(20.0, LOT, 0, 100.0)),
        30.0,
    )
    assert until(network, 15.0).source[0].shipping == close(5.0)
    world = until(network, 30.0)  # 100 units above its target after day 20: nothing is ordered for 20 days
    assert [source.shipping for source in world.source] == [close(0.0), close(0.0)]
    assert world.stock[0].level == close(1100.0 - 50.0)
    assert world.line[0].made == close(20.0 * 1000.0 + 10.0 * 1075.0)


def test_a_fleet_of_no_units_stays_so_while_fewer_come_than_retire() -> None:
    """100 units, 10 a day retire, none come: gone on day 10. From day 20 on 5 a day come, 5 + (t - 30) / 2 from day 30.

    From day 40 on more come than retire, and units in use grow as (t - 40)^2 / 4 to 25 on day 50; output follows that
    parabola in chords, to 1e-5 of the plan. From day 50 on 15 a day come, and 5 a day stay.
    """
    network = Network(
        (Line(100.0),),
        (Stock(0, 1.0, 100.0, 100.0, fleet=True, retiring=10.0),),
        (Source(0, 20.0), Source(0, full=15.0, rank=1)),
        (
            *cut(0, 0.0),
            Row(20.0, CAPACITY, 1, 5.0),
            Row(30.0, CAPACITY, 1, 5.0, 0.5),
            Row(50.0, CAPACITY, 1, 15.0),
        ),
        60.0,
    )
    for day, units in ((5.0, 50.0), (15.0, 0.0), (25.0, 0.0), (40.0, 0.0), (50.0, 25.0), (60.0, 75.0)):
        assert until(network, day).stock[0].level == close(units)
    made = 100.0 * 10.0 - 5.0 * 10.0**2 + 0.25 * 10.0**3 / 3.0 + 25.0 * 10.0 + 2.5 * 10.0**2
    assert network.run().world.line[0].made == pytest.approx(made, abs=1e-5 * 100.0 * 10.0)


def test_a_short_line_is_parted_between_its_market_and_another_line_by_fixed_weights() -> None:
    """600 for its market, 400 for another line; from day 10 on it makes 500: 300 and 200.

    From day 30 on the other wants 100 only, gets it, and the market has 400.
    """
    network = Network(
        (Line(600.0, plan=1000.0, capacity=1500.0), Line(400.0)),
        (Stock(0), Stock(1)),
        (Source(0, 1200.0), Source(1, 480.0, line=0, weight=400.0)),
        (Row(10.0, CAPACITY, 0, 500.0), Row(30.0, DEMAND, 1, 100.0)),
        50.0,
    )
    world = network.run().world
    assert [trajectory.output_on(world, day, line=0) for day in (5.0, 20.0, 40.0)] == [1000.0, 500.0, 500.0]
    assert [trajectory.output_on(world, day, line=1) for day in (5.0, 20.0, 40.0)] == [400.0, 200.0, 100.0]
    assert world.source[1].shipped == close(4000.0 + 4000.0 + 2000.0)
    assert world.line[1].made == close(world.source[1].shipped)


def test_later_ranks_are_asked_for_what_a_line_of_an_earlier_rank_cannot_give() -> None:
    """Need 100: 60 from the first rank, 10 of 30 from a line that makes 10, the other 30 from the third rank."""
    network = Network(
        (Line(0.0, plan=30.0, capacity=30.0), Line(100.0)),
        (Stock(0), Stock(1, 1.0, 500.0, 500.0)),
        (Source(0, 10.0), Source(1, 60.0), Source(1, 30.0, line=0, rank=1), Source(1, 90.0, rank=2)),
        (),
        50.0,
    )
    world = network.run().world
    assert [source.shipping for source in world.source] == [
        close(10.0),
        close(60.0),
        close(10.0),
        close(30.0),
    ]
    assert world.source[2].order == close(30.0)
    assert world.stock[1].level == close(500.0)


def test_a_line_of_the_same_rank_that_is_short_is_asked_for_its_part_and_the_other_makes_up_for_it() -> None:
    """Weights 1 and 1, need 100, the line can give 20: the other gives 80 of its 90, and 80 is asked of both."""
    network = Network(
        (Line(0.0, plan=50.0, capacity=50.0), Line(100.0)),
        (Stock(0), Stock(1, 1.0, 500.0, 500.0)),
        (Source(0, 20.0), Source(1, 90.0, line=0, weight=50.0), Source(1, 90.0, weight=50.0)),
        (),
        50.0,
    )
    world = network.run().world
    assert [source.shipping for source in world.source] == [close(20.0), close(20.0), close(80.0)]
    assert [source.order for source in world.source[1:]] == [close(80.0), close(80.0)]


def test_the_fifth_of_headroom_refills_what_ten_days_without_supply_have_taken() -> None:
    """20 days on hand; ten are used from day 10 to 20, and 200 a day put back: 15 000 on day 45, 20 000 on day 70."""
    network = Network(
        (Line(1000.0),),
        (Stock(0, 1.0, 20_000.0, 20_000.0),),
        (Source(0, 1200.0),),
        (*cut(0, 10.0), Row(20.0, RESUMED, 0), Row(20.0, CAPACITY, 0, 1200.0)),
    )
    for day, level in ((20.0, 10_000.0), (45.0, 15_000.0), (69.0, 19_800.0), (71.0, 20_000.0)):
        assert until(network, day).stock[0].level == close(level)


def test_a_vendor_that_resumes_ends_the_rationing_its_stop_began() -> None:
    """20 days cover less than 30: half output from day 10 to 26, 8 000 lost and 8 000 used, put back by 26 + 40."""
    network = Network(
        (Line(1000.0, throttle=0.5, cover_threshold=30.0),),
        (Stock(0, 1.0, 20_000.0, 20_000.0),),
        (Source(0, 1200.0),),
        (*cut(0, 10.0), Row(26.0, RESUMED, 0), Row(26.0, CAPACITY, 0, 1200.0)),
        100.0,
    )
    world = network.run(detailed=True).world
    told = [row[:2] for row in world.happenings if row[1] in (RATIONING_BEGAN, RATIONING_ENDED)]
    assert told == [(10.0, RATIONING_BEGAN), (26.0, RATIONING_ENDED)]
    assert trajectory.lost_by(world, 100.0) == close(8000.0)
    assert until(network, 65.0).stock[0].level == close(19_800.0)
    assert world.stock[0].level == close(20_000.0)


def with_open_orders(second: Row) -> Network:
    """12 days on hand and 30 on order: 20 000 come on day 8, and what becomes of the other 10 000 is `second`."""
    return Network(
        (Line(1000.0),),
        (Stock(0, 1.0, 12_000.0, 12_000.0, piped=False),),
        (Source(0, 1200.0, lead=30.0, on_order=30_000.0),),
        (Row(8.0, DELIVERED, 0, 20_000.0), second),
        120.0,
    )


def test_open_orders_that_are_delivered_bridge_the_lead_time() -> None:
    """12 000 - 8 000 + 20 000 = 24 000 on day 8, 17 000 on day 25 with the rest, 12 000 from day 30 on."""
    network = with_open_orders(Row(25.0, DELIVERED, 0, 10_000.0))
    for day, level in ((7.0, 5000.0), (8.5, 23_500.0), (26.0, 16_000.0), (30.0, 12_000.0), (119.0, 12_000.0)):
        assert until(network, day).stock[0].level == close(level)
    assert network.run().world.line[0].made == close(120_000.0)


def test_an_open_order_that_is_cancelled_is_ordered_again() -> None:
    """10 000 fewer on their way from day 12 on, 200 more a day than used for 50 days: they come from day 42 to 92."""
    network = with_open_orders(Row(12.0, CANCELLED, 0, 10_000.0))
    for day, level in ((30.0, 2000.0), (42.0, 2000.0), (67.0, 7000.0), (92.0, 12_000.0), (119.0, 12_000.0)):
        assert until(network, day).stock[0].level == close(level)
    assert network.run().world.line[0].made == close(120_000.0)


def test_a_growing_plan_outgrows_its_alternative() -> None:
    """Need 1 000 + 2 t; from day 50 on 1 150 a day at most. From day 75 on stock is used: u^2 = 5 000."""
    network = Network(
        (Line(1000.0, 2.0, growth=2.0),),
        (Stock(0, 1.0, 5000.0, 5000.0),),
        (Source(0, 1200.0, 2.4), Source(0, full=1150.0, rank=1)),
        (*cut(0, 50.0), Row(50.0, CAPACITY, 1, 1150.0)),
        200.0,
    )
    world = network.run().world
    assert until(network, 75.0).stock[0].level == close(5000.0)
    assert trajectory.first_shortfall(world) == close(75.0 + math.sqrt(5000.0))
    assert trajectory.output_on(world, 190.0) == close(1150.0)


def test_parts_that_come_at_once_to_an_input_used_as_it_comes_end_its_urgent_orders() -> None:
    """Empty, with 50 of 100 a day at hand and 500 on their way on day 5, when 3 000 come: nothing is ordered.

    From 3 500 on, 100 a day are used until the position is at its target, 10 x 200 / 3: 28 1/3 days.
    """
    network = Network(
        (Line(100.0),),
        (Stock(0, critical=False, piped=False),),
        (Source(0, 50.0), Source(0, 100.0, lead=10.0)),
        (Row(5.0, LOT, 0, 3000.0),),
        200.0,
    )
    assert [source.shipping for source in until(network, 3.0).source] == [close(50.0), close(100.0)]
    assert [source.shipping for source in until(network, 6.0).source] == [close(0.0), close(0.0)]
    assert [source.shipping for source in until(network, 33.3).source] == [close(0.0), close(0.0)]
    assert [source.shipping for source in until(network, 33.4).source] == [
        close(100.0 / 3.0),
        close(200.0 / 3.0),
    ]


def test_a_buyer_that_rations_for_want_of_a_line_does_not_flutter() -> None:
    """A line that is asked for half could give all of that; it cannot give all, so the rationing stays.

    Both inputs of the buyer come from one line that makes 600 of the 1 000 they need together. Cut off from the
    other supplier of the second input on day 10, the buyer makes half; the line can give that, and the buyer must not
    go back and forth between the two.
    """
    network = Network(
        (Line(0.0, plan=1000.0, capacity=3000.0), Line(500.0, throttle=0.5, cover_threshold=10.0)),
        (Stock(0), Stock(1), Stock(1)),
        (Source(0, 600.0), Source(1, 600.0, line=0), Source(2, 300.0), Source(2, 600.0, line=0, rank=1)),
        (*cut(2, 10.0),),
        100.0,
    )
    world = network.run(detailed=True).world
    told = [row[1] for row in world.happenings if row[1] in (RATIONING_BEGAN, RATIONING_ENDED)]
    assert told == [RATIONING_BEGAN]
    assert trajectory.output_on(world, 50.0, line=1) == close(250.0)


def test_two_inputs_from_one_line_of_which_one_limits_its_buyer_settle_half_and_half() -> None:
    """The line makes 80: as much as the buyer makes, x, for the input on hand, the rest for the other: x = 80 - x = 40.

    The first is fed as it is used, by the heavier weight; asked in turn, the line would give 80 and 0 for ever.
    """
    network = Network(
        (Line(0.0, plan=200.0, capacity=80.0), Line(100.0)),
        (Stock(1, 1.0, 500.0, 500.0), Stock(1)),
        (Source(0, 500.0, lead=5.0, line=0, weight=200.0), Source(1, 100.0, line=0, weight=50.0)),
        (),
        20.0,
    )
    world = network.run().world
    assert [source.shipping for source in world.source] == [close(40.0), close(40.0)]
    assert world.line[1].made == close(20.0 * 40.0)
    assert world.stock[0].level == close(500.0 + 5.0 * 60.0)
