"""This is the policies of a maker worked out on paper: what is spared, who is served first, how stock is stretched."""

from __future__ import annotations

import pytest

from sim.simulation.calendar import CAPACITY, CUT, REPLAN, TARGET, Row
from sim.simulation.compiled import simulate_compiled
from sim.simulation.driver import simulate
from sim.simulation.world import Line, Source, Stock, World
from tests.verification.networks import Network
from tests.verification.paper import close


@pytest.fixture(params=[simulate, simulate_compiled], ids=["SimPy", "compiled"])
def made(request: pytest.FixtureRequest):
    """What each line of a network made, by either driver."""

    def run(network: Network) -> list[float]:
        world: World = request.param(network.world(), network.rows, network.horizon).world
        return [line.made for line in world.line]

    return run


@pytest.mark.parametrize(("spared", "full", "later"), [(0.0, 12.5, 200.0), (0.5, 12.5, 600.0)])
def test_an_important_part_that_is_missing_halves_what_it_holds_back(made, spared, full, later) -> None:
    """10 000 on hand, 1000 a day used, 200 a day come: empty after 12.5 days; then phi w + (1 - phi) R / q."""
    network = Network(
        (Line(1000.0),),
        (Stock(0, level=10_000.0, spared=spared),),
        (Source(0, 200.0, push=True),),
        horizon=100.0,
    )
    assert made(network) == [close(1000.0 * full + later * (100.0 - full))]


def test_of_two_missing_parts_the_one_that_holds_back_more_decides(made) -> None:
    """Important at 100 a day: .5 x 1000 + .5 x 100 = 550; critical at 700 a day: 700. The important one decides."""
    network = Network(
        (Line(1000.0),),
        (Stock(0, spared=0.5), Stock(0)),
        (Source(0, 100.0, push=True), Source(1, 700.0, push=True)),
        horizon=10.0,
    )
    assert made(network) == [close(5500.0)]


def test_a_line_that_others_take_spares_half_of_its_plan_however_much_they_ask(made) -> None:
    """Its part is cut on day 10: half of 100, 50 a day, is what its buyer has, who asks for 300 once it has too little.

    Half of what is asked, 150, would be more than the buyer needs; it would ask for less then, and have too little.
    """
    network = Network(
        (Line(0.0, plan=100.0, capacity=400.0), Line(100.0)),
        (Stock(0, spared=0.5), Stock(1)),
        (Source(0, 400.0), Source(1, 300.0, line=0, weight=100.0)),
        (Row(10.0, CUT, 0), Row(10.0, CAPACITY, 0, 0.0)),
        50.0,
    )
    assert made(network) == [close(10.0 * 100.0 + 40.0 * 50.0)] * 2


def shared_part(priorities: tuple[int, int], supply: float = 700.0) -> Network:
    """V8: one part at 700 a day, kept by a third line, for products of 600 and 400 a day that need 1 and 2 of it."""
    return Network(
        (
            Line(600.0),
            Line(400.0),
            Line(0.0, plan=1400.0, capacity=1e6),
        ),
        (Stock(0), Stock(1, needs=2.0), Stock(2)),
        (
            Source(0, 1e5, line=2, weight=600.0, priority=priorities[0]),
            Source(1, 1e5, line=2, weight=800.0, priority=priorities[1]),
            Source(2, supply, push=True),
        ),
        horizon=10.0,
    )


def worth_a_day(first: float, second: float) -> float:
    """What is made in the ten days of V8, at 100 and 300 a product, a day."""
    return (100.0 * first + 300.0 * second) / 10.0


def test_a_shared_part_is_parted_in_proportion_to_the_plans(made) -> None:
    """V8, proportional: (300, 200) a day, worth 90 000 a day at 100 and 300 each."""
    first, second = made(shared_part((0, 0)))[:2]
    assert [first, second] == [close(3000.0), close(2000.0)]
    assert worth_a_day(first, second) == close(90_000.0)


@pytest.mark.parametrize(("priorities", "outputs"), [((0, 1), (600.0, 50.0)), ((1, 0), (0.0, 350.0))])
def test_a_shared_part_goes_to_the_product_that_comes_first(made, priorities, outputs) -> None:
    """V8, priority: (600, 50), worth 75 000 a day; the dearer first, all 700 go to it, (0, 350), worth 105 000."""
    first, second = made(shared_part(priorities))[:2]
    assert [first, second] == [close(10.0 * output) for output in outputs]
    assert worth_a_day(first, second) == close(75_000.0 if outputs[0] else 105_000.0)


def test_what_one_maker_cannot_use_of_a_shared_part_goes_to_the_others(made) -> None:
    """Model note 2.4: D = (600, 400, 500), q = [[1, 0], [2, 1], [0, 1]], R = (700, 600) -> theta = (.5, .5, .8)."""
    network = Network(
        (
            Line(600.0),
            Line(400.0),
            Line(500.0),
            Line(0.0, plan=1400.0, capacity=1e6),
            Line(0.0, plan=900.0, capacity=1e6),
        ),
        (Stock(0), Stock(1, needs=2.0), Stock(1), Stock(2), Stock(3), Stock(4)),
        (
            Source(0, 1e5, line=3, weight=600.0),
            Source(1, 1e5, line=3, weight=800.0),
            Source(2, 1e5, line=4, weight=400.0),
            Source(3, 1e5, line=4, weight=500.0),
            Source(4, 700.0, push=True),
            Source(5, 600.0, push=True),
        ),
        horizon=10.0,
    )
    assert made(network)[:3] == [close(3000.0), close(2000.0), close(4000.0)]


def test_a_lesser_mode_makes_what_the_better_one_cannot(made) -> None:
    """The full mode has 400 a day of a part the lesser does without; together they need a part of which 900 come.

    Full 400; the lesser is called for the other 600, and of the shared part 500 are left.
    """
    network = Network(
        (
            Line(1000.0),
            Line(0.0, plan=1000.0, capacity=1200.0, weight=1000.0, fills_in_for=0),
            Line(0.0, plan=1000.0, capacity=1e6),
        ),
        (Stock(0), Stock(0), Stock(1), Stock(2)),
        (
            Source(0, 400.0, push=True),
            Source(1, 1e5, line=2, weight=1000.0, priority=0),
            Source(2, 1e5, line=2, weight=1000.0, priority=1),
            Source(3, 900.0, push=True),
        ),
        horizon=10.0,
    )
    assert made(network)[:2] == [close(4000.0), close(5000.0)]


def test_a_lesser_mode_stands_still_while_the_better_one_serves_all(made) -> None:
    """Stock of the better mode for 20 days; from then on the lesser makes all."""
    network = Network(
        (Line(1000.0), Line(0.0, plan=1000.0, capacity=1200.0, fills_in_for=0)),
        (Stock(0, level=20_000.0),),
        horizon=50.0,
    )
    assert made(network) == [close(20_000.0), close(30_000.0)]


def test_stock_built_up_before_the_cut_lasts_as_long_as_it_was_built(made) -> None:
    """V12: S0 30 000, lead 20, m = 1.5 from day 0 to the cut on day 120, shipped goods honoured: 230 days."""
    plan = 1000.0
    network = Network(
        (Line(plan),),
        (Stock(0, level=30_000.0, target=30_000.0),),
        (Source(0, 1.5 * plan, lead=20.0, weight=plan),),
        (Row(0.0, TARGET, 0, 1e9), Row(120.0, CUT, 0), Row(120.0, CAPACITY, 0)),
        horizon=365.0,
    )
    assert made(network) == [close(230.0 * plan)]


def test_a_higher_target_is_reached_and_then_held(made) -> None:
    """From 30 to 60 days at 200 a day above use: 150 days; then orders are use again, and the cut leaves 60 days."""
    network = Network(
        (Line(1000.0),),
        (Stock(0, level=30_000.0, target=30_000.0),),
        (Source(0, 1200.0, weight=1000.0),),
        (Row(0.0, TARGET, 0, 60_000.0), Row(300.0, CUT, 0), Row(300.0, CAPACITY, 0)),
        horizon=500.0,
    )
    assert made(network) == [close(360_000.0)]


def test_stock_stretched_to_a_day_lasts_to_that_day(made) -> None:
    """60 000 on hand, cut on day 0, 200 a day left, stretched to day 100: (60 000 + 20 000) / 100 000 = .8 of plan."""
    network = Network(
        (Line(1000.0, cover_threshold=1e4, stretch_until=100.0),),
        (Stock(0, level=60_000.0),),
        (Source(0, 800.0, weight=800.0), Source(0, 200.0, push=True)),
        (Row(0.0, CUT, 0), Row(0.0, CAPACITY, 0)),
        horizon=200.0,
    )
    assert made(network) == [close(100.0 * 800.0 + 100.0 * 200.0)]


def test_stock_is_never_stretched_below_the_least_output(made) -> None:
    """The same at .9 of plan at least: 60 000 / 700 = 85.71 days, then 200 a day."""
    network = Network(
        (Line(1000.0, cover_threshold=1e4, stretch_until=100.0, least=0.9),),
        (Stock(0, level=60_000.0),),
        (Source(0, 800.0, weight=800.0), Source(0, 200.0, push=True)),
        (Row(0.0, CUT, 0), Row(0.0, CAPACITY, 0)),
        horizon=200.0,
    )
    days = 60_000.0 / 700.0
    assert made(network) == [close(days * 900.0 + (200.0 - days) * 200.0)]


def test_output_planned_anew_follows_what_comes_meanwhile(made) -> None:
    """60 000 for 100 days: .6 of plan to day 50; 10 t a day come from day 0: (30 000 + 12 500 + 500 x 50) / 50 000 > 1.

    So full output from day 50 on; on day 100 the 42 500 left at day 50, less 50 000, plus 37 500 of inflow, are 30 000,
    and the 1 000 a day that come then meet the need.
    """
    network = Network(
        (Line(1000.0, cover_threshold=1e4, stretch_until=100.0),),
        (Stock(0, level=60_000.0),),
        (Source(0, 1000.0, weight=1000.0), Source(0, 0.0, rank=1, full=1000.0)),
        (
            Row(0.0, CUT, 0),
            Row(0.0, CAPACITY, 0),
            Row(0.0, CAPACITY, 1, 0.0, 10.0),
            Row(50.0, REPLAN, 0),
            Row(100.0, CAPACITY, 1, 1000.0),
            Row(100.0, REPLAN, 0),
        ),
        horizon=200.0,
    )
    assert made(network) == [close(0.6 * 50_000.0 + 150_000.0)]


def test_from_the_day_to_which_stock_is_stretched_nothing_is_held_back(made) -> None:
    """30 000 to day 100 are .3 of plan; the 900 a day that come from day 100 on are all used."""
    network = Network(
        (Line(1000.0, cover_threshold=1e4, stretch_until=100.0),),
        (Stock(0, level=30_000.0),),
        (Source(0, 1000.0, weight=1000.0), Source(0, 0.0, rank=1)),
        (Row(0.0, CUT, 0), Row(0.0, CAPACITY, 0), Row(100.0, CAPACITY, 1, 900.0), Row(100.0, REPLAN, 0)),
        horizon=200.0,
    )
    assert made(network) == [close(30_000.0 + 90_000.0)]
