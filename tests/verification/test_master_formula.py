"""This is the engine against the master formula V0, on hundreds of random instances."""

from __future__ import annotations

import pytest

from tests.verification import master_formula, trajectory
from tests.verification.instances import HORIZON, for_the_engine, random_instance
from tests.verification.master_formula import Instance, Part, Piece, Supply
from tests.verification.paper import close

DAYS = (13.7, 50.0, 77.77, 100.0, 150.0, 180.0, HORIZON)
INSTANCES = 200


def forever(rate: float, slope: float = 0.0) -> tuple[Piece, ...]:
    return (Piece(0.0, rate, slope),)


def test_the_formula_finds_the_loss_of_a_slow_alternative_on_paper() -> None:
    """V2: run-out of B at 60 000 / (2 000 - 800) = 50, then 400 a day until A is gone at 150; L = 275 000."""
    slow = Part(2.0, 60_000.0, (Supply(forever(800.0)),))
    instance = Instance(forever(1000.0), 1200.0, (Part(1.0, 90_000.0), slow))
    assert master_formula.first_shortfall(instance, 365.0) == pytest.approx(50.0, rel=1e-12)
    lost = master_formula.wanted_by(instance, 365.0) - master_formula.made_by(instance, 365.0)
    assert lost == pytest.approx(275_000.0, rel=1e-12)


def test_the_formula_finds_what_two_ramps_make_on_paper() -> None:
    """V22: A 200 + 10 t limits until B's surplus is used up at t = 75, then B 500 + 2 t; made 60 000."""
    ramps = tuple(Part(1.0, 0.0, (Supply(forever(*ramp)),)) for ramp in ((200.0, 10.0), (500.0, 2.0)))
    instance = Instance(forever(1000.0), 1200.0, ramps)
    assert master_formula.made_by(instance, 100.0) == pytest.approx(60_000.0, rel=1e-12)


@pytest.mark.parametrize("round_numbers", [True, False], ids=["where events coincide", "anywhere"])
def test_the_engine_makes_what_the_formula_says_at_every_day(round_numbers: bool) -> None:
    """V0: made(t) = W(t) + min(0, min_i inf_{s <= t} (A_i(s) / q_i - W(s))), to 1e-9 of what is wanted by the end.

    The table has the largest difference of all instances and days, as a share of what is wanted, to nine digits.
    """
    furthest = 0.0
    for seed in range(INSTANCES):
        instance = random_instance(seed, round_numbers)
        world = for_the_engine(instance).run().world
        size = max(master_formula.wanted_by(instance, HORIZON), 1.0)
        for day in DAYS:
            expected = master_formula.made_by(instance, day)
            made = trajectory.made_by(world, day)
            assert made == pytest.approx(expected, abs=1e-9 * size), f"seed {seed}, day {day}"
            furthest = max(furthest, abs(made - expected) / size)
        assert world.line[0].made == pytest.approx(made, abs=1e-9 * size), f"seed {seed}"
    assert round(furthest, 9) == close(0.0)


@pytest.mark.parametrize("round_numbers", [True, False], ids=["where events coincide", "anywhere"])
def test_the_engine_falls_short_on_the_day_the_formula_says(round_numbers: bool) -> None:
    """The first day with made < wanted, between the days on which the formula passes -+1e-9 of all that is wanted."""
    seen = 0
    for seed in range(INSTANCES):
        instance = random_instance(seed, round_numbers)
        day = trajectory.first_shortfall(for_the_engine(instance).run().world)
        margin = 1e-9 * max(master_formula.wanted_by(instance, HORIZON), 1.0)
        earliest = master_formula.first_shortfall(instance, HORIZON, margin)
        latest = master_formula.first_shortfall(instance, HORIZON, -margin)
        assert earliest - 1e-6 <= day <= latest + 1e-6, f"seed {seed}"
        seen += day < HORIZON
    assert seen > INSTANCES / 2
