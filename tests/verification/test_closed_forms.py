"""This is the engine against formulas that can be checked on paper; V numbers are those of the model note."""

from __future__ import annotations

import math

import pytest

from sim.simulation.calendar import CAPACITY, CUT, FLUSH, LOT, Row
from sim.simulation.world import Line, Source, Stock
from tests.verification import trajectory
from tests.verification.networks import Network
from tests.verification.paper import close


def line(
    *stocks: Stock, sources: tuple[Source, ...] = (), rows: tuple[Row, ...] = (), days: float = 365.0
) -> Network:
    """One line of 1 000 products a day."""
    return Network((Line(1000.0),), stocks, sources, rows, days)


def outcome(network: Network) -> tuple[float, float]:
    """The first day of shortfall, and the products lost."""
    world = network.run().world
    return trajectory.first_shortfall(world), trajectory.lost_by(world, network.horizon)


def outputs(network: Network) -> list[tuple[float, float]]:
    """Every day on which output changes, with the output from then on."""
    changes: list[tuple[float, float]] = []
    for row in trajectory.pieces_of(network.run().world):
        if not changes or row[trajectory.OUTPUT] != changes[-1][1]:
            changes.append((row[trajectory.DAY], row[trajectory.OUTPUT]))
    return changes


def test_what_a_line_scraps_shortens_what_its_stock_lasts() -> None:
    """V6, of the line: y = .9 of what is made is good, so that a good unit takes 1 / .9 parts: .9 x 90 000 / 1 000."""
    assert outcome(line(Stock(0, 1.0 / 0.9, 90_000.0)))[0] == close(81.0)


@pytest.mark.parametrize(("until", "by_chords"), [(200.0, 80_315.1), (240.0, 120_000.0)])
def test_what_comes_along_the_curve_of_the_note_is_made(until: float, by_chords: float) -> None:
    """V5, logistic: (K / k) ln((1 + e^(k (T - m))) / (1 + e^(-k m))), K 1000, k .05, m 120: 80 313.5 by day 200.

    Followed by the chords of 41 nodes it is 80 315.1, 2e-5 more; all of it is made, at the demand of 1 000 a day.
    """
    rate, middle = 0.05, 120.0
    nodes = [until * step / 40.0 for step in range(41)]
    ends = [1000.0 / (1.0 + math.exp(-rate * (day - middle))) for day in nodes]
    chords = zip(nodes, nodes[1:], ends, ends[1:], strict=False)
    rows = [Row(day, CAPACITY, 0, here, (then - here) / (at - day)) for day, at, here, then in chords]
    network = line(Stock(0), sources=(Source(0, push=True),), rows=tuple(rows), days=until)
    made = network.run().world.line[0].made
    assert made == close(by_chords, relative=1e-6)
    volume = math.log((1.0 + math.exp(rate * (until - middle))) / (1.0 + math.exp(-rate * middle)))
    assert made == pytest.approx(1000.0 / rate * volume, rel=3e-5)


def test_without_alternatives_the_line_stops_when_the_scarcest_stock_is_used_up() -> None:
    """V1: TTS = min S_i / (D q_i) = min(90 000 / 1 000, 120 000 / 2 000) = 60; L = D (H - TTS) = 305 000."""
    network = line(Stock(0, 1.0, 90_000.0), Stock(0, 2.0, 120_000.0))
    assert outcome(network) == (close(60.0), close(305_000.0))
    assert network.run().world.line[0].binding == 1


def test_a_slow_alternative_of_one_input_stretches_the_stock_of_the_other() -> None:
    """V2: tau_B = 60 000 / (2 000 - 800) = 50; x = 800 / 2 = 400 until 50 + 40 000 / 400 = 150; L = 275 000."""
    slow = Source(1, 800.0, push=True)
    network = line(Stock(0, 1.0, 90_000.0), Stock(0, 2.0, 60_000.0), sources=(slow,))
    assert outcome(network) == (close(50.0), close(275_000.0))
    assert outputs(network) == [(0.0, close(1000.0)), (close(50.0), close(400.0)), (close(150.0), 0.0)]


def test_a_lot_that_comes_in_time_leaves_no_gap() -> None:
    """V3: T = 25 <= S / D = 30, so TTS = (S + Q) / D = 50; L = 1 000 x 50."""
    network = line(Stock(0, 1.0, 30_000.0), rows=(Row(25.0, LOT, 0, 20_000.0),), days=100.0)
    assert outcome(network) == (close(50.0), close(50_000.0))


def test_a_lot_that_comes_late_leaves_a_gap_and_the_same_volume() -> None:
    """V3: T = 40 > S / D = 30: out from 30 to 40, then Q / D = 20 more days; L = 50 000 again."""
    network = line(Stock(0, 1.0, 30_000.0), rows=(Row(40.0, LOT, 0, 20_000.0),), days=100.0)
    assert outcome(network) == (close(30.0), close(50_000.0))
    assert outputs(network) == [(0.0, 1000.0), (close(30.0), 0.0), (40.0, 1000.0), (close(60.0), 0.0)]


def test_a_linear_ramp_costs_half_its_length_less_the_stock_at_its_start() -> None:
    """V4: S0 = 80 000 - 1 000 x 60; u = (D - sqrt(D^2 - 2 K S0 / L)) L / K; L = D L / 2 - S0; TTR = t_q + L."""
    ramp = (Row(60.0, CAPACITY, 0, 0.0, 10.0), Row(160.0, CAPACITY, 0, 1000.0))
    network = line(Stock(0, 1.0, 80_000.0), sources=(Source(0, push=True),), rows=ramp)
    short = 60.0 + (1000.0 - math.sqrt(1000.0**2 - 2.0 * 1000.0 * 20_000.0 / 100.0)) * 100.0 / 1000.0
    assert short == pytest.approx(82.5403, abs=5e-5)
    assert outcome(network) == (close(short), close(30_000.0))
    assert outputs(network)[-1] == (close(160.0), close(1000.0))


def test_the_sources_of_a_group_pool() -> None:
    """V10: 40 000 / (1 000 - 300) = 57.142857, then 300 a day, then 300 + 200 from day 60; L = 22 000."""
    sources = (Source(0, 300.0, push=True), Source(0, 0.0, push=True))
    network = line(
        Stock(0, 1.0, 40_000.0), sources=sources, rows=(Row(60.0, CAPACITY, 1, 200.0),), days=100.0
    )
    assert outcome(network) == (close(40_000.0 / 700.0), close(22_000.0))
    assert outputs(network)[1:] == [(close(57.142857142857), 300.0), (60.0, 500.0)]


@pytest.mark.parametrize(("honoured", "short"), [(True, 230.0), (False, 200.0)])
def test_stockpiling_adds_days_and_goods_returned_at_the_date_take_them_away(
    honoured: bool, short: float
) -> None:
    """V12: T = S0 / D + l + m t_e = 30 + 20 + 1.5 x 120 = 230, less l m = 30 where goods in transit are returned."""
    stop = (
        (Row(120.0, CAPACITY, 0, 0.0),)
        if honoured
        else (Row(120.0, FLUSH, 0, 1.0), Row(120.0, CAPACITY, 0, 0.0))
    )
    network = line(
        Stock(0, 1.0, 30_000.0),
        sources=(Source(0, 1000.0, lead=20.0, push=True),),
        rows=(Row(0.0, CAPACITY, 0, 1500.0), *stop),
    )
    assert outcome(network) == (close(short), close(1000.0 * (365.0 - short)))


def test_a_second_tightening_shortens_what_is_left_after_the_first() -> None:
    """V18: 50 000 - (1 000 - 700) 90 = 23 000 at day 90, then 23 000 / (1 000 - 200); L(365) = 197 000."""
    network = line(
        Stock(0, 1.0, 50_000.0), sources=(Source(0, 700.0, push=True),), rows=(Row(90.0, CAPACITY, 0, 200.0),)
    )
    assert outcome(network) == (close(118.75), close(197_000.0))


def two_ramps(push: bool) -> Network:
    sources = (Source(0, 200.0, 10.0, push=push), Source(1, 500.0, 2.0, push=push))
    return line(Stock(0), Stock(0), sources=sources, days=100.0)


def test_two_ramps_that_store_their_surplus_make_60_000() -> None:
    """V22: x = 200 + 10 t until B's surplus, 300 t - 4 t^2, is used up at t = 75, then 500 + 2 t."""
    world = two_ramps(push=True).run().world
    assert world.line[0].made == close(60_000.0)
    assert trajectory.pieces_of(world)[-1][trajectory.DAY] == close(75.0)
    assert trajectory.output_on(world, 75.0) == close(650.0)


def test_two_ramps_that_ship_to_order_make_54_375() -> None:
    """V22, take-or-leave: x = min(200 + 10 t, 500 + 2 t), which cross at t = 37.5."""
    world = two_ramps(push=False).run().world
    assert world.line[0].made == close(54_375.0)
    assert trajectory.pieces_of(world)[-1][trajectory.DAY] == close(37.5)


def test_the_target_follows_a_switch_to_a_source_with_a_shorter_lead_time() -> None:
    """V23: from lead 60 to lead 10 the target position falls by 50 days, so 90 days stay on hand, not 140."""
    network = line(
        Stock(0, 1.0, 90_000.0, 90_000.0),
        sources=(Source(0, 1500.0, lead=60.0), Source(0, 0.0, lead=10.0, rank=1)),
        rows=(Row(50.0, CAPACITY, 0, 0.0), Row(50.0, CAPACITY, 1, 1500.0)),
        days=730.0,
    )
    world = network.run().world
    assert world.stock[0].level == close(90_000.0)
    assert world.line[0].made == close(730_000.0)


@pytest.mark.parametrize("leads", [(30.0, 2.0), (2.0, 30.0)])
def test_two_alternatives_carry_the_line_in_either_rank(leads: tuple[float, float]) -> None:
    """V24: 700 + 700 a day for a plan of 1 000 and 20 days of stock: 200 000 by day 200, whichever comes first."""
    alternatives = tuple(Source(0, 0.0, lead=lead, rank=1 + rank) for rank, lead in enumerate(leads))
    network = line(
        Stock(0, 1.0, 20_000.0, 20_000.0),
        sources=(Source(0, 1500.0), *alternatives),
        rows=tuple(Row(10.0, CAPACITY, source, rate) for source, rate in enumerate((0.0, 700.0, 700.0))),
        days=200.0,
    )
    assert network.run().world.line[0].made == close(200_000.0)


def test_a_maker_left_with_too_little_orders_all_of_it_while_its_stock_is_still_high() -> None:
    """S / (D - R) = 60 000 / (1 000 - 400) = 100 days, then 400 a day, however far the stock is above its target."""
    network = line(
        Stock(0, 1.0, 60_000.0),
        sources=(Source(0, 1200.0), Source(0, 0.0, rank=1)),
        rows=(Row(0.0, CAPACITY, 0, 0.0), Row(0.0, CAPACITY, 1, 400.0)),
    )
    assert outputs(network) == [(0.0, 1000.0), (close(100.0), close(400.0))]


def test_a_ramping_alternative_with_a_lead_time_is_ordered_from_without_any_target() -> None:
    """10 days of stock; the ramp from day 0 arrives from day 20 on: 10 000 + 10 x 100^2 / 2 = 60 000 by day 120."""
    network = line(
        Stock(0, 1.0, 10_000.0),
        sources=(Source(0, 1200.0), Source(0, 0.0, full=1000.0, lead=20.0, rank=1)),
        rows=(Row(0.0, CAPACITY, 0, 0.0), Row(0.0, CAPACITY, 1, 0.0, 10.0), Row(100.0, CAPACITY, 1, 1000.0)),
    )
    world = network.run().world
    assert trajectory.first_shortfall(world) == close(10.0)
    assert trajectory.made_by(world, 120.0) == close(60_000.0)
    assert world.line[0].made == close(60_000.0 + 245.0 * 1000.0)


def test_rationing_runs_full_then_at_half_and_latches_until_the_stop() -> None:
    """V25: 100 days of stock, threshold 60, half output: full for 40 days, half for 60 / 0.5 = 120, stop at 160."""
    network = Network(
        (Line(1000.0, throttle=0.5, cover_threshold=60.0),),
        (Stock(0, 1.0, 100_000.0, 100_000.0),),
        (Source(0, 1200.0),),
        (Row(0.0, CUT, 0), Row(0.0, CAPACITY, 0, 0.0)),
        300.0,
    )
    assert outputs(network) == [(0.0, 1000.0), (close(40.0), 500.0), (close(160.0), 0.0)]
    assert network.run().world.line[0].made == close(100_000.0)


@pytest.mark.parametrize("day", [0.1 + 0.2, 0.3, 0.3 + 9e-10, 0.3 - 9e-10])
def test_a_lot_at_the_instant_of_run_out_leaves_no_gap(day: float) -> None:
    """V27: .9 parts at 3 a day last until .3; a lot of .9 at .1 + .2, or 9e-10 days off, continues the line."""
    network = Network((Line(3.0),), (Stock(0, 1.0, 0.9),), (), (Row(day, LOT, 0, 0.9),), 1.0)
    world = network.run().world
    assert trajectory.first_shortfall(world) == close(0.6, absolute=1e-8)
    assert world.line[0].made == close(1.8, absolute=1e-8)
