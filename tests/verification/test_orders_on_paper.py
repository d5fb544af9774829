"""This is ordering and rationing against what paper says: merit order, the position and its target, net cover."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.simulation.calendar import CAPACITY, CUT, DEMAND, FLUSH, Row
from sim.simulation.world import FOREIGN, Line, Source, Stock, World
from tests.verification import trajectory
from tests.verification.networks import Network


def until(network: Network, day: float) -> World:
    """The world as it stands on `day`."""
    return replace(network, horizon=day).run().world


def shipments(network: Network, day: float) -> list[float]:
    """What every source ships on `day`, parts a day."""
    return [source.shipping for source in until(network, day).source]


def test_ordinary_sources_share_by_capacity_and_alternatives_take_the_rest_in_order() -> None:
    """Demand climbs by 1 a day from 30 on day 10, stands at 130 from day 110, falls by 1 a day from day 120."""
    sources = (Source(0, 20.0), Source(0, 60.0), Source(0, 30.0, rank=1), Source(0, 30.0, rank=2))
    rows = (Row(10.0, DEMAND, 0, 30.0, 1.0), Row(110.0, DEMAND, 0, 130.0), Row(120.0, DEMAND, 0, 130.0, -1.0))
    line = Line(30.0, plan=30.0, capacity=200.0)
    network = Network((line,), (Stock(0, 1.0, 900.0, 900.0),), sources, rows)
    by_demand = {
        30.0: [7.5, 22.5, 0.0, 0.0],
        60.0: [15.0, 45.0, 0.0, 0.0],
        90.0: [20.0, 60.0, 10.0, 0.0],
        125.0: [20.0, 60.0, 30.0, 15.0],
    }
    for demand, expected in by_demand.items():
        assert shipments(network, demand - 20.0) == pytest.approx(expected, abs=1e-9), "on the way up"
        assert shipments(network, 250.0 - demand) == pytest.approx(expected, abs=1e-9), "on the way down"
    assert until(network, 215.0).stock[0].level == pytest.approx(900.0, rel=1e-9)


def test_a_line_that_waits_has_on_hand_what_would_be_on_its_way() -> None:
    """Lead 20, cover 5, cut on day 0, plan from day 10 on: 25 days of output, to day 35."""
    network = Network(
        (Line(0.0, plan=1000.0),),
        (Stock(0, 1.0, 5000.0, 5000.0),),
        (Source(0, 1200.0, lead=20.0),),
        (Row(0.0, CUT, 0), Row(0.0, CAPACITY, 0, 0.0), Row(10.0, DEMAND, 0, 1000.0)),
    )
    world = network.run().world
    assert trajectory.first_shortfall(world) == pytest.approx(35.0, rel=1e-12)
    assert world.line[0].made == pytest.approx(25_000.0, rel=1e-12)


def test_a_stock_above_its_target_is_used_up_until_use_outgrows_what_can_be_delivered() -> None:
    """Use 300 + t reaches the 400 that can be delivered on day 100: S(150) = 60 000 - 56 250 + 400 x 50."""
    network = Network(
        (Line(300.0, 1.0, plan=500.0),),
        (Stock(0, 1.0, 60_000.0, 10_000.0),),
        (Source(0, 400.0),),
        (),
        150.0,
    )
    assert shipments(network, 99.0) == [0.0]
    assert shipments(network, 101.0) == [400.0]
    assert until(network, 150.0).stock[0].level == pytest.approx(23_750.0, rel=1e-12)


def test_a_stock_above_its_target_rests_again_when_use_falls_to_what_can_be_delivered() -> None:
    """Use 500 - t is above the 400 that can be delivered until day 100: S(150) = 90 000 - 63 750 + 400 x 100."""
    network = Network(
        (Line(500.0, -1.0, plan=500.0),),
        (Stock(0, 1.0, 90_000.0, 10_000.0),),
        (Source(0, 400.0),),
        (),
        150.0,
    )
    assert shipments(network, 99.0) == [400.0]
    assert shipments(network, 101.0) == [0.0]
    assert until(network, 150.0).stock[0].level == pytest.approx(66_250.0, rel=1e-12)


def test_a_surplus_of_pushed_parts_is_used_up_before_anything_is_ordered() -> None:
    """Pushed 100, use 50 + u from day 10: the surplus 50 u - u^2 / 2 is gone at u = 100, then 50 + (u - 100) more."""
    network = Network(
        (Line(100.0, plan=100.0, capacity=400.0),),
        (Stock(0, 1.0, 1000.0, 1000.0),),
        (Source(0, 100.0, push=True), Source(0, 300.0)),
        (Row(10.0, DEMAND, 0, 50.0, 1.0),),
    )
    assert until(network, 60.0).stock[0].level == pytest.approx(1000.0 + 1250.0, rel=1e-12)
    assert shipments(network, 109.0) == [100.0, 0.0]
    assert shipments(network, 130.0) == pytest.approx([100.0, 70.0], rel=1e-9)
    assert until(network, 160.0).stock[0].level == pytest.approx(1000.0, rel=1e-9)


def test_what_an_empty_stock_needs_at_once_comes_off_the_orders_that_take_time() -> None:
    """Half of 10 days x 500 in transit is lost on day 5: the position is back after 2 500 / (1 200 - 850) days.

    Until day 15 arrivals are 250 and the source at hand gives its 600, so the other is asked for 850 - 600 = 250
    only; from day 15 on 600 arrive, the ordinary shares return, and 100 a day pile up.
    """
    network = Network(
        (Line(1000.0),),
        (Stock(0),),
        (Source(0, 600.0), Source(0, 600.0, lead=10.0)),
        (Row(5.0, FLUSH, 1, 0.5),),
    )
    back = 5.0 + 2500.0 / 350.0
    assert shipments(network, back - 0.1) == pytest.approx([600.0, 600.0], rel=1e-9)
    assert shipments(network, back + 0.1) == pytest.approx([600.0, 250.0], rel=1e-9)
    assert until(network, 20.0).stock[0].level == pytest.approx(500.0, rel=1e-9)
    assert until(network, 20.0).line[0].made == pytest.approx(20_000.0 - 10.0 * 150.0, rel=1e-9)


def test_rationing_begins_when_growing_need_meets_shrinking_cover() -> None:
    """100 000 - 1 000 t - 5 t^2 = 60 (1 000 + 10 t): t = (sqrt(1 600^2 + 20 x 40 000) - 1 600) / 10."""
    network = Network(
        (Line(1000.0, 10.0, capacity=3000.0, throttle=0.5, cover_threshold=60.0),),
        (Stock(0, 1.0, 100_000.0, 100_000.0),),
        (Source(0, 1200.0),),
        (Row(0.0, CUT, 0), Row(0.0, CAPACITY, 0, 0.0)),
        100.0,
    )
    rationed = [
        row[trajectory.DAY] for row in trajectory.pieces_of(network.run().world) if row[trajectory.RATIONING]
    ]
    assert rationed[0] == pytest.approx((math.sqrt(1600.0**2 + 20.0 * 40_000.0) - 1600.0) / 10.0, rel=1e-9)


def test_rationing_ends_only_when_open_sources_carry_the_whole_need() -> None:
    """V25 with an alternative that grows by 10 a day from day 50 to 170: its 1 000 on day 150 end it, not cover."""
    network = Network(
        (Line(1000.0, throttle=0.5, cover_threshold=60.0),),
        (Stock(0, 1.0, 100_000.0, 100_000.0),),
        (Source(0, 1200.0), Source(0, 0.0, rank=1)),
        (
            Row(0.0, CUT, 0),
            Row(0.0, CAPACITY, 0, 0.0),
            Row(50.0, CAPACITY, 1, 0.0, 10.0),
            Row(170.0, CAPACITY, 1, 1200.0),
        ),
    )
    rows = trajectory.pieces_of(network.run().world)
    spans = [row[trajectory.DAY] for row, before in zip(rows[1:], rows, strict=False) if row[7] != before[7]]
    assert spans == pytest.approx([40.0, 150.0], rel=1e-9)


def test_an_alternative_that_is_cut_alone_rations_nobody() -> None:
    """Rule 9 counts an input only while its ordinary supply is cut."""
    network = Network(
        (Line(1000.0, throttle=0.5, cover_threshold=60.0),),
        (Stock(0, 1.0, 1000.0, 1000.0),),
        (Source(0, 900.0), Source(0, 200.0, rank=1, channel=FOREIGN)),
        (Row(10.0, CUT, 1), Row(10.0, CAPACITY, 1, 0.0)),
        50.0,
    )
    rows = trajectory.pieces_of(network.run().world)
    assert not any(row[trajectory.RATIONING] for row in rows)
    assert trajectory.first_shortfall(network.run().world) == pytest.approx(20.0, rel=1e-9)


def test_an_input_the_line_can_do_without_is_used_as_it_comes_until_there_is_enough() -> None:
    """Pushed 5 t a day, arriving 10 days later: used 5 u up to the need of 100 at u = 20, the rest is stored."""
    network = Network(
        (Line(100.0),),
        (Stock(0, 1.0, critical=False),),
        (Source(0, 0.0, 5.0, lead=10.0, push=True),),
        (),
        50.0,
    )
    world = network.run().world
    assert world.line[0].made == pytest.approx(5000.0, rel=1e-12)
    assert world.stock[0].used == pytest.approx(0.5 * 5.0 * 20.0**2 + 20.0 * 100.0, rel=1e-9)
    assert world.stock[0].level == pytest.approx(0.5 * 5.0 * 20.0**2, rel=1e-9)
