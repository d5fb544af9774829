"""Alternatives that come up in an S, or learn their yield: on paper, in days after the cut, of which 610 are simulated.

On the cut there are 30 days of chips on hand and 20 under way; the alternative, without lead time, is qualified then.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from sim.simulation.ramping import days_lacking, ramp_up
from tests.policy_scenario import CUT, HORIZON, LEARNING, Run, alternative, days, full_output, second, share

AFTER = HORIZON - CUT  # days


def used_up(used: Callable[[float], float]) -> float:
    """The day, to a hundredth, on which the 50 days of stock are used."""
    return bisect_left(range(10_000), 50.0, key=lambda hundredth: used(hundredth / 100.0)) / 100.0


def test_an_s_curve_is_slow_at_first_and_late(run: Run) -> None:
    """2 (t / 200)^2 to day 100: 50 days of stock are used when t - t^3 / 60 000 = 50; on a straight line t - t^2 / 400.

    Of the 100 days that are missing on either ramp stock gives 50: as much is lost on both.
    """
    curve = run(second("serves: 100 %, ramp: 200 days, ramp_shape: s-curve"))
    line = run(second("serves: 100 %, ramp: 200 days"))
    gone = used_up(lambda t: t - t**3 / 60_000.0)
    assert full_output(curve) == pytest.approx(gone, abs=0.1)
    assert full_output(line) == pytest.approx(200.0 - math.sqrt(20_000.0))
    assert share(curve, "lost_output") == pytest.approx(50.0 / AFTER, rel=1e-6)
    assert share(line, "lost_output") == pytest.approx(50.0 / AFTER)
    assert days(curve, "full_again") == pytest.approx(200.0)


def test_the_shape_of_a_ramp_may_come_of_the_class(run: Run) -> None:
    stated = ("    ramp: 100 days\n", "    ramp: 200 days\n    ramp_shape: s-curve\n")
    by_class = run(stated, second("serves: 100 %"))
    own = run(second("serves: 100 %, ramp: 200 days, ramp_shape: s-curve"))
    assert full_output(by_class) == full_output(own)


def test_a_yield_that_is_learnt_is_less_output_at_first(run: Run) -> None:
    """.8 (1 - 2^(-t / 30)) of the need; with 50 days of stock. In the end .8."""
    results = run(
        second("serves: 100 %, ramp: 0 days, yield: {first: 0 %, final: 80 %, halves_every: 30 days}")
    )
    constant = 30.0 / math.log(2.0)
    gone = used_up(lambda t: 0.2 * t + 0.8 * constant * (1.0 - 0.5 ** (t / 30.0)))
    assert full_output(results) == pytest.approx(gone, abs=0.3)
    assert share(results, "level") == pytest.approx(0.8)


@pytest.mark.parametrize("terms", ["ramp_shape: s-curve", LEARNING, f"ramp_shape: s-curve, {LEARNING}"])
def test_chords_miss_what_bends_by_no_more_than_is_said(tmp_path: Path, terms: str) -> None:
    """0.2 % of full for the S, 0.2 % of .6 for the yield, and their sum for both."""
    pieces = ramp_up(alternative(tmp_path, f"serves: 100 %, ramp: 200 days, {terms}"), 0.0, 1.0)

    def exact(day: float) -> float:
        run = min(day / 200.0, 1.0)
        if "s-curve" in terms:
            run = 2.0 * run**2 if run < 0.5 else 1.0 - 2.0 * (1.0 - run) ** 2
        return run * (0.9 - 0.6 * math.exp(-day / 90.0) if "yield" in terms else 1.0)

    worst = max(
        abs(value + slope * part * (end - day) - exact(day + part * (end - day)))
        for (day, value, slope), (end, _, _) in pairwise([*pieces, (pieces[-1][0] + 300.0, 0.0, 0.0)])
        for part in (0.25, 0.5, 0.75)
    )
    bound = (0.002 if "s-curve" in terms else 0.0) + (0.0012 if "yield" in terms else 0.0)
    assert bound / 20.0 < worst <= bound


@pytest.mark.parametrize(
    ("terms", "lacking"),
    [
        ("serves: 100 %, ramp: 100 days", 50.0),  # ramp / 2k
        ("serves: 100 %, ramp: 100 days, ramp_shape: s-curve", 50.0),
        ("serves: 100 %, ramp: 100 days, yield: {first: 50 %, final: 100 %, halves_every: 1 day}", 50.5),
        ("serves: 100 %, ramp: 100 days, yield: {first: 50 %, final: 90 %, halves_every: 1 day}", math.inf),
        ("serves: 50 %, ramp: 100 days, ramp_shape: s-curve", math.inf),
    ],
)
def test_days_that_stock_must_give_while_an_alternative_comes_up(
    tmp_path, terms: str, lacking: float
) -> None:
    assert days_lacking(alternative(tmp_path, terms)) == pytest.approx(lacking, abs=0.6)
